import math

import numpy as np
import pytest
import torch

from hetviz.detectors.decoding import decode_distances
from hetviz.detectors.heads import BINS, DistributionHead
from hetviz.training.aligned_assignment import assign_aligned
from hetviz.training.distribution_loss import (
    DistributionGains,
    between_bins,
    boxes_of,
    cells,
    distribution_loss,
)
from hetviz.training.overlap import complete_iou

TARGETS = torch.tensor([[0, 1, 6.0, 4, 40, 50], [0, 2, 30, 30, 60, 44], [1, 0, 2, 20, 12, 28]])


def raw_maps(classes: int = 3, seed: int = 0) -> tuple[torch.Tensor, ...]:
    """Return what a head gives in training, for two pictures of 64 pixels."""
    generator = torch.Generator().manual_seed(seed)
    return tuple(torch.randn(2, 4 * BINS + classes, side, side, generator=generator) for side in (8, 4, 2))


def slow_sides(picture: int, level: int, row: int, column: int, maps: tuple[torch.Tensor, ...]) -> list[list[float]]:
    """Return the chances of the bins of the four sides of a cell."""
    numbers = maps[level][picture, : 4 * BINS, row, column].tolist()
    sides = [[math.exp(x) for x in numbers[BINS * side : BINS * (side + 1)]] for side in range(4)]
    return [[x / sum(side) for x in side] for side in sides]


def places() -> list[tuple[int, int, int]]:
    """Return level, row and column of every cell, in order."""
    return [(level, r, c) for level, side in enumerate((8, 4, 2)) for r in range(side) for c in range(side)]


def test_the_loss_is_that_of_the_slow_loops():
    maps, gains = raw_maps(), DistributionGains(box=2.0, distribution=3.0, classes=5.0)
    raw = torch.cat([level.flatten(2) for level in maps], 2).transpose(1, 2)
    centres, strides = cells(maps)
    boxes = boxes_of(raw[..., : 4 * BINS].unflatten(2, (4, BINS)), centres, strides)
    assigned = assign_aligned(boxes, raw[..., 4 * BINS :].sigmoid(), centres, TARGETS)
    wanted = {(p, c): (t, s) for p, c, t, s in zip(*(column.tolist() for column in assigned), strict=True)}
    box = distribution = classes = 0.0
    for picture in (0, 1):
        for cell, (level, row, column) in enumerate(places()):
            target, score = wanted.get((picture, cell), (None, 0.0))
            for class_id, x in enumerate(maps[level][picture, 4 * BINS :, row, column].tolist()):
                goal = score if target is not None and TARGETS[target, 1] == class_id else 0.0
                chance = 1 / (1 + math.exp(-x))
                classes -= goal * math.log(chance) + (1 - goal) * math.log(1 - chance)
            if target is None:
                continue
            stride, sides = 8 * 2**level, slow_sides(picture, level, row, column, maps)
            x, y = (column + 0.5) * stride, (row + 0.5) * stride
            left, top, right, bottom = (stride * sum(k * chance for k, chance in enumerate(side)) for side in sides)
            found = torch.tensor([[x - left, y - top, x + right, y + bottom]])
            box += score * (1 - complete_iou(found, TARGETS[target : target + 1, 2:]).item())
            low_x, low_y, high_x, high_y = TARGETS[target, 2:].tolist()
            distances = [side / stride for side in (x - low_x, y - low_y, high_x - x, high_y - y)]
            distribution += score * sum(slow_bins(s, d) for s, d in zip(sides, distances, strict=True)) / 4
    total = 2 * (2 * box + 3 * distribution + 5 * classes) / max(1, sum(score for _, score in wanted.values()))
    assert distribution_loss(maps, TARGETS, gains).item() == pytest.approx(total, rel=1e-4)
    assert len(wanted) > 10 and min(box, distribution, classes) > 0.1


def slow_bins(chances: list[float], distance: float) -> float:
    """Return the cross-entropy with the bins below and above a distance."""
    distance = min(max(distance, 0), BINS - 1)
    below = min(int(distance), BINS - 2)
    return -(below + 1 - distance) * math.log(chances[below]) - (distance - below) * math.log(chances[below + 1])


@pytest.mark.parametrize(
    ("distance", "shares"),
    [(2.25, {2: 0.75, 3: 0.25}), (7.0, {7: 1.0}), (15.0, {15: 1.0}), (40.0, {15: 1.0}), (-3.0, {0: 1.0})],
)
def test_a_distance_lies_between_two_bins(distance: float, shares: dict[int, float]):
    bins = torch.randn(1, 4, BINS, generator=torch.Generator().manual_seed(0))
    chances = bins.softmax(2)[0]
    expected = [-sum(share * side[k].log() for k, share in shares.items()) for side in chances]
    torch.testing.assert_close(between_bins(bins, torch.full((1, 4), distance))[0], torch.stack(expected))


def test_the_boxes_are_those_of_the_decoder():
    """Of what the head gives when it serves, cell by cell."""
    torch.manual_seed(0)
    head = DistributionHead((4, 4, 4), 3).eval()
    features = tuple(torch.randn(1, 4, side, side) for side in (8, 4, 2))
    with torch.no_grad():
        served, raw = head(features), head.raw(features)
        bins = torch.cat([level[:, : 4 * BINS].flatten(2) for level in raw], 2).transpose(1, 2).unflatten(2, (4, BINS))
        own = boxes_of(bins, *cells(raw))[0]
    for level, trained in zip(served, raw, strict=True):
        torch.testing.assert_close(level[:, 4:], trained[:, 4 * BINS :])
    found = decode_distances(tuple(level[0].numpy() for level in served), minimum_confidence=0.0)
    np.testing.assert_allclose(found.boxes_xyxy, own, atol=1e-3)
