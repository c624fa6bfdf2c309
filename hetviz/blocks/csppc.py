"""CSPPC: two bare PConvs in each bottleneck."""

from hetviz.blocks.conv import Bottleneck
from hetviz.blocks.csp import C2fFrame
from hetviz.blocks.layer import Layers, layer
from hetviz.operators.pconv import PConv


class CSPPC(C2fFrame):
    """C2f's CSP frame with two bare PConvs on the same quarter of the channels in each bottleneck.

    Source: public YOLO code under this name; PConv is FasterNet's, arXiv:2303.03667.

    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: accepted and ignored: the bottlenecks never add their input.
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(self, in_channels: int, out_channels: int, depth: int = 1, shortcut: bool = True) -> None:
        super().__init__(in_channels, out_channels, depth, shortcut, bottleneck=bottleneck)


def bottleneck(channels: int, _shortcut: bool) -> Bottleneck:
    """Return two bare PConvs one after the other."""
    return Bottleneck(PConv(channels, channels), PConv(channels, channels))


def bottleneck_layers(path: str, channels: int, side: int) -> Layers:
    """Yield the layers of a bottleneck."""
    for name in ("cv1", "cv2"):
        yield layer(f"{path}.{name}", "pconv", channels, channels, side)
