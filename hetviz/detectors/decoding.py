"""From a head's raw maps to boxes: one decoder a kind of head, told apart by nobody but the head that gives it."""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hetviz.pictures.boxes import Detections

Anchors = tuple[tuple[tuple[float, float], ...], ...]  # width and height in pixels of the input, by level
FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


class Decoder(Protocol):
    """Turns the raw maps of one picture into boxes in pixels of the network's input."""

    def __call__(
        self, maps: tuple[FloatArray, ...], *, minimum_confidence: float, every_class: bool = False
    ) -> Detections:
        """Return the rows of at least the given confidence, of every class or of each box's best alone."""
        ...


def decode_anchors(
    maps: tuple[FloatArray, ...],
    anchors: Anchors,
    *,
    minimum_confidence: float,
    every_class: bool = False,
) -> Detections:
    """Return the boxes in the raw maps of an anchor head, for one picture.

    Centre = (2σ(t) - 0.5 + cell) * stride, size = (2σ(t))² * anchor, confidence = objectness * class score (the
    published decoding of YOLOv5). Objectness, the upper bound of the confidence, is looked at first, so that only the
    few cells that can matter are decoded.
    Args:
        maps: raw head outputs of one picture, finest level first, strides 8, 16, 32.
        anchors: width and height in pixels, for each level.
        minimum_confidence: rows below it are left out.
        every_class: give a row for every class over the minimum, not only for the best (used for scoring).
    Shape:
        each map (A * (5 + classes), H, W) -> Detections in pixels of the network's input
    """
    found = [
        _decode_level(level, np.asarray(sizes, np.float32), 8 * 2**index, minimum_confidence, every_class)
        for index, (level, sizes) in enumerate(zip(maps, anchors, strict=True))
    ]
    boxes, confidences, class_ids = (np.concatenate(column) for column in zip(*found, strict=True))
    return Detections(boxes, confidences, class_ids)


def _decode_level(
    level: FloatArray, anchors: FloatArray, stride: int, minimum: float, every_class: bool
) -> tuple[FloatArray, FloatArray, IntArray]:
    height, width = level.shape[1:]
    level = level.reshape(len(anchors), -1, height, width)
    anchor, row, column = np.nonzero(level[:, 4] >= _logit(minimum))  # objectness, before σ
    raw = _sigmoid(level[anchor, :, row, column])  # (N, 5 + classes)
    scores = raw[:, 5:] * raw[:, 4:5]
    index, class_ids = _rows(scores, minimum, every_class)
    cell = np.stack((column, row), 1)[index]
    centre = (2 * raw[index, :2] - 0.5 + cell) * stride
    half = (2 * raw[index, 2:4]) ** 2 * anchors[anchor[index]] / 2
    boxes = np.concatenate((centre - half, centre + half), 1).astype(np.float32)
    return boxes, scores[index, class_ids].astype(np.float32), class_ids.astype(np.int64)


def decode_distances(
    maps: tuple[FloatArray, ...], *, minimum_confidence: float, every_class: bool = False
) -> Detections:
    """Return the boxes in the maps of a head without anchors, for one picture.

    A side lies as far from the centre of its cell as the map says, in cells; confidence = σ of the class score (the
    published decoding of YOLOv8).
    Args:
        maps: head outputs of one picture, finest level first, strides 8, 16, 32: left, top, right, bottom, then classes.
        minimum_confidence: rows below it are left out.
        every_class: give a row for every class over the minimum, not only for the best (used for scoring).
    Shape:
        each map (4 + classes, H, W) -> Detections in pixels of the network's input
    """
    found = []
    for index, level in enumerate(maps):
        best = level[4:].max(0)
        row, column = np.nonzero(best >= _logit(minimum_confidence))
        scores = _sigmoid(level[4:, row, column]).T  # (N, classes)
        chosen, class_ids = _rows(scores, minimum_confidence, every_class)
        centre = np.stack((column, row), 1)[chosen] + 0.5
        distances = level[:4, row, column].T[chosen]
        boxes = np.concatenate((centre - distances[:, :2], centre + distances[:, 2:]), 1) * 8 * 2**index
        found.append((boxes.astype(np.float32), scores[chosen, class_ids].astype(np.float32), class_ids))
    boxes, confidences, class_ids = (np.concatenate(column) for column in zip(*found, strict=True))
    return Detections(boxes, confidences, class_ids.astype(np.int64))


def _rows(scores: FloatArray, minimum: float, every_class: bool) -> tuple[IntArray, IntArray]:
    """Return row and class of every score over the minimum, or of the best of each row alone."""
    if every_class:
        return np.nonzero(scores >= minimum)
    best = scores.argmax(1) if len(scores) else np.zeros(0, np.int64)
    index = np.nonzero(scores[np.arange(len(scores)), best] >= minimum)[0]
    return index, best[index]


def _sigmoid(x: NDArray) -> NDArray:
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def _logit(chance: float) -> float:
    """Return the number whose σ is the chance."""
    return math.log(chance / (1 - chance)) if 0 < chance < 1 else math.copysign(math.inf, chance - 0.5)
