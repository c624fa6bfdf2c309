"""What is dropped or pasted, on every tab: each takes what it can, the page is never left, and there is a sentence."""

import pytest
from playwright.sync_api import Page, expect

from hetviz.texts.sentences import sentence
from tests.conftest import Visit
from tests.page.test_browser_live_files import seen

TABS = ["Detect", "Heat maps", "Kernels", "Costs", "Live"]
# Drops or pastes files [name, type], text and folders; returns whether the browser's own way was barred.
SEND = """({ kind, files = [], text = "", folders = 0 }) => {
    const data = new DataTransfer();
    files.forEach(([name, type]) => data.items.add(new File([new Uint8Array(8)], name, { type })));
    if (text) data.setData("text/plain", text);
    const entry = DataTransferItem.prototype.webkitGetAsEntry;
    if (folders) DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true });
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    DataTransferItem.prototype.webkitGetAsEntry = entry;
    return event.defaultPrevented;
}"""
PICTURE = ["a.png", "image/png"]
VIDEO = ["a.mp4", "video/mp4"]


def open_tab(visit: Visit, tab: str, language: str = "en") -> Page:
    page = visit(f"?lang={language}", answers=seen)
    page.get_by_role("tab", name=tab).click()
    return page


@pytest.mark.parametrize("tab", TABS)
def test_a_picture_and_a_video_are_taken_on_every_tab(visit: Visit, tab: str):
    page = open_tab(visit, tab)
    assert page.evaluate(SEND, {"kind": "drop", "files": [PICTURE]})
    # The stand-in refuses the picture: said in Detect, or where the picture came.
    expect(page.get_by_text(sentence("error_failed")).first).to_be_visible()
    assert page.locator("#hetviz-detect").is_visible() == (tab != "Heat maps")
    assert page.evaluate(SEND, {"kind": "drop", "files": [VIDEO]})
    expect(page.locator("#hetviz-live .hv-error")).to_have_text(sentence("error_live_unreadable"))


@pytest.mark.parametrize("kind", ["drop", "paste"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_case_has_one_sentence(visit: Visit, kind: str, language: str):
    page = open_tab(visit, sentence("tab_live", language), language)
    notice = page.locator(".hv-notice")
    cases = {
        "arrived_folder": ({"files": [["folder", ""]], "folders": 1}, {}),
        "arrived_other": ({"files": [["a.pdf", "application/pdf"]]}, {"name": "a.pdf"}),
        "arrived_address": ({"text": "https://example.org/cat.jpg"}, {}),
        "arrived_nothing": ({"text": "some words"}, {}),
        "arrived_several": ({"files": [VIDEO, PICTURE]}, {"count": 2, "name": "a.mp4"}),
    }
    for key, (sent, facts) in cases.items():
        assert page.evaluate(SEND, {"kind": kind, **sent})
        expect(notice).to_have_text(sentence(key, language, **facts))


def test_text_in_a_field_stays_the_field_s(visit: Visit):
    page = open_tab(visit, "Detect")
    barred = page.evaluate(
        """() => {
            const field = document.createElement("input");
            document.body.append(field);
            const data = new DataTransfer();
            data.setData("text/plain", "words");
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            field.dispatchEvent(event);
            field.remove();
            return event.defaultPrevented;
        }"""
    )
    assert not barred
    expect(page.locator(".hv-notice")).to_be_empty()


def test_a_picture_slightly_over_the_limit_is_not_said_to_have_the_limit(visit: Visit):
    page = open_tab(visit, "Detect")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(20 * 2 ** 20 + 2048)], "a.jpg", { type: "image/jpeg" }));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#hetviz-detect .hv-error")).to_contain_text(
        sentence("error_too_many_bytes", megabytes=20.1, limit=20)
    )
