import pytest
import torch
from torch import nn

from hetviz.training.muon import Muon, orthogonalised


@pytest.mark.parametrize("shape", [(8, 40), (40, 8), (16, 16)])
def test_the_iteration_evens_the_singular_values(shape: tuple[int, int]):
    """The published coefficients bring every value that is not tiny to between 0.6 and 1.3."""
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonalised(torch.randn(shape)))
    assert values.min() > 0.6 and values.max() < 1.3


def test_singular_vectors_stay():
    torch.manual_seed(0)
    matrix = torch.randn(6, 20)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    turned = left.T @ orthogonalised(matrix) @ right.T
    torch.testing.assert_close(turned, torch.diag(turned.diagonal()), atol=1e-5, rtol=0)


def test_a_step_is_torchs_own():
    """torch's Muon takes matrices and iterates in bf16; the same steps come out, to the precision of bf16."""
    torch.manual_seed(0)
    ours, theirs = (nn.Parameter(torch.linspace(-1, 1, 60).view(12, 5)) for _ in range(2))
    settings = {"lr": 0.1, "weight_decay": 0.1, "momentum": 0.9}
    own = Muon([ours], **settings)
    reference = torch.optim.Muon([theirs], **settings, adjust_lr_fn="original")
    for _ in range(3):
        ours.grad = torch.randn(12, 5)
        theirs.grad = ours.grad.clone()
        own.step()
        reference.step()
    torch.testing.assert_close(ours, theirs, atol=0.02, rtol=0)


def test_a_convolution_is_moved_as_filters_by_the_rest():
    torch.manual_seed(0)
    conv = nn.Conv2d(4, 6, 3, bias=False)
    flat = nn.Parameter(conv.weight.detach().flatten(1).clone())
    conv.weight.grad = torch.randn_like(conv.weight)
    flat.grad = conv.weight.grad.flatten(1)
    for parameter in (conv.weight, flat):
        Muon([parameter], lr=0.1).step()
    torch.testing.assert_close(conv.weight.flatten(1), flat)


def test_a_vector_is_refused():
    with pytest.raises(ValueError, match=r"shape \(3,\) must have at least two dimensions"):
        Muon([nn.Parameter(torch.zeros(3))], lr=0.1)
