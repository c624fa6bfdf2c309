"""Runs a detector on a letterboxed picture: OpenVINO serves, torch is the reference; the same weights in both.

An engine is called with one picture and gives the head's raw maps; its `decode` makes boxes of them. Engines are loaded on
first use and kept. One picture is in work at a time, on all cores, and the next one is the one that waited longest.
`HETVIZ_ENGINE=torch` chooses the reference everywhere, `HETVIZ_PRECISION=fp32` OpenVINO's single precision.
"""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hetviz.detectors import served, weights
from hetviz.detectors.network_input import as_input
from hetviz.detectors.served import MadeOnce, Served
from hetviz.reparam import convert
from hetviz.serving import rounding
from hetviz.serving.turns import FairLock

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it reports every import to its makers
try:
    import openvino
except ImportError:  # no wheel for this machine: torch serves
    openvino = None  # type: ignore[assignment]

FORM = "coarse"
LIMIT = 10_000.0  # of what the head's last convolutions answer; no detector comes near
Maps = tuple[NDArray[np.float32], ...]
turn = FairLock()  # of all engines: they share the processor


class TorchRunner:
    """A converted detector (`convert.convert`) run by torch, tensors channels-last: a letterboxed picture in, raw maps out."""

    precision = "fp32"

    def __init__(self, network: nn.Module, _size: int) -> None:
        self._network = network.to(memory_format=torch.channels_last)

    def __call__(self, square: NDArray[np.uint8]) -> Maps:
        """Return the raw maps, finest level first."""
        with torch.inference_mode():
            return tuple(level.numpy() for level in self._network(as_input(torch.from_numpy(square[None]))))


class OpenVINORunner:
    """The same, converted in memory to OpenVINO's graph: in bf16 where the processor has it, else in single precision."""

    def __init__(self, network: nn.Module, size: int) -> None:
        core = openvino.Core()
        self.precision = chosen_precision("BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
        halved = self.precision == "bf16"
        network, brightest = (_in_bf16(network), rounding.BRIGHTEST) if halved else (network, 255)

        def pixels_last(squares: Tensor) -> tuple[Tensor, ...]:
            """Take pictures and give maps as they lie in memory, channels last: nothing is laid out anew on the way."""
            return tuple(level.permute(0, 2, 3, 1) for level in network(as_input(squares, brightest)))

        picture = torch.zeros((1, size, size, 3), dtype=torch.uint8)
        # Traced here, as OpenVINO would have torch trace it three times, for a check that takes half of the time; and as a
        # function, since torch writes a script for every part of a module.
        traced = torch.jit.trace(pixels_last, picture, check_trace=False)
        graph = openvino.convert_model(traced, input=[(picture.shape, openvino.Type.u8)])
        settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "INFERENCE_PRECISION_HINT": {"bf16": "bf16", "fp32": "f32"}[self.precision],
        }
        self._request = core.compile_model(graph, "CPU", settings).create_infer_request()

    def __call__(self, square: NDArray[np.uint8]) -> Maps:
        """Return the raw maps, finest level first."""
        levels = self._request.infer([square[None]], share_inputs=True).values()  # copies, the caller's own
        return tuple(level.transpose(0, 3, 1, 2) for level in levels)


def _in_bf16(network: nn.Module) -> nn.Module:
    """Return a rounded copy of a converted detector whose last convolutions have a limit on what they answer.

    OpenVINO rounds to bf16 what a convolution answers, even the last one. But an elementwise step right behind the last one
    becomes a part of it, whose answer then stays in single precision, as all does that follows.
    """
    network = rounding.to_bf16(network)
    for conv in rounding.last(network.head):
        conv.register_forward_hook(lambda _conv, _inputs, answers: answers.clamp(-LIMIT, LIMIT))
    return network


Runner = TorchRunner | OpenVINORunner
RUNNERS: dict[str, type[Runner]] = {"torch": TorchRunner} | ({"openvino": OpenVINORunner} if openvino else {})


class Engine:
    """A detector, ready to look at pictures.

    Attributes:
        name: torch or openvino.
        precision: of the arithmetic, fp32 or bf16.
        key: what the detector is asked for by (`served.Served`).
        variant: name in `variants.VARIANTS`.
        size: side in pixels of the square input that the detector is scored and served at.
        classes: class names by index.
        decode: makes boxes of the raw maps of one picture (`detectors.decoding.Decoder`).
    """

    def __init__(self, name: str, detector: Served) -> None:
        network = convert.convert(detector.load(), FORM)
        self.name, self.key, self.variant = name, detector.key, detector.variant
        self.size, self.classes = detector.size, detector.classes
        self.decode = network.head.decoder()
        self._run = RUNNERS[name](network, self.size)
        self.precision = self._run.precision
        self(np.zeros((self.size, self.size, 3), np.uint8))  # the first run sets up buffers and would be slow

    def __call__(self, square: NDArray[np.uint8]) -> Maps:
        """Return the raw maps of a letterboxed picture, finest level first.

        Shape:
            (size, size, 3) uint8 -> three (1, 3 * (5 + classes), size/s, size/s), s = 8, 16, 32
        """
        with turn:
            return self._run(square)


def chosen() -> str:
    """Return the name of the engine that serves: `HETVIZ_ENGINE`, or else openvino where it is installed.

    Raises:
        ValueError: `HETVIZ_ENGINE` names none of `RUNNERS`.
    """
    name = os.environ.get("HETVIZ_ENGINE") or next(reversed(RUNNERS))
    if name not in RUNNERS:
        raise ValueError(f"HETVIZ_ENGINE={name!r} must be one of {', '.join(RUNNERS)}")
    return name


def chosen_precision(has_bf16: bool) -> str:
    """Return fp32 or bf16, what OpenVINO computes in: `HETVIZ_PRECISION`, or else bf16 where the processor has it.

    Raises:
        ValueError: `HETVIZ_PRECISION` is neither of both, or bf16 where the processor has none.
    """
    possible = ["fp32", *["bf16"] * has_bf16]
    precision = os.environ.get("HETVIZ_PRECISION") or possible[-1]
    if precision not in possible:
        raise ValueError(f"HETVIZ_PRECISION={precision!r} must be one of {', '.join(possible)} on this processor")
    return precision


_engines = {name: MadeOnce(partial(Engine, name)) for name in RUNNERS}


def load(key: str, folder: Path = weights.FOLDER, engine: str | None = None) -> Engine:
    """Return the engine of a detector (`served.named`), loaded once for each content of its weights.

    Raises:
        ValueError: the detector or the engine is unknown, or the detector has no sound weights (`weights.load`).
    """
    engine = engine or chosen()
    if engine not in RUNNERS:
        raise ValueError(f"engine={engine!r} must be one of {', '.join(RUNNERS)}")
    return _engines[engine].of(served.named(key, folder))
