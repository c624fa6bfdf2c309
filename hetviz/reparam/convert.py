"""Swaps the modules of a whole detector for inference: BatchNorm fused, every HetConv in one form."""

import copy

import torch
from torch import Tensor, nn

from hetviz.blocks.conv import Conv
from hetviz.blocks.csp import C2fFrame, C3Frame
from hetviz.operators.hetconv import HetConv
from hetviz.reparam.forms import require_form, rewrite
from hetviz.reparam.kernels import fusion, residue_order


class FusedConv(nn.Module):
    """`conv.Conv` with its BatchNorm folded into the convolution: convolution with bias, then SiLU."""

    def __init__(self, conv: nn.Module) -> None:
        super().__init__()
        self.conv = conv
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.conv(x))


def convert(detector: nn.Module, form: str = "coarse") -> nn.Module:
    """Return a copy of a detector for inference: every BatchNorm fused, every HetConv in the named form.

    For group and coarse the sorting of channels is folded into the neighbouring 1×1 convolutions, so that nothing is
    permuted at run time. A detector without HetConv is the same in every form.
    Raises:
        ValueError: the form is not one of `FORMS`.
    """
    require_form(form)
    detector = copy.deepcopy(detector).eval().requires_grad_(False)
    in_form(detector, form)
    return detector


def in_form(network: nn.Module, form: str) -> None:
    """Rewrite, in place, every HetConv of a network in the named form, with the BatchNorm of a `Conv` around it fused."""
    if form in ("group", "coarse"):
        for module in network.modules():
            _sort_channels(module)
    _swap(network, form)


def _sort_channels(frame: nn.Module) -> None:
    """Renumber the channels inside a CSP frame with HetConvs so that they come sorted by residue mod P."""
    if not isinstance(frame, C2fFrame | C3Frame):
        return
    convs = [module for module in frame.m.modules() if isinstance(module, HetConv)]
    if not convs:
        return
    hidden = convs[0].in_channels
    order = residue_order(hidden, convs[0].p)
    if isinstance(frame, C2fFrame):
        _take_filters(frame.cv1, torch.cat((torch.arange(hidden), hidden + order)))
        parts = len(frame.m) + 2
        columns = [torch.arange(hidden)] + [index * hidden + order for index in range(1, parts)]
        _take_channels(frame.cv2, torch.cat(columns))
    else:
        _take_filters(frame.cv1, order)
        _take_channels(frame.cv3, torch.cat((order, hidden + torch.arange(hidden))))
    for part in frame.m.modules():
        if hasattr(part, "bn"):  # a `Conv`, or another library's
            _sort_inside(part, order)


def _sort_inside(conv: nn.Module, order: Tensor) -> None:
    if isinstance(conv.conv, HetConv):  # sorted when it is rewritten
        _take_norm(conv.bn, order)
    else:
        _take_filters(conv, order)
        _take_channels(conv, order)


def _take_filters(conv: nn.Module, order: Tensor) -> None:
    conv.conv.weight.data = conv.conv.weight.data[order]
    _take_norm(conv.bn, order)


def _take_channels(conv: nn.Module, order: Tensor) -> None:
    conv.conv.weight.data = conv.conv.weight.data[:, order]


def _take_norm(norm: nn.BatchNorm2d, order: Tensor) -> None:
    for tensor in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
        tensor.data = tensor.data[order]


def _swap(module: nn.Module, form: str) -> None:
    for name, child in module.named_children():
        if isinstance(child, Conv):
            setattr(module, name, FusedConv(_fused(child, form)))
        elif isinstance(child, HetConv):
            setattr(module, name, rewrite(child, form))
        else:
            _swap(child, form)


def _fused(conv: Conv, form: str) -> nn.Module:
    scale, shift = fusion(conv.bn)
    if isinstance(conv.conv, HetConv):
        return rewrite(conv.conv, form, scale=scale, bias=shift)
    fused = copy.deepcopy(conv.conv)
    fused.weight = nn.Parameter(conv.conv.weight * scale[:, None, None, None], requires_grad=False)
    fused.bias = nn.Parameter(shift, requires_grad=False)
    return fused
