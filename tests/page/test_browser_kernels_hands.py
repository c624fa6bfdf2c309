"""The Kernels tab by touch and by keys alone, and while another tab is in front of it."""

import numpy as np

from tests.conftest import Visit
from tests.page.test_browser_kernels import TAB, definition, drawn, open_kernels, set_p


def test_fingers_enlarge_and_move_the_grid(visit: Visit):
    page = open_kernels(visit, viewport={"width": 390, "height": 844}, has_touch=True)
    base = page.locator(".hv-kernels-base")
    base.scroll_into_view_if_needed()

    def measure(key: str) -> int:
        return int(base.get_attribute(f"data-{key}"))

    box, before = base.bounding_box(), measure("cell")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    client = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": across, "y": down, "id": number} for number, (across, down) in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (x - 20, y), (x + 20, y))
    for spread in (40, 60, 80):
        touch("touchMove", (x - spread, y), (x + spread, y))
    touch("touchEnd")
    assert measure("cell") >= 2 * before
    left = measure("x")
    touch("touchStart", (x, y))
    for step in (10, 30, 60):
        touch("touchMove", (x - step, y))
    touch("touchEnd")
    assert measure("x") > left
    assert page.locator(".hv-kernels-pins li").count() == 0
    page.get_by_role("button", name="Show the whole grid").click()
    assert measure("cell") == before


def test_a_hidden_tab_rests_and_catches_up(visit: Visit):
    page = open_kernels(visit)
    picture = "document.querySelector('.hv-kernels-base').toDataURL()"
    before = page.evaluate(picture)
    page.get_by_role("tab", name="Detect").click()
    page.locator(".hv-kernels").wait_for(state="hidden")
    set_p(page, 8)
    assert page.evaluate(picture) == before
    page.get_by_role("tab", name=TAB).click()
    page.wait_for_function(f"before => {picture} !== before", arg=before)
    np.testing.assert_array_equal(drawn(page)[0], definition(16, 16, 8))


# Numbers everything of the tab that can be used, and returns how many things there are.
NUMBERED = """() => [...document.querySelectorAll(".hv-kernels :is(button, input, select, summary, [tabindex])")]
  .filter((thing) => thing.checkVisibility() && !thing.disabled && thing.tabIndex >= 0)
  .map((thing, number) => (thing.dataset.number = number)).length"""


def test_the_tab_key_reaches_everything_in_order(visit: Visit):
    page = open_kernels(visit)
    page.locator(".hv-kernels-grid").press("Enter")  # a pinned cell has a button too
    page.locator(".hv-filter-card").scroll_into_view_if_needed()  # by which it is filled, and its buttons settle
    page.locator("[data-map=output] canvas[role=img]").last.wait_for()
    number = page.evaluate(NUMBERED)
    page.get_by_role("tab", name=TAB).focus()
    reached = []
    for _ in range(number + 10):  # tabs stand before, links between
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.number"))
    assert number > 40
    assert [int(place) for place in reached if place] == list(range(number))


def test_removing_a_pin_keeps_the_focus_in_the_list(visit: Visit):
    page = open_kernels(visit)
    for key in ("Enter", "ArrowDown", "Enter"):
        page.locator(".hv-kernels-grid").press(key)
    page.locator(".hv-kernels-remove").first.press("Enter")
    assert page.evaluate("document.activeElement.className") == "hv-kernels-remove"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.hv-kernels-active') !== null")
