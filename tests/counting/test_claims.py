import pytest

from hetviz.counting import claims
from hetviz.counting.claims import CLAIMS, Setting, count, judge, solve
from hetviz.counting.conventions import LOG, Convention

BY_KEY = {claim.key: claim for claim in CLAIMS}


def judged(key: str, **setting) -> dict:
    return judge(BY_KEY[key], Setting(**setting))


# FACTS: what a count says to each claim: the difference at equal class counts, and the nearest setting's figures.
@pytest.mark.parametrize(
    ("key", "equal", "nearest", "verdict"),
    [
        ("v5_csphet", -115_904, -197_084, "only_there"),
        ("v5_csppc", -391_712, -391_712, "off"),
        ("v5_dual", -326_688, -326_688, "off"),
        ("v8_csphet", -632_256, -774_708, "off"),
        ("v8_csppc", -888_096, -1_030_548, "only_there"),
    ],
)
def test_parameters_of_each_claim(key: str, equal: int, nearest: int, verdict: str):
    half = judged(key)["halves"]["params"]
    assert (half["count"], half["nearest"]["count"], half["verdict"]) == (equal, nearest, verdict)
    assert judged(key, own_classes=80, reference_classes=80)["halves"]["params"]["count"] == equal


@pytest.mark.parametrize(
    ("key", "of_20", "of_80", "nearest", "verdict"),
    [
        ("v5_csphet", "3.991", "4.249", "4.104", "only_there"),
        ("v5_csppc", "3.288", "3.547", "3.288", "holds"),
        ("v8_csphet", "6.617", "7.260", "6.617", "holds"),
        ("v8_csppc", "5.978", "6.621", "5.978", "holds"),
    ],
)
def test_gigaflops_of_each_claim(key: str, of_20: str, of_80: str, nearest: str, verdict: str):
    halves = [judged(key, own_classes=n, reference_classes=n)["halves"]["gflops"] for n in (20, 80)]
    assert [f"{half['count']:.3f}" for half in halves] == [of_20, of_80]
    assert (f"{halves[0]['nearest']['count']:.3f}", halves[0]["verdict"]) == (nearest, verdict)


def test_the_setting_nearest_to_4_1_replaces_the_backbones_blocks_alone():
    nearest = judged("v5_csphet")["halves"]["gflops"]["nearest"]
    assert (nearest["own_classes"], nearest["replaced"]) == (20, "backbone")


def test_no_usual_setting_meets_both_halves_of_the_first_claim():
    assert judged("v5_csphet")["together"] == []
    assert all(s["own_classes"] == 20 and s["reference_classes"] == 80 for s in judged("v8_csppc")["together"])


def test_about_200k_is_met_by_what_rounds_to_it_in_its_first_digit():
    claim = BY_KEY["v5_csphet"]
    assert claim.about and judged("v5_csphet")["about"]

    def distance(difference: int) -> float:
        return claims.distances(claim, claims.Count(Setting(), 0, difference, 4.1))["params"]

    assert distance(-150_000) == distance(-249_999) == 0
    assert distance(-144_732) == 5_268  # the backbone's four blocks against the 80-class header
    assert not BY_KEY["v5_csppc"].about


def test_which_class_counts_give_4_1_gigaflops():
    assert solve("v5n-csphet-p4", "4.1", Convention(terms="norm"))["ranges"] == [[34, 57]]  # FACTS
    assert solve("v5n-csphet-p4", "4.1", LOG)["ranges"] == [[34, 56]]  # upsampling counted too: 4.1505 at 57


def test_every_class_count_of_the_answer_rounds_to_the_figure_and_no_other_does():
    [[first, last]] = solve("v5n-csphet-p4", "4.10", LOG, replaced="backbone")["ranges"]
    rounded = [f"{count('v5n-csphet-p4', Setting(n, n, '', 'backbone')).gflops:.2f}" for n in range(1, 201)]
    assert [n for n, figure in enumerate(rounded, 1) if figure == "4.10"] == [*range(first, last + 1)]


def test_a_figure_out_of_reach_has_no_class_count_but_a_nearest_one():
    answer = solve("v5n-c3", "9.9", LOG)
    assert answer["ranges"] == [] and answer["nearest"]["classes"] == 200


def test_multiply_adds_are_half_the_flops():
    macs = solve("v5n-csphet-p4", "2.05", Convention(flops=False, terms="thop"))["ranges"][0]
    flops = solve("v5n-csphet-p4", "4.1", LOG)["ranges"][0]
    assert flops[0] <= macs[0] <= macs[1] <= flops[1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: solve("v5n-c3", "four", LOG), r"figure='four' must be a number above 0"),
        (lambda: solve("v5n-c3", "NaN", LOG), r"figure='NaN' must be a number above 0"),
        (lambda: solve("v5n-c3", "1e9", LOG), r"figure='1e9' must be a number above 0 and below 1000"),
        (lambda: solve("v5n-c4", "4.1", LOG), r"variant='v5n-c4' must be one of"),
        (lambda: Setting(own_classes=0), r"own_classes=0 must be 1 to 1000"),
        (lambda: Setting(reference_classes=1001), r"reference_classes=1001 must be 1 to 1000"),
        (lambda: Convention(terms="all"), r"terms='all' must be one of convolutions, norm, thop"),
    ],
)
def test_errors_name_the_value_and_the_rule(call, message: str):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_claim_is_judged():
    assert [row["key"] for row in claims.table(Setting())] == [claim.key for claim in CLAIMS]


def test_csphet_is_heavier_than_csppc_in_both_families():
    told = claims.heavier(Setting())
    assert [(row["variant"], row["params"]) for row in told] == [
        ("v5n-csphet-p4", 1_675_073 - 1_399_265),
        ("v8n-csphet-p4", 2_524_944 - 2_269_104),
    ]
    assert [row["reference"] for row in told] == ["v5n-csppc", "v8n-csppc"]
