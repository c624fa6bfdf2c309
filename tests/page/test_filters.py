"""The answers about one filter at work, without a browser."""

import base64

import numpy as np
import pytest
import torch

from hetviz.detectors import weights
from hetviz.explaining import filter_parts
from hetviz.page.diagrams import kernel_layers
from hetviz.page.handlers import filters
from hetviz.pictures.examples import example
from hetviz.reparam import layer_kernels

QUESTION = {"example": "chelsea", "variant": "v5n-csphet-p4", "layer": "stage4.m.0.cv2"}


def unpacked(answer: dict, key: str, kind: str = "<f4") -> np.ndarray:
    return np.frombuffer(base64.b64decode(answer[key]), kind)


@pytest.mark.parametrize("variant", weights.trained())
def test_a_layer_travels_without_loss(variant: str):
    path = kernel_layers(variant)[-1]["path"]
    answer = filters.at_work(QUESTION | {"variant": variant, "layer": path})
    work = filter_parts.load(variant).look(example("chelsea"), path)
    stored = layer_kernels.parts(layer_kernels.find(weights.load(variant), path))
    for key, kind, expected in (
        ("kxk", "<f2", stored.kxk),
        ("dots", "<f2", stored.dots),
        ("inputs", "<f4", work.inputs),
        ("outputs", "<f4", work.outputs),
    ):
        np.testing.assert_array_equal(unpacked(answer, key, kind).astype("<f4"), expected.numpy().ravel(), key)
    shape = [answer[key] for key in ("n", "m", "k", "height", "width")]
    assert shape == [*stored.kxk.shape[:3], *work.inputs.shape[1:]]
    assert len(answer["candidates"]) == len(work.found) > 0


def test_switches_change_results_and_boxes_but_not_the_kernels():
    trained, off = filters.at_work(QUESTION), filters.at_work(QUESTION | {"dots": True, "everywhere": True})
    assert trained["kxk"] == off["kxk"] and trained["dots"] == off["dots"]
    assert trained["inputs"] != off["inputs"] and trained["candidates"] != off["candidates"]
    alone = filters.at_work(QUESTION | {"dots": True})
    assert trained["inputs"] == alone["inputs"] and trained["outputs"] != alone["outputs"]
    x = torch.from_numpy(unpacked(alone, "inputs").reshape(1, 64, alone["height"], alone["width"]).copy())
    expected = filter_parts.load("v5n-csphet-p4").look(example("chelsea"), QUESTION["layer"]).parts.results(x)[0]
    np.testing.assert_allclose(unpacked(alone, "outputs"), expected.numpy().ravel(), atol=1e-3)


def test_shares_come_layer_by_layer():
    answer = filters.variance_shares({"example": "chelsea", "variant": "v5n-csphet-p8"})
    expected = filter_parts.load("v5n-csphet-p8").variances(example("chelsea"))
    assert [row["share"] for row in answer["layers"]] == pytest.approx([row.share for row in expected], rel=1e-3)
    assert {row["p"] for row in answer["layers"]} == {8}
    assert filters.variance_shares({"example": "chelsea", "variant": "v5n-c3"}) == {"layers": []}


@pytest.mark.usefixtures("v8n_c2f_untrained")
@pytest.mark.parametrize("wrong", [
    {"layer": "stage2"}, {"layer": "stem"}, {"layer": "../x"}, {"layer": None}, {"part": 4}, {"part": -1}, {"part": "0"},
    {"kxk": "yes"}, {"variant": "v5n"}, {"variant": ["v5n-c3"]}, {"variant": "v8n-c2f"}, {"example": "../../etc/passwd"},
    {"example": None, "path": "/etc/passwd"},
])  # fmt: skip
def test_a_question_that_has_no_answer_gets_a_code(wrong: dict):
    assert filters.at_work(QUESTION | wrong)["error"] in ("failed", "no_weights", "gone")


@pytest.mark.parametrize("question", [None, [], {}, {"example": "chelsea"}, {"example": "chelsea", "variant": 3}])
def test_no_question_gets_a_code(question: object):
    assert filters.variance_shares(question)["error"] == "failed"
