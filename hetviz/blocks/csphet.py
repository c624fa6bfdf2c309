"""CSPHet, the block that hetviz is about: two bare HetConvs in each bottleneck."""

from functools import partial

from hetviz.blocks.conv import Bottleneck
from hetviz.blocks.csp import C2fFrame
from hetviz.blocks.layer import Layers, layer
from hetviz.operators.hetconv import HetConv


class CSPHet(C2fFrame):
    """C2f's CSP frame with two bare HetConv(P) in each bottleneck: no BatchNorm, activation or residual, as published.

    Source: public YOLO code under this name, in the form of an article that replaces C3 by it.

    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: accepted and ignored: the bottlenecks never add their input.
        p: P of the HetConvs, which must divide N/2.
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(
        self, in_channels: int, out_channels: int, depth: int = 1, shortcut: bool = True, *, p: int = 4
    ) -> None:
        super().__init__(in_channels, out_channels, depth, shortcut, bottleneck=partial(bottleneck, p=p))


def bottleneck(channels: int, _shortcut: bool, *, p: int) -> Bottleneck:
    """Return two bare HetConv(P) one after the other."""
    return Bottleneck(HetConv(channels, channels, p=p), HetConv(channels, channels, p=p))


def bottleneck_layers(path: str, channels: int, side: int, *, p: int) -> Layers:
    """Yield the layers of a bottleneck."""
    for name in ("cv1", "cv2"):
        yield layer(f"{path}.{name}", "hetconv", channels, channels, side, parts=p)
