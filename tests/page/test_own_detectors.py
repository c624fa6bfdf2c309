"""A visitor's own detector on the server: read, kept in memory for who has its key, used by every tab, and gone."""

import pickle
from collections.abc import Iterator

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hetviz.counting import layers
from hetviz.detectors import own_weights, served, weights
from hetviz.page import diagrams
from hetviz.page.delivery import own_detectors
from hetviz.page.handlers import box_maps, filters, finding, kernel_grids
from hetviz.page.tabs import live_tab
from hetviz.page.uploads import data_url
from hetviz.pictures.examples import example
from hetviz.texts.sentences import marks, table
from tests.page.own_files import VARIANT, own_file, own_names, renamed

CONTENT = own_file()
LAYER = "stage3.m.0.cv2"
FORESEEN = own_weights.ERRORS.keys() | {"own_gone"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=own_detectors.routes())) as client:
        yield client


@pytest.fixture(scope="module")
def own(client: TestClient) -> Iterator[dict]:
    answer = client.post(own_detectors.ADDRESS, content=CONTENT, headers={own_detectors.VISIT: "own"}).json()
    yield answer
    client.delete(f"{own_detectors.ADDRESS}/{answer['key']}")


def test_the_page_is_told_what_the_file_holds(own: dict):
    assert (own["variant"], tuple(own["classes"])) == (VARIANT, own_names())
    assert own["size"] == weights.manifest()[VARIANT]["size"]
    assert own["counts"]["costs"]["20"]["640"][VARIANT]["params"] == layers.detector(VARIANT, 20, 640).params


def test_counts_are_for_the_class_count_of_the_file():
    counts = diagrams.own_counts("v8n-c2f", 3)
    assert counts["costs"]["3"]["320"]["v8n-c2f"]["params"] == layers.detector("v8n-c2f", 3, 320).params
    assert counts["costs"]["3"]["320"]["v5n-c3"]["flops"] == 2 * layers.detector("v5n-c3", 3, 320).macs


def test_detect_finds_the_same_boxes_under_the_names_of_the_file(own: dict):
    answers = finding.find({"example": "astronaut", "variants": [own["key"], VARIANT]})["answers"]
    mine, theirs = answers[own["key"]], answers[VARIANT]
    assert mine["candidates"] == theirs["candidates"] and len(theirs["candidates"]) > 3
    assert tuple(mine["classes"]) == own_names() and mine["variant"] == own["key"]


def test_live_sees_with_it(own: dict):
    frame = data_url(example("astronaut"), 640).split(",")[1]
    asked = {"frame": frame, "variants": [own["key"], VARIANT], "confidence": 0.25, "iou": 0.45}
    answers = live_tab.see(asked)["answers"]
    assert [f"my {found['class']}" for found in answers[VARIANT]] == [found["class"] for found in answers[own["key"]]]
    assert answers[VARIANT]


def heat_question(**sides: str) -> dict:
    name = sides.get("left") or sides["right"]
    row = finding.find({"example": "astronaut", "variants": [name]})["answers"][name]["candidates"][0]
    return {
        "example": "astronaut", "variants": sides, "side": next(iter(sides)), "box": row[:4], "class": int(row[5]),
        "confidence": 0.25, "iou": 0.45, "method": "hirescam", "layer": "stage4", "score": "confidence",
    }  # fmt: skip


def test_heat_maps_are_those_of_the_same_weights(own: dict):
    mine = box_maps.maps(heat_question(right=own["key"]))
    theirs = box_maps.maps(heat_question(right=VARIANT))
    assert mine["sides"]["right"]["map"] == theirs["sides"]["right"]["map"]
    assert mine["name"] == f"my {theirs['name']}"


def test_a_detector_without_the_class_has_no_map_and_that_is_said(own: dict):
    answer = box_maps.maps(heat_question(left=VARIANT, right=own["key"]))
    assert (list(answer["sides"]), answer["without"]) == (["left"], ["right"])


def test_classes_of_another_order_are_matched_by_their_names(client: TestClient):
    classes = tuple(reversed(weights.manifest()[VARIANT]["classes"]))
    key = client.post(own_detectors.ADDRESS, content=own_file(classes=classes)).json()["key"]
    question = heat_question(left="v5n-c3", right=key)
    maps = box_maps.made(box_maps.Question.of(box_maps.Asked.sent(question)))
    theirs, mine = maps.explanations["left"].subject, maps.explanations["right"].subject
    assert classes[mine.class_id] == weights.manifest()["v5n-c3"]["classes"][theirs.class_id]
    assert mine.class_id != theirs.class_id


def test_no_picture_or_file_tells_its_key(own: dict):
    asked = heat_question(right=own["key"]) | {"kind": "npy", "of": "right"}
    assert box_maps.download(asked)["name"] == f"heat-map-own-{VARIANT}-my person.npy"


def test_a_name_of_a_class_is_drawn_as_text(client: TestClient):
    classes = tuple("$\\frac{$" if name == "my person" else name for name in own_names())
    key = client.post(own_detectors.ADDRESS, content=own_file(classes=classes)).json()["key"]
    answer = box_maps.download(heat_question(right=key) | {"kind": "png"})
    assert answer["type"] == "image/png"


def test_kernels_and_the_filter_at_work_are_those_of_the_same_weights(own: dict):
    place = {"path": LAYER}
    assert kernel_grids.layer({"variant": own["key"], **place}) == kernel_grids.layer({"variant": VARIANT, **place})
    asked = {"example": "chelsea", "layer": LAYER}
    mine, theirs = (filters.at_work({"variant": name, **asked}) for name in (own["key"], VARIANT))
    for part in ("kxk", "dots", "inputs", "outputs", "candidates"):
        assert mine[part] == theirs[part]
    assert tuple(mine["classes"]) == own_names()
    shares = [filters.variance_shares({"example": "chelsea", "variant": name}) for name in (own["key"], VARIANT)]
    assert shares[0] == shares[1] and shares[0]["layers"]
    assert kernel_grids.compare({"example": "chelsea", "variant": own["key"], **place})["p"] == 4


ASKED = {
    "find": lambda key: finding.find({"example": "astronaut", "variants": [key]}),
    "see": lambda key: live_tab.see(
        {"frame": data_url(example("astronaut"), 320).split(",")[1], "variants": [key], "confidence": 0.25, "iou": 0.45}
    ),
    "maps": lambda key: box_maps.maps(heat_question(right=VARIANT) | {"variants": {"right": key}}),
    "layer": lambda key: kernel_grids.layer({"variant": key, "path": LAYER}),
    "at_work": lambda key: filters.at_work({"variant": key, "example": "chelsea", "layer": LAYER}),
}


@pytest.mark.parametrize("question", ASKED)
def test_after_the_visit_it_is_gone(client: TestClient, question: str):
    key = client.post(own_detectors.ADDRESS, content=CONTENT).json()["key"]
    ask = ASKED[question]
    assert "error" not in ask(key)
    assert client.delete(f"{own_detectors.ADDRESS}/{key}").status_code == 204
    assert ask(key)["error"] == "own_gone"
    assert client.delete(f"{own_detectors.ADDRESS}/{key}").status_code == 204  # a second time too


HOSTILE = {
    "pickle": pickle.dumps({"model": 1}),
    "weights_too_large": b" " * (own_weights.MAX_BYTES + 1),
    "not_safetensors": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "header": CONTENT[:-1],
    "stranger": renamed(CONTENT, "stem.conv.weight", "stem.conv.wieght"),
    "class_count": own_file(classes=("one", "two")),
    "classes": own_file(classes=tuple(f"c{index}" for index in range(101))),
    "metadata": own_file(classes=("twice",) * 20),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(client: TestClient, code: str):
    answer = client.post(own_detectors.ADDRESS, content=HOSTILE[code])
    assert answer.status_code == 200  # a browser writes others into its log
    assert answer.json()["error"] == code


def test_a_file_that_is_too_large_is_not_read_to_its_end(client: TestClient):
    sent = []

    def parts() -> Iterator[bytes]:
        for _ in range(64):
            sent.append(1)
            yield bytes(2**20)

    assert client.post(own_detectors.ADDRESS, content=parts()).json()["error"] == "weights_too_large"
    assert sent


@pytest.mark.parametrize("language", table())
@pytest.mark.parametrize("code", sorted(FORESEEN))
def test_every_refusal_has_its_sentence(code: str, language: str):
    expected = marks(own_weights.ERRORS[code]) if code in own_weights.ERRORS else set()
    assert marks(table()[language][f"error_{code}"]) == expected


@pytest.mark.parametrize("language", table())
def test_every_rule_and_problem_has_its_words(language: str):
    for name, rule in own_weights.RULES.items():
        assert marks(table()[language][f"own_rule_{name}"]) == marks(rule)
    for problem in own_weights.PROBLEMS:
        assert table()[language][f"own_problem_{problem}"]


def test_answers_about_it_are_not_kept(own: dict):
    before = [kept.cache_info().currsize for kept in (kernel_grids._kept_layer, filters._kept_answer)]
    kernel_grids.layer({"variant": own["key"], "path": "stage4.m.0.cv2"})
    filters.at_work({"variant": own["key"], "example": "chelsea", "layer": "stage4.m.0.cv2"})
    assert before == [kept.cache_info().currsize for kept in (kernel_grids._kept_layer, filters._kept_answer)]


def test_two_visitors_have_each_their_own(client: TestClient):
    keys = [client.post(own_detectors.ADDRESS, content=CONTENT).json()["key"] for _ in range(2)]
    assert keys[0] != keys[1] and all(len(key) > 20 for key in keys)
    client.delete(f"{own_detectors.ADDRESS}/{keys[0]}")
    assert np.isfinite(served.named(keys[1]).load().stem.conv.weight.numpy()).all()


def test_a_third_of_one_page_takes_the_place_of_its_oldest(client: TestClient):
    def send(visit: str, replaces: str = "") -> dict:
        headers = {own_detectors.VISIT: visit, own_detectors.REPLACES: replaces}
        return client.post(own_detectors.ADDRESS, content=CONTENT, headers=headers).json()

    first, other, second = send("a page"), send("another page"), send("a page")
    assert second["kept"] == [first["key"], second["key"]] and other["kept"] == [other["key"]]
    again = send("a page", second["key"])
    assert again["kept"] == [first["key"], again["key"]]
    third = send("a page")
    assert third["kept"] == [again["key"], third["key"]]
    assert served.named(other["key"]).key == other["key"]
    for key in (*third["kept"], other["key"]):
        client.delete(f"{own_detectors.ADDRESS}/{key}")
