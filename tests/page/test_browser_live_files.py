"""The Live tab with the video files that visitors bring: half files, recordings without a length, files without a picture."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from hetviz.texts.sentences import sentence
from tests import films
from tests.conftest import Visit

FAILURE = ".hv-live .hv-error"
STATUS = ".hv-live .hv-status"


def seen(route: Route, **changes: object) -> None:
    """Answer in the server's stead: one cat for each detector in a frame; nothing for the Detect tab. Other tabs' questions
    go on."""
    question = route.request.post_data_json["data"]
    if "variants" not in question:
        route.continue_()
        return
    if "frame" not in question:
        route.fulfill(json={"error": "failed", "facts": {}})
        return
    cat = {
        "box_xyxy": [20, 20, 120, 120],
        "confidence": 0.9,
        "class": "cat",
        "class_id": 7,
    }
    answers = {variant: [cat] for variant in question["variants"]}
    route.fulfill(json={"width": 320, "height": 240, "milliseconds": 5, "answers": answers} | changes)


def open_live(visit: Visit, answers: Callable[[Route], None] = seen, **options) -> Page:
    page = visit(answers=answers, **options)
    page.get_by_role("tab", name="Live").click()
    page.locator(STATUS).wait_for()
    return page


def choose(page: Page, path: Path) -> None:
    page.locator(".hv-live input[type=file]").set_input_files(path)


def lines(page: Page) -> list[dict]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Boxes as JSON lines").click()
    return [json.loads(line) for line in Path(download.value.path()).read_text().splitlines()]


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return films.film(tmp_path_factory.mktemp("film") / "short.webm", films.noise(20))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return films.film(tmp_path_factory.mktemp("film") / "long.webm", films.noise(100))


def test_a_second_film_has_nothing_of_the_first(visit: Visit, short: Path, long: Path):
    page = open_live(visit)
    choose(page, long)
    page.get_by_text(re.compile(r"Frame \d+ of 50")).wait_for()  # whichever is on the page when it is looked at
    choose(page, short)
    page.get_by_text("10 frames examined").wait_for()
    page.wait_for_timeout(500)
    expect(page.locator(STATUS)).to_contain_text("10 frames examined")
    assert [row["time"] for row in lines(page)[::2]] == [index / 10 for index in range(10)]


def test_of_half_a_file_the_frames_are_kept_and_the_next_file_is_examined(visit: Visit, short: Path, tmp_path: Path):
    page = open_live(visit)
    whole = films.fast_start(tmp_path / "fast.mp4", films.film(tmp_path / "whole.mp4", films.noise(60)))
    choose(page, films.half(tmp_path / "half.mp4", whole))
    page.get_by_role("button", name="Boxes as JSON lines").wait_for()
    expect(page.locator(FAILURE)).to_have_text(sentence("error_live_cut_off"))
    expect(page.locator(STATUS)).to_contain_text("of 30 frames; those are kept")
    assert 5 < len(lines(page)) / 2 < 30
    choose(page, short)
    page.get_by_text("10 frames examined").wait_for()
    expect(page.locator(FAILURE)).to_be_empty()


def test_a_file_whose_pictures_end_before_its_length_is_said(visit: Visit, tmp_path: Path):
    page = open_live(visit)
    whole = films.film(tmp_path / "whole.webm", films.noise(60))
    choose(page, films.half(tmp_path / "half.webm", whole))
    expect(page.locator(FAILURE)).to_contain_text("of 3.0 s: it may be cut off")


def test_a_whole_file_that_ends_on_a_still_picture_is_not_called_cut_off(visit: Visit, short: Path, tmp_path: Path):
    page = open_live(visit)
    choose(page, films.still_at_the_end(tmp_path / "still.webm", short, 3))
    page.get_by_text("30 frames examined").wait_for()
    expect(page.locator(FAILURE)).to_be_empty()


def test_the_length_of_a_recording_is_found(visit: Visit, tmp_path: Path):
    page = open_live(visit)
    choose(page, films.recording(page, tmp_path / "recording.webm", 1.5))
    page.get_by_role("button", name="Boxes as JSON lines").wait_for()
    assert "∞" not in page.locator(".hv-live").inner_text()
    assert "frames examined" in page.locator(STATUS).inner_text()
    assert 1 < float(page.locator(".hv-playback input").get_attribute("max")) < 4


MADE = {
    "live_no_picture": films.sound,
    "live_too_narrow": lambda path: films.film(path, films.noise(10, 640, 10)),
    "live_too_small": lambda path: films.film(path, films.noise(10, 12, 12)),
    "live_too_long": lambda path: films.film(path, films.noise(60, 64, 48), 0.498),  # 120.5 seconds
    "live_unreadable": lambda path: path.write_bytes(b"no film"),
    "empty": lambda path: path.touch(),
}
FACTS = {
    "live_too_narrow": {"width": 640, "height": 10, "limit": 50},
    "live_too_small": {"width": 12, "height": 12, "limit": 16},
    "live_too_long": {"seconds": 120.5, "limit": 120},
}


def test_what_is_wrong_with_a_file_is_said(visit: Visit, tmp_path: Path):
    page = open_live(visit)
    for code, make in MADE.items():
        path = tmp_path / f"{code}.webm"
        make(path)
        choose(page, path)
        expect(page.locator(FAILURE)).to_have_text(sentence(f"error_{code}", **FACTS.get(code, {})))
        expect(page.locator(STATUS)).to_have_text(sentence("live_off"))


def test_a_server_that_does_not_answer_can_be_left(visit: Visit, short: Path):
    waiting = []
    page = open_live(visit, answers=lambda route: waiting.append(route))
    choose(page, short)
    page.get_by_text("Frame 0 of 10").wait_for()
    page.locator(".hv-live").get_by_role("button", name="Cancel").click()
    expect(page.locator(STATUS)).to_have_text(sentence("live_off"))


def test_frames_done_before_the_server_failed_are_kept(visit: Visit, short: Path):
    asked = []

    def fail_later(route: Route) -> None:
        asked.append(route)
        if len(asked) > 4 and "frame" in route.request.post_data_json["data"]:
            route.fulfill(json={"error": "busy", "facts": {}})
        else:
            seen(route)

    page = open_live(visit, answers=fail_later)
    asked.clear()  # what the sample asked until now
    choose(page, short)
    page.get_by_text("of 10 frames; those are kept").wait_for()
    expect(page.locator(FAILURE)).to_have_text(sentence("error_busy"))
    assert 3 <= len(lines(page)) / 2 <= 4


def test_a_browser_that_loads_no_frame_before_it_plays(visit: Visit, short: Path):
    page = open_live(visit)
    page.evaluate(
        """() => {
            const played = new WeakSet();
            const { play } = HTMLMediaElement.prototype;
            HTMLMediaElement.prototype.play = function () { played.add(this); return play.call(this); };
            const state = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "readyState").get;
            Object.defineProperty(HTMLMediaElement.prototype, "readyState", {
                get() { return played.has(this) ? state.call(this) : Math.min(1, state.call(this)); },
            });
            const listen = EventTarget.prototype.addEventListener;
            EventTarget.prototype.addEventListener = function (name, act, ...rest) {
                const late = ["loadeddata", "timeupdate", "playing"].includes(name);
                const held = late ? (event) => played.has(this) && act.call(this, event) : act;
                return listen.call(this, name, held, ...rest);
            };
        }"""
    )
    choose(page, short)
    page.get_by_text("10 frames examined").wait_for()


def test_playback_without_callbacks_for_frames(visit: Visit, short: Path):
    page = open_live(visit)
    page.evaluate("() => { delete HTMLVideoElement.prototype.requestVideoFrameCallback; }")
    choose(page, short)
    page.get_by_text("10 frames examined").wait_for()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-playback input').value) > 0.5")
