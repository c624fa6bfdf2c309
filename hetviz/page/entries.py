"""What the page says of the trained detectors, from the weights' manifest."""

from typing import Any

from hetviz.detectors import weights


def entries() -> dict[str, dict[str, Any]]:
    """Return what the page says of each trained variant: its scores (mAP50 of each seed where several were run), the data
    and size behind them, and its measured speed where there is one."""
    return {variant: _shown(entry) for variant, entry in weights.manifest().items()}


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {key: entry[key] for key in ("map50", "map50_95", "images", "size", "epochs", "seed")}
    shown["held_out"] = entry["recipe"]["holdout"]
    shown["training"] = weights.way_of_training(entry)
    shown["teacher"] = (entry.get("teacher") or {}).get("name")
    return {**shown, "seeds": entry.get("map50_by_seed", {}), "speed": entry.get("speed")}
