"""The Kernels tab: a layer as a grid of kernels. The page draws and counts; the server has real weights and runs them."""

import base64
import threading
from functools import lru_cache
from typing import Any

import gradio as gr
import torch
from torch import Tensor, nn

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.detectors.network_input import as_input
from hetviz.operators.hetconv import HetConv
from hetviz.operators.table import named
from hetviz.page import diagrams
from hetviz.page.tabs.detect import EXAMPLES, example
from hetviz.pictures import images
from hetviz.reparam import dual_identity, layer_kernels

LARGEST_CHANNELS = 384  # as in the page's rules
KERNEL_SIZES = (1, 3, 5)
_turn = threading.Lock()  # one at a time: what reaches a layer is caught by a hook on a detector that all share

Question = dict[str, Any]
Answer = dict[str, Any]


def layer(question: Question) -> Answer:
    """Answer the page: all kernels of one layer of a trained detector.

    Args:
        question: {"variant", "path"}.
    Returns:
        {"operator", "p", "m", "n", "k", "values": (N, M, K, K) as base64 of float32} or {"error": code, "facts"}.
    """
    try:
        with _turn:
            return _layer(str(question["variant"]), str(question["path"]), _digest(question["variant"]))
    except weights.WeightsError:
        return {"error": "no_weights", "facts": {"variant": str(question["variant"])}}
    except (KeyError, TypeError, ValueError):
        return {"error": "failed", "facts": {}}


def compare(question: Question) -> Answer:
    """Answer the page: HetConv(P) and an equal DualConv(G=P) on what a picture becomes inside a detector.

    Args:
        question: {"example": key}, and {"variant", "path"} of a trained HetConv or {"m", "n", "k", "p"} for random weights.
    Returns:
        {"het", "dual": one filter's results, "filter", "difference", ...} or {"error": code, "facts"}.
    """
    try:
        with _turn:
            return _comparison(*_operator_and_features(question))
    except weights.WeightsError:
        return {"error": "no_weights", "facts": {"variant": str(question.get("variant", "v5n"))}}
    except (KeyError, TypeError, ValueError):
        return {"error": "failed", "facts": {}}


def snippet(question: Question) -> Answer:
    """Answer the page: {"code"} of a program for {"operator", "m", "n", "k", "p"}, or {"error": code, "facts"}."""
    try:
        operator, shape = named(str(question["operator"])), _shape(question)
        return {"code": operator.program(shape["m"], shape["n"], kernel_size=shape["k"], parts=shape["p"])}
    except (KeyError, TypeError, ValueError):
        return {"error": "failed", "facts": {}}


def _shape(question: Question) -> dict[str, int]:
    shape = {name: question[name] for name in ("m", "n", "k", "p")}
    for name, value in shape.items():
        if not isinstance(value, int) or not 1 <= value <= LARGEST_CHANNELS:
            raise ValueError(f"{name}={value} must be a whole number from 1 to {LARGEST_CHANNELS}")
    if shape["k"] not in KERNEL_SIZES:
        raise ValueError(f"k={shape['k']} must be one of {KERNEL_SIZES}")
    return shape


def _digest(variant: str) -> str:
    return weights.manifest().get(variant, {}).get("sha256", "")


@lru_cache(maxsize=4)
def _detector(variant: str, _digest: str) -> nn.Module:
    return weights.load(variant)


@lru_cache(maxsize=16)
def _layer(variant: str, path: str, digest: str) -> Answer:
    found = layer_kernels.kernels(layer_kernels.find(_detector(variant, digest), path))
    n, m, k, _ = found.values.shape
    return {"operator": found.operator, "p": found.p, "m": m, "n": n, "k": k, "values": packed(found.values)}


def packed(values: Tensor) -> str:
    """Return numbers as base64 of little-endian float32, which a page reads without loss."""
    return base64.b64encode(values.contiguous().numpy().astype("<f4").tobytes()).decode()


def _operator_and_features(question: Question) -> tuple[HetConv, Tensor]:
    """Return the asked HetConv and its input: the layer's own, or the first M channels of a layer with at least M."""
    if "path" in question:
        variant = str(question["variant"])
        detector = _detector(variant, _digest(variant))
        conv = layer_kernels.find(detector, str(question["path"]))
        if not isinstance(conv, HetConv):
            raise ValueError(f"path={question['path']!r} must be a HetConv")
        return conv, layer_kernels.reaching(detector, conv, _batch(question["example"], variant))
    shape = _shape(question)
    conv = HetConv(shape["m"], shape["n"], p=shape["p"], kernel_size=shape["k"])
    variant, path = _place(shape["m"])
    detector = _detector(variant, _digest(variant))
    features = layer_kernels.reaching(
        detector, layer_kernels.find(detector, path), _batch(question["example"], variant)
    )
    return conv, features[:, : shape["m"]]


def _place(channels: int) -> tuple[str, str]:
    """Return the first layer inside a block of a trained detector that at least so many channels reach."""
    for variant in weights.trained():
        for row in layers.detector(variant).layers:
            if row.role in ("inside", "leave") and row.in_channels >= channels and row.operator == "standard":
                return variant, row.path
    raise weights.WeightsError(f"no trained detector has a layer with {channels} channels")


def _batch(key: str, variant: str) -> Tensor:
    square, _ = images.letterbox(example(str(key)), int(weights.manifest()[variant]["size"]))
    return as_input(torch.from_numpy(square[None]))


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


def build(script: str) -> gr.HTML:
    """Return the tab's view; script is its JavaScript."""
    return gr.HTML(
        html_template='<div class="hv-root hv-kernels"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-kernels",
        server_functions=[layer, compare, snippet],
        layers={variant: diagrams.kernel_layers(variant) for variant in weights.trained()},
        blocks=diagrams.block_shapes(),
        examples=list(EXAMPLES),
    )
