"""One training run, from a frozen recipe to weights with their manifest entry.

`python -m hetviz.train --variant v5n-csphet-p4 --data DIR` (resumes where it was interrupted; `--tiny` for a smoke run)
The recipe (`recipes`) is the same for every variant; only the block, and the seed, differ.
"""

import argparse
import sys
from pathlib import Path

import torch
from tqdm import tqdm

from hetviz.detectors import curves, weights
from hetviz.training import data, scoring
from hetviz.training.imitation import YOLOX_NANO, Teacher
from hetviz.training.publish import manifest_entry, publish
from hetviz.training.recipes import TINY, Recipe
from hetviz.training.run import Run


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variant", required=True)
    parser.add_argument("--data", metavar="DIR", help="a data folder; not needed with --tiny")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--tiny", action="store_true", help="a run of under a minute on drawn shapes, without a teacher"
    )
    teacher = parser.add_mutually_exclusive_group()
    teacher.add_argument(
        "--teacher", type=Path, metavar="FILE", help=f"ONNX file of {YOLOX_NANO.name}; beside DIR if not given"
    )
    teacher.add_argument("--no-teacher", action="store_true", help="learn from boxes alone")
    parser.add_argument("--runs", type=Path, default=Path.home() / ".cache" / "hetviz" / "runs", metavar="DIR")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="where the weights go; the project's own folder")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parsed = parser.parse_args(arguments)
    if not parsed.tiny and not parsed.data:
        parser.error("--data DIR is needed without --tiny")
    return parsed


def _teacher_file(options: argparse.Namespace) -> Path:
    return options.teacher or Path(options.data).resolve().parent / "teacher" / "yolox_nano.onnx"


def main() -> None:
    """Run the command."""
    options = parse()
    torch.set_num_threads(options.threads)
    recipe = TINY if options.tiny else Recipe()
    name = f"{options.variant}-seed{options.seed}{'-tiny' if options.tiny else ''}"
    try:
        teacher = (
            None if options.tiny or options.no_teacher else Teacher(_teacher_file(options), threads=options.threads)
        )
        dataset = data.drawn_shapes(240, options.seed) if options.tiny else data.load(options.data, "train")
        run = Run(options.variant, dataset, recipe, options.seed, options.runs / f"{name}.pt", teacher)
    except ValueError as error:
        sys.exit(f"train: {error}")
    print(f"{options.variant}: {run.conditions()}")
    detector = weights.round_as_stored(run.finish())
    if options.tiny:
        print(f"{options.variant}: mAP50 {run.history[-1]['map50']:.3f} on {recipe.holdout} drawn pictures")
        return
    validation = data.load(options.data, "val")
    found = scoring.run(run.network(), tqdm(validation.samples, desc="val", disable=None), recipe.size)
    scores = scoring.score(validation, found)
    entry = manifest_entry(run, options.variant, dataset, Path(options.data).resolve().name)
    entry |= {"split": "val", "images": len(validation.samples)} | {k: scores[k] for k in ("map50", "map50_95")}
    folder = options.weights or weights.FOLDER
    further = None
    if publish(detector.cpu(), options.variant, entry, folder):
        weights.amend(options.variant, {"served": scoring.served(options.variant, validation, folder)}, folder)
    else:
        further = options.seed
    curves.write(run.history, curves.path(options.variant, further, folder))
    print(f"{options.variant}: mAP50 {scores['map50']:.4f}, mAP50-95 {scores['map50_95']:.4f} on val")


if __name__ == "__main__":
    main()
