"""The clock of the Costs tab, step by step as the page asks: begin, how far, cancel."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hetviz.counting import layers
from hetviz.detectors.variants import PARTS, VARIANTS
from hetviz.operators import hetconv, standard
from hetviz.timing import contestants
from hetviz.timing.clock import BusyError, Clock
from hetviz.timing.race import Contestant

ROUNDS = 15
CHANNELS = (16, 32, 64, 128, 256)
SIDES = (20, 40, 80, 160)
SIZES = (320, 416, 640)
MOST_VARIANTS = 6
CLASSES = 20  # of the detectors that are timed

_clock = Clock()


def _prepared(question: dict[str, Any]) -> Callable[[], list[Contestant]]:
    """Return what makes the contestants; it takes a while, and so is left to the measurement's own thread.

    Raises:
        ValueError: a choice is not among those offered, or too many detectors are chosen.
    """
    if question["scope"] == "layer":
        channels, side, p = question["channels"], question["side"], question["p"]
        if channels not in CHANNELS or side not in SIDES or p not in PARTS:
            raise ValueError(f"channels={channels}, side={side}, p={p} must be among {CHANNELS}, {SIDES}, {PARTS}")
        return partial(contestants.layer_contestants, channels, side, p)
    chosen, size = list(dict.fromkeys(question["variants"])), question["size"]
    if not 1 <= len(chosen) <= MOST_VARIANTS or size not in SIZES or not set(chosen) <= VARIANTS.keys():
        raise ValueError(f"{chosen} must be 1 to {MOST_VARIANTS} known variants, size={size} one of {SIZES}")
    return lambda: [contestant for variant in chosen for contestant in contestants.variant_contestants(variant, size)]


def begin_clock(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: begin to measure.

    Args:
        question: {"scope": "layer", "channels", "side", "p"} or {"scope": "detector", "variants", "size"}.
    Returns:
        {"ticket"} or {"error": "busy" or "setting", "rule"}.
    """
    try:
        return {"ticket": _clock.start(_prepared(question), ROUNDS)}
    except BusyError as error:
        return {"error": "busy", "rule": str(error)}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": "setting", "rule": str(error)}


def ask_clock(ticket: str) -> dict[str, Any]:
    """Answer the page: how far the measurement is, each row with what the formula promises of it."""
    try:
        standing = _clock.standing(str(ticket))
    except KeyError:
        return {"error": "gone", "rule": ""}
    report = standing["report"]
    return standing | {"report": report and report | {"rows": [promised(row) for row in report["rows"]]}}


def cancel_clock(ticket: str) -> dict[str, Any]:
    """Answer the page: end the measurement."""
    try:
        _clock.cancel(str(ticket))
    except KeyError:
        return {"error": "gone", "rule": ""}
    return {}


def promised(row: dict[str, Any]) -> dict[str, Any]:
    """Return a measured row with its promise: multiply-adds by formula, as a share of the standard's or original's.

    >>> promised({"form": "loop", "channels": 64, "side": 40, "p": 4})["promise"]
    0.3333333333333333
    """
    if "channels" in row:
        m, p = row["channels"], 1 if row["form"] == "standard" else row["p"]
        return row | {"promise": hetconv.weights(m, m, p=p) / standard.weights(m, m)}
    own = layers.detector(row["variant"], CLASSES, row["size"])
    return row | {"promise": own.macs / layers.detector(VARIANTS[row["variant"]].original, CLASSES, row["size"]).macs}
