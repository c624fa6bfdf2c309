"""What YOLO's blocks are built of: a convolution with BatchNorm and SiLU, and a bottleneck of two."""

from torch import Tensor, nn


class Conv(nn.Module):
    """A convolution without bias, then BatchNorm and SiLU: the unit that YOLO is built of.

    Args:
        in_channels: M.
        out_channels: N.
        kernel_size: K of a standard convolution.
        stride: step of the output grid in input pixels.
        padding: zeros on each side; K // 2 where not given.
        operator: the convolution module to use instead of the standard one, with out_channels outputs.
    Shape:
        (B, M, H, W) -> (B, N, H / stride, W / stride)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 1,
        stride: int = 1,
        *,
        padding: int | None = None,
        operator: nn.Module | None = None,
    ) -> None:
        super().__init__()
        padding = kernel_size // 2 if padding is None else padding
        self.conv = operator or nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    """Two modules in a chain, with the input added to the result where shortcut is true.

    Shape:
        (B, C, H, W) -> (B, C, H, W)
    """

    def __init__(self, cv1: nn.Module, cv2: nn.Module, shortcut: bool = False) -> None:
        super().__init__()
        self.cv1, self.cv2, self.shortcut = cv1, cv2, shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.cv2(self.cv1(x))
        return x + y if self.shortcut else y
