"""How sure the difference of two trained detectors is: intervals that `hetviz.report --differences` keeps beside the weights."""

import json
from pathlib import Path
from typing import Any

from hetviz.detectors import weights

FILE = "differences.json"
Pairs = dict[str, dict[str, dict[str, float]]]  # one variant -> another -> {"map50", "low", "high", "draws"}


def write(pairs: Pairs, folder: Path = weights.FOLDER) -> None:
    """Keep the differences of every pair, with the hashes of the weights that they are of."""
    entries = weights.manifest(folder)
    variants = {variant for one, others in pairs.items() for variant in (one, *others)}
    kept = {"sha256": {variant: entries[variant]["sha256"] for variant in sorted(variants)}, "pairs": pairs}
    weights.write(folder / FILE, (json.dumps(kept, indent=1) + "\n").encode())


def read(folder: Path = weights.FOLDER) -> Pairs:
    """Return by how much mAP50 of one variant is above another's, for the pairs whose weights are still the same."""
    path = folder / FILE
    if not path.exists():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    entries = weights.manifest(folder)
    same = {variant for variant, digest in kept["sha256"].items() if entries.get(variant, {}).get("sha256") == digest}
    return {
        one: {other: told for other, told in others.items() if other in same}
        for one, others in kept["pairs"].items()
        if one in same
    }
