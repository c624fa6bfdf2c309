"""The algebra of kernels, on tensors: HetConv's kernel sorted and split, the Dual fold, the fusion of BatchNorm."""

import torch
from torch import Tensor, nn

from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv

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
