"""The tables of HetConv's paper, published and counted: VGG-16 on CIFAR-10 and ResNet-50 on ImageNet.

Source: Singh, Verma, Rai, Namboodiri, CVPR 2019, arXiv:1903.04120. The paper's "FLOPs" count one operation per
multiply-add. Published figures are data here; everything beside them is counted by formula.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hetviz.operators.cost import Cost
from hetviz.operators.table import OPERATORS

STANDARD, HETCONV = OPERATORS["standard"], OPERATORS["hetconv"]


@dataclass(frozen=True)
class Published:
    """One row of the paper's VGG-16 table: FLOPs in millions, accuracy in per cent on CIFAR-10."""

    p: int
    megaflops: float
    accuracy: float


VGG16_PUBLISHED = (
    Published(1, 313.74, 94.06),
    Published(2, 175.23, 93.89),
    Published(4, 105.98, 93.93),
    Published(8, 71.35, 93.92),
    Published(16, 54.04, 93.96),
    Published(32, 45.38, 93.73),
    Published(64, 41.05, 93.42),
)
RESNET50_PUBLISHED_GIGA = {4: 2.85}

VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)  # filters; 0: a 2×2 max-pool
FULLY_CONNECTED = ((512, 512), (512, 10))
RESNET50 = ((64, 3), (128, 4), (256, 6), (512, 3))  # channels of the 3×3s and blocks of each stage


def _vgg16_convolutions(p: int) -> Iterator[tuple[Cost, int]]:
    """Yield the cost and the number of output elements of each convolution on 32×32 pixels; the first is standard."""
    channels, side = 3, 32
    for filters in VGG16:
        if not filters:
            side //= 2
            continue
        pixels = side**2
        first = channels == 3
        cost = (
            STANDARD.cost(3, filters, pixels=pixels)
            if first
            else HETCONV.cost(channels, filters, parts=p, pixels=pixels)
        )
        yield cost, filters * pixels
        channels = filters


def vgg16(p: int) -> Cost:
    """Return weights (convolutions, fully connected layers with biases, no BatchNorm) and pure MACs.

    >>> f"{vgg16(4).macs / 1e6:.3f}"
    '105.846'
    """
    total = sum((cost for cost, _ in _vgg16_convolutions(p)), Cost(0, 0))
    for m, n in FULLY_CONNECTED:
        total += STANDARD.cost(m, n, kernel_size=1) + Cost(n, 0)
    return total


def vgg16_with_bias(p: int) -> Fraction:
    """Return the pure MACs plus one operation an output element for a bias, scaled as its layer is scaled by P.

    Cut after two decimals of a million, this gives all seven published figures: a fit, not a rule that the paper states.
    """
    biases = (
        elements * Fraction(cost.macs, plain.macs)
        for (cost, elements), (plain, _) in zip(_vgg16_convolutions(p), _vgg16_convolutions(1), strict=True)
    )
    return vgg16(p).macs + sum(biases, Fraction(0))


def vgg16_rows() -> list[dict[str, Any]]:
    """Return the table: what was published, pure MACs, and what the bias adds, cut as the published figures are cut."""
    return [
        {
            "p": row.p,
            "published": row.megaflops,
            "accuracy": row.accuracy,
            "weights": vgg16(row.p).weights,
            "macs": vgg16(row.p).macs,
            "missing_percent": 100 * (row.megaflops * 1e6 / vgg16(row.p).macs - 1),
            "with_bias": int(vgg16_with_bias(row.p) / 10**4) / 100,
        }
        for row in VGG16_PUBLISHED
    ]


def resnet50_macs(p: int) -> int:
    """Return the MACs of ResNet-50 on 224×224 pixels with HetConv(P) for its 3×3s (P=1: the plain network).

    The stride of a stage stands in its first 3×3; the 7×7 and the 1×1s stay standard.
    """
    total = STANDARD.cost(3, 64, kernel_size=7, pixels=112**2)
    channels, side = 64, 56
    for width, depth in RESNET50:
        for index in range(depth):
            first = index == 0
            narrow_side, side = side, side // 2 if first and width > 64 else side
            total += STANDARD.cost(channels, width, kernel_size=1, pixels=narrow_side**2)
            total += HETCONV.cost(width, width, parts=p, pixels=side**2)
            total += STANDARD.cost(width, 4 * width, kernel_size=1, pixels=side**2)
            total += STANDARD.cost(channels, 4 * width, kernel_size=1, pixels=side**2) if first else Cost(0, 0)
            channels = 4 * width
    return (total + STANDARD.cost(channels, 1000, kernel_size=1)).macs


def resnet50_rows() -> list[dict[str, Any]]:
    """Return the plain network, and the one whose figure was published (cut after two decimals)."""
    return [{"p": p, "published": RESNET50_PUBLISHED_GIGA.get(p), "macs": resnet50_macs(p)} for p in (1, 4)]
