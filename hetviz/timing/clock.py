"""One measurement at a time, in the background: started, asked how far it is, and cancelled from outside.

Every sample waits for its turn among the visitors' detections (`engine.turn`), so that neither disturbs the other, and
then rests as long as it took. A measurement stops by itself when nobody asks for it any more, or when it takes too long.
"""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hetviz.serving import engine
from hetviz.serving.turns import BusyError
from hetviz.timing import race
from hetviz.timing.race import Contestant

PATIENCE_S = 30.0  # without being asked for; pages in the background ask rarely
LIMIT_S = 180.0


@dataclass
class Measurement:
    """A race and how far it is. state: "running", "finished", "cancelled" or "failed".

    report is `race.report` of what has been measured so far, None before the first sample.
    """

    prepare: Callable[[], Sequence[Contestant]]
    rounds: int
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    state: str = "running"
    done: int = 0
    total: int = 0
    report: dict[str, Any] | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    asked: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Measure until the end, or until it is cancelled, forgotten or too long."""
        try:
            self._race()
            self.state = "cancelled" if self.cancelled.is_set() else "finished"
        except Exception:
            self.state = "failed"
            raise

    def _race(self) -> None:
        contestants = self.prepare()
        self.total = self.rounds * len(contestants)
        samples, start = race.race(contestants, self.rounds), time.monotonic()
        while self.done < self.total and time.monotonic() - start < LIMIT_S:
            with engine.turn:
                before = time.monotonic()
                standing = next(samples)
                taken = time.monotonic() - before
            self.done, self.report = standing.done, race.report(standing)
            if time.monotonic() - self.asked > PATIENCE_S:
                self.cancelled.set()
            if self.cancelled.wait(taken):
                return


class Clock:
    """Runs at most one measurement; the ticket that `start` returns is the right to ask for it and to cancel it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._current: Measurement | None = None

    def start(self, prepare: Callable[[], Sequence[Contestant]], rounds: int) -> str:
        """Begin a measurement and return its ticket.

        Raises:
            BusyError: another one is running.
        """
        with self._turn:
            if self._current is not None and self._current.state == "running":
                raise BusyError(f"{self._current.done} of {self._current.total} samples are done")
            self._current = measurement = Measurement(prepare, rounds)
        threading.Thread(target=measurement.run, name="clock", daemon=True).start()
        return measurement.ticket

    def standing(self, ticket: str) -> dict[str, Any]:
        """Return state, done, total and report of a measurement.

        Raises:
            KeyError: the ticket is not that of the current or last measurement.
        """
        measurement = self._named(ticket)
        measurement.asked = time.monotonic()
        return {key: getattr(measurement, key) for key in ("state", "done", "total", "report")}

    def cancel(self, ticket: str) -> None:
        """End a measurement after its current sample.

        Raises:
            KeyError: the ticket is not that of the current or last measurement.
        """
        self._named(ticket).cancelled.set()

    def _named(self, ticket: str) -> Measurement:
        current = self._current
        if current is None or not secrets.compare_digest(current.ticket, ticket):
            raise KeyError(ticket)
        return current
