"""How the page's scripts reach a browser: asked for once, kept by it, and what is said where one does not arrive."""

import pytest
from playwright.sync_api import Browser, Page, expect

from hetviz.page.delivery import scripts
from hetviz.texts.sentences import sentence
from tests.conftest import PATIENCE_MS, Visit
from tests.page.test_browser_detect import ready


def opened(browser: Browser) -> Page:
    """Return a page outside `visit`, which would take what fails here on purpose for a fault."""
    page = browser.new_page(locale="en-GB")
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_script_that_does_not_arrive_is_said_in_its_view(browser: Browser, address: str, language: str):
    page = opened(browser)
    page.route(f"**/{scripts.BUNDLE}", lambda route: route.abort())
    page.goto(f"{address}/?lang={language}")
    for view in ("header", "p-control", "detect"):
        expect(page.locator(f"#hetviz-{view} [role=alert]")).to_have_text(sentence("error_script", language))
    page.close()


def test_a_browser_asks_for_a_script_once(visit: Visit, address: str):
    page = ready(visit())  # with answers of its own, Playwright would switch the browser's cache off
    asked = [url for url in page.requests if f"/{scripts.folder()}/" in url]
    assert asked == [f"{address}/{scripts.folder()}/{scripts.BUNDLE}"]
    again = page.context.new_page()
    sent = []
    again.on("response", lambda response: sent.append(response))
    again.goto(address)
    ready(again)
    own = [response for response in sent if f"/{scripts.folder()}/" in response.url]
    assert len(own) == len(asked)
    assert {response.headers["cache-control"] for response in own} == {"public, max-age=31536000, immutable"}
    assert {again.evaluate("(url) => performance.getEntriesByName(url)[0].transferSize", r.url) for r in own} == {0}


def test_the_scripts_travel_beside_gradios_program(visit: Visit):
    """Asked for by the page's own head, not only once Gradio's program has read the page and loads what fills it."""
    requests = ready(visit()).requests
    blocks = next(index for index, url in enumerate(requests) if "/assets/Blocks-" in url)
    assert any(url.endswith(f"/{scripts.BUNDLE}") for url in requests[:blocks])
