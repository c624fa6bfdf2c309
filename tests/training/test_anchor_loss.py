import numpy as np
import pytest
import torch

from hetviz.detectors.heads import ANCHORS, STRIDES
from hetviz.training.anchor_loss import assign


def slow_assignment(targets: torch.Tensor, level: int, height: int, width: int) -> set[tuple[int, ...]]:
    found = set()
    for index, (picture, _, left, top, right, bottom) in enumerate(targets.tolist()):
        x, y = (left + right) / 2 / STRIDES[level], (top + bottom) / 2 / STRIDES[level]
        column, row = int(x), int(y)
        cells = [
            (row, column),
            (row, column - 1 if x % 1 < 0.5 else column + 1),
            (row - 1 if y % 1 < 0.5 else row + 1, column),
        ]
        for anchor, (anchor_width, anchor_height) in enumerate(ANCHORS[level]):
            ratios = ((right - left) / anchor_width, (bottom - top) / anchor_height)
            if max(max(r, 1 / r) for r in ratios) >= 4:
                continue
            for r, c in cells:
                if 0 <= r < height and 0 <= c < width:
                    found.add((int(picture), anchor, r, c, index))
    return found


@pytest.mark.parametrize("level", [0, 1, 2])
def test_assignment_equals_the_slow_loop(level: int):
    rng = np.random.default_rng(level)
    low = rng.uniform(0, 100, (30, 2))
    high = (low + rng.uniform(4, 120, (30, 2))).clip(max=127.9)
    head = np.stack((rng.integers(0, 4, 30), rng.integers(0, 20, 30)), 1)
    targets = torch.tensor(np.concatenate((head, low, high), 1), dtype=torch.float32)
    side = 128 // STRIDES[level]
    columns = assign(targets, STRIDES[level], ANCHORS[level], side, side)
    assert set(zip(*(c.tolist() for c in columns), strict=True)) == slow_assignment(targets, level, side, side)
