import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from hetviz.detectors import weights
from hetviz.detectors.variants import build
from hetviz.explaining import explain, targets, tracing
from hetviz.explaining.explain import (
    LARGEST_MAP,
    Explainer,
    Subject,
    View,
    other_subject,
    row_of_box,
    row_of_point,
    subject,
)
from hetviz.pictures.boxes import Detections
from hetviz.pictures.letterbox import Letterbox

SIZE = 64


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    for seed, variant in enumerate(("v5n-c3", "v5n-csphet-p4", "v8n-c2f")):
        torch.manual_seed(seed)
        weights.save(build(variant, 3), variant, {"classes": ["cat", "dog", "car"], "size": SIZE}, folder)
    return folder


@pytest.fixture(scope="module")
def explainer(folder: Path) -> Explainer:
    return explain.load("v5n-csphet-p4", folder)


PIXELS = np.random.default_rng(0).integers(0, 255, (60, 120, 3), np.uint8)


@pytest.fixture(scope="module")
def view(explainer: Explainer) -> View:
    return explainer.view(PIXELS)


def test_a_view_has_every_row_in_the_pictures_pixels(view: View):
    assert len(view.answers) == len(view.scores) == 3 * (64 + 16 + 4)
    np.testing.assert_allclose(view.scores.max(1), view.answers.confidences, rtol=1e-4)
    assert view.answers.boxes_xyxy.min() == 0 and view.answers.boxes_xyxy.max(0)[2:].tolist() == [120, 60]
    assert [view.level(row) for row in (0, 191, 192, 239, 240, 251)] == ["P3", "P3", "P4", "P4", "P5", "P5"]


def test_a_head_without_anchors_answers_once_a_cell(folder: Path):
    """Its scores are its classes' alone, and its maps are made like the others'."""
    explainer = explain.load("v8n-c2f", folder)
    view = explainer.view(PIXELS)
    assert len(view.answers) == len(view.scores) == 64 + 16 + 4
    np.testing.assert_allclose(view.scores.max(1), view.answers.confidences, rtol=1e-4)
    assert [view.level(row) for row in (0, 63, 64, 79, 80, 83)] == ["P3", "P3", "P4", "P4", "P5", "P5"]
    for score in targets.TARGETS:
        explanation = explainer.explain(view, asked(view, 81), score=score)
        assert explanation.values.any() and explanation.reason == "" and explanation.layer == "stage4"
    areas = explainer.areas(view, explanation)
    assert 0 < areas["deletion"] < 1 and 0 < areas["insertion"] < 1


def test_a_head_without_anchors_stands_beside_one_with_them(folder: Path, view: View):
    """An object of one family is looked for among the boxes of the other."""
    other = explain.load("v8n-c2f", folder).view(PIXELS)
    found = other_subject(view, other, asked(view, 200), 0.9, 0.45)
    assert found.how == "same_place" and found.row < 84
    assert found.confidence == pytest.approx(float(other.scores[found.row, found.class_id]))


@pytest.mark.parametrize("row", [96, 110, 215, 240])
def test_a_box_is_found_again(row: int, view: View):
    """Also where it was rounded on its way through the page."""
    box = view.answers.boxes_xyxy[row].round(2)
    found = row_of_box(view, box, int(view.answers.class_ids[row]))
    np.testing.assert_allclose(view.answers.boxes_xyxy[found], box, atol=0.5)


def test_a_point_finds_the_best_box_that_holds_it(view: View):
    row = row_of_point(view, 30, 20, 1)
    left, top, right, bottom = view.answers.boxes_xyxy[row]
    assert left <= 30 <= right and top <= 20 <= bottom
    for point in ((-1, 5), (120, 5), (5, 60), (np.nan, 5)):
        with pytest.raises(ValueError, match="must lie in the picture of 120×60 pixels"):
            row_of_point(view, *point, 1)


def made_up(*rows: tuple[float, float, float, float, float, int]) -> View:
    table = np.array(rows)
    answers = Detections(table[:, :4].astype(np.float32), table[:, 4].astype(np.float32), table[:, 5].astype(np.int64))
    scores = np.zeros((len(rows), 2), np.float32)
    scores[np.arange(len(rows)), answers.class_ids] = answers.confidences
    return View(torch.zeros(1, 3, SIZE, SIZE), Letterbox(1, 0, 0), SIZE, SIZE, answers, scores, 3, 1)


def test_the_other_detector_is_explained_by_its_own_box_or_at_the_same_place():
    own = made_up((0, 0, 20, 20, 0.9, 0), (30, 30, 50, 50, 0.8, 1))
    other = made_up((30, 30, 51, 50, 0.02, 1), (2, 0, 20, 20, 0.7, 0), (30, 30, 50, 50, 0.9, 0))
    first, second = (subject(own, row, class_id, "asked") for row, class_id in ((0, 0), (1, 1)))
    found = other_subject(own, other, first, 0.25, 0.45)
    assert (found.row, found.how) == (1, "matched")
    found = other_subject(own, other, second, 0.25, 0.45)
    assert found.how == "same_place" and found.class_id == 1 and found.row == 0
    assert found.confidence == pytest.approx(0.02)


def test_far_from_every_box_the_nearest_overlap_is_taken():
    view = made_up((0, 0, 20, 20, 0.9, 0), (10, 10, 20, 20, 0.1, 0))
    assert explain.row_at_place(view, np.array([15, 15, 60, 60]), 0) == 1


def asked(view: View, row: int) -> Subject:
    return subject(view, row, int(view.answers.class_ids[row]), "asked")


@pytest.mark.parametrize("row", [100, 200, 245])
def test_the_default_layer_follows_the_level_that_answered(row: int, explainer: Explainer, view: View):
    explanation = explainer.explain(view, asked(view, row))
    assert explanation.layer == explain.DEFAULT_LAYERS[view.level(row)]
    assert explanation.method == explain.DEFAULT_METHOD


def test_the_map_lies_where_the_cells_lie(explainer: Explainer, view: View, monkeypatch: pytest.MonkeyPatch):
    """A layer of 8×8 cells over a picture twice as wide as high: two rows of padding above and below are cut off."""
    values = np.zeros((8, 8), np.float32)
    values[0] = 100  # in the padding
    values[3, 6] = 2  # centre at 52, 28 of the input; less 17 of padding and enlarged by 120/64, at 97.5, 22.5
    values[4, 0] = -1
    traced = tracing.Trace(values, values[None], values[None], None, 0.5, "")
    monkeypatch.setattr(tracing, "trace", lambda *_: traced)
    explanation = explainer.explain(view, asked(view, 100))
    assert explanation.values.shape == (60, 120)
    assert np.abs(np.subtract(np.unravel_index(explanation.values.argmax(), (60, 120)), (21.5, 97))).max() <= 1.5
    assert explanation.high == pytest.approx(2, abs=0.3) and explanation.low == pytest.approx(-1, abs=0.1)
    assert explanation.values.min() == 0


def test_a_map_that_lies_in_the_padding_only_says_so(explainer: Explainer, view: View, monkeypatch: pytest.MonkeyPatch):
    values = np.zeros((8, 8), np.float32)
    values[0] = 1
    monkeypatch.setattr(tracing, "trace", lambda *_: tracing.Trace(values, values[None], values[None], None, 0.5, ""))
    assert explainer.explain(view, asked(view, 100)).reason == "padding"


def test_a_large_picture_has_a_smaller_map(explainer: Explainer):
    view = explainer.view(np.zeros((500, 2000, 3), np.uint8))
    assert explainer.explain(view, asked(view, 100)).values.shape == (160, LARGEST_MAP)


def test_visitors_at_once_get_their_own_maps(explainer: Explainer):
    """Two pictures through the same detector from two threads: the library's hooks must not meet."""
    pictures = [PIXELS, PIXELS[::-1].copy()]

    def maps(pixels: np.ndarray) -> np.ndarray:
        view = explainer.view(pixels)
        return explainer.explain(view, asked(view, 100)).trace.activations

    alone = [maps(pixels) for pixels in pictures]
    results: list[list[np.ndarray]] = [[], []]

    def work(index: int) -> None:
        results[index] = [maps(pictures[index]) for _ in range(6)]

    threads = [threading.Thread(target=work, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for expected, got in zip(alone, results, strict=True):
        assert len(got) == 6
        for activations in got:
            np.testing.assert_allclose(activations, expected, rtol=1e-4, atol=1e-6)


def test_many_maps_leave_no_memory_behind(explainer: Explainer, view: View):
    """40 maps after a warm-up of 10."""

    def rounds(count: int) -> int:
        for row in range(count):
            explainer.explain(view, asked(view, row))
        return resident()

    before = rounds(10)
    assert rounds(40) <= 1.05 * before


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return 1024 * int(line.split()[1])


def test_an_explainer_is_kept_until_its_weights_change(folder: Path):
    first = explain.load("v5n-c3", folder)
    assert explain.load("v5n-c3", folder) is first
    torch.manual_seed(9)
    weights.save(build("v5n-c3", 3), "v5n-c3", {"classes": ["cat", "dog", "car"], "size": SIZE}, folder)
    assert explain.load("v5n-c3", folder) is not first


def test_wrong_names_are_named(explainer: Explainer, view: View, folder: Path):
    for wrong, rule in (
        ({"layer": "stage9"}, "layer='stage9'"),
        ({"score": "x"}, "score='x'"),
        ({"method": 3}, "method=3"),
    ):
        with pytest.raises(ValueError, match=f"{rule} must be one of"):
            explainer.explain(view, asked(view, 100), **wrong)
    with pytest.raises(weights.WeightsError, match="'v5n-csppc' has no weights"):
        explain.load("v5n-csppc", folder)
