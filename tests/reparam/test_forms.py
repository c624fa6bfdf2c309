import pytest
import torch
from torch import Tensor, nn

from hetviz.blocks.conv import Conv
from hetviz.detectors.variants import VARIANTS, build
from hetviz.operators import hetconv
from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.reparam.convert import FusedConv, convert
from hetviz.reparam.forms import FORMS, LoopHetConv, SplitHetConv, rewrite
from hetviz.reparam.kernels import dual_from_hetconv, hetconv_from_dual, hetconv_from_kernel, residue_order


def randomise_norms(module: nn.Module) -> nn.Module:
    """Give every BatchNorm scales, shifts, means and variances that a fusion cannot get right by chance."""
    for norm in module.modules():
        if isinstance(norm, nn.BatchNorm2d):
            nn.init.uniform_(norm.weight, 0.5, 1.5)
            nn.init.normal_(norm.bias, std=0.3)
            nn.init.normal_(norm.running_mean, std=0.3)
            nn.init.uniform_(norm.running_var, 0.5, 2.0)
    return module.eval()


def assert_same(got: Tensor, expected: Tensor) -> None:
    assert got.shape == expected.shape
    assert (got - expected).abs().max() <= 1e-9 * expected.abs().max()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("channels", "filters", "p"), [(8, 8, 1), (8, 16, 4), (64, 32, 2), (64, 64, 16), (12, 6, 3)])
@pytest.mark.parametrize("stride", [1, 2])
def test_every_form_of_a_hetconv_is_the_same_function(form: str, channels: int, filters: int, p: int, stride: int):
    torch.manual_seed(0)
    conv = HetConv(channels, filters, p=p, stride=stride).double()
    x = torch.randn(2, channels, 9, 7, dtype=torch.float64)
    rewritten = rewrite(conv, form)
    if form in ("group", "coarse"):
        assert_same(rewritten(x[:, residue_order(channels, p)]), conv(x)[:, residue_order(filters, p)])
    else:
        assert_same(rewritten(x), conv(x))


def test_the_forms_are_what_they_are_called():
    conv = HetConv(64, 64, p=16)
    group, coarse = rewrite(conv, "group"), rewrite(conv, "coarse")
    assert isinstance(group, SplitHetConv) and group.grouped.groups == 16
    assert isinstance(coarse, SplitHetConv) and coarse.grouped.groups == 4  # 16 channels in each
    assert isinstance(rewrite(conv, "loop"), LoopHetConv)
    assert isinstance(rewrite(HetConv(16, 16, p=4), "coarse"), nn.Conv2d)  # one group: dense
    with pytest.raises(ValueError, match="form='fast' must be one of loop, mask, group, coarse"):
        rewrite(conv, "fast")
    with pytest.raises(ValueError, match="form='fast' must be one of loop, mask, group, coarse"):
        convert(build("v5n-c3", 3), "fast")  # even where no HetConv would be rewritten


def test_the_loop_form_has_the_weights_of_the_formula():
    stored = sum(w.numel() for w in rewrite(HetConv(64, 32, p=8), "loop").parameters())
    assert stored == hetconv.weights(64, 32, p=8)


@pytest.mark.parametrize(("channels", "filters", "groups"), [(8, 8, 4), (12, 6, 3), (16, 32, 2)])
def test_dualconv_and_hetconv_are_the_same_functions(channels: int, filters: int, groups: int):
    torch.manual_seed(0)
    dual = DualConv(channels, filters, groups=groups).double()
    x = torch.randn(1, channels, 6, 5, dtype=torch.float64)
    rows, columns = residue_order(filters, groups), residue_order(channels, groups)
    het = hetconv_from_dual(dual)
    assert_same(het(x)[:, rows], dual(x[:, columns]))
    again = dual_from_hetconv(het)
    assert_same(again(x[:, columns]), het(x)[:, rows])
    redundant = sum(w.numel() for w in dual.parameters()) - sum(w.numel() for w in het.parameters())
    assert redundant == channels * filters // groups == int((again.pointwise.weight == 0).sum())


def test_a_kernel_that_is_not_hetconvs_is_refused():
    with pytest.raises(ValueError, match="not HetConv's for p=2"):
        hetconv_from_kernel(torch.ones(4, 4, 3, 3), 2)


def test_a_fused_convolution_is_the_same_function():
    torch.manual_seed(0)
    conv = randomise_norms(nn.Sequential(Conv(3, 8, 3, 2))).double()
    x = torch.randn(2, 3, 9, 9, dtype=torch.float64)
    assert_same(convert(conv)(x), conv(x))


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_form_of_a_detector_is_the_same_function(variant: str):
    torch.manual_seed(0)
    detector = randomise_norms(build(variant, 3)).double()
    before = {name: tensor.clone() for name, tensor in detector.state_dict().items()}
    x = torch.rand(1, 3, 64, 96, dtype=torch.float64)
    expected = detector(x)
    for form in FORMS:
        converted = convert(detector, form)
        assert not any(isinstance(m, nn.BatchNorm2d | HetConv) for m in converted.modules())
        assert any(isinstance(m, FusedConv) for m in converted.modules())
        for got, wanted in zip(converted(x), expected, strict=True):
            assert_same(got, wanted)
    assert all(torch.equal(tensor, before[name]) for name, tensor in detector.state_dict().items())
