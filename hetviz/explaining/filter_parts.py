"""One layer of a trained detector at work on a picture: what reaches it, what its K×K and its 1×1 kernels add, and what
the detector finds when some of these kernels are switched off.

Switching off means that weights are zero for one run; what the detector was trained with never changes.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call

from hetviz.blocks.conv import Bottleneck
from hetviz.detectors import served, weights
from hetviz.detectors.network_input import as_input
from hetviz.detectors.served import MadeOnce, Served
from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.pictures.boxes import Detections
from hetviz.pictures.letterbox import Letterbox, letterbox
from hetviz.reparam import layer_kernels
from hetviz.reparam.layer_kernels import Parts

CLASSES = ("kxk", "dots")  # of kernels: K×K and 1×1


@dataclass(frozen=True)
class Off:
    """Kernels that are switched off.

    Attributes:
        kxk, dots: all kernels of that size.
        part: all kernels on the channels of one part: those with this remainder mod P of a HetConv, the group with this
            number of a DualConv.
        everywhere: in every layer with K×K kernels inside the detector's blocks, not only in the one that is looked at.
    """

    kxk: bool = False
    dots: bool = False
    part: int | None = None
    everywhere: bool = False


ALL_ON = Off()


@dataclass(frozen=True)
class Work:
    """A layer at work.

    Attributes:
        parts: its kernels as trained.
        inputs: (M, H, W), what reaches it; outputs: (N, H, W), what the network itself makes of that.
        found: the detector's boxes of at least the asked confidence, before suppression, in pixels of the picture.
    """

    parts: Parts
    inputs: Tensor
    outputs: Tensor
    found: Detections
    placing: Letterbox


@dataclass(frozen=True)
class Variances:
    """How much the results of a layer's filters vary over the pixels of their maps.

    Shape:
        kxk, dots, both (N,): of the K×K part, of the 1×1 part, and of their sum
    """

    path: str
    p: int
    kxk: Tensor
    dots: Tensor
    both: Tensor

    @property
    def share(self) -> float:
        """The K×K part's share in the sum of the variances of both parts, all filters together; 0 where nothing varies."""
        total = float((self.kxk + self.dots).sum())
        return float(self.kxk.sum()) / total if total else 0.0


def inside(detector: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Yield path and bare convolution of each layer with K×K kernels inside the detector's blocks, in order of depth."""
    for path, module in detector.named_modules():
        if isinstance(module, Bottleneck):
            for name in ("cv1", "cv2"):
                conv = layer_kernels.find(detector, f"{path}.{name}")
                if layer_kernels.kernels(conv).values.shape[-1] > 1:
                    yield f"{path}.{name}", conv


def switched_off(conv: nn.Module, off: Off) -> dict[str, Tensor]:
    """Return the weights of a layer with some of its kernels zero, by their names.

    Raises:
        ValueError: the layer has no such part.
    """
    if isinstance(conv, HetConv):
        return _hetconv_off(conv, off)
    if isinstance(conv, DualConv):
        return _dualconv_off(conv, off)
    _require_part(off.part, 1)
    return {"weight": conv.weight * (not (off.kxk or off.part == 0))}


def _require_part(part: int | None, count: int) -> None:
    if part is not None and not 0 <= part < count:
        raise ValueError(f"part={part} must be one of the layer's {count} parts")


def _hetconv_off(conv: HetConv, off: Off) -> dict[str, Tensor]:
    _require_part(off.part, conv.p)
    gone = -1 if off.part is None else off.part
    own = torch.arange(conv.out_channels) % conv.p  # the part on which a filter has its K×K kernels
    kxk = (own != gone)[:, None, None, None] & (not off.kxk)
    dots = (conv.columns_1x1 % conv.p != gone) & (not off.dots)
    return {"weight_kxk": conv.weight_kxk * kxk, "weight_1x1": conv.weight_1x1 * dots}


def _dualconv_off(conv: DualConv, off: Off) -> dict[str, Tensor]:
    groups = conv.grouped.groups
    _require_part(off.part, groups)
    kxk, dots = conv.grouped.weight * (not off.kxk), conv.pointwise.weight * (not off.dots)
    if off.part is not None:
        kxk.chunk(groups)[off.part].zero_()
        dots.chunk(groups, 1)[off.part].zero_()
    return {"grouped.weight": kxk, "pointwise.weight": dots}


class Probe:
    """A trained detector, as it comes from its file, whose layers can be looked at.

    One picture is in work at a time: hooks and changed weights stand in the network meanwhile.
    """

    def __init__(self, detector: Served) -> None:
        self.network = detector.load()
        self.size, self.classes = detector.size, detector.classes
        self.turn = threading.Lock()
        self.layers = dict(inside(self.network))
        self._names = {module: name for name, module in self.network.named_modules()}

    def look(self, pixels: NDArray[np.uint8], path: str, off: Off = ALL_ON, confidence: float = 0.05) -> Work:
        """Return a layer at work on a picture, with some kernels switched off.

        Shape:
            pixels (H, W, 3) uint8 RGB
        Raises:
            ValueError: there is no layer with K×K kernels inside a block at this path, or it has no such part.
        """
        if path not in self.layers:
            raise ValueError(f"layer={path!r} must be one of {', '.join(self.layers)}")
        conv = self.layers[path]
        batch, placing = self._batch(pixels)
        caught: list[tuple[Tensor, Tensor]] = []
        with self.turn, torch.inference_mode():  # also to read the weights, which change during a run
            parts = layer_kernels.parts(conv)
            changed = {} if off == ALL_ON else self._changed(self.layers.values() if off.everywhere else [conv], off)
            handle = conv.register_forward_hook(lambda _, x, y: caught.append((x[0][0].clone(), y[0].clone())))
            try:
                levels = functional_call(self.network, changed, (batch,))
            finally:
                handle.remove()
        return Work(parts, *caught[0], self._found(levels, placing, pixels, confidence), placing)

    def _changed(self, convs: Iterable[nn.Module], off: Off) -> dict[str, Tensor]:
        """Return the weights that differ from the trained ones, by their names in the network."""
        changes = {conv: switched_off(conv, off) for conv in convs}
        return {f"{self._names[conv]}.{key}": value for conv, new in changes.items() for key, value in new.items()}

    def _batch(self, pixels: NDArray[np.uint8]) -> tuple[Tensor, Letterbox]:
        square, placing = letterbox(pixels, self.size)
        return as_input(torch.from_numpy(square[None])).contiguous(), placing

    def _found(
        self, levels: tuple[Tensor, ...], placing: Letterbox, pixels: NDArray[np.uint8], confidence: float
    ) -> Detections:
        maps = tuple(level[0].numpy() for level in levels)
        found = self.network.head.decoder()(maps, minimum_confidence=confidence)
        boxes = placing.restore(found.boxes_xyxy, pixels.shape[1], pixels.shape[0])
        return Detections(boxes, found.confidences, found.class_ids)

    def variances(self, pixels: NDArray[np.uint8]) -> list[Variances]:
        """Return the variances of both parts in each layer that has 1×1 kernels beside K×K ones, in order of depth."""
        mixed = [(path, conv) for path, conv in self.layers.items() if isinstance(conv, HetConv | DualConv)]
        seen: dict[str, tuple[Tensor, ...]] = {}

        def measure(path: str, conv: nn.Module, inputs: tuple[Tensor], _output: Tensor) -> None:
            kxk, dots = layer_kernels.parts(conv).results(inputs[0])
            seen[path] = tuple(result[0].flatten(1).var(1, correction=0) for result in (kxk, dots, kxk + dots))

        with self.turn, torch.inference_mode():
            handles = [
                conv.register_forward_hook(lambda module, x, y, path=path: measure(path, module, x, y))
                for path, conv in mixed
            ]
            try:
                self.network(self._batch(pixels)[0])
            finally:
                for handle in handles:
                    handle.remove()
        return [Variances(path, layer_kernels.kernels(conv).p, *seen[path]) for path, conv in mixed]


_probes = MadeOnce(Probe)


def load(key: str, folder: Path = weights.FOLDER) -> Probe:
    """Return the probe of a detector (`served.named`), loaded once for each content of its weights.

    Raises:
        ValueError: the detector is unknown, or has no sound weights (`weights.load`).
    """
    return _probes.of(served.named(key, folder))
