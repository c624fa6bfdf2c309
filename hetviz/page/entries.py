"""What the page says of the trained detectors, from the weights' manifest."""

from pathlib import Path
from typing import Any

from hetviz.detectors import curves, differences, variants, weights

EARLIER = weights.FOLDER / "boxes_alone"  # scores and curves of nine from boxes alone, 31 epochs, 13 runs; no weights


def entries(folder: Path = weights.FOLDER) -> dict[str, dict[str, Any]]:
    """Return what the page says of each trained variant: its family, its scores (mAP50 of each seed where several were
    run), the data and size behind them, and its measured speed where there is one."""
    return {
        variant: {"family": variants.named(variant).family, **_shown(entry)}
        for variant, entry in weights.manifest(folder).items()
    }


def comparison(folder: Path = weights.FOLDER, earlier: Path = EARLIER) -> dict[str, Any]:
    """Return the scores and curves by which the blocks can be compared, those of detectors that were trained alike, and
    beside them a second set, of another recipe: `{"trained", "curves", "differences", "second": {the same}, "apart": [...]}`.

    The detectors that are served are compared once more than half of them have been trained by a new recipe, before that
    the earlier runs. Apart are the served ones whose weights follow another recipe than those compared.
    """
    now, before = weights.manifest(folder), weights.manifest(earlier)
    ways = {weights.way_of_training(entry) for entry in before.values()}
    new = {variant for variant, entry in now.items() if weights.way_of_training(entry) not in ways}
    if 2 * len(new) > len(now):
        first, second, apart = _set(folder, new), _set(earlier, set(before)), now.keys() - new
    elif new:
        first, second, apart = _set(earlier, set(before)), _set(folder, new), new
    else:
        first, second, apart = _set(folder, set(now)), _set(earlier, set()), set()
    return {**first, "second": second, "apart": [variant for variant in now if variant in apart]}


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
