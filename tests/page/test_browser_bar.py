"""The P control folded to a bar: how high it is, that it stays in sight, and what the first screen shows below it."""

import pytest
from playwright.sync_api import Page, expect

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.texts.sentences import sentence
from tests.conftest import Visit, unfold
from tests.page.test_browser_detect import ready, stand_in

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def settled(visit: Visit, viewport: dict[str, int], language: str = "en") -> Page:
    """Return the page with the boxes of its first picture."""
    page = ready(visit(f"?lang={language}", viewport=viewport))
    expect(page.locator(".hv-stale")).to_have_count(0)
    page.locator(".hv-right .hv-box").first.wait_for()
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("viewport", "highest", "pictures", "tall"), [(WIDE, 72, 2, 300), (PHONE, 112, 1, 240)])
def test_bar_and_pictures_are_on_the_first_screen(
    visit: Visit, viewport: dict[str, int], highest: int, pictures: int, tall: int, language: str
):
    page = settled(visit, viewport, language)
    assert page.locator(".hv-p").bounding_box()["height"] <= highest
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for index in range(pictures):
        stage = page.locator(".hv-detect .hv-stage").nth(index).bounding_box()
        assert stage["y"] + stage["height"] <= viewport["height"]
        assert stage["height"] >= tall
    clipped = "(e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
    assert not [text for text in page.locator(".hv-p-bar dt, .hv-p-bar dd").all() if text.evaluate(clipped)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("pair", [("v8n-c2f", "v8n-csphet-p4"), ("v8n-csphet-p4", "v5n-c3dual-g4")])
@pytest.mark.parametrize("width", [1280, 390, 360])
def test_long_names_keep_to_the_bar(visit: Visit, width: int, pair: tuple[str, str], language: str):
    query = f"?left={pair[0]}&right={pair[1]}&lang={language}"
    page = visit(query, viewport={"width": width, "height": 844})
    against = page.locator(".hv-p-against")
    expect(against).to_contain_text("v8n")
    assert not against.evaluate("(e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1")
    bar = page.locator(".hv-p").bounding_box()
    for part in page.locator(".hv-p-chosen p, .hv-p-bar dd, .hv-p-button").all():
        box = part.bounding_box()
        assert bar["y"] <= box["y"] and box["y"] + box["height"] <= bar["y"] + bar["height"], part.inner_text()


@pytest.mark.parametrize("p", [1, 4, 16])
def test_the_bar_holds_the_right_detector_against_the_left(visit: Visit, p: int):
    page = ready(visit(f"?p={p}", answers=stand_in))
    left, right = (layers.detector(variant, 20, 640).row() for variant in ("v5n-c3", f"v5n-csphet-p{p}"))
    scores = [round(weights.manifest()[variant]["map50"], 3) for variant in ("v5n-c3", f"v5n-csphet-p{p}")]
    figures = {key: page.locator(f"[data-figure={key}] dd") for key in ("parameters", "gflops", "map50")}
    assert figures["parameters"].all_inner_texts() == [f"{right['params']:,}", share(left["params"], right["params"])]
    flops = [row["flops"] / 1e9 for row in (left, right)]
    assert figures["gflops"].all_inner_texts() == [f"{flops[1]:.3f}", share(*flops)]
    value, difference = figures["map50"].all_inner_texts()
    assert value == f"{scores[1]:.3f}"
    entries = [weights.manifest()[variant] for variant in ("v5n-c3", f"v5n-csphet-p{p}")]
    alike = len(set(map(weights.way_of_training, entries))) == 1
    assert difference.startswith(f"{scores[1] - scores[0]:+.3f}".replace("-", "−") if alike else "–")
    assert page.locator(".hv-p-against").inner_text() == f"CSPHet P={p} against C3"


def share(left: float, right: float) -> str:
    percent = 100 * (right / left - 1)
    return f"{'+' if percent > 0 else '−'}{abs(percent):.1f} %"


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
@pytest.mark.parametrize("tab", ["detect", "heat_maps", "kernels", "costs", "live"])
def test_the_bar_stays_in_sight_and_works_there(visit: Visit, viewport: dict[str, int], tab: str):
    page = visit(f"?tab={tab}", viewport=viewport)
    page.locator(f"#hetviz-{tab.replace('_', '-')} .hv-root > *").first.wait_for()
    page.wait_for_timeout(1000)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    scrolled = page.evaluate("window.scrollY")
    bar = page.locator(".hv-p").bounding_box()
    assert bar["y"] == pytest.approx(0 if scrolled > 200 else bar["y"], abs=1)
    page.locator(".hv-stop", has_text="16").click()
    expect(page.locator("#hetviz-p")).to_have_attribute("aria-valuetext", "P = 16")
    on_top = "() => { const { left, top } = document.querySelector('.hv-p').getBoundingClientRect();"
    on_top += " return Boolean(document.elementFromPoint(left + 30, top + 30).closest('.hv-p')); }"
    assert page.evaluate(on_top)


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_the_table_unfolds_by_keyboard_and_folds_again(visit: Visit, viewport: dict[str, int]):
    page = ready(visit(answers=stand_in, viewport=viewport))
    button, panel = page.locator(".hv-p-unfold"), page.locator("#hetviz-p-panel")
    expect(panel).to_be_hidden()
    assert button.get_attribute("aria-expanded") == "false"
    assert button.get_attribute("aria-controls") == "hetviz-p-panel"
    page.locator("#hetviz-p").focus()
    page.keyboard.press("Tab")
    assert button.evaluate("(button) => button === document.activeElement")
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert panel.locator("tbody tr").count() == 6
    assert page.locator(".hv-p").bounding_box()["height"] <= viewport["height"], "what is longer scrolls inside"
    page.locator("#hetviz-classes").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert button.evaluate("(button) => button === document.activeElement")
    page.keyboard.press("Space")
    expect(panel).to_be_visible()


def test_the_grid_has_a_stepper_that_is_in_step_with_the_bar(visit: Visit):
    page = visit("?tab=kernels")
    grid, stepper = page.locator(".hv-kernels-base[data-cell]"), page.locator(".hv-kernels-above .hv-stepper")
    grid.wait_for()
    more, less = (stepper.get_by_role("button", name=sentence(f"p_{key}")) for key in ("more", "less"))
    more.click()
    expect(page.locator("#hetviz-p")).to_have_attribute("aria-valuetext", "P = 8")
    assert page.locator(".hv-kernels-totals").get_attribute("data-weights") == str(16 * 16 * (9 + 7) // 8)
    page.locator("#hetviz-p").press("Home")
    assert stepper.locator("output").inner_text() == "P = 1"
    assert less.get_attribute("aria-disabled") == "true"
    less.press("Enter")
    assert stepper.locator("output").inner_text() == "P = 1"
    assert less.evaluate("(button) => button === document.activeElement")
    both = [grid.bounding_box(), stepper.bounding_box()]
    assert abs(both[0]["y"] - both[1]["y"]) < 200, "stepper and grid are on one screen"


def test_what_is_jumped_to_is_not_under_the_bar(visit: Visit):
    page = visit("?tab=kernels", viewport=WIDE)
    page.locator(".hv-kernels-base[data-cell]").wait_for()
    page.locator(".hv-kernels-open").last.click()
    page.wait_for_timeout(500)
    bar, card = page.locator(".hv-p").bounding_box(), page.locator(".hv-kernels-main").bounding_box()
    assert bar["y"] + bar["height"] <= card["y"]


def test_the_folded_table_is_printed(visit: Visit):
    page = ready(visit(answers=stand_in))
    page.emulate_media(media="print")
    expect(page.locator("#hetviz-p-panel table")).to_be_visible()
    expect(page.locator(".hv-p-unfold")).to_be_hidden()
    page.emulate_media(media="screen")
    unfold(page)
