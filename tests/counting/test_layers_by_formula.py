import json
import subprocess
import sys

import pytest

from hetviz.counting import layers
from hetviz.detectors import variants
from hetviz.operators import dualconv, dwc_pwc, hetconv, pconv, standard

# FACTS: params and GFLOPs (2 × MACs, then with the counter's terms) at 640 pixels, for 80 and for 20 classes.
PARAMS = {
    "v5n-c3": (1_872_157, 1_790_977),
    "v5n-csphet-p1": (2_435_165, 2_353_985),
    "v5n-csphet-p2": (1_982_557, 1_901_377),
    "v5n-csphet-p4": (1_756_253, 1_675_073),
    "v5n-csphet-p8": (1_643_101, 1_561_921),
    "v5n-csphet-p16": (1_586_525, 1_505_345),
    "v5n-csppc": (1_480_445, 1_399_265),
    "v5n-c3dual-g4": (1_545_469, 1_464_289),
    "v5n-c3het-p4": (1_532_701, 1_451_521),
    "v8n-c2f": (3_157_200, 3_014_748),
    "v8n-csphet-p4": (2_524_944, 2_382_492),
    "v8n-csppc": (2_269_104, 2_126_652),
}
GFLOPS = {
    "v5n-c3": ("4.468", "4.564", "4.210", "4.306"),
    "v5n-csphet-p1": ("5.910", "5.980", "5.652", "5.721"),
    "v5n-csphet-p2": ("4.756", "4.826", "4.498", "4.568"),
    "v5n-csphet-p4": ("4.180", "4.249", "3.922", "3.991"),
    "v5n-csphet-p8": ("3.891", "3.961", "3.633", "3.703"),
    "v5n-csphet-p16": ("3.747", "3.817", "3.489", "3.559"),
    "v5n-csppc": ("3.477", "3.547", "3.219", "3.288"),
    "v5n-c3dual-g4": ("3.639", "3.722", "3.381", "3.464"),
    "v8n-csphet-p4": ("7.171", "7.260", "6.530", "6.617"),
    "v8n-csppc": ("6.532", "6.621", "5.891", "5.978"),
}


def gigaflops(macs: int) -> str:
    return f"{2 * macs / 1e9:.3f}"


def test_every_variant_has_its_figures():
    assert set(PARAMS) == set(variants.VARIANTS)


@pytest.mark.parametrize("variant", PARAMS)
def test_parameters_to_the_digit(variant: str):
    assert tuple(layers.detector(variant, classes).params for classes in (80, 20)) == PARAMS[variant]


@pytest.mark.parametrize("variant", GFLOPS)
def test_gigaflops_with_and_without_the_counters_terms(variant: str):
    of_80, of_20 = layers.detector(variant, 80, 640), layers.detector(variant, 20, 640)
    macs = (of_80.macs, of_80.macs_thop, of_20.macs, of_20.macs_thop)
    assert tuple(map(gigaflops, macs)) == GFLOPS[variant]


def test_gigaflops_of_the_rows_with_fewer_figures():
    assert [gigaflops(layers.detector("v5n-c3het-p4", n, 640).macs) for n in (80, 20)] == ["3.603", "3.345"]
    c2f = layers.detector("v8n-c2f", 80, 640)
    upsampling = sum(layer.thop_operations for layer in c2f.layers if layer.operator == "upsample")
    assert gigaflops(c2f.macs_thop - upsampling) == "8.855"  # this published figure leaves upsampling out


def test_weights_of_the_operators_at_64_channels():
    assert standard.weights(64, 64) == 36_864
    assert hetconv.weights(64, 64, p=4) == 12_288
    assert hetconv.weights(64, 64, p=1) == 36_864
    assert dualconv.weights(64, 64, groups=4) == 13_312
    assert dualconv.weights(64, 64, groups=4) - hetconv.weights(64, 64, p=4) == 64 * 64 // 4
    assert pconv.weights(64, 64) == 36_864 // 16


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hetconv.weights(64, 64, p=3), r"p=3 must divide in_channels=64 and out_channels=64"),
        (lambda: hetconv.weights(64, 64, p=0), r"p=0 must divide"),
        (lambda: dualconv.weights(64, 62, groups=4), r"groups=4 must divide in_channels=64 and out_channels=62"),
        (lambda: dwc_pwc.weights(8, 8, kernel_size=2), r"kernel_size=2 must be odd and positive"),
        (lambda: layers.detector("v5n-c4"), r"variant='v5n-c4' must be one of v5n-c3, "),
        (lambda: layers.detector("v5n-c3", frame="c4"), r"frame='c4' must be one of c3, c2f"),
        (lambda: layers.detector("v5n-c3", replaced="none"), r"replaced='none' must be one of all, backbone, neck"),
        (lambda: layers.detector("v5n-c3", 0), r"classes=0 must be at least 1"),
        (lambda: layers.detector("v5n-c3", 20, 500), r"size=500 must be a positive multiple of 32"),
    ],
)
def test_errors_name_the_value_and_the_rule(call, message: str):
    with pytest.raises(ValueError, match=message):
        call()


def replaced_blocks(detector: layers.DetectorCost) -> set[str]:
    """Return the blocks that have a HetConv."""
    return {layer.path.split(".")[0] for layer in detector.layers if layer.operator == "hetconv"}


def test_blocks_can_be_replaced_in_the_backbone_or_the_neck_alone():
    parts = {key: layers.detector("v5n-csphet-p4", 20, replaced=key) for key in layers.REPLACED}
    assert {key: replaced_blocks(part) for key, part in parts.items()} == {
        key: set(paths) for key, paths in layers.REPLACED.items()
    }
    assert gigaflops(parts["backbone"].macs_thop) == "4.104"  # FACTS: the article's 4.1
    plain = layers.detector("v5n-c3", 20)
    assert parts["backbone"].params + parts["neck"].params == parts["all"].params + plain.params


def test_a_bottleneck_can_be_put_into_the_other_frame():
    hidden, side = 16, 160  # stage2 at 640 pixels
    in_c3 = layers.detector("v5n-csphet-p4", 20, frame="c3")
    stage2 = [layer for layer in in_c3.layers if layer.path.startswith("stage2.")]
    assert [layer.path for layer in stage2] == [f"stage2.{n}" for n in ("cv1", "cv2", "m.0.cv1", "m.0.cv2", "cv3")]
    assert sum(layer.weights for layer in stage2) == 2 * 32 * hidden + 2 * hidden**2 * (9 + 3) // 4 + 32 * 32
    assert all(layer.height == side for layer in stage2)


def test_the_command_prints_the_rows():
    command = [sys.executable, "-m", "hetviz.costs", "--json", "--classes", "80", "--size", "416"]
    printed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert printed == layers.rows(80, 416)
    assert set(printed[0]) == {"variant", "params", "macs", "flops", "params_fused"}
    assert all(row["flops"] == 2 * row["macs"] for row in printed)
