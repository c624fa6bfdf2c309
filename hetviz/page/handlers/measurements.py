"""The clock of the Costs tab, step by step as the page asks: begin, how far, cancel."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field

from hetviz.counting import layers
from hetviz.detectors import served
from hetviz.detectors.served import Served
from hetviz.detectors.variants import PARTS, VARIANTS
from hetviz.operators import hetconv, standard
from hetviz.page.answers import Answer, answered
from hetviz.page.questions import PageQuestion
from hetviz.timing import contestants
from hetviz.timing.clock import Clock
from hetviz.timing.race import Contestant

ROUNDS = 15
CHANNELS = (16, 32, 64, 128, 256)
SIDES = (20, 40, 80, 160)
SIZES = (320, 416, 640)
MOST_VARIANTS = 6
CLASSES = 20  # of the detectors that are timed, but for the visitor's own
Preparation = Callable[[], list[Contestant]]

_clock = Clock()


class LayerRace(PageQuestion):
    """One layer, to be timed in all its forms."""

    channels: Literal[CHANNELS] = Field(description=f"one of {CHANNELS}")
    side: Literal[SIDES] = Field(description=f"one of {SIDES}")
    p: Literal[PARTS] = Field(description=f"one of {PARTS}")

    def preparation(self) -> Preparation:
        """Return what makes the contestants, which takes a while, and so is left to the measurement's own thread."""
        return partial(contestants.layer_contestants, self.channels, self.side, self.p)


def _known(key: str) -> str:
    if key not in VARIANTS and not key.startswith(served.OWN):
        raise ValueError("unknown")
    return key


class DetectorRace(PageQuestion):
    """Detectors, to be timed in all their forms at one size: a common one, or that of one of the visitor's own."""

    variants: list[Annotated[str, AfterValidator(_known)]] = Field(
        min_length=1,
        max_length=MOST_VARIANTS,
        description=f"1 to {MOST_VARIANTS} of {', '.join(VARIANTS)}, or keys of your own detectors",
    )
    size: int = Field(description="a whole number")

    def preparation(self) -> Preparation:
        """Return what makes the contestants; the visitor's own are looked up now, and held until the race has ended.

        Raises:
            GoneError: one of them is not kept.
            ValueError: the size is none of those that can be measured.
        """
        chosen = {key: served.named(key) if key.startswith(served.OWN) else None for key in self.variants}
        sizes = sorted({*SIZES, *(own.size for own in chosen.values() if own)})
        if self.size not in sizes:
            raise ValueError(f"size={self.size} must be one of {', '.join(map(str, sizes))}")
        return partial(_entered, chosen, self.size)


def _entered(chosen: dict[str, Served | None], size: int) -> list[Contestant]:
    return [
        contestant
        for key, own in chosen.items()
        for contestant in (
            contestants.served_contestants(own, size) if own else contestants.variant_contestants(key, size)
        )
    ]


class Beginning(PageQuestion):
    """What is to be timed, with what that leaves open."""

    model_config = ConfigDict(extra="allow")

    scope: Literal["layer", "detector"] = Field(description="layer or detector")

    def race(self) -> LayerRace | DetectorRace:
        """Return what is asked."""
        return {"layer": LayerRace, "detector": DetectorRace}[self.scope].of(**self.model_extra)


@answered(Beginning, otherwise="setting")
def begin_clock(asked: Beginning) -> Answer:
    """Answer the page: begin to measure, and give the ticket; or a failure (`answers`)."""
    return {"ticket": _clock.start(asked.race().preparation(), ROUNDS)}


class Ticket(PageQuestion):
    """The ticket of a measurement, as `begin_clock` gave it."""

    ticket: str = Field(description="a ticket")

    @classmethod
    def sent(cls, asked: Any) -> Self:
        """Return the question of a page, which sends the ticket alone."""
        return cls.of(ticket=asked)


@answered(Ticket, otherwise="gone")
def ask_clock(asked: Ticket) -> Answer:
    """Answer the page: how far the measurement is, each row with what the formula promises of it."""
    standing = _clock.standing(asked.ticket)
    report = standing["report"]
    return standing | {"report": report and report | {"rows": [promised(row) for row in report["rows"]]}}


@answered(Ticket, otherwise="gone")
def cancel_clock(asked: Ticket) -> Answer:
    """Answer the page: end the measurement."""
    _clock.cancel(asked.ticket)
    return {}


def promised(row: dict[str, Any]) -> dict[str, Any]:
    """Return a measured row with its promise: multiply-adds by formula, as a share of the standard's or original's.

    A visitor's own detector has the classes of its file, and its original those that it is timed with.
    >>> promised({"form": "loop", "channels": 64, "side": 40, "p": 4})["promise"]
    0.3333333333333333
    """
    if "channels" in row:
        m, p = row["channels"], 1 if row["form"] == "standard" else row["p"]
        return row | {"promise": hetconv.weights(m, m, p=p) / standard.weights(m, m)}
    variant = row.get("layers_of", row["variant"])
    own = layers.detector(variant, row.get("classes", CLASSES), row["size"])
    return row | {"promise": own.macs / layers.detector(VARIANTS[variant].original, CLASSES, row["size"]).macs}
