"""Where each detector looked for one box, for Heat maps and the lesson: maps are made, measured and drawn as files.

Long runs (trust test, curves) are asked for step by step by the page, so that it can show progress and stop: no step
depends on the one before, and nothing of a visitor is kept. Only maps of the examples are.
"""

import io
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, Strict, field_validator

from hetviz.detectors import served
from hetviz.explaining import draw, explain, map_quality, tracing
from hetviz.explaining.explain import Explanation, View
from hetviz.page.answers import Answer, answered, in_base64
from hetviz.page.uploads import PictureQuestion

LARGEST_SENT = 320  # pixels; the page stretches a map over the picture
LARGEST_SMALL = 112
CHANNELS = 6
DRAWS = 3  # random weights differ in what they happen to see, so the trust test takes the mean of so many
SIDES = ("left", "right")
_turns = threading.BoundedSemaphore(2)  # questions answered at once, whatever the number of visitors


Pixels = Annotated[float, Field(allow_inf_nan=False)]


class Asked(PictureQuestion):
    """What the page asks to have explained."""

    model_config = ConfigDict(populate_by_name=True)

    variants: dict[str, str | None] = Field(description="left and right, each with the name of a detector or none")
    side: Literal[SIDES] = Field(description=f"one of {', '.join(SIDES)}")
    box: Annotated[tuple[Pixels, Pixels, Pixels, Pixels], Strict(False)] = Field(
        description="left < right and top < bottom in pixels"
    )
    class_id: int = Field(alias="class", ge=0, description="the number of a class")
    confidence: float = Field(ge=0, le=1, description="a number between 0 and 1")
    iou: float = Field(ge=0, le=1, description="a number between 0 and 1")
    method: str = Field(description="a method")
    layer: str = Field(description='a layer, or "" to choose by the level that answered')
    score: str = Field(description="a score")

    @field_validator("box")
    @classmethod
    def _has_sides(cls, box: tuple[float, ...]) -> tuple[float, ...]:
        if box[0] >= box[2] or box[1] >= box[3]:
            raise ValueError("empty")
        return box


class Depth(Asked):
    """A map, and how far down the weights are made random."""

    depth: str = Field(description="a depth")


class Fraction(Asked):
    """A map, and how much of the picture is taken away or left."""

    fraction: float = Field(ge=0, le=1, description="a number between 0 and 1")


class File(Asked):
    """A map, and what file is made of it."""

    kind: Literal["png", "npy"] = Field(description="png or npy")
    single: str = Field("", alias="of", description="the side of a single map")
    same_range: bool = Field(False, description="true or false")


@dataclass(frozen=True)
class Question:
    """What decides a map; equal questions have equal answers, hence the weights' hashes."""

    source: tuple[str, str]  # "example" or "path", and which
    variants: tuple[tuple[str, str, str], ...]  # side, detector, hash of its weights
    own: bool  # one of them is a visitor's own
    side: str
    box_xyxy: tuple[float, ...]
    class_id: int
    confidence: float
    iou: float
    method: str
    layer: str  # "": by the level that answered
    score: str

    @staticmethod
    def of(asked: Asked) -> "Question":
        """Return what the page asked.

        Raises:
            ValueError: the side that was asked for has no detector.
        """
        variants = {side: asked.variants[side] for side in SIDES if asked.variants.get(side)}
        if asked.side not in variants:
            raise ValueError(f"side={asked.side!r} must be one of those with a variant: {', '.join(variants)}")
        found = {side: served.named(key) for side, key in variants.items()}
        return Question(
            ("path", asked.path) if asked.example is None else ("example", asked.example),
            tuple((side, detector.key, detector.digest) for side, detector in found.items()),
            any(detector.own for detector in found.values()),
            asked.side, asked.box, asked.class_id, asked.confidence, asked.iou, asked.method, asked.layer, asked.score,
        )  # fmt: skip

    def variant(self, side: str) -> str:
        """Return the detector of a side."""
        return {name: variant for name, variant, _ in self.variants}[side]


@dataclass(frozen=True)
class Maps:
    """The maps of a question, and what they were made from, by side."""

    pixels: NDArray[np.uint8]
    views: dict[str, View]
    explanations: dict[str, Explanation]  # of those that have the class
    names: dict[str, str]  # of the detectors
    name: str  # of the class


def made(question: Question) -> Maps:
    """Return the maps of a question; those of examples are kept, the newest sixteen of them, by detectors of all."""
    return _kept(question) if question.source[0] == "example" and not question.own else _make(question)


@lru_cache(maxsize=16)
def _kept(question: Question) -> Maps:
    return _make(question)


def _make(question: Question) -> Maps:
    pixels = PictureQuestion.of(**dict([question.source])).picture().pixels
    explainers = {side: explain.load(variant) for side, variant, _ in question.variants}
    views = {side: explainer.view(pixels) for side, explainer in explainers.items()}
    own = views[question.side]
    if not 0 <= question.class_id < own.scores.shape[1]:
        raise ValueError(f"class={question.class_id} must be less than {own.scores.shape[1]}")
    row = explain.row_of_box(own, np.array(question.box_xyxy), question.class_id)
    chosen = explain.subject(own, row, question.class_id, "asked")
    name = explainers[question.side].classes[question.class_id]
    subjects = {question.side: chosen} | {
        side: explain.other_subject(
            own, views[side], chosen, question.confidence, question.iou, explainer.classes.index(name)
        )
        for side, explainer in explainers.items()
        if side != question.side and name in explainer.classes
    }
    explanations = {
        side: explainers[side].explain(
            views[side], subjects[side], method=question.method, layer=question.layer or None, score=question.score
        )
        for side in views
        if side in subjects
    }
    return Maps(pixels, views, explanations, {side: e.name for side, e in explainers.items()}, name)


@answered(Asked, otherwise="not_explained", turns=_turns)
def maps(asked: Asked) -> Answer:
    """Answer the page: both detectors' maps of one box, with their figures.

    Returns:
        {"name": class, "sides": {side: ...}, "without": sides whose detector has no such class, "agreement":
        {"correlation", "similarity"}} or a failure (`answers`).
    """
    question = Question.of(asked)
    found = made(question)
    sides = {side: _side(e, found.views[side]) for side, e in found.explanations.items()}
    both = tuple(found.explanations.values())
    return {
        "name": found.name,
        "sides": sides,
        "without": sorted(found.views.keys() - sides.keys()),
        "agreement": explain.agreement(*both) if len(both) == 2 else {"correlation": None, "similarity": None},
    }


def _side(e: Explanation, view: View) -> Answer:
    return {
        "how": e.subject.how,
        "box": [round(float(side), 2) for side in e.subject.box_xyxy],
        "confidence": e.subject.confidence,
        "level": e.subject.level,
        "reach": view.reach,
        "layer": e.layer,
        "score": e.trace.score,
        "cells": list(e.trace.values.shape),
        "low": e.low,
        "high": e.high,
        "reason": e.reason,
        "map": packed(e.values, LARGEST_SENT),
        "figures": explain.figures(e, view),
    }


def packed(values: NDArray, largest: int) -> Answer:
    """Return a map for the page: shrunk to the largest side, as shares of its peak in 16 bits, little-endian.

    >>> packed(np.array([[0.0, 4.0]]), 320)
    {'width': 2, 'height': 1, 'peak': 4.0, 'values': 'AAD//w=='}
    """
    height, width = values.shape
    scale = min(1.0, largest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA) if scale < 1 else values
    peak = float(small.max())
    shares = np.rint(65535 * (small / (peak or 1.0)).clip(0, 1)).astype("<u2")
    content = in_base64(shares.tobytes())
    return {"width": size[0], "height": size[1], "peak": peak, "values": content}


@answered(Asked, otherwise="not_explained", turns=_turns)
def channels(asked: Asked) -> Answer:
    """Answer the page: the channels of the layer that put most into each map, as small pictures."""
    found = made(Question.of(asked))
    return {
        "sides": {
            side: {
                "count": len(e.trace.activations),
                "channels": [
                    {
                        "index": channel.index,
                        "weight": channel.weight,
                        "share": channel.share,
                        "low": float(channel.activation.min()),
                        "high": float(channel.activation.max()),
                        "map": _small(channel.activation - channel.activation.min(), found.views[side]),
                    }
                    for channel in tracing.strongest_channels(e.trace, e.method, CHANNELS)
                ],
            }
            for side, e in found.explanations.items()
        }
    }


def _small(values: NDArray, view: View) -> Answer:
    return packed(explain.in_picture(values, view, view.map_size()), LARGEST_SMALL)


@answered(Depth, otherwise="not_explained", turns=_turns)
def trust(asked: Depth) -> Answer:
    """Answer the page: a map with weights random from the head down to {"depth"}, and the mean correlation of the draws."""
    question = Question.of(asked)
    found = made(question)
    return {"sides": {side: _random(found, question, side, asked.depth) for side in found.explanations}}


def _random(found: Maps, question: Question, side: str, depth: str) -> Answer:
    trained, view = found.explanations[side], found.views[side]
    explainer = explain.load(question.variant(side))
    drawn = [
        explainer.explain(
            view, trained.subject, method=trained.method, layer=trained.layer, score=question.score,
            network=map_quality.randomised(explainer.network, depth, seed),
        )
        for seed in range(DRAWS if depth != "trained" else 1)
    ]  # fmt: skip
    known = [map_quality.correlation(trained.values, e.values) for e in drawn if not e.reason]
    shown = next((e for e in drawn if not e.reason), drawn[0])
    return {
        "map": packed(shown.values, LARGEST_SMALL),
        "high": shown.high,
        "reason": shown.reason,
        "correlation": float(np.mean(known)) if known and None not in known else None,
    }


@answered(Fraction, otherwise="not_explained", turns=_turns)
def curves(asked: Fraction) -> Answer:
    """Answer the page: each box's confidence with the {"fraction"} of the map's strongest pixels gone, and alone left."""
    question, fraction = Question.of(asked), asked.fraction
    found = made(question)
    sides = {}
    for side, e in found.explanations.items():
        deleted, inserted = explain.load(question.variant(side)).when_changed(found.views[side], e, fraction)
        sides[side] = {"deleted": deleted, "inserted": inserted}
    return {"sides": sides}


@answered(File, otherwise="not_explained", turns=_turns)
def download(asked: File) -> Answer:
    """Answer the page: a file of {"kind"}: "png" of both maps with their colour bar, or "npy" of one side's map."""
    question = Question.of(asked)
    found = made(question)
    if asked.kind == "npy":
        side = asked.single
        content, file = io.BytesIO(), f"heat-map-{found.names[side]}-{found.name}.npy"
        np.save(content, found.explanations[side].values)
        return {"name": file, "type": "application/octet-stream", "content": in_base64(content.getvalue())}
    panels = [
        draw.Panel(
            f"{found.names[side]}: {found.name} {e.subject.confidence:.2f}", e.values, e.subject.box_xyxy,
            f"{e.method}, {e.layer}; range {e.low:.3g} … {e.high:.3g}" + (f"; {e.reason}" if e.reason else ""),
        )
        for side, e in found.explanations.items()
    ]  # fmt: skip
    content = draw.heat_maps(found.pixels, panels, same_range=asked.same_range)
    return {"name": f"heat-maps-{found.name}.png", "type": "image/png", "content": in_base64(content)}
