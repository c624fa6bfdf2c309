"""What becomes of a finished run: its manifest entry, and its place among the weights."""

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.timing.processor import processor as processor_name
from hetviz.training.data import Dataset
from hetviz.training.head_losses import followed
from hetviz.training.run import Run


def manifest_entry(run: Run, variant: str, dataset: Dataset, data_name: str) -> dict[str, Any]:
    """Return what the manifest says of a finished run, without scores."""
    cost = layers.detector(variant, len(dataset.classes), run.recipe.size)
    processor = torch.cuda.get_device_name() if run.device.type == "cuda" else processor_name()
    return {
        "params": cost.params,
        "macs": cost.macs,
        "size": run.recipe.size,
        "classes": list(dataset.classes),
        **({"anchors": run.recipe.anchors} if hasattr(run.detector.head, "anchors") else {}),
        "recipe": followed(run.detector.head, run.recipe),
        "teacher": run.teacher.source.entry() if run.teacher else None,
        "precision": run.precision_name,
        "epochs": run.recipe.epochs,
        "seed": run.seed,
        "data": f"{data_name} train, {len(run.train_data.samples)} images (the last {run.recipe.holdout} held out)",
        "seconds": round(run.seconds),
        "processor": f"{processor}, {torch.get_num_threads()} threads",
    }


def publish(detector: nn.Module, variant: str, entry: dict[str, Any], folder: Path) -> bool:
    """Save a scored detector; another seed of a run that is there already only adds its mAP50, and False is returned.

    Args:
        entry: of the manifest, with `map50`.
    """
    kept = weights.manifest(folder).get(variant, {})
    same = ("recipe", "teacher", "data", "split", "images")
    alike = bool(kept) and all(kept.get(key) == json.loads(json.dumps(entry.get(key))) for key in same)
    by_seed = (kept.get("map50_by_seed", {}) if alike else {}) | {str(entry["seed"]): entry["map50"]}
    if alike and kept["seed"] != entry["seed"]:
        weights.amend(variant, {"map50_by_seed": by_seed}, folder)
        return False
    weights.save(detector, variant, entry | {"map50_by_seed": by_seed}, folder)
    return True
