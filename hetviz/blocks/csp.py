"""The two CSP frames, YOLOv5's C3 and YOLOv8's C2f (Ultralytics), each as a module and as a count.

A frame takes the bottleneck as an argument. CSP is Wang et al., CSPNet, arXiv:1911.11929.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from hetviz.blocks.conv import Conv
from hetviz.blocks.layer import BottleneckLayers, Layers, conv_layer

MakeBottleneck = Callable[[int, bool], nn.Module]  # (channels, shortcut)


class C3Frame(nn.Module):
    """YOLOv5's CSP frame: bottlenecks on one half, a 1×1 on the other, concatenated ("C3" in YOLOv5 v6).

    Names are YOLOv5's own: cv1 leads into the bottlenecks m, cv2 past them, cv3 out.
    Args:
        in_channels: M.
        out_channels: N, even; N/2 channels are used inside.
        depth: number of bottlenecks in the chain.
        shortcut: whether the bottlenecks add their input.
        bottleneck: makes one bottleneck of (channels, shortcut).
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(
        self, in_channels: int, out_channels: int, depth: int, shortcut: bool, *, bottleneck: MakeBottleneck
    ) -> None:
        super().__init__()
        hidden = out_channels // 2
        self.cv1 = Conv(in_channels, hidden)
        self.cv2 = Conv(in_channels, hidden)
        self.m = nn.Sequential(*(bottleneck(hidden, shortcut) for _ in range(depth)))
        self.cv3 = Conv(2 * hidden, out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.cv3(torch.cat((self.m(self.cv1(x)), self.cv2(x)), 1))


def c3_layers(path: str, m: int, n: int, depth: int, side: int, bottleneck: BottleneckLayers) -> Layers:
    """Yield the layers of a block in YOLOv5's frame."""
    hidden = n // 2
    yield conv_layer(f"{path}.cv1", m, hidden, side, role="enter")
    yield conv_layer(f"{path}.cv2", m, hidden, side, role="bypass")
    for index in range(depth):
        yield from bottleneck(f"{path}.m.{index}", hidden, side)
    yield conv_layer(f"{path}.cv3", 2 * hidden, n, side, role="leave")


class C2fFrame(nn.Module):
    """YOLOv8's CSP frame: one 1×1, split in two, bottlenecks in a chain, every part concatenated ("C2f" in YOLOv8).

    Names are YOLOv8's own: cv1 leads in, m are the bottlenecks, cv2 leads out.
    Args:
        in_channels: M.
        out_channels: N, even; each part has N/2 channels.
        depth: number of bottlenecks in the chain.
        shortcut: whether the bottlenecks add their input (where they have such a choice).
        bottleneck: makes one bottleneck of (channels, shortcut).
    Shape:
        (B, M, H, W) -> (B, N, H, W)
    """

    def __init__(
        self, in_channels: int, out_channels: int, depth: int, shortcut: bool, *, bottleneck: MakeBottleneck
    ) -> None:
        super().__init__()
        hidden = out_channels // 2
        self.cv1 = Conv(in_channels, 2 * hidden)
        self.m = nn.ModuleList(bottleneck(hidden, shortcut) for _ in range(depth))
        self.cv2 = Conv((2 + depth) * hidden, out_channels)

    def forward(self, x: Tensor) -> Tensor:
        parts = list(self.cv1(x).chunk(2, 1))
        for bottleneck in self.m:
            parts.append(bottleneck(parts[-1]))
        return self.cv2(torch.cat(parts, 1))


def c2f_layers(path: str, m: int, n: int, depth: int, side: int, bottleneck: BottleneckLayers) -> Layers:
    """Yield the layers of a block in YOLOv8's frame."""
    hidden = n // 2
    yield conv_layer(f"{path}.cv1", m, 2 * hidden, side, role="enter")
    for index in range(depth):
        yield from bottleneck(f"{path}.m.{index}", hidden, side)
    yield conv_layer(f"{path}.cv2", (2 + depth) * hidden, n, side, role="leave")


FRAMES = {"c3": c3_layers, "c2f": c2f_layers}
