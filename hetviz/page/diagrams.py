"""Data for the page's live numbers and drawings, made of plain numbers by formula; the page computes nothing anew."""

from collections.abc import Iterable
from typing import Any

from hetviz.blocks.layer import Layer
from hetviz.counting import layers
from hetviz.detectors import layouts, variants, weights

CLASS_COUNTS = (20, 80)
INPUT_SIZES = (160, 192, 224, 256, 288, 320, 416, 512, 640, 960, 1280)  # at 288 the detectors are served
FAMILY = "v5n"  # whose detectors can all be chosen; of others those that have trained weights
VARIANTS = tuple(
    key for key, variant in variants.VARIANTS.items() if variant.family == FAMILY or key in weights.trained()
)
LAYER_CHANNELS = 64  # of the one layer that stands beside the whole detector; both families have such layers in stage4


Costs = dict[str, dict[str, dict[str, dict[str, int]]]]


def live_costs(class_counts: Iterable[int] = CLASS_COUNTS, variants: Iterable[str] = VARIANTS) -> Costs:
    """Return classes -> size -> variant -> params and flops, for every setting of the P control."""
    return {
        str(classes): {str(size): {v: _row(v, classes, size) for v in variants} for size in INPUT_SIZES}
        for classes in class_counts
    }


def own_counts(variant: str, classes: int) -> dict[str, Any]:
    """Return what the page counts with where a visitor's own detector, of this variant and class count, is beside the others.

    Returns:
        {"costs": as `live_costs`, "layer": weights, "layers": `kernel_layers`}
    """
    named = dict.fromkeys((*VARIANTS, variant))
    return {
        "costs": live_costs(dict.fromkeys((*CLASS_COUNTS, classes)), named),
        "layer": _layer_weights(variant),
        "layers": kernel_layers(variant),
    }


def layer_weights() -> dict[str, int]:
    """Return variant -> weights of the layer in its bottlenecks that has 3×3 kernels, where that is 64 channels wide.

    >>> layer_weights()["v5n-csphet-p4"]
    12288
    """
    return {variant: _layer_weights(variant) for variant in VARIANTS}


def _layer_weights(variant: str) -> int:
    found = filter(_has_grid, layers.detector(variant).layers)
    return next(layer.weights for layer in found if layer.in_channels == LAYER_CHANNELS)


def _row(variant: str, classes: int, size: int) -> dict[str, int]:
    row: dict[str, Any] = layers.detector(variant, classes, size).row()
    return {"params": row["params"], "flops": row["flops"]}


def kernel_layers(variant: str) -> list[dict[str, Any]]:
    """Return the K×K layers inside a detector's blocks: path, operator, m, n, k, p (p counts parts or groups)."""
    return [_kernel_layer(layer) for layer in layers.detector(variant).layers if _has_grid(layer)]


def _has_grid(layer: Layer) -> bool:
    return layer.role == "inside" and layer.kernel_size > 1


def _kernel_layer(layer: Layer) -> dict[str, Any]:
    """Return a layer as the grid draws it; of a PConv, the standard convolution of its quarter."""
    partial = layer.operator == "pconv"
    m, n = (channels // 4 if partial else channels for channels in (layer.in_channels, layer.out_channels))
    operator = "standard" if partial else layer.operator
    return {"path": layer.path, "operator": operator, "m": m, "n": n, "k": layer.kernel_size, "p": layer.parts}


def block_shapes() -> list[dict[str, Any]]:
    """Return the CSP blocks of YOLOv5n: path, channels in and out, channels inside, number of bottlenecks, and
    whether C3's bottlenecks add their input: they do in the backbone's blocks, the stages."""
    return [_block_shape(step) for step in variants.FAMILIES[FAMILY].layout if step.kind == "block"]


def _block_shape(step: layouts.Step) -> dict[str, Any]:
    return {
        "path": step.path,
        "m": step.in_channels,
        "n": step.out_channels,
        "hidden": step.out_channels // 2,
        "depth": step.extent,
        "shortcut": step.path in layouts.BACKBONE,
    }
