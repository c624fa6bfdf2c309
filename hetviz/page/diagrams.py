"""Data for the page's live numbers and drawings, made of plain numbers from `costs`; the page computes nothing anew."""

from typing import Any

from hetviz import costs
from hetviz.detectors import layouts

PARTS = (1, 2, 4, 8, 16)
CLASS_COUNTS = (20, 80)
INPUT_SIZES = (320, 416, 640)
VARIANTS = tuple(variant for variant in costs.VARIANTS if variant.startswith("v5n"))  # those that have trained weights
LAYER_CHANNELS = 64  # of the one layer that stands beside the whole detector; YOLOv5n's third stage has such layers


def live_costs() -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """Return classes -> size -> variant -> params and flops, for every setting of the P control."""
    return {
        str(classes): {str(size): {v: _row(v, classes, size) for v in VARIANTS} for size in INPUT_SIZES}
        for classes in CLASS_COUNTS
    }


def layer_weights() -> dict[str, int]:
    """Return variant -> weights of the layer in its bottlenecks that has 3×3 kernels, where that is 64 channels wide.

    >>> layer_weights()["v5n-csphet-p4"]
    12288
    """
    return {variant: _layer_weights(variant) for variant in VARIANTS}


def _layer_weights(variant: str) -> int:
    layers = filter(_has_grid, costs.detector(variant).layers)
    return next(layer.weights for layer in layers if layer.in_channels == LAYER_CHANNELS)


def _row(variant: str, classes: int, size: int) -> dict[str, int]:
    row: dict[str, Any] = costs.detector(variant, classes, size).row()
    return {"params": row["params"], "flops": row["flops"]}


def kernel_layers(variant: str) -> list[dict[str, Any]]:
    """Return the K×K layers inside a detector's blocks: path, operator, m, n, k, p (p counts parts or groups)."""
    return [_kernel_layer(layer) for layer in costs.detector(variant).layers if _has_grid(layer)]


def _has_grid(layer: costs.Layer) -> bool:
    return layer.role == "inside" and layer.operator != "1×1"


def _kernel_layer(layer: costs.Layer) -> dict[str, Any]:
    name, _, parts = layer.operator.partition("=")
    operator = {"HetConv P": "hetconv", "DualConv G": "dualconv"}.get(name, "standard")
    share = 4 if name == "PConv" else 1  # of a PConv, the convolved quarter
    m, n = layer.in_channels // share, layer.out_channels // share
    return {"path": layer.path, "operator": operator, "m": m, "n": n, "k": 3, "p": int(parts or 1)}


def block_shapes() -> list[dict[str, Any]]:
    """Return the CSP blocks of YOLOv5n: path, channels in and out, channels inside, number of bottlenecks, and
    whether C3's bottlenecks add their input: they do in the backbone's blocks, the stages."""
    return [_block_shape(step) for step in layouts.V5N if step.kind == "block"]


def _block_shape(step: layouts.Step) -> dict[str, Any]:
    return {
        "path": step.path,
        "m": step.in_channels,
        "n": step.out_channels,
        "hidden": step.out_channels // 2,
        "depth": step.extent,
        "shortcut": step.path in layouts.BACKBONE,
    }
