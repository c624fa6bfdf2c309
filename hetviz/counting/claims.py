"""What the article that CSPHet comes from claims, and what a count says to it, at any setting.

A claim is met by a count that rounds to what it says. GFLOPs are read as YOLO's logs print them (`conventions.LOG`),
parameters before BatchNorm is fused, both at 640×640 pixels. "Counted" is the word: nothing here was trained again.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from hetviz.counting import layers
from hetviz.counting.conventions import LOG, Convention
from hetviz.counting.layers import DetectorCost
from hetviz.detectors import variants

SIZE = 640
MOST_CLASSES = 1000
TRIED_CLASSES = range(1, 201)


@dataclass(frozen=True)
class Claim:
    """A saving in parameters and a figure in GFLOPs, as stated for a variant against its original.

    params is the stated difference, low to high, and params_step the unit of its last digit; gflops likewise in tenths. A
    difference that is stated as `about` so many counts by its first digit.
    """

    key: str
    variant: str
    params: tuple[int, int]
    params_step: int = 10_000
    gflops: float | None = None
    gflops_step: float = 0.1
    about: bool = False


CLAIMS = (
    Claim("v5_csphet", "v5n-csphet-p4", (-200_000, -200_000), params_step=100_000, gflops=4.1, about=True),
    Claim("v5_csppc", "v5n-csppc", (-420_000, -420_000), gflops=3.3),
    Claim("v5_dual", "v5n-c3dual-g4", (-300_000, -300_000)),
    Claim("v8_csphet", "v8n-csphet-p4", (-750_000, -700_000), gflops=6.6),
    Claim("v8_csppc", "v8n-csppc", (-1_000_000, -1_000_000), params_step=100_000, gflops=6.0),
)

# CSPHet is said to be more accurate than CSPPC, and heavier.
RIVALS = (("v5n-csphet-p4", "v5n-csppc"), ("v8n-csphet-p4", "v8n-csppc"))


@dataclass(frozen=True)
class Setting:
    """What a claim leaves open: classes of both sides, the CSP frame ("": the block's own), which blocks are replaced.

    Raises:
        ValueError: a class count is not 1 to 1000.
    """

    own_classes: int = 20
    reference_classes: int = 20
    frame: str = ""
    replaced: str = "all"

    def __post_init__(self) -> None:
        for name in ("own_classes", "reference_classes"):
            if not 1 <= (value := getattr(self, name)) <= MOST_CLASSES:
                raise ValueError(f"{name}={value} must be 1 to {MOST_CLASSES}")


# The settings that a writer may have had before the eyes: VOC's 20 classes, COCO's 80, or a 20-class detector beside the
# 80-class figure that YOLO prints for its original; all blocks replaced, or the backbone's or the neck's alone.
USUAL = tuple(
    Setting(own, reference, "", replaced)
    for replaced in layers.REPLACED
    for own, reference in ((20, 20), (80, 80), (20, 80))
)


@dataclass(frozen=True)
class Count:
    """A variant counted at a setting: parameters, their difference to the original's, and GFLOPs."""

    setting: Setting
    params: int
    difference: int
    gflops: float


def count(variant: str, setting: Setting) -> Count:
    """Return the count of a variant against its original."""
    own = layers.detector(variant, setting.own_classes, SIZE, frame=setting.frame, replaced=setting.replaced)
    original = layers.detector(variants.VARIANTS[variant].original, setting.reference_classes, SIZE)
    params, operations = LOG.totals(own)
    return Count(setting, params, params - LOG.totals(original)[0], operations / 1e9)


def _distance(value: float, low: float, high: float, step: float) -> float:
    """Return how far a value lies outside the numbers that round to low..high; 0 inside."""
    return max(0.0, low - step / 2 - value, value - high - step / 2)


def distances(claim: Claim, counted: Count) -> dict[str, float]:
    """Return how far a count lies from each half of a claim; 0 where it rounds to what is claimed."""
    halves = {"params": _distance(counted.difference, *claim.params, claim.params_step)}
    if claim.gflops is not None:
        halves["gflops"] = _distance(counted.gflops, claim.gflops, claim.gflops, claim.gflops_step)
    return halves


def _is_plain(setting: Setting) -> bool:
    return setting.own_classes == setting.reference_classes and setting.replaced == "all"


def _verdict(half: str, nearest: Count, claim: Claim) -> str:
    if distances(claim, nearest)[half]:
        return "off"
    return "holds" if _is_plain(nearest.setting) else "only_there"


def _value(half: str, counted: Count) -> float:
    return counted.difference if half == "params" else counted.gflops


def judge(claim: Claim, setting: Setting) -> dict[str, Any]:
    """Return both halves of a claim, each with its count at the setting, the nearest usual setting, and a verdict.

    The verdict is "holds" where equal class counts and all eight blocks give what is claimed, "only_there" where only
    another setting does, "off" where none of the usual ones does. together lists the settings that meet all halves.
    """
    chosen, tried = count(claim.variant, setting), [count(claim.variant, usual) for usual in USUAL]
    halves = {}
    for half, distance in distances(claim, chosen).items():
        nearest = min(tried, key=lambda c: (distances(claim, c)[half], _centre_distance(claim, half, c)))
        halves[half] = {
            "claimed": list(claim.params) if half == "params" else [claim.gflops],
            "count": _value(half, chosen),
            "met": distance == 0,
            "nearest": {"count": _value(half, nearest), **vars(nearest.setting)},
            "verdict": _verdict(half, nearest, claim),
        }
    together = [vars(c.setting) for c in tried if not any(distances(claim, c).values())]
    reference = variants.VARIANTS[claim.variant].original
    said = {"key": claim.key, "variant": claim.variant, "reference": reference, "about": claim.about}
    return {**said, "halves": halves, "together": together}


def _centre_distance(claim: Claim, half: str, counted: Count) -> float:
    target = sum(claim.params) / 2 if half == "params" else claim.gflops
    return abs(_value(half, counted) - target)


def table(setting: Setting) -> list[dict[str, Any]]:
    """Return every claim, judged at the visitor's setting."""
    return [judge(claim, setting) for claim in CLAIMS]


def heavier(setting: Setting) -> list[dict[str, Any]]:
    """Return the countable half of the last claim, for each family: how many parameters CSPHet has more than CSPPC.

    Returns:
        [{"variant", "reference", "params"}, ...]
    """
    counts = [[count(variant, setting).params for variant in pair] for pair in RIVALS]
    pairs = zip(RIVALS, counts, strict=True)
    return [{"variant": het, "reference": partial, "params": own - other} for (het, partial), (own, other) in pairs]


def solve(variant: str, figure: str, convention: Convention, frame: str = "", replaced: str = "all") -> dict[str, Any]:
    """Return the class counts, of 1 to 200, at which a detector's figure in billions of operations is the given one.

    Args:
        figure: as written, for example "4.1": its last digit says how it was rounded.
    Returns:
        {"ranges": [[first, last], ...], "nearest": {"classes", "giga"}}
    Raises:
        ValueError: figure is not a positive number, or another argument is unknown.

    >>> solve("v5n-csphet-p4", "4.1", Convention(terms="norm"))["ranges"]
    [[34, 57]]
    """
    target, step = _written(figure)
    giga = {n: _giga(variant, n, convention, frame, replaced) for n in TRIED_CLASSES}
    met = [n for n, value in giga.items() if target - step / 2 <= value < target + step / 2]
    nearest = min(giga, key=lambda n: abs(giga[n] - target))
    return {"ranges": list(_ranges(met)), "nearest": {"classes": nearest, "giga": giga[nearest]}}


def _written(figure: str) -> tuple[float, float]:
    """Return a written number and the unit of its last digit.

    >>> _written("4.10")
    (4.1, 0.01)
    """
    try:
        number = Decimal(figure.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number < 1000:
        raise ValueError(f"figure={figure[:20]!r} must be a number above 0 and below 1000")
    return float(number), math.pow(10, min(0, int(number.as_tuple().exponent)))


@lru_cache(maxsize=len(TRIED_CLASSES))
def _detector(variant: str, classes: int, frame: str, replaced: str) -> DetectorCost:
    """Return a count that the next question, with another figure or convention, is likely to need again."""
    return layers.detector(variant, classes, SIZE, frame=frame, replaced=replaced)


def _giga(variant: str, classes: int, convention: Convention, frame: str, replaced: str) -> float:
    return convention.totals(_detector(variant, classes, frame, replaced))[1] / 1e9


def _ranges(numbers: list[int]) -> Iterator[list[int]]:
    """Yield the first and last of each run of neighbouring numbers.

    >>> list(_ranges([3, 4, 5, 9]))
    [[3, 5], [9, 9]]
    """
    starts = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    yield from ([first, last] for first, last in zip(starts, ends, strict=True))
