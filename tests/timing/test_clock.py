import threading
import time

import pytest

from hetviz.serving import engine
from hetviz.timing import clock
from hetviz.timing.clock import BusyError, Clock
from hetviz.timing.race import Contestant


def wait(watch: Clock, ticket: str, patience_s: float = 20) -> dict:
    """Return the standing once the measurement has ended."""
    end = time.monotonic() + patience_s
    while (standing := watch.standing(ticket))["state"] == "running":
        assert time.monotonic() < end
        time.sleep(0.01)
    return standing


def sleepers() -> list[Contestant]:
    return [
        Contestant({"name": f"{milliseconds}"}, lambda s=milliseconds: time.sleep(s / 1000)) for milliseconds in (6, 12)
    ]


def test_a_measurement_runs_to_its_end():
    watch = Clock()
    standing = wait(watch, watch.start(sleepers, rounds=3))
    assert (standing["state"], standing["done"], standing["total"]) == ("finished", 6, 6)
    assert standing["report"]["rounds"] == 3 and standing["report"]["processor"]
    short, long = (row["median_ms"] for row in standing["report"]["rows"])
    assert 6 <= short < long


def test_a_second_measurement_is_refused_until_the_first_has_ended():
    watch, go = Clock(), threading.Event()
    ticket = watch.start(lambda: go.wait(20) and sleepers(), rounds=1)
    with pytest.raises(BusyError, match="0 of 0 samples"):
        watch.start(sleepers, rounds=1)
    go.set()
    wait(watch, ticket)
    assert wait(watch, watch.start(sleepers, rounds=1))["state"] == "finished"


def test_cancelling_stops_it_and_keeps_what_was_measured():
    watch = Clock()
    ticket = watch.start(sleepers, rounds=10_000)
    while not watch.standing(ticket)["done"]:
        time.sleep(0.01)
    watch.cancel(ticket)
    standing = wait(watch, ticket)
    assert standing["state"] == "cancelled" and 1 <= standing["done"] < 20_000 and standing["report"]["rows"]


def test_what_nobody_asks_for_stops_by_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "PATIENCE_S", 0.05)
    watch = Clock()
    watch.start(sleepers, rounds=10_000)
    watch._current.asked -= 1
    end = time.monotonic() + 20
    while watch._current.state == "running":
        assert time.monotonic() < end
        time.sleep(0.01)
    assert watch._current.state == "cancelled"


def test_a_sample_waits_for_the_visitors_turn():
    watch = Clock()
    with engine.turn:
        ticket = watch.start(sleepers, rounds=1)
        time.sleep(0.1)
        assert watch.standing(ticket)["done"] == 0
    assert wait(watch, ticket)["state"] == "finished"


def test_only_the_ticket_gives_access():
    watch = Clock()
    ticket = watch.start(sleepers, rounds=1)
    for call in (watch.standing, watch.cancel):
        with pytest.raises(KeyError):
            call("another")
    wait(watch, ticket)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failure_is_told_and_frees_the_clock():
    def broken() -> list[Contestant]:
        raise ValueError("p=3 must divide 64")

    watch = Clock()
    assert wait(watch, watch.start(broken, rounds=1))["state"] == "failed"
    wait(watch, watch.start(sleepers, rounds=1))
