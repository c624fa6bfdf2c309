"""What the server says of one frame."""

import base64
from contextlib import ExitStack

import cv2
import numpy as np
import pytest

from hetviz.detectors import weights
from hetviz.page.tabs import live_tab
from hetviz.pictures import images
from hetviz.pictures.examples import example


def frame(pixels: np.ndarray) -> str:
    return base64.b64encode(cv2.imencode(".jpg", pixels)[1].tobytes()).decode()


def question(**changes) -> dict:
    pixels = np.zeros((48, 64, 3), np.uint8)
    return {"frame": frame(pixels), "variants": ["v5n-c3", "v5n-csphet-p4"], "confidence": 0.25, "iou": 0.45} | changes


def test_both_detectors_answer_for_the_same_frame():
    answer = live_tab.see(question())
    assert (answer["width"], answer["height"]) == (64, 48)
    assert list(answer["answers"]) == ["v5n-c3", "v5n-csphet-p4"]
    assert answer["milliseconds"] > 0


@pytest.mark.usefixtures("v8n_c2f_untrained")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frame": "%%%"}, "not_a_picture"),
        ({"frame": 7}, "not_a_picture"),
        ({"frame": base64.b64encode(b"words").decode()}, "not_a_picture"),
        ({"frame": "A" * (2 * live_tab.LARGEST_FRAME)}, "not_a_picture"),
        ({"frame": ""}, "empty"),
        ({"frame": frame(np.zeros((4, 4, 3), np.uint8))}, "too_small"),
        ({"variants": ["v8n-c2f"]}, "no_weights"),
        ({"variants": ["v5n-c4"]}, "failed"),
        ({"variants": None}, "failed"),
        ({"confidence": float("nan")}, "failed"),
        ({"iou": 7}, "failed"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_place_is_free_again(changes: dict, code: str):
    for _ in range(live_tab.MOST_WAITING + 1):
        assert live_tab.see(question(**changes))["error"] == code


def test_too_many_frames_at_once_are_told_to_come_again():
    with ExitStack() as others:
        for _ in range(live_tab.MOST_WAITING):
            others.enter_context(live_tab._places)
        assert live_tab.see(question())["error"] == "busy"
    assert "answers" in live_tab.see(question())


def test_the_variants_asked_for_have_weights():
    assert {"v5n-c3", "v5n-csphet-p4"} <= set(weights.trained())


def test_the_sample_is_made_of_example_photographs():
    pictures = live_tab.sample({})["pictures"]
    assert len(pictures) == len(live_tab.SAMPLE)
    for url, key in zip(pictures, live_tab.SAMPLE, strict=True):
        found = images.read(base64.b64decode(url.removeprefix("data:image/jpeg;base64,"))).pixels
        assert max(found.shape) <= live_tab.LONGEST_SIDE
        height, width = example(key).shape[:2]
        assert found.shape[1] / found.shape[0] == pytest.approx(width / height, rel=0.01)
