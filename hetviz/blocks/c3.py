"""C3, the block of YOLOv5: a 1×1 and a 3×3 convolution in each bottleneck."""

from hetviz.blocks.conv import Bottleneck, Conv
from hetviz.blocks.csp import C3Frame
from hetviz.blocks.layer import Layers, conv_layer


class C3(C3Frame):
    """YOLOv5's block: its CSP frame, with a 1×1 and a 3×3 `Conv` in each bottleneck.

    Source: Ultralytics YOLOv5 v6.

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
    """Return a 1×1 and a 3×3 `Conv`, with the input added where shortcut is true."""
    return Bottleneck(Conv(channels, channels, 1), Conv(channels, channels, 3), shortcut)


def bottleneck_layers(path: str, channels: int, side: int) -> Layers:
    """Yield the layers of a bottleneck."""
    yield conv_layer(f"{path}.cv1", channels, channels, side, 1, role="inside")
    yield conv_layer(f"{path}.cv2", channels, channels, side, 3, role="inside")
