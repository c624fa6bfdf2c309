"""What Detect and the lesson are told about a picture."""

import pytest

from hetviz.detectors import weights
from hetviz.explaining import tracing
from hetviz.page import page
from hetviz.page.handlers import finding
from hetviz.page.tabs import detect_tab
from hetviz.pictures.examples import EXAMPLES
from hetviz.serving import predict

FIRST = {"example": next(iter(EXAMPLES)), "variants": list(detect_tab.FIRST_VIEW)}


@pytest.fixture
def runs(monkeypatch) -> list[int]:
    """Return a list that grows by one each time detectors look at a picture; nothing is kept from before."""
    finding.forget()
    seen = []
    looks = predict.timed_candidates
    monkeypatch.setattr(predict, "timed_candidates", lambda *asked: seen.append(1) or looks(*asked))
    return seen


def test_the_first_view_is_found_once_and_kept(runs) -> None:
    detect_tab.prepare_first_view()
    first, second = (finding.find({**FIRST, "kept": True}) for _ in range(2))
    assert len(runs) == 1
    assert first == second
    assert set(first["answers"]) == set(detect_tab.FIRST_VIEW)


def test_its_times_are_those_of_a_server_that_loads_nothing_more(runs, monkeypatch) -> None:
    """While the other networks are loaded, a network takes up to three times as long as afterwards."""
    libraries = []
    monkeypatch.setattr(weights, "trained", lambda: list(detect_tab.FIRST_VIEW))
    monkeypatch.setattr(tracing, "library", lambda: libraries.append(len(runs)))
    page._warm_up()
    assert libraries == [1]
    assert len(runs) == 2
    assert finding.find({**FIRST, "kept": True}) == finding.find({**FIRST, "kept": True})
    assert len(runs) == 2


def test_a_choice_is_measured_anew(runs) -> None:
    detect_tab.prepare_first_view()
    kept, anew = finding.find({**FIRST, "kept": True}), finding.find(FIRST)
    assert len(runs) == 2
    name = detect_tab.FIRST_VIEW[0]
    assert anew["answers"][name]["candidates"] == kept["answers"][name]["candidates"]
    assert anew["answers"][name]["milliseconds"] != kept["answers"][name]["milliseconds"]


def test_own_detectors_and_uploads_are_not_kept(runs) -> None:
    assert finding.find({"path": "/etc/passwd", "variants": [], "kept": True})["error"] == "gone"
    assert finding.find({**FIRST, "variants": ["own-1"], "kept": True})["error"]
    assert finding._kept.cache_info().currsize == 0
