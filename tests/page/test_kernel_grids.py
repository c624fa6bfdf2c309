"""Answers about layers as grids of kernels, without a browser."""

import base64
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from hetviz.detectors import weights
from hetviz.page.handlers import examined_layers, kernel_grids
from hetviz.pictures.examples import EXAMPLES
from hetviz.reparam import layer_kernels

PATH = "stage3.m.0.cv1"


def unpacked(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_a_layer_comes_without_loss():
    answer = kernel_grids.layer({"variant": "v5n-csphet-p4", "path": PATH})
    stored = layer_kernels.kernels(layer_kernels.find(weights.load("v5n-csphet-p4"), PATH)).values
    np.testing.assert_array_equal(unpacked(answer["values"]).reshape(stored.shape), stored.numpy())
    assert (answer["operator"], answer["p"], answer["m"], answer["n"], answer["k"]) == ("hetconv", 4, 32, 32, 3)


@pytest.mark.parametrize("question", [
    {"variant": "v5n-csphet-p4", "path": PATH},
    {"m": 24, "n": 48, "k": 5, "p": 8},
    {"m": 3, "n": 3, "k": 3, "p": 1},
    {"m": 200, "n": 16, "k": 1, "p": 2},
])  # fmt: skip
def test_the_identity_holds(question: dict):
    answer = kernel_grids.compare({"example": "chelsea", **question})
    het, dual = unpacked(answer["het"]), unpacked(answer["dual"])
    assert len(het) == answer["width"] * answer["height"] and het.std() > 0
    assert np.abs(het - dual).max() <= answer["difference"] < 1e-5 * max(1, answer["largest"])
    assert answer["redundant"] == answer["channels"] * answer["filters"] // answer["p"]


@pytest.mark.parametrize("question", [
    {}, {"variant": "v5n-c3"}, {"variant": "v5n-c3", "path": "stage2"}, {"variant": ["v5n-c3"], "path": PATH},
    {"variant": "v5n-c3", "path": "stem.bn"}, {"variant": "../x", "path": PATH}, {"variant": None, "path": None},
])  # fmt: skip
def test_a_question_that_has_no_answer_gets_a_code(question: dict):
    assert kernel_grids.layer(question)["error"] in ("failed", "no_weights")
    assert kernel_grids.compare({"example": "chelsea", **question})["error"] in ("failed", "no_weights")


@pytest.mark.parametrize("wrong", [
    {"m": 10**6}, {"m": 0}, {"m": "16"}, {"n": 2.5}, {"k": 383}, {"k": 4}, {"p": 3}, {"p": -1}, {"m": None},
])  # fmt: skip
def test_numbers_out_of_range_are_refused_before_anything_is_made(wrong: dict):
    shape = {"m": 16, "n": 16, "k": 3, "p": 4} | wrong
    assert kernel_grids.compare({"example": "chelsea", **shape})["error"] == "failed"
    assert kernel_grids.snippet({"operator": "hetconv", **shape})["error"] == "failed"


def test_an_unknown_picture_is_refused():
    assert kernel_grids.compare({"example": "../../etc/passwd", "m": 16, "n": 16, "k": 3, "p": 4})["error"] == "failed"


def test_layers_that_are_looked_at_at_once_do_not_see_each_other_s_pictures():
    layer = layer_kernels.find(examined_layers.detector("v5n-csphet-p4"), PATH)
    pictures = list(EXAMPLES)

    def seen(picture: str) -> torch.Tensor:
        return examined_layers.reaching("v5n-csphet-p4", layer, picture)

    alone = [seen(picture) for picture in pictures]
    with ThreadPoolExecutor(len(pictures)) as pool:
        together = list(pool.map(seen, 3 * pictures))
    assert all(torch.equal(found, alone[index % len(pictures)]) for index, found in enumerate(together))
