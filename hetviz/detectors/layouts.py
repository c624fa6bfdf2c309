"""Where the layers of a detector stand, as plain rows: what a detector's file builds as modules, `counting` counts.

The heads, which depend on the class count, are not among the rows.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """One step of a detector's plan.

    kind is "conv" (extent: kernel size), "block" (extent: depth) or "upsample"; stride is the whole one, from the input
    to the step's output.
    """

    kind: str
    path: str
    in_channels: int
    out_channels: int
    stride: int
    extent: int


LEVELS = ((64, 8), (128, 16), (256, 32))  # channels and stride of the three maps that a head reads
BACKBONE = ("stage2", "stage3", "stage4", "stage5")
NECK = ("merge4", "merge3", "out4", "out5")
