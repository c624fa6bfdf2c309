import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from matplotlib.cbook import get_sample_data

from hetviz import evaluate
from hetviz.detectors import weights
from hetviz.detectors.decoding import decode_anchors
from hetviz.detectors.heads import ANCHORS
from hetviz.pictures import images
from hetviz.pictures.boxes import Detections
from hetviz.serving import engine
from hetviz.training import scoring
from hetviz.training.data import Dataset, Sample
from hetviz.training.scoring import score


def sample(boxes: list[list[float]], classes: list[int], difficult: list[bool] | None = None) -> Sample:
    marks = np.array(difficult or [False] * len(boxes), bool)
    pixels = np.zeros((100, 100, 3), np.uint8)
    return Sample("x", pixels, np.array(boxes, np.float32).reshape(-1, 4), np.array(classes, np.int64), marks)


def found(boxes: list[list[float]], confidences: list[float], classes: list[int]) -> Detections:
    return Detections(
        np.array(boxes, np.float32).reshape(-1, 4), np.array(confidences, np.float32), np.array(classes, np.int64)
    )


A, B, C = [10, 10, 30, 30], [50, 50, 90, 90], [60, 10, 80, 30]


def test_all_found_exactly_scores_one():
    dataset = Dataset(("cat", "dog"), (sample([A, B], [0, 1]),))
    scores = score(dataset, [found([A, B], [0.9, 0.8], [0, 1])])
    assert scores == {"map50": 1.0, "map50_95": 1.0, "per_class": {"cat": 1.0, "dog": 1.0}}


def test_nothing_found_scores_zero():
    scores = score(Dataset(("cat",), (sample([A], [0]),)), [Detections.empty()])
    assert scores == {"map50": 0.0, "map50_95": 0.0, "per_class": {"cat": 0.0}}


def test_average_precision_by_hand():
    """Two objects; hit, miss, hit by falling confidence: precision 1 up to recall 0.5, then 2/3."""
    dataset = Dataset(("cat",), (sample([A, B], [0, 0]),))
    scores = score(dataset, [found([A, C, B], [0.9, 0.8, 0.7], [0, 0, 0])])
    assert scores["map50"] == pytest.approx((51 * 1 + 50 * 2 / 3) / 101, abs=1e-6)


def test_loose_boxes_count_at_half_overlap_only():
    loose = [10, 10, 30, 22]  # IoU 0.6 with A: a hit at 0.50, 0.55 and 0.60
    scores = score(Dataset(("cat",), (sample([A], [0]),)), [found([loose], [0.9], [0])])
    assert scores["map50"] == 1.0 and scores["map50_95"] == pytest.approx(0.3)


def test_difficult_objects_are_neither_hits_nor_misses():
    dataset = Dataset(("cat",), (sample([A, B], [0, 0], [False, True]),))
    assert score(dataset, [found([A], [0.9], [0])])["map50"] == 1.0  # B not found: no miss
    assert score(dataset, [found([B, A], [0.95, 0.9], [0, 0])])["map50"] == 1.0  # B found first: no false alarm


def test_a_difficult_object_excuses_every_detection_on_it():
    """VOC's rule. COCO's own for ignored objects would call the second detection on B a false alarm."""
    dataset = Dataset(("cat",), (sample([A, B], [0, 0], [False, True]),))
    near = [51, 51, 90, 90]  # on B, too
    assert score(dataset, [found([B, near, A], [0.95, 0.93, 0.9], [0, 0, 0])])["map50"] == 1.0
    inside = [60, 60, 70, 70]  # within B, but its overlap with B is small: a false alarm before the hit
    assert score(dataset, [found([inside, A], [0.95, 0.9], [0, 0])])["map50"] == 0.5


def test_an_object_found_twice_is_found_once():
    dataset = Dataset(("cat",), (sample([A, B], [0, 0]),))
    twice = found([A, [11, 11, 30, 30], B], [0.9, 0.8, 0.7], [0, 0, 0])
    assert score(dataset, [twice])["map50"] == pytest.approx((51 * 1 + 50 * 2 / 3) / 101, abs=1e-6)


def test_a_class_with_difficult_objects_only_is_left_out():
    dataset = Dataset(("cat", "dog"), (sample([A, B], [0, 1], [False, True]),))
    assert score(dataset, [found([A], [0.9], [0])])["per_class"] == {"cat": 1.0}


def test_a_class_without_objects_is_left_out():
    scores = score(Dataset(("cat", "dog"), (sample([A], [0]),)), [found([A, B], [0.9, 0.9], [0, 1])])
    assert scores["per_class"] == {"cat": 1.0} and scores["map50"] == 1.0


class Blind:
    """A network of two classes that sees one cat, 15.5×10.8 in the middle of a cell, in every picture."""

    name, size, classes = "blind", 64, ("cat", "dog")
    decode = partial(decode_anchors, anchors=ANCHORS)

    def __call__(self, batch: np.ndarray) -> tuple[np.ndarray, ...]:
        maps = tuple(np.full((1, 21, 64 // s, 64 // s), -15.0, np.float32) for s in (8, 16, 32))
        maps[0].reshape(3, 7, 8, 8)[2, :, 3, 3] = (0, 0, 0, 0, 5, 5, -15)  # the third anchor, as it is: 15.5×10.8
        return maps


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of one grey picture, and have `Blind` loaded in place of a trained detector."""
    monkeypatch.setattr(evaluate.engines, "load", lambda variant, engine: Blind())
    (tmp_path / "classes.json").write_text('["cat", "dog"]')
    cv2.imwrite(str(tmp_path / "a.png"), np.full((64, 64, 3), 114, np.uint8))
    return tmp_path


def write(folder: Path, *objects: dict) -> None:
    line = {"image": "a.png", "width": 64, "height": 64, "objects": objects}
    (folder / "mine.jsonl").write_text(json.dumps(line) + "\n")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    command = ["evaluate", "--variant", "v5n-c3", "--data", str(folder), "--split", "mine", *options]
    monkeypatch.setattr(sys, "argv", command)
    evaluate.main()


def test_the_command_scores_a_split_of_one_picture(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    write(folder, {"class": "cat", "box_xyxy": [20.25, 22.6, 35.75, 33.4]})
    run(folder, monkeypatch, "--json")
    assert json.loads(capsys.readouterr().out) == {
        "variant": "v5n-c3",
        "split": "mine",
        "images": 1,
        "map50": 1.0,
        "map50_95": 1.0,
        "per_class": {"cat": 1.0},
        "engine": "blind",
    }
    run(folder, monkeypatch)
    assert "v5n-c3 on mine (1 images, blind): mAP50 1.0000, mAP50-95 1.0000" in capsys.readouterr().out


def test_a_split_without_objects_has_no_class_to_score(folder: Path):
    write(folder)
    result = evaluate.evaluate("v5n-c3", str(folder), "mine")
    assert (result["images"], result["map50"], result["per_class"]) == (1, 0.0, {})


def test_the_command_names_the_broken_line(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    write(folder, {"class": "cat", "box_xyxy": [0, 0, 65, 64]})
    with pytest.raises(SystemExit):
        run(folder, monkeypatch)
    assert "mine.jsonl, line 1: box_xyxy=[0, 0, 65, 64] must be four numbers" in capsys.readouterr().err


def test_other_classes_than_the_detectors_are_refused(folder: Path):
    write(folder)
    (folder / "classes.json").write_text('["dog", "cat"]')
    with pytest.raises(ValueError, match="must list the detector's classes: cat, dog"):
        evaluate.evaluate("v5n-c3", str(folder), "mine")


def portrait() -> Dataset:
    classes = tuple(weights.manifest()["v5n-c3"]["classes"])
    with get_sample_data("grace_hopper.jpg") as file:
        pixels = images.read(file.read()).pixels
    person = np.array([[30, 20, 512, 600]], np.float32), np.array([classes.index("person")]), np.zeros(1, bool)
    return Dataset(classes, (Sample("hopper", pixels, *person),))


def test_the_served_form_is_compared_with_torch():
    found = scoring.served("v5n-c3", portrait(), weights.FOLDER)
    served = engine.load("v5n-c3")
    assert (found["engine"], found["precision"]) == (served.name, served.precision)
    assert found["map50"] > 0.5 and found["boxes"] >= found["boxes_found"] > 0


def test_a_served_form_that_scores_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch):
    person, nothing = found([A], [0.9], [14]), Detections.empty()
    monkeypatch.setattr(scoring, "find", lambda network, *_: person if network.name == "torch" else nothing)
    dataset = replace(portrait(), samples=(replace(portrait().samples[0], boxes_xyxy=np.array([A], np.float32)),))
    with pytest.raises(ValueError, match=r"v5n-c3 scores 0.0 by openvino in \w+, 1.0 by torch: more apart than 0.002"):
        scoring.served("v5n-c3", dataset, weights.FOLDER)


def test_the_served_form_is_not_scored_on_other_classes():
    with pytest.raises(ValueError, match="classes.json lists cat; it must list the detector's classes: aeroplane, "):
        scoring.served("v5n-c3", replace(portrait(), classes=("cat",)), weights.FOLDER)


def test_what_is_served_matches_torch_on_val():
    """mAP50 within 0.002 for each detector; 99 in 100 of torch's boxes over 0.5 confidence, all detectors together."""
    entries = weights.manifest().values()
    for entry in entries:
        assert abs(entry["served"]["map50"] - entry["map50"]) <= scoring.LARGEST_DIFFERENCE
    boxes, found = (sum(entry["served"][key] for entry in entries) for key in ("boxes", "boxes_found"))
    assert boxes > 1000 and found >= 0.99 * boxes
