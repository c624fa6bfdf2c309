import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load as parse
from safetensors.torch import save as serialise

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.detectors.variants import VARIANTS, build

ENTRY = {"classes": ["cat", "dog", "car"], "size": 64}
COMMITTED = weights.manifest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    weights.save(build("v5n-csphet-p4", 3), "v5n-csphet-p4", ENTRY, tmp_path)
    return tmp_path


def rewrite(folder: Path, change) -> None:
    """Change the stored tensors and make the manifest's hash right again."""
    path = folder / "v5n-csphet-p4.safetensors"
    tensors = parse(path.read_bytes())
    change(tensors)
    content = serialise(tensors)
    path.write_bytes(content)
    entries = weights.manifest(folder)
    entries["v5n-csphet-p4"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(entries))


def test_what_is_saved_is_loaded_to_half_precision(folder: Path):
    torch.manual_seed(0)
    original = build("v5n-csphet-p4", 3)
    loaded = weights.load("v5n-csphet-p4", folder)
    assert not loaded.training
    for name, tensor in loaded.state_dict().items():
        torch.testing.assert_close(tensor, original.state_dict()[name], rtol=1e-3, atol=1e-7)


def test_what_was_rounded_is_loaded_to_the_bit(tmp_path: Path):
    torch.manual_seed(0)
    detector = weights.round_as_stored(build("v5n-csphet-p4", 3))
    weights.save(detector, "v5n-csphet-p4", ENTRY, tmp_path)
    loaded = weights.load("v5n-csphet-p4", tmp_path).state_dict()
    assert all(torch.equal(tensor, loaded[name]) for name, tensor in detector.state_dict().items() if tensor.ndim)


def test_a_second_variant_joins_the_first(folder: Path):
    weights.save(build("v5n-c3", 3), "v5n-c3", ENTRY, folder)
    assert weights.trained(folder) == ("v5n-c3", "v5n-csphet-p4")


def test_a_wrong_hash_is_refused(folder: Path):
    path = folder / "v5n-csphet-p4.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(weights.WeightsError, match=r"v5n-csphet-p4.safetensors has sha256 .*the manifest says"):
        weights.load("v5n-csphet-p4", folder)


def test_a_missing_file_is_said(folder: Path):
    (folder / "v5n-csphet-p4.safetensors").unlink()
    with pytest.raises(
        weights.WeightsError, match="v5n-csphet-p4.safetensors is missing, though the manifest names it"
    ):
        weights.load("v5n-csphet-p4", folder)


def test_a_missing_key_is_refused(folder: Path):
    rewrite(folder, lambda tensors: tensors.pop("stem.conv.weight"))
    with pytest.raises(weights.WeightsError, match=r"'stem.conv.weight' is missing \(1 such keys\)"):
        weights.load("v5n-csphet-p4", folder)


def test_an_extra_key_is_refused(folder: Path):
    rewrite(folder, lambda tensors: tensors.update(extra=torch.zeros(1).half()))
    with pytest.raises(weights.WeightsError, match=r"'extra' is unknown"):
        weights.load("v5n-csphet-p4", folder)


def test_a_wrong_shape_is_refused(folder: Path):
    rewrite(folder, lambda tensors: tensors.update({"stem.bn.bias": torch.zeros(17).half()}))
    with pytest.raises(weights.WeightsError, match=r"'stem.bn.bias' has shape \(17,\), expected \(16,\)"):
        weights.load("v5n-csphet-p4", folder)


def test_a_wrong_type_is_refused(folder: Path):
    rewrite(folder, lambda tensors: tensors.update({"stem.bn.bias": torch.zeros(16).half()}))
    with pytest.raises(weights.WeightsError, match=r"'stem.bn.bias' has type torch.float16, expected torch.float32"):
        weights.load("v5n-csphet-p4", folder)


def test_a_large_variance_survives_and_what_would_overflow_is_not_saved(tmp_path: Path):
    detector = build("v5n-csphet-p4", 3)
    detector.stage4.cv2.bn.running_var.fill_(1e12)
    weights.save(detector, "v5n-csphet-p4", ENTRY, tmp_path)
    assert weights.load("v5n-csphet-p4", tmp_path).stage4.cv2.bn.running_var.unique().tolist() == pytest.approx([1e12])
    with torch.no_grad():
        detector.stem.conv.weight[0, 0, 0, 0] = 1e6
    with pytest.raises(weights.WeightsError, match="'stem.conv.weight' is not finite as it would be stored"):
        weights.save(detector, "v5n-csphet-p4", ENTRY, tmp_path)


def test_a_variant_without_weights_names_those_that_have(folder: Path):
    with pytest.raises(weights.WeightsError, match=r"'v5n-c3' has no weights yet; those that have: v5n-csphet-p4"):
        weights.load("v5n-c3", folder)
    with pytest.raises(ValueError, match="variant='v5n-c4' must be one of"):
        weights.load("v5n-c4", folder)


def test_the_two_first_detectors_are_trained():
    assert {"v5n-c3", "v5n-csphet-p4"} <= COMMITTED.keys()


@pytest.mark.parametrize("variant", COMMITTED)
def test_the_committed_entry_holds(variant: str):
    entry = COMMITTED[variant]
    detector = weights.load(variant)  # checks the hash, the keys, the shapes
    assert sum(w.numel() for w in detector.parameters()) == entry["params"]
    assert layers.detector(variant, len(entry["classes"]), entry["size"]).macs == entry["macs"]
    assert (weights.FOLDER / entry["file"]).stat().st_size == entry["bytes"]
    assert entry["bytes"] < 2.2 * entry["params"], "half precision, but for the vectors"
    assert all(torch.isfinite(tensor).all() for tensor in detector.state_dict().values())
    for key in ("recipe", "epochs", "seed", "data", "split", "images", "map50", "map50_95", "seconds", "processor"):
        assert key in entry, key


@pytest.mark.parametrize("variant", COMMITTED)
def test_variants_that_were_trained_in_one_way_share_all_that_a_score_depends_on(variant: str):
    entry = COMMITTED[variant]
    way = weights.way_of_training(entry)
    for other in COMMITTED.values():
        if weights.way_of_training(other) == way:
            for key in ("epochs", "seed", "split", "images", "size", "classes"):
                assert other[key] == entry[key], key


@pytest.mark.parametrize("variant", COMMITTED)
def test_a_familys_losses_are_weighed_alike(variant: str):
    """What the name of a way of training leaves out."""
    family = VARIANTS[variant].family
    for name in weights.OF_HEADS:
        settings = [
            entry["recipe"].get(name)
            for other, entry in COMMITTED.items()
            if weights.way_of_training(entry) == weights.way_of_training(COMMITTED[variant])
            and VARIANTS[other].family == family
        ]
        assert all(setting == settings[0] for setting in settings)


def test_a_way_of_training_is_recipe_data_and_teacher():
    entry = {"recipe": {"epochs": 3}, "data": "photographs", "seed": 0, "map50": 0.3}
    way = weights.way_of_training(entry)
    assert way == weights.way_of_training(entry | {"seed": 1, "map50": 0.4, "teacher": None})
    others = ({"recipe": {"epochs": 4}}, {"data": "other photographs"}, {"teacher": {"name": "a teacher"}})
    assert way not in [weights.way_of_training(entry | other) for other in others]


@pytest.mark.parametrize("variant", weights.trained())
def test_a_flipped_bit_in_a_file_that_is_served_is_refused(variant: str, tmp_path: Path):
    entry = weights.manifest()[variant]
    content = bytearray((weights.FOLDER / entry["file"]).read_bytes())
    place = np.random.default_rng(len(content)).integers(8 * len(content))
    content[place // 8] ^= 1 << (place % 8)
    (tmp_path / entry["file"]).write_bytes(content)
    (tmp_path / "manifest.json").write_text(json.dumps({variant: entry}))
    with pytest.raises(weights.WeightsError, match=f"{entry['file']} has sha256"):
        weights.load(variant, tmp_path)


@pytest.mark.parametrize("variant", weights.trained())
def test_trained_weights_are_what_their_entry_says(variant: str):
    entry, detector = weights.manifest()[variant], weights.load(variant)
    assert sum(weight.numel() for weight in detector.parameters()) == entry["params"]
    if "anchors" in entry:
        assert detector.head.anchors == tuple(tuple(map(tuple, level)) for level in entry["anchors"])
