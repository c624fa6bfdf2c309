"""The standard convolution, what every other operator is compared with."""

from torch import nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("groups", 1, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, kernel_size: int = 3) -> int:
    """Return M*N*K*K, the number of weights, of an even kernel too (a stem's); as many multiply-adds per output pixel."""
    return in_channels * out_channels * kernel_size**2


class StandardConv(nn.Conv2d):
    """Convolution whose every filter has a K×K kernel on every input channel.

    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> sum(w.numel() for w in StandardConv(64, 64).parameters())
    36864
    """

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        rule(in_channels, out_channels, kernel_size=kernel_size)
        super().__init__(in_channels, out_channels, kernel_size, stride, kernel_size // 2, bias=False)
