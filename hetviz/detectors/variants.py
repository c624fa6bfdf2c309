"""The named detectors: which network, which block in its eight places, and what it replaces."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from hetviz.blocks.kinds import BLOCKS, Block, MakeBlock
from hetviz.blocks.layer import Layers
from hetviz.detectors import yolov5n, yolov8n
from hetviz.detectors.heads import anchor_head_layers, distribution_head_layers
from hetviz.detectors.layouts import Step

PARTS = (1, 2, 4, 8, 16)  # values of P


@dataclass(frozen=True)
class Family:
    """A network whose blocks may be exchanged.

    Attributes:
        name: as a reader knows it.
        network: the class, made of (block, classes).
        layout: its layers but for the head's.
        head_layers: those of the head, by class count and input size.
        original: key of the variant with the blocks that it was published with.
    """

    name: str
    network: Callable[[MakeBlock, int], nn.Module]
    layout: tuple[Step, ...]
    head_layers: Callable[[int, int], Layers]
    original: str


FAMILIES: dict[str, Family] = {
    "v5n": Family("YOLOv5n", yolov5n.YOLOv5n, yolov5n.LAYOUT, anchor_head_layers, "v5n-c3"),
    "v8n": Family("YOLOv8n", yolov8n.YOLOv8n, yolov8n.LAYOUT, distribution_head_layers, "v8n-c2f"),
}


@dataclass(frozen=True)
class Variant:
    """A named detector.

    Attributes:
        key: its name in files, commands and addresses.
        family: key of its network in `FAMILIES`.
        block: key in `blocks.kinds.BLOCKS`.
        parts: P or groups of the block's operators, 1 where it has neither.
        label: as a reader knows it, beside the family's name.
    """

    key: str
    family: str
    block: str
    parts: int = 1
    label: str = ""

    @property
    def kind(self) -> Block:
        """The block in all eight places."""
        return BLOCKS[self.block]

    @property
    def p(self) -> int | None:
        """P of its HetConvs, None where it has none."""
        return self.parts if self.kind.parts == "p" else None

    @property
    def original(self) -> str:
        """Key of the detector whose blocks are replaced, which may be this one itself."""
        return FAMILIES[self.family].original

    def build(self, classes: int = 20) -> nn.Module:
        """Return the detector, untrained."""
        return FAMILIES[self.family].network(self.kind.made(self.parts), classes)


VARIANTS: dict[str, Variant] = {
    variant.key: variant
    for variant in (
        Variant("v5n-c3", "v5n", "c3", label="C3"),
        *(Variant(f"v5n-csphet-p{p}", "v5n", "csphet", p, f"CSPHet P={p}") for p in PARTS),
        Variant("v5n-csppc", "v5n", "csppc", label="CSPPC"),
        Variant("v5n-c3dual-g4", "v5n", "c3dual", 4, "C3-Dual G=4"),
        Variant("v5n-c3het-p4", "v5n", "c3het", 4, "C3-Het P=4"),
        Variant("v8n-c2f", "v8n", "c2f", label="C2f"),
        Variant("v8n-csphet-p4", "v8n", "csphet", 4, "CSPHet P=4"),
        Variant("v8n-csppc", "v8n", "csppc", label="CSPPC"),
    )
}


def named(key: str) -> Variant:
    """Return a variant by its key.

    Raises:
        ValueError: there is no such variant.
    """
    if key not in VARIANTS:
        raise ValueError(f"variant={key!r} must be one of {', '.join(VARIANTS)}")
    return VARIANTS[key]


def build(key: str, classes: int = 20) -> nn.Module:
    """Return an untrained detector of the named variant.

    Raises:
        ValueError: the variant is not in `VARIANTS`.

    >>> sum(w.numel() for w in build("v5n-c3").parameters())
    1790977
    """
    return named(key).build(classes)
