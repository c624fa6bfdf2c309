"""Detectors that are served: the manifest's to everybody, a visitor's own to whoever knows its key, in memory alone.

What is made of one (an engine, an explainer) is kept by a `MadeOnce`, and goes with the detector.
"""

import copy
import hashlib
import secrets
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from torch import nn

from hetviz.detectors import own_weights, weights

OWN = "own-"  # how the key of a visitor's own detector begins; no variant's does
MOST_OWN = 8  # of all visits together
MOST_EACH = 2  # of one visit
IDLE_S = 3600  # after which an own detector that nobody asked for goes


class GoneError(ValueError):
    """A visitor's own detector is not kept (any more)."""


@dataclass(frozen=True, eq=False)
class Served:
    """A detector to serve.

    Attributes:
        key: what it is asked for by: a variant's name, or an own detector's key, which nobody can guess.
        variant: name in `variants.VARIANTS`.
        classes: class names by index.
        size: side in pixels of the square input.
        digest: SHA-256 of the file; equal ones have equal answers.
        own: whether it is a visitor's own, of which no answer is kept.
        load: returns the detector in single precision, ready for inference, each time a new one.
    """

    key: str
    variant: str
    classes: tuple[str, ...]
    size: int
    digest: str
    own: bool
    load: Callable[[], nn.Module]

    @property
    def name(self) -> str:
        """What files and pictures call it."""
        return f"{OWN}{self.variant}" if self.own else self.variant


Made = TypeVar("Made")


class MadeOnce(Generic[Made]):
    """What is made of a detector when it is first asked for, and kept as long as the detector is."""

    def __init__(self, make: Callable[[Served], Made]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Served, Made] = WeakKeyDictionary()
        self._guard = threading.Lock()
        self._making = threading.Lock()  # one at a time; who asks for what is there does not wait

    def of(self, detector: Served) -> Made:
        """Return what is made of a detector; it must not hold the detector itself."""
        found = self._look(detector)
        if found is not None:
            return found
        with self._making:
            found = self._look(detector)
            if found is None:
                found = self._make(detector)
                with self._guard:
                    self._made[detector] = found
            return found

    def _look(self, detector: Served) -> Made | None:
        with self._guard:
            return self._made.get(detector)


@dataclass
class _Kept:
    detector: Served
    visit: str
    used: float  # when, last


class OwnDetectors:
    """The visitors' own detectors by their keys: a few of each visit, each until nobody asks for it any more.

    The newest stays. What was not used for the longest time makes room for it: of the same visit where that has too many, else
    of those visits that have the most, so that whoever comes with many pushes nobody's only one out as long as they have more.
    """

    def __init__(
        self,
        most: int = MOST_OWN,
        each: int = MOST_EACH,
        idle_s: float = IDLE_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._each, self._idle_s, self._now = most, each, idle_s, now
        # The one that was not used for the longest time comes first.
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._guard = threading.Lock()

    def keep(self, content: bytes, visit: str = "", replaces: str = "") -> Served:
        """Return the detector of a file under a new key.

        Args:
            content: of the file.
            visit: what the page that sends it calls itself.
            replaces: the key of a detector that goes for this one.
        Raises:
            OwnWeightsError: as `own_weights.read`.
        """
        found = own_weights.read(content)
        detector = Served(
            OWN + secrets.token_urlsafe(18), found.variant, found.classes, found.size,
            hashlib.sha256(content).hexdigest(), own=True, load=partial(copy.deepcopy, found.detector),
        )  # fmt: skip
        with self._guard:
            self._let_idle_go()
            self._kept.pop(replaces, None)
            self._kept[detector.key] = _Kept(detector, visit, self._now())
            self._make_room(visit)
        return detector

    def named(self, key: str) -> Served:
        """Return a kept detector, which is thereby used.

        Raises:
            GoneError: there is none of this key.
        """
        with self._guard:
            self._let_idle_go()
            if key not in self._kept:
                raise GoneError("this detector of your own is not kept any more; load its file again")
            self._kept[key].used = self._now()
            self._kept.move_to_end(key)
            return self._kept[key].detector

    def of(self, visit: str) -> list[str]:
        """Return the keys of a visit's detectors that are kept."""
        with self._guard:
            return self._of(visit)

    def forget(self, key: str) -> None:
        """Let a detector go; one that is not there is gone already."""
        with self._guard:
            self._kept.pop(key, None)

    def _of(self, visit: str) -> list[str]:
        return [key for key, kept in self._kept.items() if kept.visit == visit]

    def _let_idle_go(self) -> None:
        oldest = self._now() - self._idle_s
        for key in [key for key, kept in self._kept.items() if kept.used < oldest]:
            self._kept.pop(key)

    def _make_room(self, visit: str) -> None:
        for key in self._of(visit)[: -self._each]:
            self._kept.pop(key)
        while len(self._kept) > self._most:
            held = Counter(kept.visit for kept in self._kept.values())
            self._kept.pop(max(self._kept, key=lambda key: held[self._kept[key].visit]))  # the first of those


own = OwnDetectors()
_known: dict[tuple[str, Path], Served] = {}
_entering = threading.Lock()


def named(key: str, folder: Path = weights.FOLDER) -> Served:
    """Return a detector by its key: a trained variant of the folder, or a visitor's own.

    Raises:
        ValueError: the variant is unknown, or has no weights.
        GoneError: an own detector is not kept.
    """
    if key.startswith(OWN):
        return own.named(key)
    entry = weights.entry(key, folder)
    with _entering:
        known = _known.get((key, folder))
        if known is None or known.digest != entry["sha256"]:
            known = Served(
                key, key, tuple(entry["classes"]), int(entry["size"]), entry["sha256"], own=False,
                load=partial(weights.load, key, folder),
            )  # fmt: skip
            _known[key, folder] = known
        return known
