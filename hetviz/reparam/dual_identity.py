"""The Dual identity on real numbers: HetConv(P), and a DualConv(G=P) with other weights that computes the same."""

from dataclasses import dataclass

import torch
from torch import Tensor

from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.reparam import kernels


@dataclass(frozen=True)
class Comparison:
    """Results of both operators in HetConv's order of filters, and the weights that only DualConv stores.

    Shape:
        het, dual (N, H, W)
    """

    het: Tensor
    dual: Tensor
    redundant: int
    redundant_rms: float
    weight_rms: float

    @property
    def largest_difference(self) -> float:
        """The largest difference between the two results, in absolute numbers."""
        return float((self.het - self.dual).abs().max())

    @property
    def largest_value(self) -> float:
        """The largest result, in absolute numbers: what the difference is to be held against."""
        return float(self.het.abs().max())


def spread(dual: DualConv, generator: torch.Generator) -> DualConv:
    """Give the M*N/G redundant weights random values and take them off the grouped kernels' centre taps, in place.

    The 1×1 weights inside a group and the centre taps of the group's K×K kernels act on the same pixels of the same
    channels, so that only their sums matter. The random values are as large as the centre taps are on average.
    """
    groups, filters = dual.grouped.groups, dual.grouped.out_channels // dual.grouped.groups
    centre = dual.grouped.kernel_size[0] // 2
    with torch.no_grad():
        grouped = dual.grouped.weight.view(groups, filters, -1, *dual.grouped.kernel_size)  # (G, N/G, M/G, K, K)
        pointwise = dual.pointwise.weight.view(groups, filters, groups, -1)  # (G, N/G, G, M/G)
        taps = grouped[..., centre, centre]
        moved = torch.randn(taps.shape, generator=generator).to(taps) * taps.square().mean().sqrt()
        taps -= moved
        for group in range(groups):
            pointwise[group, :, group] += moved[group]
    return dual


def compare(conv: HetConv, x: Tensor, seed: int = 0) -> Comparison:
    """Run a HetConv and an equal DualConv with non-zero redundant weights on the same features.

    Shape:
        x (1, M, H, W)

    >>> compare(HetConv(16, 16, p=4), torch.ones(1, 16, 5, 5)).redundant
    64
    """
    dual = spread(kernels.dual_from_hetconv(conv), torch.Generator().manual_seed(seed))
    columns, rows = kernels.residue_order(conv.in_channels, conv.p), kernels.residue_order(conv.out_channels, conv.p)
    with torch.inference_mode():
        het, sorted_dual = conv(x)[0], dual(x[:, columns])[0]
    blocks = dual.pointwise.weight.detach().view(conv.p, conv.out_channels // conv.p, conv.p, -1)
    redundant = torch.stack([blocks[group, :, group] for group in range(conv.p)])
    return Comparison(
        het=het,
        dual=sorted_dual[rows.argsort()],
        redundant=_stored(dual) - _stored(conv),
        redundant_rms=float(redundant.square().mean().sqrt()),
        weight_rms=float(conv.weight_kxk.detach().square().mean().sqrt()),
    )


def _stored(module: torch.nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())
