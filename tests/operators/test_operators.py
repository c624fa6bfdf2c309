"""Every operator against a slow loop that a student could write, by its gradient, its weights and its errors."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.utils.flop_counter import FlopCounterMode

from hetviz.counting.hooks import count, total
from hetviz.operators.dualconv import DualConv
from hetviz.operators.dwc_pwc import DepthwisePointwiseConv
from hetviz.operators.ghostconv import GhostConv
from hetviz.operators.gwc_pwc import GroupedPointwiseConv
from hetviz.operators.hetconv import HetConv
from hetviz.operators.orepa import OREPA
from hetviz.operators.pconv import PConv
from hetviz.operators.spconv import SPConv
from hetviz.operators.standard import StandardConv
from hetviz.operators.table import OPERATORS
from hetviz.reparam import forms

Kernels = Callable[[int, int], np.ndarray | None]  # (filter, channel) -> its kernel of any odd size, None where none is


def slow_convolution(x: np.ndarray, filters: int, kernel_of: Kernels, stride: int = 1) -> np.ndarray:
    """Return the convolution written out: each kernel lies centred on the pixel, outside the picture is zero."""
    batch, channels, height, width = x.shape
    rows, columns = math.ceil(height / stride), math.ceil(width / stride)
    result = np.zeros((batch, filters, rows, columns))
    for b, s, row, column, j in np.ndindex(batch, filters, rows, columns, channels):
        kernel = kernel_of(s, j)
        if kernel is None:
            continue
        edge = len(kernel) // 2
        for u, v in np.ndindex(*kernel.shape):
            y, z = row * stride + u - edge, column * stride + v - edge
            if 0 <= y < height and 0 <= z < width:
                result[b, s, row, column] += kernel[u, v] * x[b, j, y, z]
    return result


def dense(weight: Tensor) -> Kernels:
    """Return the kernels of a (N, M, K, K) weight: every filter sees every channel."""
    array = weight.detach().numpy()
    return lambda s, j: array[s, j]


def grouped(weight: Tensor, filters: int, channels: int, groups: int) -> Kernels:
    """Return the kernels of a (N, M/G, K, K) weight: filter s sees the channels of its own group only."""
    array, filters_each, channels_each = weight.detach().numpy(), filters // groups, channels // groups
    return lambda s, j: array[s, j % channels_each] if s // filters_each == j // channels_each else None


def heterogeneous(conv: HetConv) -> Kernels:
    """Return HetConv's kernels by the paper's rule: K×K where (j - s) % P == 0, 1×1 elsewhere, taken in order."""
    kernels = {}
    for s in range(conv.out_channels):
        of_kxk, of_1x1 = iter(conv.weight_kxk[s].detach().numpy()), iter(conv.weight_1x1[s].detach().numpy())
        for j in range(conv.in_channels):
            kernels[s, j] = next(of_kxk) if (j - s) % conv.p == 0 else np.full((1, 1), next(of_1x1))
        assert next(of_kxk, None) is None and next(of_1x1, None) is None
    return lambda s, j: kernels[s, j]


def picture(channels: int, height: int = 5, width: int = 4) -> Tensor:
    return torch.randn(2, channels, height, width, dtype=torch.float64)


def assert_same(got: Tensor, expected: np.ndarray) -> None:
    assert got.shape == expected.shape
    np.testing.assert_allclose(got.detach().numpy(), expected, rtol=1e-9, atol=1e-12)


@pytest.fixture(autouse=True)
def same_numbers():
    torch.manual_seed(0)


shapes = pytest.mark.parametrize(("kernel_size", "stride"), [(3, 1), (3, 2), (5, 1), (1, 1)])


@shapes
def test_standard(kernel_size: int, stride: int):
    conv, x = StandardConv(4, 6, kernel_size=kernel_size, stride=stride).double(), picture(4)
    assert_same(conv(x), slow_convolution(x.numpy(), 6, dense(conv.weight), stride))


@shapes
@pytest.mark.parametrize(("channels", "filters", "p"), [(4, 4, 1), (4, 8, 2), (8, 4, 4), (6, 3, 3)])
def test_hetconv(channels: int, filters: int, p: int, kernel_size: int, stride: int):
    conv, x = HetConv(channels, filters, p=p, kernel_size=kernel_size, stride=stride).double(), picture(channels)
    assert_same(conv(x), slow_convolution(x.numpy(), filters, heterogeneous(conv), stride))


@shapes
@pytest.mark.parametrize(("channels", "filters", "groups"), [(4, 4, 1), (4, 8, 2), (8, 4, 4)])
def test_dualconv(channels: int, filters: int, groups: int, kernel_size: int, stride: int):
    conv = DualConv(channels, filters, groups=groups, kernel_size=kernel_size, stride=stride).double()
    x = picture(channels)
    of_groups = grouped(conv.grouped.weight, filters, channels, groups)
    first = slow_convolution(x.numpy(), filters, of_groups, stride)
    assert_same(conv(x), first + slow_convolution(x.numpy(), filters, dense(conv.pointwise.weight), stride))


@shapes
def test_grouped_then_pointwise(kernel_size: int, stride: int):
    conv, x = GroupedPointwiseConv(8, 4, groups=2, kernel_size=kernel_size, stride=stride).double(), picture(8)
    middle = slow_convolution(x.numpy(), 4, grouped(conv[0].weight, 4, 8, 2), stride)
    assert_same(conv(x), slow_convolution(middle, 4, dense(conv[1].weight)))


@shapes
def test_depthwise_then_pointwise(kernel_size: int, stride: int):
    conv, x = DepthwisePointwiseConv(3, 5, kernel_size=kernel_size, stride=stride).double(), picture(3)
    middle = slow_convolution(x.numpy(), 3, grouped(conv[0].weight, 3, 3, 3), stride)
    assert_same(conv(x), slow_convolution(middle, 5, dense(conv[1].weight)))


@pytest.mark.parametrize(("channels", "n_div"), [(8, 4), (6, 2), (3, 1)])
def test_partial(channels: int, n_div: int):
    conv, x, convolved = PConv(channels, channels, n_div=n_div).double(), picture(channels), channels // n_div
    expected = x.numpy().copy()
    expected[:, :convolved] = slow_convolution(x.numpy()[:, :convolved], convolved, dense(conv.conv.weight))
    assert_same(conv(x), expected)


@pytest.mark.parametrize("alpha", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("stride", [1, 2])
def test_split(alpha: float, stride: int):
    """In training, so that each BatchNorm divides by the batch's own statistics, as written out here."""
    conv, x, kept = SPConv(8, 4, alpha=alpha, stride=stride).double(), picture(8), int(8 * alpha)
    for norm in (conv.bn_representative, conv.bn_redundant):
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.normal_(norm.bias)

    def normalised(y: np.ndarray, norm: nn.BatchNorm2d) -> np.ndarray:
        scale, shift = (tensor.detach().numpy()[:, None, None] for tensor in (norm.weight, norm.bias))
        return (y - y.mean((0, 2, 3), keepdims=True)) / np.sqrt(y.var((0, 2, 3), keepdims=True) + 1e-5) * scale + shift

    first, rest = x.numpy()[:, :kept], x.numpy()[:, kept:]
    strong = slow_convolution(first, 4, grouped(conv.grouped.weight, 4, kept, 2), stride)
    strong += slow_convolution(first, 4, dense(conv.pointwise.weight), stride)
    strong = normalised(strong, conv.bn_representative)
    weak = normalised(slow_convolution(rest, 4, dense(conv.redundant.weight), stride), conv.bn_redundant)
    expected = np.zeros_like(strong)
    for b, n in np.ndindex(2, 4):
        votes = np.exp(strong[b, n].mean()), np.exp(weak[b, n].mean())
        expected[b, n] = (votes[0] * strong[b, n] + votes[1] * weak[b, n]) / sum(votes)
    assert_same(conv(x), expected)


@shapes
def test_ghost(kernel_size: int, stride: int):
    conv, x = GhostConv(3, 8, kernel_size=kernel_size, stride=stride).double(), picture(3)
    first = slow_convolution(x.numpy(), 4, dense(conv.primary.weight), stride)
    ghosts = slow_convolution(first, 4, grouped(conv.cheap.weight, 4, 4, 4))
    assert_same(conv(x), np.concatenate((first, ghosts), 1))


@shapes
def test_orepa(kernel_size: int, stride: int):
    """The one squeezed kernel answers as the six branches do, run one after another and scaled filter by filter."""
    k, x = kernel_size, picture(4)
    conv = OREPA(4, 6, kernel_size=k, stride=stride).double()
    nn.init.normal_(conv.scale)
    nn.init.normal_(conv.weight_before_kxk)

    def point(weight: Tensor) -> np.ndarray:
        return slow_convolution(x.numpy(), len(weight), dense(weight[..., None, None]))

    def cosine(s: int) -> np.ndarray:
        down, across = (np.cos(np.pi * f * k / 12 * (np.arange(k) + 0.5) / k) for f in (s, 5 - s))
        return np.outer(down, across)

    np.testing.assert_allclose(conv.cosine, [cosine(s) for s in range(6)], atol=1e-6)  # made in single precision
    average = np.full((k, k), 1 / k**2)
    depthwise = slow_convolution(x.numpy(), 4, grouped(conv.weight_depthwise[:, None], 4, 4, 4), stride)
    branches = (
        slow_convolution(x.numpy(), 6, dense(conv.weight_kxk), stride),
        slow_convolution(x.numpy(), 6, dense(conv.weight_1x1[..., None, None]), stride),
        slow_convolution(point(conv.weight_average), 6, lambda s, j: average if s == j else None, stride),
        slow_convolution(point(conv.weight_cosine), 6, lambda s, j: conv.cosine[s].numpy() if s == j else None, stride),
        slow_convolution(point(conv.weight_before_kxk), 6, dense(conv.weight_after_1x1), stride),
        slow_convolution(depthwise, 6, dense(conv.weight_after_depthwise[..., None, None])),
    )
    scales = conv.scale.detach().numpy()[:, :, None, None]
    assert_same(conv(x), sum(scale * branch for scale, branch in zip(scales, branches, strict=True)))
    assert_same(conv(x), slow_convolution(x.numpy(), 6, dense(conv.kernel()), stride))


@pytest.mark.parametrize("p", [1, 2, 4, 8])
def test_hetconv_is_the_papers(p: int):
    """Seen from outside: a point of light in channel j spreads in filter s where (j - s) % P == 0, and only there."""
    conv, x = HetConv(8, 8, p=p), torch.zeros(8, 8, 5, 5)
    x[range(8), range(8), 2, 2] = 1  # picture j has its point in channel j
    lit = (conv(x) != 0).sum((2, 3))  # (channel, filter): pixels that answer
    assert lit.tolist() == [[9 if (j - s) % p == 0 else 1 for s in range(8)] for j in range(8)]
    assert len({tuple(column) for column in lit.T.tolist()}) == p  # as many patterns as parts


def test_hetconv_with_one_part_is_the_standard_convolution():
    conv, standard, x = HetConv(4, 6, p=1).double(), StandardConv(4, 6).double(), picture(4)
    standard.weight = conv.weight_kxk
    torch.testing.assert_close(conv(x), standard(x))


def test_every_filter_of_a_hetconv_starts_alike():
    """Kernels of both sizes are drawn from one range, that of a filter with M/P K×K and M - M/P 1×1 kernels."""
    conv = HetConv(256, 256, p=4)
    bound = (64 * 9 + 192) ** -0.5
    for weight in (conv.weight_kxk, conv.weight_1x1):
        assert 0.99 * bound < weight.abs().max() <= bound
        assert weight.std().item() == pytest.approx(bound / 3**0.5, rel=0.02)


@pytest.mark.parametrize("name", OPERATORS)
def test_gradients(name: str):
    """The gradient for the input and for every weight is the one that small steps measure."""
    operator = OPERATORS[name]
    conv = operator.layer(4, 4, **operator.options(kernel_size=3, parts=2)).double()
    names, tensors = zip(*conv.named_parameters(), strict=True)
    tensors = tuple(torch.randn_like(tensor).requires_grad_() for tensor in tensors)

    def run(x: Tensor, *weights: Tensor) -> Tensor:
        return functional_call(conv, dict(zip(names, weights, strict=True)), (x,))

    x = torch.randn(2, 4, 3, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(run, (x, *tensors))


# Weights by hand, of M channels in, N out, K×K kernels, P parts or groups.
BY_HAND = {
    "standard": lambda m, n, k, p: m * n * k * k,
    "hetconv": lambda m, n, k, p: m * n * (k * k + p - 1) // p,
    "dualconv": lambda m, n, k, p: m * n * k * k // p + m * n,
    "gwc_pwc": lambda m, n, k, p: m * n * k * k // p + n * n,
    "dwc_pwc": lambda m, n, k, p: m * k * k + m * n,
    "pconv": lambda m, n, k, p: k * k * (m // 4) ** 2,
    "spconv": lambda m, n, k, p: m * n * k * k // 4 + m * n,
    "ghostconv": lambda m, n, k, p: n // 2 * k * k * (m + 1),
    "orepa": lambda m, n, k, p: m * n * k * k,
}


def weights_of(name: str, conv: nn.Module) -> int:
    """Return the number of a made layer's weights, by what its program prints."""
    return eval(OPERATORS[name].counted, {"conv": conv})


@pytest.mark.parametrize("name", OPERATORS)
def test_class_formula_and_hooks_agree(name: str):
    """Weights by hand, by formula and of the class; multiply-adds by formula, by hooks and by torch's own counter."""
    operator, shape = OPERATORS[name], {"kernel_size": 5, "parts": 4}
    m, n, pixels = 24, 24 if name == "pconv" else 48, 12 * 12
    conv = operator.layer(m, n, **operator.options(**shape))
    expected = BY_HAND[name](m, n, 5, 4)
    assert weights_of(name, conv) == operator.cost(m, n, **shape).weights == expected
    multiplied = forms.rewrite(conv, "loop") if name == "hetconv" else conv  # as trained it is dense, with zeros
    x = torch.zeros(1, m, 12, 12)
    assert total(count(multiplied, x)).macs == operator.cost(m, n, **shape, pixels=pixels).macs == expected * pixels
    if name != "orepa":  # whose squeezing torch counts too, though it is done once for all pictures
        with FlopCounterMode(display=False) as counter:
            multiplied(x)
        assert counter.get_total_flops() == 2 * expected * pixels


CLASSES = [operator.layer for operator in OPERATORS.values()]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: HetConv(64, 64, p=3), "p=3 must divide in_channels=64 and out_channels=64"),
        (lambda: HetConv(6, 8, p=4), "p=4 must divide in_channels=6 and out_channels=8"),
        (lambda: HetConv(4, 4, p=0), "p=0 must divide in_channels=4 and out_channels=4"),
        (lambda: HetConv(4, 4, p=8), "p=8 must divide in_channels=4 and out_channels=4"),
        (lambda: HetConv(4, 0, p=2), "p=2 must divide in_channels=4 and out_channels=0"),
        (lambda: DualConv(8, 6, groups=4), "groups=4 must divide in_channels=8 and out_channels=6"),
        (lambda: GroupedPointwiseConv(8, 6, groups=4), "groups=4 must divide in_channels=8 and out_channels=6"),
        (lambda: PConv(6, 6), "n_div=4 must divide in_channels=6"),
        (lambda: PConv(8, 4), "out_channels=4 must equal in_channels=8"),
        (lambda: SPConv(6, 4), "alpha=0.5 must split in_channels=6 into a whole even part"),
        (lambda: SPConv(8, 4, alpha=1.0), "alpha=1.0 must split in_channels=8 into a whole even part"),
        (lambda: GhostConv(8, 3), "ratio=2 must divide out_channels=3"),
        (lambda: SPConv(8, 3), "groups=2 must divide out_channels=3"),
        *((lambda make=make: make(4, 4, kernel_size=2), "kernel_size=2 must be odd and positive") for make in CLASSES),
        (lambda: HetConv(4, 4, kernel_size=-1), "kernel_size=-1 must be odd and positive"),
    ],
)
def test_errors_name_the_value_and_the_rule(make: Callable[[], nn.Module], message: str):
    with pytest.raises(ValueError, match=f"^{message}$"):
        make()
