"""Which scores the page compares: only those of detectors that were trained by one recipe."""

import json
from pathlib import Path

import pytest

from hetviz.detectors import curves
from hetviz.page.entries import comparison

ENTRY = {"map50": 0.3, "map50_95": 0.1, "images": 5, "size": 64, "epochs": 2, "seed": 0, "data": "few", "split": "val"}
OLD, NEW, LONGER = ({"holdout": 1, "phases": phases} for phases in (1, 2, 3))


def keep(folder: Path, recipes: dict[str, dict]) -> None:
    """Write a manifest in which each variant was trained by a recipe, and a curve of each."""
    folder.mkdir(exist_ok=True)
    entries = {variant: ENTRY | {"recipe": recipe} for variant, recipe in recipes.items()}
    (folder / "manifest.json").write_text(json.dumps(entries))
    for variant in entries:
        curves.write([{"epoch": 1, "size": 64, "loss": 1.0}], curves.path(variant, None, folder))


@pytest.mark.parametrize(
    ("now", "compared", "others", "apart"),
    [
        ((OLD, OLD, OLD), "abc", ["ab"], ""),
        ((NEW, OLD, OLD), "abc", ["a", "ab"], "a"),
        ((NEW, NEW, OLD), "ab", ["abc", "ab"], "c"),
        ((NEW, NEW, NEW), "abc", ["ab", "abc"], ""),
    ],
    ids=["nothing new", "one of three is new", "two of three are new", "all are new"],
)
def test_only_scores_of_one_recipe_are_compared(tmp_path: Path, now: tuple, compared: str, others: list, apart: str):
    variants = dict(zip("abc", ("v5n-c3", "v5n-csphet-p4", "v5n-csppc"), strict=True))
    longer, earlier = tmp_path / "longer", tmp_path / "boxes_alone"
    keep(tmp_path, dict(zip(variants.values(), now, strict=True)))
    keep(longer, dict.fromkeys([variants["a"], variants["b"]], LONGER))
    keep(earlier, dict.fromkeys(variants.values(), OLD))
    told = comparison(tmp_path, (longer, earlier))
    assert told["trained"].keys() == told["curves"].keys() == {variants[letter] for letter in compared}
    found = [(part["trained"].keys(), part["curves"].keys()) for part in told["others"]]
    wanted = [{variants[letter] for letter in names} for names in others]
    assert found == [(names, names) for names in wanted]
    assert told["apart"] == [variants[letter] for letter in apart]
    for part in (told["trained"], *(part["trained"] for part in told["others"])):
        assert len({entry["training"] for entry in part.values()}) <= 1
        assert all(entry["family"] == variant.split("-")[0] for variant, entry in part.items())


def test_the_other_recipes_are_of_34_runs_and_of_thirteen():
    longer, earlier = comparison()["others"]
    for part, runs, detectors, epochs in ((longer, 34, 12, 22), (earlier, 13, 9, 31)):
        assert sum(map(len, part["curves"].values())) == runs and len(part["trained"]) == detectors
        assert {entry["epochs"] for entry in part["trained"].values()} == {epochs}
        assert {run[-1]["epoch"] for seeds in part["curves"].values() for run in seeds.values()} == {epochs}


def test_intervals_are_of_the_very_weights_that_are_compared():
    told = comparison()
    for part in (told, *told["others"]):
        scores = {variant: entry["map50"] for variant, entry in part["trained"].items()}
        for one, others in part["differences"].items():
            for other, pair in others.items():
                if {one, other} <= scores.keys():
                    served = abs(pair["map50"] - (scores[one] - scores[other]))  # each is within 0.002 of its score
                    assert served < 4e-3
    assert told["differences"]["v5n-csphet-p4"]["v5n-csppc"]
