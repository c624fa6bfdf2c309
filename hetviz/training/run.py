"""One training run: a detector, its running average and its optimisers, from the first epoch of a recipe to the last."""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from hetviz.blocks.conv import Conv
from hetviz.detectors.network_input import as_input
from hetviz.detectors.variants import build
from hetviz.training import data, scoring
from hetviz.training.data import Dataset
from hetviz.training.head_losses import detection_loss, followed
from hetviz.training.imitation import Teacher, imitation_loss, watched
from hetviz.training.muon import Muon
from hetviz.training.recipes import Phase, Recipe

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
    [0.0, 0.499, 0.02]
    """
    warmup = min(1.0, epoch / recipe.warmup_epochs)
    cosine = (1 + math.cos(math.pi * epoch / recipe.epochs)) / 2
    return warmup * (recipe.final_rate + (1 - recipe.final_rate) * cosine)


def running_average(detector: nn.Module, decay: float) -> AveragedModel:
    """Return a copy of a detector whose weights and statistics follow its own: quickly at first, slowly later."""

    def move(averaged: Tensor, current: Tensor, count: Tensor) -> Tensor:
        if not averaged.is_floating_point():
            return current
        return averaged.lerp(current, 1 - decay * (1 - math.exp(-(int(count) + 1) / 500)))

    return AveragedModel(detector, avg_fn=move, use_buffers=True).eval().requires_grad_(False)


class Averaged:
    """The raw maps of a detector for letterboxed pictures, one at a time, in single precision."""

    def __init__(self, detector: nn.Module, device: torch.device) -> None:
        self.detector, self.device, self.decode = detector, device, detector.head.decoder()

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
        ValueError: the variant is unknown, the data has too few pictures for the recipe, or the checkpoint is another
            recipe's.
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
        if hasattr(detector.head, "anchors"):
            detector.head.anchors = recipe.anchors
        self.detector = detector.to(self.device, memory_format=torch.channels_last)
        self.average = running_average(self.detector, recipe.average_decay)
        self.precision = self._precision()
        self.optimizers = optimizers(self.detector, recipe)
        self.epoch, self.seconds = 0, 0.0
        self.history: list[dict[str, float]] = []
        if checkpoint.exists():
            self._restore()

    def _precision(self) -> torch.dtype:
        """Return what is computed in: the checkpoint's where there is one, or else what the device has units for."""
        if self.checkpoint.exists():
            return PRECISIONS[torch.load(self.checkpoint, weights_only=True, mmap=True)["precision"]]
        return PRECISIONS["bf16" if has_bf16(self.device) else "fp32"]

    def _parts(self) -> dict[str, Any]:
        return {"detector": self.detector, "average": self.average} | {
            f"optimizer{index}": optimizer for index, optimizer in enumerate(self.optimizers)
        }

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state: dict[str, Any] = {name: part.state_dict() for name, part in self._parts().items()}
        state |= {"epoch": self.epoch, "seconds": self.seconds, "history": self.history}
        state |= {"recipe": self._followed(), "precision": self.precision_name, "teacher": self._teacher_hash()}
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        partial = self.checkpoint.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def _restore(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        if state["recipe"] != self._followed():
            raise ValueError(f"{self.checkpoint} was written by another recipe; move it away to start anew")
        if state["teacher"] != self._teacher_hash():
            raise ValueError(
                f"{self.checkpoint} was written with another teacher, or without; move it away to start anew"
            )
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.epoch, self.seconds = state["epoch"], state["seconds"]
        self.history = state["history"]

    def _followed(self) -> str:
        return repr(followed(self.detector.head, self.recipe))

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
                found = scoring.run(self.network(), self.holdout.samples, phase.size)
                row["map50"] = scoring.score(self.holdout, found)["map50"]
            self.seconds += time.perf_counter() - started
            self.history.append(row)
            self.save()
        return self.average.module

    def network(self) -> "Averaged":
        """Return the averaged detector as `scoring` wants it."""
        return Averaged(self.average.module, self.device)

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
            maps = self.detector.head.raw(self.detector.features(pictures))
        loss = detection_loss(self.detector.head, maps, torch.from_numpy(targets).to(self.device), self.recipe)
        if self.teacher:
            shown = [torch.from_numpy(level).to(self.device) for level in self.teacher(pixels)]
            loss = loss + self.recipe.imitation * len(pixels) * imitation_loss(own, shown)
        loss.backward()
        nn.utils.clip_grad_norm_(self.detector.parameters(), 10.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.detector.zero_grad()
        self.average.update_parameters(self.detector)
        return float(loss.detach())

    def _headline(self, phase: Phase) -> str:
        """Return the progress bar's title: epoch, size, last score, and the time left by pixels still to be seen."""
        scores = [row["map50"] for row in self.history if "map50" in row]
        pixels = [p.size**2 for p in self.recipe.schedule()]
        left = self.seconds * sum(pixels[self.epoch :]) / max(1, sum(pixels[: self.epoch])) if self.epoch else None
        remaining = f", {left / 60:.0f} min left" if left is not None else ""
        score = f", mAP50 {scores[-1]:.3f}" if scores else ""
        return f"epoch {self.epoch + 1}/{self.recipe.epochs} at {phase.size}{score}{remaining}"
