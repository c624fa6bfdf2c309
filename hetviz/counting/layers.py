"""Exact parameters and multiply-adds of whole detectors by formula, layer by layer.

Nothing here looks at a module, so that a count of the modules (`hooks`) is a second opinion. FLOPs = 2 × MACs.
"""

from dataclasses import dataclass
from typing import Any

from hetviz.blocks.csp import FRAMES
from hetviz.blocks.layer import Layer, Layers, conv_layer
from hetviz.detectors.layouts import BACKBONE, NECK, Step
from hetviz.detectors.variants import FAMILIES, VARIANTS, Variant, named

REPLACED = {"all": BACKBONE + NECK, "backbone": BACKBONE, "neck": NECK}


@dataclass(frozen=True)
class DetectorCost:
    """All layers of a detector at one class count and input size (square)."""

    variant: str
    classes: int
    size: int
    layers: tuple[Layer, ...]

    @property
    def params(self) -> int:
        """Parameters as trained, BatchNorm's scales and shifts included."""
        return sum(layer.params for layer in self.layers)

    @property
    def params_fused(self) -> int:
        """Parameters once every BatchNorm is folded into its convolution."""
        return sum(layer.params_fused for layer in self.layers)

    @property
    def macs(self) -> int:
        """Multiply-adds of all convolutions."""
        return sum(layer.macs for layer in self.layers)

    @property
    def macs_thop(self) -> int:
        """Multiply-adds as the counter thop gives them, with its other terms: the figure that YOLO logs print."""
        return sum(layer.macs + layer.thop_operations for layer in self.layers)

    def row(self) -> dict[str, Any]:
        """Return the totals under the names of the command and the API."""
        totals = {"params": self.params, "macs": self.macs, "flops": 2 * self.macs, "params_fused": self.params_fused}
        return {"variant": self.variant, **totals}


def detector(
    variant: str, classes: int = 20, size: int = 640, *, frame: str = "", replaced: str = "all"
) -> DetectorCost:
    """Return every layer of the named detector with its cost.

    Args:
        frame: puts the variant's bottlenecks into another CSP frame, a key of `csp.FRAMES`; by default its own.
        replaced: which of the eight blocks are the variant's, a key of `REPLACED`; the others stay the original's.
    Raises:
        ValueError: variant, frame or replaced is unknown, classes is below 1, or size is not a positive multiple of 32.

    >>> detector("v5n-c3", classes=80).params
    1872157
    """
    described = named(variant)
    for name, value, known in (("frame", frame, ("", *FRAMES)), ("replaced", replaced, REPLACED)):
        if value not in known:
            raise ValueError(f"{name}={value!r} must be one of {', '.join(filter(None, known))}")
    if classes < 1:
        raise ValueError(f"classes={classes} must be at least 1")
    if size < 32 or size % 32:
        raise ValueError(f"size={size} must be a positive multiple of 32")
    head = FAMILIES[described.family].head_layers(classes, size)
    return DetectorCost(variant, classes, size, (*_body(described, size, frame, REPLACED[replaced]), *head))


def _body(variant: Variant, size: int, frame: str, replaced: tuple[str, ...]) -> Layers:
    """Yield all layers but the head's: the variant's blocks at the replaced paths, the original's at the others."""
    original = VARIANTS[variant.original]
    own, plain = variant.kind.layers(variant.parts, frame), original.kind.layers(original.parts)
    for step in FAMILIES[variant.family].layout:
        side = size // step.stride
        if step.kind == "block":
            block = own if step.path in replaced else plain
            yield from block(step.path, step.in_channels, step.out_channels, step.extent, side)
        else:
            yield _plain(step, side)


def _plain(step: Step, side: int) -> Layer:
    if step.kind == "upsample":
        return Layer(step.path, "upsample", step.out_channels, step.out_channels, side, side, weights=0, macs=0)
    return conv_layer(step.path, step.in_channels, step.out_channels, side, step.extent)


def rows(classes: int = 20, size: int = 640) -> list[dict[str, Any]]:
    """Return one row a variant: variant, params, macs, flops, params_fused."""
    return [detector(variant, classes, size).row() for variant in VARIANTS]
