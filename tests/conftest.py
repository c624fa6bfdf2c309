"""What browser tests share: the app started as a user starts it, and a Chromium that may speak to nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Browser, Page, Playwright, Route, expect, sync_playwright

from hetviz.detectors import weights
from hetviz.page.delivery import scripts

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
START_S = 300  # for machines on which something else runs
PATIENCE_MS = 180_000  # likewise
expect.set_options(timeout=PATIENCE_MS)
if "PYTEST_XDIST_WORKER" in os.environ:
    # Two workers of two threads wait for each other on two cores: 199 s for what takes one thread 9 s.
    torch.set_num_threads(1)


@pytest.fixture
def v8n_c2f_untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a detector out of the weights' manifest, so that there is one that is known and not trained."""
    manifest = weights.manifest

    def without(folder: Path = weights.FOLDER) -> dict:
        return {variant: entry for variant, entry in manifest(folder).items() if variant != "v8n-c2f"}

    monkeypatch.setattr(weights, "manifest", without)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_app(log: Path, command: Sequence[str] = (sys.executable, "app.py")) -> Iterator[str]:
    """Run the app on a free port until the block ends, and give its address.

    HETVIZ_ADDRESS names an app that runs already and saves starting another.
    """
    if running := os.environ.get("HETVIZ_ADDRESS"):
        yield running
        return
    port = free_port()
    environment = os.environ | {"GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port)}
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except OSError:
            time.sleep(0.2)
    else:
        process.kill()
        pytest.fail(f"the app did not answer:\n{log.read_text()}")
    yield url
    process.terminate()
    process.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app."""
    with running_app(tmp_path_factory.mktemp("app") / "log") as url:
        yield url


def module(name: str) -> str:
    """Return JavaScript that imports one of the page's own modules, as the page does."""
    bundle = f"{scripts.folder()}/{scripts.BUNDLE}"
    return f"import(new URL('{bundle}', document.baseURI)).then((all) => all.modules['{name}'])"


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start the system's Chromium, or the one that Playwright installed, with more flags."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


def unfold(page: Page) -> Page:
    """Unfold the table of the P control."""
    page.locator(".hv-p-unfold").click()
    page.locator("#hetviz-p-panel").wait_for()
    return page


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a function that opens the app in a new browser profile: visit("?lang=zh", viewport=..., color_scheme=...).

    The page has `requests`, every address asked for so far. `edit` changes the page's HTML on its way, `answers` stands
    in for the server's answers to the Detect tab. Afterwards it is checked that all requests were the app's own, and
    that no script failed.
    """
    contexts, faults, requests = [], [], []

    def open_page(
        path: str = "",
        edit: Callable[[str], str] | None = None,
        answers: Callable[[Route], None] | None = None,
        **options,
    ) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "permissions": ["camera"], **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        if edit:
            page.route(
                f"{address}/{path}",
                lambda route: route.fulfill(body=edit(route.fetch().text()), content_type="text/html"),
            )
        if answers:
            page.route("**/component_server/", answers)
        page.goto(f"{address}/{path}")
        page.locator("#hetviz-p").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    foreign = [url for url in requests if not url.startswith((address, "data:", "blob:"))]
    assert not foreign, foreign
    assert not faults, faults
