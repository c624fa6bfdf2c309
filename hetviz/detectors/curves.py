"""How training went: each run's learning curve, a CSV file beside its weights."""

import csv
from pathlib import Path

from hetviz.detectors import weights

COLUMNS = ("epoch", "size", "loss", "map50")  # the last where the pictures held out were scored
Curve = list[dict[str, float]]


def path(variant: str, seed: int | None = None, folder: Path = weights.FOLDER) -> Path:
    """Return the file of a variant's run: of the one whose weights are kept, or of a further seed."""
    return folder / (f"{variant}.csv" if seed is None else f"{variant}-seed{seed}.csv")


def write(history: Curve, file: Path) -> None:
    """Write a run's curve: epoch, input size, mean loss a picture, mAP50 on the pictures held out."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(history)


def read(file: Path) -> Curve:
    """Return what `write` wrote; a row without a score has no `map50`."""
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    return [{name: float(row[name]) for name in COLUMNS if row[name]} for row in rows]


def of_all(folder: Path = weights.FOLDER) -> dict[str, dict[str, Curve]]:
    """Return variant -> seed -> curve of every run that has one, the seed of the kept weights first.

    The manifest names the seeds: those with a score, or `runs` where some were never scored on the validation split.
    """
    curves: dict[str, dict[str, Curve]] = {}
    for variant, entry in weights.manifest(folder).items():
        own = str(entry["seed"])
        seeds = [own, *(seed for seed in entry.get("runs", entry.get("map50_by_seed", {})) if seed != own)]
        files = {seed: path(variant, None if seed == own else int(seed), folder) for seed in seeds}
        curves[variant] = {seed: read(file) for seed, file in files.items() if file.is_file()}
    return curves
