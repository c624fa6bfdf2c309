"""Boxes: the one type that every part of the program passes on, overlap, suppression and matching.

A box is (left, top, right, bottom) in pixels, origin at the top left corner.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Detections:
    """What a detector found in one picture, row by row.

    Shape:
        boxes_xyxy (N, 4) float32 in pixels, confidences (N,) float32 in 0..1, class_ids (N,) int64.
    Raises:
        ValueError: the arrays differ in length or the boxes are not (N, 4).
    """

    boxes_xyxy: FloatArray
    confidences: FloatArray
    class_ids: IntArray

    def __post_init__(self) -> None:
        count = len(self.confidences)
        if self.boxes_xyxy.shape != (count, 4) or self.class_ids.shape != (count,):
            shapes = f"{self.boxes_xyxy.shape}, {self.confidences.shape}, {self.class_ids.shape}"
            raise ValueError(f"expected shapes (N, 4), (N,), (N,), got {shapes}")

    def __len__(self) -> int:
        return len(self.confidences)

    def __getitem__(self, rows: NDArray) -> "Detections":
        """Return the chosen rows (indices or a mask), in that order."""
        return Detections(self.boxes_xyxy[rows], self.confidences[rows], self.class_ids[rows])

    def above(self, confidence: float) -> "Detections":
        """Return the rows whose confidence is at least the given one."""
        return self[self.confidences >= confidence]

    def strongest(self, count: int) -> "Detections":
        """Return at most count rows, the most confident first."""
        return self[np.argsort(-self.confidences, kind="stable")[:count]]

    @staticmethod
    def empty() -> "Detections":
        """Return no detections at all."""
        return Detections(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))


def iou_matrix(left_xyxy: NDArray, right_xyxy: NDArray) -> NDArray:
    """Return the intersection over union of every pair of boxes.

    Shape:
        (N, 4), (M, 4) -> (N, M)

    >>> iou_matrix(np.array([[0, 0, 2, 2]]), np.array([[1, 0, 3, 2], [5, 5, 6, 6]])).round(3).tolist()
    [[0.333, 0.0]]
    """
    corner_low = np.maximum(left_xyxy[:, None, :2], right_xyxy[None, :, :2])
    corner_high = np.minimum(left_xyxy[:, None, 2:], right_xyxy[None, :, 2:])
    intersection = (corner_high - corner_low).clip(0).prod(2)
    areas_left = (left_xyxy[:, 2:] - left_xyxy[:, :2]).prod(1)
    areas_right = (right_xyxy[:, 2:] - right_xyxy[:, :2]).prod(1)
    union = areas_left[:, None] + areas_right[None, :] - intersection
    return np.divide(intersection, union, out=np.zeros(union.shape, np.float64), where=union > 0)


def suppress(detections: Detections, iou_threshold: float) -> Detections:
    """Return the detections that no more confident one of the same class overlaps by more than iou_threshold.

    Greedy non-maximum suppression, class by class, by OpenCV; the most confident come first.
    """
    if not len(detections):
        return detections
    boxes = detections.boxes_xyxy.astype(np.float64)
    boxes_xywh = np.concatenate((boxes[:, :2], boxes[:, 2:] - boxes[:, :2]), 1)
    kept = cv2.dnn.NMSBoxesBatched(
        boxes_xywh, detections.confidences.tolist(), detections.class_ids.tolist(), 0.0, iou_threshold
    )
    return detections[np.asarray(kept, np.int64).reshape(-1)].strongest(len(detections))


def match(left: Detections, right: Detections, iou_threshold: float = 0.5) -> list[tuple[int, int]]:
    """Return pairs (row of left, row of right) that show the same object to both detectors.

    Same class and an IoU of at least iou_threshold; the best overlap is taken first, each row at most once.
    """
    overlaps = iou_matrix(left.boxes_xyxy, right.boxes_xyxy)
    overlaps[left.class_ids[:, None] != right.class_ids[None, :]] = -1
    pairs = []
    for flat in np.argsort(-overlaps, axis=None, kind="stable"):
        row, column = divmod(int(flat), len(right))
        if overlaps[row, column] < iou_threshold:
            break
        if all(row != r and column != c for r, c in pairs):
            pairs.append((row, column))
    return pairs
