"""Which cell answers for which object, and the loss of YOLOv5's anchor head.

Re-implemented from the published rule: an object belongs to every anchor whose sides differ from its own by less than
a factor of 4, in its own cell and the two nearest neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from hetviz.detectors.decoding import Anchors
from hetviz.detectors.heads import STRIDES
from hetviz.training.overlap import complete_iou

LARGEST_RATIO = 4.0
LEVEL_BALANCE = (4.0, 1.0, 0.4)  # weight of each level's objectness, finest first


@dataclass(frozen=True)
class Gains:
    """Weight of each part of the loss; objectness is for 640 pixels and shrinks with the picture's area."""

    box: float = 0.05
    objectness: float = 1.0
    classes: float = 0.25


def assign(
    targets: Tensor, stride: int, sizes: Sequence[tuple[float, float]], height: int, width: int
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return the cells of a level that answer for the targets.

    Args:
        targets: rows (index in the batch, class, left, top, right, bottom), pixels of the network's input.
        stride: of the level, in pixels.
        sizes: width and height of the level's anchors, in pixels.
        height: rows of the level's map.
        width: columns of the level's map.
    Shape:
        (T, 6) -> picture (A,), anchor (A,), row (A,), column (A,), target index (A,), all integers
    """
    anchors = targets.new_tensor(sizes)
    centres = (targets[:, 2:4] + targets[:, 4:6]) / (2 * stride)  # (T, 2) in cells
    ratio = (targets[:, 4:6] - targets[:, 2:4])[:, None] / anchors  # (T, 3, 2)
    target, anchor = (torch.maximum(ratio, 1 / ratio).amax(2) < LARGEST_RATIO).nonzero(as_tuple=True)
    cell = centres[target].floor()
    towards = torch.where(centres[target] - cell < 0.5, -1.0, 1.0)
    beside = torch.stack((cell[:, 0] + towards[:, 0], cell[:, 1]), 1)
    above = torch.stack((cell[:, 0], cell[:, 1] + towards[:, 1]), 1)
    cells = torch.cat((cell, beside, above)).long()
    target, anchor = target.repeat(3), anchor.repeat(3)
    inside = (cells >= 0).all(1) & (cells[:, 0] < width) & (cells[:, 1] < height)
    target, anchor, cells = target[inside], anchor[inside], cells[inside]
    return targets[target, 0].long(), anchor, cells[:, 1], cells[:, 0], target


def anchor_loss(maps: tuple[Tensor, ...], targets: Tensor, gains: Gains, anchors: Anchors) -> Tensor:
    """Return the loss of a batch: box, objectness and class parts weighted by the gains, summed, times the batch size.

    Shape:
        maps (B, 3 * (5 + classes), H, W), targets (T, 6) -> ()
    """
    batch = maps[0].shape[0]
    size = maps[0].shape[2] * STRIDES[0]
    total = maps[0].new_zeros(())
    for raw, stride, sizes, balance in zip(maps, STRIDES, anchors, LEVEL_BALANCE, strict=True):
        _, _, height, width = raw.shape
        raw = raw.float().view(batch, 3, -1, height, width)
        picture, anchor, row, column, target = assign(targets, stride, sizes, height, width)
        wanted_objectness = torch.zeros_like(raw[:, :, 4])
        if len(target):
            answer = raw[picture, anchor, :, row, column]  # (A, 5 + classes)
            iou = complete_iou(_decode(answer, anchor, row, column, stride, sizes), targets[target, 2:6])
            wanted_objectness[picture, anchor, row, column] = iou.detach().clamp(0)
            wanted_classes = F.one_hot(targets[target, 1].long(), raw.shape[2] - 5).float()
            total = total + gains.box * (1 - iou).mean()
            total = total + gains.classes * F.binary_cross_entropy_with_logits(answer[:, 5:], wanted_classes)
        objectness = F.binary_cross_entropy_with_logits(raw[:, :, 4], wanted_objectness)
        total = total + gains.objectness * (size / 640) ** 2 * balance * objectness
    return total * batch


def _decode(
    answer: Tensor, anchor: Tensor, row: Tensor, column: Tensor, stride: int, sizes: Sequence[tuple[float, float]]
) -> Tensor:
    """Return boxes (A, 4) in pixels, by the same rule as `decoding.decode_anchors`."""
    anchors = answer.new_tensor(sizes)
    centre = (2 * answer[:, :2].sigmoid() - 0.5 + torch.stack((column, row), 1)) * stride
    half = (2 * answer[:, 2:4].sigmoid()) ** 2 * anchors[anchor] / 2
    return torch.cat((centre - half, centre + half), 1)
