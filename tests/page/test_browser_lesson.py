"""The lesson as a visitor walks it by keyboard alone: what is shown is held against the code that counts."""

import pytest
from playwright.sync_api import Locator, Page, expect
from skimage import data

from hetviz.counting.waterfall import places, waterfall
from hetviz.operators import hetconv, standard
from hetviz.operators.hetconv import HetConv
from hetviz.page import lesson_numbers
from hetviz.page.handlers import box_maps, finding
from hetviz.page.tabs import lesson_tab
from hetviz.reparam.chain import one_kernel
from hetviz.texts.sentences import languages, sentence
from tests.conftest import Visit

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
MOST_TABS = 250  # to the next control that is looked for


def step(page: Page, number: int) -> Locator:
    return page.locator(f"#hetviz-lesson-{number}")


def tab_to(page: Page, control: Locator) -> None:
    """Press Tab until the control has the focus, and see that it is shown."""
    control.wait_for()
    handle = control.element_handle()
    for _ in range(MOST_TABS):
        if handle.evaluate("(element) => element === document.activeElement"):
            assert handle.is_visible()
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{control} is not reached by Tab")


def press(page: Page, control: Locator, key: str = "Enter") -> None:
    tab_to(page, control)
    page.keyboard.press(key)


def write(page: Page, number: int, guess: object) -> None:
    """Enter a guess and see what is said of it."""
    tab_to(page, step(page, number).locator(".hv-lesson-ask input[type=number]"))
    page.keyboard.type(str(guess))
    page.keyboard.press("Enter")


def choose(page: Page, group: Locator, value: object) -> None:
    """Choose one of several radio buttons by the arrow keys."""
    radios = group.locator("input[type=radio]")
    values = radios.evaluate_all("(radios) => radios.map((radio) => radio.value)")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(values.index(str(value))):
        page.keyboard.press("ArrowDown")
    assert group.locator("input:checked").get_attribute("value") == str(value)


def guess(page: Page, number: int, *values: object) -> None:
    """Choose a value in each group of a step's question, and have the guess checked."""
    groups = step(page, number).locator(".hv-lesson-ask fieldset")
    for index, value in enumerate(values):
        choose(page, groups.nth(index), value)
    press(page, step(page, number).locator(".hv-lesson-ask button"))


def right(page: Page, number: int, *told: str) -> None:
    """See that the guess is called right, and that the answer has these numbers."""
    expect(step(page, number).locator(".hv-lesson-ask .hv-lesson-verdict")).to_have_attribute("data-verdict", "right")
    for text in told:
        expect(step(page, number).locator(".hv-lesson-answer")).to_contain_text(text)


def numbers_in(places_: Locator, name: str) -> list[float]:
    return [float(value) for value in places_.evaluate_all(f"(all) => all.map((one) => one.dataset.{name})")]


def windows(filter_: int) -> list[int]:
    """Return the side of the window of two HetConvs with P = 4 on each of 8 channels."""
    kernel = one_kernel([HetConv(8, 8, p=4), HetConv(8, 8, p=4)])[filter_]
    return [int((channel.abs().sum(0) > 0).sum()) for channel in kernel]


# ---- the ten steps ----
def one_filter(page: Page) -> None:
    place = lesson_numbers.PLACE
    top, left = place["top"] + 2, place["left"] + 1  # one row down from where the window is at first
    pixels = data.astronaut()[top : top + 3, left : left + 3].astype(int)
    red, green = (int((pixels[..., i] * lesson_numbers.KERNELS[c]).sum()) for i, c in enumerate(("red", "green")))
    own = step(page, 1)
    press(page, own.locator(".hv-lesson-pixels").first, "ArrowDown")
    assert numbers_in(own.locator(".hv-lesson-sum"), "sum")[0] == red
    assert numbers_in(own.locator(".hv-lesson-results .hv-now"), "value") == [red]
    press(page, own.get_by_role("switch"), "Space")
    assert numbers_in(own.locator(".hv-lesson-sum"), "sum") == [red, green]
    assert numbers_in(own.locator(".hv-lesson-results .hv-now"), "value") == [red + green]
    write(page, 1, standard.weights(8, 1))
    right(page, 1, "72", "576")


def dots(page: Page) -> None:
    cells = step(page, 2).locator(".hv-lesson-cell")
    for channel in (1, 2, 5):
        press(page, cells.nth(channel))
    kinds = cells.evaluate_all("(cells) => cells.map((cell) => cell.dataset.kind)")
    assert kinds == ["raster" if (channel - 1) % 4 == 0 else "dot" for channel in range(8)]
    write(page, 2, hetconv.weights(8, 8, p=4) // 8)
    right(page, 2, "24", "40")


def turn_p(page: Page) -> None:
    own = step(page, 3)
    press(page, own.get_by_role("button", name="16", exact=True))
    shares = [hetconv.weights(64, 64, p=p) / standard.weights(64, 64) for p in (1, 2, 4, 8, 16)]
    assert numbers_in(own.locator(".hv-lesson-bars [data-share]"), "share") == pytest.approx(shares)
    expect(own.locator(".hv-lesson-formula .hv-kernels-values")).to_contain_text("16 · 16 · (3²/16 + 1 − 1/16) = 384")
    guess(page, 3, "no")
    right(page, 3, "22.2", "16.7", "11.1")


def whole_detector(page: Page) -> None:
    own = step(page, 4)
    assert numbers_in(own.locator(".hv-lesson-where [data-params]"), "params") == list(places().values())
    press(page, own.locator("input[data-key=layer]"), "End")
    press(page, own.locator("input[data-key=detector]"), "Home")
    guess(page, 4)
    expect(own.locator(".hv-lesson-verdict")).to_contain_text("100 %")
    found = waterfall()
    steps = [entry["params"] for entry in found["steps"]]
    assert (
        numbers_in(own.locator(".hv-lesson-waterfall [data-params]"), "params") == steps == [-339_456, 110_400, 113_152]
    )
    assert numbers_in(own.locator("[data-difference]"), "difference") == [found["result"] - found["original"]]
    shares = numbers_in(own.locator(".hv-lesson-guesses [data-share]"), "share")
    assert shares == pytest.approx([1, 1 - 1 / 3, 0, 115_904 / found["original"]])


def two_layers(page: Page) -> None:
    own = step(page, 5)
    for channel in range(8):
        press(page, own.locator(".hv-lesson-tile").nth(channel))
    assert numbers_in(own.locator(".hv-lesson-tile"), "side") == windows(1)
    for side, cells in ((5, 25), (3, 9)):
        painted = own.locator(f'.hv-lesson-tile[data-side="{side}"]').first.locator(".hv-both")
        expect(painted).to_have_count(cells)
    guess(page, 5, min(windows(1)))
    right(page, 5, "94.06", "93.93")


def straight_line(page: Page) -> None:
    own = step(page, 6)
    boxes = own.locator(".hv-flow-box")
    expect(boxes).to_have_count(8)
    for index in range(8):
        press(page, boxes.nth(index))
    bends = boxes.evaluate_all("(boxes) => boxes.map((box) => box.classList.contains('hv-bends'))")
    assert bends == [True, *[False] * 6, True]
    write(page, 6, 1)
    right(page, 6, "13×13")
    press(page, own.locator(".hv-lesson-answer button"))
    expect(own.locator("[data-window]")).to_have_attribute("data-window", "13")


def fold_dot(page: Page) -> None:
    own = step(page, 7)
    answer = lesson_tab.fold({})
    centre = own.locator(".hv-lesson-taps .hv-target")
    before, after = answer["grouped"][1][1], answer["grouped"][1][1] + answer["pointwise"]
    shown = lambda value: f"{value:.3f}".replace("-", "−")  # noqa: E731
    expect(centre).to_have_text(shown(before))
    press(page, own.locator(".hv-lesson-chip"))
    expect(centre).to_have_text(shown(after))
    press(page, own.locator(".hv-kernels-run"))
    expect(own.locator(".hv-kernels-number")).to_be_visible()
    assert 0 < float(own.locator(".hv-kernels-number").get_attribute("data-difference")) < 1e-3
    guess(page, 7, "dualconv", "neither")
    right(page, 7, "13,312", "12,288")


def clock(page: Page, *, measured: bool) -> None:
    own = step(page, 8)
    assert numbers_in(own.locator("[data-extra]"), "extra") == [0, 0, 1, 1]
    if measured:
        press(page, own.get_by_role("button", name=sentence("costs_clock_start")))
        loop = own.locator("[data-form=loop]")
        expect(own.locator(".hv-lesson-clocked progress")).to_be_visible()
        expect(own.locator(".hv-lesson-clocked progress")).to_be_hidden()
        assert numbers_in(own.locator("[data-form=formula]"), "share") == pytest.approx([1 / 3])
        assert numbers_in(loop, "share")[0] > 0
    write(page, 8, 33)
    expect(own.locator(".hv-lesson-ask .hv-lesson-verdict")).to_have_attribute("data-verdict", "noted")
    if measured:
        share = numbers_in(own.locator("[data-form=coarse]"), "share")[0]
        expect(own.locator(".hv-lesson-answer")).to_contain_text(f"{100 * share:.0f} %")


def correlation() -> float:
    """Return how the maps of the example's strongest box in C3 correlate, as the server's own functions say."""
    variants = {"left": "v5n-c3", "right": "v5n-csphet-p4"}
    example = lesson_numbers.PLACE["example"]
    rows = finding.find({"example": example, "variants": list(variants.values())})["answers"]["v5n-c3"]["candidates"]
    left, top, x, y, confidence, class_id = max(rows, key=lambda row: row[4])
    asked = {"confidence": 0.25, "iou": 0.45, "method": "hirescam", "layer": "", "score": "confidence"}
    box = {"side": "left", "box": [left, top, x, y], "class": int(class_id)}
    assert confidence > 0.25
    return box_maps.maps({"example": example, "variants": variants, **box, **asked})["agreement"]["correlation"]


def same_object(page: Page, *, measured: bool) -> None:
    own = step(page, 9)
    tab_to(page, own.locator("input[type=range]"))
    said = own.locator(".hv-lesson-said[data-correlation]")
    said.wait_for()
    if measured:
        assert numbers_in(said, "correlation")[0] == pytest.approx(correlation(), abs=0.02)
    before = said.text_content()
    page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(before)
    guess(page, 9, "no")
    right(page, 9)


def own_yolo(page: Page, language: str) -> None:
    own = step(page, 10)
    counted = {(row["own"], row["reference"]): row["difference"] for row in lesson_numbers.headlines()}
    number = own.locator("[data-difference]")
    assert numbers_in(number, "difference") == [counted[20, 20]]
    press(page, own.locator("select[data-side=reference]"), "ArrowDown")
    expect(number).to_have_attribute("data-difference", str(counted[20, 80]))
    assert counted[20, 80] == -197_084
    rows = own.locator("tbody tr")
    expect(rows).to_have_count(len(lesson_numbers.rivals()))
    for index, rival in enumerate(lesson_numbers.rivals()):
        expect(rows.nth(index)).to_contain_text(f"{rival['params']:,}")
        expect(rows.nth(index)).to_contain_text(f"{rival['map50']:.3f}")
    file = own.locator("a[download]")
    tab_to(page, file)
    assert "class CSPHet" in page.request.get(file.evaluate("(link) => link.href")).text()
    guess(page, 10, sentence("lesson_own_yolo_pair", language, own=20, reference=80))
    right(page, 10, "−197,084", "−115,904")


def self_check(page: Page, language: str) -> None:
    item = lambda key: page.locator(f"[data-question={key}]")  # noqa: E731
    choose(page, item("channels"), sentence("lesson_comma", language).join("04"))
    press(page, item("channels").get_by_role("button"))
    expect(step(page, 2).locator("h3")).to_be_focused()
    assert "step=2" in page.url
    item("channels").locator("input").first.evaluate("(input) => { input.checked = false; }")
    answers = {
        "channels": sentence("lesson_comma", language).join("26"),
        "half": "more",
        "same": "dual",
        "linear": "activation",
        "time": "unknown",
    }
    for key, answer in answers.items():
        choose(page, item(key), answer)
        expect(item(key).locator(".hv-lesson-verdict")).to_have_attribute("data-verdict", "right")
    expect(item("half")).to_contain_text("6.2 %")
    said = sentence("lesson_check_score", language, right=5, count=5)
    expect(page.locator(".hv-lesson-score")).to_have_text(said)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", languages())
def test_the_lesson_is_walked_by_keyboard_alone(visit: Visit, language: str, size: str):
    page = visit(f"?lang={language}", viewport=SIZES[size])
    press(page, page.locator(".hv-to-lesson"))
    expect(page.locator(".hv-lesson-step")).to_have_count(11)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    first = (language, size) == ("en", "wide")  # what takes long is done once
    for act in (one_filter, dots, turn_p, whole_detector, two_layers, straight_line, fold_dot):
        act(page)
    clock(page, measured=first)
    same_object(page, measured=first)
    own_yolo(page, language)
    self_check(page, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_every_link_of_the_lesson_lands_in_its_state(visit: Visit):
    page = visit("?tab=lesson&lang=zh")
    links = page.locator(".hv-lesson-step > .hv-lesson-link a")
    expect(links).to_have_count(10)
    operator, p = page.locator("#hetviz-kernels .hv-kernels-operator"), page.locator("#hetviz-p")
    landed = []
    for index in range(10):
        links.nth(index).click()
        selected = page.locator("[role=tab][aria-selected=true][data-tab-id]:not([data-tab-id=lesson])")
        landed.append(selected.get_attribute("data-tab-id"))
        if landed[-1] == "kernels":
            page.locator("#hetviz-kernels .hv-kernels-base[data-cell]").wait_for()
            expect(operator).to_have_value({0: "standard", 6: "dualconv"}.get(index, "hetconv"))
        if index == 2:
            expect(p).to_have_value("4")  # the fifth stop, 16
        if index == 5:
            expect(page.locator(".hv-kernels-parts")).to_contain_text("P = 4")
        if landed[-1] == "costs":
            section = {3: "shares", 4: "pareto", 7: "clock", 9: "claims"}[index]
            expect(page.locator(f".hv-room-{section}")).to_be_visible()
        expect(page.locator(".hv-wrongs p")).to_have_count(0)
        page.go_back()
        expect(page.locator("[role=tab][data-tab-id=lesson]")).to_have_attribute("aria-selected", "true")
    assert landed == [*["kernels"] * 3, "costs", "costs", "kernels", "kernels", "costs", "heat_maps", "costs"]


def test_a_link_opens_its_step_and_back_returns_to_it(visit: Visit):
    page = visit("?tab=lesson&step=4")
    expect(step(page, 4).locator("h3")).to_be_focused()
    expect(step(page, 4).locator("h3")).to_be_in_viewport()
    page.locator(".hv-lesson-rail a").nth(8).click()
    expect(step(page, 9).locator("h3")).to_be_focused()
    assert "step=9" in page.url
    page.go_back()
    expect(step(page, 4).locator("h3")).to_be_focused()
    expect(page.locator(".hv-lesson-rail [aria-current]")).to_contain_text("4")


def three(value: float) -> str:
    """Return a number as the page writes it."""
    return f"{value:.3f}".replace("-", "−")


def test_the_dot_is_dragged_into_the_centre(visit: Visit):
    page = visit("?tab=lesson&step=7")
    chip, centre = page.locator(".hv-lesson-chip"), page.locator(".hv-lesson-taps .hv-target")
    answer = lesson_tab.fold({})
    expect(chip).to_have_text(three(answer["pointwise"]))
    chip.scroll_into_view_if_needed()
    start, end = chip.bounding_box(), centre.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 30)
    page.mouse.down()
    page.mouse.move(end["x"] + 200, end["y"] + 200, steps=4)
    page.mouse.up()  # beside it: nothing is folded
    expect(chip).to_have_text(three(answer["pointwise"]))
    page.mouse.move(start["x"] + 30, start["y"] + 30)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 30, steps=4)
    page.mouse.up()
    expect(centre).to_have_text(three(answer["grouped"][1][1] + answer["pointwise"]))
    expect(chip).to_have_class("hv-lesson-chip hv-empty")


def test_what_is_guessed_stays_in_the_page(visit: Visit):
    page = visit("?tab=lesson")
    field = step(page, 1).locator("input[type=number]")
    field.wait_for()
    page.wait_for_load_state("networkidle")
    asked = len(page.requests)
    field.fill("9")
    field.press("Enter")
    expect(step(page, 1).locator(".hv-lesson-ask .hv-lesson-verdict")).to_have_attribute("data-verdict", "wrong")
    expect(step(page, 1).locator(".hv-lesson-answer")).to_contain_text("72")
    assert page.requests[asked:] == []
    assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage)).join()").count("lesson") == 0


def test_the_answer_opens_without_a_guess(visit: Visit):
    page = visit("?tab=lesson&step=2")
    assert not step(page, 2).locator(".hv-lesson-answer").is_visible()
    step(page, 2).locator("summary").click()
    expect(step(page, 2).locator(".hv-lesson-answer")).to_contain_text("24")
