"""From a box in a picture to activation maps in its pixels: which answer of a detector is meant, and where it looked."""

import threading
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hetviz.detectors import served, weights
from hetviz.detectors.heads import STRIDES
from hetviz.detectors.network_input import as_input
from hetviz.detectors.served import MadeOnce, Served
from hetviz.explaining import map_quality, targets, tracing
from hetviz.explaining.targets import Rows
from hetviz.explaining.tracing import FloatArray, Trace
from hetviz.pictures.boxes import Detections, iou_matrix, match, suppress
from hetviz.pictures.letterbox import Letterbox, letterbox
from hetviz.reparam import convert

LEVELS = ("P3", "P4", "P5")
LARGEST_MAP = 640  # pixels; the map of a larger picture is a copy of this side
# The layer that is shown unless another is asked for, by the level that answered. Not the level's own layer: YOLOv5's head
# behind it is a 1×1 convolution, so that place by place one single cell would count (YOLOv8's sees 5×5 cells). A stage of
# the backbone no coarser than 1/16 shows parts of an object, and changes more than the neck when the weights are made random.
DEFAULT_LAYERS = {"P3": "stage3", "P4": "stage4", "P5": "stage4"}
DEFAULT_METHOD = "hirescam"


@dataclass(frozen=True)
class View:
    """A picture as one detector sees it, with its answers row by row (see `targets.Rows`), weak ones included.

    Shape:
        batch (1, 3, size, size); answers: the box and best class of every row, in pixels of the picture;
        scores (rows, classes): class score, times objectness where the head has it; boxes_per_cell and reach: of the head
    """

    batch: Tensor
    placing: Letterbox
    width: int
    height: int
    answers: Detections
    scores: FloatArray
    boxes_per_cell: int
    reach: int

    def level(self, row: int) -> str:
        """Return the level that a row belongs to."""
        ends = np.cumsum([self.boxes_per_cell * (self.batch.shape[-1] // stride) ** 2 for stride in STRIDES])
        return LEVELS[int(np.searchsorted(ends, row, side="right"))]

    def found(self, confidence: float, iou: float) -> Detections:
        """Return what the detector finds at these thresholds, the most confident first."""
        return suppress(self.answers.above(confidence), iou)

    def map_size(self) -> tuple[int, int]:
        """Return width and height of this picture's maps."""
        scale = min(1.0, LARGEST_MAP / max(self.width, self.height))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


@dataclass(frozen=True)
class Subject:
    """The answer that is explained: a row of the detector's answers, its class, and how it was chosen.

    how is asked (the box or place that was asked for), matched (this detector's own box of the same object) or
    same_place (no box of its own: the same class at the same place).
    """

    row: int
    class_id: int
    level: str
    confidence: float
    box_xyxy: FloatArray
    how: str


@dataclass(frozen=True)
class Explanation:
    """A map in the picture's pixels (or, of a large picture, in those of its copy) and the subject it explains.

    Attributes:
        values: (H, W), what speaks for the answer; negative parts are cut off.
        low, high: the range within the picture before the cut.
        signed: (size, size), the whole map over the detector's input, for ranking pixels.
        reason: "" or why there is nothing to see: one of `tracing.Trace`'s, or padding.
    """

    subject: Subject
    method: str
    layer: str
    values: FloatArray
    low: float
    high: float
    signed: FloatArray
    trace: Trace
    reason: str


def subject(view: View, row: int, class_id: int, how: str) -> Subject:
    """Return a row of the view as a subject."""
    confidence = float(view.scores[row, class_id])
    return Subject(row, class_id, view.level(row), confidence, view.answers.boxes_xyxy[row], how)


def row_of_box(view: View, box_xyxy: NDArray, class_id: int) -> int:
    """Return the row whose box overlaps the given one best; of equally good ones that with the best score."""
    overlaps = iou_matrix(np.asarray(box_xyxy, np.float64)[None], view.answers.boxes_xyxy)[0]
    close = overlaps >= overlaps.max() - 0.01
    return int(np.where(close, view.scores[:, class_id], -1).argmax())


def row_at_place(view: View, box_xyxy: NDArray, class_id: int) -> int:
    """Return the row with the best score of the class among those that overlap a box by half, else the best overlap."""
    overlaps = iou_matrix(np.asarray(box_xyxy, np.float64)[None], view.answers.boxes_xyxy)[0]
    close = overlaps >= min(0.5, overlaps.max())
    return int(np.where(close, view.scores[:, class_id], -1).argmax())


def row_of_point(view: View, x: float, y: float, class_id: int) -> int:
    """Return the row with the best score of the class among those whose box holds the point.

    Raises:
        ValueError: the point lies outside of the picture.
    """
    if not (0 <= x < view.width and 0 <= y < view.height):
        raise ValueError(f"point=({x:g}, {y:g}) must lie in the picture of {view.width}×{view.height} pixels")
    left, top, right, bottom = view.answers.boxes_xyxy.T
    holds = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return int(np.where(holds, view.scores[:, class_id], -1).argmax())


def other_subject(
    view: View, other: View, chosen: Subject, confidence: float, iou: float, class_id: int | None = None
) -> Subject:
    """Return what the other detector is explained by: its own box of that object, else the same class at the place.

    class_id is the class's number there, where its classes are others.
    """
    class_id = chosen.class_id if class_id is None else class_id
    own = _of_class(view.found(confidence, iou), chosen.class_id)
    others = _of_class(other.found(confidence, iou), class_id)
    rows = [row_of_box(view, box, chosen.class_id) for box in own.boxes_xyxy]
    for i, j in match(own, others):
        if rows[i] == chosen.row:
            return subject(other, row_of_box(other, others.boxes_xyxy[j], class_id), class_id, "matched")
    return subject(other, row_at_place(other, chosen.box_xyxy, class_id), class_id, "same_place")


def _of_class(found: Detections, class_id: int) -> Detections:
    """Return the detections of one class, its number left out, so that those of two detectors compare."""
    rows = found.class_ids == class_id
    return Detections(found.boxes_xyxy[rows], found.confidences[rows], np.zeros(int(rows.sum()), np.int64))


class Explainer:
    """A trained detector ready to be explained: BatchNorm fused, HetConv as one dense convolution, the reference form.

    Maps are made one at a time, since the library sets hooks on the network meanwhile.
    """

    def __init__(self, detector: Served) -> None:
        self.network = Rows(convert.convert(detector.load(), "mask"))
        self.name, self.size, self.classes = detector.name, detector.size, detector.classes
        self.turn = threading.Lock()

    def view(self, pixels: NDArray[np.uint8]) -> View:
        """Return the detector's answers for a picture.

        Shape:
            pixels (H, W, 3) uint8 RGB
        """
        height, width = pixels.shape[:2]
        head = self.network.detector.head
        square, placing = letterbox(pixels, self.size)
        batch = as_input(torch.from_numpy(square[None]))
        with self.turn, torch.no_grad():
            levels = tuple(level[0].numpy() for level in self.network.detector(batch))
            rows = self.network.in_rows([torch.from_numpy(level)[None] for level in levels])[0].numpy()
        answers = head.decoder()(levels, minimum_confidence=0.0)
        boxes = placing.restore(answers.boxes_xyxy, width, height)
        answers = Detections(boxes, answers.confidences, answers.class_ids)
        scores = self._scores(rows)
        return View(batch, placing, width, height, answers, scores, head.boxes_per_cell, head.reach)

    def _scores(self, rows: FloatArray) -> FloatArray:
        chances, objectness = 1 / (1 + np.exp(-rows.clip(-60, 60))), slice(4, self.network.first_class)
        return chances[:, objectness].prod(1, keepdims=True) * chances[:, self.network.first_class :]

    def explain(
        self,
        view: View,
        chosen: Subject,
        *,
        method: str = DEFAULT_METHOD,
        layer: str | None = None,
        score: str = "confidence",
        network: Rows | None = None,
    ) -> Explanation:
        """Return the map of a subject.

        Args:
            method: one of `tracing.METHODS`.
            layer: a key of `targets.LAYERS`; by the level that answered where not given.
            score: a key of `targets.TARGETS`.
            network: the detector in another state, for example with weights made random; not shared with anyone.
        Raises:
            ValueError: method, layer or score is unknown.
        """
        layer = layer or DEFAULT_LAYERS[chosen.level]
        target = target_of(chosen, score, self.network.first_class)
        if network is None:
            with self.turn:
                traced = tracing.trace(self.network, self.network.layer(layer), view.batch, target, method)
        else:
            traced = tracing.trace(network, network.layer(layer), view.batch, target, method)
        signed, values = over_input(traced.values, view), in_picture(traced.values, view, view.map_size())
        reason = traced.reason or ("" if (values > 0).any() else "padding")
        low, high = float(values.min()), float(values.max())
        return Explanation(chosen, method, layer, values.clip(0), low, high, signed, traced, reason)

    def when_changed(self, view: View, explanation: Explanation, fraction: float) -> tuple[float, float]:
        """Return the answer's confidence with the map's strongest fraction of the picture gone, and with only it kept."""
        target = target_of(explanation.subject, "confidence", self.network.first_class)
        with self.turn:
            return map_quality.scores_when_changed(
                self.network, view.batch, explanation.signed, target, fraction, inner_slices(view)
            )

    def areas(self, view: View, explanation: Explanation) -> dict[str, float]:
        """Return the areas under the deletion and the insertion curve: low and high speak for the map."""
        scores = [self.when_changed(view, explanation, fraction) for fraction in map_quality.FRACTIONS]
        deleted, inserted = zip(*scores, strict=True)
        area = map_quality.area
        return {"deletion": area(map_quality.FRACTIONS, deleted), "insertion": area(map_quality.FRACTIONS, inserted)}


def target_of(chosen: Subject, score: str, first_class: int) -> targets.Target:
    """Return the target for a subject and a key of `targets.TARGETS`; first_class is that of the network's rows.

    Raises:
        ValueError: the score is unknown.
    """
    if score not in targets.TARGETS:
        raise ValueError(f"score={score!r} must be one of {', '.join(targets.TARGETS)}")
    return targets.TARGETS[score](chosen.row, chosen.class_id, first_class)


def inner_slices(view: View) -> tuple[slice, slice]:
    """Return rows and columns of the detector's input that the picture covers: the rest is padding."""
    scale, left, top = view.placing.scale, view.placing.left, view.placing.top
    width, height = max(1, round(view.width * scale)), max(1, round(view.height * scale))
    return slice(top, top + height), slice(left, left + width)


def over_input(values: FloatArray, view: View) -> FloatArray:
    """Return numbers of a layer's cells, one for each pixel of the detector's input.

    Shape:
        (h, w) -> (size, size)
    """
    size = view.batch.shape[-1]
    return cv2.resize(np.nan_to_num(values), (size, size), interpolation=cv2.INTER_LINEAR)


def in_picture(values: FloatArray, view: View, size_wh: tuple[int, int]) -> FloatArray:
    """Return numbers of a layer's cells over the picture, without the padding, at a width and height."""
    inner = np.ascontiguousarray(over_input(values, view)[inner_slices(view)])
    return cv2.resize(inner, size_wh, interpolation=cv2.INTER_LINEAR)


def figures(explanation: Explanation, view: View) -> dict[str, float | bool | None]:
    """Return what a map is worth by itself: energy inside the box, and whether its peak lies there."""
    box = explanation.subject.box_xyxy * (explanation.values.shape[1] / view.width)
    return {
        "energy_inside": map_quality.energy_inside(explanation.values, box),
        "peak_inside": map_quality.peak_inside(explanation.values, box),
    }


def agreement(left: Explanation, right: Explanation) -> dict[str, float | None]:
    """Return how alike two maps of one picture are: Pearson's correlation and structural similarity."""
    return {
        "correlation": map_quality.correlation(left.values, right.values),
        "similarity": map_quality.similarity(left.values, right.values),
    }


_explainers = MadeOnce(Explainer)


def load(key: str, folder: Path = weights.FOLDER) -> Explainer:
    """Return the explainer of a detector (`served.named`), loaded once for each content of its weights.

    Raises:
        ValueError: the detector is unknown, or has no sound weights (`weights.load`).
    """
    return _explainers.of(served.named(key, folder))
