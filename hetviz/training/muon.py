"""Muon: gradient descent whose every step is a matrix of even singular values.

Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024; Liu et al., arXiv:2502.16982.
torch's own (`torch.optim.Muon`) takes matrices alone, and iterates in bf16, which processors without such units compute
twenty times as slowly as single precision. This one takes convolutions, and iterates in single precision on the products
of the rows alone, which takes a quarter of the multiply-adds for a 3×3 convolution.
"""

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of x, x³, x⁵; published, steep at 0
STEPS = 5
EPSILON = 1e-7


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov's momentum and decoupled weight decay; a convolution's weight is seen as filters × the rest.

    A step's size is the rate times √(max(1, filters / rest)), whatever the gradient.
    Args:
        parameters: of at least two dimensions.
        lr: learning rate.
        momentum: share of the running mean that a step keeps.
        weight_decay: share of a weight that a step takes away, times the rate.
    Raises:
        ValueError: a parameter is a vector or a number.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        *,
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(list(parameters), {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        for parameter in self.param_groups[0]["params"]:
            if parameter.ndim < 2:
                raise ValueError(f"a parameter of shape {tuple(parameter.shape)} must have at least two dimensions")

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # noqa: ARG002  # a part of the parent's signature
        """Move the weights by their gradients."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._move(weight, group)

    def _move(self, weight: nn.Parameter, group: dict) -> None:
        if not self.state[weight]:
            self.state[weight]["mean"] = torch.zeros_like(weight)
        mean = self.state[weight]["mean"]
        mean.lerp_(weight.grad, 1 - group["momentum"])
        ahead = weight.grad.lerp(mean, group["momentum"]).flatten(1)
        direction = orthogonalised(ahead)
        rows, columns = direction.shape
        weight.mul_(1 - group["lr"] * group["weight_decay"])
        weight.sub_(direction.view(weight.shape), alpha=group["lr"] * math.sqrt(max(1, rows / columns)))


def orthogonalised(matrix: Tensor) -> Tensor:
    """Return a matrix with the same singular vectors and singular values near 1, by Newton and Schulz's iteration.

    A step multiplies the matrix X by a polynomial of G = X Xᵀ. All of them are polynomials of the first G, and so can be
    multiplied with each other, and X with the product, once.
    Shape:
        (N, M) -> (N, M)
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / x.norm().clamp(min=EPSILON)
    a, b, c = COEFFICIENTS
    gram = x @ x.T
    product = torch.eye(len(x), device=x.device)
    for _ in range(STEPS):
        polynomial = torch.addmm(gram, gram, gram, beta=b, alpha=c)
        polynomial.diagonal().add_(a)
        product = polynomial @ product
        gram = polynomial @ gram @ polynomial
    x = product @ x
    return x.T if tall else x
