"""Rounds a converted detector to bf16 so that its answers stay where they are.

bf16 keeps 8 significant bits. Weights that are each rounded to the nearest move the answers three times as far as
activations in bf16 do: the errors within a filter add up wherever its inputs go together, as the pixels that the first layer
sees do. Here every error is made up for by the weights of the same filter that are still to be rounded, by least squares on
what reaches the layer in four photographs: GPTQ (Frantar et al., arXiv:2210.17323), with bf16 as its grid.
Layers are rounded one after the other. What reaches one has gone through rounded layers; its filters are first fitted to
answer it as they answered before, so that they make up for the errors of those layers too.
All is computed in double precision: in single precision the order of a sum, which follows the number of threads, tips a
quarter of the weights to their other neighbour, by which mAP50 on 500 photographs moved by up to 0.004.
"""

import copy
from collections.abc import Callable
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from skimage import data as photographs
from torch import Tensor, nn
from torch.nn import functional as F

from hetviz.detectors.network_input import as_input
from hetviz.pictures.letterbox import letterbox
from hetviz.reparam.convert import FusedConv

BRIGHTEST = 256  # what pixels are divided by: a power of two, so that all 256 values are exact in bf16
SIZE = 192  # pixels, of the photographs
PLACES = 1000  # in the photographs that a layer is rounded for, about
DAMPING = 0.1  # of the mean of a diagonal, added to it
LONGEST = 600  # weights; longer filters, all of them deep, are rounded to the nearest, which hardly moves an answer


def to_bf16(network: nn.Module) -> nn.Module:
    """Return a copy of a converted detector (`convert.convert`) for pixels / 256, with the weights and biases of its
    convolutions rounded to bf16, but for the biases of the head's last ones: they are added to sums in single precision.
    """
    network = copy.deepcopy(network).double()
    network.stem.conv.weight.data *= BRIGHTEST / 255
    exact, wanted = last(network.head), {}

    def keep(conv: nn.Conv2d, _inputs: tuple[Tensor], answers: Tensor) -> None:
        step = max(1, round(sqrt(answers[:, 0].numel() / PLACES)))
        places = answers[:, :, ::step, ::step].transpose(0, 1).flatten(1)
        wanted[conv] = step, places.clone()  # the activation writes over the answers

    def change(conv: nn.Conv2d, inputs: tuple[Tensor]) -> None:
        _round(conv, inputs[0], *wanted.pop(conv), with_bias=conv not in exact)

    _run(network, nn.Conv2d.register_forward_hook, keep)
    _run(network, nn.Conv2d.register_forward_pre_hook, change)
    return network.float()


def fit_rows(rows: Tensor, seen: Tensor, wanted: Tensor, factor: Tensor) -> Tensor:
    """Return rows moved from where they are towards what answers as wanted, by ridge regression.

    Args:
        rows: weights, and maybe a bias last, of one filter each.
        seen: what the columns are multiplied with at each place.
        wanted: what the filters are to answer there.
        factor: of `factorised`.
    Shape:
        (N, K), (K, places), (N, places), (K, K) -> (N, K)
    """
    missing = (wanted - rows @ seen) @ seen.T / seen.shape[1]
    return rows + torch.cholesky_solve(missing.T, factor).T


def round_rows(rows: Tensor, factor: Tensor, *, with_last: bool = True) -> Tensor:
    """Return rows rounded to bf16 column by column, from the last, each error made up for by the columns to the left.

    This is GPTQ without its inverse: one column of errors @ factor after the other is brought as close to zero as bf16 lets it.
    Args:
        rows: weights, and maybe a bias last, of one filter each.
        factor: of `factorised`.
        with_last: whether the last column is rounded too.
    Shape:
        (N, K), (K, K) -> (N, K)
    """
    shares = (
        (factor / factor.diagonal()).T.double().contiguous().numpy()
    )  # [i, j]: how much column i makes up for an error in j
    columns = rows.T.double().numpy().copy()  # NumPy's calls are short, and there is one after the other
    errors = np.zeros_like(columns)
    for j in reversed(range(len(columns) - (not with_last))):
        rounded = nearest(columns[j] + shares[j, j + 1 :] @ errors[j + 1 :])
        errors[j], columns[j] = columns[j] - rounded, rounded
    return torch.from_numpy(columns.T.copy())


def factorised(seen: Tensor) -> Tensor:
    """Return the lower triangle whose product with its transpose is the mean products of the rows, damped.

    Shape:
        (K, places) -> (K, K)
    """
    products = seen @ seen.T / seen.shape[1]
    products.diagonal().add_((DAMPING * products.diagonal().mean()).clamp(min=1e-12))  # rows may all be zero
    return torch.linalg.cholesky(products)


def nearest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the nearest values with 8 significant bits, which bf16 holds (Veltkamp's splitting).

    >>> nearest(np.array([1.0, 1.005, -0.3])).tolist()
    [1.0, 1.0078125, -0.30078125]
    """
    high = values * (2.0**45 + 1)
    return high - (high - values)


def last(head: nn.Module) -> set[nn.Module]:
    """Return the convolutions of a head that no activation follows."""
    inner = {unit.conv for unit in head.modules() if isinstance(unit, FusedConv)}
    return {module for module in head.modules() if isinstance(module, nn.Conv2d)} - inner


def _run(network: nn.Module, register: Callable[..., Any], hook: Callable[..., None]) -> None:
    """Show the photographs to a network whose convolutions have a hook."""
    handles = [register(module, hook) for module in network.modules() if isinstance(module, nn.Conv2d)]
    with torch.no_grad():
        network(_photographs())
    for handle in handles:
        handle.remove()


def _round(conv: nn.Conv2d, inputs: Tensor, step: int, wanted: Tensor, *, with_bias: bool) -> None:
    """Round a convolution in place, by its inputs and what it is to answer them at every step-th place."""
    weights, has_bias = conv.weight.data.flatten(1), conv.bias is not None
    rows = torch.cat((weights, conv.bias.data[:, None]), 1) if has_bias else weights
    with_last = with_bias or not has_bias
    if weights.shape[1] > LONGEST:
        rounded = rows.bfloat16().double()
        rounded[:, -1] = rounded[:, -1] if with_last else rows[:, -1]
    else:
        groups = zip(rows.chunk(conv.groups), _seen(conv, inputs, step), wanted.chunk(conv.groups), strict=True)
        rounded = torch.cat([_round_group(*group, with_last) for group in groups])
    conv.weight.data = rounded[:, : weights.shape[1]].reshape(conv.weight.shape)
    if has_bias:
        conv.bias.data = rounded[:, -1].contiguous()


def _round_group(rows: Tensor, seen: Tensor, wanted: Tensor, with_last: bool) -> Tensor:
    factor = factorised(seen)
    return round_rows(fit_rows(rows, seen, wanted, factor), factor, with_last=with_last)


def _seen(conv: nn.Conv2d, inputs: Tensor, step: int) -> Tensor:
    """Return what each group's weights, and its bias, are multiplied with at every step-th place, (G, K, places)."""
    side, stride, pad = conv.kernel_size[0], conv.stride[0] * step, conv.padding[0]
    windows = F.pad(inputs, (pad,) * 4).unfold(2, side, stride).unfold(3, side, stride)  # (B, M, H, W, side, side)
    seen = windows.permute(1, 4, 5, 0, 2, 3).reshape(conv.groups, conv.weight[0].numel(), -1)
    return seen if conv.bias is None else torch.cat((seen, torch.ones_like(seen[:, :1])), 1)


@lru_cache
def _photographs() -> Tensor:
    """Return four photographs as the rounded detector will see them, (4, 3, SIZE, SIZE)."""
    every = (photographs.astronaut(), photographs.chelsea(), photographs.coffee(), photographs.rocket())
    squares = torch.stack([torch.from_numpy(letterbox(pixels, SIZE)[0]) for pixels in every])
    return as_input(squares, BRIGHTEST).double()
