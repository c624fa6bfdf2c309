"""What `/explain` answers to a program, and what it refuses, by a sentence."""

import json
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from hetviz.detectors import weights
from hetviz.detectors.variants import VARIANTS
from tests.page.test_api import PORTRAIT, client  # noqa: F401  a fixture


def explain(client: Client, **options) -> dict:  # noqa: F811
    return client.predict(handle_file(PORTRAIT), "v5n-csphet-p4", **options, api_name="/explain")


def test_figures_alone_unless_more_is_asked(client: Client):  # noqa: F811
    answer = explain(client)
    assert len(json.dumps(answer)) < 2000
    assert "map" not in answer and "picture" not in answer and "other" not in answer
    assert set(answer["figures"]) == {"energy_inside", "peak_inside"}
    assert answer["range"][1] > 0 and answer["class"] == "person"


def test_the_map_and_its_picture_where_they_are_asked_for(client: Client):  # noqa: F811
    answer = explain(client, other="v5n-c3", with_map=True, with_picture=True)
    for side in (answer, answer["other"]):
        values = np.array(side["map"])
        assert values.shape == (600, 512) and values.max() == pytest.approx(side["range"][1], rel=1e-4)
    picture = answer["picture"]
    path = Path(picture if isinstance(picture, str) else picture["path"])
    assert path.stat().st_size < 400_000
    with Image.open(path) as image:
        assert image.format == "PNG" and image.width > 500
        assert np.asarray(image.convert("RGB")).std() > 20


def test_arguments_by_their_old_names_and_order(client: Client):  # noqa: F811
    point = ["person", 250, 300]
    named = explain(client, class_and_point=point, method="gradcam", layer="stage4", score="class", other="v5n-c3")
    image = handle_file(PORTRAIT)
    placed = client.predict(
        image, "v5n-csphet-p4", 0, point, "gradcam", "stage4", "class", "v5n-c3", False, api_name="/explain"
    )
    assert named == placed
    assert (named["method"], named["layer"]) == ("gradcam", "stage4")


def test_areas(client: Client):  # noqa: F811
    assert {"deletion", "insertion"} < set(explain(client, areas=True)["figures"])


UNTRAINED = [variant for variant in VARIANTS if variant not in weights.trained()][:1]
WRONG = [
    ("box_index", "0", "box_index='0' must be a whole number, 0 or more"),
    ("box_index", None, "box_index=None must be a whole number, 0 or more"),
    ("box_index", 0.5, "box_index=0.5 must be a whole number, 0 or more"),
    ("box_index", -1, "box_index=-1 must be a whole number, 0 or more"),
    ("box_index", True, "box_index=True must be a whole number, 0 or more"),
    ("box_index", 99, "box_index=99 must be less than the number of boxes found"),
    (
        "class_and_point",
        ["person", "a", "b"],
        "class_and_point=['person', 'a', 'b'] must be null, or a class and a place",
    ),
    ("class_and_point", ["person", 1], "class_and_point=['person', 1] must be null, or a class and a place in pixels"),
    ("class_and_point", "person", "class_and_point='person' must be null, or a class and a place in pixels"),
    ("class_and_point", [], "class_and_point=[] must be null, or a class and a place in pixels"),
    ("class_and_point", ["unicorn", 1, 1], "class_and_point[0]='unicorn' must be one of aeroplane"),
    ("class_and_point", ["person", 9999, 1], "point=(9999, 1) must lie in the picture of 512×600 pixels"),
    ("method", 3, "method=3 must be one of gradcam"),
    ("layer", ["stage4"], "layer=['stage4'] must be one of \"\", P3"),
    ("layer", None, 'layer=None must be one of "", P3'),
    ("score", "x", "score='x' must be one of confidence, class, box"),
    ("other", "v9", "other='v9' must be \"\" or one of v5n-c3"),
    *[("other", variant, f"variant={variant!r} has no weights yet") for variant in UNTRAINED],
    ("areas", "no", "areas='no' must be true or false"),
    ("areas", 1, "areas=1 must be true or false"),
    ("with_map", "yes", "with_map='yes' must be true or false"),
    ("with_picture", None, "with_picture=None must be true or false"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_what_an_argument_must_be_is_said_with_what_it_was(client: Client, name: str, value: object, sentence: str):  # noqa: F811
    with pytest.raises(AppError) as caught:
        explain(client, **{name: value})
    assert str(caught.value).startswith(sentence)


def test_a_long_value_is_cut_short(client: Client):  # noqa: F811
    with pytest.raises(AppError) as caught:
        explain(client, method="x" * 5000)
    assert len(str(caught.value)) < 250
