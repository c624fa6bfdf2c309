import re

import pytest

from hetviz import report
from hetviz.detectors import weights

ENTRY = {
    "params": 1_790_977,
    "macs": 526_259_200,
    "map50": 0.41234,
    "map50_95": 0.2,
    "size": 320,
    "epochs": 90,
    "seed": 0,
    "seconds": 5400,
    "processor": "a processor, 2 threads",
    "data": "some photographs",
    "split": "val",
    "images": 500,
    "classes": ["cat"] * 20,
    "map50_by_seed": {"0": 0.41234, "1": 0.405, "2": 0.42},
    "speed": {
        "milliseconds": 2.345,
        "size": 320,
        "engine": "openvino",
        "precision": "bf16",
        "processor": "a processor",
        "threads": 2,
        "rounds": 31,
    },
}


def test_the_readme_shows_what_the_manifest_says():
    """Failing? `python -m hetviz.report` writes the table anew."""
    text = report.README.read_text(encoding="utf-8")
    assert report.fill(text, weights.manifest()) == text


def test_a_row():
    row = report.table({"v5n-c3": ENTRY, "v5n-csppc": ENTRY}).splitlines()[-2]
    assert row == "| `v5n-c3` | 1,790,977 | 1.053 | 0.412 | 0.405, 0.420 | 0.200 | 2.35 |"


def test_a_row_of_one_seed_that_was_not_timed():
    entry = {key: value for key, value in ENTRY.items() if key != "speed"} | {"map50_by_seed": {"0": 0.41234}}
    assert (
        report.table({"v5n-c3": entry}).splitlines()[-1] == "| `v5n-c3` | 1,790,977 | 1.053 | 0.412 | – | 0.200 | – |"
    )


def test_shared_conditions_are_said_once():
    lines = report.table({"v5n-c3": ENTRY, "v5n-csppc": ENTRY}).splitlines()
    assert lines[0] == (
        "Trained on some photographs, 90 epochs, seed 0; scored on its `val` (500 photographs, 20 classes) at 320×320, "
        "which the GFLOPs are for too."
    )
    assert lines[1] == (
        "Milliseconds of one picture end to end at 320×320: openvino bf16, a processor, 2 threads, median of 31 "
        "interleaved rounds."
    )
    assert len(lines) == 7 and len({line.count("|") for line in lines[3:]}) == 1


def test_two_ways_of_training_are_told_apart_in_every_row():
    other = ENTRY | {"data": "other photographs", "teacher": {"name": "a teacher"}}
    lines = report.table({"v5n-c3": other, "v5n-csppc": ENTRY}).splitlines()
    assert lines[0].startswith("A: Trained on other photographs, and on the maps of a teacher, 90 epochs, ")
    assert lines[1].startswith("B: Trained on some photographs, 90 epochs, ")
    assert lines[2] == "Scores of different ways of training cannot be compared."
    assert [line.split(" | ")[0] for line in lines[-2:]] == ["| `v5n-c3` A", "| `v5n-csppc` B"]


def test_the_time_of_what_is_trained_is_measured(monkeypatch: pytest.MonkeyPatch):
    """Of one detector of either family: each takes seconds to be made ready in every form."""
    entries = {variant: weights.manifest()[variant] for variant in ("v5n-csphet-p4", "v8n-c2f")}
    monkeypatch.setattr(weights, "manifest", lambda *_folder: entries)
    measured = report.speeds(rounds=1)
    assert set(measured) == set(entries)
    for variant, speed in measured.items():
        assert speed["milliseconds"] > 0 and speed["size"] == entries[variant]["size"]


def test_without_weights_the_table_says_so():
    assert report.table({}) == "No variant has trained weights yet."


def test_only_what_stands_between_the_markers_changes():
    text = f"above\n{report.START}\nold\n{report.END}\nbelow\n"
    filled = report.fill(text, {"v5n-c3": ENTRY})
    assert filled.startswith("above\n") and filled.endswith("below\n") and "old" not in filled
    assert report.fill(filled, {"v5n-c3": ENTRY}) == filled


@pytest.mark.parametrize("text", ["", report.START, f"{report.END} {report.START}", report.START * 2 + report.END])
def test_missing_markers_are_an_error(text: str):
    with pytest.raises(ValueError, match="once, in this order"):
        report.fill(text, {})


def test_every_command_of_the_readme_exists():
    text = report.README.read_text(encoding="utf-8")
    modules = set(re.findall(r"python -m (hetviz\.\w+)", text))
    assert {"hetviz.train", "hetviz.evaluate", "hetviz.measure", "hetviz.costs", "hetviz.report"} <= modules
    for module in modules:
        assert (report.README.parent / f"{module.replace('.', '/')}.py").exists(), module
