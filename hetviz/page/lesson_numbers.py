"""What the lesson's steps show and ask for: numbers that the counting code gives, and pixels of an example."""

from collections.abc import Iterable
from typing import Any

from hetviz.counting import claims, papers, waterfall
from hetviz.detectors import variants
from hetviz.operators import dualconv, hetconv, standard
from hetviz.page import diagrams
from hetviz.page.entries import comparison
from hetviz.page.uploads import data_url
from hetviz.pictures.examples import example

CHANNELS, PARTS, HALF = 8, 4, 2  # of the small layer that the first steps draw, and the P that they speak of
WIDE = diagrams.LAYER_CHANNELS
KERNEL = 3
PLACE = {"example": "astronaut", "left": 200, "top": 98, "side": 7}  # an eye, pixel by pixel
AROUND = 28  # pixels around it that say where it is
# One kernel finds changes from left to right, the other from top to bottom (Sobel's).
KERNELS = {"red": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)), "green": ((-1, -2, -1), (0, 0, 0), (1, 2, 1))}
CLASSES = (20, 80)  # VOC's and COCO's
FIRST, SECOND = "v5n-c3", "v5n-csphet-p4"


def numbers() -> dict[str, Any]:
    """Return everything, by step."""
    return {
        "one_filter": {"patch": patch(), "kernels": KERNELS, "channels": CHANNELS, **small()},
        "dots": {"channels": CHANNELS, "parts": PARTS, "half": HALF, **small()},
        "whole_detector": {
            **waterfall.waterfall(),
            "places": waterfall.places(),
            "classes": CLASSES[0],
            "layer": layer(),
        },
        "two_layers": {"channels": CHANNELS, "parts": PARTS, "published": published()},
        "fold_dot": {"channels": WIDE, "parts": PARTS, "layer": layer()},
        "own_yolo": {"rivals": rivals(), "apart": yolov5n(comparison()["apart"]), "headlines": headlines()},
        "check": check(),
    }


def small() -> dict[str, int]:
    """Return the weights of one filter on 8 channels: all 3×3, at P = 4, at P = 2; and of a layer of 8 such filters."""
    whole = {p: hetconv.weights(CHANNELS, CHANNELS, p=p) // CHANNELS for p in (PARTS, HALF)}
    return {
        "filter": standard.weights(CHANNELS, 1),
        "layer": standard.weights(CHANNELS, CHANNELS),
        "dotted": whole[PARTS],
        "halved": whole[HALF],
    }


def layer() -> dict[str, int]:
    """Return the weights of a layer of 64 channels by operator, at P = G = 4."""
    return {
        "standard": standard.weights(WIDE, WIDE),
        "hetconv": hetconv.weights(WIDE, WIDE, p=PARTS),
        "dualconv": dualconv.weights(WIDE, WIDE, groups=PARTS),
    }


def patch() -> dict[str, Any]:
    """Return the pixels of a few places of an example, by colour, and a picture of what is around them."""
    pixels = example(PLACE["example"])
    left, top, side = PLACE["left"], PLACE["top"], PLACE["side"]
    own = pixels[top : top + side, left : left + side]
    near = pixels[top - AROUND : top + side + AROUND, left - AROUND : left + side + AROUND]
    colours = {name: own[..., index].tolist() for index, name in enumerate(("red", "green", "blue"))}
    return {**PLACE, **colours, "around": AROUND, "picture": data_url(near.repeat(4, 0).repeat(4, 1), 400)}


def published() -> dict[str, float]:
    """Return the accuracies of VGG-16 on CIFAR-10 that HetConv's authors published, at P = 1 and P = 4."""
    rows = {row.p: row.accuracy for row in papers.VGG16_PUBLISHED}
    return {"standard": rows[1], "hetconv": rows[PARTS]}


def rivals() -> list[dict[str, Any]]:
    """Return the YOLOv5n that were trained alike: parameters, GFLOPs at 640×640, mAP50 and that of each seed."""
    costs, scores = diagrams.live_costs()[str(CLASSES[0])]["640"], comparison()["trained"]
    return [{"variant": key, **costs[key], **_score(scores[key])} for key in yolov5n(costs) if key in scores]


def yolov5n(keys: Iterable[str]) -> list[str]:
    """Return the variants of the family that the lesson is about."""
    return [key for key in keys if variants.VARIANTS[key].family == diagrams.FAMILY]


def _score(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("family", "map50", "seeds", "size", "images", "training", "speed")}


def headlines() -> list[dict[str, Any]]:
    """Return how many parameters CSPHet P = 4 has more than C3, at every pair of usual class counts, and whether that
    rounds to what the article claims."""
    claim = next(claim for claim in claims.CLAIMS if claim.variant == SECOND)
    found = []
    for own in CLASSES:
        for reference in CLASSES:
            counted = claims.count(SECOND, claims.Setting(own, reference))
            met = claims.distances(claim, counted)["params"] == 0
            found.append({"own": own, "reference": reference, "difference": counted.difference, "met": met})
    return found


def check() -> dict[str, Any]:
    """Return what the self-check is judged by: the channels of filter 6, and CSPHet P = 2 against C3."""
    costs = diagrams.live_costs()[str(CLASSES[0])]["640"]
    half = next(key for key, variant in variants.VARIANTS.items() if variant.block == "csphet" and variant.p == HALF)
    change = costs[half]["params"] / costs[FIRST]["params"] - 1
    ratio = hetconv.weights(WIDE, WIDE, p=PARTS) / standard.weights(WIDE, WIDE)
    return {"filter": 6, "channels": CHANNELS, "parts": PARTS, "half": HALF, "change": change, "ratio": ratio}
