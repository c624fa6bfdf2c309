import numpy as np
import pytest

from hetviz.boxes import Detections
from hetviz.data import Dataset, Sample
from hetviz.evaluate import score


def sample(boxes: list[list[float]], classes: list[int], difficult: list[bool] | None = None) -> Sample:
    marks = np.array(difficult or [False] * len(boxes), bool)
    pixels = np.zeros((100, 100, 3), np.uint8)
    return Sample("x", pixels, np.array(boxes, np.float32).reshape(-1, 4), np.array(classes, np.int64), marks)


def found(boxes: list[list[float]], confidences: list[float], classes: list[int]) -> Detections:
    return Detections(
        np.array(boxes, np.float32).reshape(-1, 4), np.array(confidences, np.float32), np.array(classes, np.int64)
    )


A, B, C = [10, 10, 30, 30], [50, 50, 90, 90], [60, 10, 80, 30]


def test_all_found_exactly_scores_one():
    dataset = Dataset(("cat", "dog"), (sample([A, B], [0, 1]),))
    scores = score(dataset, [found([A, B], [0.9, 0.8], [0, 1])])
    assert scores == {"map50": 1.0, "map50_95": 1.0, "per_class": {"cat": 1.0, "dog": 1.0}}


def test_nothing_found_scores_zero():
    scores = score(Dataset(("cat",), (sample([A], [0]),)), [Detections.empty()])
    assert scores == {"map50": 0.0, "map50_95": 0.0, "per_class": {"cat": 0.0}}


def test_average_precision_by_hand():
    """Two objects; hit, miss, hit by falling confidence: precision 1 up to recall 0.5, then 2/3."""
    dataset = Dataset(("cat",), (sample([A, B], [0, 0]),))
    scores = score(dataset, [found([A, C, B], [0.9, 0.8, 0.7], [0, 0, 0])])
    assert scores["map50"] == pytest.approx((51 * 1 + 50 * 2 / 3) / 101, abs=1e-4)


def test_loose_boxes_count_at_half_overlap_only():
    loose = [10, 10, 30, 22]  # IoU 0.6 with A: a hit at 0.50, 0.55 and 0.60
    scores = score(Dataset(("cat",), (sample([A], [0]),)), [found([loose], [0.9], [0])])
    assert scores["map50"] == 1.0 and scores["map50_95"] == pytest.approx(0.3)


def test_difficult_objects_are_neither_hits_nor_misses():
    dataset = Dataset(("cat",), (sample([A, B], [0, 0], [False, True]),))
    assert score(dataset, [found([A], [0.9], [0])])["map50"] == 1.0  # B not found: no miss
    assert score(dataset, [found([B, A], [0.95, 0.9], [0, 0])])["map50"] == 1.0  # B found first: no false alarm


def test_a_class_without_objects_is_left_out():
    scores = score(Dataset(("cat", "dog"), (sample([A], [0]),)), [found([A, B], [0.9, 0.9], [0, 1])])
    assert scores["per_class"] == {"cat": 1.0} and scores["map50"] == 1.0
