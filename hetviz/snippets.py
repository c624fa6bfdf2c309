"""Each operator as a few lines of plain PyTorch that need nothing of hetviz and print their own parameter count."""

from collections.abc import Callable

from hetviz import costs

HEAD = '''"""{title}: M={m} input channels, N={n} filters, K={k}{parts}; {weights:,} weights."""

import torch
from torch import nn
from torch.nn import functional as F
'''

TAIL = """

conv = {call}
x = torch.randn(1, {m}, 40, 40)
print("output", tuple(conv(x).shape))
print("weights", {counted})
"""
PARAMETERS = "sum(w.numel() for w in conv.parameters())"

STANDARD = "nn.Conv2d({m}, {n}, {k}, padding={pad}, bias=False)"

HETCONV = '''

class HetConv(nn.Module):
    """Filter s has K×K kernels on the channels j with (j - s) % p == 0, and 1×1 kernels on the others."""

    def __init__(self, m, n, k, p):
        super().__init__()
        self.m, self.k = m, k
        is_kxk = (torch.arange(m)[None, :] - torch.arange(n)[:, None]) % p == 0  # (N, M)
        self.register_buffer("is_kxk", is_kxk)
        self.weight_kxk = nn.Parameter(torch.randn(int(is_kxk.sum()), k, k) / m)
        self.weight_1x1 = nn.Parameter(torch.randn(int((~is_kxk).sum())) / m)

    def forward(self, x):
        kernel = x.new_zeros(*self.is_kxk.shape, self.k, self.k)  # dense: shows the rule, saves no time
        kernel[self.is_kxk] = self.weight_kxk
        kernel[..., self.k // 2, self.k // 2][~self.is_kxk] = self.weight_1x1
        return F.conv2d(x, kernel, padding=self.k // 2)
'''

DUALCONV = '''

class DualConv(nn.Module):
    """A grouped K×K and a full 1×1 convolution on the same input, summed."""

    def __init__(self, m, n, k, groups):
        super().__init__()
        self.grouped = nn.Conv2d(m, n, k, padding=k // 2, groups=groups, bias=False)
        self.pointwise = nn.Conv2d(m, n, 1, bias=False)

    def forward(self, x):
        return self.grouped(x) + self.pointwise(x)
'''

GWC_PWC = """nn.Sequential(
    nn.Conv2d({m}, {n}, {k}, padding={pad}, groups={p}, bias=False),
    nn.Conv2d({n}, {n}, 1, bias=False),
)"""

DWC_PWC = """nn.Sequential(
    nn.Conv2d({m}, {m}, {k}, padding={pad}, groups={m}, bias=False),
    nn.Conv2d({m}, {n}, 1, bias=False),
)"""

PCONV = '''

class PConv(nn.Module):
    """K×K on the first quarter of the channels; the others are copied."""

    def __init__(self, channels, k):
        super().__init__()
        self.part = channels // 4
        self.conv = nn.Conv2d(self.part, self.part, k, padding=k // 2, bias=False)

    def forward(self, x):
        return torch.cat((self.conv(x[:, : self.part]), x[:, self.part :]), 1)
'''

SPCONV = '''

class SPConv(nn.Module):
    """Half of the channels get a 2-group K×K plus a 1×1, the others a 1×1; a softmax over averages mixes the two."""

    def __init__(self, m, n, k):
        super().__init__()
        self.half = m // 2
        self.grouped = nn.Conv2d(self.half, n, k, padding=k // 2, groups=2, bias=False)
        self.pointwise = nn.Conv2d(self.half, n, 1, bias=False)
        self.rest = nn.Conv2d(m - self.half, n, 1, bias=False)
        self.norms = nn.ModuleList((nn.BatchNorm2d(n), nn.BatchNorm2d(n)))

    def forward(self, x):
        kept, rest = x[:, : self.half], x[:, self.half :]
        parts = torch.stack((self.norms[0](self.grouped(kept) + self.pointwise(kept)), self.norms[1](self.rest(rest))))
        return (parts.mean((3, 4), keepdim=True).softmax(0) * parts).sum(0)
'''
CONVOLUTION_WEIGHTS = "sum(m.weight.numel() for m in conv.modules() if isinstance(m, nn.Conv2d))"

OREPA = '''

class OREPA(nn.Module):
    """Linear branches, each scaled per filter, squeezed into one K×K kernel; three branches of the paper's six."""

    def __init__(self, m, n, k):
        super().__init__()
        self.k = k
        self.weight_kxk = nn.Parameter(torch.randn(n, m, k, k) / (m * k))
        self.weight_1x1 = nn.Parameter(torch.randn(n, m, 1, 1) / m)
        self.weight_average = nn.Parameter(torch.randn(n, m, 1, 1) / m)
        self.scale = nn.Parameter(torch.full((3, n, 1, 1, 1), 3**-0.5))

    def kernel(self):
        edge = self.k // 2
        centre = F.pad(self.weight_1x1, (edge, edge, edge, edge))
        average = self.weight_average.expand(-1, -1, self.k, self.k) / self.k**2
        return self.scale[0] * self.weight_kxk + self.scale[1] * centre + self.scale[2] * average

    def forward(self, x):
        return F.conv2d(x, self.kernel(), padding=self.k // 2)
'''

Shape = dict[str, int]
# operator -> (title, what p is called, class, call, how weights are counted, their number by formula)
OPERATORS: dict[str, tuple[str, str, str, str, str, Callable[[Shape], costs.Cost]]] = {
    "standard": (
        "Standard convolution",
        "",
        "",
        STANDARD,
        PARAMETERS,
        lambda s: costs.standard(s["m"], s["n"], kernel_size=s["k"]),
    ),
    "hetconv": (
        "HetConv (Singh et al., CVPR 2019)",
        "P",
        HETCONV,
        "HetConv({m}, {n}, {k}, {p})",
        PARAMETERS,
        lambda s: costs.hetconv(s["m"], s["n"], p=s["p"], kernel_size=s["k"]),
    ),
    "dualconv": (
        "DualConv (Zhong et al., TNNLS 2022)",
        "G",
        DUALCONV,
        "DualConv({m}, {n}, {k}, {p})",
        PARAMETERS,
        lambda s: costs.dualconv(s["m"], s["n"], groups=s["p"], kernel_size=s["k"]),
    ),
    "gwc_pwc": (
        "Grouped, then 1×1",
        "G",
        "",
        GWC_PWC,
        PARAMETERS,
        lambda s: costs.gwc_pwc(s["m"], s["n"], groups=s["p"], kernel_size=s["k"]),
    ),
    "dwc_pwc": (
        "Depthwise, then 1×1",
        "",
        "",
        DWC_PWC,
        PARAMETERS,
        lambda s: costs.dwc_pwc(s["m"], s["n"], kernel_size=s["k"]),
    ),
    "pconv": (
        "PConv (FasterNet, CVPR 2023)",
        "",
        PCONV,
        "PConv({m}, {k})",
        PARAMETERS,
        lambda s: costs.pconv(s["m"], kernel_size=s["k"]),
    ),
    "spconv": (
        "SPConv (Zhang et al., IJCAI 2020)",
        "",
        SPCONV,
        "SPConv({m}, {n}, {k})",
        CONVOLUTION_WEIGHTS,
        lambda s: costs.spconv(s["m"], s["n"], representative=s["m"] // 2, kernel_size=s["k"]),
    ),
    "orepa": (
        "OREPA (Hu et al., CVPR 2022)",
        "",
        OREPA,
        "OREPA({m}, {n}, {k})",
        "conv.kernel().numel()",
        lambda s: costs.orepa(s["m"], s["n"], kernel_size=s["k"]),
    ),
}


def snippet(operator: str, *, m: int, n: int, k: int, p: int) -> str:
    """Return a program that builds the operator, runs it once and prints its weights, the number that `costs` gives.

    Raises:
        ValueError: the operator is unknown, or the numbers break its rule.

    >>> "print" in snippet("hetconv", m=64, n=64, k=3, p=4)
    True
    """
    if operator not in OPERATORS:
        raise ValueError(f"operator={operator!r} must be one of {', '.join(OPERATORS)}")
    if operator == "pconv" and m != n:
        raise ValueError(f"n={n} must equal m={m}")
    title, name, body, call, counted, cost = OPERATORS[operator]
    weights = cost({"m": m, "n": n, "k": k, "p": p}).weights
    shape = {"m": m, "n": n, "k": k, "p": p, "pad": k // 2}
    head = HEAD.format(title=title, parts=f", {name}={p}" if name else "", weights=weights, **shape)
    head = head if body and "F." in body else head.replace("from torch.nn import functional as F\n", "")
    return head + body + TAIL.format(call=call.format(**shape), counted=counted, **shape)
