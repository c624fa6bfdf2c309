"""OREPA: linear branches that are squeezed into one kernel at every training step."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.operators.rules import require_divides, require_odd
from hetviz.operators.uniform import uniform


def rule(in_channels: int, out_channels: int, *, kernel_size: int) -> None:
    """Raise a ValueError where the numbers break the operator's rule."""
    require_divides("groups", 1, in_channels=in_channels, out_channels=out_channels)
    require_odd(kernel_size)


def weights(in_channels: int, out_channels: int, *, kernel_size: int = 3) -> int:
    """Return M*N*K*K, what is left after squeezing, the number of weights; as many multiply-adds per output pixel."""
    rule(in_channels, out_channels, kernel_size=kernel_size)
    return in_channels * out_channels * kernel_size**2


class OREPA(nn.Module):
    """Several linear branches with per-filter scaling, squeezed into one K×K kernel at every training step.

    The branches are a K×K kernel, a 1×1, a 1×1 followed by averaging, a 1×1 followed by a fixed cosine filter, a 1×1
    followed by a K×K, and a depthwise K×K followed by a 1×1. At inference it costs what the standard convolution does.
    Source: Hu et al., Online Convolutional Re-parameterization, CVPR 2022, arXiv:2204.00826.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K weights after squeezing (`kernel`); as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> OREPA(64, 64).kernel().numel()
    36864
    """

    cosine: Tensor
    centre: Tensor

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        super().__init__()
        rule(in_channels, out_channels, kernel_size=kernel_size)
        m, n, k, self.stride, self.kernel_size = in_channels, out_channels, kernel_size, stride, kernel_size
        self.weight_kxk = uniform((n, m, k, k), m * k * k)
        self.weight_1x1 = uniform((n, m), m)
        self.weight_average = uniform((n, m), m)
        self.weight_cosine = uniform((n, m), m)
        self.weight_before_kxk = nn.Parameter(torch.eye(m))
        self.weight_after_1x1 = uniform((n, m, k, k), m * k * k)
        self.weight_depthwise = uniform((m, k, k), k * k)
        self.weight_after_depthwise = uniform((n, m), m)
        self.scale = nn.Parameter(torch.full((6, n), 6**-0.5))
        centre = torch.zeros(k, k)
        centre[k // 2, k // 2] = 1
        self.register_buffer("centre", centre, persistent=False)
        self.register_buffer("cosine", self._cosine_filters(n, k), persistent=False)

    @staticmethod
    def _cosine_filters(count: int, size: int) -> Tensor:
        """Return (count, size, size): products of a vertical and a horizontal cosine, frequencies rising with the row."""
        rows = torch.arange(size) + 0.5
        frequency = torch.arange(count) * (size / (2 * count))
        wave = torch.cos(math.pi * frequency[:, None] * rows / size)  # (count, size)
        return wave[:, :, None] * wave.flip(0)[:, None, :]

    def kernel(self) -> Tensor:
        """Return the one kernel, (N, M, K, K), that all branches amount to."""
        average = torch.full_like(self.centre, 1 / self.kernel_size**2)
        branches = (
            self.weight_kxk,
            self.weight_1x1[..., None, None] * self.centre,
            self.weight_average[..., None, None] * average,
            self.weight_cosine[..., None, None] * self.cosine[:, None],
            torch.einsum("nihw,im->nmhw", self.weight_after_1x1, self.weight_before_kxk),
            self.weight_after_depthwise[..., None, None] * self.weight_depthwise,
        )
        return torch.einsum("bn,bnmhw->nmhw", self.scale, torch.stack(branches))

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        return F.conv2d(x, self.kernel(), stride=self.stride, padding=self.kernel_size // 2)
