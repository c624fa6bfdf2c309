"""Runs a trained detector on a letterboxed picture: OpenVINO serves, torch is the reference; the same weights in both.

An engine is called with a batch of one and gives the head's raw maps; decoding is the caller's. Engines are loaded on
first use and kept. One picture is in work at a time, on all cores, and the next one is the one that waited longest.
`HETVIZ_ENGINE=torch` chooses the reference everywhere, `HETVIZ_PRECISION=bf16` half the bits.
"""

import os
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from hetviz import forms, weights
from hetviz.turns import FairLock

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it reports every import to its makers
try:
    import openvino
except ImportError:  # no wheel for this machine: torch serves
    openvino = None  # type: ignore[assignment]

FORM = "coarse"
Maps = tuple[NDArray[np.float32], ...]
turn = FairLock()  # of all engines: they share the processor


class TorchRunner:
    """A converted detector (`forms.convert`) run by torch, tensors channels-last: a batch of one in, raw maps out."""

    precision = "fp32"

    def __init__(self, network: nn.Module, size: int) -> None:
        self._network = network.to(memory_format=torch.channels_last)

    def __call__(self, batch: NDArray[np.float32]) -> Maps:
        """Return the raw maps, finest level first."""
        pictures = torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)
        with torch.inference_mode():
            return tuple(level.numpy() for level in self._network(pictures))


class OpenVINORunner:
    """The same, converted in memory to OpenVINO's graph, in single precision like torch.

    `HETVIZ_PRECISION=bf16` chooses bf16 where the processor has it. At 192 pixels that saves up to a fifth of the time,
    but mAP50 on `val` then moved by 0.0035 (C3), and 1 box in 100 over 0.5 by more than IoU 0.95.
    """

    def __init__(self, network: nn.Module, size: int) -> None:
        shape = (1, 3, size, size)
        # traced here, as OpenVINO would have torch trace it three times, for a check that takes half of the time
        traced = torch.jit.trace(network, torch.zeros(shape), check_trace=False)
        graph = openvino.convert_model(traced, input=[shape])
        core = openvino.Core()
        asked = os.environ.get("HETVIZ_PRECISION", "fp32")
        possible = asked == "bf16" and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self.precision = "bf16" if possible else "fp32"
        settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "INFERENCE_PRECISION_HINT": {"bf16": "bf16", "fp32": "f32"}[self.precision],
        }
        self._request = core.compile_model(graph, "CPU", settings).create_infer_request()

    def __call__(self, batch: NDArray[np.float32]) -> Maps:
        """Return the raw maps, finest level first."""
        self._request.infer([batch], share_inputs=True)
        return tuple(np.array(output.data) for output in self._request.output_tensors)


Runner = TorchRunner | OpenVINORunner
RUNNERS: dict[str, type[Runner]] = {"torch": TorchRunner} | ({"openvino": OpenVINORunner} if openvino else {})


class Engine:
    """A trained detector, ready to look at pictures.

    Attributes:
        name: torch or openvino.
        precision: of the arithmetic, fp32 or bf16.
        variant: name in `detectors.VARIANTS`.
        size: side in pixels of the square input that the detector is scored and served at.
        classes: class names by index.
    """

    def __init__(self, variant: str, folder: Path, name: str) -> None:
        network = forms.convert(weights.load(variant, folder), FORM)
        entry = weights.manifest(folder)[variant]
        self.name, self.variant, self.size, self.classes = name, variant, int(entry["size"]), tuple(entry["classes"])
        self._run = RUNNERS[name](network, self.size)
        self.precision = self._run.precision
        self(np.zeros((1, 3, self.size, self.size), np.float32))  # the first run sets up buffers and would be slow

    def __call__(self, batch: NDArray[np.float32]) -> Maps:
        """Return the raw maps, finest level first.

        Shape:
            (1, 3, size, size) in 0..1 -> three (1, 3 * (5 + classes), size/s, size/s), s = 8, 16, 32
        """
        with turn:
            return self._run(batch)


def chosen() -> str:
    """Return the name of the engine that serves: `HETVIZ_ENGINE`, or else openvino where it is installed.

    Raises:
        ValueError: `HETVIZ_ENGINE` names none of `RUNNERS`.
    """
    name = os.environ.get("HETVIZ_ENGINE") or next(reversed(RUNNERS))
    if name not in RUNNERS:
        raise ValueError(f"HETVIZ_ENGINE={name!r} must be one of {', '.join(RUNNERS)}")
    return name


_loaded: dict[tuple[str, Path, str, str], Engine] = {}
_loading = threading.Lock()


def load(variant: str, folder: Path = weights.FOLDER, engine: str | None = None) -> Engine:
    """Return the engine of a variant, loaded once for each content of its weights.

    Raises:
        ValueError: the variant or the engine is unknown, or the variant has no sound weights (`weights.load`).
    """
    engine = engine or chosen()
    if engine not in RUNNERS:
        raise ValueError(f"engine={engine!r} must be one of {', '.join(RUNNERS)}")
    digest = weights.manifest(folder).get(variant, {}).get("sha256", "")
    with _loading:
        key = (variant, folder, digest, engine)
        if key not in _loaded:
            _loaded[key] = Engine(variant, folder, engine)
        return _loaded[key]
