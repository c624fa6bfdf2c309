"""The loss of YOLOv8's head, which has no anchors and says the distance of each side as a distribution over bins.

Sources: which cells answer and what their class scores should be, Feng et al., TOOD, arXiv:2108.07755; the loss of the
distributions, Li et al., Generalized Focal Loss, NeurIPS 2020, arXiv:2006.04388.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from hetviz.detectors.heads import BINS, STRIDES
from hetviz.training.aligned_assignment import Alignment, assign_aligned
from hetviz.training.overlap import complete_iou


@dataclass(frozen=True)
class DistributionGains:
    """Weight of each part of the loss, and how cells are chosen for an object."""

    box: float = 0.15
    distribution: float = 0.03
    classes: float = 0.01
    alignment: Alignment = Alignment()


def distribution_loss(maps: tuple[Tensor, ...], targets: Tensor, gains: DistributionGains) -> Tensor:
    """Return the loss of a batch: box, distribution and class parts weighted by the gains, summed, times the batch size.

    A cell that answers for an object counts by the class score that it should have; the parts are divided by the sum of
    these scores.
    Args:
        maps: `DistributionHead.raw`.
        targets: rows (index in the batch, class, left, top, right, bottom), pixels of the network's input.
        gains: of the parts.
    Shape:
        maps (B, 4 * BINS + classes, H, W), targets (T, 6) -> ()
    """
    raw = torch.cat(
        [level.permute(0, 2, 3, 1).flatten(1, 2) for level in maps], 1
    ).float()  # (B, N, 4 * BINS + classes)
    bins, classes = raw[..., : 4 * BINS].unflatten(2, (4, BINS)), raw[..., 4 * BINS :]
    centres, strides = cells(maps)
    with torch.no_grad():
        boxes = boxes_of(bins, centres, strides)
        picture, cell, target, score = assign_aligned(boxes, classes.sigmoid(), centres, targets, gains.alignment)
    wanted = torch.zeros_like(classes)
    wanted[picture, cell, targets[target, 1].long()] = score
    total = gains.classes * F.binary_cross_entropy_with_logits(classes, wanted, reduction="sum")
    if len(target):
        answer, centre, stride, box = bins[picture, cell], centres[cell], strides[cell], targets[target, 2:6]
        iou = complete_iou(boxes_of(answer, centre, stride), box)
        sides = torch.cat((centre - box[:, :2], box[:, 2:] - centre), 1) / stride
        total = total + gains.box * (score * (1 - iou)).sum()
        total = total + gains.distribution * (score * between_bins(answer, sides).mean(1)).sum()
    return total / score.sum().clamp(min=1) * len(raw)


def cells(maps: tuple[Tensor, ...]) -> tuple[Tensor, Tensor]:
    """Return the centre in pixels and the stride of every cell, level by level, row by row.

    Shape:
        (N, 2), (N, 1)
    """
    centres, strides = [], []
    for level, stride in zip(maps, STRIDES, strict=True):
        height, width = (torch.arange(side, device=level.device) + 0.5 for side in level.shape[2:])
        centres.append(torch.cartesian_prod(height, width).flip(1) * stride)
        strides.append(torch.full((len(centres[-1]), 1), float(stride), device=level.device))
    return torch.cat(centres), torch.cat(strides)


def boxes_of(bins: Tensor, centres: Tensor, strides: Tensor) -> Tensor:
    """Return boxes in pixels, by the same rule as `decoding.decode_distances`.

    Shape:
        (..., N, 4, BINS), (N, 2), (N, 1) -> (..., N, 4)
    """
    distances = bins.softmax(-1) @ torch.arange(BINS, dtype=bins.dtype, device=bins.device) * strides
    return torch.cat((centres - distances[..., :2], centres + distances[..., 2:]), -1)


def between_bins(bins: Tensor, distances: Tensor) -> Tensor:
    """Return the distribution focal loss: cross-entropy with the two bins beside a distance, weighted by their nearness.

    A distance that no bin reaches counts as the last bin.
    Shape:
        (A, 4, BINS), (A, 4) in cells -> (A, 4)
    """
    distances = distances.clamp(0, BINS - 1)
    below = distances.floor().clamp(max=BINS - 2).long()
    share = (distances - below)[..., None]
    chances = bins.log_softmax(2)
    near, far = (chances.gather(2, index[..., None]) for index in (below, below + 1))
    return -((1 - share) * near + share * far)[..., 0]
