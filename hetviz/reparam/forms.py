"""Four forms of one HetConv(P), with the same weights.

- loop: P small K×K and P small 1×1 convolutions over gathered channels, as in most public code; the only form whose
  multiply-adds are those of the formula;
- mask: one dense K×K convolution with zeros around the 1×1s, what `HetConv` computes;
- group: channels sorted by residue mod P, a K×K convolution in P groups plus a 1×1 with zero diagonal blocks;
- coarse: group with neighbouring groups merged until each has at least 16 channels, zeros inside.
"""

import torch
from torch import Tensor, nn

from hetviz.operators.hetconv import HetConv
from hetviz.reparam.kernels import coarse_groups, sorted_kernel, split_kernel

FORMS = ("loop", "mask", "group", "coarse")


class LoopHetConv(nn.Module):
    """HetConv as P small K×K and P small 1×1 convolutions, their results interleaved.

    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    """

    def __init__(self, conv: HetConv, kernel: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        p, size = conv.p, conv.kernel_size
        channels = torch.arange(conv.in_channels)
        self.others = [channels[channels % p != residue] for residue in range(p)]
        rows = [torch.arange(residue, conv.out_channels, p) for residue in range(p)]
        own = [kernel[row][:, residue::p] for residue, row in enumerate(rows)]
        rest = [kernel[row][:, other, size // 2, size // 2] for row, other in zip(rows, self.others, strict=True)]
        self.p = p
        self.kxk = nn.ModuleList(
            _conv2d(weight, None if bias is None else bias[row], conv.stride)
            for row, weight in zip(rows, own, strict=True)
        )
        self.pointwise = nn.ModuleList(_conv2d(w[..., None, None], None, conv.stride) for w in rest if w.numel())

    def forward(self, x: Tensor) -> Tensor:
        parts = [conv(x[:, residue :: self.p]) for residue, conv in enumerate(self.kxk)]
        for residue, conv in enumerate(self.pointwise):
            parts[residue] = parts[residue] + conv(x[:, self.others[residue]])
        return torch.stack(parts, 2).flatten(1, 2)  # filter s = t * P + residue


class SplitHetConv(nn.Module):
    """A grouped K×K plus a 1×1 on the same input, channels sorted by residue: the forms group and coarse.

    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride)), both sorted
    """

    def __init__(self, kernel: Tensor, bias: Tensor | None, groups: int, stride: int) -> None:
        super().__init__()
        grouped, pointwise = split_kernel(kernel, groups)
        self.grouped = _conv2d(grouped, bias, stride, groups)
        self.pointwise = _conv2d(pointwise, None, stride)

    def forward(self, x: Tensor) -> Tensor:
        return self.grouped(x) + self.pointwise(x)


def _conv2d(weight: Tensor, bias: Tensor | None, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    filters, channels, size, _ = weight.shape
    conv = nn.Conv2d(channels * groups, filters, size, stride, size // 2, groups=groups, bias=bias is not None)
    conv = conv.to(weight.dtype)
    conv.weight = nn.Parameter(weight.detach().clone(), requires_grad=False)
    if bias is not None:
        conv.bias = nn.Parameter(bias.detach().clone(), requires_grad=False)
    return conv


def require_form(form: str) -> None:
    """Raise a ValueError unless the form is one of `FORMS`."""
    if form not in FORMS:
        raise ValueError(f"form={form!r} must be one of {', '.join(FORMS)}")


def rewrite(conv: HetConv, form: str, *, scale: Tensor | None = None, bias: Tensor | None = None) -> nn.Module:
    """Return one HetConv in the named form, its filters scaled and a bias added where given.

    group and coarse take and give sorted channels (`residue_order`), and so want scale and bias sorted.
    Raises:
        ValueError: the form is not one of `FORMS`.
    """
    require_form(form)
    is_sorted = form in ("group", "coarse")
    kernel = sorted_kernel(conv) if is_sorted else conv.dense_kernel().detach()
    kernel = kernel if scale is None else kernel * scale[:, None, None, None]
    if form == "loop":
        return LoopHetConv(conv, kernel, bias)
    groups = {"mask": 1, "group": conv.p}.get(form) or coarse_groups(min(conv.in_channels, conv.out_channels), conv.p)
    return _conv2d(kernel, bias, conv.stride) if groups == 1 else SplitHetConv(kernel, bias, groups, conv.stride)
