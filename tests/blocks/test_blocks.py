"""Every block against a small re-statement of its definition, and what CSPHet's bottleneck is not."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.blocks.conv import Bottleneck, Conv
from hetviz.blocks.csp import C2fFrame, C3Frame
from hetviz.blocks.kinds import BLOCKS as KINDS
from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.operators.pconv import PConv

BLOCKS = {block.name: block.made(4) for block in KINDS.values()}
OF_C2F = ("C2f", "CSPHet", "CSPPC", "C2f-Dual")  # the blocks in C2f's frame


def made(name: str, depth: int = 2, shortcut: bool = True) -> nn.Module:
    """Return a block of 24 -> 32 channels in inference, its BatchNorm as if it had learnt something."""
    torch.manual_seed(0)
    block = BLOCKS[name](24, 32, depth, shortcut).double().eval()
    for norm in block.modules():
        if isinstance(norm, nn.BatchNorm2d):
            for tensor in (norm.weight, norm.bias, norm.running_mean):
                nn.init.normal_(tensor)
            nn.init.uniform_(norm.running_var, 0.5, 2)
    return block


def picture(channels: int = 24) -> Tensor:
    return torch.randn(2, channels, 7, 6, dtype=torch.float64)


def unit(x: Tensor, conv: Conv) -> Tensor:
    """Convolution without bias, BatchNorm with eps 1e-3, SiLU: written out."""
    y = F.conv2d(x, conv.conv.weight, padding=conv.conv.weight.shape[-1] // 2)
    return silu(normalised(y, conv.bn))


def silu(x: Tensor) -> Tensor:
    return x / (1 + torch.exp(-x))


def normalised(x: Tensor, norm: nn.BatchNorm2d) -> Tensor:
    scale = norm.weight / torch.sqrt(norm.running_var + 1e-3)
    return (x - norm.running_mean[:, None, None]) * scale[:, None, None] + norm.bias[:, None, None]


def heterogeneous(x: Tensor, conv: HetConv) -> Tensor:
    """Return HetConv(4) filter by filter: the K×K part on one channel in four, the 1×1 part on the others."""
    channels = torch.arange(x.shape[1])
    filters = []
    for s in range(conv.out_channels):
        own = (channels - s) % 4 == 0
        wide = F.conv2d(x[:, own], conv.weight_kxk[s : s + 1], padding=1)
        filters.append(wide + F.conv2d(x[:, ~own], conv.weight_1x1[s : s + 1, :, None, None]))
    return torch.cat(filters, 1)


def dual(x: Tensor, conv: DualConv) -> Tensor:
    groups = zip(x.chunk(4, 1), conv.grouped.weight.chunk(4), strict=True)
    return torch.cat([F.conv2d(part, w, padding=1) for part, w in groups], 1) + F.conv2d(x, conv.pointwise.weight)


def partial(x: Tensor, conv: PConv) -> Tensor:
    quarter = x.shape[1] // 4
    return torch.cat((F.conv2d(x[:, :quarter], conv.conv.weight, padding=1), x[:, quarter:]), 1)


def bottleneck(name: str, x: Tensor, inner: nn.Module, shortcut: bool) -> Tensor:
    """Return what one bottleneck of the named block answers, by FACTS."""
    if name == "CSPHet":
        return heterogeneous(heterogeneous(x, inner.cv1), inner.cv2)
    if name == "CSPPC":
        return partial(partial(x, inner.cv1), inner.cv2)
    y = unit(x, inner.cv1)
    if name in ("C3-Dual", "C2f-Dual"):
        y = dual(y, inner.cv2)
    elif name == "C3-Het":
        y = silu(normalised(heterogeneous(y, inner.cv2.conv), inner.cv2.bn))
    else:
        y = unit(y, inner.cv2)
    return x + y if shortcut else y


def restated(name: str, x: Tensor, block: nn.Module, shortcut: bool) -> Tensor:
    """Return what the named block answers: C2f's frame keeps every part, C3's only the last and the bypass."""
    if name in OF_C2F:
        whole = unit(x, block.cv1)
        parts = [whole[:, :16], whole[:, 16:]]
        for inner in block.m:
            parts.append(bottleneck(name, parts[-1], inner, shortcut))
        return unit(torch.cat(parts, 1), block.cv2)
    y = unit(x, block.cv1)
    for inner in block.m:
        y = bottleneck(name, y, inner, shortcut)
    return unit(torch.cat((y, unit(x, block.cv2)), 1), block.cv3)


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize(("depth", "shortcut"), [(1, True), (1, False), (3, True)])
def test_every_block_is_its_definition(name: str, depth: int, shortcut: bool):
    block, x = made(name, depth, shortcut), picture()
    assert len(block.m) == depth
    got, expected = block(x), restated(name, x, block, shortcut)
    assert got.shape == (2, 32, 7, 6)
    torch.testing.assert_close(got, expected, rtol=1e-9, atol=1e-12)


# Weights by hand for 24 -> 32 channels, 16 inside, two bottlenecks: the frame's 1×1s, then each bottleneck's.
WEIGHTS = {
    "C3": 2 * 24 * 16 + 32 * 32 + 2 * (16 * 16 + 9 * 16 * 16),
    "C2f": 24 * 32 + 64 * 32 + 2 * (2 * 9 * 16 * 16),
    "CSPHet": 24 * 32 + 64 * 32 + 2 * (2 * 3 * 16 * 16),  # HetConv(4): 9/4 + 3/4 weights a pair of channels
    "CSPPC": 24 * 32 + 64 * 32 + 2 * (2 * 9 * 4 * 4),
    "C3-Dual": 2 * 24 * 16 + 32 * 32 + 2 * (16 * 16 + 9 * 16 * 4 + 16 * 16),
    "C3-Het": 2 * 24 * 16 + 32 * 32 + 2 * (16 * 16 + 3 * 16 * 16),
    "C2f-Dual": 24 * 32 + 64 * 32 + 2 * (9 * 16 * 16 + 9 * 16 * 4 + 16 * 16),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_weights_by_hand(name: str):
    assert sum(weight.numel() for weight in made(name).parameters() if weight.ndim > 1) == WEIGHTS[name]


@pytest.mark.parametrize("name", BLOCKS)
def test_the_frame_is_the_one_named(name: str):
    assert isinstance(made(name), C2fFrame if name in OF_C2F else C3Frame)


@pytest.mark.parametrize("name", ["CSPHet", "CSPPC"])
def test_bare_bottlenecks_are_linear(name: str):
    """As published: nothing but convolutions inside, so a sum of pictures gives the sum of answers."""
    inner, x, y = made(name).m[0], picture(16), picture(16)
    assert {type(m) for m in inner.modules()} <= {Bottleneck, HetConv, PConv, nn.Conv2d}
    torch.testing.assert_close(inner(2 * x - 3 * y), 2 * inner(x) - 3 * inner(y))


def test_a_bottleneck_of_csphet_sees_five_by_five():
    x = torch.zeros(1, 16, 9, 9, dtype=torch.float64)
    x[0, 3, 4, 4] = 1
    answered = (made("CSPHet").m[0](x) != 0).any(1)[0]
    assert answered.nonzero().amin(0).tolist() == [2, 2] and answered.nonzero().amax(0).tolist() == [6, 6]


def test_the_other_bottlenecks_are_not_linear():
    for name in ("C3", "C2f", "C3-Dual", "C2f-Dual", "C3-Het"):
        inner, x = made(name).m[0], picture(16)
        assert not torch.allclose(inner(2 * x) - inner(0 * x), 2 * (inner(x) - inner(0 * x)))


@pytest.mark.parametrize("name", BLOCKS)
def test_shortcut_adds_the_input_but_in_bare_bottlenecks(name: str):
    with_shortcut, without, x = made(name, 1, True), made(name, 1, False), picture()
    assert torch.equal(with_shortcut(x), without(x)) == (name in ("CSPHet", "CSPPC"))


def test_csppc_passes_three_quarters_unchanged():
    x = picture(16)
    assert torch.equal(made("CSPPC").m[0](x)[:, 4:], x[:, 4:])


def test_the_units_normalisation_is_yolos():
    norm = Conv(3, 8).bn
    assert (norm.eps, norm.momentum) == (1e-3, 0.03)


def test_the_unit_takes_another_operator():
    conv = Conv(8, 8, operator=HetConv(8, 8, p=2, stride=2))
    assert isinstance(conv.conv, HetConv) and conv(torch.rand(1, 8, 5, 5)).shape == (1, 8, 3, 3)


def test_a_width_that_parts_do_not_divide_is_refused():
    with pytest.raises(ValueError, match="p=4 must divide in_channels=6 and out_channels=6"):
        BLOCKS["CSPHet"](12, 12, 1, True)
