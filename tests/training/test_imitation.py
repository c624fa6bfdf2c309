import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from hetviz.detectors.variants import build
from hetviz.train import main
from hetviz.training import data
from hetviz.training.imitation import YOLOX_NANO, Source, Teacher, imitation_loss, watched
from hetviz.training.publish import manifest_entry
from hetviz.training.recipes import Phase, Recipe
from hetviz.training.run import Run

CHANNELS = {"stage3": (64, 8), "stage4": (128, 16), "stage5": (256, 32), "merge3": (64, 8), "out4": (128, 16)}
CHANNELS |= {"out5": (256, 32)}
QUICK = Recipe(phases=(Phase(2, 64),), batch=8, holdout=8, score_every=2, size=64)


def teacher_file(folder: Path) -> tuple[Path, Source]:
    """Write a teacher of one strided convolution a map, with YOLOX-nano's names, and return it and its description."""
    rng = np.random.default_rng(0)
    helper, constants, nodes, outputs = onnx.helper, [], [], []
    for name, (channels, stride) in CHANNELS.items():
        node = YOLOX_NANO.nodes[name]
        kernel = rng.normal(0, 0.01, (channels, 3, stride, stride)).astype(np.float32)
        constants.append(onnx.numpy_helper.from_array(kernel, f"{name}_weight"))
        inputs = ["images", f"{name}_weight"]
        nodes.append(
            helper.make_node("Conv", inputs, [node], name=node, strides=[stride] * 2, kernel_shape=[stride] * 2)
        )
        outputs.append(helper.make_tensor_value_info(node, onnx.TensorProto.FLOAT, None))
    pictures = helper.make_tensor_value_info("images", onnx.TensorProto.FLOAT, [1, 3, 64, 64])
    graph = helper.make_graph(nodes, "teacher", [pictures], outputs, constants)
    opset = helper.make_opsetid("", 17)
    file = folder / "teacher.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=9), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return file, dataclasses.replace(YOLOX_NANO, name="a small one", sha256=digest)


def test_the_loss_is_half_the_squared_difference_of_normalised_maps():
    torch.manual_seed(0)
    own, wanted = torch.randn(3, 4, 5, 6), torch.randn(3, 4, 5, 6) * 7 + 2
    by_hand = []
    for channel in range(4):
        a, b = own[:, channel].flatten(), wanted[:, channel].flatten()
        a, b = ((x - x.mean()) / x.std(correction=0) for x in (a, b))
        by_hand.append((a - b).square().mean() / 2)
    torch.testing.assert_close(imitation_loss([own], [wanted]), torch.stack(by_hand).mean())


def test_the_loss_of_an_equal_pattern_is_nought_whatever_its_scale():
    pattern = torch.randn(2, 3, 4, 4)
    assert imitation_loss([pattern], [5 * pattern - 3]).item() == pytest.approx(0, abs=1e-5)
    assert imitation_loss([pattern, pattern], [-pattern, pattern]).item() == pytest.approx(1, abs=1e-5)
    assert imitation_loss([pattern], [torch.ones_like(pattern)]).item() == 1


def test_the_student_is_watched_in_the_asked_order_and_left_alone_afterwards():
    student = build("v5n-csphet-p4", 3).eval()
    names = ("out5", "stage3")
    with watched(student, names) as maps, torch.no_grad():
        student(torch.rand(1, 3, 64, 64))
    assert [tuple(level.shape[1:]) for level in maps] == [(256, 2, 2), (64, 8, 8)]
    assert not any(module._forward_hooks for module in student.modules())


@pytest.mark.parametrize("variant", ["v5n-c3", "v8n-c2f"])
def test_the_student_has_maps_of_the_teachers_shapes(variant: str, tmp_path: Path):
    teacher = Teacher(*teacher_file(tmp_path))
    pixels = np.random.default_rng(0).integers(0, 256, (2, 96, 96, 3), np.uint8)
    student = build(variant, 3).eval()
    with watched(student, tuple(YOLOX_NANO.nodes)) as maps, torch.no_grad():
        student(torch.rand(2, 3, 96, 96))
    assert [level.shape for level in teacher(pixels)] == [tuple(level.shape) for level in maps]


def test_the_teacher_sees_bgr_from_0_to_255(tmp_path: Path):
    file, source = teacher_file(tmp_path)
    kernel = onnx.numpy_helper.to_array(onnx.load(file).graph.initializer[0])
    pixels = np.random.default_rng(1).integers(0, 256, (1, 64, 64, 3), np.uint8)
    planes = torch.from_numpy(pixels[..., ::-1].transpose(0, 3, 1, 2).astype(np.float32))
    expected = nn.functional.conv2d(planes, torch.from_numpy(kernel), stride=8).numpy()
    np.testing.assert_allclose(Teacher(file, source)(pixels)[0], expected, atol=0.02 * np.abs(expected).max())


def test_a_teacher_that_is_not_the_one_is_refused(tmp_path: Path):
    file, source = teacher_file(tmp_path)
    with pytest.raises(
        ValueError, match=r"teacher\.onnx has sha256 .*; that of YOLOX-nano, trained on COCO must be e8af07"
    ):
        Teacher(file)
    with pytest.raises(ValueError, match="has no node 'Mul_7', which a small one must have"):
        Teacher(file, dataclasses.replace(source, nodes={"stage3": "Mul_7"}))


def test_without_a_teacher_it_says_where_to_get_one_and_how_to_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked = ["train", "--variant", "v5n-c3", "--data", str(tmp_path / "photographs"), "--threads", "1"]
    monkeypatch.setattr("sys.argv", asked)
    with pytest.raises(SystemExit, match=r"teacher.*is missing: YOLOX-nano.*arXiv:2107\.08430.*--no-teacher"):
        main()


def test_a_run_draws_the_students_maps_towards_the_teachers(tmp_path: Path):
    """After 48 steps the maps agree better than those of a run that had no teacher."""
    file, source = teacher_file(tmp_path)
    shapes = data.drawn_shapes(56, 0, 64)
    pixels = np.stack([sample.pixels for sample in shapes.samples[:16]])
    recipe = dataclasses.replace(QUICK, phases=(Phase(8, 64),), warmup_epochs=0.5, imitation=20.0, score_every=8)
    losses = {}
    for teacher in (Teacher(file, source), None):
        run = Run("v5n-c3", shapes, recipe, 0, tmp_path / f"{teacher is None}.pt", teacher)
        run.finish()
        with watched(run.detector, tuple(source.nodes)) as own, torch.no_grad():
            run.detector(torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255)
        losses[teacher is None] = imitation_loss(
            own, [torch.from_numpy(level) for level in Teacher(file, source)(pixels)]
        )
    assert losses[False] < losses[True] - 0.1


def test_the_manifest_entry_names_the_teacher_and_a_run_keeps_it(tmp_path: Path):
    file, source = teacher_file(tmp_path)
    shapes = data.drawn_shapes(56, 0, 64)
    run = Run("v5n-c3", shapes, QUICK, 0, tmp_path / "run.pt", Teacher(file, source))
    entry = manifest_entry(run, "v5n-c3", shapes, "shapes")["teacher"]
    assert (entry["name"], entry["sha256"], entry["licence"]) == ("a small one", source.sha256, "Apache-2.0")
    run.save()
    with pytest.raises(ValueError, match="was written with another teacher, or without"):
        Run("v5n-c3", shapes, QUICK, 0, tmp_path / "run.pt")
