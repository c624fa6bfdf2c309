"""YOLOv5n and YOLOv8n in plain code, with the CSP block as an argument, and the table of named variants.

Re-implemented from the published structure (Ultralytics YOLOv5 v6/v7 and YOLOv8, width 0.25, depth 0.33).
Comments at the end of a line give channels and stride of the result.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.blocks.csp import C3, CSPPC, Block, C2f, Conv, c3_dual, c3_het, csp_het

STRIDES = (8, 16, 32)
ANCHORS_PER_LEVEL = 3
# Three a level; 0.47 of YOLOv5's set, which is for 640 pixels. They stay in pixels whatever the input size: anchors that
# grow with the input make the scores collapse when the size changes. A trained detector has those of its manifest entry.
Anchors = tuple[tuple[tuple[float, float], ...], ...]  # width and height in pixels of the input, by level
ANCHORS: Anchors = (
    ((4.7, 6.1), (7.5, 14.1), (15.5, 10.8)),
    ((14.1, 28.7), (29.1, 21.2), (27.7, 55.9)),
    ((54.5, 42.3), (73.3, 93.1), (175.3, 153.2)),
)


def as_input(squares: Tensor, brightest: int = 255) -> Tensor:
    """Return pictures as a detector wants them, pixels / brightest; in memory the channels stay last, the fast way round.

    Shape:
        (B, S, S, 3) uint8 RGB -> (B, 3, S, S) float32
    """
    return (squares.float() / brightest).permute(0, 3, 1, 2)


class SPPF(nn.Module):
    """Spatial pyramid pooling, fast: three 5×5 max-pools in a chain, all results concatenated.

    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.cv1 = Conv(in_channels, in_channels // 2)
        self.cv2 = Conv(2 * in_channels, out_channels)

    def forward(self, x: Tensor) -> Tensor:
        parts = [self.cv1(x)]
        for _ in range(3):
            parts.append(F.max_pool2d(parts[-1], 5, 1, 2))
        return self.cv2(torch.cat(parts, 1))


class AnchorHead(nn.Module):
    """YOLOv5's head: at each level a 1×1 convolution to anchors × (4 box + 1 objectness + classes) raw numbers.

    Shape:
        three maps (B, C, H, W) -> three maps (B, 3 * (5 + classes), H, W)
    """

    def __init__(self, in_channels: tuple[int, int, int], classes: int, anchors: Anchors = ANCHORS) -> None:
        super().__init__()
        self.classes, self.anchors = classes, anchors
        self.m = nn.ModuleList(nn.Conv2d(channels, 3 * (5 + classes), 1) for channels in in_channels)
        for level, stride in zip(self.m, STRIDES, strict=True):
            bias = level.bias.detach().view(3, 5 + classes)
            bias[:, 4] += math.log(8 / (640 / stride) ** 2)  # about 8 objects in a picture of 640 pixels
            bias[:, 5:] += math.log(0.6 / (classes - 0.99)) if classes > 1 else 0.0

    def forward(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        p3, p4, p5 = (level(x) for level, x in zip(self.m, maps, strict=True))
        return p3, p4, p5


class YOLOv5n(nn.Module):
    """YOLOv5n with a chosen CSP block in all eight places.

    Args:
        block: makes a block of (in_channels, out_channels, depth, shortcut).
        classes: number of object classes.
    Shape:
        (B, 3, H, W) -> three raw maps (B, 3 * (5 + classes), H/s, W/s), s = 8, 16, 32; H and W multiples of 32.
    """

    def __init__(self, block: Block, classes: int = 20) -> None:
        super().__init__()
        self.classes = classes
        self.stem = Conv(3, 16, 6, 2, padding=2)  # 16, /2
        self.down2 = Conv(16, 32, 3, 2)  # 32, /4
        self.stage2 = block(32, 32, 1, True)
        self.down3 = Conv(32, 64, 3, 2)  # 64, /8
        self.stage3 = block(64, 64, 2, True)
        self.down4 = Conv(64, 128, 3, 2)  # 128, /16
        self.stage4 = block(128, 128, 3, True)
        self.down5 = Conv(128, 256, 3, 2)  # 256, /32
        self.stage5 = block(256, 256, 1, True)
        self.pool = SPPF(256, 256)
        self.lateral5 = Conv(256, 128)  # 128, /32
        self.upsample5 = _doubled()  # 128, /16
        self.merge4 = block(256, 128, 1, False)  # 128, /16
        self.lateral4 = Conv(128, 64)  # 64, /16
        self.upsample4 = _doubled()  # 64, /8
        self.merge3 = block(128, 64, 1, False)  # 64, /8
        self.up4 = Conv(64, 64, 3, 2)  # 64, /16
        self.out4 = block(128, 128, 1, False)  # 128, /16
        self.up5 = Conv(128, 128, 3, 2)  # 128, /32
        self.out5 = block(256, 256, 1, False)  # 256, /32
        self.head = AnchorHead((64, 128, 256), classes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # (B, 3, H, W)
        x = self.stage2(self.down2(self.stem(x)))
        c3 = self.stage3(self.down3(x))
        c4 = self.stage4(self.down4(c3))
        c5 = self.lateral5(self.pool(self.stage5(self.down5(c4))))
        n4 = self.lateral4(self.merge4(torch.cat((self.upsample5(c5), c4), 1)))
        p3 = self.merge3(torch.cat((self.upsample4(n4), c3), 1))
        p4 = self.out4(torch.cat((self.up4(p3), n4), 1))
        p5 = self.out5(torch.cat((self.up5(p4), c5), 1))
        return self.head((p3, p4, p5))


class DistributionHead(nn.Module):
    """YOLOv8's head without anchors: per level a box branch of 4 × 16 bins and a class branch.

    The bins are read by a fixed expectation over 0..15 (`dfl`, 16 weights that count as parameters).
    Shape:
        three maps (B, C, H, W) -> three maps (B, 4 + classes, H, W): distances to left, top, right, bottom in cells,
        and raw class scores.
    """

    anchors: Anchors = ()

    def __init__(self, in_channels: tuple[int, int, int], classes: int) -> None:
        super().__init__()
        box_width, class_width = 64, max(64, min(classes, 100))
        self.cv2 = nn.ModuleList(self._branch(channels, box_width, 64) for channels in in_channels)
        self.cv3 = nn.ModuleList(self._branch(channels, class_width, classes) for channels in in_channels)
        self.dfl = nn.Conv2d(16, 1, 1, bias=False).requires_grad_(False)
        self.dfl.weight.data[:] = torch.arange(16.0).view(1, 16, 1, 1)

    @staticmethod
    def _branch(in_channels: int, width: int, outputs: int) -> nn.Sequential:
        return nn.Sequential(Conv(in_channels, width, 3), Conv(width, width, 3), nn.Conv2d(width, outputs, 1))

    def forward(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        p3, p4, p5 = (self._level(index, x) for index, x in enumerate(maps))
        return p3, p4, p5

    def _level(self, index: int, x: Tensor) -> Tensor:
        batch, _, height, width = x.shape
        bins = self.cv2[index](x).view(batch, 4, 16, height * width).transpose(1, 2).softmax(1)
        distances = self.dfl(bins).view(batch, 4, height, width)
        return torch.cat((distances, self.cv3[index](x)), 1)


class YOLOv8n(nn.Module):
    """YOLOv8n with a chosen CSP block in all eight places.

    Args:
        block: makes a block of (in_channels, out_channels, depth, shortcut).
        classes: number of object classes.
    Shape:
        (B, 3, H, W) -> three maps (B, 4 + classes, H/s, W/s), s = 8, 16, 32; H and W multiples of 32.
    """

    def __init__(self, block: Block, classes: int = 20) -> None:
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
        self.upsample5 = _doubled()  # 256, /16
        self.merge4 = block(384, 128, 1, False)  # 128, /16
        self.upsample4 = _doubled()  # 128, /8
        self.merge3 = block(192, 64, 1, False)  # 64, /8
        self.up4 = Conv(64, 64, 3, 2)  # 64, /16
        self.out4 = block(192, 128, 1, False)  # 128, /16
        self.up5 = Conv(128, 128, 3, 2)  # 128, /32
        self.out5 = block(384, 256, 1, False)  # 256, /32
        self.head = DistributionHead((64, 128, 256), classes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # (B, 3, H, W)
        x = self.stage2(self.down2(self.stem(x)))
        c3 = self.stage3(self.down3(x))
        c4 = self.stage4(self.down4(c3))
        c5 = self.pool(self.stage5(self.down5(c4)))
        n4 = self.merge4(torch.cat((self.upsample5(c5), c4), 1))
        p3 = self.merge3(torch.cat((self.upsample4(n4), c3), 1))
        p4 = self.out4(torch.cat((self.up4(p3), n4), 1))
        p5 = self.out5(torch.cat((self.up5(p4), c5), 1))
        return self.head((p3, p4, p5))


def _doubled() -> nn.Module:
    return nn.Upsample(scale_factor=2.0, mode="nearest")


VARIANTS: dict[str, tuple[type[YOLOv5n] | type[YOLOv8n], Block]] = {
    "v5n-c3": (YOLOv5n, C3),
    "v5n-csphet-p1": (YOLOv5n, csp_het(1)),
    "v5n-csphet-p2": (YOLOv5n, csp_het(2)),
    "v5n-csphet-p4": (YOLOv5n, csp_het(4)),
    "v5n-csphet-p8": (YOLOv5n, csp_het(8)),
    "v5n-csphet-p16": (YOLOv5n, csp_het(16)),
    "v5n-csppc": (YOLOv5n, CSPPC),
    "v5n-c3dual-g4": (YOLOv5n, c3_dual(4)),
    "v5n-c3het-p4": (YOLOv5n, c3_het(4)),
    "v8n-c2f": (YOLOv8n, C2f),
    "v8n-csphet-p4": (YOLOv8n, csp_het(4)),
    "v8n-csppc": (YOLOv8n, CSPPC),
}


def build(variant: str, classes: int = 20) -> YOLOv5n | YOLOv8n:
    """Return an untrained detector of the named variant.

    Raises:
        ValueError: the variant is not in `VARIANTS`.

    >>> sum(w.numel() for w in build("v5n-c3").parameters())
    1790977
    """
    if variant not in VARIANTS:
        raise ValueError(f"variant={variant!r} must be one of {', '.join(VARIANTS)}")
    detector, block = VARIANTS[variant]
    return detector(block, classes)
