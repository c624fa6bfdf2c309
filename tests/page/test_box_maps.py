import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hetviz.detectors import weights
from hetviz.explaining import explain, map_quality
from hetviz.page.handlers import box_maps
from hetviz.page.handlers.box_maps import Asked, Question
from hetviz.page.tabs import heat_maps_tab
from hetviz.texts.sentences import table

VARIANTS = {"left": "v5n-c3", "right": "v5n-csphet-p4"}


def question(**changes: Any) -> dict[str, Any]:
    """Return what the page asks of the cat's picture: its whole middle."""
    asked = {
        "example": "chelsea", "variants": VARIANTS, "side": "left", "box": [80, 10, 400, 290], "class": 7,
        "confidence": 0.25, "iou": 0.45, "method": "hirescam", "layer": "", "score": "confidence",
    }  # fmt: skip
    return asked | changes


def unpacked(map_: dict[str, Any]) -> np.ndarray:
    shares = np.frombuffer(base64.b64decode(map_["values"]), "<u2").reshape(map_["height"], map_["width"])
    return map_["peak"] * shares.astype(np.float64) / 65535


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    return box_maps.maps(question())


def test_both_sides_are_explained_with_their_figures(answer: dict[str, Any]):
    assert answer["name"] == "cat" and set(answer["sides"]) == {"left", "right"}
    kept = box_maps.made(Question.of(Asked.sent(question())))
    for side, found in answer["sides"].items():
        assert found["how"] in (("asked",) if side == "left" else ("matched", "same_place"))
        assert found["layer"] == explain.DEFAULT_LAYERS[found["level"]]
        assert found["figures"] == explain.figures(kept.explanations[side], kept.views[side])
        assert found["low"] <= found["high"]
    assert answer["agreement"] == explain.agreement(*kept.explanations.values())


def test_the_map_survives_packing():
    map_ = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    np.testing.assert_allclose(unpacked(box_maps.packed(map_, 320)), map_, atol=1e-4)
    assert not unpacked(box_maps.packed(np.zeros((4, 4), np.float32), 320)).any()
    assert unpacked(box_maps.packed(np.ones((100, 400), np.float32), 40)).shape == (10, 40)


def test_examples_are_kept_until_the_weights_change():
    assert box_maps.made(Question.of(Asked.sent(question()))) is box_maps.made(Question.of(Asked.sent(question())))
    hashes = {variant: entry["sha256"] for variant, entry in weights.manifest().items()}
    assert Question.of(Asked.sent(question())).variants == tuple((s, v, hashes[v]) for s, v in VARIANTS.items())


def test_without_weights_for_one_side_the_other_is_explained():
    assert set(box_maps.maps(question(variants={"left": "v5n-c3", "right": None}))["sides"]) == {"left"}


@pytest.mark.usefixtures("v8n_c2f_untrained")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layer": "stage9"}, "not_explained"),
        ({"method": "magic"}, "not_explained"),
        ({"score": 3}, "not_explained"),
        ({"class": 20}, "not_explained"),
        ({"class": -1}, "not_explained"),
        ({"side": "up"}, "not_explained"),
        ({"box": [1, 2, 3]}, "not_explained"),
        ({"box": [50, 10, 10, 60]}, "not_explained"),
        ({"box": [float("nan")] * 4}, "not_explained"),
        ({"box": "abcd"}, "not_explained"),
        ({"variants": None}, "not_explained"),
        ({"variants": {"left": "v8n-c2f"}}, "no_weights"),
        ({"variants": {"left": "yolo"}}, "not_explained"),
        ({"example": "nobody"}, "not_explained"),
    ],
)
def test_a_wrong_question_has_a_sentence(changes: dict[str, Any], code: str):
    assert box_maps.maps(question(**changes))["error"] == code
    assert f"error_{code}" in table()["en"]


def test_a_file_outside_the_uploads_is_gone():
    asked = question(path="/etc/passwd")
    del asked["example"]
    assert box_maps.maps(asked)["error"] == "gone"


def test_every_name_has_its_sentence():
    props = heat_maps_tab.build().props
    for kind in ("method", "layer", "score", "depth"):
        for name in props[f"{kind}s"]:
            assert f"{kind}_{name}" in table()["en"]
    for reason in ("saturated", "no_path", "negative", "padding", "not_finite"):
        assert f"reason_{reason}" in table()["en"]


def test_trained_weights_change_nothing_and_random_ones_do():
    trained, random = (box_maps.trust(question(depth=depth))["sides"] for depth in ("trained", "everything"))
    for side in VARIANTS:
        assert trained[side]["correlation"] == pytest.approx(1, abs=1e-3)
        assert random[side]["correlation"] is None or random[side]["correlation"] < 0.9
    assert box_maps.trust(question(depth="sky"))["error"] == "not_explained"


def test_the_ends_of_the_curves():
    """Nothing changed and everything kept give the confidence itself; the other two ends are one blurred picture."""
    confidence = {side: found["confidence"] for side, found in box_maps.maps(question())["sides"].items()}
    start, end = (box_maps.curves(question(fraction=fraction))["sides"] for fraction in (0.0, 1.0))
    for side in VARIANTS:
        assert start[side]["deleted"] == pytest.approx(confidence[side], abs=0.005)
        assert end[side]["inserted"] == pytest.approx(confidence[side], abs=0.005), "padding stays grey"
        assert start[side]["inserted"] == pytest.approx(end[side]["deleted"], abs=0.02)
    assert box_maps.curves(question(fraction=1.5))["error"] == "not_explained"


def test_the_areas_are_those_of_the_curves():
    kept, explainer = box_maps.made(Question.of(Asked.sent(question()))), explain.load("v5n-c3")
    areas = explainer.areas(kept.views["left"], kept.explanations["left"])
    points = [box_maps.curves(question(fraction=fraction))["sides"]["left"] for fraction in map_quality.FRACTIONS]
    for area, what in (("deletion", "deleted"), ("insertion", "inserted")):
        expected = np.trapezoid([point[what] for point in points], map_quality.FRACTIONS)
        assert areas[area] == pytest.approx(expected, rel=1e-3)


def test_channels_come_strongest_first():
    for found in box_maps.channels(question())["sides"].values():
        shares = [channel["share"] for channel in found["channels"]]
        assert shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 1
        assert len(shares) == box_maps.CHANNELS < found["count"]


def test_downloads(answer: dict[str, Any]):
    saved = box_maps.download(question(kind="npy", of="left"))
    map_ = np.load(io.BytesIO(base64.b64decode(saved["content"])))
    assert saved["name"] == "heat-map-v5n-c3-cat.npy" and map_.shape == (300, 451)  # the picture's own pixels
    assert map_.max() == pytest.approx(answer["sides"]["left"]["high"])
    drawn = box_maps.download(question(kind="png", same_range=True))
    assert Image.open(io.BytesIO(base64.b64decode(drawn["content"]))).format == "PNG"
    assert box_maps.download(question(kind="npy", of="up"))["error"] == "not_explained"
