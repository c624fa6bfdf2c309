"""The camera in Detect and Live: off when nobody sees it, a sentence for every reason, every device in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from hetviz.texts.sentences import sentence
from tests.conftest import Visit, launch
from tests.page.test_browser_live_files import seen

# Keeps every stream that the page asks the browser for in window.streams, and what was asked for in window.wanted.
WATCH = """() => {
    window.streams = [];
    const media = navigator.mediaDevices, ask = media.getUserMedia.bind(media);
    media.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        window.streams.push(stream);
        return stream;
    };
}"""
BUTTON = {"Detect": "Take a photo", "Live": "Start the camera"}
VIEW = {"Detect": "#hetviz-detect", "Live": "#hetviz-live"}
TABS = list(BUTTON)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return a browser with two cameras that look in no direction, as those on USB do."""
    browser = launch(playwright, "--use-fake-device-for-media-stream=device-count=2")
    yield browser
    browser.close()


def open_tab(visit: Visit, tab: str, **options) -> Page:
    page = visit(answers=options.pop("answers", seen), **options)
    page.evaluate(WATCH)
    page.get_by_role("tab", name=tab).click()
    return page


def start(page: Page, tab: str) -> None:
    page.get_by_role("button", name=BUTTON[tab]).click()
    page.locator(VIEW[tab]).get_by_role("button", name="Other camera").wait_for()


def devices(page: Page) -> list[str]:
    """Return the device of each stream that is live."""
    return page.evaluate(
        """() => window.streams.flatMap((stream) => stream.getTracks())
            .filter((track) => track.readyState === "live").map((track) => track.getSettings().deviceId)"""
    )


@pytest.mark.parametrize("tab", TABS)
def test_the_camera_goes_off_when_another_tab_is_shown(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    start(page, tab)
    assert len(devices(page)) == 1
    page.get_by_role("tab", name="Costs").click()
    page.wait_for_function(
        "() => window.streams.every((s) => s.getTracks().every((track) => track.readyState === 'ended'))"
    )
    page.get_by_role("tab", name=tab).click()
    expect(page.locator(VIEW[tab]).locator(".hv-error")).to_have_text(sentence("error_camera_unseen"))
    expect(page.get_by_role("button", name=BUTTON[tab])).to_be_enabled()


@pytest.mark.parametrize("tab", TABS)
def test_the_camera_goes_off_when_the_page_is_hidden(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    start(page, tab)
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    assert devices(page) == []


def test_a_camera_that_comes_when_nobody_looks_any_more_goes_off(visit: Visit):
    page = open_tab(visit, "Live")
    page.evaluate(
        """() => {
            const media = navigator.mediaDevices, ask = media.getUserMedia.bind(media);
            const allowed = new Promise((allow) => { window.allow = allow; });
            media.getUserMedia = async (wanted) => { await allowed; return ask(wanted); };
        }"""
    )
    page.get_by_role("button", name=BUTTON["Live"]).click()
    page.get_by_role("tab", name="Costs").click()
    page.wait_for_timeout(300)
    page.evaluate("() => window.allow()")
    page.wait_for_function("() => window.streams.length === 1")
    page.wait_for_timeout(300)
    assert devices(page) == []


@pytest.mark.parametrize("tab", TABS)
def test_other_camera_goes_through_the_devices(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    start(page, tab)
    used = devices(page)
    for count in (2, 3):
        page.locator(VIEW[tab]).get_by_role("button", name="Other camera").click()
        page.wait_for_function(f"() => window.streams.length === {count}")
        page.locator(VIEW[tab]).get_by_role("button", name="Other camera").wait_for()
        used += devices(page)
    assert len(used) == 3 and used[0] == used[2] != used[1]


@pytest.mark.parametrize("tab", TABS)
def test_with_one_camera_there_is_no_button_for_another(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    page.evaluate(
        """() => {
            const media = navigator.mediaDevices, list = media.enumerateDevices.bind(media);
            media.enumerateDevices = async () => {
                window.listed = true;
                return (await list()).filter(({ kind }) => kind === "videoinput").slice(0, 1);
            };
        }"""
    )
    page.get_by_role("button", name=BUTTON[tab]).click()
    page.wait_for_function("() => window.listed")
    page.wait_for_timeout(200)
    expect(page.locator(VIEW[tab]).get_by_role("button", name="Other camera")).to_be_hidden()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_refusal_has_its_sentence(visit: Visit, tab: str, language: str):
    page = visit(f"?lang={language}", answers=seen)
    page.get_by_role("tab", name=sentence(f"tab_{tab.lower()}", language)).click()
    start = page.get_by_role(
        "button",
        name=sentence({"Detect": "photo", "Live": "live_camera"}[tab], language),
    )
    for error, code in {
        "NotAllowedError": "denied",
        "NotFoundError": "missing",
        "NotReadableError": "busy",
    }.items():
        page.evaluate(
            f"() => {{ navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}')); }}"
        )
        start.click()
        failure = page.locator(VIEW[tab]).locator(".hv-error")
        expect(failure).to_have_text(sentence(f"error_camera_{code}", language))
        expect(start).to_be_enabled()


@contextmanager
def outer_page(html: str) -> Iterator[str]:
    """Serve a page of another origin, for real: what a test answers itself counts as foreign and may load nothing local."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the parent's name
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_a_frame_that_bars_the_camera_is_said_and_the_page_offered_by_itself(browser: Browser, address: str):
    context = browser.new_context(locale="en-GB", permissions=["camera"])
    page = context.new_page()
    with outer_page(f'<iframe src="{address}" width="1000" height="900"></iframe>') as outer:
        page.goto(outer)
    inner = page.frame_locator("iframe")
    inner.get_by_role("button", name="Take a photo").click()
    failure = inner.locator("#hetviz-detect .hv-error")
    expect(failure).to_contain_text(sentence("error_camera_framed"))
    link = failure.get_by_role("link", name=sentence("camera_by_itself"))
    assert link.get_attribute("href").startswith(address) and link.get_attribute("target") == "_blank"
    context.close()


def test_a_camera_without_callbacks_for_frames(visit: Visit):
    page = open_tab(visit, "Live")
    page.evaluate("() => { delete HTMLVideoElement.prototype.requestVideoFrameCallback; }")
    page.get_by_role("button", name=BUTTON["Live"]).click()
    page.wait_for_function("() => Number(document.querySelector('.hv-meters').dataset.rate) > 0")


@pytest.mark.parametrize("tab", TABS)
def test_a_camera_without_a_picture_is_said(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => document.createElement('canvas').captureStream(0); }"
    )
    page.get_by_role("button", name=BUTTON[tab]).click()
    expect(page.locator(VIEW[tab]).locator(".hv-error")).to_have_text(sentence("error_camera_no_picture"))


def test_a_server_that_stalls_leaves_no_rate(visit: Visit):
    answered = []

    def stall(route: Route) -> None:
        if "frame" in route.request.post_data_json["data"]:
            answered.append(route)
        if len(answered) < 6:
            seen(route)

    page = open_tab(visit, "Live", answers=stall)
    page.get_by_role("button", name=BUTTON["Live"]).click()
    page.get_by_text("No frame has come back for").wait_for()
    assert page.locator(".hv-meters").get_attribute("data-rate") is None
    assert "frames a second" not in page.locator(".hv-meters").inner_text()
