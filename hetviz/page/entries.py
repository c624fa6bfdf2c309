"""What the page says of the trained detectors, from the weights' manifest."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from hetviz.detectors import curves, differences, variants, weights

# Scores and curves of runs by other recipes than that of the served weights: of twelve detectors over 22 epochs, 34 runs, and
# of nine from boxes alone, 31 epochs, 13 runs. No weights.
OTHERS = (weights.FOLDER / "longer", weights.FOLDER / "boxes_alone")


def entries(folder: Path = weights.FOLDER) -> dict[str, dict[str, Any]]:
    """Return what the page says of each trained variant: its family, its scores (mAP50 of each seed where several were
    run), the data and size behind them, and its measured speed where there is one."""
    return {
        variant: {"family": variants.named(variant).family, **_shown(entry)}
        for variant, entry in weights.manifest(folder).items()
    }


def comparison(folder: Path = weights.FOLDER, others: tuple[Path, ...] = OTHERS) -> dict[str, Any]:
    """Return the scores and curves by which the blocks can be compared, those of detectors that were trained alike, and
    beside them a set for every other recipe: `{"trained", "curves", "differences", "others": [{the same}, ...], "apart": [...]}`.

    Compared is the recipe of most of the detectors that are served, by the folder that has most of its runs. Apart are the
    served ones whose weights follow another recipe.
    """
    ways = {variant: weights.way_of_training(entry) for variant, entry in weights.manifest(folder).items()}
    kept: dict[str, dict[Path, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place in (folder, *others):
        for variant, entry in weights.manifest(place).items():
            kept[weights.way_of_training(entry)][place].add(variant)
    most = Counter(ways.values()).most_common(1)
    way = most[0][0] if most else ""
    compared = _set(*_largest(kept.pop(way, {folder: set()})))
    apart = [variant for variant, own in ways.items() if own != way]
    return {**compared, "others": [_set(*_largest(places)) for places in kept.values()], "apart": apart}


def _largest(places: dict[Path, set[str]]) -> tuple[Path, set[str]]:
    return max(places.items(), key=lambda item: len(item[1]))


def _set(folder: Path, kept: set[str]) -> dict[str, Any]:
    shown, runs = entries(folder), curves.of_all(folder)
    return {
        "trained": {variant: entry for variant, entry in shown.items() if variant in kept},
        "curves": {variant: run for variant, run in runs.items() if variant in kept},
        "differences": differences.read(folder),
    }


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {key: entry[key] for key in ("map50", "map50_95", "images", "size", "epochs", "seed", "data")}
    shown["held_out"] = entry["recipe"]["holdout"]
    shown["training"] = weights.way_of_training(entry)
    shown["teacher"] = (entry.get("teacher") or {}).get("name")
    return {**shown, "seeds": entry.get("map50_by_seed", {}), "speed": entry.get("speed")}
