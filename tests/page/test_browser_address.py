"""The address holds the whole setting: links restore it, back and forward work, what is wrong in a link is said."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from hetviz.detectors import weights
from hetviz.page import diagrams
from hetviz.texts.sentences import sentence, table
from tests.conftest import Visit, unfold
from tests.page.test_browser_detect import Held, answer, question, ready, stand_in

LAYER = f"v5n-csphet-p4.{diagrams.kernel_layers('v5n-csphet-p4')[0]['path']}"


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def shown_tab(page: Page) -> str:
    return page.locator("[role=tab][aria-selected=true]").first.get_attribute("data-tab-id")


def parts(page: Page) -> str:
    return page.locator("#hetviz-p").get_attribute("aria-valuetext")


def open_tab(page: Page, name: str, language: str = "en") -> None:
    page.get_by_role("tab", name=sentence(f"tab_{name}", language), exact=True).click()
    page.wait_for_function("(name) => new URLSearchParams(location.search).get('tab') === name", arg=name)


def test_a_page_without_a_setting_has_a_bare_address(visit: Visit, address: str):
    page = ready(visit(answers=stand_in))
    assert page.url == f"{address}/"


def test_every_key_of_the_setting_is_restored_from_the_first_question_on(visit: Visit):
    held = Held()
    page = visit("?p=8&left=v5n-csppc&classes=80&size=416&lang=zh", answers=held)
    held.let_go(page, 0)
    ready(page)
    assert question(held.routes[0])["variants"] == ["v5n-csppc", "v5n-csphet-p8"]
    assert page.locator("h1").inner_text() == sentence("title", "zh")
    chosen = {key: page.locator(f"#hetviz-{key}").input_value() for key in ("left", "right", "classes", "size")}
    assert chosen == {"left": "v5n-csppc", "right": "v5n-csphet-p8", "classes": "80", "size": "416"}
    assert parts(page) == "P = 8"
    assert len(held.routes) == 1
    assert page.locator(".hv-wrongs").inner_text() == ""


def test_a_link_to_kernels_brings_its_p(visit: Visit):
    page = visit("?tab=kernels&p=2")
    expect(page.locator(".hv-kernels-above .hv-stepper output")).to_have_text("P = 2")
    assert parts(page) == "P = 2" and shown_tab(page) == "kernels"


def test_operator_shape_order_and_layer_are_restored(visit: Visit):
    page = visit("?tab=kernels&operator=dualconv&shape=32.64.5.20&p=8")
    expect(page.locator(".hv-kernels-operator")).to_have_value("dualconv")
    fields = page.locator(".hv-kernels-main .hv-kernels-controls input[type=number]").evaluate_all(
        "(all) => all.map((field) => field.value)"
    )
    assert fields == ["32", "64", "20"]
    page.locator(".hv-kernels-operator").select_option("hetconv")
    page.locator(".hv-kernels-main").get_by_role("switch").check()
    assert query(page) == {
        "tab": "kernels",
        "shape": "32.64.5.20",
        "p": "8",
        "right": "v5n-csphet-p8",
        "order": "sorted",
    }
    page.goto(f"{page.url.split('?')[0]}?tab=kernels&layer={LAYER}")
    variant, path = LAYER.split(".", 1)
    expect(page.locator(".hv-kernels-path")).to_have_value(path)
    expect(page.locator(".hv-kernels-variant")).to_have_value(variant)
    page.locator(".hv-kernels-cell td[data-value]").first.wait_for()
    assert query(page)["layer"] == LAYER


def test_convention_section_and_own_layer_of_costs_are_restored(visit: Visit):
    path = "?tab=costs&unit=macs&bn=fused&terms=norm&counted_classes=34&own=32.64.3.8.4.20.2&section="
    page = visit(f"{path}conventions")
    conventions = page.locator(".hv-room-conventions")
    said = f"counted: {sentence('costs_terms_norm')}"
    expect(conventions.get_by_role("status")).to_contain_text(said)
    expect(conventions.get_by_label("Classes")).to_have_value("34")
    for name in (sentence("costs_macs"), sentence("costs_fused")):
        expect(conventions.get_by_role("radio", name=name, exact=True)).to_be_checked()
    assert query(page) == {key: value[0] for key, value in parse_qs(f"{path[1:]}conventions").items()}
    page.goto(f"{page.url.split('?')[0]}{path}own")
    own = page.locator(".hv-room-own")
    expect(own.locator("[data-operator=hetconv]")).to_contain_text("4,096")  # 32 · 64 · (9 + 7) / 8
    expect(conventions).to_be_hidden()
    page.locator(".hv-rail [data-section=papers]").click()
    expect(own).to_be_hidden()
    page.go_back()
    expect(own).to_be_visible()
    assert query(page)["section"] == "own"


def test_back_and_forward_restore_tabs_and_the_setting(visit: Visit):
    page = ready(visit())
    open_tab(page, "kernels")
    page.locator(".hv-kernels-base[data-cell]").wait_for()
    page.locator("#hetviz-p").press("ArrowRight")
    page.locator(".hv-kernels-operator").select_option("dualconv")
    open_tab(page, "live")
    page.locator("#hetviz-p").press("ArrowRight")
    assert query(page) == {"tab": "live", "p": "16", "right": "v5n-csphet-p16", "operator": "dualconv"}
    page.go_back()
    expect(page.get_by_role("tab", name="Kernels")).to_have_attribute("aria-selected", "true")
    assert parts(page) == "P = 8"
    expect(page.locator(".hv-kernels-operator")).to_have_value("dualconv")
    page.go_back()
    expect(page.get_by_role("tab", name="Detect")).to_have_attribute("aria-selected", "true")
    assert parts(page) == "P = 4" and query(page) == {}
    expect(page.locator(".hv-right h3").first).to_have_text("CSPHet P=4")
    page.go_forward()
    page.go_forward()
    expect(page.get_by_role("tab", name="Live")).to_have_attribute("aria-selected", "true")
    assert parts(page) == "P = 16"
    assert query(page) == {"tab": "live", "p": "16", "right": "v5n-csphet-p16", "operator": "dualconv"}
    open_tab(page, "kernels")
    expect(page.locator(".hv-kernels-operator")).to_have_value("dualconv")


def test_a_slider_leaves_no_trail_in_the_history(visit: Visit):
    page = ready(visit(answers=stand_in))
    before = page.evaluate("history.length")
    for _ in range(3):
        page.locator("#hetviz-p").press("ArrowLeft")
    assert page.evaluate("history.length") == before
    open_tab(page, "kernels")
    assert page.evaluate("history.length") == before + 1


WRONG = {
    "tab": ("kernel", "detect", "costs"),
    "p": ("3", "4", "1, 2, 4, 8, 16"),
    "left": ("v9n-c3", "v5n-c3", "v5n-csppc"),
    "right": ("<img src=x>", "v5n-csphet-p4", "v5n-c3het-p4"),
    "classes": ("21", "20", ", ".join(map(str, diagrams.CLASS_COUNTS))),
    "size": ("641", "640", ", ".join(map(str, diagrams.INPUT_SIZES))),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_value_falls_back_and_is_named_with_what_is_possible(visit: Visit, key: str, language: str):
    text, taken, possible = WRONG[key]
    page = ready(visit(f"?{key}={text}&lang={language}", answers=stand_in))
    said = page.locator(".hv-wrongs p")
    expect(said).to_have_count(1)
    words = said.inner_text()
    assert f"{key}={text}" in words and f"{key}={taken}" in words and possible in words
    assert words.startswith(table()[language]["address_wrong_list"].split("{")[0])
    assert parts(page) == "P = 4" and shown_tab(page) == "detect"
    assert query(page).get(key, taken) == taken
    said.get_by_role("button", name=sentence("close", language)).click()
    expect(said).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("?lang=fr", "lang=fr"),
        ("?p=2&right=v5n-csphet-p8", "p=2"),
        ("?tab=kernels&operator=hetcnv", "operator=hetcnv"),
        ("?tab=kernels&shape=0.16.3.40", "m 1–384"),
        ("?tab=kernels&layer=v5n-c3.stage99", "v5n-c3.stage99"),
        ("?tab=costs&counted_classes=0", "1 to 1000"),
        ("?tab=costs&section=cellar", "section=cellar"),
    ],
)
def test_a_wrong_value_of_a_tab_is_said_too(visit: Visit, path: str, words: str):
    page = visit(path)
    expect(page.locator(".hv-wrongs p")).to_have_count(1)
    expect(page.locator(".hv-wrongs p")).to_contain_text(words)


@pytest.mark.parametrize(("language", "viewport"), [("en", (1440, 900)), ("zh", (390, 844))])
def test_the_link_is_copied_whole_and_restores_everything(visit: Visit, language: str, viewport: tuple[int, int]):
    size = {"width": viewport[0], "height": viewport[1]}
    page = visit(f"?lang={language}", viewport=size, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#hetviz-p").press("ArrowRight")
    unfold(page).locator("#hetviz-classes").select_option("80")
    page.locator(".hv-p-unfold").click()
    page.get_by_role("button", name=sentence("copy_link", language)).click()
    expect(page.locator(".hv-p-copied")).to_contain_text(sentence("link_copied", language))
    link = page.evaluate("navigator.clipboard.readText()")
    expected = {"tab": "detect", "p": "8", "left": "v5n-c3", "right": "v5n-csphet-p8", "classes": "80", "size": "640"}
    assert {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()} == expected | {"lang": language}
    again = visit(link.split("/", 3)[3], locale="fr-FR")
    assert parts(again) == "P = 8"
    assert again.locator("h1").inner_text() == sentence("title", language)
    assert again.locator("#hetviz-classes").input_value() == "80"


def test_where_nothing_can_be_copied_the_link_is_selected(visit: Visit):
    page = ready(visit(answers=stand_in, edit=lambda html: html.replace("<head>", f"<head>{NO_CLIPBOARD}", 1)))
    page.get_by_role("button", name=sentence("copy_link")).click()
    expect(page.locator(".hv-p-copied")).to_contain_text(sentence("link_by_hand"))
    field = page.get_by_label(sentence("link_field"))
    expect(field).to_be_focused()
    selected = field.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert "p=4" in selected and "lang=en" in selected


NO_CLIPBOARD = "<script>Object.defineProperty(navigator, 'clipboard', {value: undefined})</script>"


def test_the_other_language_keeps_the_setting(visit: Visit):
    page = ready(visit("?lang=en", answers=stand_in))
    page.locator("#hetviz-p").press("ArrowRight")
    open_tab(page, "live")
    page.locator(".hv-languages a", has_text="中文").click()
    expect(page.locator("h1")).to_have_text(sentence("title", "zh"))
    assert query(page) == {"lang": "zh", "p": "8", "right": "v5n-csphet-p8", "tab": "live"}
    expect(page.get_by_role("tab", name=sentence("tab_live", "zh"))).to_have_attribute("aria-selected", "true")


def test_the_answers_of_a_restored_detector_are_asked_for(visit: Visit):
    held = Held()
    page = visit("?right=v5n-csppc", answers=held)
    held.let_go(page, 0, answer(["v5n-c3", "v5n-csppc"]))
    expect(page.locator(".hv-right h3").first).to_have_text("CSPPC")
    assert "v5n-csppc" in weights.manifest()
    assert parts(page) == "P = 4"
