"""The Heat maps tab as a visitor meets it."""

import base64
import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
from gradio_client import Client, handle_file
from PIL import Image
from playwright.sync_api import Page

from hetviz.explaining.explain import LEVELS
from hetviz.pictures.examples import EXAMPLES, example
from tests.conftest import Visit, module

SIDES = {"left": "v5n-c3", "right": "v5n-csphet-p4"}


def opened(visit: Visit, path: str = "", *, confidence: float = 0.1, **options) -> Page:
    """Return the tab with the first maps of the astronaut made; at a low confidence there are many boxes to click."""
    page = visit(path, **options)
    first = page.locator("#hetviz-detect .hv-view.hv-right .hv-picture:not([hidden])")
    first.wait_for()
    before = first.get_attribute("src")
    page.locator("#hetviz-detect .hv-example").nth(list(EXAMPLES).index("astronaut")).click()
    page.wait_for_function(
        "before => document.querySelector('#hetviz-detect .hv-right .hv-picture').src !== before", arg=before
    )
    page.locator("#hetviz-confidence").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }", confidence
    )
    page.get_by_role("tab").nth(2).click()
    page.locator(".hv-heat .hv-figures tbody tr").first.wait_for()
    return page


def shown(page: Page, side: str) -> np.ndarray:
    """Return a map as it is painted: brightness of the canvas, which rises with every colour of the table."""
    url = page.locator(f".hv-heat .hv-{side} .hv-heat-map").evaluate("canvas => canvas.toDataURL()")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("L"), np.float64)


def boxes(page: Page) -> list:
    """Return the boxes of C3, the largest first."""
    return page.locator(".hv-heat .hv-view.hv-left .hv-box").all()


def explain(page: Page, box) -> None:
    box.dispatch_event("click")  # boxes may lie upon each other
    page.locator(".hv-heat .hv-results[aria-busy]").wait_for(state="detached")


def test_two_boxes_give_different_maps(visit: Visit):
    page = opened(visit, confidence=0.05)
    assert len(boxes(page)) >= 2
    maps = []
    for box in (boxes(page)[0], boxes(page)[-1]):
        explain(page, box)
        maps.append(shown(page, "left"))
    assert np.corrcoef(maps[0].ravel(), maps[1].ravel())[0, 1] < 0.95


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    client = Client(address, verbose=False)
    yield client
    client.close()


def test_the_figures_equal_those_of_the_api(visit: Visit, client: Client, tmp_path):
    """The surest box, explained by default."""
    page = opened(visit, confidence=0.25)
    file = tmp_path / "astronaut.png"
    Image.fromarray(example("astronaut")).save(file)
    best = page.evaluate(f"{module('shared/setting.js')}.then((m) => m.examined().found.left[0])")
    answer = client.predict(
        handle_file(str(file)), SIDES["left"], other=SIDES["right"], with_map=True, api_name="/explain"
    )
    assert answer["class"] == best["name"]
    assert np.array(answer["map"]).shape == (512, 512) and answer["range"][1] == pytest.approx(
        np.max(answer["map"]), rel=1e-4
    )
    cells = page.locator(".hv-figures tbody tr").all_inner_texts()
    rows = {cell.split("\t")[0]: cell.split("\t")[1:] for cell in cells}
    assert float(rows["Confidence of the explained answer"][0]) == pytest.approx(answer["confidence"], abs=2e-3)
    inside = answer["figures"]["energy_inside"], answer["other"]["figures"]["energy_inside"]
    for text, number in zip(rows["Energy inside the box"], inside, strict=True):
        assert text == ("–" if number is None else f"{100 * number:.1f} %")
    peaks = answer["figures"]["peak_inside"], answer["other"]["figures"]["peak_inside"]
    assert rows["Peak inside the box"] == [{True: "yes", False: "no", None: "–"}[peak] for peak in peaks]
    for name, key in (("Correlation of the two maps", "correlation"), ("Structural similarity (SSIM)", "similarity")):
        number = answer["agreement"][key]
        assert rows[name] == ["–" if number is None else f"{number:.3f}"]


def test_the_api_explains_a_place_and_names_what_is_wrong(client: Client, tmp_path):
    file = tmp_path / "cat.png"
    Image.fromarray(example("chelsea")).save(file)

    def ask(**choices):
        return client.predict(handle_file(str(file)), SIDES["right"], **choices, api_name="/explain")

    answer = ask(class_and_point=["cat", 220, 150], layer="stage4", method="gradcam")
    left, top, right, bottom = answer["box_xyxy"]
    assert left <= 220 <= right and top <= 150 <= bottom
    assert (answer["class"], answer["layer"], answer["method"]) == ("cat", "stage4", "gradcam")
    for choices, message in (
        ({"box_index": 99}, "box_index=99 must be less than the number of boxes found"),
        ({"box_index": -1}, "box_index=-1 must be"),
        ({"class_and_point": ["unicorn", 1, 1]}, r"class_and_point\[0\]='unicorn' must be one of"),
        ({"class_and_point": ["cat", 9999, 1]}, "must lie in the picture of 451×300 pixels"),
        ({"class_and_point": ["cat", 220, 150], "layer": "sky"}, "layer='sky' must be one of"),
    ):
        with pytest.raises(Exception, match=message):
            ask(**choices)


def test_random_weights_give_another_map(visit: Visit):
    page = opened(visit)
    page.get_by_role("button", name="Make the weights random").click()
    last = page.locator(".hv-strip figure", has_text="all random")
    numbers = last.locator("strong")
    numbers.last.wait_for()
    assert numbers.count() == 2
    for text in numbers.all_inner_texts():
        assert text == "blank" or float(text.replace("−", "-")) < 0.3


def test_a_long_run_can_be_stopped(visit: Visit):
    page = opened(visit)
    page.get_by_role("button", name="Measure deletion and insertion").click()
    page.get_by_role("button", name="Stop").click()
    assert "Stopped at" in page.locator(".hv-part", has=page.locator(".hv-charts")).get_by_role("status").inner_text()
    assert page.get_by_role("button", name="Measure deletion and insertion").is_enabled()


def test_a_layer_without_influence_says_so_and_the_choice_goes_on(visit: Visit):
    page = opened(visit, confidence=0.05)
    page.locator("#hetviz-heat-method").select_option("gradcam")
    explain(page, boxes(page)[-1])  # a small one, which an early output answers for
    said = page.locator(".hv-layer-why").inner_text()
    answered = (8, 16, 32).index(int(re.search(r"stride (\d+) answered", said)[1]))
    assert answered < 2, said
    for layer in LEVELS[answered + 1 :]:  # every later one
        page.locator("#hetviz-heat-layer").select_option(layer)
        page.locator(".hv-heat .hv-view.hv-left .hv-message", has_text="has no influence").wait_for()
    page.locator("#hetviz-heat-layer").select_option("stage3")
    page.locator(".hv-layer-why", has_text="stage 3, stride 8").wait_for()


def test_a_click_beside_every_box_is_answered(visit: Visit):
    page = opened(visit)
    page.locator(".hv-heat .hv-view.hv-left .hv-stage").dispatch_event("click")
    assert page.locator(".hv-heat .hv-error").inner_text() == "There is no box at that place. Click inside one."
    assert page.locator(".hv-heat .hv-figures tbody tr").count() == 7


@pytest.mark.parametrize(
    ("button", "start"), [("Save both as PNG", b"\x89PNG"), ("Save C3's map as .npy", b"\x93NUMPY")]
)
def test_downloads(visit: Visit, button: str, start: bytes):
    page = opened(visit)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    assert waiting.value.path().read_bytes().startswith(start)


def test_by_keyboard_on_a_phone_in_chinese(visit: Visit):
    page = opened(visit, "?lang=zh", viewport={"width": 390, "height": 800}, color_scheme="dark")
    box = boxes(page)[0]
    box.focus()
    page.keyboard.press("Enter")
    page.locator(".hv-heat .hv-results[aria-busy]").wait_for(state="detached")
    assert box.get_attribute("aria-pressed") == "true"
    for part in page.locator(".hv-heat :is(.hv-card, .hv-view, .hv-bar-row, .hv-actions button)").all():
        bounds = part.bounding_box()
        assert bounds is None or bounds["x"] + bounds["width"] <= 390
    assert "热力图" in page.locator(".hv-heat .hv-status").inner_text()
