"""Convolutions in a chain with nothing between them are one convolution with a larger window."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import torch
from torch import Tensor
from torch.nn import functional as F

from hetviz.operators.hetconv import HetConv


@dataclass(frozen=True)
class Comparison:
    """A chain's results beside those of its one kernel, away from the borders."""

    count: int
    window: int
    largest_difference: float
    largest_value: float


def one_kernel(chain: Sequence[HetConv]) -> Tensor:
    """Return the kernel of the one convolution that a chain is, in double precision.

    It is what the chain makes of a single 1 in each channel, turned round: convolutions slide a kernel without turning it.
    Padding between the layers makes the borders of a picture differ, nothing else.

    Shape:
        (N, M, W, W) with W = 1 + the sum of K - 1 over the chain

    >>> one_kernel([HetConv(4, 4, p=2), HetConv(4, 4, p=2)]).shape
    torch.Size([4, 4, 5, 5])
    """
    channels = chain[0].in_channels
    ones = torch.eye(channels, dtype=torch.float64)[..., None, None]  # (M, M, 1, 1)
    answers = reduce(lambda x, conv: _apply(x, conv, conv.kernel_size - 1), chain, ones)  # (M, N, W, W)
    return answers.flip(2, 3).transpose(0, 1)


@torch.inference_mode()
def compare(chain: Sequence[HetConv], x: Tensor) -> Comparison:
    """Run a chain and its one kernel on x, and compare where no border is near.

    Shape:
        x (B, M, H, W), H and W larger than the window
    """
    kernel = one_kernel(chain)
    reach = kernel.shape[-1] // 2
    inside = slice(reach, -reach)
    x = x.double()
    het = reduce(lambda y, conv: _apply(y, conv, conv.kernel_size // 2), chain, x)[:, :, inside, inside]
    difference = float((het - F.conv2d(x, kernel)).abs().max())
    return Comparison(len(chain), kernel.shape[-1], difference, float(het.abs().max()))


def _apply(x: Tensor, conv: HetConv, padding: int) -> Tensor:
    return F.conv2d(x, conv.dense_kernel().detach().double(), padding=padding)
