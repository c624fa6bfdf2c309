"""The lesson's numbers, each against the definition or the papers, and what the server answers its steps."""

import numpy as np
import pytest
import torch
from skimage import data
from torch.nn import functional as F

from hetviz.operators.dualconv import DualConv
from hetviz.operators.hetconv import HetConv
from hetviz.page import lesson_numbers
from hetviz.page.entries import entries
from hetviz.page.tabs import lesson_tab


@pytest.fixture(scope="module")
def numbers() -> dict:
    return lesson_numbers.numbers()


def stored(module: torch.nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())


def test_the_small_filter(numbers: dict):
    small = numbers["dots"]
    assert (small["filter"], small["dotted"], small["halved"]) == (72, 24, 40)
    assert 8 * small["dotted"] == stored(HetConv(8, 8, p=4))
    assert 8 * small["halved"] == stored(HetConv(8, 8, p=2))
    assert small["layer"] == 576


def test_the_layer_of_64_channels(numbers: dict):
    layer = numbers["fold_dot"]["layer"]
    assert layer == {"standard": 36_864, "hetconv": 12_288, "dualconv": 13_312}
    assert layer["dualconv"] == stored(DualConv(64, 64, groups=4))


def test_the_patch_is_the_photograph_s(numbers: dict):
    patch = numbers["one_filter"]["patch"]
    left, top, side = patch["left"], patch["top"], patch["side"]
    own = data.astronaut()[top : top + side, left : left + side]
    assert np.array_equal(np.stack([patch["red"], patch["green"], patch["blue"]], -1), own)


def test_what_the_authors_published(numbers: dict):
    assert numbers["two_layers"]["published"] == {"standard": 94.06, "hetconv": 93.93}


def test_only_unequal_class_counts_give_the_headline(numbers: dict):
    rows = {(row["own"], row["reference"]): row for row in numbers["own_yolo"]["headlines"]}
    assert rows[20, 80]["difference"] == -197_084
    assert rows[20, 20]["difference"] == rows[80, 80]["difference"] == -115_904
    assert [pair for pair, row in rows.items() if row["met"]] == [(20, 80)]


def test_the_rivals_were_trained_alike(numbers: dict):
    rivals, apart = numbers["own_yolo"]["rivals"], numbers["own_yolo"]["apart"]
    assert len({rival["training"] for rival in rivals}) == 1
    compared = {rival["variant"] for rival in rivals}
    assert compared >= {"v5n-c3", "v5n-csphet-p4"}
    assert compared | set(apart) >= {"v5n-csppc", "v5n-c3het-p4"}
    served = entries()
    assert all(served[key]["training"] != rivals[0]["training"] for key in apart)


def test_the_self_check(numbers: dict):
    check = numbers["check"]
    assert round(100 * check["change"], 1) == 6.2
    assert check["ratio"] == pytest.approx(1 / 3)


def test_the_trained_chain_is_one_convolution():
    answer = lesson_tab.straight({})
    assert (answer["count"], answer["window"]) == (6, 13)
    assert answer["largest"] > 0.1
    assert answer["difference"] < 1e-9


def test_the_folded_kernel_computes_the_same_as_both():
    answer = lesson_tab.fold({})
    grouped, pointwise = torch.tensor(answer["grouped"]).double(), torch.tensor(answer["pointwise"]).double()
    x = torch.rand(1, 1, 9, 9, dtype=torch.float64)
    both = F.conv2d(x, grouped[None, None], padding=1) + pointwise * x
    grouped[1, 1] += pointwise
    assert torch.allclose(F.conv2d(x, grouped[None, None], padding=1), both, atol=1e-12)
    assert pointwise != 0
