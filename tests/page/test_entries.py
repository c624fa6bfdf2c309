"""Which scores the page compares: only those of detectors that were trained by one recipe."""

import json
from pathlib import Path

import pytest

from hetviz.detectors import curves
from hetviz.page.entries import comparison

ENTRY = {"map50": 0.3, "map50_95": 0.1, "images": 5, "size": 64, "epochs": 2, "seed": 0, "data": "few", "split": "val"}
OLD, NEW = {"holdout": 1, "phases": 1}, {"holdout": 1, "phases": 2}


def keep(folder: Path, recipes: dict[str, dict]) -> None:
    """Write a manifest in which each variant was trained by a recipe, and a curve of each."""
    folder.mkdir(exist_ok=True)
    entries = {variant: ENTRY | {"recipe": recipe} for variant, recipe in recipes.items()}
    (folder / "manifest.json").write_text(json.dumps(entries))
    for variant in entries:
        curves.write([{"epoch": 1, "size": 64, "loss": 1.0}], curves.path(variant, None, folder))


@pytest.mark.parametrize(
    ("now", "compared", "second", "apart"),
    [
        ((OLD, OLD, OLD), "abc", "", ""),
        ((NEW, OLD, OLD), "abc", "a", "a"),
        ((NEW, NEW, OLD), "ab", "abc", "c"),
        ((NEW, NEW, NEW), "abc", "abc", ""),
    ],
    ids=["nothing new", "one of three is new", "two of three are new", "all are new"],
)
def test_only_scores_of_one_recipe_are_compared(tmp_path: Path, now: tuple, compared: str, second: str, apart: str):
    variants = dict(zip("abc", ("v5n-c3", "v5n-csphet-p4", "v5n-csppc"), strict=True))
    earlier = tmp_path / "boxes_alone"
    keep(earlier, dict.fromkeys(variants.values(), OLD))
    keep(tmp_path, dict(zip(variants.values(), now, strict=True)))
    told = comparison(tmp_path, earlier)
    assert told["trained"].keys() == told["curves"].keys() == {variants[letter] for letter in compared}
    assert (
        told["second"]["trained"].keys() == told["second"]["curves"].keys() == {variants[letter] for letter in second}
    )
    assert told["apart"] == [variants[letter] for letter in apart]
    for part in (told["trained"], told["second"]["trained"]):
        assert len({entry["training"] for entry in part.values()}) <= 1
        assert all(entry["family"] == variant.split("-")[0] for variant, entry in part.items())


def test_the_earlier_runs_are_thirteen_of_one_recipe():
    second = comparison()["second"]
    assert sum(map(len, second["curves"].values())) == 13 and len(second["trained"]) == 9


def test_intervals_are_of_the_very_weights_that_are_compared():
    told = comparison()
    for part in (told, told["second"]):
        scores = {variant: entry["map50"] for variant, entry in part["trained"].items()}
        for one, others in part["differences"].items():
            for other, pair in others.items():
                if {one, other} <= scores.keys():
                    served = abs(pair["map50"] - (scores[one] - scores[other]))  # each is within 0.003 of its score
                    assert served < 6e-3
    assert told["differences"]["v5n-csphet-p4"]["v5n-csppc"]
