"""How the page's scripts reach a browser: asked for once, kept by it, and what is said where one does not arrive."""

import re
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from hetviz.page import scripts
from hetviz.texts.table import sentence
from tests.conftest import PATIENCE_MS, Visit
from tests.page.test_browser_detect import ready, stand_in


def opened(browser: Browser) -> Page:
    """Return a page outside `visit`, which would take what fails here on purpose for a fault."""
    page = browser.new_page(locale="en-GB")
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_script_that_does_not_arrive_is_said_in_its_view(browser: Browser, address: str, language: str):
    page = opened(browser)
    page.route("**/shared/boxes.js", lambda route: route.abort())  # Detect's own, and the heat maps'
    page.goto(f"{address}/?lang={language}")
    expect(page.locator("#hetviz-detect [role=alert]")).to_have_text(sentence("error_script", language))
    expect(page.locator("h1")).to_have_text(sentence("title", language))
    page.locator("#hetviz-p").wait_for()
    page.get_by_role("tab", name=sentence("tab_live", language)).click()
    expect(page.locator("#hetviz-live .hv-status")).to_have_text(sentence("live_off", language))
    page.close()


def test_a_browser_asks_for_a_script_once(visit: Visit, address: str):
    page = ready(visit())  # with answers of its own, Playwright would switch the browser's cache off
    asked = [url for url in page.requests if f"/{scripts.folder()}/" in url]
    assert f"{address}/{scripts.folder()}/detect/index.js" in asked
    assert len(asked) == len(set(asked))
    again = page.context.new_page()
    sent = []
    again.on("response", lambda response: sent.append(response))
    again.goto(address)
    ready(again)
    own = [response for response in sent if f"/{scripts.folder()}/" in response.url]
    assert len(own) == len(asked)
    assert {response.headers["cache-control"] for response in own} == {"public, max-age=31536000, immutable"}
    assert {again.evaluate("(url) => performance.getEntriesByName(url)[0].transferSize", r.url) for r in own} == {0}


def test_all_scripts_of_the_first_view_are_linked_and_no_others(visit: Visit):
    links = r"\\u003clink rel=.{2}modulepreload.*?\\u003e"  # as they stand in Gradio's configuration
    page = ready(visit(edit=partial(re.sub, links, ""), answers=stand_in))  # the imports alone ask
    asked = {url.partition(f"/{scripts.folder()}/")[2] for url in page.requests} - {"", scripts.PRINT}
    assert asked and asked == set(re.findall(rf'href="{scripts.folder()}/([^"]+)"', scripts.preloads()))
