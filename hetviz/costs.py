"""Exact weights and multiply-adds by formula, as integers: of one operator, of a layer, of a whole detector.

Nothing here looks at a module, so that a count of the modules (`measure`) is a second opinion. A MAC is one
multiply-add of a convolution; FLOPs = 2 × MACs. M = in_channels, N = out_channels, K = kernel_size, D = output side.
`python -m hetviz.costs --json --classes 20 --size 640`
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


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

    @property
    def params(self) -> int:
        """Weights, biases, and scale and shift of BatchNorm."""
        return self.weights + 2 * self.norm + self.bias

    @property
    def params_fused(self) -> int:
        """Parameters once BatchNorm is folded into the convolution, which then has a bias."""
        return self.weights + self.norm + self.bias

    @property
    def thop_operations(self) -> int:
        """What the counter thop adds to the MACs: four an element of BatchNorm, one an element of upsampling."""
        elements = self.out_channels * self.height * self.width
        return elements if self.operator == "upsample" else 4 * elements * bool(self.norm)


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


def _layer(path: str, operator: str, m: int, n: int, side: int, cost: Cost, **extra: int) -> Layer:
    return Layer(path, operator, m, n, side, side, cost.weights, cost.macs, **extra)


def _conv(path: str, m: int, n: int, side: int, kernel_size: int = 1) -> Layer:
    """Return a convolution with BatchNorm, `blocks.Conv`."""
    cost = standard(m, n, kernel_size=kernel_size, pixels=side**2)
    return _layer(path, f"{kernel_size}×{kernel_size}", m, n, side, cost, norm=n)


def _c3(bottleneck: Bottleneck) -> Block:
    def block(path: str, m: int, n: int, depth: int, side: int) -> Layers:
        hidden = n // 2
        yield _conv(f"{path}.enter", m, hidden, side)
        yield _conv(f"{path}.bypass", m, hidden, side)
        for index in range(depth):
            yield from bottleneck(f"{path}.bottlenecks.{index}", hidden, side)
        yield _conv(f"{path}.leave", n, n, side)

    return block


def _c2f(bottleneck: Bottleneck) -> Block:
    def block(path: str, m: int, n: int, depth: int, side: int) -> Layers:
        hidden = n // 2
        yield _conv(f"{path}.enter", m, n, side)
        for index in range(depth):
            yield from bottleneck(f"{path}.bottlenecks.{index}", hidden, side)
        yield _conv(f"{path}.leave", (2 + depth) * hidden, n, side)

    return block


def _het_pair(p: int) -> Bottleneck:
    def bottleneck(path: str, channels: int, side: int) -> Layers:
        cost = hetconv(channels, channels, p=p, pixels=side**2)
        for index in range(2):
            yield _layer(f"{path}.{index}", f"HetConv P={p}", channels, channels, side, cost)

    return bottleneck


def _partial_pair(path: str, channels: int, side: int) -> Layers:
    for index in range(2):
        yield _layer(f"{path}.{index}", "PConv", channels, channels, side, pconv(channels, pixels=side**2))


def _residual(first_kernel: int, second: Callable[[str, int, int], Layer]) -> Bottleneck:
    def bottleneck(path: str, channels: int, side: int) -> Layers:
        yield _conv(f"{path}.first", channels, channels, side, first_kernel)
        yield second(f"{path}.second", channels, side)

    return bottleneck


def _second_3x3(path: str, channels: int, side: int) -> Layer:
    return _conv(path, channels, channels, side, 3)


def _second_dual(path: str, channels: int, side: int) -> Layer:
    return _layer(path, "DualConv G=4", channels, channels, side, dualconv(channels, channels, groups=4, pixels=side**2))


def _second_het(path: str, channels: int, side: int) -> Layer:
    cost = hetconv(channels, channels, p=4, pixels=side**2)
    return _layer(path, "HetConv P=4", channels, channels, side, cost, norm=channels)


def _upsample(path: str, channels: int, side: int) -> Layer:
    return _layer(path, "upsample", channels, channels, side, Cost(0, 0))


def _backbone(block: Block, size: int, *, stem_kernel: int, depth4: int) -> Layers:
    s2, s4, s8, s16, s32 = (size // stride for stride in (2, 4, 8, 16, 32))
    yield _conv("stem", 3, 16, s2, stem_kernel)
    yield _conv("down2", 16, 32, s4, 3)
    yield from block("stage2", 32, 32, 1, s4)
    yield _conv("down3", 32, 64, s8, 3)
    yield from block("stage3", 64, 64, 2, s8)
    yield _conv("down4", 64, 128, s16, 3)
    yield from block("stage4", 128, 128, depth4, s16)
    yield _conv("down5", 128, 256, s32, 3)
    yield from block("stage5", 256, 256, 1, s32)
    yield _conv("pool.enter", 256, 128, s32)
    yield _conv("pool.leave", 512, 256, s32)


def _v5n(block: Block, classes: int, size: int) -> Layers:
    s8, s16, s32 = (size // stride for stride in (8, 16, 32))
    yield from _backbone(block, size, stem_kernel=6, depth4=3)
    yield _conv("lateral5", 256, 128, s32)
    yield _upsample("upsample5", 128, s16)
    yield from block("merge4", 256, 128, 1, s16)
    yield _conv("lateral4", 128, 64, s16)
    yield _upsample("upsample4", 64, s8)
    yield from block("merge3", 128, 64, 1, s8)
    yield _conv("up4", 64, 64, s16, 3)
    yield from block("out4", 128, 128, 1, s16)
    yield _conv("up5", 128, 128, s32, 3)
    yield from block("out5", 256, 256, 1, s32)
    outputs = 3 * (5 + classes)
    for index, (channels, side) in enumerate(((64, s8), (128, s16), (256, s32))):
        cost = standard(channels, outputs, kernel_size=1, pixels=side**2)
        yield _layer(f"head.levels.{index}", "1×1", channels, outputs, side, cost, bias=outputs)


def _v8n(block: Block, classes: int, size: int) -> Layers:
    s8, s16, s32 = (size // stride for stride in (8, 16, 32))
    yield from _backbone(block, size, stem_kernel=3, depth4=2)
    yield _upsample("upsample5", 256, s16)
    yield from block("merge4", 384, 128, 1, s16)
    yield _upsample("upsample4", 128, s8)
    yield from block("merge3", 192, 64, 1, s8)
    yield _conv("up4", 64, 64, s16, 3)
    yield from block("out4", 192, 128, 1, s16)
    yield _conv("up5", 128, 128, s32, 3)
    yield from block("out5", 384, 256, 1, s32)
    for branch, width, outputs in (("boxes", 64, 64), ("scores", max(64, min(classes, 100)), classes)):
        for index, (channels, side) in enumerate(((64, s8), (128, s16), (256, s32))):
            path = f"head.{branch}.{index}"
            yield _conv(f"{path}.0", channels, width, side, 3)
            yield _conv(f"{path}.1", width, width, side, 3)
            cost = standard(width, outputs, kernel_size=1, pixels=side**2)
            yield _layer(f"{path}.2", "1×1", width, outputs, side, cost, bias=outputs)
    yield Layer("head.expectation", "expectation", 16, 1, 4, s8**2 + s16**2 + s32**2, 16, 64 * (s8**2 + s16**2 + s32**2))


VARIANTS: dict[str, tuple[Callable[[Block, int, int], Layers], Block]] = {
    "v5n-c3": (_v5n, _c3(_residual(1, _second_3x3))),
    **{f"v5n-csphet-p{p}": (_v5n, _c2f(_het_pair(p))) for p in (1, 2, 4, 8, 16)},
    "v5n-csppc": (_v5n, _c2f(_partial_pair)),
    "v5n-c3dual-g4": (_v5n, _c3(_residual(1, _second_dual))),
    "v5n-c3het-p4": (_v5n, _c3(_residual(1, _second_het))),
    "v8n-c2f": (_v8n, _c2f(_residual(3, _second_3x3))),
    "v8n-csphet-p4": (_v8n, _c2f(_het_pair(4))),
    "v8n-csppc": (_v8n, _c2f(_partial_pair)),
}


def detector(variant: str, classes: int = 20, size: int = 640) -> DetectorCost:
    """Return every layer of the named detector with its cost.

    Raises:
        ValueError: the variant is unknown, classes is below 1, or size is not a positive multiple of 32.

    >>> detector("v5n-c3", classes=80).params
    1872157
    """
    if variant not in VARIANTS:
        raise ValueError(f"variant={variant!r} must be one of {', '.join(VARIANTS)}")
    if classes < 1:
        raise ValueError(f"classes={classes} must be at least 1")
    if size < 32 or size % 32:
        raise ValueError(f"size={size} must be a positive multiple of 32")
    layout, block = VARIANTS[variant]
    return DetectorCost(variant, classes, size, tuple(layout(block, classes, size)))


def rows(classes: int = 20, size: int = 640) -> list[dict[str, Any]]:
    """Return one row a variant: variant, params, macs, flops, params_fused."""
    return [detector(variant, classes, size).row() for variant in VARIANTS]


# VGG-16 as HetConv's paper uses it on CIFAR-10: output channels of the convolutions, 0 for a 2×2 max-pool.
VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)


def vgg16_hetconv(p: int, classes: int = 10) -> Cost:
    """Return weights (convolutions, fully connected layers and their biases, no BatchNorm) and pure MACs on 32×32 pixels.

    The first convolution is standard, every other one HetConv(P); then 512-512-classes.
    Source: Singh et al., CVPR 2019, arXiv:1903.04120.

    >>> f"{vgg16_hetconv(4).macs / 1e6:.3f}"
    '105.846'
    """
    side, channels, total = 32, 3, Cost(0, 0)
    for filters in VGG16:
        if filters == 0:
            side //= 2
            continue
        first = channels == 3
        total += standard(3, filters, pixels=side**2) if first else hetconv(channels, filters, p=p, pixels=side**2)
        channels = filters
    for m, n in ((512, 512), (512, classes)):
        total += standard(m, n, kernel_size=1) + Cost(n, 0)
    return total


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
