"""A real module counted by hooks, beside the formulas and beside torch's own counter."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from hetviz.counting import hooks, layers
from hetviz.counting.hooks import count, total
from hetviz.detectors.variants import VARIANTS, build
from hetviz.operators import orepa, standard
from hetviz.operators.cost import cost
from hetviz.operators.hetconv import HetConv
from hetviz.operators.orepa import OREPA
from hetviz.operators.standard import StandardConv
from hetviz.reparam import convert, forms

SETTINGS = ((80, 640), (20, 416), (20, 320), (3, 64))


def picture(size: int, channels: int = 3) -> torch.Tensor:
    """Return a picture on the device where shapes are worked out and nothing is computed."""
    return torch.empty(1, channels, size, size, device="meta")


def counted_by_torch(module: nn.Module, x: torch.Tensor) -> int:
    with FlopCounterMode(display=False) as counter:
        module(x)
    assert counter.get_total_flops() % 2 == 0
    return counter.get_total_flops() // 2


@pytest.mark.parametrize("variant", VARIANTS)
def test_formula_hooks_and_torchs_counter_agree(variant: str):
    """MACs of the loop form, the one whose HetConvs multiply only what the formula says; layer by layer by hooks."""
    for classes, size in SETTINGS:
        cost = layers.detector(variant, classes, size)
        trained = build(variant, classes)
        fast = convert.convert(trained, "loop").to("meta")
        by_hooks = count(fast, picture(size))
        sums = sum(layer.macs for layer in cost.layers if layer.operator == "expectation")  # unknown to torch's counter
        assert counted_by_torch(fast, picture(size)) + sums == total(by_hooks).macs == cost.macs
        operations = count(trained.to("meta"), picture(size))
        assert total(by_hooks).macs + total(operations).thop_operations == cost.macs_thop
        for layer in cost.layers:
            assert inside(layer.path, by_hooks).macs == layer.macs, layer.path
            assert inside(layer.path, operations).thop_operations == layer.thop_operations, layer.path


def inside(path: str, counts: dict[str, hooks.Count]) -> hooks.Count:
    return total({name: one for name, one in counts.items() if f"{name}.".startswith(f"{path}.")})


@pytest.mark.parametrize("variant", VARIANTS)
def test_parameters_of_the_fused_detector_are_those_of_the_formula(variant: str):
    fused = convert.convert(build(variant, 7), "loop")
    assert sum(weight.numel() for weight in fused.parameters()) == layers.detector(variant, 7).params_fused


@pytest.mark.parametrize("form", ["mask", "group", "coarse"])
def test_the_other_forms_multiply_more_and_both_counters_see_it(form: str):
    fast = convert.convert(build("v5n-csphet-p16"), form).to("meta")
    macs = total(count(fast, picture(320))).macs
    assert macs == counted_by_torch(fast, picture(320))
    assert macs > layers.detector("v5n-csphet-p16", 20, 320).macs


D = 12  # side of the output


def test_operators_that_make_their_kernel_are_counted_by_it():
    """HetConv as it is trained is one dense kernel with zeros; OREPA costs what is left after squeezing."""
    dense = cost(standard.weights(16, 32), D**2).macs
    assert total(count(HetConv(16, 32, p=4), torch.zeros(1, 16, D, D))).macs == dense
    assert total(count(OREPA(16, 32), torch.zeros(1, 16, D, D))).macs == cost(orepa.weights(16, 32), D**2).macs == dense


VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)  # filters; 0: a 2×2 max-pool


@pytest.mark.parametrize(("p", "millions"), [(1, "313.464"), (4, "105.846"), (64, "40.965")])
def test_vgg16_of_the_hetconv_paper_is_counted_alike_as_a_real_network(p: int, millions: str):
    layers, channels = [], 3
    for filters in VGG16:
        if filters == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        conv = StandardConv(3, filters) if channels == 3 else forms.rewrite(HetConv(channels, filters, p=p), "loop")
        layers += [conv, nn.ReLU()]
        channels = filters
    network = nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)).to("meta")
    macs = total(count(network, picture(32))).macs
    assert macs == counted_by_torch(network, picture(32))
    assert f"{macs / 1e6:.3f}" == millions


def test_hooks_are_gone_afterwards_even_where_the_module_fails():
    conv = StandardConv(3, 4)
    with pytest.raises(RuntimeError):
        count(conv, torch.zeros(1, 5, 4, 4))
    assert not conv._forward_hooks
