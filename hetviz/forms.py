"""Exact rewritings of the same weights: HetConv's forms, the Dual fold, BatchNorm fusion, a detector's fast form.

The algebra is in pure functions on kernels; `convert` swaps modules of a copy. Four forms of HetConv(P):
- loop: P small K×K and P small 1×1 convolutions over gathered channels, as in most public code; the only form whose
  multiply-adds are those of the formula;
- mask: one dense K×K convolution with zeros around the 1×1s, what `convs.HetConv` computes;
- group: channels sorted by residue mod P, a K×K convolution in P groups plus a 1×1 with zero diagonal blocks;
- coarse: group with neighbouring groups merged until each has at least 16 channels, zeros inside.
"""

import copy

import torch
from torch import Tensor, nn

from hetviz.blocks import C2fFrame, C3Frame, Conv
from hetviz.convs import DualConv, HetConv

FORMS = ("loop", "mask", "group", "coarse")
SMALLEST_GROUP = 16  # channels; smaller groups starve a processor's vector units


def residue_order(channels: int, p: int) -> Tensor:
    """Return the channels sorted by residue mod p.

    >>> residue_order(6, 2).tolist()
    [0, 2, 4, 1, 3, 5]
    """
    return torch.arange(channels).view(-1, p).T.flatten()


def coarse_groups(channels: int, p: int) -> int:
    """Return the largest divisor of p that leaves every group at least 16 channels, or 1.

    >>> [coarse_groups(channels, 8) for channels in (16, 32, 64, 128)]
    [1, 2, 4, 8]
    """
    return max(q for q in range(1, p + 1) if p % q == 0 and (q == 1 or channels // q >= SMALLEST_GROUP))


def split_kernel(kernel: Tensor, groups: int) -> tuple[Tensor, Tensor]:
    """Return a sorted HetConv kernel as its grouped K×K part and its pointwise rest, zero in the diagonal blocks.

    Shape:
        (N, M, K, K) -> (N, M/groups, K, K), (N, M, 1, 1)
    """
    filters, channels, size, _ = kernel.shape
    blocks = kernel.view(groups, filters // groups, groups, channels // groups, size, size)
    grouped = torch.cat([blocks[g, :, g] for g in range(groups)])
    pointwise = kernel[:, :, size // 2, size // 2].clone()
    for g in range(groups):
        pointwise.view(groups, filters // groups, groups, channels // groups)[g, :, g] = 0
    return grouped, pointwise[..., None, None]


def hetconv_from_kernel(kernel: Tensor, p: int, stride: int = 1) -> HetConv:
    """Return the HetConv(P) whose dense kernel is the given one.

    Raises:
        ValueError: a kernel that must be 1×1 has weights outside its centre.
    """
    filters, channels, size, _ = kernel.shape
    conv = HetConv(channels, filters, p=p, kernel_size=size, stride=stride).to(kernel.dtype)
    own = (torch.arange(filters) % p)[:, None] + p * torch.arange(channels // p)  # (N, M/P)
    with torch.no_grad():
        conv.weight_kxk.copy_(kernel[torch.arange(filters)[:, None], own])
        conv.weight_1x1.copy_(kernel[:, :, size // 2, size // 2].gather(1, conv.columns_1x1))
        if not torch.equal(conv.dense_kernel(), kernel):
            raise ValueError(f"the kernel is not HetConv's for p={p}: a 1×1 has weights outside its centre")
    return conv


def dual_kernel(dual: DualConv) -> Tensor:
    """Return the one dense kernel (N, M, K, K) that a DualConv amounts to: its 1×1 folded into the centre taps."""
    filters, channels, size = dual.grouped.out_channels, dual.grouped.in_channels, dual.grouped.kernel_size[0]
    groups = dual.grouped.groups
    kernel = dual.grouped.weight.new_zeros(filters, channels, size, size)
    blocks = kernel.view(groups, filters // groups, groups, channels // groups, size, size)
    for g, part in enumerate(dual.grouped.weight.detach().chunk(groups)):
        blocks[g, :, g] = part
    kernel[:, :, size // 2, size // 2] += dual.pointwise.weight.detach()[:, :, 0, 0]
    return kernel


def hetconv_from_dual(dual: DualConv) -> HetConv:
    """Return the HetConv(P=G) that computes what DualConv(G) does, with M*N/G weights fewer.

    DualConv's groups are neighbouring channels, HetConv's are residues mod P, so channels are renumbered:
    het(x)[:, residue_order(N, G)] == dual(x[:, residue_order(M, G)]).
    """
    groups = dual.grouped.groups
    rows, columns = residue_order(dual.grouped.out_channels, groups), residue_order(dual.grouped.in_channels, groups)
    kernel = dual_kernel(dual)[rows.argsort()][:, columns.argsort()]
    return hetconv_from_kernel(kernel, groups, dual.grouped.stride[0])


def dual_from_hetconv(conv: HetConv) -> DualConv:
    """Return a DualConv(G=P) that computes what HetConv(P) does, its M*N/P redundant weights zero (see above)."""
    dual = DualConv(
        conv.in_channels, conv.out_channels, groups=conv.p, kernel_size=conv.kernel_size, stride=conv.stride
    ).to(conv.weight_kxk.dtype)
    grouped, pointwise = split_kernel(sorted_kernel(conv), conv.p)
    with torch.no_grad():
        dual.grouped.weight.copy_(grouped)
        dual.pointwise.weight.copy_(pointwise)
    return dual


def sorted_kernel(conv: HetConv) -> Tensor:
    """Return the dense kernel with filters and channels sorted by residue mod P."""
    rows, columns = residue_order(conv.out_channels, conv.p), residue_order(conv.in_channels, conv.p)
    return conv.dense_kernel().detach()[rows][:, columns]


def fusion(norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Return scale and shift (N,) by which a BatchNorm in inference multiplies and moves each channel."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    return scale.detach(), (norm.bias - norm.running_mean * scale).detach()


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


class FusedConv(nn.Module):
    """`blocks.Conv` with its BatchNorm folded into the convolution: convolution with bias, then SiLU."""

    def __init__(self, conv: nn.Module) -> None:
        super().__init__()
        self.conv = conv
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.conv(x))


def _conv2d(weight: Tensor, bias: Tensor | None, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    filters, channels, size, _ = weight.shape
    conv = nn.Conv2d(channels * groups, filters, size, stride, size // 2, groups=groups, bias=bias is not None)
    conv = conv.to(weight.dtype)
    conv.weight = nn.Parameter(weight.detach().clone(), requires_grad=False)
    if bias is not None:
        conv.bias = nn.Parameter(bias.detach().clone(), requires_grad=False)
    return conv


def _require_form(form: str) -> None:
    if form not in FORMS:
        raise ValueError(f"form={form!r} must be one of {', '.join(FORMS)}")


def rewrite(conv: HetConv, form: str, *, scale: Tensor | None = None, bias: Tensor | None = None) -> nn.Module:
    """Return one HetConv in the named form, its filters scaled and a bias added where given.

    group and coarse take and give sorted channels (`residue_order`), and so want scale and bias sorted.
    Raises:
        ValueError: the form is not one of `FORMS`.
    """
    _require_form(form)
    is_sorted = form in ("group", "coarse")
    kernel = sorted_kernel(conv) if is_sorted else conv.dense_kernel().detach()
    kernel = kernel if scale is None else kernel * scale[:, None, None, None]
    if form == "loop":
        return LoopHetConv(conv, kernel, bias)
    groups = {"mask": 1, "group": conv.p}.get(form) or coarse_groups(min(conv.in_channels, conv.out_channels), conv.p)
    return _conv2d(kernel, bias, conv.stride) if groups == 1 else SplitHetConv(kernel, bias, groups, conv.stride)


def convert(detector: nn.Module, form: str = "coarse") -> nn.Module:
    """Return a copy of a detector for inference: every BatchNorm fused, every HetConv in the named form.

    For group and coarse the sorting of channels is folded into the neighbouring 1×1 convolutions, so that nothing is
    permuted at run time. A detector without HetConv is the same in every form.
    Raises:
        ValueError: the form is not one of `FORMS`.
    """
    _require_form(form)
    detector = copy.deepcopy(detector).eval().requires_grad_(False)
    if form in ("group", "coarse"):
        for module in detector.modules():
            _sort_channels(module)
    _swap(detector, form)
    return detector


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
        parts = len(frame.m) + 2
        _take_filters(frame.cv1, torch.cat((torch.arange(hidden), hidden + order)))
        columns = [torch.arange(hidden)] + [index * hidden + order for index in range(1, parts)]
        _take_channels(frame.cv2, torch.cat(columns))
        return
    _take_filters(frame.cv1, order)
    _take_channels(frame.cv3, torch.cat((order, hidden + torch.arange(hidden))))
    for bottleneck in frame.m:
        _take_filters(bottleneck.cv1, order)
        _take_channels(bottleneck.cv1, order)
        _take_norm(bottleneck.cv2.bn, order)


def _take_filters(conv: Conv, order: Tensor) -> None:
    conv.conv.weight.data = conv.conv.weight.data[order]
    _take_norm(conv.bn, order)


def _take_channels(conv: Conv, order: Tensor) -> None:
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
