"""The page on paper."""

import pytest

from tests.conftest import Visit

PAPER = {"width": 703, "height": 1000}  # A4 without its margins of 12 mm, in CSS pixels
# What is printed beyond the right edge; what a drawing clips does not count.
BEYOND = """() => [...document.querySelectorAll(".hv-root *")]
    .filter((e) => e.getClientRects().length && !e.closest("svg") && !e.closest(".hv-hidden, .hv-stage"))
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((e) => `${e.tagName} ${e.className} ${Math.round(e.getBoundingClientRect().right)}`)"""


# What of the fields' own looks is printed around their values, and values that are not printed as a whole.
FIELDS = """() => {
    const fields = [...document.querySelectorAll(".hv-root select, .hv-root input:is([type=number], [type=text])")]
        .filter((field) => field.checkVisibility());
    const boxed = fields.filter((field) => {
        const { appearance, borderTopWidth, backgroundImage, backgroundColor } = getComputedStyle(field);
        const bare = [appearance, borderTopWidth, backgroundImage, backgroundColor].join("; ");
        return bare !== "none; 0px; none; rgba(0, 0, 0, 0)";
    });
    const cut = fields.filter((field) => {
        const text = document.createElement("span");
        text.textContent = field.selectedOptions ? field.selectedOptions[0]?.textContent : field.value;
        const { fontFamily, fontSize, fontWeight, letterSpacing } = getComputedStyle(field);
        const look = { fontFamily, fontSize, fontWeight, letterSpacing };
        Object.assign(text.style, { position: "absolute", whiteSpace: "nowrap", ...look });
        document.body.append(text);
        const width = text.getBoundingClientRect().width;
        text.remove();
        return width > field.getBoundingClientRect().width + 1;
    });
    const named = (field) => `${field.className} ${field.id} ${field.value} ${field.offsetWidth} px`;
    return { count: fields.length, boxed: boxed.map(named), cut: cut.map(named) };
}"""


@pytest.mark.parametrize("tab", ["detect", "kernels", "costs"])
def test_of_what_is_chosen_and_typed_the_value_alone_is_printed(visit: Visit, tab: str):
    page = visit(f"?tab={tab}")
    page.locator(f"#hetviz-{tab} .hv-root > *").first.wait_for()
    page.wait_for_timeout(1500)
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size(PAPER)
    page.wait_for_timeout(500)
    found = page.evaluate(FIELDS)
    assert found.pop("count") >= 4
    assert found == {"boxed": [], "cut": []}


@pytest.mark.parametrize("tab", ["Detect", "Kernels", "Costs"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_page_keeps_to_its_paper(visit: Visit, tab: str, scheme: str):
    page = visit(color_scheme=scheme)
    page.locator(".hv-right .hv-picture:not([hidden])").wait_for()
    page.get_by_role("tab", name=tab, exact=True).click()
    page.wait_for_timeout(1500)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    page.wait_for_function(f"() => !({BEYOND})().length")  # plots take the paper's width a moment later
    assert page.get_by_role("button", name="Choose a picture").count() == 0
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.hv-tag')).printColorAdjust") == "exact"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_on_paper_stand_all_sections_of_costs_with_their_plots(visit: Visit):
    page = visit("?tab=costs")
    page.locator(".hv-room-plots .hv-figure:not([aria-busy])").first.wait_for()
    assert page.locator(".hv-room:visible").count() == 1
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    page.locator(".hv-room-own").wait_for()
    assert page.locator(".hv-room[hidden]").count() == 0
    assert page.locator(".hv-figure[aria-busy]").count() == 0
    assert page.locator(".js-plotly-plot").count() >= 9  # over P, shares, Pareto and the learning curves
    assert page.evaluate(BEYOND) == []
    assert not page.locator(".hv-rail").is_visible()
    page.emulate_media(media="screen")
    page.wait_for_function("() => document.querySelectorAll('.hv-room:not([hidden])').length === 1")
