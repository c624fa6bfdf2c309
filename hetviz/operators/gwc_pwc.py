"""GWC+PWC: a grouped K×K convolution, then a 1×1."""

from torch import nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, groups: int, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("groups", groups, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, groups: int, kernel_size: int = 3) -> int:
    """Return M*N*K*K/G + N*N, the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, groups=groups, kernel_size=kernel_size)
    return in_channels * out_channels * kernel_size**2 // groups + out_channels**2


class GroupedPointwiseConv(nn.Sequential):
    """Grouped K×K convolution followed by a 1×1 convolution (GWC+PWC), two stages.

    Args:
        in_channels: M, a multiple of groups.
        out_channels: N, a multiple of groups.
        groups: G of the first stage, which maps M to N channels.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K/G + N*N weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: groups does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in GroupedPointwiseConv(64, 64, groups=4).parameters())
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, groups: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        rule(in_channels, out_channels, groups=groups, kernel_size=kernel_size)
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size, stride, kernel_size // 2, groups=groups, bias=False),
            nn.Conv2d(out_channels, out_channels, 1, bias=False),
        )
