"""What the Costs tab answers to the page, wrong questions included."""

import time

import pytest

from hetviz.counting import layers
from hetviz.counting.conventions import Convention
from hetviz.detectors import served
from hetviz.page.handlers import measurements as clock
from hetviz.page.tabs import costs_tab as tab
from tests.page.own_files import untrained_file

SETTING = {"classes": 20, "size": 640, "flops": True, "fused": False, "terms": "convolutions"}
LAYER = {"m": 64, "n": 64, "kernel_size": 3, "p": 4, "groups": 4, "side": 40, "stride": 1}
CLAIM = {"own_classes": 20, "reference_classes": 20, "frame": "", "replaced": "all"}
FIGURE = {"variant": "v5n-csphet-p4", "figure": "4.1", "flops": True, "frame": "", "replaced": "all"}


def test_counted_answers_what_the_api_answers():
    answer = tab.counted(SETTING)
    for row in layers.rows(20, 640):
        shown = answer["variants"][row["variant"]]
        assert (shown["params"], shown["operations"]) == (row["params"], row["flops"])


def test_every_switch_has_its_effect():
    setting = SETTING | {"classes": 7, "size": 416, "flops": False, "fused": True, "terms": "thop"}
    shown = tab.counted(setting)["variants"]["v8n-csphet-p4"]
    expected = Convention(False, True, "thop").totals(layers.detector("v8n-csphet-p4", 7, 416))
    assert (shown["params"], shown["operations"]) == expected


@pytest.mark.parametrize(
    ("ask", "question"),
    [
        (tab.counted, SETTING | {"classes": 0}),
        (tab.counted, SETTING | {"classes": 1001}),
        (tab.counted, SETTING | {"classes": 2.5}),
        (tab.counted, SETTING | {"classes": True}),
        (tab.counted, SETTING | {"classes": "20"}),
        (tab.counted, SETTING | {"size": 500}),
        (tab.counted, SETTING | {"size": 10**9}),
        (tab.counted, SETTING | {"terms": "all"}),
        (tab.counted, {}),
        (tab.counted, None),
        (tab.claimed, CLAIM | {"frame": "c4"}),
        (tab.claimed, CLAIM | {"replaced": "none"}),
        (tab.claimed, CLAIM | {"own_classes": -1}),
        (tab.solved, FIGURE | {"figure": "four"}),
        (tab.solved, FIGURE | {"figure": "9" * 5000}),
        (tab.solved, FIGURE | {"variant": "v5n"}),
        (tab.own_layer, LAYER | {"m": 10**6}),
        (tab.own_layer, LAYER | {"kernel_size": 4}),
        (tab.own_layer, LAYER | {"stride": 0}),
        (clock.begin_clock, {"scope": "layer", "channels": 63, "side": 40, "p": 4}),
        (clock.begin_clock, {"scope": "layer", "channels": 64, "side": 40, "p": 3}),
        (clock.begin_clock, {"scope": "detector", "variants": [], "size": 416}),
        (clock.begin_clock, {"scope": "detector", "variants": ["v5n-c4"], "size": 416}),
        (clock.begin_clock, {"scope": "detector", "variants": [["v5n-c3"]], "size": 416}),
        (clock.begin_clock, {"scope": "detector", "variants": ["v5n-c3"], "size": 417}),
        (clock.begin_clock, {"scope": "detector", "variants": ["v5n-c3"], "size": 64}),
        (clock.begin_clock, {}),
    ],
)
def test_a_wrong_question_gets_its_rule(ask, question):
    answer = ask(question)
    assert answer["error"] == "setting" and answer["rule"]


def test_the_solver_answers_for_each_way_of_counting():
    answers = tab.solved(FIGURE)["answers"]
    assert {terms: answer["ranges"] for terms, answer in answers.items()} == {
        "convolutions": [[50, 73]], "norm": [[34, 57]], "thop": [[34, 56]],
    }  # fmt: skip


def test_a_layer_is_timed_in_every_form_beside_its_promise(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "ROUNDS", 2)
    ticket = clock.begin_clock({"scope": "layer", "channels": 16, "side": 20, "p": 4})["ticket"]
    end = time.monotonic() + 60
    while (standing := clock.ask_clock(ticket))["state"] == "running":
        assert clock.begin_clock({"scope": "layer", "channels": 16, "side": 20, "p": 4})["error"] == "busy"
        assert time.monotonic() < end
        time.sleep(0.05)
    rows = {row["form"]: row for row in standing["report"]["rows"]}
    assert list(rows) == ["standard", "loop", "mask", "group", "coarse"]
    assert [round(row["promise"], 4) for row in rows.values()] == [1.0, 0.3333, 0.3333, 0.3333, 0.3333]
    assert rows["loop"]["macs"] * 3 == rows["standard"]["macs"] == rows["mask"]["macs"]
    assert all(0 < row["q1_ms"] <= row["median_ms"] <= row["q3_ms"] for row in rows.values())


def test_an_unknown_ticket_gets_nothing():
    assert clock.ask_clock("another")["error"] == clock.cancel_clock("another")["error"] == "gone"


def test_a_detectors_promise_is_its_share_of_the_originals_operations():
    row = clock.promised({"variant": "v5n-csphet-p4", "form": "loop", "size": 416})
    ours, c3 = (layers.detector(variant, 20, 416).macs for variant in ("v5n-csphet-p4", "v5n-c3"))
    assert row["promise"] == ours / c3 < 1


def test_a_visitors_own_detector_is_raced_at_the_size_of_its_file():
    own = served.own.keep(untrained_file("v5n-csphet-p8", ("one", "two"), size=96))
    asked = {"scope": "detector", "variants": ["v5n-c3", own.key], "size": 96}
    contestants = clock.DetectorRace.sent(asked).preparation()()
    rows = [clock.promised(contestant.row) for contestant in contestants if contestant.row["variant"] == own.key]
    assert {row["what"] for row in rows} == {"network", "end_to_end"} and {row["size"] for row in rows} == {96}
    share = layers.detector("v5n-csphet-p8", 2, 96).macs / layers.detector("v5n-c3", 20, 96).macs
    assert {row["promise"] for row in rows} == {share}
    assert clock.begin_clock(asked | {"size": 64})["error"] == "setting"
    served.own.forget(own.key)
    assert clock.begin_clock(asked)["error"] == "own_gone"
