"""Where the layers of YOLOv5n and YOLOv8n stand, as plain rows: what `detectors` builds as modules, `costs` counts.

The heads, which depend on the class count, are not among them.
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


V5N = (
    Step("conv", "stem", 3, 16, 2, 6),
    Step("conv", "down2", 16, 32, 4, 3),
    Step("block", "stage2", 32, 32, 4, 1),
    Step("conv", "down3", 32, 64, 8, 3),
    Step("block", "stage3", 64, 64, 8, 2),
    Step("conv", "down4", 64, 128, 16, 3),
    Step("block", "stage4", 128, 128, 16, 3),
    Step("conv", "down5", 128, 256, 32, 3),
    Step("block", "stage5", 256, 256, 32, 1),
    Step("conv", "pool.cv1", 256, 128, 32, 1),
    Step("conv", "pool.cv2", 512, 256, 32, 1),
    Step("conv", "lateral5", 256, 128, 32, 1),
    Step("upsample", "upsample5", 128, 128, 16, 2),
    Step("block", "merge4", 256, 128, 16, 1),
    Step("conv", "lateral4", 128, 64, 16, 1),
    Step("upsample", "upsample4", 64, 64, 8, 2),
    Step("block", "merge3", 128, 64, 8, 1),
    Step("conv", "up4", 64, 64, 16, 3),
    Step("block", "out4", 128, 128, 16, 1),
    Step("conv", "up5", 128, 128, 32, 3),
    Step("block", "out5", 256, 256, 32, 1),
)
V8N = (
    Step("conv", "stem", 3, 16, 2, 3),
    Step("conv", "down2", 16, 32, 4, 3),
    Step("block", "stage2", 32, 32, 4, 1),
    Step("conv", "down3", 32, 64, 8, 3),
    Step("block", "stage3", 64, 64, 8, 2),
    Step("conv", "down4", 64, 128, 16, 3),
    Step("block", "stage4", 128, 128, 16, 2),
    Step("conv", "down5", 128, 256, 32, 3),
    Step("block", "stage5", 256, 256, 32, 1),
    Step("conv", "pool.cv1", 256, 128, 32, 1),
    Step("conv", "pool.cv2", 512, 256, 32, 1),
    Step("upsample", "upsample5", 256, 256, 16, 2),
    Step("block", "merge4", 384, 128, 16, 1),
    Step("upsample", "upsample4", 128, 128, 8, 2),
    Step("block", "merge3", 192, 64, 8, 1),
    Step("conv", "up4", 64, 64, 16, 3),
    Step("block", "out4", 192, 128, 16, 1),
    Step("conv", "up5", 128, 128, 32, 3),
    Step("block", "out5", 384, 256, 32, 1),
)
LEVELS = ((64, 8), (128, 16), (256, 32))  # channels and stride of the three maps that a head reads
BACKBONE = ("stage2", "stage3", "stage4", "stage5")
NECK = ("merge4", "merge3", "out4", "out5")
