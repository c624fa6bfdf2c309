import importlib

import pytest

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.page import diagrams
from hetviz.page.diagrams import CLASS_COUNTS, INPUT_SIZES, VARIANTS, layer_weights, live_costs


def test_the_sizes_at_which_detectors_are_served_can_be_chosen():
    assert {entry["size"] for entry in weights.manifest().values()} <= set(INPUT_SIZES)


@pytest.mark.parametrize("classes", CLASS_COUNTS)
@pytest.mark.parametrize("size", INPUT_SIZES)
def test_the_pages_numbers_are_those_of_costs(classes: int, size: int):
    rows = {row["variant"]: row for row in layers.rows(classes, size)}
    shown = live_costs()[str(classes)][str(size)]
    assert set(shown) == set(VARIANTS) and len(shown) >= 9
    for variant, numbers in shown.items():
        assert numbers == {key: rows[variant][key] for key in ("params", "flops")}


def test_one_layer_of_64_channels():
    """M N (K² / P + 1 - 1/P) for HetConv, M N (K² / G + 1) for DualConv, (K M / 4)² for PConv; M = N = 64, K = 3."""
    het = {f"v5n-csphet-p{p}": count for p, count in {1: 36_864, 2: 20_480, 4: 12_288, 8: 8_192, 16: 6_144}.items()}
    others = {"v5n-c3": 36_864, "v5n-csppc": 2_304, "v5n-c3dual-g4": 13_312, "v5n-c3het-p4": 12_288}
    other_family = {"v8n-c2f": 36_864, "v8n-csphet-p4": 12_288, "v8n-csppc": 2_304}
    assert layer_weights() == het | others | {key: other_family[key] for key in VARIANTS if key in other_family}


def test_all_of_yolov5n_and_what_else_is_trained_can_be_chosen(monkeypatch: pytest.MonkeyPatch):
    """Read anew, with one YOLOv8n in the manifest and one that is not."""
    with monkeypatch.context() as patch:
        patch.setattr(weights, "trained", lambda: ("v5n-c3", "v8n-csppc"))
        offered = importlib.reload(diagrams).VARIANTS
    importlib.reload(diagrams)
    assert [key for key in offered if key.startswith("v8n")] == ["v8n-csppc"] and len(offered) == 10
