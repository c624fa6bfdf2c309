import numpy as np
import pytest
import torch

from hetviz.detectors.decoding import decode_anchors
from hetviz.detectors.heads import ANCHORS, STRIDES
from hetviz.detectors.variants import build
from hetviz.pictures.boxes import iou_matrix
from hetviz.training.anchor_loss import Gains, anchor_loss, assign


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


def test_a_picture_can_be_learnt_by_heart():
    """A hundred steps on one picture: the loss falls to a fifth and the decoded box lies on the object."""
    torch.manual_seed(0)
    detector = build("v5n-csphet-p4", 3)
    picture = torch.rand(2, 3, 96, 96)
    targets = torch.tensor([[0, 1, 20.0, 24, 60, 70], [1, 2, 8.0, 40, 80, 90]])
    optimizer = torch.optim.AdamW(detector.parameters(), 3e-3)
    losses = []
    for _ in range(100):
        loss = anchor_loss(detector(picture), targets, Gains(), ANCHORS)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 5
    maps = tuple(level[0].detach().numpy() for level in detector(picture))
    found = decode_anchors(maps, ANCHORS, minimum_confidence=0.01).strongest(1)
    assert found.class_ids.tolist() == [1]
    assert iou_matrix(found.boxes_xyxy, np.array([[20, 24, 60, 70]]))[0, 0] > 0.7


def test_a_batch_without_objects_has_a_loss():
    loss = anchor_loss(build("v5n-c3", 3)(torch.rand(1, 3, 64, 64)), torch.zeros(0, 6), Gains(), ANCHORS)
    assert torch.isfinite(loss) and loss > 0
