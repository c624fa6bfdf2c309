"""What an operator costs on one picture, as integers.

A MAC is one multiply-add of a convolution; FLOPs = 2 × MACs. Every operator here uses each weight once an output pixel, so
its multiply-adds are its weights times the output pixels.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Weights of an operator and its multiply-adds on one picture."""

    weights: int
    macs: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.weights + other.weights, self.macs + other.macs)


def cost(weights: int, pixels: int = 1) -> Cost:
    """Return the cost of so many weights at so many output pixels.

    >>> cost(12_288, 40 * 40)
    Cost(weights=12288, macs=19660800)
    """
    return Cost(weights, weights * pixels)
