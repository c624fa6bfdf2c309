"""What detectors find in a picture, for Detect and the lesson: pictures are read and detectors run."""

import threading
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from hetviz.detectors.variants import VARIANTS
from hetviz.page.answers import Answer, answered
from hetviz.page.uploads import PictureQuestion, shown
from hetviz.serving import engine, predict

TIMED_RUNS = 5
_turns = threading.BoundedSemaphore(2)  # pictures read and examined at once, whatever the number of visitors


class Finding(PictureQuestion):
    """What the page asks: a picture, and which detectors look at it."""

    variants: list[str] = Field(max_length=2, description="at most two detectors")
    kept: bool = Field(
        False, description="an answer to the same question about an example, kept with its times, will do"
    )


@answered(Finding, turns=_turns)
def find(asked: Finding) -> Answer:
    """Answer the page: what the asked detectors see in an example or an uploaded picture.

    Returns:
        {"picture": {"url", "width", "height"}, "notes": codes, "answers": {variant: ...}} or a failure (`answers`).
    """
    if asked.kept and asked.example is not None and VARIANTS.keys() >= set(asked.variants):
        return _kept(asked.example, tuple(asked.variants))
    return _found(asked)


@lru_cache(maxsize=8)
def _kept(example: str, variants: tuple[str, ...]) -> Answer:
    return _found(Finding(example=example, variants=list(variants)))


def forget() -> None:
    """Drop the kept answers, with their times: the next question of each is answered anew."""
    _kept.cache_clear()


def _found(asked: Finding) -> Answer:
    picture = asked.picture()
    answers = examine(picture.pixels, asked.variants)
    return {"picture": shown(picture.pixels), "notes": list(picture.notes), "answers": answers}


def examine(pixels: NDArray[np.uint8], variants: list[str]) -> dict[str, dict[str, Any]]:
    """Return what each detector finds, its times among it, by what it was asked for."""
    networks = [engine.load(variant) for variant in variants]
    predictions = predict.timed_candidates(pixels, networks, TIMED_RUNS)
    return {n.key: _answer(n, prediction) for n, prediction in zip(networks, predictions, strict=True)}


def _answer(network: engine.Engine, prediction: predict.Prediction) -> dict[str, Any]:
    """Return a detector's candidates as rows (left, top, right, bottom, confidence, class), before suppression."""
    found = prediction.detections
    table = np.concatenate((found.boxes_xyxy, found.confidences[:, None], found.class_ids[:, None]), 1)
    return {
        "variant": network.key,
        "candidates": [[round(float(value), 4) for value in row] for row in table],
        "classes": list(network.classes),
        "milliseconds": {stage: round(time, 3) for stage, time in prediction.milliseconds.items()},
        "engine": network.name,
        "precision": network.precision,
        "runs": TIMED_RUNS,
        "size": network.size,
    }
