"""What the cost of a detector is made of: its blocks and layers, four parts, and one layer's curve over P."""

from collections.abc import Callable
from typing import Any

from hetviz import costs, layouts
from hetviz.conventions import Convention
from hetviz.costs import Cost, DetectorCost, Layer

PARTS = (1, 2, 4, 8, 16)  # values of P
NAMES = {
    "v5n-c3": "C3",
    **{f"v5n-csphet-p{p}": f"CSPHet P={p}" for p in PARTS},
    "v5n-csppc": "CSPPC",
    "v5n-c3dual-g4": "C3-Dual G=4",
    "v5n-c3het-p4": "C3-Het P=4",
    "v8n-c2f": "C2f",
    "v8n-csphet-p4": "CSPHet P=4",
    "v8n-csppc": "CSPPC",
}
INSIDE, FRAME, OUTSIDE, HEAD = SHARES = ("inside", "frame", "outside", "head")
WIDTHS = ((16, 4), (32, 8), (64, 16), (128, 32))  # channels and stride of the bottlenecks, stage2 to stage5


def share(layer: Layer) -> str:
    """Return the part of a detector that a layer belongs to.

    The four are the inside of the replaced blocks, their frame of 1×1 convolutions, what stands outside, and the head.
    """
    block = layer.path.split(".")[0]
    if block == "head":
        return HEAD
    if block not in layouts.BACKBONE + layouts.NECK:
        return OUTSIDE
    return INSIDE if ".bottlenecks." in layer.path else FRAME


def shares(detector: DetectorCost, convention: Convention) -> dict[str, list[int]]:
    """Return [parameters, operations] of each of the four parts."""
    layers = {key: [layer for layer in detector.layers if share(layer) == key] for key in SHARES}
    return {
        key: [sum(map(convention.params, own)), sum(map(convention.operations, own))] for key, own in layers.items()
    }


def layer_rows(detector: DetectorCost, convention: Convention) -> list[list[Any]]:
    """Return each layer as (path, place, operator, in, out, output height, width, parameters, operations, share, block,
    inside).

    place is the path by which two detectors are laid beside each other: the two convolutions of a bottleneck are called
    0 and 1, whatever the block calls them. block is its first part and inside the rest, the block itself where it is one
    layer.
    """
    return [_layer_row(layer, convention) for layer in detector.layers]


def _layer_row(layer: Layer, convention: Convention) -> list[Any]:
    place = layer.path.replace(".first", ".0").replace(".second", ".1")
    block, _, inside = place.partition(".")
    return [
        layer.path,
        place,
        layer.operator,
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
    detector = costs.detector(variant, classes, size)
    params, operations = convention.totals(detector)
    return {
        "params": params,
        "operations": operations,
        "shares": shares(detector, convention),
        "layers": layer_rows(detector, convention),
    }


def _pair(cost: Cost, convention: Convention) -> list[int]:
    return [cost.weights, (2 if convention.flops else 1) * cost.macs]


def layer_curves(size: int, convention: Convention) -> list[dict[str, Any]]:
    """Return [weights, operations] over P of one HetConv as it stands in the blocks, with what others need there."""
    rows = []
    for channels, stride in WIDTHS:
        pixels = (size // stride) ** 2
        lines = {
            "v5n-c3": costs.standard(channels, channels, pixels=pixels),
            "v5n-csppc": costs.pconv(channels, pixels=pixels),
            "v5n-c3dual-g4": costs.dualconv(channels, channels, groups=4, pixels=pixels),
            "v5n-c3het-p4": costs.hetconv(channels, channels, p=4, pixels=pixels),
        }
        curve = {f"v5n-csphet-p{p}": costs.hetconv(channels, channels, p=p, pixels=pixels) for p in PARTS}
        counts = {key: _pair(cost, convention) for key, cost in (lines | curve).items()}
        rows.append({"channels": channels, "side": size // stride, "counts": counts})
    return rows


def operators(
    m: int, n: int, *, kernel_size: int, p: int, groups: int, side: int, stride: int
) -> dict[str, dict[str, Any]]:
    """Return weights, MACs and ratio to standard of every operator for one layer, or the rule that forbids it.

    side is that of the input; the output has ceil(side / stride).
    Raises:
        ValueError: kernel_size is even.
    """
    output = -(-side // stride)
    size = {"kernel_size": kernel_size, "pixels": output**2}
    whole = costs.orepa(m, n, **size)
    ways = {
        "standard": lambda: costs.standard(m, n, **size),
        "hetconv": lambda: costs.hetconv(m, n, p=p, **size),
        "dualconv": lambda: costs.dualconv(m, n, groups=groups, **size),
        "gwc_pwc": lambda: costs.gwc_pwc(m, n, groups=groups, **size),
        "dwc_pwc": lambda: costs.dwc_pwc(m, n, **size),
        "pconv": lambda: _pconv(m, n, size),
        "spconv": lambda: _spconv(m, n, size),
        "orepa": lambda: whole,
    }
    return {name: _possible(way, whole) for name, way in ways.items()}


def _pconv(m: int, n: int, size: dict[str, int]) -> Cost:
    if m != n:
        raise ValueError(f"PConv keeps its channels: in_channels={m} must equal out_channels={n}")
    return costs.pconv(m, **size)


def _spconv(m: int, n: int, size: dict[str, int]) -> Cost:
    if m % 4:
        raise ValueError(f"half of SPConv's channels go into two groups: in_channels={m} must be a multiple of 4")
    return costs.spconv(m, n, representative=m // 2, **size)


def _possible(way: Callable[[], Cost], whole: Cost) -> dict[str, Any]:
    try:
        cost = way()
    except ValueError as error:
        return {"rule": str(error)}
    return {"weights": cost.weights, "macs": cost.macs, "ratio": cost.weights / whole.weights}
