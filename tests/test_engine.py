from pathlib import Path

import numpy as np
import pytest
import torch

from hetviz import engine, weights
from hetviz.detectors import build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed, variant in enumerate(("v5n-c3", "v5n-csphet-p4")):
        torch.manual_seed(seed)
        weights.save(build(variant, 3), variant, {"classes": ["cat", "dog", "car"], "size": 64}, tmp_path)
    return tmp_path


@pytest.mark.parametrize("variant", ["v5n-c3", "v5n-csphet-p4"])
def test_the_engine_answers_as_the_detector_does(variant: str, folder: Path):
    network = engine.load(variant, folder)
    assert (network.variant, network.size, network.classes) == (variant, 64, ("cat", "dog", "car"))
    batch = np.random.default_rng(0).random((1, 3, 64, 64), np.float32)
    expected = weights.load(variant, folder)(torch.from_numpy(batch))
    for got, wanted in zip(network(batch), expected, strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-4)


def test_an_engine_is_kept_until_its_weights_change(folder: Path):
    first = engine.load("v5n-c3", folder)
    assert engine.load("v5n-c3", folder) is first
    torch.manual_seed(9)
    weights.save(build("v5n-c3", 3), "v5n-c3", {"classes": ["cat", "dog", "car"], "size": 64}, folder)
    assert engine.load("v5n-c3", folder) is not first


def test_a_variant_without_weights_is_refused(folder: Path):
    with pytest.raises(weights.WeightsError, match="'v5n-csppc' has no weights yet"):
        engine.load("v5n-csppc", folder)
