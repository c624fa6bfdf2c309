import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from hetviz.pictures.letterbox import GREY
from hetviz.training.data import Canvas, Sample, batches, drawn_shapes, load, mosaic, single, split_off


def marked(size: tuple[int, int] = (60, 80), difficult: bool = False) -> Sample:
    """Return a black picture (height, width) with one pure white object."""
    pixels = np.zeros((*size, 3), np.uint8)
    pixels[20:40, 30:60] = 255
    box = np.array([[30, 20, 60, 40]], np.float32)
    return Sample("marked", pixels, box, np.array([2]), np.array([difficult]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "classes.json").write_text('["cat", "dog", "car"]')
    sample = marked()
    cv2.imwrite(str(tmp_path / "a.png"), sample.pixels)
    objects = [{"class": "car", "box_xyxy": [30, 20, 60, 40], "difficult": True}]
    (tmp_path / "train.jsonl").write_text(json.dumps({"image": "a.png", "width": 80, "height": 60, "objects": objects}))
    return tmp_path


def test_a_folder_is_read(folder: Path):
    dataset = load(folder, "train")
    assert dataset.classes == ("cat", "dog", "car")
    (sample,) = dataset.samples
    np.testing.assert_array_equal(sample.pixels, marked().pixels)
    assert sample.boxes_xyxy.tolist() == [[30, 20, 60, 40]]
    assert sample.class_ids.tolist() == [2] and sample.difficult.tolist() == [True]


def test_what_is_missing_is_named(folder: Path):
    with pytest.raises(ValueError, match=r"val\.jsonl is missing"):
        load(folder, "val")
    (folder / "classes.json").write_text('["cat"]')
    with pytest.raises(ValueError, match="train.jsonl, line 1: class 'car' is not in classes.json"):
        load(folder, "train")
    (folder / "classes.json").write_text('["cat", "dog", "car"]')
    (folder / "a.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match="a.png is missing or not a picture"):
        load(folder, "train")


LINE = {"image": "a.png", "width": 80, "height": 60, "objects": []}
CAR = {"class": "car", "box_xyxy": [30, 20, 60, 40]}


def with_box(*box: object) -> dict:
    return LINE | {"objects": [CAR | {"box_xyxy": list(box)}]}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"image": "a.png", ', "not JSON, Expecting property name"),
        ("[]", "[] must be an object with the keys image, width, height, objects"),
        ({k: v for k, v in LINE.items() if k != "width"}, "the key 'width' is missing"),
        (LINE | {"height": "60"}, "height='60' must be of type int"),
        (LINE | {"objects": None}, "objects=None must be of type list"),
        (LINE | {"objects": [{"class": "car"}]}, "the key 'box_xyxy' is missing"),
        (LINE | {"objects": ["car"]}, "'car' must be an object with the keys class, box_xyxy"),
        (LINE | {"objects": [CAR | {"class": "bus"}]}, "class 'bus' is not in classes.json"),
        (LINE | {"objects": [CAR | {"difficult": "no"}]}, "difficult='no' must be true or false"),
        (with_box(30, 20, 60), "box_xyxy=[30, 20, 60] must be four numbers with 0 <= left < right <= 80 and "),
        (with_box(30, 20, "60", 40), "box_xyxy=[30, 20, '60', 40] must be four numbers"),
        (with_box(60, 20, 30, 40), "box_xyxy=[60, 20, 30, 40] must be"),  # right before left
        (with_box(30, 20, 80.5, 40), "box_xyxy=[30, 20, 80.5, 40] must be"),  # beyond the right edge
        (with_box(-1, 20, 60, 40), "box_xyxy=[-1, 20, 60, 40] must be"),
        (with_box(30, 20, 60, 61), "0 <= top < bottom <= 60"),
        (with_box(30, 20, 60, float("nan")), "box_xyxy=[30, 20, 60, nan] must be"),
        (LINE | {"width": 90}, "a.png is 80×60, the line says 90×60"),
        (LINE | {"image": "b.png"}, "b.png is missing or not a picture"),
    ],
)
def test_a_line_of_another_form_is_named_with_its_number_and_the_rule(folder: Path, line: object, message: str):
    text = line if isinstance(line, str) else json.dumps(line)
    (folder / "mine.jsonl").write_text(f"{json.dumps(LINE)}\n\n{text}\n")
    with pytest.raises(ValueError, match=f"mine.jsonl, line 3: .*{re.escape(message)}"):
        load(folder, "mine")


def test_any_split_of_the_form_is_read(folder: Path):
    """One image, without objects, then with one that touches the edges and says nothing of being difficult."""
    (folder / "mine.jsonl").write_text(json.dumps(LINE))
    (sample,) = load(folder, "mine").samples
    assert sample.boxes_xyxy.shape == (0, 4) and sample.class_ids.shape == sample.difficult.shape == (0,)
    (folder / "mine.jsonl").write_text(json.dumps(with_box(0, 0, 80, 60.0)) + "\n")
    (sample,) = load(folder, "mine").samples
    assert sample.boxes_xyxy.tolist() == [[0, 0, 80, 60]] and sample.difficult.tolist() == [False]


def test_a_split_without_images_is_refused(folder: Path):
    (folder / "mine.jsonl").write_text("\n")
    with pytest.raises(ValueError, match="mine.jsonl must name at least one image"):
        load(folder, "mine")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[", "is not JSON"),
        ('{"cat": 0}', "must be a list of class names"),
        ("[]", "must be a list"),
        ('["a", "a"]', "must name each class once"),
    ],
)
def test_classes_of_another_form_are_refused(folder: Path, text: str, rule: str):
    (folder / "classes.json").write_text(text)
    with pytest.raises(ValueError, match=f"classes.json {rule}"):
        load(folder, "train")


def test_the_part_of_train_held_out_is_its_end():
    dataset = drawn_shapes(5, 0)
    train, held_out = split_off(dataset, 2)
    assert [s.name for s in train.samples] == ["shape-0", "shape-1", "shape-2"]
    assert [s.name for s in held_out.samples] == ["shape-3", "shape-4"]
    with pytest.raises(ValueError, match="count=5 must be at least 0 and below the 5 samples"):
        split_off(dataset, 5)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "arrange",
    [lambda rng: mosaic([marked()] * 4, 128, (0.5, 1.5), rng), lambda rng: single(marked(), 128, (0.6, 1.25), rng)],
)
def test_boxes_stay_on_their_objects(arrange, seed: int):
    """Every box holds white pixels to its edge, and no white lies outside the boxes except in dropped slivers."""
    rng = np.random.default_rng(seed)
    canvas = arrange(rng)
    pixels, boxes, _ = canvas.finish(rng)
    white = pixels.min(2) > 100  # brightness is scaled by at least 0.6
    white &= ~(np.abs(pixels.astype(int) - pixels.max(2, keepdims=True)).max(2) > 4)
    for left, top, right, bottom in boxes.round().astype(int):
        inner = white[top + 2 : bottom - 2, left + 2 : right - 2]
        assert inner.size == 0 or inner.mean() > 0.95


def test_difficult_objects_are_left_out_of_training():
    canvas = Canvas.blank(96)
    canvas.paste(marked(difficult=True), 1.0, 0, 0, (0, 0, 96, 96))
    assert len(canvas.boxes[0]) == 0


def test_pasting_leaves_the_rest_alone():
    canvas = Canvas.blank(96)
    canvas.paste(marked(), 1.0, -20, -10, (0, 0, 48, 96))
    assert (canvas.pixels[:, 48:] == GREY).all()
    assert canvas.boxes[0].tolist() == [[10, 10, 40, 30]]


def test_an_epoch_is_the_same_for_the_same_seed_and_differs_for_another():
    dataset = drawn_shapes(10, 0, 64)

    def epoch(seed: int):
        return list(batches(dataset, batch=4, size=64, with_mosaic=True, zooms=(0.5, 1.5), seed=(seed, 3)))

    first, again, other = epoch(0), epoch(0), epoch(1)
    assert len(first) == 2 and first[0][0].shape == (4, 64, 64, 3)
    np.testing.assert_array_equal(first[1][0], again[1][0])
    np.testing.assert_array_equal(first[1][1], again[1][1])
    assert not np.array_equal(first[0][0], other[0][0])
