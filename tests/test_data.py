import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from hetviz.data import GREY, Canvas, Sample, batches, drawn_shapes, load, mosaic, single, split_off


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
    with pytest.raises(ValueError, match="class 'car' of a.png is not in classes.json"):
        load(folder, "train")
    (folder / "a.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match="a.png is missing or not a picture"):
        load(folder, "train")


def test_the_part_of_train_held_out_is_its_end():
    dataset = drawn_shapes(5, 0)
    train, held_out = split_off(dataset, 2)
    assert [s.name for s in train.samples] == ["shape-0", "shape-1", "shape-2"]
    assert [s.name for s in held_out.samples] == ["shape-3", "shape-4"]
    with pytest.raises(ValueError, match="count=5 must be at least 0 and below the 5 samples"):
        split_off(dataset, 5)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("arrange", [lambda rng: mosaic([marked()] * 4, 128, rng), lambda rng: single(marked(), 128, rng)])
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
        return list(batches(dataset, batch=4, size=64, with_mosaic=True, seed=(seed, 3)))

    first, again, other = epoch(0), epoch(0), epoch(1)
    assert len(first) == 2 and first[0][0].shape == (4, 64, 64, 3)
    np.testing.assert_array_equal(first[1][0], again[1][0])
    np.testing.assert_array_equal(first[1][1], again[1][1])
    assert not np.array_equal(first[0][0], other[0][0])
