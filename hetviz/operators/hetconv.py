"""HetConv: filters that mix K×K and 1×1 kernels."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.operators.rules import require_divides, require_odd
from hetviz.operators.uniform import uniform


def rule(in_channels: int, out_channels: int, *, p: int, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("p", p, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, p: int, kernel_size: int = 3) -> int:
    """Return M*N*(K*K/P + 1 - 1/P), the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, p=p, kernel_size=kernel_size)
    return in_channels * out_channels // p * (kernel_size**2 + p - 1)


class HetConv(nn.Module):
    """Convolution whose every filter mixes K×K and 1×1 kernels.

    Filter s has a K×K kernel on the input channels j with (j - s) % p == 0 and a 1×1 kernel on the others; the pattern
    shifts by one channel from filter to filter, so there are p patterns, and p=1 is the standard convolution.
    Computed here as one dense K×K convolution whose kernel has zeros around the 1×1s: the form that reads like the
    definition and trains fastest. Other forms of the same weights save multiply-adds.
    Source: Singh, Verma, Rai, Namboodiri, CVPR 2019, arXiv:1903.04120.
    Args:
        in_channels: M, a multiple of p.
        out_channels: N, a multiple of p.
        p: number of parts P; one channel in p gets the K×K kernel.
    Attributes:
        weight_kxk: (N, M/p, K, K); entry [s, t] belongs to input channel s % p + p*t.
        weight_1x1: (N, M - M/p); entry [s, t] belongs to the t-th input channel not congruent to s.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(K*K/p + 1 - 1/p) weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: p does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in HetConv(64, 64, p=4).parameters())
    12288
    """

    columns_1x1: Tensor
    residues: Tensor

    def __init__(
        self, in_channels: int, out_channels: int, *, p: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        rule(in_channels, out_channels, p=p, kernel_size=kernel_size)
        self.in_channels, self.out_channels = in_channels, out_channels
        self.p, self.kernel_size, self.stride = p, kernel_size, stride
        channels_kxk = in_channels // p
        fan_in = channels_kxk * kernel_size**2 + in_channels - channels_kxk
        self.weight_kxk = uniform((out_channels, channels_kxk, kernel_size, kernel_size), fan_in)
        self.weight_1x1 = uniform((out_channels, in_channels - channels_kxk), fan_in)
        filters, channels = torch.arange(out_channels)[:, None], torch.arange(in_channels)[None, :]
        is_1x1 = (channels - filters) % p != 0
        columns = channels.expand(out_channels, -1)[is_1x1].view(out_channels, in_channels - channels_kxk)
        self.register_buffer("columns_1x1", columns, persistent=False)
        residues = F.one_hot(torch.arange(out_channels) % p, p).bool()  # (N, P): the filter's own residue
        self.register_buffer("residues", residues, persistent=False)

    def pointwise_kernel(self) -> Tensor:
        """Return the 1×1 kernels as a dense (N, M) matrix, zero where the filter has a K×K kernel."""
        dense = self.weight_1x1.new_zeros(self.out_channels, self.in_channels)
        return dense.scatter(1, self.columns_1x1, self.weight_1x1)

    def dense_kernel(self) -> Tensor:
        """Return all kernels as (N, M, K, K), the 1×1s in the centre of zeros."""
        kxk = self.weight_kxk[:, :, None] * self.residues[:, None, :, None, None]  # (N, M/P, P, K, K)
        edge = self.kernel_size // 2
        return kxk.flatten(1, 2) + F.pad(self.pointwise_kernel()[..., None, None], (edge, edge, edge, edge))

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W) -> (B, N, H', W')
        return F.conv2d(x, self.dense_kernel(), stride=self.stride, padding=self.kernel_size // 2)

    def extra_repr(self) -> str:
        return f"{self.in_channels}, {self.out_channels}, p={self.p}, kernel_size={self.kernel_size}"
