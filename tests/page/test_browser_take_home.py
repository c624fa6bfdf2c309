"""What a visitor takes home: a detector as a file, and the blocks for their own YOLO."""

import io
import json
import re
import zipfile

from playwright.sync_api import Page, expect

from hetviz.detectors import weights
from hetviz.takehome import single_file
from hetviz.texts.sentences import sentence
from tests.conftest import Visit
from tests.page.test_browser_detect import ready


def open_menu(page: Page):
    menu = page.locator(".hv-view.hv-right .hv-take")
    menu.locator("summary").click()
    return menu


def test_a_detector_is_taken_along(visit: Visit):
    page = ready(visit())
    menu = open_menu(page)
    with page.expect_download() as download:
        menu.locator("[data-format=safetensors]").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert set(archive.namelist()) == {"v5n-csphet-p4.safetensors", "v5n-csphet-p4.safetensors.json"}
        told = json.loads(archive.read("v5n-csphet-p4.safetensors.json"))
    assert told["weights_sha256"] == weights.manifest()["v5n-csphet-p4"]["sha256"]
    expect(menu.get_by_role("status")).to_have_text(sentence("take_along_done", model="CSPHet P=4"))


def test_a_file_that_cannot_be_made_is_said(visit: Visit):
    page = ready(visit())
    page.evaluate("void (window.fetch = () => Promise.reject(new Error('no network')))")
    menu = open_menu(page)
    menu.locator("[data-format=openvino]").click()
    expect(menu.get_by_role("status")).to_have_text(sentence("take_along_failed"))
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")


def test_the_block_file_and_its_commands_follow_p(visit: Visit):
    page = visit("?tab=kernels")
    section = page.locator(".hv-own-yolo")
    expect(section.locator("pre").first).to_contain_text("yaml yolov8n CSPHet --p 4")
    page.locator("#hetviz-p").evaluate("e => { e.value = 3; e.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(section.locator("pre").first).to_contain_text(re.compile(r"--p 8\n.*yolov8n-csphet-p8\.yaml", re.DOTALL))
    with page.expect_download() as download:
        section.get_by_role("link", name=sentence("own_yolo_download")).click()
    assert download.value.suggested_filename == single_file.NAME
    assert download.value.path().read_text(encoding="utf-8") == single_file.source()
