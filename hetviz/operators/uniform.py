"""How weights start that are stored in more than one tensor."""

import torch
from torch import nn


def uniform(shape: tuple[int, ...], fan_in: int) -> nn.Parameter:
    """Return a parameter drawn from ±1/sqrt(fan_in), PyTorch's default, with the fan-in of the whole filter.

    The fan-in is that of the operator, not that of the tensor it happens to be stored in, so that every form of an
    operator starts alike.
    """
    bound = fan_in**-0.5
    return nn.Parameter(torch.empty(shape).uniform_(-bound, bound))
