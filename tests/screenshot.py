"""Takes the README's picture from the app as it is: `python -m tests.screenshot`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import PATIENCE_MS, ROOT, launch, running_app

TARGET = ROOT / "assets" / "screenshot.png"
LOADED_MS = 30_000  # by when the app has loaded all its detectors: the times in the picture are not of a busy processor


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "log") as address,
        sync_playwright() as play,
    ):
        browser = launch(play)
        page = browser.new_page(viewport={"width": 1280, "height": 1280}, locale="en-GB", color_scheme="light")
        page.goto(address)
        page.wait_for_timeout(LOADED_MS)
        page.reload()
        page.locator(".hv-right .hv-picture:not([hidden])").wait_for(timeout=PATIENCE_MS)
        page.locator(".hv-stale").wait_for(state="detached")
        page.screenshot(path=TARGET)
        browser.close()
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
