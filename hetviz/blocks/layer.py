"""A convolution of a detector with its cost by formula: what blocks and heads are counted in.

Nothing here looks at a module, so that a count of the modules (`counting.hooks`) is a second opinion.
M = in_channels, N = out_channels; side is that of the output.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hetviz.operators.table import OPERATORS


@dataclass(frozen=True)
class Layer:
    """One convolution with what stands behind it.

    Attributes:
        path: of the module in its detector.
        operator: a key of `operators.table.OPERATORS`, or upsample, or expectation (of YOLOv8's head).
        kernel_size: K.
        parts: P of a HetConv, groups of a DualConv, else 1.
        role: what it does in its block: enter, bypass or leave a CSP frame, or inside a bottleneck; else head or outside.
        norm: number of BatchNorm channels, 0 where there is none; bias that of biases.
    """

    path: str
    operator: str
    in_channels: int
    out_channels: int
    height: int
    width: int
    weights: int
    macs: int
    kernel_size: int = 1
    parts: int = 1
    role: str = "outside"
    norm: int = 0
    bias: int = 0

    @property
    def label(self) -> str:
        """The operator as a reader knows it."""
        names = {
            "standard": f"{self.kernel_size}×{self.kernel_size}",
            "hetconv": f"HetConv P={self.parts}",
            "dualconv": f"DualConv G={self.parts}",
            "pconv": "PConv",
        }
        return names.get(self.operator, self.operator)

    @property
    def params(self) -> int:
        """Weights, biases, and scale and shift of BatchNorm."""
        return self.weights + 2 * self.norm + self.bias

    @property
    def params_fused(self) -> int:
        """Parameters once BatchNorm is folded into the convolution, which then has a bias."""
        return self.weights + self.norm + self.bias

    @property
    def norm_operations(self) -> int:
        """What the counter thop adds to the MACs for BatchNorm: four an element."""
        return 4 * self.out_channels * self.height * self.width * bool(self.norm)

    @property
    def upsample_operations(self) -> int:
        """What the counter thop adds to the MACs for upsampling: one an element."""
        return self.out_channels * self.height * self.width * (self.operator == "upsample")

    @property
    def thop_operations(self) -> int:
        """All that the counter thop adds to the MACs."""
        return self.norm_operations + self.upsample_operations


Layers = Iterator[Layer]
BottleneckLayers = Callable[[str, int, int], Layers]  # (path, channels, side)


def layer(
    path: str,
    operator: str,
    m: int,
    n: int,
    side: int,
    *,
    kernel_size: int = 3,
    parts: int = 1,
    role: str = "inside",
    norm: int = 0,
    bias: int = 0,
) -> Layer:
    """Return a layer of an operator with side×side pixels out."""
    cost = OPERATORS[operator].cost(m, n, kernel_size=kernel_size, parts=parts, pixels=side**2)
    shape = {"kernel_size": kernel_size, "parts": parts, "role": role, "norm": norm, "bias": bias}
    return Layer(path, operator, m, n, side, side, cost.weights, cost.macs, **shape)


def conv_layer(path: str, m: int, n: int, side: int, kernel_size: int = 1, *, role: str = "outside") -> Layer:
    """Return a standard convolution with BatchNorm, `conv.Conv`."""
    return layer(path, "standard", m, n, side, kernel_size=kernel_size, role=role, norm=n)
