import re

import pytest

from hetviz import report, weights

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
}


def test_the_readme_shows_what_the_manifest_says():
    """Failing? `python -m hetviz.report` writes the table anew."""
    text = report.README.read_text(encoding="utf-8")
    assert report.fill(text, weights.manifest()) == text


def test_a_row():
    row = report.table({"v5n-c3": ENTRY, "v5n-csppc": ENTRY}).splitlines()[-2]
    assert row == (
        "| `v5n-c3` | 1,790,977 | 1.053 | 0.412 | 0.200 | 320×320 | 90 | 0 | 90 min on a processor, 2 threads |"
    )


def test_shared_conditions_are_said_once():
    lines = report.table({"v5n-c3": ENTRY, "v5n-csppc": ENTRY}).splitlines()
    assert lines[0] == "Trained on some photographs; scored on its `val` (500 photographs, 20 classes)."
    assert len(lines) == 6 and len({line.count("|") for line in lines[2:]}) == 1


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
