"""A picture of any shape in the square input of a detector, and boxes back into the picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

GREY = 114  # fills what no picture covers


@dataclass(frozen=True)
class Letterbox:
    """Where a picture lies within the detector's square input: input = picture * scale + (left, top)."""

    scale: float
    left: int
    top: int

    def restore(self, boxes_xyxy: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
        """Return boxes of the input in pixels of the picture, clipped to its width and height."""
        boxes = (boxes_xyxy - np.array([self.left, self.top] * 2, np.float32)) / self.scale
        return boxes.clip(0, np.array([width, height] * 2)).astype(np.float32)


def letterbox(pixels: NDArray[np.uint8], size: int) -> tuple[NDArray[np.uint8], Letterbox]:
    """Return the picture fitted into a grey square, and where it lies.

    Shape:
        (H, W, 3) uint8 -> (size, size, 3) uint8
    """
    height, width = pixels.shape[:2]
    scale = size / max(height, width)
    inner_width, inner_height = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (size - inner_width) // 2, (size - inner_height) // 2
    way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
    square = np.full((size, size, 3), GREY, np.uint8)
    square[top : top + inner_height, left : left + inner_width] = cv2.resize(
        pixels, (inner_width, inner_height), interpolation=way
    )
    return square, Letterbox(scale, left, top)
