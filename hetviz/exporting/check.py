"""Whether an exported file finds what the detector finds: the file is read back and looks at the example photographs."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from hetviz.detectors.decoding import Decoder
from hetviz.exporting.network import Portable
from hetviz.pictures.boxes import Detections, match
from hetviz.pictures.examples import EXAMPLES, example
from hetviz.serving import predict
from hetviz.serving.engine import TorchRunner, openvino

FURTHEST = 0.01  # pixels of the photograph, that a side of a box may be off
CONFIDENCE = 0.1  # low, so that there is much to compare
Outputs = tuple[NDArray[np.float32], ...]
Run = Callable[[NDArray[np.float32]], Outputs]  # (1, 3, S, S) from 0 to 1 -> what the file gives


class CheckError(RuntimeError):
    """An exported file does not find what the detector finds."""


class Looking:
    """What `predict` asks for a picture's boxes: a network that runs an exported file, or the detector itself."""

    def __init__(self, run: Callable[[NDArray[np.uint8]], Outputs], decode: Decoder, size: int) -> None:
        self.run, self.decode, self.size, self.classes = run, decode, size, ()

    def __call__(self, square: NDArray[np.uint8]) -> Outputs:
        return self.run(square)


def compare(portable: Portable, size: int, run: Run, furthest: float = FURTHEST) -> tuple[int, float]:
    """Return how many boxes the detector finds in the examples, and how far a file's are off at most, in pixels.

    Raises:
        CheckError: the file finds others, or a side is further off than allowed.
    """
    wanted = Looking(TorchRunner(portable.network, size), portable.network.head.decoder(), size)
    decode = wanted.decode if portable.raw else decode_rows
    got = Looking(lambda square: run(as_pixels(square)), decode, size)
    found = [_furthest(example(key), wanted, got) for key in EXAMPLES]
    boxes, off = sum(count for count, _ in found), max(distance for _, distance in found)
    if not boxes:
        raise CheckError("the detector finds nothing in the example photographs, so nothing can be compared")
    if off > furthest:
        raise CheckError(f"a side of a box is {off:.4f} pixels off; at most {furthest} are allowed")
    return boxes, off


def _furthest(pixels: NDArray[np.uint8], wanted: Looking, got: Looking) -> tuple[int, float]:
    left, right = (predict.detect(pixels, network, CONFIDENCE).detections for network in (wanted, got))
    pairs = match(left, right, 0.5)
    if len(left) != len(right) or len(pairs) != len(left):
        raise CheckError(
            f"the file finds {len(right)} boxes, the detector {len(left)}; {len(pairs)} are the same objects"
        )
    return len(left), max((float(abs(left.boxes_xyxy[i] - right.boxes_xyxy[j]).max()) for i, j in pairs), default=0.0)


def as_pixels(square: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a letterboxed picture as an exported file takes it, (S, S, 3) -> (1, 3, S, S) from 0 to 1."""
    return np.ascontiguousarray(square.transpose(2, 0, 1)[None], np.float32) / 255


def decode_rows(rows: Outputs, *, minimum_confidence: float, every_class: bool = False) -> Detections:
    """Return the boxes in decoded rows, YOLOv5's (with objectness) or YOLOv8's (a column a cell), for one picture."""
    table = rows[0]
    is_columns = table.shape[0] < table.shape[1]
    table = table.T if is_columns else table
    scores = table[:, 4:] if is_columns else table[:, 5:] * table[:, 4:5]
    kept, class_ids = np.nonzero(scores >= minimum_confidence) if every_class else _best(scores, minimum_confidence)
    centres, half = table[kept, :2], table[kept, 2:4] / 2
    return Detections(np.concatenate((centres - half, centres + half), 1), scores[kept, class_ids], class_ids)


def _best(scores: NDArray[np.float32], minimum: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    best = scores.argmax(1)
    kept = np.nonzero(scores.max(1) >= minimum)[0]
    return kept, best[kept]


def run_onnx(path: Path) -> Run:
    """Return what runs an ONNX file, by OpenCV's DNN."""
    net = cv2.dnn.readNetFromONNX(str(path))
    names = net.getUnconnectedOutLayersNames()

    def run(pixels: NDArray[np.float32]) -> Outputs:
        net.setInput(pixels)
        return tuple(net.forward(names))

    return run


def run_openvino(path: Path) -> Run:
    """Return what runs OpenVINO's files, in single precision."""
    compiled = openvino.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda pixels: tuple(np.array(level) for level in compiled(pixels).values())


def run_detector(detector: torch.nn.Module) -> Run:
    """Return what runs a detector as torch runs it untouched, for weights that were written and read back."""

    def run(pixels: NDArray[np.float32]) -> Outputs:
        with torch.inference_mode():
            return tuple(level.numpy() for level in detector(torch.from_numpy(pixels)))

    return run
