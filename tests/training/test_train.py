import dataclasses
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from hetviz.detectors import weights
from hetviz.detectors.variants import VARIANTS, build
from hetviz.timing import processor
from hetviz.train import main, parse
from hetviz.training import data
from hetviz.training.head_losses import HEAD_LOSSES
from hetviz.training.publish import manifest_entry, publish
from hetviz.training.recipes import TINY, Phase, Recipe
from hetviz.training.run import Run, has_bf16, optimizers, running_average

QUICK = Recipe(phases=(Phase(2, 64), Phase(1, 64, mosaic=False)), batch=8, holdout=8, score_every=3, size=64)


@pytest.fixture(autouse=True)
def one_thread():
    """Small tensors are slower on two threads, and far slower where something else runs."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-c2f"])  # one a head; bare HetConvs in the one
def test_a_tiny_run_learns_the_drawn_shapes(variant: str, tmp_path: Path):
    """The loss falls by a quarter, and mAP50 on pictures that were held out rises above 0.15 from about 0."""
    run = Run(variant, data.drawn_shapes(240, 0), TINY, 0, tmp_path / "run.pt")
    run.finish()
    assert run.history[-1]["loss"] < 0.75 * run.history[0]["loss"]
    assert run.history[-1]["map50"] > 0.15


@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v8n-csphet-p4"])
def test_an_interrupted_run_ends_like_one_that_was_not(variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    dataset = data.drawn_shapes(32, 0, 64)
    whole = Run(variant, dataset, QUICK, 3, tmp_path / "whole.pt").finish()
    broken = Run(variant, dataset, QUICK, 3, tmp_path / "broken.pt")
    save = Run.save

    def save_then_stop(run: Run) -> None:
        save(run)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Run, "save", save_then_stop)
        with pytest.raises(KeyboardInterrupt):
            broken.finish()
    resumed = Run(variant, dataset, QUICK, 3, tmp_path / "broken.pt")
    assert resumed.epoch == 1
    for expected, got in zip(whole.state_dict().values(), resumed.finish().state_dict().values(), strict=True):
        torch.testing.assert_close(got, expected)


def test_a_run_that_cannot_be_is_refused(tmp_path: Path):
    shapes = data.drawn_shapes(20, 0, 64)
    with pytest.raises(ValueError, match="variant='v5n-c4' must be one of v5n-c3, "):
        Run("v5n-c4", shapes, QUICK, 0, tmp_path / "run.pt")
    with pytest.raises(ValueError, match="batch=8 must be at most the 7 pictures"):
        Run("v5n-c3", data.drawn_shapes(15, 0, 64), QUICK, 0, tmp_path / "run.pt")


def test_the_command_names_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "sys.argv", ["train", "--variant", "v5n-c3", "--data", str(tmp_path), "--threads", "1", "--no-teacher"]
    )
    with pytest.raises(SystemExit, match=r"train: .*classes\.json is missing"):
        main()


def test_the_manifest_entry_says_what_the_weights_come_from(tmp_path: Path):
    shapes = data.drawn_shapes(20, 0, 64)
    run = Run("v5n-csphet-p4", shapes, QUICK, 5, tmp_path / "run.pt")
    entry = manifest_entry(run, "v5n-csphet-p4", shapes, "shapes")
    assert entry["params"] == sum(weight.numel() for weight in run.detector.parameters())
    assert (entry["size"], entry["epochs"], entry["seed"]) == (64, 3, 5)
    assert entry["classes"] == ["square", "disc", "triangle"]
    assert entry["data"] == "shapes train, 12 images (the last 8 held out)"
    assert entry["processor"] == f"{processor.processor()}, 1 threads" or torch.cuda.is_available()
    assert json.loads(json.dumps(entry["recipe"]))["phases"][1] == {"epochs": 1, "size": 64, "mosaic": False}


def test_a_manifest_entry_has_the_settings_of_its_own_head_alone(tmp_path: Path):
    """So that those of the other head can change without a run of this one becoming another."""
    shapes = data.drawn_shapes(20, 0, 64)
    entries = {
        variant: manifest_entry(Run(variant, shapes, QUICK, 0, tmp_path / variant), variant, shapes, "shapes")
        for variant in ("v5n-c3", "v8n-c2f")
    }
    own = {variant: set(entry["recipe"]) for variant, entry in entries.items()}
    assert own["v5n-c3"] - own["v8n-c2f"] == {"gains", "anchors"} and "anchors" in entries["v5n-c3"]
    assert own["v8n-c2f"] - own["v5n-c3"] == {"distribution_gains"} and "anchors" not in entries["v8n-c2f"]
    assert own["v5n-c3"] | own["v8n-c2f"] == {field.name for field in dataclasses.fields(Recipe)}


def test_both_families_are_trained_alike(tmp_path: Path):
    """Their entries compare, whatever weighs the parts of their losses; those are the settings of `weights.OF_HEADS`."""
    shapes, other = data.drawn_shapes(20, 0, 64), dataclasses.replace(QUICK, imitation=2.0)
    ways = [
        weights.way_of_training(
            manifest_entry(Run(variant, shapes, recipe, 0, tmp_path / name), variant, shapes, "shapes")
        )
        for name, variant, recipe in (("a", "v5n-c3", QUICK), ("b", "v8n-c2f", QUICK), ("c", "v8n-c2f", other))
    ]
    assert ways[0] == ways[1] != ways[2]
    assert set(weights.OF_HEADS) == {name for each in HEAD_LOSSES.values() for name in each.settings}


def test_a_resumed_run_keeps_its_precision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Even on a processor that would choose the other one; both are tried, whatever this processor has."""
    dataset = data.drawn_shapes(64, 0, 64)
    for precision in ("bf16", "fp32"):
        file = tmp_path / f"{precision}.pt"
        monkeypatch.setattr("hetviz.training.run.has_bf16", lambda _, p=precision: p == "bf16")
        Run("v5n-c3", dataset, QUICK, 0, file).save()
        monkeypatch.setattr("hetviz.training.run.has_bf16", lambda _, p=precision: p == "fp32")
        resumed = Run("v5n-c3", dataset, QUICK, 0, file)
        assert resumed.precision_name == precision
        assert f"trains on {resumed.device.type} in {precision}, from boxes alone" in resumed.conditions()
        assert manifest_entry(resumed, "v5n-c3", dataset, "shapes")["precision"] == precision


def test_bf16_is_chosen_only_where_torch_computes_in_it():
    """In a process that may use AVX2 alone, as on an older processor."""
    script = "import torch; from hetviz.training.run import has_bf16; print(has_bf16(torch.device('cpu')))"
    older = os.environ | {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2"}
    told = subprocess.run([sys.executable, "-c", script], env=older, capture_output=True, text=True, check=True).stdout
    assert told.strip() == "False"
    flags = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    assert has_bf16(torch.device("cpu")) == ("avx512_bf16" in flags)


def test_the_average_follows_weights_and_statistics():
    """After n equal steps of 1 the average is behind by what the shares of `move` say, summed by hand."""
    layer = torch.nn.BatchNorm2d(1)
    average = running_average(layer, 0.9)
    expected = 0.0
    for count in range(1, 6):
        layer.running_mean.fill_(count)
        layer.weight.data.fill_(count)
        layer.num_batches_tracked.fill_(count)
        average.update_parameters(layer)
        share = 1 if count == 1 else 1 - 0.9 * (1 - math.exp(-count / 500))
        expected += share * (count - expected)
    assert average.module.running_mean.item() == pytest.approx(expected, rel=1e-5)
    assert average.module.weight.item() == pytest.approx(expected, rel=1e-5)
    assert average.module.num_batches_tracked.item() == 5


def test_a_checkpoint_of_another_recipe_is_refused(tmp_path: Path):
    dataset = data.drawn_shapes(64, 0, 64)
    Run("v5n-c3", dataset, QUICK, 0, tmp_path / "run.pt").save()
    with pytest.raises(ValueError, match="was written by another recipe"):
        Run("v5n-c3", dataset, TINY, 0, tmp_path / "run.pt")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_parameter_has_one_optimizer(variant: str):
    detector = build(variant).to(memory_format=torch.channels_last)
    held = [id(w) for o in optimizers(detector, Recipe()) for group in o.param_groups for w in group["params"]]
    assert sorted(i for i in held if i in {id(w) for w in detector.parameters()}) == sorted(
        map(id, detector.parameters())
    )


def test_muon_follows_only_what_batchnorm_follows():
    """A bare HetConv's scale is undone by nothing, so steps of a fixed size would let it grow without bound."""
    detector = build("v5n-csphet-p4").to(memory_format=torch.channels_last)
    muon = {id(w) for w in optimizers(detector, Recipe())[0].param_groups[0]["params"]}
    assert id(detector.stage4.cv1.conv.weight) in muon
    assert not {id(w) for w in detector.stage4.m.parameters()} & muon
    assert not {id(w) for w in detector.head.parameters()} & muon


def test_muon_follows_the_units_of_a_head_without_anchors():
    """But neither their last 1×1, which has a bias and no BatchNorm, nor the bins' numbers, which stay what they are."""
    head = build("v8n-c2f").to(memory_format=torch.channels_last)
    muon = {id(w) for w in optimizers(head, Recipe())[0].param_groups[0]["params"]}
    branch = head.head.cv2[0]
    assert [id(part.weight) in muon for part in (branch[0].conv, branch[1].conv, branch[2])] == [True, True, False]
    assert id(head.head.dfl.weight) not in muon


def test_data_is_asked_for_unless_tiny(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        parse(["--variant", "v5n-c3"])
    assert "--data DIR is needed without --tiny" in capsys.readouterr().err
    assert parse(["--variant", "v5n-c3", "--tiny"]).tiny


def entry(seed: int, map50: float, **changes) -> dict:
    same = {
        "recipe": {"phases": ({"epochs": 2},)},
        "data": "photographs",
        "split": "val",
        "images": 3,
        "classes": ["cat"],
    }
    return {**same, "size": 64, "seed": seed, "map50": map50, **changes}


def test_another_seed_adds_its_score_and_leaves_the_weights(tmp_path: Path):
    assert publish(build("v5n-c3", 1), "v5n-c3", entry(0, 0.4), tmp_path)
    content = (tmp_path / "v5n-c3.safetensors").read_bytes()
    assert not publish(build("v5n-c3", 1), "v5n-c3", entry(1, 0.5), tmp_path)
    kept = weights.manifest(tmp_path)["v5n-c3"]
    assert kept["map50_by_seed"] == {"0": 0.4, "1": 0.5} and (kept["seed"], kept["map50"]) == (0, 0.4)
    assert (tmp_path / "v5n-c3.safetensors").read_bytes() == content
    assert publish(build("v5n-c3", 1), "v5n-c3", entry(0, 0.41), tmp_path), "the first seed run again"
    assert weights.manifest(tmp_path)["v5n-c3"]["map50_by_seed"] == {"0": 0.41, "1": 0.5}


def test_scores_of_another_recipe_or_split_are_not_mixed(tmp_path: Path):
    publish(build("v5n-c3", 1), "v5n-c3", entry(0, 0.4), tmp_path)
    assert publish(build("v5n-c3", 1), "v5n-c3", entry(1, 0.5, recipe={"phases": ()}), tmp_path)
    assert publish(build("v5n-c3", 1), "v5n-c3", entry(1, 0.5, teacher={"name": "a"}), tmp_path)
    kept = weights.manifest(tmp_path)["v5n-c3"]
    assert kept["map50_by_seed"] == {"1": 0.5} and kept["seed"] == 1
