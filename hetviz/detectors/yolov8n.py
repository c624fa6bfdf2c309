"""YOLOv8n in plain code, with the CSP block as an argument, and where its layers stand.

Re-implemented from the published structure (Ultralytics YOLOv8, width 0.25, depth 0.33).
Comments at the end of a line give channels and stride of the result.
"""

import torch
from torch import Tensor, nn

from hetviz.blocks.conv import Conv
from hetviz.blocks.kinds import MakeBlock
from hetviz.blocks.sppf import SPPF
from hetviz.detectors.heads import DistributionHead
from hetviz.detectors.layouts import Step


class YOLOv8n(nn.Module):
    """YOLOv8n with a chosen CSP block in all eight places.

    Args:
        block: makes a block of (in_channels, out_channels, depth, shortcut).
        classes: number of object classes.
    Shape:
        (B, 3, H, W) -> three maps (B, 4 + classes, H/s, W/s), s = 8, 16, 32; H and W multiples of 32.
    """

    def __init__(self, block: MakeBlock, classes: int = 20) -> None:
        super().__init__()
        self.classes = classes
        self.stem = Conv(3, 16, 3, 2)  # 16, /2
        self.down2 = Conv(16, 32, 3, 2)  # 32, /4
        self.stage2 = block(32, 32, 1, True)
        self.down3 = Conv(32, 64, 3, 2)  # 64, /8
        self.stage3 = block(64, 64, 2, True)
        self.down4 = Conv(64, 128, 3, 2)  # 128, /16
        self.stage4 = block(128, 128, 2, True)
        self.down5 = Conv(128, 256, 3, 2)  # 256, /32
        self.stage5 = block(256, 256, 1, True)
        self.pool = SPPF(256, 256)
        self.upsample5 = nn.Upsample(scale_factor=2.0, mode="nearest")  # 256, /16
        self.merge4 = block(384, 128, 1, False)  # 128, /16
        self.upsample4 = nn.Upsample(scale_factor=2.0, mode="nearest")  # 128, /8
        self.merge3 = block(192, 64, 1, False)  # 64, /8
        self.up4 = Conv(64, 64, 3, 2)  # 64, /16
        self.out4 = block(192, 128, 1, False)  # 128, /16
        self.up5 = Conv(128, 128, 3, 2)  # 128, /32
        self.out5 = block(384, 256, 1, False)  # 256, /32
        self.head = DistributionHead((64, 128, 256), classes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # (B, 3, H, W)
        return self.head(self.features(x))

    def features(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what the head reads: maps of 64, 128 and 256 channels at strides 8, 16 and 32."""
        x = self.stage2(self.down2(self.stem(x)))
        c3 = self.stage3(self.down3(x))
        c4 = self.stage4(self.down4(c3))
        c5 = self.pool(self.stage5(self.down5(c4)))
        n4 = self.merge4(torch.cat((self.upsample5(c5), c4), 1))
        p3 = self.merge3(torch.cat((self.upsample4(n4), c3), 1))
        p4 = self.out4(torch.cat((self.up4(p3), n4), 1))
        p5 = self.out5(torch.cat((self.up5(p4), c5), 1))
        return p3, p4, p5


LAYOUT = (
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
