"""From a picture to detections: letterbox, network, boxes, each timed."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hetviz.detectors.decoding import Decoder
from hetviz.pictures.boxes import Detections, suppress
from hetviz.pictures.letterbox import letterbox

MINIMUM_CONFIDENCE = 0.05  # what is weaker is never shown
MOST_CANDIDATES = 300


class Network(Protocol):
    """What `engine` gives: an input size, class names, the raw maps of a letterboxed picture, and what makes boxes of them."""

    size: int
    classes: tuple[str, ...]
    decode: Decoder

    def __call__(self, square: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]: ...


@dataclass(frozen=True)
class Prediction:
    """Detections in pixels of the picture, the picture's size, and the measured time of each stage."""

    detections: Detections
    width: int
    height: int
    milliseconds: dict[str, float]

    def to_json(self, classes: tuple[str, ...]) -> dict[str, Any]:
        """Return plain numbers and names, boxes to a hundredth of a pixel, the most confident first."""
        found = self.detections.strongest(len(self.detections))
        return {
            "width": self.width,
            "height": self.height,
            "detections": [
                {
                    "class": classes[class_id],
                    "confidence": round(float(confidence), 4),
                    "box_xyxy": [round(float(side), 2) for side in box],
                }
                for box, confidence, class_id in zip(found.boxes_xyxy, found.confidences, found.class_ids, strict=True)
            ],
            "milliseconds": {stage: round(time, 2) for stage, time in self.milliseconds.items()},
        }


def candidates(pixels: NDArray[np.uint8], network: Network) -> Prediction:
    """Return every box of at least 0.05 confidence, at most 300, before suppression.

    Shape:
        pixels (H, W, 3) uint8 RGB
    """
    height, width = pixels.shape[:2]
    start = time.perf_counter()
    square, placing = letterbox(pixels, network.size)
    ready = time.perf_counter()
    maps = network(square)
    answered = time.perf_counter()
    found = network.decode(tuple(level[0] for level in maps), minimum_confidence=MINIMUM_CONFIDENCE)
    found = found.strongest(MOST_CANDIDATES)
    found = replace(found, boxes_xyxy=placing.restore(found.boxes_xyxy, width, height))
    done = time.perf_counter()
    spans = {"letterbox": ready - start, "network": answered - ready, "boxes": done - answered}
    return Prediction(found, width, height, {stage: 1000 * seconds for stage, seconds in spans.items()})


def timed_candidates(pixels: NDArray[np.uint8], networks: Sequence[Network], runs: int) -> list[Prediction]:
    """Return each network's candidates with the median time of each stage, of several runs in turn.

    One run before them is not counted: it finds the processor busy with something else.
    """
    rounds = [[candidates(pixels, network) for network in networks] for _ in range(1 + runs)][1:]
    return [_median_times(predictions) for predictions in zip(*rounds, strict=True)]


def _median_times(predictions: Sequence[Prediction]) -> Prediction:
    stages = predictions[0].milliseconds
    medians = {stage: statistics.median(p.milliseconds[stage] for p in predictions) for stage in stages}
    return replace(predictions[0], milliseconds=medians)


def detect(pixels: NDArray[np.uint8], network: Network, confidence: float = 0.25, iou: float = 0.45) -> Prediction:
    """Return the boxes of at least the given confidence, with suppression at the given IoU.

    Raises:
        ValueError: confidence is not between 0.05 and 1, or iou not between 0 and 1.
    """
    _require_between("confidence", confidence, MINIMUM_CONFIDENCE, 1)
    _require_between("iou", iou, 0, 1)
    prediction = candidates(pixels, network)
    start = time.perf_counter()
    kept = suppress(prediction.detections.above(confidence), iou)
    spent = 1000 * (time.perf_counter() - start)
    milliseconds = prediction.milliseconds | {"boxes": prediction.milliseconds["boxes"] + spent}
    return replace(prediction, detections=kept, milliseconds=milliseconds)


def _require_between(name: str, value: float, low: float, high: float) -> None:
    if not isinstance(value, int | float) or not math.isfinite(value) or not low <= value <= high:
        raise ValueError(f"{name}={value} must be a number between {low} and {high}")
