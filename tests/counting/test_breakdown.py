import pytest

from hetviz.counting import breakdown, layers
from hetviz.counting.conventions import LOG, TERMS, Convention
from hetviz.detectors import variants
from hetviz.operators.table import OPERATORS


@pytest.mark.parametrize("variant", variants.VARIANTS)
@pytest.mark.parametrize("convention", [Convention(), LOG, Convention(False, True, "norm")])
def test_layers_and_parts_add_up_to_the_whole(variant: str, convention: Convention):
    row = breakdown.detector_row(variant, 34, 416, convention)
    assert [sum(layer[column] for layer in row["layers"]) for column in (7, 8)] == [row["params"], row["operations"]]
    assert [sum(part[i] for part in row["shares"].values()) for i in (0, 1)] == [row["params"], row["operations"]]


def test_the_conventions_are_the_readings_of_costs():
    detector = layers.detector("v5n-c3", 80)
    macs = [Convention(flops=False, terms=terms).totals(detector)[1] for terms in TERMS]
    assert (macs[0], macs[2]) == (detector.macs, detector.macs_thop)
    upsampling = (128 * 40**2) + (64 * 80**2)  # two maps, doubled in size
    assert macs[2] - macs[1] == upsampling
    assert Convention(fused=True).totals(detector)[0] == detector.params_fused
    assert Convention(fused=True, terms="thop").totals(detector)[1] == 2 * (detector.macs + upsampling)


def test_only_the_inside_and_the_frame_of_blocks_differ_between_variants():
    rows = [
        breakdown.detector_row(variant, 20, 640, Convention())["shares"] for variant in ("v5n-c3", "v5n-csphet-p16")
    ]
    assert [rows[0][key] == rows[1][key] for key in ("inside", "frame", "outside", "head")] == [
        False,
        False,
        True,
        True,
    ]


def test_layers_of_two_blocks_share_their_places():
    rows = [breakdown.detector_row(variant, 20, 640, Convention())["layers"] for variant in ("v5n-c3", "v5n-csphet-p4")]
    places = [{layer[1] for layer in row} for row in rows]
    assert {place.split(".")[-1] for place in places[0] - places[1]} == {"bypass"}
    assert places[1] <= places[0]


def test_one_layer_loses_two_thirds_at_p_4():
    for row in breakdown.layer_curves(640, Convention()):
        assert row["counts"]["v5n-csphet-p4"][0] * 3 == row["counts"]["v5n-c3"][0]
        assert row["counts"]["v5n-csphet-p1"] == row["counts"]["v5n-c3"]


# FACTS: ratios to the standard convolution at K=3, P=G=4, M=N=64.
def test_ratios_of_the_operators():
    rows = breakdown.operators(64, 64, kernel_size=3, p=4, groups=4, side=40, stride=1)
    ratios = {key: f"{row['ratio']:.4f}" for key, row in rows.items()}
    assert set(ratios) == set(OPERATORS)
    assert ratios.items() >= {
        "standard": "1.0000", "hetconv": "0.3333", "dualconv": "0.3611", "gwc_pwc": "0.3611",
        "dwc_pwc": "0.1267", "pconv": "0.0625", "spconv": "0.3611", "orepa": "1.0000",
    }.items()  # fmt: skip
    assert (rows["standard"]["weights"], rows["hetconv"]["weights"]) == (36_864, 12_288)
    assert rows["hetconv"]["macs"] == 12_288 * 40**2


def test_a_stride_halves_the_output_and_odd_sides_round_up():
    rows = breakdown.operators(8, 8, kernel_size=3, p=2, groups=2, side=41, stride=2)
    assert rows["standard"]["macs"] == 8 * 8 * 9 * 21**2


def test_what_is_not_possible_says_why_and_leaves_the_others():
    rows = breakdown.operators(6, 10, kernel_size=3, p=4, groups=3, side=8, stride=1)
    assert rows["hetconv"] == {"rule": "p=4 must divide in_channels=6 and out_channels=10"}
    assert rows["dualconv"] == {"rule": "groups=3 must divide in_channels=6 and out_channels=10"}
    assert "must equal" in rows["pconv"]["rule"] and "into a whole even part" in rows["spconv"]["rule"]
    assert rows["dwc_pwc"]["weights"] == 6 * 9 + 60
