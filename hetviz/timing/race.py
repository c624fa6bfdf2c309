"""Times several calls in turn, so that whatever slows the machine for a while falls on all alike."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from hetviz.timing.processor import processor

SHORTEST_MS = 5.0  # a shorter call is repeated until its sample lasts as long: clocks and switches weigh less
SETTLING_MS = 10


@dataclass(frozen=True)
class Contestant:
    """Something to be timed against others: what its row says of it, and the call."""

    row: dict[str, Any]
    call: Callable[[], object]


@dataclass(frozen=True)
class Standing:
    """How far a race is, with the milliseconds measured so far of every contestant."""

    done: int
    total: int
    contestants: tuple[Contestant, ...]
    milliseconds: tuple[tuple[float, ...], ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a contestant that has been measured: what it is, median, and quartiles of its samples."""
        measured = zip(self.contestants, self.milliseconds, strict=True)
        return [contestant.row | _quartiles(samples) for contestant, samples in measured if samples]


def _quartiles(samples: Sequence[float]) -> dict[str, float]:
    low, median, high = np.percentile(samples, (25, 50, 75))
    return {"median_ms": round(median, 4), "q1_ms": round(low, 4), "q3_ms": round(high, 4)}


def race(contestants: Sequence[Contestant], rounds: int) -> Iterator[Standing]:
    """Time all contestants in turn, round by round, and yield the standing after every sample.

    Whatever slows the machine for a while falls on all alike. To stop, ask for no more (or close the generator). Calls
    before the first round, and those of the first 10 ms of every turn, are not counted.
    Raises:
        ValueError: rounds is below 1, or there are no contestants.
    """
    if rounds < 1 or not contestants:
        raise ValueError(f"rounds={rounds} and contestants={len(contestants)} must each be at least 1")
    repeats = [_repeats(contestant.call) for contestant in contestants]
    samples: list[tuple[float, ...]] = [() for _ in contestants]
    for turn in range(rounds * len(contestants)):
        index = turn % len(contestants)
        _settle(contestants[index].call)
        samples[index] += (_sample_ms(contestants[index].call, repeats[index]),)
        yield Standing(turn + 1, rounds * len(contestants), tuple(contestants), tuple(samples))


def _repeats(call: Callable[[], object]) -> int:
    """Return how many calls one sample needs; the first call sets up buffers, the second tells."""
    call()
    return math.ceil(SHORTEST_MS / max(_sample_ms(call, 1), SHORTEST_MS / 1000))


def _settle(call: Callable[[], object]) -> None:
    """Call until caches and threads are as this one's own calls leave them: torch's threads spin on for a while."""
    start = time.perf_counter()
    while time.perf_counter() - start < SETTLING_MS / 1000:
        call()


def _sample_ms(call: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return 1000 * (time.perf_counter() - start) / repeats


def report(standing: Standing) -> dict[str, Any]:
    """Return a standing with what any time must name: processor, threads, and rounds that are complete."""
    rounds = standing.done // len(standing.contestants)
    return {"processor": processor(), "threads": torch.get_num_threads(), "rounds": rounds, "rows": standing.rows()}


def finish(contestants: Sequence[Contestant], rounds: int) -> Standing:
    """Return the last standing of a whole race, with a progress bar on stderr.

    Raises:
        ValueError: rounds is below 1, or there are no contestants.
    """
    with tqdm(total=rounds * len(contestants), unit="sample", disable=None) as bar:
        for standing in race(contestants, rounds):  # noqa: B007  the last one is the answer
            bar.update()
    return standing
