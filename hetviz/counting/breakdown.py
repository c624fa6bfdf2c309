"""What the cost of a detector is made of: its blocks and layers, four parts, and one layer's curve over P."""

from typing import Any

from hetviz.blocks.layer import Layer
from hetviz.counting import layers
from hetviz.counting.conventions import Convention
from hetviz.counting.layers import DetectorCost
from hetviz.detectors.variants import VARIANTS, Variant
from hetviz.operators.table import OPERATORS

INSIDE, FRAME, OUTSIDE, HEAD = SHARES = ("inside", "frame", "outside", "head")
WIDTHS = ((16, 4), (32, 8), (64, 16), (128, 32))  # channels and stride of the bottlenecks, stage2 to stage5


def share(layer: Layer) -> str:
    """Return the part of a detector that a layer belongs to.

    The four are the inside of the replaced blocks, their frame of 1×1 convolutions, what stands outside, and the head.
    """
    return FRAME if layer.role in ("enter", "bypass", "leave") else layer.role


def shares(detector: DetectorCost, convention: Convention) -> dict[str, list[int]]:
    """Return [parameters, operations] of each of the four parts."""
    parts = {key: [layer for layer in detector.layers if share(layer) == key] for key in SHARES}
    return {key: [sum(map(convention.params, own)), sum(map(convention.operations, own))] for key, own in parts.items()}


def layer_rows(detector: DetectorCost, convention: Convention) -> list[list[Any]]:
    """Return each layer as (path, place, operator, in, out, output height, width, parameters, operations, share, block,
    inside).

    place is the path by which two detectors are laid beside each other: what leaves a CSP frame is called cv3 in YOLOv5's
    and cv2 in YOLOv8's, so the frame's convolutions are named by what they do. block is its first part and inside the
    rest, the block itself where it is one layer.
    """
    return [_layer_row(layer, convention) for layer in detector.layers]


def _layer_row(layer: Layer, convention: Convention) -> list[Any]:
    block, _, own = layer.path.partition(".")
    inside = layer.role if share(layer) == FRAME else own
    return [
        layer.path,
        f"{block}.{inside}" if inside else block,
        layer.label,
        layer.in_channels,
        layer.out_channels,
        layer.height,
        layer.width,
        convention.params(layer),
        convention.operations(layer),
        share(layer),
        block,
        inside or block,
    ]


def detector_row(variant: str, classes: int, size: int, convention: Convention) -> dict[str, Any]:
    """Return a detector's totals, parts and layers under a convention."""
    detector = layers.detector(variant, classes, size)
    params, operations = convention.totals(detector)
    return {
        "params": params,
        "operations": operations,
        "shares": shares(detector, convention),
        "layers": layer_rows(detector, convention),
    }


def layer_curves(size: int, convention: Convention) -> list[dict[str, Any]]:
    """Return [weights, operations] of the layer with K×K kernels as it stands in each variant's blocks, by its width."""
    factor = 2 if convention.flops else 1
    rows = []
    for channels, stride in WIDTHS:
        side = size // stride
        found = {
            variant.key: _inner(variant, channels, side) for variant in VARIANTS.values() if variant.family == "v5n"
        }
        counts = {key: [layer.weights, factor * layer.macs] for key, layer in found.items()}
        rows.append({"channels": channels, "side": side, "counts": counts})
    return rows


def _inner(variant: Variant, channels: int, side: int) -> Layer:
    """Return the last layer of one bottleneck, which has the K×K kernels."""
    *_, last = variant.kind.inner_layers(variant.parts)("", channels, side)
    return last


def operators(
    m: int, n: int, *, kernel_size: int, p: int, groups: int, side: int, stride: int
) -> dict[str, dict[str, Any]]:
    """Return weights, MACs and ratio to standard of every operator for one layer, or the rule that forbids it.

    side is that of the input; the output has ceil(side / stride).
    Raises:
        ValueError: kernel_size is even.
    """
    pixels = (-(-side // stride)) ** 2
    parts = {"p": p, "groups": groups, "": 1}
    whole = OPERATORS["orepa"].cost(m, n, kernel_size=kernel_size, pixels=pixels)
    found: dict[str, dict[str, Any]] = {}
    for key, operator in OPERATORS.items():
        try:
            cost = operator.cost(m, n, kernel_size=kernel_size, parts=parts[operator.parts], pixels=pixels)
        except ValueError as error:
            found[key] = {"rule": str(error)}
        else:
            found[key] = {"weights": cost.weights, "macs": cost.macs, "ratio": cost.weights / whole.weights}
    return found
