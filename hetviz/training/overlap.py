"""How well boxes lie on the boxes that they should be, row by row."""

import math

import torch
from torch import Tensor

SMALLEST = 1e-7  # added to what is divided by


def overlap(predicted: Tensor, wanted: Tensor) -> Tensor:
    """Return the IoU of boxes, row by row: the area that both cover as a share of what either covers.

    Shape:
        (A, 4), (A, 4) in left, top, right, bottom -> (A,)
    """
    low = torch.maximum(predicted[:, :2], wanted[:, :2])
    high = torch.minimum(predicted[:, 2:], wanted[:, 2:])
    intersection = (high - low).clamp(0).prod(1)
    areas = (predicted[:, 2:] - predicted[:, :2]).prod(1) + (wanted[:, 2:] - wanted[:, :2]).prod(1)
    return intersection / (areas - intersection + SMALLEST)


def complete_iou(predicted: Tensor, wanted: Tensor) -> Tensor:
    """Return the complete IoU of boxes, row by row: overlap less distance of the centres and difference of shape.

    Source: Zheng et al., Distance-IoU Loss, AAAI 2020, arXiv:1911.08287.
    Shape:
        (A, 4), (A, 4) in left, top, right, bottom -> (A,)
    """
    iou = overlap(predicted, wanted)
    sides, wanted_sides = predicted[:, 2:] - predicted[:, :2], wanted[:, 2:] - wanted[:, :2]
    hull = torch.maximum(predicted[:, 2:], wanted[:, 2:]) - torch.minimum(predicted[:, :2], wanted[:, :2])
    apart = (predicted[:, :2] + predicted[:, 2:] - wanted[:, :2] - wanted[:, 2:]).square().sum(1) / 4
    angle = torch.atan(wanted_sides[:, 0] / wanted_sides[:, 1]) - torch.atan(sides[:, 0] / (sides[:, 1] + SMALLEST))
    shape = 4 / math.pi**2 * angle.square()
    with torch.no_grad():
        weight = shape / (1 - iou + shape + SMALLEST)
    return iou - apart / (hull.square().sum(1) + SMALLEST) - weight * shape
