"""The app under a sub-path, behind a proxy that strips it from the address and behind one that keeps it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from hetviz.texts.sentences import sentence
from tests.conftest import PATIENCE_MS, running_app
from tests.nginx import nginx
from tests.page.test_browser_detect import ready


@pytest.fixture(scope="module", params=["strips", "keeps"])
def sub_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the page at /hetviz/."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HETVIZ_ADDRESS", raising=False)
        patch.setenv("GRADIO_ROOT_PATH", "/hetviz")
        with running_app(folder / "log") as app:
            onward = f"{app}/" if request.param == "strips" else app
            with nginx(folder, f"location /hetviz/ {{ proxy_pass {onward}; }}") as address:
                yield f"{address}/hetviz/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_the_chosen_language_and_the_first_boxes(page: Page, sub_path: str):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{sub_path}?lang=zh")
    ready(page)
    assert page.locator("h1").inner_text() == sentence("title", "zh")
    assert page.get_by_role("tab").first.inner_text() == sentence("tab_detect", "zh")
    assert page.locator(".hv-left .hv-tag").count() > 0
    page.get_by_role("tab", name=sentence("tab_kernels", "zh")).click()  # its scripts come only now
    page.locator(".hv-kernels-base").wait_for()
    outside = [url for url in requests if not url.startswith((sub_path, "data:", "blob:"))]
    assert not outside


def test_a_link_to_a_tab(page: Page, sub_path: str):
    page.goto(f"{sub_path}?lang=zh&tab=costs")
    page.get_by_role("tab", name=sentence("tab_costs", "zh"), selected=True).wait_for()


def test_what_is_taken_home(page: Page, sub_path: str):
    answer = page.request.get(f"{sub_path}hetviz-detectors/hetviz_blocks.py")
    assert answer.ok and "def register()" in answer.text()
