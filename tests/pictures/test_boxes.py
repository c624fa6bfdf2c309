import numpy as np
import pytest

from hetviz.detectors.decoding import decode_anchors
from hetviz.detectors.heads import ANCHORS
from hetviz.pictures.boxes import Detections, iou_matrix, match, suppress


def detections(*rows: tuple[float, float, float, float, float, int]) -> Detections:
    table = np.array(rows, np.float64).reshape(-1, 6)
    return Detections(table[:, :4].astype(np.float32), table[:, 4].astype(np.float32), table[:, 5].astype(np.int64))


def test_iou_equals_counted_pixels():
    rng = np.random.default_rng(0)
    corners = rng.integers(0, 12, (8, 2, 2))
    boxes = np.concatenate((corners.min(1), corners.max(1) + 1), 1)
    masks = np.zeros((8, 16, 16), bool)
    for mask, (left, top, right, bottom) in zip(masks, boxes, strict=True):
        mask[top:bottom, left:right] = True
    counted = [[(a & b).sum() / (a | b).sum() for b in masks] for a in masks]
    np.testing.assert_allclose(iou_matrix(boxes, boxes), counted)


def test_iou_of_empty_boxes_is_zero():
    assert iou_matrix(np.zeros((1, 4)), np.zeros((1, 4))).tolist() == [[0.0]]


def test_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match=r"expected shapes \(N, 4\)"):
        Detections(np.zeros((2, 4), np.float32), np.zeros(1, np.float32), np.zeros(2, np.int64))


def maps(classes: int = 3, height: int = 4, width: int = 6) -> list[np.ndarray]:
    """Return raw maps of a 6·32 by 4·32 input in which nothing is found."""
    return [np.full((3 * (5 + classes), height * f, width * f), -9.0, np.float32) for f in (4, 2, 1)]


def test_decoding_follows_the_published_rule():
    raw = maps()
    level, anchor, row, column = 1, 2, 3, 5
    raw[level].reshape(3, 8, 8, 12)[anchor, :, row, column] = [0.3, -0.7, 0.2, 1.1, 2.0, -1.0, 1.5, -2.0]
    found = decode_anchors(tuple(raw), ANCHORS, minimum_confidence=0.05)

    def sigmoid(x: float) -> float:
        return 1 / (1 + np.exp(-x))

    x, y = (2 * sigmoid(0.3) - 0.5 + column) * 16, (2 * sigmoid(-0.7) - 0.5 + row) * 16
    width, height = (
        (2 * sigmoid(0.2)) ** 2 * ANCHORS[level][anchor][0],
        (2 * sigmoid(1.1)) ** 2 * ANCHORS[level][anchor][1],
    )
    expected = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    np.testing.assert_allclose(found.boxes_xyxy, [expected], rtol=1e-5)
    np.testing.assert_allclose(found.confidences, [sigmoid(2.0) * sigmoid(1.5)], rtol=1e-5)
    assert found.class_ids.tolist() == [1]


def test_every_class_over_the_minimum_can_be_asked_for():
    raw = maps()
    raw[0].reshape(3, 8, 16, 24)[0, :, 2, 2] = [0, 0, 0, 0, 9, 1.0, 2.0, -9.0]
    found = decode_anchors(tuple(raw), ANCHORS, minimum_confidence=0.05, every_class=True)
    assert found.class_ids.tolist() == [0, 1]


def test_nothing_found_is_an_empty_result():
    found = decode_anchors(tuple(maps()), ANCHORS, minimum_confidence=0.05)
    assert len(found) == 0 and found.boxes_xyxy.shape == (0, 4)
    assert len(suppress(found, 0.5)) == 0


def slow_suppression(found: Detections, threshold: float) -> list[int]:
    kept: list[int] = []
    for row in np.argsort(-found.confidences, kind="stable"):
        rivals = [k for k in kept if found.class_ids[k] == found.class_ids[row]]
        overlaps = iou_matrix(found.boxes_xyxy[[row]], found.boxes_xyxy[rivals])
        if not (overlaps > threshold).any():
            kept.append(int(row))
    return kept


@pytest.mark.parametrize("threshold", [0.3, 0.45, 0.7])
def test_suppression_equals_the_slow_loop(threshold: float):
    rng = np.random.default_rng(1)
    low = rng.uniform(0, 60, (80, 2))
    boxes = np.concatenate((low, low + rng.uniform(10, 50, (80, 2))), 1).astype(np.float32)
    found = Detections(boxes, (rng.permutation(80) + 1).astype(np.float32) / 80, rng.integers(0, 3, 80))
    expected = found[np.array(slow_suppression(found, threshold))]
    np.testing.assert_array_equal(suppress(found, threshold).boxes_xyxy, expected.boxes_xyxy)


def test_matching_takes_the_best_overlap_of_the_same_class_once():
    left = detections((0, 0, 10, 10, 0.9, 0), (1, 0, 11, 10, 0.8, 0), (50, 50, 60, 60, 0.7, 1))
    right = detections((1, 0, 11, 10, 0.6, 0), (50, 50, 60, 60, 0.5, 2))
    assert match(left, right) == [(1, 0)]
    assert match(left, detections()) == []
