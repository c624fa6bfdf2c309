"""The decoder of heads without anchors, beside a slow loop (that of heads with anchors: `tests/pictures/test_boxes.py`)."""

import math

import numpy as np
import pytest

from hetviz.detectors.decoding import decode_distances

CLASSES = 3


def maps() -> tuple[np.ndarray, ...]:
    """Return maps of 64 pixels: distances from 0 to 15 cells, then raw class scores."""
    rng = np.random.default_rng(0)
    sides = (8, 4, 2)
    distances = [rng.uniform(0, 15, (4, side, side)) for side in sides]
    scores = [rng.normal(-1, 2, (CLASSES, side, side)) for side in sides]
    return tuple(np.concatenate(both).astype(np.float32) for both in zip(distances, scores, strict=True))


def slow(levels: tuple[np.ndarray, ...], minimum: float, every_class: bool) -> list[tuple[float, ...]]:
    """Return class, confidence and box of each cell, one after the other."""
    rows = []
    for stride, level in zip((8, 16, 32), levels, strict=True):
        for row in range(level.shape[1]):
            for column in range(level.shape[2]):
                left, top, right, bottom = (float(x) * stride for x in level[:4, row, column])
                x, y = (column + 0.5) * stride, (row + 0.5) * stride
                scores = [1 / (1 + math.exp(-float(s))) for s in level[4:, row, column]]
                for class_id, score in enumerate(scores):
                    if score >= minimum and (every_class or score == max(scores)):
                        rows.append((class_id, score, x - left, y - top, x + right, y + bottom))
    return rows


@pytest.mark.parametrize("every_class", [False, True])
@pytest.mark.parametrize("minimum", [0.0, 0.3, 0.9])
def test_boxes_are_those_of_the_slow_loop(minimum: float, every_class: bool):
    found = decode_distances(maps(), minimum_confidence=minimum, every_class=every_class)
    wanted = slow(maps(), minimum, every_class)
    assert found.class_ids.tolist() == [row[0] for row in wanted]
    np.testing.assert_allclose(found.confidences, [row[1] for row in wanted], rtol=1e-5)
    np.testing.assert_allclose(found.boxes_xyxy, [row[2:] for row in wanted], rtol=1e-4, atol=1e-3)


def test_where_nothing_is_sure_nothing_is_found():
    assert len(decode_distances(maps(), minimum_confidence=0.9999)) == 0
