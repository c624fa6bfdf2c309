"""GhostConv: half of the results convolved, the other half made of them by a cheap depthwise convolution."""

import torch
from torch import Tensor, nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("ratio", 2, out_channels=out_channels)
    require_divides("groups", 1, in_channels=in_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, kernel_size: int = 3) -> int:
    """Return M*N/2*K*K + N/2*K*K, the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, kernel_size=kernel_size)
    return (in_channels + 1) * (out_channels // 2) * kernel_size**2


class GhostConv(nn.Module):
    """Convolution that computes half of its channels and derives a ghost of each by a depthwise K×K kernel.

    The paper's module with its ratio s = 2 and d = K, and without the BatchNorm and activation that follow each of the two
    convolutions there: a primary K×K convolution to N/2 channels, a depthwise K×K on them, both concatenated.
    Source: Han et al., GhostNet, CVPR 2020, arXiv:1911.11907.
    Args:
        in_channels: M.
        out_channels: N, even.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        (M + 1)*N/2*K*K weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: out_channels is odd, or kernel_size is even.

    >>> sum(w.numel() for w in GhostConv(64, 64).parameters())
    18720
    """

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        super().__init__()
        rule(in_channels, out_channels, kernel_size=kernel_size)
        half, edge = out_channels // 2, kernel_size // 2
        self.primary = nn.Conv2d(in_channels, half, kernel_size, stride, edge, bias=False)
        self.cheap = nn.Conv2d(half, half, kernel_size, 1, edge, groups=half, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        y = self.primary(x)  # (B, N/2, H', W')
        return torch.cat((y, self.cheap(y)), 1)  # (B, N, H', W')
