"""Every trained detector computes what it computed when its weights were committed, in every form that serves it."""

import pytest
import torch

from hetviz.detectors import weights
from hetviz.reparam import convert
from tests import golden_tensors

LEVELS = ("p3", "p4", "p5")


@pytest.mark.parametrize("variant", weights.trained())
def test_a_detector_gives_its_golden_maps(variant: str):
    """Failing after new weights? `python -m tests.golden_tensors` writes the files anew."""
    kept = golden_tensors.read(variant)
    for name, tensor in golden_tensors.compute(variant).items():
        torch.testing.assert_close(tensor, kept[name], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("variant", weights.trained())
def test_the_form_that_serves_gives_them_too(variant: str):
    kept = golden_tensors.read(variant)
    network = convert.convert(weights.load(variant), "coarse")
    with torch.inference_mode():
        maps = network(kept["input"])
    for level, raw in zip(LEVELS, maps, strict=True):
        torch.testing.assert_close(raw, kept[level], rtol=1e-3, atol=1e-3)


def test_every_trained_variant_has_its_file_and_no_other_has_one():
    assert {path.stem for path in golden_tensors.FOLDER.glob("*.safetensors")} == set(weights.trained())


def test_the_maps_are_far_from_the_tolerance():
    """A tolerance says nothing about maps that are nearly nothing."""
    for variant in weights.trained():
        assert min(golden_tensors.read(variant)[level].std() for level in LEVELS) > 0.5
