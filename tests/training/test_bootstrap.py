import numpy as np
import pytest

from hetviz.pictures.boxes import Detections
from hetviz.training.bootstrap import difference, draws, map50, ranked
from hetviz.training.data import Dataset, Sample
from hetviz.training.scoring import score

CLASSES = ("cat", "dog", "car", "cow")


def guesses(rng: np.random.Generator, boxes: np.ndarray, class_ids: np.ndarray, shift: float) -> Detections:
    """Return the true boxes moved a little, some of another class, and some more anywhere; scores repeat, so that they tie."""
    moved = boxes + rng.normal(0, shift, boxes.shape)
    chance = rng.uniform(0, 80, (3, 2))
    everywhere = np.concatenate((moved, np.concatenate((chance, chance + 20), 1))).astype(np.float32)
    named = np.where(rng.random(len(boxes)) < 0.8, class_ids, rng.integers(0, 3, len(boxes)))
    ids = np.concatenate((named, rng.integers(0, 3, 3)))
    return Detections(everywhere, rng.integers(1, 20, len(ids)).astype(np.float32) / 20, ids)


def scene(seed: int, count: int = 30, shifts: tuple[float, ...] = (2.0,)) -> tuple[Dataset, list[list[Detections]]]:
    """Return photographs of three of four classes, a tenth of the objects difficult, and what detectors find there."""
    rng = np.random.default_rng(seed)
    samples, found = [], [[] for _ in shifts]
    for index in range(count):
        low = rng.uniform(0, 60, (rng.integers(0, 4), 2))
        boxes = np.concatenate((low, low + rng.uniform(15, 40, low.shape)), 1).astype(np.float32)
        ids, difficult = rng.integers(0, 3, len(boxes)), rng.random(len(boxes)) < 0.1
        samples.append(Sample(str(index), np.zeros((100, 100, 3), np.uint8), boxes, ids, difficult))
        for detector, shift in zip(found, shifts, strict=True):
            detector.append(guesses(rng, boxes, ids, shift))
    return Dataset(CLASSES, tuple(samples)), found


@pytest.mark.parametrize("seed", range(5))
def test_all_photographs_once_give_cocos_own_score(seed: int):
    dataset, (found,) = scene(seed)
    assert round(map50(ranked(dataset, found), np.ones(30, np.int64)), 6) == score(dataset, found)["map50"]


@pytest.mark.parametrize("seed", range(3))
def test_a_photograph_drawn_twice_counts_as_two(seed: int):
    """COCO's own score of a data set in which the photographs stand as often as they were drawn."""
    dataset, (found,) = scene(seed)
    drawn = np.sort(np.random.default_rng(seed).integers(30, size=30))
    copies = Dataset(CLASSES, tuple(dataset.samples[i] for i in drawn))
    times = np.bincount(drawn, minlength=30)
    assert map50(ranked(dataset, found), times) == pytest.approx(
        score(copies, [found[i] for i in drawn])["map50"], abs=6e-7
    )


def test_the_draws_are_the_same_for_every_detector():
    dataset, (one, other) = scene(0, shifts=(2.0, 2.0))
    assert draws(dataset, one, 20).tolist() == draws(dataset, one, 20).tolist()
    same = difference(draws(dataset, one, 50), draws(dataset, one, 50))
    assert same == {"map50": 0.0, "low": 0.0, "high": 0.0, "draws": 50}
    assert difference(draws(dataset, one, 50), draws(dataset, other, 50))["low"] < 0


def test_a_clearly_better_detector_has_an_interval_above_nought():
    dataset, (good, bad) = scene(1, count=60, shifts=(1.0, 12.0))
    told = difference(draws(dataset, good, 200), draws(dataset, bad, 200))
    assert 0 < told["low"] < told["map50"] < told["high"]


def test_nothing_found_scores_nought():
    dataset, _ = scene(2)
    nothing = [Detections(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))] * 30
    assert draws(dataset, nothing, 3).tolist() == [0.0] * 4
