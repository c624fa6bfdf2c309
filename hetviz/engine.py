"""Runs a trained detector on a letterboxed picture: torch, the reference.

An engine is called with a batch of one and gives the head's raw maps; decoding is the caller's. Engines are loaded on
first use and kept; one engine runs one picture at a time.
"""

import threading
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from hetviz import forms, weights

FORM = "coarse"


class TorchEngine:
    """A trained detector in its fast form: BatchNorm fused, HetConv coarse, tensors channels-last.

    Attributes:
        variant: name in `detectors.VARIANTS`.
        size: side in pixels of the square input that the detector was trained and scored at.
        classes: class names by index.
    """

    name = "torch"

    def __init__(self, variant: str, folder: Path = weights.FOLDER) -> None:
        detector = weights.load(variant, folder)
        entry = weights.manifest(folder)[variant]
        self.variant, self.size, self.classes = variant, int(entry["size"]), tuple(entry["classes"])
        self._network = forms.convert(detector, FORM).to(memory_format=torch.channels_last)
        self._turn = threading.Lock()
        self(np.zeros((1, 3, self.size, self.size), np.float32))  # the first run sets up buffers and would be slow

    def __call__(self, batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Return the raw maps, finest level first.

        Shape:
            (1, 3, size, size) in 0..1 -> three (1, 3 * (5 + classes), size/s, size/s), s = 8, 16, 32
        """
        pictures = torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)
        with self._turn, torch.inference_mode():
            return tuple(level.numpy() for level in self._network(pictures))


_loaded: dict[tuple[str, Path, str], TorchEngine] = {}
_loading = threading.Lock()


def load(variant: str, folder: Path = weights.FOLDER) -> TorchEngine:
    """Return the engine of a variant, loaded once for each content of its weights.

    Raises:
        ValueError: the variant is unknown, or has no sound weights (`weights.load`).
    """
    digest = weights.manifest(folder).get(variant, {}).get("sha256", "")
    with _loading:
        key = (variant, folder, digest)
        if key not in _loaded:
            _loaded[key] = TorchEngine(variant, folder)
        return _loaded[key]
