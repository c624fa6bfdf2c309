"""Whether everybody can use the page: what axe finds, terms by keyboard and touch, and a page enlarged to 200 per cent."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT, Visit

AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"  # tests/run.sh installs it
RUN = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] }); // Gradio's own parts too
    const bad = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    return bad.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}"""
NAMES = "tabs => tabs.filter((tab) => tab.checkVisibility() && tab.dataset.tabId).map((tab) => tab.dataset.tabId)"
SECTIONS = "links => links.map((link) => link.dataset.section)"


def every_view(page: Page) -> Iterator[str]:
    """Show every tab one after another, and of Costs every section; yield what is shown."""
    page.locator("#hetviz-detect .hv-right .hv-picture:not([hidden])").wait_for()
    for name in page.get_by_role("tab").evaluate_all(NAMES):
        page.locator(f'[role=tab][data-tab-id="{name}"]').click()
        page.locator(f"#hetviz-{name.replace('_', '-')} .hv-root > *").first.wait_for()
        page.wait_for_timeout(1500)
        if name != "costs":
            yield name
            continue
        expect(page.locator(".hv-room-plots .hv-sentence")).to_contain_text("P = 4")
        for section in page.locator(".hv-rail a").evaluate_all(SECTIONS):
            page.locator(f".hv-rail a[data-section={section}]").click()
            page.wait_for_timeout(700)
            yield f"costs, {section}"


def faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical in what is shown."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_tab(visit: Visit, scheme: str):
    page = visit(color_scheme=scheme)
    found = {view: faults(page) for view in every_view(page)}
    assert len(found) > 14
    assert not {view: bad for view, bad in found.items() if bad}


def test_axe_finds_what_is_wrong(visit: Visit):
    page = visit()
    page.locator("#hetviz-detect .hv-primary").first.evaluate("e => e.append(document.createElement('img'))")
    page.locator(".hv-tagline").evaluate("e => { e.style.color = 'rgb(200, 200, 200)'; }")
    found = " ".join(faults(page))
    assert "image-alt" in found and "color-contrast" in found


def test_nothing_is_cut_off_at_200_per_cent(visit: Visit):
    options: dict[str, Any] = {
        "viewport": {"width": 720, "height": 450},
        "device_scale_factor": 2,
    }  # 1440×900, enlarged
    page = visit(**options)
    for view in every_view(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 720, view


# What reaches over an edge of the page where nothing scrolls to it.
CUT = """(width) => {
    const scrolls = (e) => e.scrollWidth > e.clientWidth && ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
    const reached = (e) => e && e !== document.body && (scrolls(e) || reached(e.parentElement));
    return [...document.querySelectorAll("button, input, select, textarea, a[href], output")].filter((e) => {
        const box = e.getBoundingClientRect();
        return e.checkVisibility() && box.width > 1 && (box.left < -1 || box.right > width + 1) && !reached(e);
    }).map((e) => e.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_control_is_cut_off_on_a_phone(visit: Visit, language: str):
    page = visit(f"?lang={language}", viewport={"width": 390, "height": 844}, has_touch=True)
    found = {view: page.evaluate(CUT, 390) for view in every_view(page)}
    assert len(found) > 14
    assert not {view: cut for view, cut in found.items() if cut}


def test_a_term_is_explained_on_hover_focus_and_tap(visit: Visit):
    page = visit(has_touch=True)
    term = page.locator(".hv-tagline .hv-term").first
    said = page.locator(".hv-tagline [role=tooltip]").first
    assert term.get_attribute("aria-describedby") == said.get_attribute("id")
    assert not said.is_visible()
    term.hover()
    expect(said).to_contain_text("YOLOv5's block")
    said.hover()  # it stays while it is read
    assert said.is_visible()
    page.mouse.move(2, 2)
    expect(said).to_be_hidden()
    term.focus()
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    page.locator(".hv-tagline .hv-term").last.focus()
    term.tap()
    expect(said).to_be_visible()
    page.locator("h1").tap()
    expect(said).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explanations_keep_inside_a_phone(visit: Visit, language: str):
    page = visit(f"?lang={language}", viewport={"width": 390, "height": 844})
    page.locator('[role=tab][data-tab-id="kernels"]').click()
    page.locator(".hv-kernels-blocks .hv-term").first.wait_for()
    terms = page.locator(".hv-term:visible").all()
    assert len(terms) >= 6
    for term in terms:
        term.focus()
        box = page.locator(f"#{term.get_attribute('aria-describedby')}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, term.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
