"""The heads of YOLOv5 and YOLOv8, each as a module, as a count, and with its decoder."""

import math
from functools import partial

import torch
from torch import Tensor, nn

from hetviz.blocks.conv import Conv
from hetviz.blocks.layer import Layer, Layers, conv_layer, layer
from hetviz.detectors.decoding import Anchors, Decoder, decode_anchors, decode_distances
from hetviz.detectors.layouts import LEVELS

STRIDES = (8, 16, 32)
BINS = 16  # of a distance in YOLOv8's head: 0 to 15 cells
FEW = 8  # objects that an untrained head expects in a picture of 640 pixels
NEAR = 2  # cells from a cell's centre to a side of its box, about, in an untrained head without anchors
ANCHORS_PER_LEVEL = 3
# Three a level; 0.47 of YOLOv5's set, which is for 640 pixels. They stay in pixels whatever the input size: anchors that
# grow with the input make the scores collapse when the size changes. A trained detector has those of its manifest entry.
ANCHORS: Anchors = (
    ((4.7, 6.1), (7.5, 14.1), (15.5, 10.8)),
    ((14.1, 28.7), (29.1, 21.2), (27.7, 55.9)),
    ((54.5, 42.3), (73.3, 93.1), (175.3, 153.2)),
)


class AnchorHead(nn.Module):
    """YOLOv5's head: at each level a 1×1 convolution to anchors × (4 box + 1 objectness + classes) raw numbers.

    Attributes:
        boxes_per_cell: how many boxes a cell answers with, one for each anchor.
        first_class: how many numbers of a box come before its class scores: four sides and objectness.
        reach: how many cells across a box is read from, one behind a 1×1 convolution.
    Shape:
        three maps (B, C, H, W) -> three maps (B, 3 * (5 + classes), H, W)
    """

    boxes_per_cell, first_class, reach = ANCHORS_PER_LEVEL, 5, 1

    def __init__(self, in_channels: tuple[int, int, int], classes: int, anchors: Anchors = ANCHORS) -> None:
        super().__init__()
        self.classes, self.anchors = classes, anchors
        self.m = nn.ModuleList(nn.Conv2d(channels, 3 * (5 + classes), 1) for channels in in_channels)
        for level, stride in zip(self.m, STRIDES, strict=True):
            bias = level.bias.detach().view(3, 5 + classes)
            bias[:, 4] += math.log(FEW / (640 / stride) ** 2)
            bias[:, 5:] += math.log(0.6 / (classes - 0.99)) if classes > 1 else 0.0

    def decoder(self) -> Decoder:
        """Return what makes boxes of the maps; it keeps no hold of the module."""
        return partial(decode_anchors, anchors=self.anchors)

    def forward(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        p3, p4, p5 = (level(x) for level, x in zip(self.m, maps, strict=True))
        return p3, p4, p5

    def raw(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, ...]:
        """Return what the head is trained by: the maps that it gives."""
        return self(maps)

    def rows(self, maps: tuple[Tensor, ...]) -> Tensor:
        """Return the maps decoded in YOLOv5's own layout: centre, width and height in pixels, objectness, classes.

        Shape:
            three maps (B, 3 * (5 + classes), H, W) -> (B, all cells of all anchors, 5 + classes)
        """
        levels = zip(maps, self.anchors, STRIDES, strict=True)
        return torch.cat([_anchor_rows(level, anchors, stride) for level, anchors, stride in levels], 1)


def _anchor_rows(level: Tensor, anchors: tuple[tuple[float, float], ...], stride: int) -> Tensor:
    values = level.unflatten(1, (len(anchors), -1)).permute(0, 1, 3, 4, 2).sigmoid()  # (B, A, H, W, 5 + classes)
    centres = (2 * values[..., :2] - 0.5 + _cells(level)) * stride
    sizes = (2 * values[..., 2:4]) ** 2 * torch.tensor(anchors)[:, None, None]
    return torch.cat((centres, sizes, values[..., 4:]), -1).flatten(1, 3)


def _cells(level: Tensor) -> Tensor:
    """Return column and row of every cell of a map, (H, W, 2)."""
    height, width = level.shape[2:]
    row, column = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack((column, row), -1).float()


def anchor_head_layers(classes: int, size: int) -> Layers:
    """Yield the layers of an `AnchorHead` for a square input of this size."""
    for index, (channels, stride) in enumerate(LEVELS):
        yield _with_bias(f"head.m.{index}", channels, ANCHORS_PER_LEVEL * (5 + classes), size // stride)


class Expectation(nn.Module):
    """The mean of the numbers of the bins, 0 to 15, each weighted by its chance: YOLOv8's `dfl`, with its fixed weights.

    YOLOv8 has a 1×1 convolution there. Written as a sum it stays in single precision where OpenVINO computes in bf16, as
    all does that follows the last convolution; in bf16 distances would be up to a pixel off.
    Shape:
        (B, 16, 4, cells) -> (B, 4, cells)
    """

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.arange(float(BINS)).view(1, BINS, 1, 1), requires_grad=False)

    def forward(self, chances: Tensor) -> Tensor:
        return (chances * self.weight).sum(1)


class DistributionHead(nn.Module):
    """YOLOv8's head without anchors: per level a box branch of 4 × 16 bins and a class branch.

    The bins are read by a fixed expectation over 0..15 (`dfl`, 16 weights that count as parameters).
    Attributes:
        boxes_per_cell: how many boxes a cell answers with.
        first_class: how many numbers of a box come before its class scores: four distances.
        reach: how many cells across a box is read from, five behind two 3×3 convolutions.
    Shape:
        three maps (B, C, H, W) -> three maps (B, 4 + classes, H, W): distances to left, top, right, bottom in cells,
        and raw class scores.
    """

    boxes_per_cell, first_class, reach = 1, 4, 5

    def __init__(self, in_channels: tuple[int, int, int], classes: int) -> None:
        super().__init__()
        box_width, class_width = 64, max(64, min(classes, 100))
        self.cv2 = nn.ModuleList(self._branch(channels, box_width, 4 * BINS) for channels in in_channels)
        self.cv3 = nn.ModuleList(self._branch(channels, class_width, classes) for channels in in_channels)
        self.dfl = Expectation()
        for box, kind, stride in zip(self.cv2, self.cv3, STRIDES, strict=True):
            nn.init.constant_(kind[-1].bias, math.log(FEW / classes / (640 / stride) ** 2))
            # Were all bins alike, boxes would begin 15 cells wide, and in small pictures the finest level alone would fit.
            box[-1].bias.detach().view(4, BINS).copy_(torch.arange(BINS) * math.log(NEAR / (NEAR + 1)))

    def decoder(self) -> Decoder:
        """Return what makes boxes of the maps."""
        return decode_distances

    @staticmethod
    def _branch(in_channels: int, width: int, outputs: int) -> nn.Sequential:
        return nn.Sequential(Conv(in_channels, width, 3), Conv(width, width, 3), nn.Conv2d(width, outputs, 1))

    def forward(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        p3, p4, p5 = (self._level(index, x) for index, x in enumerate(maps))
        return p3, p4, p5

    def raw(self, maps: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, ...]:
        """Return what the head is trained by: the bins as they are, without their expectation, then raw class scores.

        Shape:
            three maps (B, C, H, W) -> three maps (B, 4 * BINS + classes, H, W)
        """
        return tuple(torch.cat((box(x), kind(x)), 1) for box, kind, x in zip(self.cv2, self.cv3, maps, strict=True))

    def _level(self, index: int, x: Tensor) -> Tensor:
        batch, _, height, width = x.shape
        bins = self.cv2[index](x).view(batch, 4, BINS, height * width).transpose(1, 2).softmax(1)
        distances = self.dfl(bins).view(batch, 4, height, width)
        return torch.cat((distances, self.cv3[index](x)), 1)

    def rows(self, maps: tuple[Tensor, ...]) -> Tensor:
        """Return the maps decoded in YOLOv8's own layout: centre, width and height in pixels, classes.

        Shape:
            three maps (B, 4 + classes, H, W) -> (B, 4 + classes, all cells)
        """
        levels = zip(maps, STRIDES, strict=True)
        return torch.cat([_distance_rows(level, stride).flatten(2) for level, stride in levels], 2)


def _distance_rows(level: Tensor, stride: int) -> Tensor:
    before, after = level[:, :2], level[:, 2:4]
    centres = _cells(level).permute(2, 0, 1) + 0.5 + (after - before) / 2
    return torch.cat((centres * stride, (before + after) * stride, level[:, 4:].sigmoid()), 1)


def distribution_head_layers(classes: int, size: int) -> Layers:
    """Yield the layers of a `DistributionHead` for a square input of this size."""
    for branch, width, outputs in (("cv2", 64, 64), ("cv3", max(64, min(classes, 100)), classes)):
        for index, (channels, stride) in enumerate(LEVELS):
            path, side = f"head.{branch}.{index}", size // stride
            yield conv_layer(f"{path}.0", channels, width, side, 3, role="head")
            yield conv_layer(f"{path}.1", width, width, side, 3, role="head")
            yield _with_bias(f"{path}.2", width, outputs, side)
    cells = sum((size // stride) ** 2 for _, stride in LEVELS)
    yield Layer("head.dfl", "expectation", 16, 1, 4, cells, 16, 64 * cells, role="head")


def _with_bias(path: str, m: int, n: int, side: int) -> Layer:
    return layer(path, "standard", m, n, side, kernel_size=1, role="head", bias=n)
