import pytest
import torch

from hetviz.detectors import variants
from hetviz.detectors.variants import build
from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.page.diagrams import block_shapes, kernel_layers
from hetviz.reparam import layer_kernels


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_every_listed_layer_has_the_listed_kernels(variant: str):
    detector = build(variant)
    listed = kernel_layers(variant)
    assert listed
    for row in listed:
        found = layer_kernels.kernels(layer_kernels.find(detector, row["path"]))
        assert found.values.shape == (row["n"], row["m"], row["k"], row["k"])
        assert (found.operator, found.p) == (row["operator"], row["p"])


def test_a_hetconv_has_zeros_where_it_has_dots():
    kernels = layer_kernels.kernels(HetConv(8, 8, p=4)).values
    outside = kernels.abs().amax((2, 3)) == kernels[:, :, 1, 1].abs()
    dots = (torch.arange(8)[None, :] - torch.arange(8)[:, None]) % 4 != 0
    assert (kernels.flatten(2).count_nonzero(2) == torch.where(dots, 1, 9)).all() and outside[dots].all()


def test_a_dualconv_is_shown_as_what_it_computes():
    conv = DualConv(8, 8, groups=2)
    x = torch.randn(1, 8, 6, 6)
    same = torch.nn.functional.conv2d(x, layer_kernels.kernels(conv).values, padding=1)
    assert torch.allclose(same, conv(x), atol=1e-6)


@pytest.mark.parametrize("path", ["stage9", "stage2", "", "stage2.cv1.bn", "__class__"])
def test_a_path_that_is_no_convolution_is_refused(path: str):
    with pytest.raises(ValueError, match="path="):
        layer_kernels.find(build("v5n-c3"), path)


def test_what_reaches_a_layer_is_its_input():
    torch.manual_seed(0)
    detector = build("v5n-c3").eval()
    batch = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    layer = layer_kernels.find(detector, "down2")
    with torch.inference_mode():
        expected = detector.stem(batch)
    assert torch.equal(layer_kernels.reaching(detector, layer, batch), expected)
    assert not layer._forward_pre_hooks


def test_the_blocks_are_those_of_the_detectors():
    c3, csp_het = build("v5n-c3"), build("v5n-csphet-p4")
    assert len(block_shapes()) == 8
    for row in block_shapes():
        block, het = c3.get_submodule(row["path"]), csp_het.get_submodule(row["path"])
        assert (block.cv1.conv.in_channels, block.cv3.conv.out_channels) == (row["m"], row["n"])
        assert (het.cv1.conv.in_channels, het.cv2.conv.out_channels) == (row["m"], row["n"])
        assert block.cv1.conv.out_channels == row["hidden"]
        assert het.cv2.conv.in_channels == (2 + row["depth"]) * row["hidden"]
        assert len(block.m) == len(het.m) == row["depth"]
        assert block.m[0].shortcut == row["shortcut"]
