"""DualConv: a grouped K×K and a full 1×1 convolution, summed."""

from torch import Tensor, nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, groups: int, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("groups", groups, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, groups: int, kernel_size: int = 3) -> int:
    """Return M*N*(K*K/G + 1), the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, groups=groups, kernel_size=kernel_size)
    return in_channels * out_channels * kernel_size**2 // groups + in_channels * out_channels


class DualConv(nn.Module):
    """Grouped K×K convolution and a full 1×1 convolution on the same input, summed.

    No normalisation or activation stands inside. It computes the same functions as HetConv(p=groups) and stores
    M*N/groups weights more. Much public code calls this sum "HetConv".
    Source: Zhong, Chen, Mian, IEEE TNNLS 2022, arXiv:2202.07481.
    Args:
        in_channels: M, a multiple of groups.
        out_channels: N, a multiple of groups.
        groups: G of the K×K part.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(K*K/G + 1) weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: groups does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in DualConv(64, 64, groups=4).parameters())
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, groups: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        rule(in_channels, out_channels, groups=groups, kernel_size=kernel_size)
        self.grouped = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, kernel_size // 2, groups=groups, bias=False
        )
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        return self.grouped(x) + self.pointwise(x)  # (B, N, H', W')
