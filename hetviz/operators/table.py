"""The operators that hetviz compares, one row each; an operator's file holds its class, its cost and its rule.

That file is also what a reader takes home: `Operator.program` writes what it imports from here into it.
"""

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import nn

from hetviz.operators import dualconv, dwc_pwc, ghostconv, gwc_pwc, hetconv, orepa, pconv, spconv, standard
from hetviz.operators.cost import Cost, cost

OWN_IMPORT = re.compile(rf"^from ({__package__}\.\w+) import (.+)\n", re.MULTILINE)
USE = """

conv = {call}
x = torch.randn(1, {m}, 40, 40)
print("output", tuple(conv(x).shape))
print("weights", {counted})
"""
MATRICES = "sum(w.numel() for w in conv.parameters() if w.ndim > 1)"  # without BatchNorm's vectors


@dataclass(frozen=True)
class Operator:
    """One way to turn M channels into N.

    Attributes:
        title: name and source.
        layer: the class, made of (in_channels, out_channels, *, kernel_size, and what `parts` names).
        weights: their number by formula, of the same arguments.
        parts: the argument that says into how many parts or groups channels fall, "" where there is none.
        counted: how the weights of a made layer `conv` are counted.
    """

    title: str
    layer: Callable[..., nn.Module]
    weights: Callable[..., int]
    parts: str = ""
    counted: str = MATRICES

    def options(self, *, kernel_size: int, parts: int) -> dict[str, int]:
        """Return the keyword arguments of `layer` and `weights`."""
        return ({self.parts: parts} if self.parts else {}) | {"kernel_size": kernel_size}

    def cost(self, m: int, n: int, *, kernel_size: int = 3, parts: int = 1, pixels: int = 1) -> Cost:
        """Return weights and multiply-adds on one picture, pixels being the number of output pixels.

        Raises:
            ValueError: the numbers break the operator's rule.
        """
        return cost(self.weights(m, n, **self.options(kernel_size=kernel_size, parts=parts)), pixels)

    def program(self, m: int, n: int, *, kernel_size: int, parts: int) -> str:
        """Return a program of plain PyTorch that makes a layer, runs it once and prints the number of its weights.

        Raises:
            ValueError: the numbers break the operator's rule.
        """
        options = self.options(kernel_size=kernel_size, parts=parts)
        weights = self.weights(m, n, **options)
        facts = ", ".join(f"{name}={value}" for name, value in {"M": m, "N": n, **options}.items())
        arguments = ", ".join([str(m), str(n), *(f"{name}={value}" for name, value in options.items())])
        call = f"{self.layer.__name__}({arguments})"
        use = USE.format(call=call, m=m, counted=self.counted)
        return f"# {self.title}: {facts}; {weights:,} weights.\n{source(sys.modules[self.layer.__module__])}{use}"


def source(module: Any) -> str:
    """Return the text of an operator's file, standing alone: the functions that it imports from here written into it."""
    text = inspect.getsource(module)
    text = text if "import torch\n" in text else text.replace("from torch import", "import torch\nfrom torch import", 1)
    imports = OWN_IMPORT.findall(text)
    functions = [getattr(sys.modules[path], name) for path, names in imports for name in names.split(", ")]
    written = "".join(f"\n\n{inspect.getsource(function)}" for function in functions)
    head, rest = OWN_IMPORT.split(text)[0], OWN_IMPORT.split(text)[-1]
    return f"{head.rstrip()}\n{written}{rest}"


OPERATORS: dict[str, Operator] = {
    "standard": Operator("Standard convolution", standard.StandardConv, standard.weights),
    "hetconv": Operator("HetConv (Singh et al., CVPR 2019)", hetconv.HetConv, hetconv.weights, "p"),
    "dualconv": Operator("DualConv (Zhong et al., TNNLS 2022)", dualconv.DualConv, dualconv.weights, "groups"),
    "gwc_pwc": Operator("Grouped, then 1×1", gwc_pwc.GroupedPointwiseConv, gwc_pwc.weights, "groups"),
    "dwc_pwc": Operator("Depthwise, then 1×1", dwc_pwc.DepthwisePointwiseConv, dwc_pwc.weights),
    "pconv": Operator("PConv (FasterNet, CVPR 2023)", pconv.PConv, pconv.weights),
    "spconv": Operator("SPConv (Zhang et al., IJCAI 2020)", spconv.SPConv, spconv.weights),
    "ghostconv": Operator("GhostConv (Han et al., CVPR 2020)", ghostconv.GhostConv, ghostconv.weights),
    "orepa": Operator("OREPA (Hu et al., CVPR 2022)", orepa.OREPA, orepa.weights, counted="conv.kernel().numel()"),
}


def named(key: str) -> Operator:
    """Return an operator by its key.

    Raises:
        ValueError: there is no such operator.
    """
    if key not in OPERATORS:
        raise ValueError(f"operator={key!r} must be one of {', '.join(OPERATORS)}")
    return OPERATORS[key]
