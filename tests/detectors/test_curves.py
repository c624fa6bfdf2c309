"""Learning curves: written by training, read by the page; the committed ones belong to the manifest's runs."""

import json
from pathlib import Path

from hetviz.detectors import curves, weights

ROWS = [{"epoch": 1, "size": 64, "loss": 0.5}, {"epoch": 2, "size": 64, "loss": 0.25, "map50": 0.1}]


def test_a_curve_is_written_and_read_again(tmp_path: Path):
    file = tmp_path / "curve.csv"
    curves.write(ROWS, file)
    assert file.read_text() == "epoch,size,loss,map50\n1,64,0.5,\n2,64,0.25,0.1\n"
    assert curves.read(file) == ROWS


def test_every_seed_has_its_curve_and_a_missing_file_none(tmp_path: Path):
    entry = {"seed": 3, "map50_by_seed": {"1": 0.2, "2": 0.3, "3": 0.1}}
    (tmp_path / weights.MANIFEST).write_text(json.dumps({"v5n-c3": entry, "v5n-csppc": {"seed": 0}}))
    curves.write(ROWS, curves.path("v5n-c3", None, tmp_path))
    curves.write(ROWS[:1], curves.path("v5n-c3", 1, tmp_path))
    assert curves.of_all(tmp_path) == {"v5n-c3": {"3": ROWS, "1": ROWS[:1]}, "v5n-csppc": {}}


def test_committed_curves_run_through_the_epochs_of_the_recipe():
    entries = weights.manifest()
    assert entries
    for variant, by_seed in curves.of_all().items():
        phases = entries[variant]["recipe"]["phases"]
        sizes = [phase["size"] for phase in phases for _ in range(phase["epochs"])]
        assert by_seed.keys() == entries[variant]["map50_by_seed"].keys()
        for curve in by_seed.values():
            assert [row["size"] for row in curve] == sizes
            assert curve[-1]["loss"] < curve[0]["loss"] and "map50" in curve[-1]
