"""The convolution operators that hetviz compares, one class each.

M = in_channels, N = out_channels, K = kernel_size, P = p, G = groups. kernel_size is odd, stride the step of the output
grid in input pixels, in every operator. No operator has a bias; "same" padding is K // 2.
Reading order of the project: app, tabs, predict, engine, detectors, blocks, and this file at the bottom.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def _require_divides(name: str, value: int, **channels: int) -> None:
    """Raise a ValueError that names the value and the rule unless value divides every given channel count."""
    if value < 1 or any(count < 1 or count % value for count in channels.values()):
        counts = " and ".join(f"{key}={count}" for key, count in channels.items())
        raise ValueError(f"{name}={value} must divide {counts}")


def _require_odd(kernel_size: int) -> None:
    if kernel_size < 1 or kernel_size % 2 == 0:
        raise ValueError(f"kernel_size={kernel_size} must be odd and positive")


def _uniform(shape: tuple[int, ...], fan_in: int) -> nn.Parameter:
    """Return a parameter drawn from ±1/sqrt(fan_in), PyTorch's default, with the fan-in of the whole filter.

    The fan-in is that of the operator, not that of the tensor it happens to be stored in, so that every form of an
    operator starts alike.
    """
    bound = 1 / math.sqrt(fan_in)
    return nn.Parameter(torch.empty(shape).uniform_(-bound, bound))


class StandardConv(nn.Conv2d):
    """Convolution whose every filter has a K×K kernel on every input channel.

    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> sum(w.numel() for w in StandardConv(64, 64).parameters())
    36864
    """

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        _require_odd(kernel_size)
        super().__init__(in_channels, out_channels, kernel_size, stride, kernel_size // 2, bias=False)


class HetConv(nn.Module):
    """Convolution whose every filter mixes K×K and 1×1 kernels.

    Filter s has a K×K kernel on the input channels j with (j - s) % p == 0 and a 1×1 kernel on the others; the pattern
    shifts by one channel from filter to filter, so there are p patterns, and p=1 is the standard convolution.
    Computed here as one dense K×K convolution whose kernel has zeros around the 1×1s: the form that reads like the
    definition and trains fastest; `forms` has the others, which save multiply-adds.
    Source: Singh, Verma, Rai, Namboodiri, CVPR 2019, arXiv:1903.04120.
    Args:
        in_channels: M, a multiple of p.
        out_channels: N, a multiple of p.
        p: number of parts P; one channel in p gets the K×K kernel.
    Attributes:
        weight_kxk: (N, M/p, K, K); entry [s, t] belongs to input channel s % p + p*t.
        weight_1x1: (N, M - M/p); entry [s, t] belongs to the t-th input channel not congruent to s.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(K*K/p + 1 - 1/p) weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: p does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in HetConv(64, 64, p=4).parameters())
    12288
    """

    columns_1x1: Tensor
    residues: Tensor

    def __init__(
        self, in_channels: int, out_channels: int, *, p: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        _require_divides("p", p, in_channels=in_channels, out_channels=out_channels)
        _require_odd(kernel_size)
        self.in_channels, self.out_channels = in_channels, out_channels
        self.p, self.kernel_size, self.stride = p, kernel_size, stride
        channels_kxk = in_channels // p
        fan_in = channels_kxk * kernel_size**2 + in_channels - channels_kxk
        self.weight_kxk = _uniform((out_channels, channels_kxk, kernel_size, kernel_size), fan_in)
        self.weight_1x1 = _uniform((out_channels, in_channels - channels_kxk), fan_in)
        filters, channels = torch.arange(out_channels)[:, None], torch.arange(in_channels)[None, :]
        is_1x1 = (channels - filters) % p != 0
        columns = channels.expand(out_channels, -1)[is_1x1].view(out_channels, in_channels - channels_kxk)
        self.register_buffer("columns_1x1", columns, persistent=False)
        residues = F.one_hot(torch.arange(out_channels) % p, p).bool()  # (N, P): the filter's own residue
        self.register_buffer("residues", residues, persistent=False)

    def pointwise_kernel(self) -> Tensor:
        """Return the 1×1 kernels as a dense (N, M) matrix, zero where the filter has a K×K kernel."""
        dense = self.weight_1x1.new_zeros(self.out_channels, self.in_channels)
        return dense.scatter(1, self.columns_1x1, self.weight_1x1)

    def dense_kernel(self) -> Tensor:
        """Return all kernels as (N, M, K, K), the 1×1s in the centre of zeros."""
        kxk = self.weight_kxk[:, :, None] * self.residues[:, None, :, None, None]  # (N, M/P, P, K, K)
        edge = self.kernel_size // 2
        return kxk.flatten(1, 2) + F.pad(self.pointwise_kernel()[..., None, None], (edge, edge, edge, edge))

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W) -> (B, N, H', W')
        return F.conv2d(x, self.dense_kernel(), stride=self.stride, padding=self.kernel_size // 2)

    def extra_repr(self) -> str:
        return f"{self.in_channels}, {self.out_channels}, p={self.p}, kernel_size={self.kernel_size}"


class DualConv(nn.Module):
    """Grouped K×K convolution and a full 1×1 convolution on the same input, summed.

    No normalisation or activation stands inside. It computes the same functions as HetConv(p=groups) and stores
    M*N/groups weights more (see `forms.hetconv_from_dual`). Much public code calls this sum "HetConv".
    Source: Zhong, Chen, Mian, IEEE TNNLS 2022, arXiv:2202.07481.
    Args:
        in_channels: M, a multiple of groups.
        out_channels: N, a multiple of groups.
        groups: G of the K×K part.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(K*K/G + 1) weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: groups does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in DualConv(64, 64, groups=4).parameters())
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, groups: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        _require_divides("groups", groups, in_channels=in_channels, out_channels=out_channels)
        _require_odd(kernel_size)
        self.grouped = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, kernel_size // 2, groups=groups, bias=False
        )
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        return self.grouped(x) + self.pointwise(x)  # (B, N, H', W')


class GroupedPointwiseConv(nn.Sequential):
    """Grouped K×K convolution followed by a 1×1 convolution (GWC+PWC), two stages.

    Args:
        in_channels: M, a multiple of groups.
        out_channels: N, a multiple of groups.
        groups: G of the first stage, which maps M to N channels.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K/G + N*N weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: groups does not divide M and N, or kernel_size is even.

    >>> sum(w.numel() for w in GroupedPointwiseConv(64, 64, groups=4).parameters())
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, groups: int = 4, kernel_size: int = 3, stride: int = 1
    ) -> None:
        _require_divides("groups", groups, in_channels=in_channels, out_channels=out_channels)
        _require_odd(kernel_size)
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size, stride, kernel_size // 2, groups=groups, bias=False),
            nn.Conv2d(out_channels, out_channels, 1, bias=False),
        )


class DepthwisePointwiseConv(nn.Sequential):
    """Depthwise K×K convolution followed by a 1×1 convolution (DWC+PWC), two stages.

    Source: Howard et al., MobileNets, arXiv:1704.04861.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*K*K + M*N weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> sum(w.numel() for w in DepthwisePointwiseConv(64, 64).parameters())
    4672
    """

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        _require_odd(kernel_size)
        super().__init__(
            nn.Conv2d(in_channels, in_channels, kernel_size, stride, kernel_size // 2, groups=in_channels, bias=False),
            nn.Conv2d(in_channels, out_channels, 1, bias=False),
        )


class PConv(nn.Module):
    """K×K convolution on the first channels / n_div channels; the others pass through unchanged.

    Source: Chen et al., FasterNet, CVPR 2023, arXiv:2303.03667.
    Args:
        in_channels: number of channels, in and out, a multiple of n_div.
        out_channels: must equal in_channels.
        n_div: one channel in n_div is convolved.
    Shape:
        (B, C, H, W) -> (B, C, H, W)
    Cost:
        K*K*(C/n_div)**2 weights; as many multiply-adds per output pixel.
    Raises:
        ValueError: out_channels differs from in_channels, n_div does not divide them, or kernel_size is even.

    >>> sum(w.numel() for w in PConv(64, 64).parameters())
    2304
    """

    def __init__(self, in_channels: int, out_channels: int, *, n_div: int = 4, kernel_size: int = 3) -> None:
        super().__init__()
        _require_divides("n_div", n_div, in_channels=in_channels)
        _require_odd(kernel_size)
        if out_channels != in_channels:
            raise ValueError(f"out_channels={out_channels} must equal in_channels={in_channels}")
        self.convolved_channels = width = in_channels // n_div
        self.conv = nn.Conv2d(width, width, kernel_size, 1, kernel_size // 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (B, C, H, W)
        return torch.cat((self.conv(x[:, : self.convolved_channels]), x[:, self.convolved_channels :]), 1)


class SPConv(nn.Module):
    """Split convolution: a representative part of the channels gets K×K kernels, the redundant part 1×1.

    alpha*M channels get a 2-group K×K plus a 1×1 convolution, the others a 1×1; both results have N channels and their
    own BatchNorm, and are mixed by a softmax over their global averages.
    Source: Zhang et al., Split to Be Slim, IJCAI 2020, arXiv:2006.12085.
    Args:
        in_channels: M; alpha*M must be a whole even number below M.
        out_channels: N, even.
        alpha: share of the representative channels, 0 < alpha < 1.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*(alpha*K*K/2 + 1) convolution weights, 4*N of BatchNorm; multiply-adds as the convolution weights.
    Raises:
        ValueError: alpha does not split M as described, N is odd, or kernel_size is even.

    >>> conv = SPConv(64, 64)
    >>> sum(m.weight.numel() for m in conv.modules() if isinstance(m, nn.Conv2d))
    13312
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, alpha: float = 0.5, kernel_size: int = 3, stride: int = 1
    ) -> None:
        super().__init__()
        _require_odd(kernel_size)
        representative = alpha * in_channels
        if not 0 < alpha < 1 or representative != int(representative) or int(representative) % 2:
            raise ValueError(f"alpha={alpha} must split in_channels={in_channels} into a whole even part")
        _require_divides("groups", 2, out_channels=out_channels)
        self.representative_channels = kept = int(representative)
        self.grouped = nn.Conv2d(kept, out_channels, kernel_size, stride, kernel_size // 2, groups=2, bias=False)
        self.pointwise = nn.Conv2d(kept, out_channels, 1, stride, bias=False)
        self.redundant = nn.Conv2d(in_channels - kept, out_channels, 1, stride, bias=False)
        self.norm_representative = nn.BatchNorm2d(out_channels)
        self.norm_redundant = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        kept, rest = x.split((self.representative_channels, x.shape[1] - self.representative_channels), 1)
        kept = self.norm_representative(self.grouped(kept) + self.pointwise(kept))  # (B, N, H', W')
        rest = self.norm_redundant(self.redundant(rest))  # (B, N, H', W')
        averages = torch.stack((kept.mean((2, 3)), rest.mean((2, 3))))  # (2, B, N)
        share_kept, share_rest = averages.softmax(0)[..., None, None]
        return share_kept * kept + share_rest * rest


class OREPA(nn.Module):
    """Several linear branches with per-filter scaling, squeezed into one K×K kernel at every training step.

    The branches are a K×K kernel, a 1×1, a 1×1 followed by averaging, a 1×1 followed by a fixed cosine filter, a 1×1
    followed by a K×K, and a depthwise K×K followed by a 1×1. At inference it costs what the standard convolution does.
    Source: Hu et al., Online Convolutional Re-parameterization, CVPR 2022, arXiv:2204.00826.
    Shape:
        (B, M, H, W) -> (B, N, ceil(H / stride), ceil(W / stride))
    Cost:
        M*N*K*K weights after squeezing (`kernel`); as many multiply-adds per output pixel.
    Raises:
        ValueError: kernel_size is even.

    >>> OREPA(64, 64).kernel().numel()
    36864
    """

    cosine: Tensor
    centre: Tensor

    def __init__(self, in_channels: int, out_channels: int, *, kernel_size: int = 3, stride: int = 1) -> None:
        super().__init__()
        _require_odd(kernel_size)
        m, n, k, self.stride, self.kernel_size = in_channels, out_channels, kernel_size, stride, kernel_size
        self.weight_kxk = _uniform((n, m, k, k), m * k * k)
        self.weight_1x1 = _uniform((n, m), m)
        self.weight_average = _uniform((n, m), m)
        self.weight_cosine = _uniform((n, m), m)
        self.weight_before_kxk = nn.Parameter(torch.eye(m))
        self.weight_after_1x1 = _uniform((n, m, k, k), m * k * k)
        self.weight_depthwise = _uniform((m, k, k), k * k)
        self.weight_after_depthwise = _uniform((n, m), m)
        self.scale = nn.Parameter(torch.full((6, n), 6**-0.5))
        centre = torch.zeros(k, k)
        centre[k // 2, k // 2] = 1
        self.register_buffer("centre", centre, persistent=False)
        self.register_buffer("cosine", self._cosine_filters(n, k), persistent=False)

    @staticmethod
    def _cosine_filters(count: int, size: int) -> Tensor:
        """Return (count, size, size): products of a vertical and a horizontal cosine, frequencies rising with the row."""
        rows = torch.arange(size) + 0.5
        frequency = torch.arange(count) * (size / (2 * count))
        wave = torch.cos(math.pi * frequency[:, None] * rows / size)  # (count, size)
        return wave[:, :, None] * wave.flip(0)[:, None, :]

    def kernel(self) -> Tensor:
        """Return the one kernel, (N, M, K, K), that all branches amount to."""
        average = torch.full_like(self.centre, 1 / self.kernel_size**2)
        branches = (
            self.weight_kxk,
            self.weight_1x1[..., None, None] * self.centre,
            self.weight_average[..., None, None] * average,
            self.weight_cosine[..., None, None] * self.cosine[:, None],
            torch.einsum("nihw,im->nmhw", self.weight_after_1x1, self.weight_before_kxk),
            self.weight_after_depthwise[..., None, None] * self.weight_depthwise,
        )
        return torch.einsum("bn,bnmhw->nmhw", self.scale, torch.stack(branches))

    def forward(self, x: Tensor) -> Tensor:  # (B, M, H, W)
        return F.conv2d(x, self.kernel(), stride=self.stride, padding=self.kernel_size // 2)
