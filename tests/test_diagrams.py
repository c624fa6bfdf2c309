import pytest

from hetviz import costs
from hetviz.diagrams import CLASS_COUNTS, INPUT_SIZES, PARTS, csp_het_name, layer_weights, live_costs


@pytest.mark.parametrize("classes", CLASS_COUNTS)
@pytest.mark.parametrize("size", INPUT_SIZES)
def test_the_pages_numbers_are_those_of_costs(classes: int, size: int):
    rows = {row["variant"]: row for row in costs.rows(classes, size)}
    shown = live_costs()[str(classes)][str(size)]
    assert set(shown) == {"v5n-c3", *map(csp_het_name, PARTS)}
    for variant, numbers in shown.items():
        assert numbers == {key: rows[variant][key] for key in ("params", "flops")}


def test_one_layer_of_64_channels():
    """M N (K² / P + 1 - 1/P) at M = N = 64, K = 3, written out."""
    assert layer_weights() == {"1": 36_864, "2": 20_480, "4": 12_288, "8": 8_192, "16": 6_144}
