"""One filter at work, as a visitor meets it: chosen, pointed at, switched off, linked, taken away; held against torch."""

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from hetviz.detectors import weights
from hetviz.explaining import filter_parts
from hetviz.explaining.filter_parts import Off
from hetviz.pictures.boxes import suppress
from hetviz.pictures.examples import example
from hetviz.texts.sentences import sentence
from tests.conftest import Visit

PATH = "stage4.m.1.cv2"
HET = "v5n-csphet-p4"
USUAL = {"confidence": 0.25, "iou": 0.45}


def open_filter(visit: Visit, query: str = "?tab=kernels", **options) -> Page:
    page = visit(query, **options)
    page.locator(".hv-filter").evaluate("(element) => element.scrollIntoView()")
    shown(page)
    return page


def side(page: Page, name: str = "right") -> Locator:
    return page.locator(f".hv-filter-side.hv-{name}")


def shown(page: Page) -> None:
    """Wait until both sides show what was asked."""
    for name in ("left", "right"):
        expect(side(page, name)).to_have_attribute("data-shown", re.compile(r" \d+$"))
        expect(side(page, name)).to_have_attribute("aria-busy", "false")


def choose(page: Page, *, path: str = PATH, s: int = 5) -> None:
    page.locator(".hv-filter-layer").select_option(path)
    page.locator(".hv-filter-number").fill(str(s))
    expect(page.locator(".hv-filter-side.hv-right .hv-small").first).to_contain_text(path)
    expect(page.locator(".hv-filter-side.hv-right .hv-small").first).to_contain_text(f"filter {s} of")
    shown(page)


def first_example(page: Page) -> str:
    return page.locator(".hv-filter-card select").nth(1).input_value()


def number(locator: Locator, name: str) -> float:
    return float(locator.get_attribute(f"data-{name}"))


def point(page: Page, y: int, x: int, act: str = "click") -> None:
    stage = side(page).locator("[data-map=output]")
    stage.scroll_into_view_if_needed()
    width, height = (int(stage.locator("canvas").get_attribute(key)) for key in ("width", "height"))
    box = stage.bounding_box()
    place = {"x": (x + 0.5) * box["width"] / width, "y": (y + 0.5) * box["height"] / height}
    getattr(stage, act)(position=place)


def test_a_filter_is_chosen_and_its_sums_are_the_networks(visit: Visit):
    page = open_filter(visit)
    choose(page)
    work = filter_parts.load(HET).look(example(first_example(page)), PATH)
    kxk, dots = (result[0, 5].numpy() for result in work.parts.results(work.inputs[None]))
    share = kxk.var() / (kxk.var() + dots.var())
    assert number(side(page), "share") == pytest.approx(share, abs=1e-4)
    assert side(page).locator(".hv-filter-share").first.inner_text() == f"{100 * share:.0f} %"
    for name in ("left", "right"):
        check = side(page, name).locator(".hv-filter-check")
        assert number(check, "difference") <= 1e-4 * max(1.0, number(check, "largest"))
    assert number(side(page).locator(".hv-filter-check"), "largest") == pytest.approx(
        float(work.outputs[5].abs().max()), rel=1e-5
    )


def read(text: str) -> float:
    """Return a number as the page writes it: 1.2 · 10⁻⁴ with raised digits."""
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(plain.replace(" · 10", "e"))


def test_a_pixel_that_is_pointed_at_is_written_out_without_a_request(visit: Visit):
    page = open_filter(visit)
    choose(page)
    expect(page.locator(".hv-filter-shares")).to_have_attribute("aria-busy", "false")
    page.wait_for_load_state("networkidle")
    outputs = filter_parts.load(HET).look(example(first_example(page)), PATH).outputs[5].numpy()
    before = len(page.requests)
    written = side(page).locator(".hv-filter-pixel")
    tiles = side(page).locator(".hv-filter-tiles")
    pictures = set()
    for y, x in ((0, 0), (3, 7), (11, 11)):
        point(page, y, x, "hover")
        expect(written.locator("h4")).to_have_text(f"Pixel in row {y}, column {x}")
        assert number(written, "output") == pytest.approx(outputs[y, x], abs=1e-4)
        assert number(written, "network") == pytest.approx(outputs[y, x], abs=1e-5)
        pictures.add(tiles.evaluate("(canvas) => canvas.toDataURL()"))
    assert len(pictures) == 3  # other inputs light up
    assert "144 products of 3×3s" in written.locator(".hv-filter-sums").inner_text()  # 64/4 kernels of 9
    assert "48 products of dots" in written.locator(".hv-filter-sums").inner_text()
    assert "576 products of 3×3s" in side(page, "left").locator(".hv-filter-sums").inner_text()
    stage = side(page).locator("[data-map=output]")
    point(page, 4, 4)
    stage.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(written.locator("h4")).to_have_text("Pixel in row 5, column 5")
    expect(side(page, "left").locator(".hv-filter-pixel h4")).to_have_text("Pixel in row 5, column 5")
    written.locator("summary").click()
    rows = written.locator(".hv-filter-all tbody tr")
    assert rows.count() == 64
    adds = [read(text) for text in rows.locator("td:last-child").all_inner_texts()]
    assert sum(adds) == pytest.approx(outputs[5, 5], abs=0.05)  # written with three digits
    assert page.requests[before:] == []


def test_a_channel_is_chosen_by_key(visit: Visit):
    page = open_filter(visit)
    choose(page)
    tiles = side(page).locator(".hv-filter-tiles")
    tiles.click(position={"x": 5, "y": 5})
    written = side(page).locator(".hv-filter-pixel > .hv-small")
    expect(written).to_contain_text("Channel 0, dot, adds")
    page.keyboard.press("ArrowRight")
    expect(written).to_contain_text("Channel 1, 3×3, adds")
    assert side(page).locator(".hv-filter-squares td").count() == 27


def found_by(off: Off) -> tuple[int, float]:
    found = filter_parts.load(HET).look(example("chelsea"), PATH, off).found
    kept = suppress(found.above(USUAL["confidence"]), USUAL["iou"])
    return len(kept), float(kept.confidences.max()) if len(kept) else 0.0


def test_switching_off_shows_what_the_changed_weights_give(visit: Visit):
    page = open_filter(visit)
    page.locator(".hv-filter-card select").nth(1).select_option("chelsea")
    choose(page)
    expect(side(page).locator(".hv-picture")).to_have_attribute("src", re.compile("^data:image"))
    boxes = side(page).locator(".hv-box")
    expect(boxes).to_have_count(found_by(Off())[0])
    page.locator("[data-off=dots]").uncheck()
    expect(page.locator(".hv-filter-caution")).to_contain_text("not trained like this")
    work = filter_parts.load(HET).look(example("chelsea"), PATH, Off(dots=True))
    check = side(page).locator(".hv-filter-check")
    page.wait_for_function(
        "([largest]) => Math.abs(document.querySelector('.hv-right .hv-filter-check').dataset.largest - largest) < 1e-4",
        arg=[float(work.outputs[5].abs().max())],
    )
    assert number(check, "difference") <= 1e-4
    expect(boxes).to_have_count(found_by(Off(dots=True))[0])
    page.locator("[data-off=everywhere]").select_option("1")
    everywhere = Off(dots=True, everywhere=True)
    expect(boxes).to_have_count(found_by(everywhere)[0])
    page.wait_for_function(
        "([largest]) => Math.abs(document.querySelector('.hv-right .hv-filter-check').dataset.largest - largest) < 1e-4",
        arg=[float(filter_parts.load(HET).look(example("chelsea"), PATH, everywhere).outputs[5].abs().max())],
    )
    assert number(check, "difference") <= 1e-4
    page.get_by_role("button", name=sentence("filter_all_on")).click()
    expect(boxes).to_have_count(found_by(Off())[0])
    expect(page.locator(".hv-filter-caution")).to_have_text("")


def test_a_part_is_switched_off(visit: Visit):
    page = open_filter(visit)
    choose(page)
    before = number(side(page).locator(".hv-filter-pixel"), "output")
    page.locator("[data-off=part]").select_option("1")  # filter 5 of P=4 has its 3×3s there
    expect(side(page).locator(".hv-filter-share").first).to_have_text(sentence("filter_off"))
    work = filter_parts.load(HET).look(example(first_example(page)), PATH, Off(part=1))
    page.wait_for_function(
        "([largest]) => Math.abs(document.querySelector('.hv-right .hv-filter-check').dataset.largest - largest) < 1e-4",
        arg=[float(work.outputs[5].abs().max())],
    )
    assert number(side(page).locator(".hv-filter-check"), "difference") <= 1e-4
    assert number(side(page).locator(".hv-filter-pixel"), "output") != before


def test_a_link_brings_layer_filter_pixel_and_switches_back(visit: Visit):
    page = open_filter(visit)
    choose(page)
    point(page, 3, 7)
    page.locator("[data-off=kxk]").uncheck()
    expect(side(page).locator(".hv-filter-share").first).to_have_text(sentence("filter_off"))
    query = "?" + page.url.split("?")[1]
    assert {"place=stage4.m.1.cv2", "filter=5", "pixel=3.7", "off=kxk"} <= set(query[1:].split("&"))
    other = open_filter(visit, query)
    assert other.locator(".hv-filter-layer").input_value() == PATH
    assert other.locator(".hv-filter-number").input_value() == "5"
    assert not other.locator("[data-off=kxk]").is_checked() and other.locator("[data-off=dots]").is_checked()
    expect(side(other).locator(".hv-filter-pixel h4")).to_have_text("Pixel in row 3, column 7")
    expect(side(other).locator(".hv-filter-share").first).to_have_text(sentence("filter_off"))


def test_a_bad_link_is_told_and_the_standard_shown(visit: Visit):
    page = open_filter(visit, "?tab=kernels&place=stage9&pixel=a.b&off=all&filter=5000")
    assert page.locator(".hv-filter-number").input_value() == "1"
    assert not any(key in page.url for key in ("stage9", "a.b", "off=all", "5000"))


def test_the_grid_chooses_layer_and_filter(visit: Visit):
    page = open_filter(visit)
    page.locator(".hv-kernels-variant").select_option(HET)
    page.locator(".hv-kernels-path").select_option("stage2.m.0.cv1")
    page.locator(".hv-kernels-taps td[data-value]").first.wait_for()
    page.locator(".hv-kernels-grid").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.locator(".hv-filter").evaluate("(element) => element.scrollIntoView()")
    expect(page.locator(".hv-filter-layer")).to_have_value("stage2.m.0.cv1")
    row = int(re.search(r"\d+", page.locator(".hv-kernels-active h4").inner_text()).group())
    expect(page.locator(".hv-filter-number")).to_have_value(str(row))
    shown(page)


def test_the_shares_are_measured_for_every_trained_p(visit: Visit):
    page = open_filter(visit)
    rows = page.locator(".hv-filter-shares tbody tr")
    names = [name for name in weights.trained() if filter_parts.load(name).variances(example("chelsea"))]
    expect(rows).to_have_count(len(names))
    picture = example(first_example(page))
    for variant in names:
        expected = np.mean([row.share for row in filter_parts.load(variant).variances(picture)])
        row = page.locator(f".hv-filter-shares tr[data-variant={variant}]")
        assert number(row, "share") == pytest.approx(expected, abs=1e-3)
        assert f"{100 * expected:.1f} %" in row.inner_text()
    assert page.locator(".hv-filter-shares svg .hv-filter-depth").count() == 5


def downloaded(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f".hv-filter-card [data-save={kind}]").click()
    return Path(download.value.path()).read_bytes()


def test_picture_and_numbers_are_taken_away(visit: Visit):
    page = open_filter(visit)
    choose(page)
    outputs = filter_parts.load(HET).look(example(first_example(page)), PATH).outputs[5].numpy()
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "csv").decode())))
    own = [row for row in rows if row["variant"] == HET]
    assert len(own) == outputs.size and len(rows) == 2 * outputs.size
    np.testing.assert_allclose([float(row["output"]) for row in own], outputs.ravel(), atol=1e-4)
    np.testing.assert_allclose(
        [float(row["kxk"]) + float(row["dots"]) for row in own], [float(row["network"]) for row in own], atol=1e-4
    )
    everything = json.loads(downloaded(page, "json"))
    detector = everything["detectors"][1]
    assert (detector["variant"], detector["layer"], detector["filter"]) == (HET, PATH, 5)
    assert sum(row["adds"] for row in detector["pixel"]["products"]) == pytest.approx(
        detector["pixel"]["network"], abs=1e-4
    )
    assert len(Image.open(io.BytesIO(downloaded(page, "png"))).convert("RGB").getcolors(2**20)) > 20


@pytest.mark.parametrize("query", ["?tab=kernels", "?tab=kernels&lang=zh"])
def test_a_phone_shows_it_without_scrolling_sideways(visit: Visit, query: str):
    page = open_filter(visit, query, viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    stage = side(page).locator("[data-map=output]")
    assert 80 < stage.bounding_box()["width"] < 390
    stage.tap(position={"x": 5, "y": 5})
    expect(side(page).locator(".hv-filter-pixel")).to_have_attribute("data-output", re.compile(r"\d"))
    assert re.search(r"pixel=[0-3]\.[0-3]\b", page.url)


def test_the_lessons_fifth_step_leads_to_a_filter(visit: Visit):
    page = visit("?tab=lesson&step=5")
    own = page.locator("#hetviz-lesson-5")
    own.locator("details summary").click()
    own.get_by_role("link", name=sentence("lesson_two_layers_filter")).click()
    shown(page)
    expect(page.locator(".hv-filter-number")).to_have_value("5")
    expect(page.locator(".hv-filter-card")).to_be_in_viewport()
