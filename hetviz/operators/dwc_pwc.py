"""DWC+PWC: a depthwise K×K convolution, then a 1×1."""

from torch import nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("groups", 1, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, kernel_size: int = 3) -> int:
    """Return M*K*K + M*N, the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, kernel_size=kernel_size)
    return in_channels * kernel_size**2 + in_channels * out_channels


class DepthwisePointwiseConv(nn.Sequential):
    """Depthwise K×K convolution followed by a 1×1 convolution (DWC+PWC), two stages.

    Source: Howard et al., MobileNets, arXiv:1704.04861.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*K*K + M*N weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> sum(w.numel() for w in DepthwisePointwiseConv(64, 64).parameters())
    4672
    """

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        rule(in_channels, out_channels, kernel_size=kernel_size)
        super().__init__(
            nn.Conv2d(in_channels, in_channels, kernel_size, stride, kernel_size // 2, groups=in_channels, bias=False),
            nn.Conv2d(in_channels, out_channels, 1, bias=False),
        )
