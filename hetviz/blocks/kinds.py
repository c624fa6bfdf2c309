"""The blocks that stand in the same place of a detector, one row each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from torch import nn

from hetviz.blocks import c2f, c2fdual, c3, c3dual, c3het, csphet, csppc
from hetviz.blocks.csp import FRAMES
from hetviz.blocks.layer import BottleneckLayers, Layers

MakeBlock = Callable[[int, int, int, bool], nn.Module]  # (in_channels, out_channels, depth, shortcut)


@dataclass(frozen=True)
class Block:
    """A block as a class and as a count.

    Attributes:
        name: as a reader knows it.
        module: the class, made of (in_channels, out_channels, depth, shortcut, and what `parts` names).
        frame: key of its CSP frame in `csp.FRAMES`.
        bottleneck: the layers of one bottleneck by formula.
        parts: the argument of its operators, p or groups; "" where there is none.
    """

    name: str
    module: Callable[..., nn.Module]
    frame: str
    bottleneck: Callable[..., Layers]
    parts: str = ""

    def made(self, parts: int) -> MakeBlock:
        """Return what makes the block with so many parts or groups."""
        return partial(self.module, **self._options(parts))

    def layers(self, parts: int, frame: str = "") -> Callable[[str, int, int, int, int], Layers]:
        """Return what yields the block's layers of (path, m, n, depth, side), by default in its own frame."""
        return partial(FRAMES[frame or self.frame], bottleneck=self.inner_layers(parts))

    def inner_layers(self, parts: int) -> BottleneckLayers:
        """Return what yields one bottleneck's layers of (path, channels, side)."""
        return partial(self.bottleneck, **self._options(parts))

    def _options(self, parts: int) -> dict[str, int]:
        return {self.parts: parts} if self.parts else {}


BLOCKS: dict[str, Block] = {
    "c3": Block("C3", c3.C3, "c3", c3.bottleneck_layers),
    "c2f": Block("C2f", c2f.C2f, "c2f", c2f.bottleneck_layers),
    "csphet": Block("CSPHet", csphet.CSPHet, "c2f", csphet.bottleneck_layers, "p"),
    "csppc": Block("CSPPC", csppc.CSPPC, "c2f", csppc.bottleneck_layers),
    "c2fdual": Block("C2f-Dual", c2fdual.C2fDual, "c2f", c2fdual.bottleneck_layers, "groups"),
    "c3dual": Block("C3-Dual", c3dual.C3Dual, "c3", c3dual.bottleneck_layers, "groups"),
    "c3het": Block("C3-Het", c3het.C3Het, "c3", c3het.bottleneck_layers, "p"),
}
