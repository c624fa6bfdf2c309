from pathlib import Path

from hetviz.detectors import differences, weights
from hetviz.detectors.variants import build

TOLD = {"map50": 0.02, "low": -0.01, "high": 0.05, "draws": 1000}
OTHERWISE = {"map50": -0.02, "low": -0.05, "high": 0.01, "draws": 1000}
PAIRS = {"v5n-c3": {"v5n-csppc": TOLD}, "v5n-csppc": {"v5n-c3": OTHERWISE}}


def save(variant: str, folder: Path) -> None:
    weights.save(build(variant, 1), variant, {"classes": ["cat"]}, folder)


def test_differences_hold_for_the_weights_that_they_were_measured_on(tmp_path: Path):
    assert differences.read(tmp_path) == {}
    save("v5n-c3", tmp_path)
    save("v5n-csppc", tmp_path)
    differences.write(PAIRS, tmp_path)
    assert differences.read(tmp_path) == PAIRS
    save("v5n-csppc", tmp_path)  # other random weights
    assert differences.read(tmp_path) == {"v5n-c3": {}}


def test_the_kept_differences_are_those_of_the_scores_in_the_manifest():
    """As served, so each within what bf16 may move the two scores."""
    entries = weights.manifest()
    for one, others in differences.read().items():
        for other, told in others.items():
            assert told["low"] <= told["map50"] <= told["high"]
            apart = entries[one]["served"]["map50"] - entries[other]["served"]["map50"]
            assert abs(told["map50"] - apart) < 0.003
