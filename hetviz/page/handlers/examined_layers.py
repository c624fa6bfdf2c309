"""Layers of the detectors and what reaches them on an example, for Kernels and the lesson."""

import threading

import torch
from torch import Tensor, nn

from hetviz.detectors import served
from hetviz.detectors.network_input import as_input
from hetviz.detectors.served import MadeOnce
from hetviz.pictures.examples import example
from hetviz.pictures.letterbox import letterbox
from hetviz.reparam import layer_kernels

_detectors = MadeOnce(lambda found: found.load())
_turn = threading.Lock()  # one run at a time: what reaches a layer is caught by a hook on a detector that all share


def detector(key: str) -> nn.Module:
    """Return a detector (`served.named`), one for all who ask for it."""
    return _detectors.of(served.named(key))


def reaching(key: str, layer: nn.Module, on: str, size: int = 0) -> Tensor:
    """Return what reaches a layer of a detector on an example, at the detector's own size where none is given.

    Shape:
        (1, M, H, W)
    """
    square, _ = letterbox(example(on), size or served.named(key).size)
    batch = as_input(torch.from_numpy(square[None]))
    with _turn:
        return layer_kernels.reaching(detector(key), layer, batch)
