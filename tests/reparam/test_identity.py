import pytest
import torch

from hetviz.operators.hetconv import HetConv
from hetviz.reparam import kernels
from hetviz.reparam.dual_identity import compare, spread


@pytest.mark.parametrize(("channels", "filters", "p"), [(8, 8, 4), (16, 8, 2), (32, 32, 16), (6, 4, 1)])
@pytest.mark.parametrize("kernel_size", [3, 5])
def test_both_operators_compute_the_same(channels: int, filters: int, p: int, kernel_size: int):
    torch.manual_seed(0)
    conv = HetConv(channels, filters, p=p, kernel_size=kernel_size).double()
    result = compare(conv, torch.randn(1, channels, 7, 9, dtype=torch.float64))
    assert result.het.shape == (filters, 7, 9)
    assert result.largest_difference < 1e-12 < result.largest_value
    assert result.redundant == channels * filters // p


def test_the_redundant_weights_are_not_zero_and_as_large_as_the_centre_taps():
    torch.manual_seed(0)
    conv = HetConv(64, 64, p=4)
    dual = spread(kernels.dual_from_hetconv(conv), torch.Generator().manual_seed(1))
    assert (dual.pointwise.weight != 0).all()
    centre = conv.weight_kxk.detach()[..., 1, 1].square().mean().sqrt()
    assert compare(conv, torch.randn(1, 64, 5, 5)).redundant_rms == pytest.approx(float(centre), rel=0.1)


def test_a_changed_weight_is_noticed():
    """The difference is a difference of results: it is not small whatever the weights."""
    conv = HetConv(8, 8, p=2)
    dual = spread(kernels.dual_from_hetconv(conv), torch.Generator().manual_seed(0))
    x = torch.randn(1, 8, 5, 5)
    order = kernels.residue_order(8, 2)
    before = dual(x[:, order]) - conv(x)[:, order]
    dual.pointwise.weight.data[0, 0] += 0.1
    after = dual(x[:, order]) - conv(x)[:, order]
    assert before.abs().max() < 1e-5
    assert after.abs().max() > 1e-3
