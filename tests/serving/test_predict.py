import math
from functools import partial

import numpy as np
import pytest

from hetviz.detectors.decoding import decode_anchors
from hetviz.detectors.heads import ANCHORS
from hetviz.pictures.boxes import iou_matrix
from hetviz.pictures.examples import example
from hetviz.serving import engine, predict
from hetviz.serving.predict import MOST_CANDIDATES, candidates, detect


class Painted:
    """A network that sees the same two overlapping boxes of one class, and one of another, in every picture."""

    size = 64
    classes = ("cat", "dog", "car")
    decode = partial(decode_anchors, anchors=ANCHORS)

    def __call__(self, square: np.ndarray) -> tuple[np.ndarray, ...]:
        assert square.shape == (64, 64, 3)
        maps = [np.full((1, 24, 64 // s, 64 // s), -9.0, np.float32) for s in (8, 16, 32)]
        for column, objectness, class_id in ((3, 3.0, 0), (4, 2.0, 0), (7, 1.0, 1)):
            cell = maps[0].reshape(3, 8, 8, 8)[2, :, 3, column]
            cell[:4], cell[4], cell[5 + class_id] = (0.0, 0.0, 0.0, 0.0), objectness, 9.0
            if column == 4:
                cell[0] = -0.55  # moved left, onto the first
        return tuple(maps)


def test_boxes_come_back_in_pixels_of_the_picture():
    """A picture twice as wide as the input and half as high: scale 1/2, 16 rows of grey above."""
    found = candidates(np.zeros((64, 128, 3), np.uint8), Painted()).detections.strongest(1)
    width, height = (side * 2 for side in ANCHORS[0][2])
    x, y = 2 * 3.5 * 8, 2 * (3.5 * 8 - 16)
    np.testing.assert_allclose(
        found.boxes_xyxy, [[x - width / 2, y - height / 2, x + width / 2, y + height / 2]], rtol=1e-5
    )


def test_threshold_and_suppression():
    pixels = np.zeros((64, 64, 3), np.uint8)
    assert len(candidates(pixels, Painted()).detections) == 3
    assert detect(pixels, Painted()).detections.class_ids.tolist() == [0, 1]
    assert detect(pixels, Painted(), iou=0.95).detections.class_ids.tolist() == [0, 0, 1]
    assert detect(pixels, Painted(), confidence=0.8).detections.class_ids.tolist() == [0]


def test_the_answer_as_json():
    answer = detect(np.zeros((64, 64, 3), np.uint8), Painted()).to_json(Painted.classes)
    assert (answer["width"], answer["height"]) == (64, 64)
    assert [row["class"] for row in answer["detections"]] == ["cat", "dog"]
    assert answer["detections"][0]["confidence"] == pytest.approx(1 / (1 + math.exp(-3)), abs=1e-3)
    assert set(answer["milliseconds"]) == {"letterbox", "network", "boxes"}
    assert all(time >= 0 for time in answer["milliseconds"].values())


@pytest.mark.parametrize("value", [7, -0.1, 0.01, math.nan, math.inf, "a"])
def test_a_confidence_out_of_range_is_named(value: float):
    with pytest.raises(ValueError, match=f"confidence={value} must be a number between 0.05 and 1"):
        detect(np.zeros((64, 64, 3), np.uint8), Painted(), confidence=value)


def test_an_iou_out_of_range_is_named():
    with pytest.raises(ValueError, match="iou=1.5 must be a number between 0 and 1"):
        detect(np.zeros((64, 64, 3), np.uint8), Painted(), iou=1.5)


@pytest.mark.parametrize("variant", ["v5n-c3", "v5n-csphet-p4"])
@pytest.mark.parametrize(
    ("key", "name", "box"),
    [
        ("chelsea", "cat", (80, 0, 451, 300)),
        ("motorcycle", "motorbike", (92, 35, 683, 451)),
        ("grace_hopper", "person", (30, 20, 512, 600)),
    ],
)
def test_real_photographs(variant: str, key: str, name: str, box: tuple[int, ...]):
    """The trained detectors find the person, the animal and the vehicle, about where they are."""
    network = engine.load(variant)
    prediction = detect(example(key), network)
    assert len(prediction.detections) <= MOST_CANDIDATES
    found = prediction.detections[prediction.detections.class_ids == network.classes.index(name)]
    assert len(found), f"no {name} found"
    assert iou_matrix(found.boxes_xyxy, np.array([box])).max() > 0.5


def test_times_are_medians_of_runs_in_turn_but_for_the_first(monkeypatch: pytest.MonkeyPatch):
    """By a clock that only the networks move on."""
    now, order = 0.0, []

    class Slow(Painted):
        def __init__(self, name: str, spans: tuple[int, ...]) -> None:
            self.name, self.spans = name, iter(spans)

        def __call__(self, square: np.ndarray) -> tuple[np.ndarray, ...]:
            nonlocal now
            order.append(self.name)
            now += next(self.spans) / 1000
            return super().__call__(square)

    monkeypatch.setattr(predict.time, "perf_counter", lambda: now)
    networks = [Slow("a", (50, 5, 6, 90)), Slow("b", (1, 2, 9, 3))]
    first, second = predict.timed_candidates(np.zeros((64, 64, 3), np.uint8), networks, 3)
    assert first.milliseconds == pytest.approx({"letterbox": 0, "network": 6, "boxes": 0})
    assert second.milliseconds["network"] == pytest.approx(3) and "".join(order) == "abababab"
    assert len(first.detections) == 3
