"""A layer of a trained detector seen from outside: its kernels as stored, and what reaches it on a picture."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.reparam.kernels import dual_kernel


@dataclass(frozen=True)
class Kernels:
    """All kernels of one convolution as one dense tensor, zeros where an operator has no weight.

    Shape:
        values (N, M, K, K)
    """

    operator: str
    p: int
    values: Tensor


def find(detector: nn.Module, path: str) -> nn.Module:
    """Return the bare convolution at a path of `layer.Layer`; a `Conv` or a PConv stands for what it contains.

    Raises:
        ValueError: the detector has no convolution there whose kernels make one grid.
    """
    try:
        module = detector.get_submodule(path)
    except AttributeError as error:
        raise ValueError(f"path={path!r} must be a layer of the detector") from error
    inner = getattr(module, "conv", module)
    if not isinstance(inner, HetConv | DualConv | nn.Conv2d):
        raise ValueError(f"path={path!r} must be a convolution, not {type(module).__name__}")
    return inner


def kernels(conv: nn.Module) -> Kernels:
    """Return the kernels of a HetConv, a DualConv (its 1×1 folded into the centre taps) or an ungrouped convolution."""
    if isinstance(conv, HetConv):
        return Kernels("hetconv", conv.p, conv.dense_kernel().detach())
    if isinstance(conv, DualConv):
        return Kernels("dualconv", conv.grouped.groups, dual_kernel(conv))
    if isinstance(conv, nn.Conv2d) and conv.groups == 1:
        return Kernels("standard", 1, conv.weight.detach())
    raise ValueError(f"{type(conv).__name__} has no kernels that make one grid")


@dataclass(frozen=True)
class Parts:
    """The kernels of one convolution as it stores them, in two parts whose results add up.

    Attributes:
        kxk: (N, M, K, K), zero on the channels on which a filter has no K×K kernel.
        dots: (N, M), the 1×1 kernels, zero where there is none.
    """

    operator: str
    p: int
    kxk: Tensor
    dots: Tensor

    def results(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return what the K×K kernels and what the 1×1 kernels give, before they are added: (B, M, H, W) -> (B, N, H, W)."""
        edge = self.kxk.shape[-1] // 2
        return F.conv2d(x, self.kxk, padding=edge), F.conv2d(x, self.dots[..., None, None])


def parts(conv: nn.Module) -> Parts:
    """Return the two parts of a HetConv, a DualConv or an ungrouped convolution, which all have stride 1 and odd kernels.

    A DualConv has both kinds of kernels on the channels of a filter's own group, a standard convolution no 1×1.
    """
    found = kernels(conv)
    dots = found.values.new_zeros(found.values.shape[:2])
    if isinstance(conv, HetConv):
        dots = conv.pointwise_kernel().detach()
    if isinstance(conv, DualConv):
        dots = conv.pointwise.weight.detach()[:, :, 0, 0]
    edge = found.values.shape[-1] // 2
    kxk = found.values - F.pad(dots[..., None, None], (edge, edge, edge, edge))
    return Parts(found.operator, found.p, kxk, dots)


def reaching(detector: nn.Module, layer: nn.Module, batch: Tensor) -> Tensor:
    """Return what reaches a layer of the detector when it sees a batch.

    Shape:
        batch (B, 3, H, W) -> (B, M, H', W')
    """
    seen: list[Tensor] = []
    handle = layer.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach().clone()))
    try:
        with torch.inference_mode():
            detector(batch)
    finally:
        handle.remove()
    return seen[0]
