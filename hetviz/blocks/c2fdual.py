"""C2f-Dual: C2f with DualConv in place of the second of its 3×3 convolutions."""

from functools import partial

from hetviz.blocks.conv import Bottleneck, Conv
from hetviz.blocks.csp import C2fFrame
from hetviz.blocks.layer import Layers, conv_layer, layer
from hetviz.operators.dualconv import DualConv


class C2fDual(C2fFrame):
    """C2f's frame with a 3×3 `Conv` and a bare DualConv(G) in each bottleneck.

    Source: public YOLOv8 code.

    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: whether the bottlenecks add their input.
        groups: G of the DualConvs, which must divide N/2.
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(
        self, in_channels: int, out_channels: int, depth: int = 1, shortcut: bool = True, *, groups: int = 4
    ) -> None:
        super().__init__(in_channels, out_channels, depth, shortcut, bottleneck=partial(bottleneck, groups=groups))


def bottleneck(channels: int, shortcut: bool, *, groups: int) -> Bottleneck:
    """Return a 3×3 `Conv` and a bare DualConv(G), with the input added where shortcut is true."""
    return Bottleneck(Conv(channels, channels, 3), DualConv(channels, channels, groups=groups), shortcut)


def bottleneck_layers(path: str, channels: int, side: int, *, groups: int) -> Layers:
    """Yield the layers of a bottleneck."""
    yield conv_layer(f"{path}.cv1", channels, channels, side, 3, role="inside")
    yield layer(f"{path}.cv2", "dualconv", channels, channels, side, parts=groups)
