"""C2f, the block of YOLOv8: two 3×3 convolutions in each bottleneck."""

from hetviz.blocks.conv import Bottleneck, Conv
from hetviz.blocks.csp import C2fFrame
from hetviz.blocks.layer import Layers, conv_layer


class C2f(C2fFrame):
    """YOLOv8's block: its CSP frame, with two 3×3 `Conv`s in each bottleneck.

    Source: Ultralytics YOLOv8.

    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: whether the bottlenecks add their input.
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(self, in_channels: int, out_channels: int, depth: int = 1, shortcut: bool = True) -> None:
        super().__init__(in_channels, out_channels, depth, shortcut, bottleneck=bottleneck)


def bottleneck(channels: int, shortcut: bool) -> Bottleneck:
    """Return two 3×3 `Conv`s, with the input added where shortcut is true."""
    return Bottleneck(Conv(channels, channels, 3), Conv(channels, channels, 3), shortcut)


def bottleneck_layers(path: str, channels: int, side: int) -> Layers:
    """Yield the layers of a bottleneck."""
    yield conv_layer(f"{path}.cv1", channels, channels, side, 3, role="inside")
    yield conv_layer(f"{path}.cv2", channels, channels, side, 3, role="inside")
