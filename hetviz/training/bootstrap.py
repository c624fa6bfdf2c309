"""How sure a difference of mAP50 between two detectors is: a paired bootstrap over the photographs that they were scored on.

Photographs are drawn with replacement, as many as there are; both detectors are scored on the same draw. The middle 95 % of
the differences is an interval for what other photographs of the same kind would have given. It knows nothing of what another
seed of training would have given.
Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hetviz.pictures.boxes import Detections
from hetviz.training.data import Dataset
from hetviz.training.scoring import matched

DRAWS = 1000
RECALLS = np.linspace(0, 1, 101)  # at which COCO reads the precision


@dataclass(frozen=True)
class Ranked:
    """The boxes of one class in all photographs, the most confident first, those on difficult objects left out.

    Shape:
        photographs (N,): of each box; hits (N,) bool: on an object that no other box has; objects (photographs,): how many
        there are to find in each.
    """

    photographs: NDArray[np.int64]
    hits: NDArray[np.bool_]
    objects: NDArray[np.int64]


def ranked(dataset: Dataset, found: Sequence[Detections]) -> list[Ranked]:
    """Return the boxes of every class, matched with the objects at an IoU of 0.50 as COCO does."""
    evaluation, count = matched(dataset, found), len(dataset.samples)
    rows = [evaluation.evalImgs[start : start + count] for start in range(0, len(evaluation.evalImgs), count)]
    return [_ranked(of_class) for of_class in rows]


def _ranked(rows: list[dict | None]) -> Ranked:
    """Return what COCO says of one class, photograph by photograph (None where there is neither object nor box)."""
    parts = [(index, row) for index, row in enumerate(rows) if row]
    objects = np.zeros(len(rows), np.int64)
    for index, row in parts:
        objects[index] = np.sum(np.asarray(row["gtIgnore"]) == 0)
    kept = [np.asarray(row["dtIgnore"][0]) == 0 for _, row in parts]
    scores = [np.asarray(row["dtScores"], float)[k] for (_, row), k in zip(parts, kept, strict=True)]
    hits = [np.asarray(row["dtMatches"][0])[k] > 0 for (_, row), k in zip(parts, kept, strict=True)]
    photographs = [np.full(k.sum(), index) for (index, _), k in zip(parts, kept, strict=True)]
    if not parts:
        return Ranked(np.zeros(0, np.int64), np.zeros(0, bool), objects)
    order = np.argsort(-np.concatenate(scores), kind="stable")
    return Ranked(np.concatenate(photographs)[order], np.concatenate(hits)[order], objects)


def map50(classes: Sequence[Ranked], times: NDArray[np.int64]) -> float:
    """Return mAP50 with each photograph counted so many times; a class without an object is left out, as COCO does."""
    scores = [_average_precision(boxes, times) for boxes in classes if (boxes.objects * times).sum()]
    return float(np.mean(scores)) if scores else 0.0


def _average_precision(boxes: Ranked, times: NDArray[np.int64]) -> float:
    counted = times[boxes.photographs]
    hits = np.cumsum(counted * boxes.hits)
    seen = np.cumsum(counted)
    precision = np.divide(hits, seen, out=np.zeros(len(seen)), where=seen > 0)
    precision = np.maximum.accumulate(precision[::-1])[::-1]  # what is reached at this recall or a higher one
    recall = hits / (boxes.objects * times).sum()
    places = np.searchsorted(recall, RECALLS, side="left")
    return float(np.append(precision, 0.0)[places].mean())


def draws(dataset: Dataset, found: Sequence[Detections], count: int = DRAWS, seed: int = 0) -> NDArray[np.float64]:
    """Return mAP50 on all photographs, then on each draw; the same draws for every detector.

    Shape:
        (1 + count,)
    """
    classes, number = ranked(dataset, found), len(dataset.samples)
    rng = np.random.default_rng(seed)
    times = [np.ones(number, np.int64)]
    times += [np.bincount(rng.integers(number, size=number), minlength=number) for _ in range(count)]
    return np.array([map50(classes, each) for each in times])


def difference(left: NDArray[np.float64], right: NDArray[np.float64]) -> dict[str, float]:
    """Return by how much mAP50 of the left is above that of the right: on all photographs, and the middle 95 % of the draws."""
    low, high = np.percentile(left[1:] - right[1:], (2.5, 97.5))
    return {
        "map50": round(float(left[0] - right[0]), 6),
        "low": round(float(low), 6),
        "high": round(float(high), 6),
        "draws": len(left) - 1,
    }
