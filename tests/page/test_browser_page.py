"""The page as a whole: languages, widths, colours, keyboard, and that the scripts' boxes are Python's."""

import numpy as np
import pytest
from playwright.sync_api import Page

from hetviz.pictures.boxes import Detections, match, suppress
from hetviz.texts.sentences import sentence
from tests.conftest import Visit, module, unfold
from tests.page.test_browser_detect import ready, stand_in

# What browsers of Chinese speakers call their language, besides zh-CN.
CHINESE = ("zh", "zh-SG", "zh-MO", "zh-HK", "zh-TW", "zh-Hans", "zh-Hans-CN", "zh-Hant", "zh-Hant-HK", "yue-HK")


@pytest.mark.parametrize(
    ("locale", "path", "language"),
    [
        ("zh-CN", "", "zh"),
        *((locale, "", "zh") for locale in CHINESE),
        ("en-US", "", "en"),
        ("fr-FR", "", "en"),
        ("zh-CN", "?lang=en", "en"),
        ("en-US", "?lang=zh", "zh"),
        ("en-US", "?lang=zh-Hant", "zh"),
        ("zh-SG", "?lang=fr", "en"),
        ("zh-Hans", "?lang=", "zh"),
    ],
)
def test_the_language_is_the_browsers_or_the_chosen_one(visit: Visit, locale: str, path: str, language: str):
    page = ready(visit(path, locale=locale, answers=stand_in))
    assert page.locator("h1").inner_text() == page.title() == sentence("title", language)
    assert page.get_by_role("tab").first.inner_text() == sentence("tab_detect", language)
    assert page.locator(".hv-primary").first.inner_text() == sentence("choose", language)
    assert page.locator(".hv-left .hv-tag").first.inner_text() == f"{sentence('class_cat', language)} 0.90"
    assert page.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-CN"}[language]
    assert page.locator(".hv-languages [aria-current]").inner_text() == {"en": "English", "zh": "中文"}[language]


@pytest.mark.parametrize(
    ("languages", "language"), [(["fr-FR", "zh-SG", "en"], "zh"), (["de", "en-GB", "zh"], "en"), (["fr", "ja"], "en")]
)
def test_of_a_browsers_languages_the_first_that_the_page_speaks_is_chosen(
    visit: Visit, languages: list[str], language: str
):
    before = f"<head><script>Object.defineProperty(navigator, 'languages', {{value: {languages}, configurable: true}})</script>"
    page = visit(edit=lambda html: html.replace("<head>", before, 1), answers=stand_in)
    assert page.locator("h1").inner_text() == sentence("title", language)
    assert page.get_by_role("tab").first.inner_text() == sentence("tab_detect", language)


@pytest.mark.parametrize("locale", ["zh-MO", "zh-Hans-CN"])
def test_jumps_between_tabs_work_in_every_kind_of_chinese(visit: Visit, locale: str):
    page = visit("?tab=costs", locale=locale)
    page.get_by_role("tab", name=sentence("tab_costs", "zh"), selected=True).wait_for()


# Returns the texts whose contrast with what lies behind them is below WCAG AA.
CONTRAST = """() => {
    const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
    const over = (top, below) => top.slice(0, 3).map((c, i) => c * (top[3] ?? 1) + below[i] * (1 - (top[3] ?? 1)));
    const behind = (e) => e ? over(parse(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255];
    const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const texts = [...document.querySelectorAll(".hv-root *, [role=tab], footer button")]
        .filter((e) => own(e) && e.checkVisibility() && !e.closest(".hv-hidden, [disabled]"));
    return texts.map((e) => {
        const style = getComputedStyle(e), size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const found = ratio(over(parse(style.color), behind(e)), behind(e));
        return { text: e.textContent.slice(0, 40), found, enough: found >= (large ? 3 : 4.5) };
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_texts_stand_out_and_fit(visit: Visit, scheme: str, width: int):
    page = unfold(ready(visit(answers=stand_in, color_scheme=scheme, viewport={"width": width, "height": 844})))
    texts = page.evaluate(CONTRAST)
    assert len(texts) > 60
    assert not [text for text in texts if not text["enough"]]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(244, 246, 249)", "dark": "rgb(17, 22, 28)"}[scheme]


# What a visitor may use and see at this moment.
USABLE = """() => [...document.querySelectorAll("button, input, select, a[href]")]
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled)
    .map((e, i) => { e.dataset.stop = i; return i; })"""
FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement);
    const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
    return { stop: document.activeElement.dataset.stop, seen, what: document.activeElement.outerHTML.slice(0, 90) };
}"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Visit):
    page = ready(visit(answers=stand_in))
    wanted = {str(stop) for stop in page.evaluate(USABLE)}
    reached = set()
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["stop"] is not None:
            assert focused["seen"], focused["what"]
            reached.add(focused["stop"])
    assert len(wanted) > 12
    assert reached == wanted


def test_the_icon_is_the_apps_own(visit: Visit, address: str):
    page = visit(answers=stand_in)
    icon = page.request.get(f"{address}/favicon.ico")
    assert icon.ok and "svg" in icon.headers["content-type"]


def drawn(generator: np.random.Generator, count: int) -> Detections:
    """Return crowded boxes of three classes with distinct confidences."""
    corners = generator.uniform(0, 60, (count, 2))
    boxes = np.concatenate((corners, corners + generator.uniform(5, 50, (count, 2))), 1)
    return Detections(boxes.astype(np.float32), generator.permutation(count) / count, generator.integers(0, 3, count))


def as_rows(found: Detections) -> list[dict]:
    return [
        {
            "box": box.tolist(),
            "confidence": float(confidence),
            "classId": int(class_id),
            "name": str(int(class_id)),
            "row": row,
        }
        for row, (box, confidence, class_id) in enumerate(
            zip(found.boxes_xyxy, found.confidences, found.class_ids, strict=True)
        )
    ]


def kept_by_page(page: Page, found: Detections, confidence: float, iou: float) -> list[int]:
    boxes = module("shared/boxes.js")
    script = f"async ([rows, confidence, iou]) => (await {boxes}).suppress(rows, confidence, iou).map((d) => d.row)"
    return page.evaluate(script, [as_rows(found), confidence, iou])


def test_the_page_suppresses_and_matches_as_python_does(visit: Visit):
    page = visit(answers=stand_in)
    generator = np.random.default_rng(0)
    for count in (0, 1, 12, 60, 150):
        for confidence, iou in ((0.05, 0.45), (0.3, 0.2), (0.25, 0.7)):
            left, right = drawn(generator, count), drawn(generator, count)
            strong = left.above(confidence)
            expected = suppress(strong, iou).confidences
            rows = kept_by_page(page, left, confidence, iou)
            np.testing.assert_array_equal(left.confidences[rows], expected)
            script = f"async ([a, b]) => (await {module('shared/boxes.js')}).match(a, b)"
            pairs = page.evaluate(script, [as_rows(left), as_rows(right)])
            assert [tuple(pair) for pair in pairs] == match(left, right)
