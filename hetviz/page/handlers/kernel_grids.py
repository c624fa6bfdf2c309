"""Layers as grids of kernels, for Kernels and the lesson: real weights, and HetConv beside DualConv on an example."""

import threading
from functools import lru_cache
from typing import Literal

import torch
from pydantic import ConfigDict, Field
from torch import Tensor

from hetviz.counting import layers
from hetviz.detectors import served, weights
from hetviz.operators.hetconv import HetConv
from hetviz.operators.table import named
from hetviz.page.answers import Answer, answered, in_base64
from hetviz.page.handlers import examined_layers
from hetviz.page.questions import PageQuestion
from hetviz.reparam import dual_identity, layer_kernels

LARGEST_CHANNELS = 384  # as in the page's rules
KERNEL_SIZES = (1, 3, 5)
_turn = threading.Lock()  # one question at a time, whatever the number of visitors


class Place(PageQuestion):
    """A layer of a trained detector."""

    variant: str = Field(description="the name of a detector")
    path: str = Field(description="the path of a layer")


class Shape(PageQuestion):
    """An operator's numbers."""

    m: int = Field(ge=1, le=LARGEST_CHANNELS, description=f"a whole number from 1 to {LARGEST_CHANNELS}")
    n: int = Field(ge=1, le=LARGEST_CHANNELS, description=f"a whole number from 1 to {LARGEST_CHANNELS}")
    k: Literal[KERNEL_SIZES] = Field(description=f"one of {KERNEL_SIZES}")
    p: int = Field(ge=1, le=LARGEST_CHANNELS, description=f"a whole number from 1 to {LARGEST_CHANNELS}")


class Program(Shape):
    """An operator, for which a program is asked."""

    operator: str = Field(description="the name of an operator")


class Comparing(PageQuestion):
    """An example, and a trained HetConv or the numbers of one with random weights."""

    model_config = ConfigDict(extra="allow")

    example: str = Field(description="the name of an example")

    def layer(self) -> Place | Shape:
        """Return the layer that is compared."""
        return (Place if "path" in self.model_extra else Shape).of(**self.model_extra)


@answered(Place, turns=_turn)
def layer(asked: Place) -> Answer:
    """Answer the page: all kernels of one layer of a trained detector.

    Returns:
        {"operator", "p", "m", "n", "k", "values": (N, M, K, K) as base64 of float32} or a failure (`answers`).
    """
    found = served.named(asked.variant)
    return (_layer if found.own else _kept_layer)(found.key, asked.path, found.digest)


@answered(Comparing, turns=_turn)
def compare(asked: Comparing) -> Answer:
    """Answer the page: HetConv(P) and an equal DualConv(G=P) on what a picture becomes inside a detector.

    Returns:
        {"het", "dual": one filter's results, "filter", "difference", ...} or a failure (`answers`).
    """
    return _comparison(*_operator_and_features(asked.layer(), asked.example))


@answered(Program)
def snippet(asked: Program) -> Answer:
    """Answer the page: {"code"} of a program of plain PyTorch, or a failure (`answers`)."""
    return {"code": named(asked.operator).program(asked.m, asked.n, kernel_size=asked.k, parts=asked.p)}


@lru_cache(maxsize=16)
def _kept_layer(key: str, path: str, digest: str) -> Answer:
    return _layer(key, path, digest)


def _layer(key: str, path: str, _digest: str) -> Answer:
    found = layer_kernels.kernels(layer_kernels.find(examined_layers.detector(key), path))
    n, m, k, _ = found.values.shape
    return {"operator": found.operator, "p": found.p, "m": m, "n": n, "k": k, "values": packed(found.values)}


def packed(values: Tensor) -> str:
    """Return numbers as base64 of little-endian float32, which a page reads without loss."""
    return in_base64(values.contiguous().numpy().astype("<f4").tobytes())


def _operator_and_features(asked: Place | Shape, key: str) -> tuple[HetConv, Tensor]:
    """Return the asked HetConv and its input: the layer's own, or the first M channels of a layer with at least M."""
    if isinstance(asked, Place):
        conv = layer_kernels.find(examined_layers.detector(asked.variant), asked.path)
        if not isinstance(conv, HetConv):
            raise ValueError(f"path={asked.path!r} must be a HetConv")
        return conv, examined_layers.reaching(asked.variant, conv, key)
    conv = HetConv(asked.m, asked.n, p=asked.p, kernel_size=asked.k)
    variant, path = _place(asked.m)
    found = layer_kernels.find(examined_layers.detector(variant), path)
    return conv, examined_layers.reaching(variant, found, key)[:, : asked.m]


def _place(channels: int) -> tuple[str, str]:
    """Return the first layer inside a block of a trained detector that at least so many channels reach."""
    for variant in weights.trained():
        for row in layers.detector(variant).layers:
            if row.role in ("inside", "leave") and row.in_channels >= channels and row.operator == "standard":
                return variant, row.path
    raise weights.WeightsError(f"no trained detector has a layer with {channels} channels")


def _comparison(conv: HetConv, x: Tensor) -> Answer:
    result = dual_identity.compare(conv, x, seed=int(torch.randint(2**31, ())))
    chosen = int(result.het.flatten(1).std(1).argmax())  # the filter with most to see
    return {
        "het": packed(result.het[chosen]),
        "dual": packed(result.dual[chosen]),
        "height": result.het.shape[1],
        "width": result.het.shape[2],
        "filter": chosen,
        "filters": conv.out_channels,
        "channels": conv.in_channels,
        "p": conv.p,
        "difference": result.largest_difference,
        "largest": result.largest_value,
        "redundant": result.redundant,
        "redundant_rms": result.redundant_rms,
        "weight_rms": result.weight_rms,
    }
