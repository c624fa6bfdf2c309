"""C3-Het: C3 with HetConv in place of its 3×3 convolutions, hetviz's own comparison."""

from functools import partial

from hetviz.blocks.conv import Bottleneck, Conv
from hetviz.blocks.csp import C3Frame
from hetviz.blocks.layer import Layers, conv_layer, layer
from hetviz.operators.hetconv import HetConv


class C3Het(C3Frame):
    """C3 with its bottlenecks' 3×3 replaced by HetConv(P), all else kept: hetviz's own comparison.

    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: whether the bottlenecks add their input.
        p: P of the HetConvs, which must divide N/2.
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(
        self, in_channels: int, out_channels: int, depth: int = 1, shortcut: bool = True, *, p: int = 4
    ) -> None:
        super().__init__(in_channels, out_channels, depth, shortcut, bottleneck=partial(bottleneck, p=p))


def bottleneck(channels: int, shortcut: bool, *, p: int) -> Bottleneck:
    """Return a 1×1 `Conv` and a `Conv` of HetConv(P), with the input added where shortcut is true."""
    cv2 = Conv(channels, channels, operator=HetConv(channels, channels, p=p))
    return Bottleneck(Conv(channels, channels, 1), cv2, shortcut)


def bottleneck_layers(path: str, channels: int, side: int, *, p: int) -> Layers:
    """Yield the layers of a bottleneck."""
    yield conv_layer(f"{path}.cv1", channels, channels, side, 1, role="inside")
    yield layer(f"{path}.cv2", "hetconv", channels, channels, side, parts=p, norm=channels)
