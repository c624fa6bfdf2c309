"""The blocks that stand in the same place of a detector: two CSP frames, and what goes inside them.

A frame takes the bottleneck as an argument, `bottleneck(channels, shortcut) -> Module`; CSP is Wang et al., CSPNet,
arXiv:1911.11929. The frames are YOLOv5's C3 and YOLOv8's C2f (Ultralytics).
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from hetviz.convs import DualConv, HetConv, PConv

MakeBottleneck = Callable[[int, bool], nn.Module]
Block = Callable[[int, int, int, bool], nn.Module]  # (in_channels, out_channels, depth, shortcut)


class Conv(nn.Module):
    """A convolution without bias, then BatchNorm and SiLU: the unit that YOLO is built of.

    Args:
        in_channels: M.
        out_channels: N.
        kernel_size: K of a standard convolution.
        stride: step of the output grid in input pixels.
        padding: zeros on each side; K // 2 where not given.
        operator: the convolution module to use instead of the standard one, with out_channels outputs.
    Shape:
        (B, M, H, W) -> (B, N, H / stride, W / stride)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 1,
        stride: int = 1,
        *,
        padding: int | None = None,
        operator: nn.Module | None = None,
    ) -> None:
        super().__init__()
        padding = kernel_size // 2 if padding is None else padding
        self.conv = operator or nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    """Two modules in a chain, with the input added to the result where shortcut is true.

    Shape:
        (B, C, H, W) -> (B, C, H, W)
    """

    def __init__(self, cv1: nn.Module, cv2: nn.Module, shortcut: bool = False) -> None:
        super().__init__()
        self.cv1, self.cv2, self.shortcut = cv1, cv2, shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.cv2(self.cv1(x))
        return x + y if self.shortcut else y


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


def _c3_bottleneck(channels: int, shortcut: bool) -> nn.Module:
    return Bottleneck(Conv(channels, channels, 1), Conv(channels, channels, 3), shortcut)


def _c2f_bottleneck(channels: int, shortcut: bool) -> nn.Module:
    return Bottleneck(Conv(channels, channels, 3), Conv(channels, channels, 3), shortcut)


def _het_bottleneck(channels: int, _shortcut: bool, *, p: int) -> nn.Module:
    """Two bare HetConvs: no normalisation, activation or residual, as published; a shortcut is accepted and ignored."""
    return Bottleneck(HetConv(channels, channels, p=p), HetConv(channels, channels, p=p))


def _partial_bottleneck(channels: int, _shortcut: bool) -> nn.Module:
    """Two bare PConvs on the same quarter of the channels; a shortcut is accepted and ignored."""
    return Bottleneck(PConv(channels, channels), PConv(channels, channels))


def _c3_dual_bottleneck(channels: int, shortcut: bool, *, groups: int) -> nn.Module:
    return Bottleneck(Conv(channels, channels, 1), DualConv(channels, channels, groups=groups), shortcut)


def _c2f_dual_bottleneck(channels: int, shortcut: bool, *, groups: int) -> nn.Module:
    return Bottleneck(Conv(channels, channels, 3), DualConv(channels, channels, groups=groups), shortcut)


def _c3_het_bottleneck(channels: int, shortcut: bool, *, p: int) -> nn.Module:
    cv2 = Conv(channels, channels, operator=HetConv(channels, channels, p=p))
    return Bottleneck(Conv(channels, channels, 1), cv2, shortcut)


C3: Block = partial(C3Frame, bottleneck=_c3_bottleneck)
C2f: Block = partial(C2fFrame, bottleneck=_c2f_bottleneck)
CSPPC: Block = partial(C2fFrame, bottleneck=_partial_bottleneck)


def csp_het(p: int) -> Block:
    """Return the CSPHet block: C2f's frame with two bare HetConv(P) in each bottleneck."""
    return partial(C2fFrame, bottleneck=partial(_het_bottleneck, p=p))


def c3_dual(groups: int) -> Block:
    """Return C3's frame with a 1×1 Conv and a bare DualConv(G) in each bottleneck (assumed: only the title is public)."""
    return partial(C3Frame, bottleneck=partial(_c3_dual_bottleneck, groups=groups))


def c2f_dual(groups: int) -> Block:
    """Return C2f's frame with a 3×3 Conv and a bare DualConv(G) in each bottleneck."""
    return partial(C2fFrame, bottleneck=partial(_c2f_dual_bottleneck, groups=groups))


def c3_het(p: int) -> Block:
    """Return C3 with its bottleneck's 3×3 replaced by HetConv(P), all else kept: hetviz's own comparison."""
    return partial(C3Frame, bottleneck=partial(_c3_het_bottleneck, p=p))
