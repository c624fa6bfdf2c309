"""Class-activation maps: which places of a layer speak for one answer of a detector, by the grad-cam library.

A *method* says how a map is made, a *target* what is explained: one row of the detector's answers and one number of it.
Everything that the library keeps during a map (hooks, activations, gradients) is gone when `trace` returns. It still
sets hooks on the network, so a network must be traced by one caller at a time (`explain.Explainer` sees to that).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hetviz.explaining.targets import Rows, Target

FloatArray = NDArray[np.float32]

METHODS = ("gradcam", "gradcam++", "hirescam", "layercam", "xgradcam", "eigencam")


def library() -> ModuleType:
    """Return `methods`, what comes from the grad-cam library: its import is half of all that the app imports, so it is
    left for the first map (`page.warm_up` asks for it once the page is there)."""
    from hetviz.explaining import methods  # noqa: PLC0415

    return methods


@dataclass(frozen=True)
class Trace:
    """A map at the layer's resolution and what it was made of.

    reason is "" or why the map says nothing: saturated (the target does not react to its own numbers), no_path (the
    layer has no influence on it), negative (every place of the layer speaks against it) or not_finite.
    Shape:
        values (H, W) signed; activations and gradients (C, H, W); channel_weights (C,) or None where the method weighs
        places rather than channels
    """

    values: FloatArray
    activations: FloatArray
    gradients: FloatArray
    channel_weights: FloatArray | None
    score: float
    reason: str


def trace(network: Rows | nn.Module, layer: nn.Module, batch: Tensor, target: Target, method: str = "gradcam") -> Trace:
    """Return the map of one layer of a network for a target of its first picture.

    Args:
        network: gives (1, rows, numbers); target turns the (rows, numbers) into one number.
        layer: a module of the network whose output is (1, C, H, W).
        method: one of `METHODS`.
    Raises:
        ValueError: the method is unknown.
    """
    if method not in METHODS:
        raise ValueError(f"method={method!r} must be one of {', '.join(METHODS)}")
    with _graph_from(layer), _released(library().METHODS[method](network, [layer])) as cam:
        values = cam(batch, [target])[0]
        kept = cam.activations_and_grads
        activations = kept.activations[0].numpy()
        gradients = kept.gradients[0].numpy() if kept.gradients else np.zeros_like(activations)
        rows = cam.outputs[0].detach()
        reason = _reason(values, gradients if cam.uses_gradients else None, rows, target)
        weights = _channel_weights(cam, batch, target, activations, gradients)
    return Trace(values, activations[0], gradients[0], weights, float(target(rows)), reason)


@contextmanager
def _graph_from(layer: nn.Module) -> Iterator[None]:
    """Let gradients begin at the layer's output: what lies before it needs none, which saves time and memory."""
    handle = layer.register_forward_hook(lambda _module, _inputs, output: output.detach().requires_grad_())
    try:
        yield
    finally:
        handle.remove()


@contextmanager
def _released(cam: Any) -> Iterator[Any]:
    """Take the library's hooks off whatever happens (its own `with` would swallow an IndexError)."""
    try:
        yield cam
    finally:
        for handle in cam.activations_and_grads.handles:
            handle.remove()


def _reason(values: FloatArray, gradients: FloatArray | None, rows: Tensor, target: Target) -> str:
    if not np.isfinite(values).all():
        return "not_finite"
    if gradients is not None and not gradients.any():
        rows = rows.clone().requires_grad_()
        slope = torch.autograd.grad(target(rows), rows)[0]
        return "no_path" if slope.any() else "saturated"
    return "" if (values > 0).any() else "negative"


def _channel_weights(
    cam: Any, batch: Tensor, target: Target, activations: FloatArray, gradients: FloatArray
) -> FloatArray | None:
    try:
        return cam.get_cam_weights(batch, cam.target_layers, [target], activations, gradients)[0]
    except NotImplementedError:  # HiResCAM, LayerCAM and Eigen-CAM have none
        return None


@dataclass(frozen=True)
class Channel:
    """One channel of a traced layer: its activation, its part of the sum, and its weight where the method has one."""

    index: int
    activation: FloatArray
    share: float
    weight: float


def strongest_channels(traced: Trace, method: str, count: int = 8) -> list[Channel]:
    """Return the channels that put most into a map: what each adds to the sum, place by place, in absolute numbers.

    weight is the number that the method multiplies the channel by; where it weighs places rather than channels
    (HiResCAM, LayerCAM), the mean of the gradients that it uses.
    """
    weights, terms = _terms(traced, method)
    parts = np.abs(terms).sum((1, 2))
    total = parts.sum() or 1.0
    order = np.argsort(-parts, kind="stable")[:count]
    return [Channel(int(k), traced.activations[k], float(parts[k] / total), float(weights[k])) for k in order]


def _terms(traced: Trace, method: str) -> tuple[FloatArray, FloatArray]:
    """Return a weight a channel (C,), and the maps (C, H, W) whose sum is the method's map."""
    activations, gradients = traced.activations, traced.gradients
    if traced.channel_weights is not None:
        return traced.channel_weights, traced.channel_weights[:, None, None] * activations
    if method == "eigencam":  # the map is a projection, so the direction is what the channels have in common with it
        centred = activations - activations.mean((1, 2), keepdims=True)
        direction = np.tensordot(centred, traced.values, 2)
        direction = direction / (np.linalg.norm(direction) or 1.0)
        return direction, direction[:, None, None] * centred
    gradients = gradients.clip(0) if method == "layercam" else gradients
    return gradients.mean((1, 2)), gradients * activations
