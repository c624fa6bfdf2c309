"""Weights of trained detectors: safetensors files and their entries in `manifest.json`, saved and loaded strictly.

A file holds the detector's weights in half precision and its vectors (BatchNorm's statistics and scales, biases; 2 % of
the bytes) in single, without BatchNorm's batch counters. Nothing is ever unpickled.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load as parse
from safetensors.torch import save as serialise
from torch import Tensor, nn

from hetviz.detectors.variants import VARIANTS, named

FOLDER = Path(__file__).resolve().parents[2] / "weights"
MANIFEST = "manifest.json"
COUNTER = "num_batches_tracked"
OF_HEADS = ("gains", "anchors", "distribution_gains")  # settings of a recipe that only one kind of head has


class WeightsError(ValueError):
    """Weights are missing, or are not exactly what the manifest and the detector ask for."""


def manifest(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """Return the entry of every trained variant: file, sha256, params, macs, size, classes, recipe, scores, ..."""
    path = folder / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def trained(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the variants that have weights, in the order of `variants.VARIANTS`."""
    entries = manifest(folder)
    return tuple(variant for variant in VARIANTS if variant in entries)


def way_of_training(entry: dict[str, Any]) -> str:
    """Return a short name that two manifest entries share where recipe, data and teacher are the same: only then do their
    scores compare variants. What weighs the parts of a head's loss is part of its family and no part of the recipe."""
    recipe = {name: value for name, value in entry["recipe"].items() if name not in OF_HEADS}
    told = json.dumps([recipe, entry["data"], entry.get("teacher")], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _tensors(detector: nn.Module) -> dict[str, Tensor]:
    return {name: tensor for name, tensor in detector.state_dict().items() if not name.endswith(COUNTER)}


def _stored_type(tensor: Tensor) -> torch.dtype:
    return torch.float16 if tensor.ndim > 1 else torch.float32


def stored(detector: nn.Module) -> dict[str, Tensor]:
    """Return the detector's tensors by name as a file holds them."""
    return {name: tensor.to(_stored_type(tensor)).contiguous() for name, tensor in _tensors(detector).items()}


def metadata(detector: nn.Module, classes: tuple[str, ...], size: int) -> dict[str, str]:
    """Return what a file of weights that stands alone says of itself, in JSON: `classes`, `size`, and `anchors` where the
    head has them."""
    told = {"classes": list(classes), "size": size}
    told |= {"anchors": detector.head.anchors} if hasattr(detector.head, "anchors") else {}
    return {name: json.dumps(value, ensure_ascii=False) for name, value in told.items()}


@torch.no_grad()
def round_as_stored(detector: nn.Module) -> nn.Module:
    """Round the detector's tensors, in place, to what a file holds, so that what is scored is what is loaded."""
    for tensor in _tensors(detector).values():
        tensor.copy_(tensor.to(_stored_type(tensor)))
    return detector


def save(detector: nn.Module, variant: str, entry: dict[str, Any], folder: Path = FOLDER) -> dict[str, Any]:
    """Write the detector's weights and its manifest entry, each whole or not at all, and return the entry.

    Raises:
        WeightsError: a tensor is not finite, or too large for the precision that it is stored in.
    """
    tensors = stored(detector)
    overflown = [name for name, tensor in tensors.items() if not torch.isfinite(tensor).all()]
    if overflown:
        raise WeightsError(f"{variant}: {overflown[0]!r} is not finite as it would be stored")
    content = serialise(tensors)
    file = f"{variant}.safetensors"
    digest = hashlib.sha256(content).hexdigest()
    entry = {"file": file, "sha256": digest, "bytes": len(content), **entry}
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / file, content)
    _enter(variant, entry, folder)
    return entry


def amend(variant: str, facts: dict[str, Any], folder: Path = FOLDER) -> None:
    """Add facts to a trained variant's manifest entry, over older ones of the same name.

    Raises:
        KeyError: the variant has no weights.
    """
    _enter(variant, manifest(folder)[variant] | facts, folder)


def _enter(variant: str, entry: dict[str, Any], folder: Path) -> None:
    entries = manifest(folder) | {variant: entry}
    ordered = {name: entries[name] for name in VARIANTS if name in entries}
    write(folder / MANIFEST, (json.dumps(ordered, indent=2) + "\n").encode())


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)


def entry(variant: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return a trained variant's manifest entry.

    Raises:
        ValueError: the variant is unknown.
        WeightsError: it has no weights.
    """
    named(variant)
    entries = manifest(folder)
    if variant not in entries:
        raise WeightsError(f"variant={variant!r} has no weights yet; those that have: {', '.join(trained(folder))}")
    return entries[variant]


def load(variant: str, folder: Path = FOLDER) -> nn.Module:
    """Return the trained detector in single precision, ready for inference.

    Raises:
        ValueError: the variant is unknown.
        WeightsError: it has no weights, or the file's hash, a key, a shape or a type is not what it must be.
    """
    described, facts = named(variant), entry(variant, folder)
    path = folder / facts["file"]
    if not path.is_file():
        raise WeightsError(f"{path.name} is missing, though the manifest names it")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != facts["sha256"]:
        raise WeightsError(f"{path.name} has sha256 {digest[:12]}…, the manifest says {facts['sha256'][:12]}…")
    detector = described.build(len(facts["classes"]))
    if "anchors" in facts:
        detector.head.anchors = tuple(tuple(tuple(sides) for sides in level) for level in facts["anchors"])
    fill(detector, parse(content), path.name)
    return detector.eval().requires_grad_(False)


def fill(detector: nn.Module, stored: dict[str, Tensor], file: str) -> None:
    """Copy the stored tensors into the detector, which must have exactly these."""
    wanted = _tensors(detector)
    for problem, names in (
        ("is missing", wanted.keys() - stored.keys()),
        ("is unknown", stored.keys() - wanted.keys()),
    ):
        if names:
            raise WeightsError(f"{file}: {min(names)!r} {problem} ({len(names)} such keys)")
    for name, tensor in stored.items():
        if tensor.shape != wanted[name].shape:
            raise WeightsError(
                f"{file}: {name!r} has shape {tuple(tensor.shape)}, expected {tuple(wanted[name].shape)}"
            )
        if tensor.dtype != _stored_type(tensor):
            raise WeightsError(f"{file}: {name!r} has type {tensor.dtype}, expected {_stored_type(tensor)}")
        with torch.no_grad():
            wanted[name].copy_(tensor)
