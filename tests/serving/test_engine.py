import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data as photographs

from hetviz.detectors import served, weights
from hetviz.detectors.variants import build
from hetviz.pictures.letterbox import letterbox
from hetviz.serving import engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed, variant in enumerate(("v5n-c3", "v5n-csphet-p4", "v8n-csphet-p4")):
        torch.manual_seed(seed)
        weights.save(build(variant, 3), variant, {"classes": ["cat", "dog", "car"], "size": 64}, tmp_path)
    return tmp_path


@pytest.mark.parametrize("variant", ["v5n-c3", "v5n-csphet-p4", "v8n-csphet-p4"])
@pytest.mark.parametrize("name", engine.RUNNERS)
def test_every_engine_answers_as_the_detector_does(name: str, variant: str, folder: Path):
    network = engine.load(variant, folder, name)
    assert (network.name, network.variant, network.size, network.classes) == (name, variant, 64, ("cat", "dog", "car"))
    square = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    expected = weights.load(variant, folder)(torch.from_numpy(square.transpose(2, 0, 1)[None] / np.float32(255)))
    tolerance = {"fp32": 1e-4, "bf16": 2e-2}[network.precision]  # bf16 has 8 bits: about 0.4 % of a value of 5
    for got, wanted in zip(network(square), expected, strict=True):
        np.testing.assert_allclose(got, wanted, atol=tolerance)


@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-csphet-p4"])
def test_no_answer_is_rounded_to_bf16(variant: str, folder: Path):
    """A logit of -8 would move by up to 0.016."""
    square = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    for level in engine.load(variant, folder)(square):
        rounded = torch.from_numpy(level.copy()).bfloat16().float().numpy()
        assert (level == rounded).mean() < 0.05


def test_an_answer_is_not_overwritten_by_the_next_one(folder: Path):
    network = engine.load("v5n-c3", folder)
    first = network(np.zeros((64, 64, 3), np.uint8))
    kept = [level.copy() for level in first]
    network(np.full((64, 64, 3), 255, np.uint8))
    for level, copy in zip(first, kept, strict=True):
        np.testing.assert_array_equal(level, copy)


def test_openvino_serves_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, folder: Path):
    monkeypatch.delenv("HETVIZ_ENGINE", raising=False)
    assert engine.chosen() == "openvino" and engine.load("v5n-c3", folder).name == "openvino"
    monkeypatch.setenv("HETVIZ_ENGINE", "torch")
    assert engine.load("v5n-c3", folder).name == "torch"
    monkeypatch.setenv("HETVIZ_ENGINE", "tensorrt")
    with pytest.raises(ValueError, match="HETVIZ_ENGINE='tensorrt' must be one of torch, openvino"):
        engine.chosen()


def test_nothing_reports_to_openvinos_makers():
    """The package that sends usage to another host cannot even be imported."""
    assert sys.modules["openvino_telemetry"] is None


def test_an_engine_is_kept_until_its_weights_change(folder: Path):
    first = engine.load("v5n-c3", folder)
    assert engine.load("v5n-c3", folder) is first
    torch.manual_seed(9)
    weights.save(build("v5n-c3", 3), "v5n-c3", {"classes": ["cat", "dog", "car"], "size": 64}, folder)
    assert engine.load("v5n-c3", folder) is not first


def test_a_variant_without_weights_is_refused(folder: Path):
    with pytest.raises(weights.WeightsError, match="'v5n-csppc' has no weights yet"):
        engine.load("v5n-csppc", folder)


def test_bf16_serves_where_the_processor_has_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HETVIZ_PRECISION", raising=False)
    assert (engine.chosen_precision(True), engine.chosen_precision(False)) == ("bf16", "fp32")
    monkeypatch.setenv("HETVIZ_PRECISION", "fp32")
    assert engine.chosen_precision(True) == "fp32"
    monkeypatch.setenv("HETVIZ_PRECISION", "bf16")
    with pytest.raises(ValueError, match="HETVIZ_PRECISION='bf16' must be one of fp32 on this processor"):
        engine.chosen_precision(False)


def test_the_chosen_precision_is_computed_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HETVIZ_PRECISION", raising=False)
    usual = engine.Engine("openvino", served.named("v5n-c3"))
    monkeypatch.setenv("HETVIZ_PRECISION", "fp32")
    single = engine.Engine("openvino", served.named("v5n-c3"))
    assert single.precision == "fp32"
    square, _ = letterbox(photographs.astronaut(), single.size)
    gap = max(np.abs(a - b).max() for a, b in zip(usual(square), single(square), strict=True))
    assert (gap > 1e-4) == (usual.precision == "bf16")
