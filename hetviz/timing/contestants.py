"""What can be timed: detectors in their forms on each engine, and one layer in its forms.

"network" is the detector alone, "end_to_end" letterbox, network and boxes on a photograph of 512×512 pixels (`astronaut` of
scikit-image). Time does not depend on the values of weights, so a variant that has no trained ones is timed with random
ones; but the work on boxes depends on what is found, so it has no end_to_end row. A visitor's own detector has weights.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from skimage import data as photographs
from torch import Tensor, nn

from hetviz.counting.hooks import count, total
from hetviz.detectors import served, variants, weights
from hetviz.detectors.decoding import Decoder
from hetviz.detectors.served import Served
from hetviz.operators.hetconv import HetConv
from hetviz.operators.standard import StandardConv
from hetviz.reparam import forms
from hetviz.reparam.convert import convert
from hetviz.serving import engine, predict
from hetviz.timing.race import Contestant


@dataclass(frozen=True)
class TimedNetwork:
    """A detector in one form, run as `engine` runs it, but for any form and input size; what `predict` asks for."""

    run: engine.Runner
    size: int
    classes: tuple[str, ...]
    decode: Decoder

    def __call__(self, square: NDArray[np.uint8]) -> engine.Maps:
        """Return the raw maps of a letterboxed picture, finest level first."""
        return self.run(square)


def forms_of(detector: nn.Module) -> tuple[str, ...]:
    """Return the forms that a detector can be converted to: all of `forms.FORMS`, or plain where it has no HetConv."""
    return forms.FORMS if any(isinstance(module, HetConv) for module in detector.modules()) else ("plain",)


ENGINES = tuple(engine.RUNNERS)
ALL_FORMS = (*forms.FORMS, "plain")


def variant_contestants(
    variant: str,
    size: int,
    folder: Path = weights.FOLDER,
    engines: Sequence[str] = ENGINES,
    wanted: Sequence[str] = ALL_FORMS,
) -> list[Contestant]:
    """Return a variant in its wanted forms on each engine, network alone, and end to end where it has trained weights.

    Raises:
        ValueError: the variant or an engine is unknown, or size is not a positive multiple of 32.
    """
    if variant in weights.trained(folder):
        return served_contestants(served.named(variant, folder), size, engines, wanted)
    return list(_contestants(variants.build(variant), {"variant": variant}, (), size, engines, wanted))


def served_contestants(
    found: Served, size: int, engines: Sequence[str] = ENGINES, wanted: Sequence[str] = ALL_FORMS
) -> list[Contestant]:
    """Return the same for a detector that is served; rows of a visitor's own say its variant and class count too.

    Raises:
        ValueError: an engine is unknown, or size is not a positive multiple of 32.
    """
    own = {"layers_of": found.variant, "classes": len(found.classes)} if found.own else {}
    row = {"variant": found.key, **own}
    return list(_contestants(found.load(), row, found.classes, size, engines, wanted))


def _contestants(
    detector: nn.Module,
    said: dict[str, Any],
    classes: tuple[str, ...],
    size: int,
    engines: Sequence[str],
    wanted: Sequence[str],
) -> Iterator[Contestant]:
    if size < 32 or size % 32:
        raise ValueError(f"size={size} must be a positive multiple of 32")
    unknown = set(engines) - engine.RUNNERS.keys()
    if unknown:
        raise ValueError(f"engine={min(unknown)!r} must be one of {', '.join(engine.RUNNERS)}")
    for name, form in itertools.product(engines, (form for form in forms_of(detector) if form in wanted)):
        converted = convert(detector, "mask" if form == "plain" else form)
        runner = engine.RUNNERS[name](converted, size)
        network = TimedNetwork(runner, size, classes, detector.head.decoder())
        row = said | {"engine": name, "precision": runner.precision, "form": form}
        yield Contestant({**row, "what": "network", "size": size}, _network_call(network))
        if classes:
            yield Contestant({**row, "what": "end_to_end", "size": size}, _whole_call(network))


def _network_call(network: TimedNetwork) -> Callable[[], object]:
    square = np.random.default_rng(0).integers(0, 256, (network.size, network.size, 3), np.uint8)
    return lambda: network(square)


def _whole_call(network: TimedNetwork) -> Callable[[], object]:
    pixels = photographs.astronaut()
    return lambda: predict.detect(pixels, network)


def layer_contestants(channels: int, side: int, p: int) -> list[Contestant]:
    """Return one HetConv(P) of channels -> channels on side×side pixels in each of its forms, and the standard 3×3.

    Their rows say `macs` too, counted by hooks: what the form really multiplies, zeros included. The forms group and
    coarse get their channels sorted, as inside a detector, where the sorting costs nothing.
    Raises:
        ValueError: p does not divide channels, or side is below 1.
    """
    if side < 1:
        raise ValueError(f"side={side} must be at least 1")
    conv = HetConv(channels, channels, p=p)
    modules = {"standard": StandardConv(channels, channels)}
    modules |= {form: forms.rewrite(conv, form) for form in forms.FORMS}
    x = torch.rand(1, channels, side, side).contiguous(memory_format=torch.channels_last)
    found = []
    for form, module in modules.items():
        module = module.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        row = {"form": form, "channels": channels, "side": side, "p": p, "macs": total(count(module, x)).macs}
        found.append(Contestant(row, _layer_call(module, x)))
    return found


def _layer_call(module: nn.Module, x: Tensor) -> Callable[[], object]:
    def call() -> object:
        with torch.inference_mode():
            return module(x)

    return call
