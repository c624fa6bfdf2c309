"""PConv: a convolution of some channels that lets the others through."""

import torch
from torch import Tensor, nn

from hetviz.operators.rules import require_divides, require_odd


def rule(in_channels: int, out_channels: int, *, n_div: int, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    if out_channels != in_channels:
        raise ValueError(f"out_channels={out_channels} must equal in_channels={in_channels}")
    require_divides("n_div", n_div, in_channels=in_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, n_div: int = 4, kernel_size: int = 3) -> int:
    """Return K*K*(M/n_div)², the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, n_div=n_div, kernel_size=kernel_size)
    return (in_channels // n_div) ** 2 * kernel_size**2


class PConv(nn.Module):
    """K×K convolution on the first channels / n_div channels; the others pass through unchanged.

    Source: Chen et al., FasterNet, CVPR 2023, arXiv:2303.03667.
    Args:
        in_channels: number of channels, in and out, a multiple of n_div.
        out_channels: must equal in_channels.
        n_div: one channel in n_div is convolved.
    Shape:
        (B, C, H, W) -> (B, C, H, W)
    Cost:
        K*K*(C/n_div)**2 weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: out_channels differs from in_channels, n_div does not divide them, or kernel_size is even.

    >>> sum(w.numel() for w in PConv(64, 64).parameters())
    2304
    """

    def __init__(self, in_channels: int, out_channels: int, *, n_div: int = 4, kernel_size: int = 3) -> None:
        super().__init__()
        rule(in_channels, out_channels, n_div=n_div, kernel_size=kernel_size)
        self.convolved_channels = width = in_channels // n_div
        self.conv = nn.Conv2d(width, width, kernel_size, 1, kernel_size // 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (B, C, H, W)
        return torch.cat((self.conv(x[:, : self.convolved_channels]), x[:, self.convolved_channels :]), 1)
