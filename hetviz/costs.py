"""Exact weights and multiply-adds by formula, as integers: of one operator, of a layer, of a whole detector.

Nothing here looks at a module, so that a count of the modules (`measure`) is a second opinion. A MAC is one
multiply-add of a convolution; FLOPs = 2 × MACs. M = in_channels, N = out_channels, K = kernel_size, D = output side.
`python -m hetviz.costs --json --classes 20 --size 640`
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from hetviz.layouts import BACKBONE, LEVELS, NECK, V5N, V8N, Step


@dataclass(frozen=True)
class Cost:
    """Weights of an operator and its multiply-adds on one picture."""

    weights: int
    macs: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.weights + other.weights, self.macs + other.macs)


def _require_divides(name: str, value: int, *channels: int) -> None:
    if value < 1 or any(count < 1 or count % value for count in channels):
        raise ValueError(f"{name}={value} must divide {' and '.join(map(str, channels))} channels")


def _require_odd(kernel_size: int) -> None:
    if kernel_size < 1 or kernel_size % 2 == 0:
        raise ValueError(f"kernel_size={kernel_size} must be odd and positive")


def standard(m: int, n: int, *, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*N*K*K weights; pixels is the number of output pixels, D*D."""
    return Cost(weights := m * n * kernel_size**2, weights * pixels)


def hetconv(m: int, n: int, *, p: int, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*N*(K*K/P + 1 - 1/P) weights.

    >>> hetconv(64, 64, p=4).weights
    12288
    """
    _require_divides("p", p, m, n)
    _require_odd(kernel_size)
    weights = m * n // p * (kernel_size**2 + p - 1)
    return Cost(weights, weights * pixels)


def dualconv(m: int, n: int, *, groups: int, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*N*(K*K/G + 1) weights."""
    _require_divides("groups", groups, m, n)
    _require_odd(kernel_size)
    weights = m * n * kernel_size**2 // groups + m * n
    return Cost(weights, weights * pixels)


def gwc_pwc(m: int, n: int, *, groups: int, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*N*K*K/G + N*N weights: a grouped K×K, then a 1×1."""
    _require_divides("groups", groups, m, n)
    _require_odd(kernel_size)
    weights = m * n * kernel_size**2 // groups + n * n
    return Cost(weights, weights * pixels)


def dwc_pwc(m: int, n: int, *, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*K*K + M*N weights: a depthwise K×K, then a 1×1."""
    _require_odd(kernel_size)
    weights = m * kernel_size**2 + m * n
    return Cost(weights, weights * pixels)


def pconv(m: int, *, n_div: int = 4, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return K*K*(M/n_div)² weights."""
    _require_divides("n_div", n_div, m)
    _require_odd(kernel_size)
    return standard(m // n_div, m // n_div, kernel_size=kernel_size, pixels=pixels)


def spconv(m: int, n: int, *, representative: int, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return the weights of 2-group K×K and 1×1 on the representative channels and 1×1 on the rest, without BatchNorm."""
    _require_divides("groups", 2, representative, n)
    _require_odd(kernel_size)
    weights = representative * n * kernel_size**2 // 2 + m * n
    return Cost(weights, weights * pixels)


def orepa(m: int, n: int, *, kernel_size: int = 3, pixels: int = 1) -> Cost:
    """Return M*N*K*K weights: what is left after squeezing."""
    _require_odd(kernel_size)
    return standard(m, n, kernel_size=kernel_size, pixels=pixels)


@dataclass(frozen=True)
class Layer:
    """One convolution of a detector with what stands behind it.

    path is the module's path in `detectors`; norm is the number of BatchNorm channels (0: none), bias that of biases.
    role is what it does in its block: `enter`, `bypass` or `leave` of the CSP frame, `inside` of a bottleneck; else it is
    of the `head`, or stands `outside`.
    """

    path: str
    operator: str
    in_channels: int
    out_channels: int
    height: int
    width: int
    weights: int
    macs: int
    norm: int = 0
    bias: int = 0
    role: str = "outside"

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


Layers = Iterator[Layer]
Bottleneck = Callable[[str, int, int], Layers]  # (path, channels, output side)
Block = Callable[[str, int, int, int, int], Layers]  # (path, in_channels, out_channels, depth, output side)


def _layer(path: str, operator: str, m: int, n: int, side: int, cost: Cost, **extra: Any) -> Layer:
    return Layer(path, operator, m, n, side, side, cost.weights, cost.macs, **extra)


def _conv(path: str, m: int, n: int, side: int, kernel_size: int = 1, *, role: str = "outside") -> Layer:
    """Return a convolution with BatchNorm, `blocks.Conv`."""
    cost = standard(m, n, kernel_size=kernel_size, pixels=side**2)
    return _layer(path, f"{kernel_size}×{kernel_size}", m, n, side, cost, norm=n, role=role)


def _conv_with_bias(path: str, m: int, n: int, side: int) -> Layer:
    return _layer(path, "1×1", m, n, side, standard(m, n, kernel_size=1, pixels=side**2), bias=n, role="head")


def _chain(bottleneck: Bottleneck, path: str, channels: int, depth: int, side: int) -> Layers:
    for index in range(depth):
        for layer in bottleneck(f"{path}.{index}", channels, side):
            yield replace(layer, role="inside")


def _c3(bottleneck: Bottleneck) -> Block:
    def block(path: str, m: int, n: int, depth: int, side: int) -> Layers:
        hidden = n // 2
        yield _conv(f"{path}.cv1", m, hidden, side, role="enter")
        yield _conv(f"{path}.cv2", m, hidden, side, role="bypass")
        yield from _chain(bottleneck, f"{path}.m", hidden, depth, side)
        yield _conv(f"{path}.cv3", n, n, side, role="leave")

    return block


def _c2f(bottleneck: Bottleneck) -> Block:
    def block(path: str, m: int, n: int, depth: int, side: int) -> Layers:
        hidden = n // 2
        yield _conv(f"{path}.cv1", m, n, side, role="enter")
        yield from _chain(bottleneck, f"{path}.m", hidden, depth, side)
        yield _conv(f"{path}.cv2", (2 + depth) * hidden, n, side, role="leave")

    return block


def _het_pair(p: int) -> Bottleneck:
    def bottleneck(path: str, channels: int, side: int) -> Layers:
        cost = hetconv(channels, channels, p=p, pixels=side**2)
        for name in ("cv1", "cv2"):
            yield _layer(f"{path}.{name}", f"HetConv P={p}", channels, channels, side, cost)

    return bottleneck


def _partial_pair(path: str, channels: int, side: int) -> Layers:
    for name in ("cv1", "cv2"):
        yield _layer(f"{path}.{name}", "PConv", channels, channels, side, pconv(channels, pixels=side**2))


def _residual(first_kernel: int, second: Callable[[str, int, int], Layer]) -> Bottleneck:
    def bottleneck(path: str, channels: int, side: int) -> Layers:
        yield _conv(f"{path}.cv1", channels, channels, side, first_kernel)
        yield second(f"{path}.cv2", channels, side)

    return bottleneck


def _second_3x3(path: str, channels: int, side: int) -> Layer:
    return _conv(path, channels, channels, side, 3)


def _second_dual(path: str, channels: int, side: int) -> Layer:
    return _layer(
        path, "DualConv G=4", channels, channels, side, dualconv(channels, channels, groups=4, pixels=side**2)
    )


def _second_het(path: str, channels: int, side: int) -> Layer:
    cost = hetconv(channels, channels, p=4, pixels=side**2)
    return _layer(path, "HetConv P=4", channels, channels, side, cost, norm=channels)


def _upsample(path: str, channels: int, side: int) -> Layer:
    return _layer(path, "upsample", channels, channels, side, Cost(0, 0))


def _body(steps: tuple[Step, ...], block: Block, size: int) -> Layers:
    """Yield all layers but the head's."""
    for step in steps:
        side = size // step.stride
        if step.kind == "block":
            yield from block(step.path, step.in_channels, step.out_channels, step.extent, side)
        elif step.kind == "upsample":
            yield _upsample(step.path, step.out_channels, side)
        else:
            yield _conv(step.path, step.in_channels, step.out_channels, side, step.extent)


def _head_v5(classes: int, size: int) -> Layers:
    outputs = 3 * (5 + classes)
    for index, (channels, stride) in enumerate(LEVELS):
        yield _conv_with_bias(f"head.m.{index}", channels, outputs, size // stride)


def _head_v8(classes: int, size: int) -> Layers:
    for branch, width, outputs in (("cv2", 64, 64), ("cv3", max(64, min(classes, 100)), classes)):
        for index, (channels, stride) in enumerate(LEVELS):
            path, side = f"head.{branch}.{index}", size // stride
            yield _conv(f"{path}.0", channels, width, side, 3, role="head")
            yield _conv(f"{path}.1", width, width, side, 3, role="head")
            yield _conv_with_bias(f"{path}.2", width, outputs, side)
    cells = sum((size // stride) ** 2 for _, stride in LEVELS)
    yield Layer("head.dfl", "expectation", 16, 1, 4, cells, 16, 64 * cells, role="head")


FRAMES: dict[str, Callable[[Bottleneck], Block]] = {"c3": _c3, "c2f": _c2f}
VARIANTS: dict[str, tuple[str, Bottleneck]] = {
    "v5n-c3": ("c3", _residual(1, _second_3x3)),
    **{f"v5n-csphet-p{p}": ("c2f", _het_pair(p)) for p in (1, 2, 4, 8, 16)},
    "v5n-csppc": ("c2f", _partial_pair),
    "v5n-c3dual-g4": ("c3", _residual(1, _second_dual)),
    "v5n-c3het-p4": ("c3", _residual(1, _second_het)),
    "v8n-c2f": ("c2f", _residual(3, _second_3x3)),
    "v8n-csphet-p4": ("c2f", _het_pair(4)),
    "v8n-csppc": ("c2f", _partial_pair),
}
REPLACED = {"all": BACKBONE + NECK, "backbone": BACKBONE, "neck": NECK}


def original(variant: str) -> str:
    """Return the detector that a variant's blocks are put into: YOLOv5n with C3, YOLOv8n with C2f."""
    return "v5n-c3" if variant.startswith("v5n") else "v8n-c2f"


def _block(variant: str, frame: str, replaced: str) -> Block:
    """Return the variant's block at the replaced paths, the original's at the others."""
    own_frame, bottleneck = VARIANTS[variant]
    plain_frame, plain_bottleneck = VARIANTS[original(variant)]
    own, plain = FRAMES[frame or own_frame](bottleneck), FRAMES[plain_frame](plain_bottleneck)
    return lambda path, *shape: (own if path in REPLACED[replaced] else plain)(path, *shape)


def detector(
    variant: str, classes: int = 20, size: int = 640, *, frame: str = "", replaced: str = "all"
) -> DetectorCost:
    """Return every layer of the named detector with its cost.

    Args:
        frame: puts the variant's bottlenecks into another CSP frame, a key of `FRAMES`; by default its own.
        replaced: which of the eight blocks are the variant's, a key of `REPLACED`; the others stay the original's.
    Raises:
        ValueError: variant, frame or replaced is unknown, classes is below 1, or size is not a positive multiple of 32.

    >>> detector("v5n-c3", classes=80).params
    1872157
    """
    choices = (("variant", variant, VARIANTS), ("frame", frame, ("", *FRAMES)), ("replaced", replaced, REPLACED))
    for name, value, known in choices:
        if value not in known:
            raise ValueError(f"{name}={value!r} must be one of {', '.join(filter(None, known))}")
    if classes < 1:
        raise ValueError(f"classes={classes} must be at least 1")
    if size < 32 or size % 32:
        raise ValueError(f"size={size} must be a positive multiple of 32")
    steps, head = (V5N, _head_v5) if original(variant) == "v5n-c3" else (V8N, _head_v8)
    body = _body(steps, _block(variant, frame, replaced), size)
    return DetectorCost(variant, classes, size, (*body, *head(classes, size)))


def rows(classes: int = 20, size: int = 640) -> list[dict[str, Any]]:
    """Return one row a variant: variant, params, macs, flops, params_fused."""
    return [detector(variant, classes, size).row() for variant in VARIANTS]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--size", type=int, default=640)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        table = rows(arguments.classes, arguments.size)
    except ValueError as error:
        parser.error(str(error))
    if arguments.json:
        print(json.dumps(table))
        return
    print(f"{arguments.classes} classes, {arguments.size}×{arguments.size}; GFLOPs = 2 × MACs of the convolutions")
    for row in table:
        print(f"{row['variant']:16}{row['params']:>11,} parameters {row['flops'] / 1e9:8.3f} GFLOPs")


if __name__ == "__main__":
    main()
