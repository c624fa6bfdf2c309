"""Counts a real module by hooks, and times real detectors and single layers by a clock.

`python -m hetviz.measure --variants v5n-c3,v5n-csphet-p4 --size 416 --json`
Times are of torch and OpenVINO on this machine's processor, one picture at a time: "network" is the detector alone,
"end_to_end" letterbox, network and boxes on a photograph of 512×512 pixels (`astronaut` of scikit-image). Time does not
depend on the values of weights, so a variant that has no trained ones is timed with random ones; but the work on boxes
depends on what is found, so it has no end_to_end row.
"""

import argparse
import itertools
import json
import math
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from skimage import data as photographs
from torch import Tensor, nn
from tqdm import tqdm

from hetviz.detectors import weights, yolo
from hetviz.operators.convs import OREPA, HetConv, StandardConv
from hetviz.reparam import forms
from hetviz.serving import engine, predict

SHORTEST_MS = 5.0  # a shorter call is repeated until its sample lasts as long: clocks and switches weigh less
SETTLING_MS = 10


@dataclass(frozen=True)
class Count:
    """What one module did with one picture: multiply-adds of convolutions, and the counter thop's other terms."""

    macs: int = 0
    thop_operations: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.macs + other.macs, self.thop_operations + other.thop_operations)


def _counted(module: nn.Module, result: Tensor) -> Count:
    """Return the count of one call from what the module is and what came out of it (one picture)."""
    elements = result.numel()
    if isinstance(module, nn.Conv2d):
        return Count(macs=elements * module.weight[0].numel())
    if isinstance(module, nn.Linear):
        return Count(macs=elements * module.in_features)
    if isinstance(module, HetConv):
        return Count(macs=elements * module.in_channels * module.kernel_size**2)
    if isinstance(module, OREPA):
        return Count(macs=elements * module.weight_kxk[0].numel())
    return Count(thop_operations=elements * (4 if isinstance(module, nn.BatchNorm2d) else 1))


COUNTED = (nn.Conv2d, nn.Linear, HetConv, OREPA, nn.BatchNorm2d, nn.Upsample)


def count(module: nn.Module, picture: Tensor) -> dict[str, Count]:
    """Return what every inner module multiplied for a picture, by its path, counted by hooks while it ran.

    A convolution counts what it computes: `convs.HetConv` is a dense kernel with zeros, so only its loop form
    (`forms.convert(detector, "loop")`) has the multiply-adds of the formula. OREPA's squeezing is not counted, being
    once for all pictures. The counter thop adds four operations an element of BatchNorm, one an element of upsampling.
    Shape:
        picture (1, C, H, W), on the device `meta` too, where nothing is computed

    >>> count(nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)), torch.zeros(1, 3, 6, 6))["0"]
    Count(macs=3456, thop_operations=0)
    """
    counts: dict[str, Count] = {}
    handles = []
    for path, part in module.named_modules():
        if isinstance(part, COUNTED):

            def hook(part: nn.Module, _: Any, result: Tensor, path: str = path) -> None:
                counts[path] = counts.get(path, Count()) + _counted(part, result)

            handles.append(part.register_forward_hook(hook))
    try:
        with torch.inference_mode():
            module(picture)
    finally:
        for handle in handles:
            handle.remove()
    return counts


def total(counts: dict[str, Count]) -> Count:
    """Return the sum over all modules."""
    return sum(counts.values(), Count())


def processor() -> str:
    """Return the name of this machine's processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


@dataclass(frozen=True)
class Contestant:
    """Something to be timed against others: what its row says of it, and the call."""

    row: dict[str, Any]
    call: Callable[[], object]


@dataclass(frozen=True)
class Standing:
    """How far a race is, with the milliseconds measured so far of every contestant."""

    done: int
    total: int
    contestants: tuple[Contestant, ...]
    milliseconds: tuple[tuple[float, ...], ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a contestant that has been measured: what it is, median, and quartiles of its samples."""
        measured = zip(self.contestants, self.milliseconds, strict=True)
        return [contestant.row | _quartiles(samples) for contestant, samples in measured if samples]


def _quartiles(samples: Sequence[float]) -> dict[str, float]:
    low, median, high = np.percentile(samples, (25, 50, 75))
    return {"median_ms": round(median, 4), "q1_ms": round(low, 4), "q3_ms": round(high, 4)}


def race(contestants: Sequence[Contestant], rounds: int) -> Iterator[Standing]:
    """Time all contestants in turn, round by round, and yield the standing after every sample.

    Whatever slows the machine for a while falls on all alike. To stop, ask for no more (or close the generator). Calls
    before the first round, and those of the first 10 ms of every turn, are not counted.
    Raises:
        ValueError: rounds is below 1, or there are no contestants.
    """
    if rounds < 1 or not contestants:
        raise ValueError(f"rounds={rounds} and contestants={len(contestants)} must each be at least 1")
    repeats = [_repeats(contestant.call) for contestant in contestants]
    samples: list[tuple[float, ...]] = [() for _ in contestants]
    for turn in range(rounds * len(contestants)):
        index = turn % len(contestants)
        _settle(contestants[index].call)
        samples[index] += (_sample_ms(contestants[index].call, repeats[index]),)
        yield Standing(turn + 1, rounds * len(contestants), tuple(contestants), tuple(samples))


def _repeats(call: Callable[[], object]) -> int:
    """Return how many calls one sample needs; the first call sets up buffers, the second tells."""
    call()
    return math.ceil(SHORTEST_MS / max(_sample_ms(call, 1), SHORTEST_MS / 1000))


def _settle(call: Callable[[], object]) -> None:
    """Call until caches and threads are as this one's own calls leave them: torch's threads spin on for a while."""
    start = time.perf_counter()
    while time.perf_counter() - start < SETTLING_MS / 1000:
        call()


def _sample_ms(call: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return 1000 * (time.perf_counter() - start) / repeats


@dataclass(frozen=True)
class TimedNetwork:
    """A detector in one form, run as `engine` runs it, but for any form and input size; what `predict` asks for."""

    run: engine.Runner
    size: int
    classes: tuple[str, ...]
    anchors: yolo.Anchors

    def __call__(self, square: NDArray[np.uint8]) -> engine.Maps:
        """Return the raw maps of a letterboxed picture, finest level first."""
        return self.run(square)


def forms_of(detector: nn.Module) -> tuple[str, ...]:
    """Return the forms that a detector can be converted to: all of `forms.FORMS`, or plain where it has no HetConv."""
    return forms.FORMS if any(isinstance(module, HetConv) for module in detector.modules()) else ("plain",)


def variant_contestants(
    variant: str,
    size: int,
    folder: Path = weights.FOLDER,
    engines: Sequence[str] = tuple(engine.RUNNERS),
    wanted: Sequence[str] = (*forms.FORMS, "plain"),
) -> list[Contestant]:
    """Return a detector in its wanted forms on each engine, network alone, and end to end where it has trained weights.

    Raises:
        ValueError: the variant or an engine is unknown, or size is not a positive multiple of 32.
    """
    if size < 32 or size % 32:
        raise ValueError(f"size={size} must be a positive multiple of 32")
    unknown = set(engines) - engine.RUNNERS.keys()
    if unknown:
        raise ValueError(f"engine={min(unknown)!r} must be one of {', '.join(engine.RUNNERS)}")
    is_trained = variant in weights.trained(folder)
    detector = weights.load(variant, folder) if is_trained else yolo.build(variant)
    classes = tuple(weights.manifest(folder)[variant]["classes"]) if is_trained else ()
    found = []
    for name, form in itertools.product(engines, (form for form in forms_of(detector) if form in wanted)):
        converted = forms.convert(detector, "mask" if form == "plain" else form)
        runner = engine.RUNNERS[name](converted, size)
        network = TimedNetwork(runner, size, classes, detector.head.anchors)
        row = {"variant": variant, "engine": name, "precision": runner.precision, "form": form}
        found.append(Contestant({**row, "what": "network", "size": size}, _network_call(network)))
        if is_trained:
            found.append(Contestant({**row, "what": "end_to_end", "size": size}, _whole_call(network)))
    return found


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


def report(standing: Standing) -> dict[str, Any]:
    """Return a standing with what any time must name: processor, threads, and rounds that are complete."""
    rounds = standing.done // len(standing.contestants)
    return {"processor": processor(), "threads": torch.get_num_threads(), "rounds": rounds, "rows": standing.rows()}


def finish(contestants: Sequence[Contestant], rounds: int) -> Standing:
    """Return the last standing of a whole race, with a progress bar on stderr.

    Raises:
        ValueError: rounds is below 1, or there are no contestants.
    """
    with tqdm(total=rounds * len(contestants), unit="sample", disable=None) as bar:
        for standing in race(contestants, rounds):  # noqa: B007  the last one is the answer
            bar.update()
    return standing


def table(measured: dict[str, Any]) -> str:
    """Return a report as lines for people, each time also as a share of the first row's that measures the same."""
    lines = [f"{measured['processor']}, {measured['threads']} threads, {measured['rounds']} interleaved rounds"]
    lines.append(
        f"{'variant':16}{'engine':10}{'':6}{'form':8}{'what':12}{'median ms':>10}{'quartiles':>17}{'share':>7}"
    )
    first: dict[str, float] = {}
    for row in measured["rows"]:
        share = row["median_ms"] / first.setdefault(row["what"], row["median_ms"])
        quartiles = f"{row['q1_ms']:.2f} to {row['q3_ms']:.2f}"
        lines.append(
            f"{row['variant']:16}{row['engine']:10}{row['precision']:6}{row['form']:8}{row['what']:12}{row['median_ms']:10.2f}{quartiles:>17}"
            f"{share:7.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", required=True, help="names of `detectors.VARIANTS`, with commas between them")
    parser.add_argument("--engines", default=",".join(engine.RUNNERS), help="with commas between them")
    parser.add_argument("--size", type=int, default=416, help="side of the square input in pixels")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    variants, engines = ([name.strip() for name in text.split(",")] for text in (options.variants, options.engines))
    try:
        if options.threads < 1:
            raise ValueError(f"threads={options.threads} must be at least 1")
        torch.set_num_threads(options.threads)
        contestants = [c for variant in variants for c in variant_contestants(variant, options.size, engines=engines)]
        untrained = [variant for variant in variants if variant not in weights.trained()]
        if untrained:
            print(f"no trained weights: {', '.join(untrained)}; only the network is timed", file=sys.stderr)
        measured = report(finish(contestants, options.rounds))
    except ValueError as error:
        parser.error(str(error))
    print(json.dumps(measured) if options.json else table(measured))


if __name__ == "__main__":
    main()
