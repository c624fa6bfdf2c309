"""Counts a real module while it runs: the second opinion beside the formulas."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from hetviz.detectors.heads import Expectation
from hetviz.operators.hetconv import HetConv
from hetviz.operators.orepa import OREPA


@dataclass(frozen=True)
class Count:
    """What one module did with one picture: multiply-adds of convolutions, and the counter thop's other terms."""

    macs: int = 0
    thop_operations: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.macs + other.macs, self.thop_operations + other.thop_operations)


def _counted(module: nn.Module, result: Tensor) -> Count:
    """Return the count of one call from what the module is and what came out of it (one picture)."""
    elements = result.numel()
    if isinstance(module, nn.Conv2d):
        return Count(macs=elements * module.weight[0].numel())
    if isinstance(module, nn.Linear):
        return Count(macs=elements * module.in_features)
    if isinstance(module, Expectation):
        return Count(macs=elements * module.weight.numel())
    if isinstance(module, HetConv):
        return Count(macs=elements * module.in_channels * module.kernel_size**2)
    if isinstance(module, OREPA):
        return Count(macs=elements * module.weight_kxk[0].numel())
    return Count(thop_operations=elements * (4 if isinstance(module, nn.BatchNorm2d) else 1))


COUNTED = (nn.Conv2d, nn.Linear, Expectation, HetConv, OREPA, nn.BatchNorm2d, nn.Upsample)


def count(module: nn.Module, picture: Tensor) -> dict[str, Count]:
    """Return what every inner module multiplied for a picture, by its path, counted by hooks while it ran.

    A convolution counts what it computes: `HetConv` is a dense kernel with zeros, so only its loop form
    (`convert.convert(detector, "loop")`) has the multiply-adds of the formula. OREPA's squeezing is not counted, being
    once for all pictures. The counter thop adds four operations an element of BatchNorm, one an element of upsampling.
    Shape:
        picture (1, C, H, W), on the device `meta` too, where nothing is computed

    >>> count(nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)), torch.zeros(1, 3, 6, 6))["0"]
    Count(macs=3456, thop_operations=0)
    """
    counts: dict[str, Count] = {}
    handles = []
    for path, part in module.named_modules():
        if isinstance(part, COUNTED):

            def hook(part: nn.Module, _: Any, result: Tensor, path: str = path) -> None:
                counts[path] = counts.get(path, Count()) + _counted(part, result)

            handles.append(part.register_forward_hook(hook))
    try:
        with torch.inference_mode():
            module(picture)
    finally:
        for handle in handles:
            handle.remove()
    return counts


def total(counts: dict[str, Count]) -> Count:
    """Return the sum over all modules."""
    return sum(counts.values(), Count())
