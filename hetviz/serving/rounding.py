"""Rounds a converted detector to bf16 so that its answers stay where they are.

bf16 keeps 8 significant bits. Weights that are each rounded to the nearest move the answers three times as far as
activations in bf16 do: the errors within a filter add up wherever its inputs go together, as the pixels that the first layer
sees do. Here every error is made up for by the weights of the same filter that are still to be rounded, by least squares on
what reaches the layer in four photographs: GPTQ (Frantar et al., arXiv:2210.17323), with bf16 as its grid.
"""

import copy
from functools import lru_cache

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
PLACES = 2000  # in the photographs that a layer is rounded for
DAMPING = 0.01  # of the mean of a diagonal, added to it
LONGEST = 150  # weights; longer filters, most of them deep, are rounded to the nearest, which hardly moves an answer


def to_bf16(network: nn.Module) -> nn.Module:
    """Return a copy of a converted detector (`convert.convert`) for pixels / 256, with the weights and biases of its
    convolutions rounded to bf16, but for the biases of the head's last ones: they are added to sums in single precision.
    """
    network = copy.deepcopy(network)
    network.stem.conv.weight.data *= BRIGHTEST / 255
    exact = _last(network.head)
    for conv, products in _mean_products(network).items():
        bias = torch.zeros(conv.out_channels) if conv.bias is None else conv.bias.data
        rows = torch.cat((bias[:, None], conv.weight.data.flatten(1)), 1)
        first = conv not in exact
        if products is None:
            rows[:, int(not first) :] = rows[:, int(not first) :].bfloat16().float()
        else:
            groups = zip(rows.chunk(conv.groups), products, strict=True)
            rows = torch.cat([round_rows(part, seen, first=first) for part, seen in groups])
        conv.weight.data = rows[:, 1:].reshape(conv.weight.shape)
        if conv.bias is not None:
            conv.bias.data = rows[:, 0].contiguous()
    return network


def round_rows(rows: Tensor, products: Tensor, *, first: bool = True) -> Tensor:
    """Return rows rounded to bf16 column by column, each error made up for by the columns to the right.

    Args:
        rows: bias and weights of one filter each.
        products: mean products of what the columns are multiplied with.
        first: whether the first column, the bias, is rounded too.
    Shape:
        (N, K), (K, K) -> (N, K)
    """
    damped = products.double() + DAMPING * products.diagonal().mean() * torch.eye(len(products))
    factor = torch.linalg.cholesky(torch.linalg.inv(damped))
    shares = (factor / factor.diagonal()).float().numpy()  # [i, j]: how much column i makes up for an error in column j
    columns = rows.T.numpy().copy()  # NumPy's calls are short, and there is one after the other
    for j in range(int(not first), len(columns)):
        wanted = columns[j].copy()
        columns[j] = nearest(wanted)
        columns[j + 1 :] -= np.outer(shares[j + 1 :, j], wanted - columns[j])
    return torch.from_numpy(columns.T.copy())


def nearest(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the nearest values with 8 significant bits, which bf16 holds (Veltkamp's splitting).

    >>> nearest(np.array([1.0, 1.005, -0.3], np.float32)).tolist()
    [1.0, 1.0078125, -0.30078125]
    """
    high = values * np.float32(2**16 + 1)
    return high - (high - values)


def _last(head: nn.Module) -> set[nn.Module]:
    """Return the convolutions of a head that no activation follows."""
    inner = {unit.conv for unit in head.modules() if isinstance(unit, FusedConv)}
    return {module for module in head.modules() if isinstance(module, nn.Conv2d)} - inner


def _mean_products(network: nn.Module) -> dict[nn.Conv2d, Tensor | None]:
    """Return (G, K, K) of every convolution: the mean products of its inputs at a place, a one for the bias first."""
    products: dict[nn.Conv2d, Tensor | None] = {}

    def look(conv: nn.Conv2d, inputs: tuple[Tensor]) -> None:
        products[conv] = None
        if conv.weight[0].numel() <= LONGEST:
            columns = F.unfold(inputs[0], conv.kernel_size, padding=conv.padding, stride=conv.stride)
            places = columns.transpose(0, 1).flatten(1)  # (M * k * k, places of all photographs)
            places = places[:, :: max(1, places.shape[1] // PLACES)].unflatten(0, (conv.groups, -1))
            seen = torch.cat((torch.ones_like(places[:, :1]), places), 1)
            products[conv] = seen @ seen.transpose(1, 2) / seen.shape[2]

    convs = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    handles = [conv.register_forward_pre_hook(look) for conv in convs]
    with torch.no_grad():
        network(_photographs())
    for handle in handles:
        handle.remove()
    return products


@lru_cache
def _photographs() -> Tensor:
    """Return four photographs as the rounded detector will see them, (4, 3, SIZE, SIZE)."""
    every = (photographs.astronaut(), photographs.chelsea(), photographs.coffee(), photographs.rocket())
    squares = torch.stack([torch.from_numpy(letterbox(pixels, SIZE)[0]) for pixels in every])
    return as_input(squares, BRIGHTEST)
