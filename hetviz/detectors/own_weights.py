"""A visitor's own weights: a safetensors file whose keys and shapes tell the variant, read strictly; nothing in it is run.

Metadata, each in JSON: `classes` (names by index), `size` (side of the input in pixels), and for YOLOv5n `anchors` (three
levels of three widths and heights, in pixels of the input).
"""

import json
import math
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse
from torch import Tensor, nn

from hetviz.detectors import weights
from hetviz.detectors.heads import STRIDES
from hetviz.detectors.variants import VARIANTS, build

MAX_BYTES = 16 * 2**20
MAX_HEADER = 200_000  # bytes; that of a YOLOv8n has about 40,000
MAX_CLASSES = 100
MAX_NAME = 40  # characters of a class
MAX_SIZE = 640
MAX_ANCHOR = 4096
LIMITS = {"longest": MAX_NAME, "step": STRIDES[-1], "largest": MAX_SIZE, "widest": MAX_ANCHOR}
RULES = {
    "classes": "a list of different names of at most {longest} characters",
    "size": "a multiple of {step} from {step} to {largest}",
    "anchors": "three levels of three pairs of pixels, each over 0 and at most {widest}",
}
TYPES = {"F16": 2, "F32": 4}  # bytes a number
PICKLES = (b"PK\x03\x04", b"\x80")  # how a .pt begins; a safetensors file may too, by its header's length
OUTPUTS = {
    "head.m.0.bias": (3, 5),
    "head.cv3.0.2.bias": (1, 0),
}  # numbers a class count is told by: n * (added + classes)

ERRORS = {
    "pickle": "the file is a pickle, as .pt files are, which would run what it holds; make a safetensors file of it first",
    "weights_too_large": "the file has {megabytes} MB; at most {limit} MB are read",
    "not_safetensors": "the file is not a safetensors file",
    "header": "the file's header is damaged or lies about its contents",
    "metadata": "the file's metadata lacks {name}, or it is not as it must be: {rule}",
    "classes": "the file has {count} classes; at least 1 and at most {limit} are taken",
    "class_count": "the metadata names {named} classes, the head has {count}",
    "stranger": "the file is not one of hetviz's detectors: the closest is {variant}, but {key} {problem}",
    "not_finite": "{key} has numbers that are not finite",
    "no_answer": "the detector's answers to a grey picture are not finite numbers",
}
PROBLEMS = {"missing": "is missing", "unknown": "is not part of it", "shape": "has another shape"}


class OwnWeightsError(ValueError):
    """A visitor's file cannot be used; `code` names the sentence and `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        shown = facts | {"problem": PROBLEMS.get(facts.get("problem", ""), "")}
        super().__init__(ERRORS[code].format(**shown))
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class OwnWeights:
    """A visitor's detector, ready for inference, with what its file says of it."""

    variant: str
    classes: tuple[str, ...]
    size: int
    detector: nn.Module


def read(content: bytes) -> OwnWeights:
    """Return the detector that a file holds.

    Raises:
        OwnWeightsError: the file is too large, no safetensors file, or not exactly one of `variants.VARIANTS`.
    """
    if len(content) > MAX_BYTES:
        raise too_large(len(content))
    if content.startswith(PICKLES) and content[8:9] != b"{":
        raise OwnWeightsError("pickle")
    header = _header(content)
    told = header.pop("__metadata__", {})
    classes, size = _classes(told), _size(told)
    shapes = {name: tuple(entry["shape"]) for name, entry in header.items()}
    variant = _variant(shapes, len(classes))
    detector = build(variant, len(classes))
    if hasattr(detector.head, "anchors"):
        detector.head.anchors = _anchors(told)
    _fill(detector, content)
    detector.eval().requires_grad_(False)
    if not all(torch.isfinite(level).all() for level in detector(torch.full((1, 3, size, size), 0.5))):
        raise OwnWeightsError("no_answer")
    return OwnWeights(variant, classes, size, detector)


def too_large(count: int) -> OwnWeightsError:
    """Return the error of a file of so many bytes."""
    return OwnWeightsError("weights_too_large", megabytes=math.ceil(count / 2**20), limit=MAX_BYTES // 2**20)


def _header(content: bytes) -> dict[str, Any]:
    """Return the header, checked against the bytes that follow: every one belongs to exactly one tensor."""
    if len(content) < 8:
        raise OwnWeightsError("not_safetensors")
    (length,) = struct.unpack("<Q", content[:8])
    if length > min(MAX_HEADER, len(content) - 8) or content[8:9] != b"{":
        raise OwnWeightsError("not_safetensors")
    try:
        header = json.loads(content[8 : 8 + length], object_pairs_hook=_once)
        spans = sorted(_span(entry) for name, entry in header.items() if name != "__metadata__")
    except (ValueError, TypeError, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise OwnWeightsError("header") from error
    ends = [0, *(end for _, end in spans)]
    if [start for start, _ in spans] != ends[:-1] or ends[-1] != len(content) - 8 - length:
        raise OwnWeightsError("header")
    told = header.get("__metadata__", {})
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise OwnWeightsError("header")
    return header


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _span(entry: Any) -> tuple[int, int]:
    """Return where a tensor's bytes begin and end, which must be as many as its shape needs."""
    shape, (start, end) = entry["shape"], entry["data_offsets"]
    if not all(type(number) is int and number >= 0 for number in (*shape, start, end)):
        raise ValueError("not whole numbers")
    if len(shape) > 4 or end - start != TYPES[entry["dtype"]] * math.prod(shape):
        raise ValueError("not as many bytes as the shape needs")
    return start, end


def _told(metadata: dict[str, str], name: str) -> Any:
    try:
        return json.loads(metadata[name])
    except (KeyError, ValueError, RecursionError) as error:
        raise _broken(name) from error


def _broken(name: str) -> OwnWeightsError:
    """Return the error of an entry of the metadata that breaks its rule."""
    return OwnWeightsError("metadata", name=name, rule=RULES[name].format(**LIMITS), **LIMITS)


def _classes(metadata: dict[str, str]) -> tuple[str, ...]:
    names = _told(metadata, "classes")
    if not isinstance(names, list) or not all(
        isinstance(n, str) and 0 < len(n) <= MAX_NAME and n.isprintable() for n in names
    ):
        raise _broken("classes")
    if not 0 < len(names) <= MAX_CLASSES:
        raise OwnWeightsError("classes", count=len(names), limit=MAX_CLASSES)
    if len(set(names)) < len(names):
        raise _broken("classes")
    return tuple(names)


def _size(metadata: dict[str, str]) -> int:
    size = _told(metadata, "size")
    if type(size) is not int or size % STRIDES[-1] or not STRIDES[-1] <= size <= MAX_SIZE:
        raise _broken("size")
    return size


def _anchors(metadata: dict[str, str]) -> tuple[tuple[tuple[float, float], ...], ...]:
    levels = _told(metadata, "anchors")
    try:
        anchors = tuple(tuple((float(w), float(h)) for w, h in level) for level in levels)
    except (TypeError, ValueError, OverflowError) as error:
        raise _broken("anchors") from error
    sides = [side for level in anchors for pair in level for side in pair]
    if [len(level) for level in anchors] != [3, 3, 3] or not all(0 < side <= MAX_ANCHOR for side in sides):
        raise _broken("anchors")
    return anchors


@lru_cache(maxsize=32)
def _shapes(variant: str, classes: int) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in weights.stored(build(variant, classes)).items()}


def _variant(shapes: dict[str, tuple[int, ...]], classes: int) -> str:
    """Return the one variant that has exactly these keys and shapes."""
    for name, (times, added) in OUTPUTS.items():
        if name in shapes and shapes[name] != (times * (added + classes),):
            count = shapes[name][0] // times - added if len(shapes[name]) == 1 else 0
            raise OwnWeightsError("class_count", named=classes, count=count)
    wanted = {variant: _shapes(variant, classes) for variant in VARIANTS}
    exact = [variant for variant, known in wanted.items() if known == shapes]
    if exact:
        return exact[0]
    closest = max(wanted, key=lambda variant: len(wanted[variant].items() & shapes.items()))
    known = wanted[closest]
    for problem, keys in (("missing", known.keys() - shapes.keys()), ("unknown", shapes.keys() - known.keys())):
        if keys:
            raise OwnWeightsError("stranger", variant=closest, key=min(keys)[:80], problem=problem)
    key = min(name for name in known if known[name] != shapes[name])
    raise OwnWeightsError("stranger", variant=closest, key=key, problem="shape")


def _fill(detector: nn.Module, content: bytes) -> None:
    try:
        stored = parse(content)
    except SafetensorError as error:
        raise OwnWeightsError("header") from error
    target: dict[str, Tensor] = detector.state_dict()
    with torch.no_grad():
        for name, tensor in stored.items():
            if not torch.isfinite(tensor).all():
                raise OwnWeightsError("not_finite", key=name)
            target[name].copy_(tensor)
