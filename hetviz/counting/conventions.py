"""How a count is read: multiply-adds or FLOPs, before or after BatchNorm is fused, with or without a counter's terms.

The same detector has a different figure under each; a figure without its convention cannot be compared.
"""

from dataclasses import dataclass

from hetviz.blocks.layer import Layer
from hetviz.counting.layers import DetectorCost

TERMS = ("convolutions", "norm", "thop")


@dataclass(frozen=True)
class Convention:
    """A way of reading counts.

    Args:
        flops: FLOPs, two a multiply-add; otherwise multiply-adds (MACs).
        fused: BatchNorm is folded into its convolution, which then has a bias; there is no BatchNorm left to count.
        terms: "convolutions" alone; "norm" adds the counter thop's operations for BatchNorm; "thop" adds those for
            upsampling too, which is what YOLO's logs print.
    Raises:
        ValueError: terms is not one of `TERMS`.
    """

    flops: bool = True
    fused: bool = False
    terms: str = "convolutions"

    def __post_init__(self) -> None:
        if self.terms not in TERMS:
            raise ValueError(f"terms={self.terms!r} must be one of {', '.join(TERMS)}")

    def params(self, layer: Layer) -> int:
        """Return a layer's parameters."""
        return layer.params_fused if self.fused else layer.params

    def operations(self, layer: Layer) -> int:
        """Return a layer's operations."""
        norm = layer.norm_operations if self.terms != "convolutions" and not self.fused else 0
        upsample = layer.upsample_operations if self.terms == "thop" else 0
        return (2 if self.flops else 1) * (layer.macs + norm + upsample)

    def totals(self, detector: DetectorCost) -> tuple[int, int]:
        """Return parameters and operations of a whole detector.

        >>> from hetviz.counting import layers
        >>> Convention(terms="thop").totals(layers.detector("v5n-c3", 80))
        (1872157, 4563968000)
        """
        return sum(map(self.params, detector.layers)), sum(map(self.operations, detector.layers))


LOG = Convention(terms="thop")  # as YOLO's logs print
