"""A trained detector's feature maps as a second thing to learn from, beside boxes.

The teacher looks at the very batch that the student sees. At six places both have maps of the same stride and number of
channels; there the student's are drawn towards the teacher's pattern, whatever its scale.
Source: Cao et al., PKD, NeurIPS 2022, arXiv:2207.02039.
"""

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openvino
import torch
from numpy.typing import NDArray
from torch import Tensor, nn


@dataclass(frozen=True)
class Source:
    """Which teacher it is, and where in its graph the six maps are.

    Attributes:
        sha256: of the file.
        nodes: the graph's name of each map, by the name of the student's module whose output imitates it.
    """

    name: str
    paper: str
    origin: str
    licence: str
    sha256: str
    nodes: dict[str, str]

    def entry(self) -> dict[str, str]:
        """Return what the weights' manifest entry says of the teacher."""
        return {key: value for key, value in dataclasses.asdict(self).items() if key != "nodes"}


YOLOX_NANO = Source(
    name="YOLOX-nano, trained on COCO",
    paper="arXiv:2107.08430",
    origin="github.com/Megvii-BaseDetection/YOLOX",
    licence="Apache-2.0",
    sha256="e8af074932d4ed7e232278e3055cefcdea3edf178874a3694ae292649fb464dd",
    nodes={
        "stage3": "Mul_115",  # 64, /8
        "stage4": "Mul_161",  # 128, /16
        "stage5": "Mul_196",  # 256, /32
        "merge3": "Mul_246",  # 64, /8
        "out4": "Mul_272",  # 128, /16
        "out5": "Mul_298",  # 256, /32
    },
)


class Teacher:
    """A detector in an ONNX file, cut where the maps are, that OpenVINO runs in the precision that suits the processor.

    Args:
        path: the file.
        threads: that it may use.
    Raises:
        ValueError: the file is missing, is not the source's, or has no node of a name.
    """

    def __init__(self, path: Path, source: Source = YOLOX_NANO, *, threads: int = 1) -> None:
        self.source = source
        if not path.is_file():
            raise ValueError(
                f"the teacher {path} is missing: {source.name} ({source.paper}) as an ONNX file, from {source.origin}; "
                "name it by --teacher FILE, or train without it by --no-teacher"
            )
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != source.sha256:
            raise ValueError(f"{path} has sha256 {digest[:12]}…; that of {source.name} must be {source.sha256[:12]}…")
        core = openvino.Core()
        whole = core.read_model(content)
        outputs = {node.get_friendly_name(): node.output(0) for node in whole.get_ordered_ops() if node.outputs()}
        missing = [node for node in source.nodes.values() if node not in outputs]
        if missing:
            raise ValueError(f"{path} has no node {missing[0]!r}, which {source.name} must have")
        cut = openvino.Model([outputs[node] for node in source.nodes.values()], whole.get_parameters())
        cut.reshape([-1, 3, -1, -1])
        settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
        self._request = core.compile_model(cut, "CPU", settings).create_infer_request()

    def __call__(self, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
        """Return the teacher's maps of a batch of RGB pictures, in the order of the source's nodes.

        Shape:
            (B, S, S, 3) -> six (B, C, S / stride, S / stride)
        """
        planes = np.ascontiguousarray(pixels[..., ::-1].transpose(0, 3, 1, 2), np.float32)  # BGR, 0 to 255
        return tuple(self._request.infer([planes], share_inputs=True).values())


@contextmanager
def watched(student: nn.Module, names: Sequence[str]) -> Iterator[list[Tensor]]:
    """Collect, in the order of names, what these modules of the student give while it runs once."""
    maps: dict[str, Tensor] = {}
    ordered: list[Tensor] = []

    def keep(name: str):
        def hook(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
            maps[name] = output
            if len(maps) == len(names):
                ordered.extend(maps[each] for each in names)

        return hook

    handles = [student.get_submodule(name).register_forward_hook(keep(name)) for name in names]
    try:
        yield ordered
    finally:
        for handle in handles:
            handle.remove()


def imitation_loss(own: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Return half the mean squared difference of maps normalised per channel over batch and places, mean over the maps.

    That is 1 less Pearson's correlation, mean over channels: 0 where the patterns agree, 1 where they have nothing in common.
    A channel that is the same everywhere counts as if it had nothing in common with its partner.

    Shape:
        pairs of (B, C, H, W) -> ()
    """
    return torch.stack([1 - _correlation(a.float(), b).mean() for a, b in zip(own, wanted, strict=True)]).mean()


def _correlation(a: Tensor, b: Tensor) -> Tensor:
    """Return Pearson's correlation of each channel over batch and places, (C,)."""
    a, b = (x - x.mean((0, 2, 3), keepdim=True) for x in (a, b))
    spread = (a.square().mean((0, 2, 3)) * b.square().mean((0, 2, 3))).clamp(min=1e-12).sqrt()
    return (a * b).mean((0, 2, 3)) / spread
