import copy
import threading

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from hetviz.detectors import served, weights
from hetviz.explaining.filter_parts import Off, Probe, Work
from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.page.diagrams import kernel_layers
from hetviz.pictures.examples import example
from hetviz.reparam import layer_kernels

TRAINED = weights.trained()
MIXED = [name for name in TRAINED if any(row["operator"] != "standard" for row in kernel_layers(name))]
PATH = "stage3.m.0.cv2"


def new_probe(variant: str) -> Probe:
    """Return a probe that nobody else uses, since its weights are changed here."""
    return Probe(served.named(variant))


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return example("chelsea")


def by_definition(conv: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return a layer's results summed kernel by kernel, channel by channel, without its own forward."""
    padded, (height, width) = F.pad(x, (1, 1, 1, 1)), x.shape[1:]
    found = layer_kernels.parts(conv)
    total = torch.zeros(found.kxk.shape[0], height, width, dtype=x.dtype)
    for row in range(3):
        for column in range(3):
            window = padded[:, row : row + height, column : column + width]
            total += torch.einsum("nm,mhw->nhw", found.kxk[:, :, row, column].to(x), window)
    return total + torch.einsum("nm,mhw->nhw", found.dots.to(x), x)


@pytest.mark.parametrize("variant", TRAINED)
def test_both_parts_add_up_to_the_networks_output_on_every_layer(variant: str, picture: np.ndarray):
    probe = new_probe(variant)
    layers = probe.layers
    assert list(layers) == [row["path"] for row in kernel_layers(variant)]
    seen: dict[nn.Module, tuple] = {}
    for conv in layers.values():
        conv.register_forward_hook(lambda module, x, y: seen.update({module: (x[0][0].clone(), y[0].clone())}))
    probe.look(picture, next(iter(layers)))
    for path, conv in layers.items():
        inputs, outputs = seen[conv]
        kxk, dots = layer_kernels.parts(conv).results(inputs[None])
        assert outputs.std() > 0
        limit = 1e-4 * max(1.0, float(outputs.abs().max()))  # bare HetConvs in a chain may grow to millions
        torch.testing.assert_close((kxk + dots)[0], outputs, rtol=0, atol=limit, msg=path)
        torch.testing.assert_close(by_definition(conv, inputs.double()).float(), outputs, rtol=0, atol=limit, msg=path)


def zeroed(detector: nn.Module, paths: list[str], off: Off) -> nn.Module:
    """Return a copy of a detector with kernels set to zero one by one, as the definitions have them."""
    changed = copy.deepcopy(detector)
    for path in paths:
        conv = layer_kernels.find(changed, path)
        if isinstance(conv, HetConv):
            for s in range(conv.out_channels):
                others = [j for j in range(conv.in_channels) if (j - s) % conv.p]
                for t in range(conv.in_channels // conv.p):
                    conv.weight_kxk[s, t] *= not (off.kxk or (s % conv.p + conv.p * t) % conv.p == off.part)
                for t, j in enumerate(others):
                    conv.weight_1x1[s, t] *= not (off.dots or j % conv.p == off.part)
        elif isinstance(conv, DualConv):
            per_group = conv.grouped.in_channels // conv.grouped.groups
            for s in range(conv.grouped.out_channels):
                own = s // (conv.grouped.out_channels // conv.grouped.groups)
                conv.grouped.weight[s] *= not (off.kxk or own == off.part)
                for j in range(conv.grouped.in_channels):
                    conv.pointwise.weight[s, j] *= not (off.dots or j // per_group == off.part)
        else:
            conv.weight *= not (off.kxk or off.part == 0)
    return changed


def looked_at(detector: nn.Module, variant: str, picture: np.ndarray) -> Work:
    probe = new_probe(variant)
    probe.network.load_state_dict(detector.state_dict())
    return probe.look(picture, PATH)


SWITCHES = [Off(kxk=True), Off(dots=True), Off(part=0), Off(dots=True, part=3), Off(dots=True, everywhere=True)]


@pytest.mark.parametrize("off", SWITCHES, ids=str)
@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v5n-csphet-p16", "v5n-c3dual-g4", "v5n-c3het-p4"])
def test_switching_off_gives_what_a_detector_with_zeros_gives(variant: str, off: Off, picture: np.ndarray):
    probe = new_probe(variant)
    before = {key: value.clone() for key, value in probe.network.state_dict().items()}
    paths = [row["path"] for row in kernel_layers(variant)] if off.everywhere else [PATH]
    work = probe.look(picture, PATH, off)
    trained = probe.look(picture, PATH)
    expected = looked_at(zeroed(probe.network, paths, off), variant, picture)
    torch.testing.assert_close(work.outputs, expected.outputs, rtol=0, atol=1e-5)
    torch.testing.assert_close(work.inputs, expected.inputs, rtol=0, atol=1e-5)
    assert (work.outputs - trained.outputs).abs().max() > 1e-3
    np.testing.assert_array_equal(work.found.class_ids, expected.found.class_ids)
    np.testing.assert_allclose(work.found.confidences, expected.found.confidences, atol=1e-4)
    np.testing.assert_allclose(work.found.boxes_xyxy, expected.found.boxes_xyxy, atol=0.1)
    assert len(work.found) != len(trained.found) or not np.allclose(work.found.confidences, trained.found.confidences)
    for key, value in probe.network.state_dict().items():
        torch.testing.assert_close(value, before[key], rtol=0, atol=0)


def test_a_standard_convolution_is_off_as_a_whole(picture: np.ndarray):
    work = new_probe("v5n-c3").look(picture, PATH, Off(kxk=True))
    assert not work.outputs.any() and work.inputs.any()


@pytest.mark.parametrize("variant", MIXED)
def test_variances_are_those_of_the_parts(variant: str, picture: np.ndarray):
    probe = new_probe(variant)
    found = probe.variances(picture)
    work = probe.look(picture, found[-1].path)
    kxk, dots = (result[0].flatten(1) for result in work.parts.results(work.inputs[None]))
    np.testing.assert_allclose(found[-1].kxk, kxk.numpy().var(1), rtol=1e-3)
    np.testing.assert_allclose(found[-1].dots, dots.numpy().var(1), rtol=1e-3, atol=1e-9)
    np.testing.assert_allclose(found[-1].both, (kxk + dots).numpy().var(1), rtol=1e-3)
    shares = [row.share for row in found]
    assert all(0 < share <= 1 for share in shares)
    assert all(share == 1 for share in shares) == (variant == "v5n-csphet-p1")  # P=1 has no dots
    assert [row.path for row in found] == [
        row["path"] for row in kernel_layers(variant) if row["operator"] != "standard"
    ]


def test_a_missing_layer_or_part_is_named(picture: np.ndarray):
    probe = new_probe("v5n-csphet-p4")
    with pytest.raises(ValueError, match="layer='stage2' must be one of stage2.m.0.cv1, "):
        probe.look(picture, "stage2")
    with pytest.raises(ValueError, match="part=4 must be one of the layer's 4 parts"):
        probe.look(picture, PATH, Off(part=4))


def test_callers_do_not_see_each_others_switches(picture: np.ndarray):
    probe = new_probe("v5n-csphet-p4")
    expected = {off: probe.look(picture, PATH, off).outputs for off in (Off(), Off(kxk=True), Off(dots=True))}
    wrong = []

    def ask(off: Off) -> None:
        wrong.extend(off for _ in range(5) if not torch.equal(probe.look(picture, PATH, off).outputs, expected[off]))

    threads = [threading.Thread(target=ask, args=(off,)) for off in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
