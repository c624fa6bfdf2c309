"""Detectors that are served: the manifest's to everybody, a visitor's own to whoever knows its key, in memory alone.

What is made of one (an engine, an explainer) is kept by a `MadeOnce`, and goes with the detector.
"""

import copy
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from torch import nn

from hetviz.detectors import own_weights, weights

OWN = "own-"  # how the key of a visitor's own detector begins; no variant's does
MOST_OWN = 8  # of all visitors together; the one that was not used for the longest time makes room
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


class OwnDetectors:
    """The visitors' own detectors by their keys: the newest and most used few, each until nobody asks for it any more."""

    def __init__(self, most: int = MOST_OWN, idle_s: float = IDLE_S, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._idle_s, self._now = most, idle_s, now
        self._kept: OrderedDict[str, tuple[Served, float]] = OrderedDict()  # with when it was used last, oldest first
        self._guard = threading.Lock()

    def keep(self, content: bytes) -> Served:
        """Return the detector of a file under a new key.

        Raises:
            OwnWeightsError: as `own_weights.read`.
        """
        found = own_weights.read(content)
        detector = Served(
            OWN + secrets.token_urlsafe(18), found.variant, found.classes, found.size,
            hashlib.sha256(content).hexdigest(), own=True, load=partial(copy.deepcopy, found.detector),
        )  # fmt: skip
        with self._guard:
            self._kept[detector.key] = (detector, self._now())
            self._make_room()
        return detector

    def named(self, key: str) -> Served:
        """Return a kept detector, which is thereby used.

        Raises:
            GoneError: there is none of this key.
        """
        with self._guard:
            self._make_room()
            if key not in self._kept:
                raise GoneError("this detector of your own is not kept any more; load its file again")
            detector, _ = self._kept[key]
            self._kept[key] = (detector, self._now())
            self._kept.move_to_end(key)
            return detector

    def forget(self, key: str) -> None:
        """Let a detector go; one that is not there is gone already."""
        with self._guard:
            self._kept.pop(key, None)

    def _make_room(self) -> None:
        oldest = self._now() - self._idle_s
        idle = [key for key, (_, used) in self._kept.items() if used < oldest]
        for key in [*idle, *list(self._kept)[len(idle) : len(self._kept) - self._most]]:
            self._kept.pop(key)


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
