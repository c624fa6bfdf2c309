"""What the Kernels tab shows of one filter at work: a layer's numbers on a picture, sent once; the page does the rest.

Kernels travel in half precision, in which the weights are stored, maps in single precision: nothing is lost, so that the
page's own sums can be held against the network's.
"""

import threading
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from pydantic import Field
from torch import Tensor

from hetviz.detectors import served
from hetviz.explaining import filter_parts
from hetviz.explaining.filter_parts import Off, Work
from hetviz.page.answers import Answer, answered, in_base64
from hetviz.page.uploads import PictureQuestion, data_url
from hetviz.pictures.boxes import Detections
from hetviz.serving.predict import MINIMUM_CONFIDENCE, MOST_CANDIDATES

KEPT = 24  # answers about examples; each has at most about 0.6 MB
LARGEST_SHOWN = 480  # pixels of the picture beside the maps
_turns = threading.BoundedSemaphore(2)  # questions answered at once, whatever the number of visitors


class Measured(PictureQuestion):
    """A picture, and a detector that looks at it."""

    variant: str = Field(description="the name of a detector")


class Looked(Measured):
    """A layer of the detector, and which kernels are switched off."""

    layer: str = Field(description="the path of a layer")
    kxk: bool = Field(False, description="true or false")
    dots: bool = Field(False, description="true or false")
    part: int | None = Field(None, ge=0, description="null, or the number of a part")
    everywhere: bool = Field(False, description="true or false")

    def off(self) -> Off:
        """Return what is switched off."""
        return Off(self.kxk, self.dots, self.part, self.everywhere)


@answered(Looked, turns=_turns)
def at_work(asked: Looked) -> Answer:
    """Answer the page: a layer at work on a picture, its kernels as trained, and the detector's boxes.

    Returns:
        {"operator", "p", "m", "n", "k", "height", "width", "kxk", "dots", "inputs", "outputs", "candidates", "classes",
        "placing", "picture"} or a failure (`answers`).
    """
    return _found(asked, _kept_answer, _make_answer, asked.layer, asked.off())


@answered(Measured, turns=_turns)
def variance_shares(asked: Measured) -> Answer:
    """Answer the page: the K×K kernels' share of the variance in each layer of a detector that has dots beside them.

    Returns:
        {"layers": [{"path", "p", "share"}]} or a failure (`answers`).
    """
    return _found(asked, _kept_shares, _make_shares)


Key = tuple[str, str, str]  # "example" or "path", which, and the hash of the detector's weights


def _found(asked: Measured, kept: Callable[..., Answer], made: Callable[..., Answer], *more: object) -> Answer:
    """Return an answer; of an upload, and of a visitor's own detector, nothing is kept."""
    detector = served.named(asked.variant)
    if asked.example is None:
        return made(("path", asked.path, detector.digest), detector.key, *more)
    return (made if detector.own else kept)(("example", asked.example, detector.digest), detector.key, *more)


def _pixels(key: Key) -> np.ndarray:
    return PictureQuestion.of(**{key[0]: key[1]}).picture().pixels


@lru_cache(maxsize=KEPT)
def _kept_answer(key: Key, variant: str, layer: str, off: Off) -> Answer:
    return _make_answer(key, variant, layer, off)


def _make_answer(key: Key, variant: str, layer: str, off: Off) -> Answer:
    pixels, probe = _pixels(key), filter_parts.load(variant)
    work = probe.look(pixels, layer, off, MINIMUM_CONFIDENCE)
    placing = {"scale": work.placing.scale, "left": work.placing.left, "top": work.placing.top, "size": probe.size}
    picture = {"url": data_url(pixels, LARGEST_SHOWN), "width": pixels.shape[1], "height": pixels.shape[0]}
    boxes = {"candidates": _rows(work.found.strongest(MOST_CANDIDATES)), "classes": list(probe.classes)}
    return {"variant": variant, "layer": layer, **_numbers(work), **boxes, "placing": placing, "picture": picture}


def _numbers(work: Work) -> Answer:
    n, m, k, _ = work.parts.kxk.shape
    return {
        "operator": work.parts.operator,
        "p": work.parts.p,
        "m": m,
        "n": n,
        "k": k,
        "height": work.inputs.shape[1],
        "width": work.inputs.shape[2],
        "kxk": _packed(work.parts.kxk, "<f2"),
        "dots": _packed(work.parts.dots, "<f2"),
        "inputs": _packed(work.inputs, "<f4"),
        "outputs": _packed(work.outputs, "<f4"),
    }


def _packed(values: Tensor, kind: str) -> str:
    return in_base64(values.contiguous().numpy().astype(kind).tobytes())


def _rows(found: Detections) -> list[list[float]]:
    table = np.concatenate((found.boxes_xyxy, found.confidences[:, None], found.class_ids[:, None]), 1)
    return [[round(float(value), 4) for value in row] for row in table]


@lru_cache(maxsize=128)
def _kept_shares(key: Key, variant: str) -> Answer:
    return _make_shares(key, variant)


def _make_shares(key: Key, variant: str) -> Answer:
    found = filter_parts.load(variant).variances(_pixels(key))
    return {"layers": [{"path": row.path, "p": row.p, "share": row.share} for row in found]}
