"""One training run, from a frozen recipe to weights with their manifest entry.

`python -m hetviz.train --variant v5n-csphet-p4 --data DIR` (resumes where it was interrupted; `--tiny` for a smoke run)
The recipe (`recipes`) is the same for every variant; only the block, and the seed, differ.
"""

import argparse
import copy
import dataclasses
import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from hetviz import costs, evaluate, measure
from hetviz.blocks.csp import Conv
from hetviz.detectors import curves, weights
from hetviz.detectors.yolo import AnchorHead, as_input, build
from hetviz.training import data
from hetviz.training.data import Dataset
from hetviz.training.imitation import YOLOX_NANO, Teacher, imitation_loss, watched
from hetviz.training.losses import anchor_loss
from hetviz.training.muon import Muon
from hetviz.training.recipes import TINY, Phase, Recipe

PRECISIONS = {"bf16": torch.bfloat16, "fp32": torch.float32}


def optimizers(detector: nn.Module, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Return Muon for every convolution weight that BatchNorm follows, AdamW for all else; decay spares the vectors.

    A Muon step has the same size whatever the gradient. Behind a convolution BatchNorm undoes the growth that follows
    from it; in CSPHet's bare HetConvs nothing does, and a chain of six of them grew until its variance left half
    precision.
    """
    norm_follows = {id(w) for unit in detector.modules() if isinstance(unit, Conv) for w in unit.conv.parameters()}
    matrices = [w for w in detector.parameters() if id(w) in norm_follows]
    bare = [w for w in detector.parameters() if id(w) not in norm_follows and w.ndim > 1]
    vectors = [w for w in detector.parameters() if w.ndim == 1]
    return [
        Muon(matrices, lr=recipe.muon_rate, weight_decay=recipe.muon_weight_decay),
        torch.optim.AdamW(
            [{"params": bare, "weight_decay": recipe.adam_weight_decay}, {"params": vectors, "weight_decay": 0.0}],
            lr=recipe.adam_rate,
            betas=(0.9, 0.99),
        ),
    ]


def rate_factor(epoch: float, recipe: Recipe) -> float:
    """Return the share of the full learning rate at a (fractional) epoch: linear warm-up times a cosine.

    >>> [round(rate_factor(e, Recipe()), 3) for e in (0, 0.5, Recipe().epochs)]
    [0.0, 0.5, 0.02]
    """
    warmup = min(1.0, epoch / recipe.warmup_epochs)
    cosine = (1 + math.cos(math.pi * epoch / recipe.epochs)) / 2
    return warmup * (recipe.final_rate + (1 - recipe.final_rate) * cosine)


class Average:
    """An exponential moving average of a detector's weights and statistics, quick at first, slow later."""

    def __init__(self, detector: nn.Module, decay: float) -> None:
        self.detector = copy.deepcopy(detector).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, detector: nn.Module, step: int) -> None:
        """Move the average towards the detector as it is after so many steps."""
        decay = self.decay * (1 - math.exp(-step / 500))
        for averaged, current in zip(self.detector.state_dict().values(), detector.state_dict().values(), strict=True):
            if averaged.is_floating_point():
                averaged.lerp_(current, 1 - decay)
            else:
                averaged.copy_(current)


class Averaged:
    """The raw maps of a detector for letterboxed pictures, one at a time, in single precision."""

    def __init__(self, detector: nn.Module, device: torch.device) -> None:
        self.detector, self.device, self.anchors = detector, device, detector.head.anchors

    def __call__(self, square: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the maps, finest level first."""
        with torch.inference_mode():
            maps = self.detector(as_input(torch.from_numpy(square[None]).to(self.device)))
        return tuple(level.float().cpu().numpy() for level in maps)


def has_bf16(device: torch.device) -> bool:
    """Return whether the device computes in bf16 by units of its own; processors without them are up to 27 times as slow."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    widest = torch.backends.cpu.get_cpu_capability() == "AVX512"  # what torch may use, which may be less than there is
    return widest and torch.cpu._is_avx512_bf16_supported()


class Run:
    """The state of one run: detector, average, optimisers and the epoch reached; all of it in the checkpoint.

    Raises:
        ValueError: the variant is unknown or has no anchor head, the data has too few pictures for the recipe, or the
            checkpoint is another recipe's.
    """

    def __init__(
        self,
        variant: str,
        dataset: Dataset,
        recipe: Recipe,
        seed: int,
        checkpoint: Path,
        teacher: Teacher | None = None,
    ) -> None:
        torch.manual_seed(seed)
        self.recipe, self.seed, self.checkpoint, self.teacher = recipe, seed, checkpoint, teacher
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.train_data, self.holdout = data.split_off(dataset, recipe.holdout)
        if recipe.batch > len(self.train_data.samples):
            raise ValueError(f"batch={recipe.batch} must be at most the {len(self.train_data.samples)} pictures")
        detector = build(variant, len(dataset.classes))
        if not isinstance(detector.head, AnchorHead):
            raise ValueError(f"variant={variant!r} has no anchor head, the only one that there is a loss for")
        detector.head.anchors = recipe.anchors
        self.detector = detector.to(self.device, memory_format=torch.channels_last)
        self.average = Average(self.detector, recipe.average_decay)
        self.precision = self._precision()
        self.optimizers = optimizers(self.detector, recipe)
        self.epoch, self.step, self.seconds = 0, 0, 0.0
        self.history: list[dict[str, float]] = []
        if checkpoint.exists():
            self._restore()

    def _precision(self) -> torch.dtype:
        """Return what is computed in: the checkpoint's where there is one, or else what the device has units for."""
        if self.checkpoint.exists():
            return PRECISIONS[torch.load(self.checkpoint, weights_only=True, mmap=True)["precision"]]
        return PRECISIONS["bf16" if has_bf16(self.device) else "fp32"]

    def _parts(self) -> dict[str, Any]:
        return {"detector": self.detector, "average": self.average.detector} | {
            f"optimizer{index}": optimizer for index, optimizer in enumerate(self.optimizers)
        }

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state: dict[str, Any] = {name: part.state_dict() for name, part in self._parts().items()}
        state |= {"epoch": self.epoch, "step": self.step, "seconds": self.seconds, "history": self.history}
        state |= {"recipe": repr(self.recipe), "precision": self.precision_name, "teacher": self._teacher_hash()}
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        partial = self.checkpoint.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def _restore(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        if state["recipe"] != repr(self.recipe):
            raise ValueError(f"{self.checkpoint} was written by another recipe; move it away to start anew")
        if state["teacher"] != self._teacher_hash():
            raise ValueError(
                f"{self.checkpoint} was written with another teacher, or without; move it away to start anew"
            )
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.epoch, self.step, self.seconds = state["epoch"], state["step"], state["seconds"]
        self.history = state["history"]

    def _teacher_hash(self) -> str:
        return self.teacher.source.sha256 if self.teacher else ""

    def finish(self) -> nn.Module:
        """Train from the epoch reached to the last, and return the averaged detector."""
        for phase in self.recipe.schedule()[self.epoch :]:
            started = time.perf_counter()
            loss = self._train_epoch(phase)
            self.epoch += 1
            row: dict[str, float] = {"epoch": self.epoch, "size": phase.size, "loss": round(loss, 4)}
            if self.recipe.holdout and (self.epoch % self.recipe.score_every == 0 or self.epoch == self.recipe.epochs):
                found = evaluate.run(self.network(), self.holdout.samples, phase.size)
                row["map50"] = evaluate.score(self.holdout, found)["map50"]
            self.seconds += time.perf_counter() - started
            self.history.append(row)
            self.save()
        return self.average.detector

    def network(self) -> "Averaged":
        """Return the averaged detector as `evaluate` wants it."""
        return Averaged(self.average.detector, self.device)

    def conditions(self) -> str:
        """Return a line that says where, in what precision, and from what the run learns."""
        taught = f"boxes and the maps of {self.teacher.source.name}" if self.teacher else "boxes alone"
        return f"trains on {self.device.type} in {self.precision_name}, from {taught}"

    @property
    def precision_name(self) -> str:
        """bf16 or fp32."""
        return next(name for name, precision in PRECISIONS.items() if precision == self.precision)

    def _train_epoch(self, phase: Phase) -> float:
        """Train one epoch and return its mean loss a picture."""
        recipe, losses = self.recipe, []
        steps = len(self.train_data.samples) // recipe.batch
        with tqdm(total=steps, desc=self._headline(phase), unit="batch", disable=None, mininterval=1) as bar:
            for pixels, targets in self._batches(phase):
                factor = rate_factor(self.epoch + len(losses) / steps, recipe)
                for optimizer, rate in zip(self.optimizers, (recipe.muon_rate, recipe.adam_rate), strict=True):
                    for group in optimizer.param_groups:
                        group["lr"] = rate * factor
                losses.append(self._train_batch(pixels, targets) / recipe.batch)
                bar.update()
                bar.set_postfix_str(f"loss {np.mean(losses[-50:]):.3f}", refresh=False)
        return float(np.mean(losses))

    def _batches(self, phase: Phase) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        seed = (self.seed, self.epoch)
        return data.batches(
            self.train_data,
            batch=self.recipe.batch,
            size=phase.size,
            with_mosaic=phase.mosaic,
            zooms=self.recipe.mosaic_zoom if phase.mosaic else self.recipe.single_zoom,
            seed=seed,
        )

    def _train_batch(self, pixels: np.ndarray, targets: np.ndarray) -> float:
        self.detector.train()
        pictures = as_input(torch.from_numpy(pixels).to(self.device))
        names = tuple(self.teacher.source.nodes) if self.teacher else ()
        halved = self.precision == torch.bfloat16
        with torch.autocast(self.device.type, torch.bfloat16, enabled=halved), watched(self.detector, names) as own:
            maps = self.detector(pictures)
        wanted = torch.from_numpy(targets).to(self.device)
        loss = anchor_loss(maps, wanted, self.recipe.gains, self.detector.head.anchors)
        if self.teacher:
            shown = [torch.from_numpy(level).to(self.device) for level in self.teacher(pixels)]
            loss = loss + self.recipe.imitation * len(pixels) * imitation_loss(own, shown)
        loss.backward()
        nn.utils.clip_grad_norm_(self.detector.parameters(), 10.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.detector.zero_grad()
        self.step += 1
        self.average.update(self.detector, self.step)
        return float(loss.detach())

    def _headline(self, phase: Phase) -> str:
        """Return the progress bar's title: epoch, size, last score, and the time left by pixels still to be seen."""
        scores = [row["map50"] for row in self.history if "map50" in row]
        pixels = [p.size**2 for p in self.recipe.schedule()]
        left = self.seconds * sum(pixels[self.epoch :]) / max(1, sum(pixels[: self.epoch])) if self.epoch else None
        remaining = f", {left / 60:.0f} min left" if left is not None else ""
        score = f", mAP50 {scores[-1]:.3f}" if scores else ""
        return f"epoch {self.epoch + 1}/{self.recipe.epochs} at {phase.size}{score}{remaining}"


def manifest_entry(run: Run, variant: str, dataset: Dataset, data_name: str) -> dict[str, Any]:
    """Return what the manifest says of a finished run, without scores."""
    cost = costs.detector(variant, len(dataset.classes), run.recipe.size)
    processor = torch.cuda.get_device_name() if run.device.type == "cuda" else measure.processor()
    return {
        "params": cost.params,
        "macs": cost.macs,
        "size": run.recipe.size,
        "classes": list(dataset.classes),
        "anchors": run.recipe.anchors,
        "recipe": dataclasses.asdict(run.recipe),
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
    same = ("recipe", "data", "split", "images")
    alike = bool(kept) and all(kept[key] == json.loads(json.dumps(entry[key])) for key in same)
    by_seed = (kept.get("map50_by_seed", {}) if alike else {}) | {str(entry["seed"]): entry["map50"]}
    if alike and kept["seed"] != entry["seed"]:
        weights.amend(variant, {"map50_by_seed": by_seed}, folder)
        return False
    weights.save(detector, variant, entry | {"map50_by_seed": by_seed}, folder)
    return True


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
    found = evaluate.run(run.network(), tqdm(validation.samples, desc="val", disable=None), recipe.size)
    scores = evaluate.score(validation, found)
    entry = manifest_entry(run, options.variant, dataset, Path(options.data).resolve().name)
    entry |= {"split": "val", "images": len(validation.samples)} | {k: scores[k] for k in ("map50", "map50_95")}
    folder = options.weights or weights.FOLDER
    further = None
    if publish(detector.cpu(), options.variant, entry, folder):
        weights.amend(options.variant, {"served": evaluate.served(options.variant, validation, folder)}, folder)
    else:
        further = options.seed
    curves.write(run.history, curves.path(options.variant, further, folder))
    print(f"{options.variant}: mAP50 {scores['map50']:.4f}, mAP50-95 {scores['map50_95']:.4f} on val")


if __name__ == "__main__":
    main()
