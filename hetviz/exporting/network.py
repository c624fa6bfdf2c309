"""A trained detector as one module that is taken along: pixels in, boxes or raw maps out, nothing of hetviz needed to run it."""

import torch
from torch import Tensor, nn

from hetviz.detectors.heads import STRIDES
from hetviz.reparam import convert

FORM = "coarse"  # of every HetConv: few convolutions, each with groups that a processor likes
LARGEST_SIDE = 1280


class Portable(nn.Module):
    """A detector for inference, its BatchNorm fused, that decodes its own maps.

    Shape:
        (B, 3, S, S) RGB from 0 to 1 -> rows (`heads.*.rows`), or with raw three maps
    """

    def __init__(self, detector: nn.Module, *, raw: bool = False) -> None:
        super().__init__()
        self.network = convert.convert(detector, FORM)
        self.raw = raw

    def forward(self, pixels: Tensor) -> Tensor | tuple[Tensor, ...]:
        maps = self.network(pixels)
        return maps if self.raw else self.network.head.rows(maps)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of what comes out."""
        return tuple(f"map{stride}" for stride in STRIDES) if self.raw else ("output0",)


def require_size(size: int) -> int:
    """Return a side of the input that a detector takes.

    Raises:
        ValueError: it is no multiple of the coarsest stride, or too large.
    """
    if size < STRIDES[-1] or size % STRIDES[-1] or size > LARGEST_SIDE:
        raise ValueError(f"size={size} must be a multiple of {STRIDES[-1]} from {STRIDES[-1]} to {LARGEST_SIDE}")
    return size


def example(size: int) -> Tensor:
    """Return pixels that a detector can be traced with; two pictures, since a batch of one would be taken for fixed."""
    return torch.zeros(2, 3, size, size)
