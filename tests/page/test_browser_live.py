"""The Live tab with a camera that shows an example picture moving to and fro."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from hetviz.pictures.examples import example
from tests.conftest import Visit, launch


def moving_picture(count: int = 40) -> Iterator[np.ndarray]:
    """Yield frames of 640×480 (BGR) in which a window slides over the example of a person."""
    picture = cv2.resize(cv2.cvtColor(example("astronaut"), cv2.COLOR_RGB2BGR), (640, 640))
    for index in range(count):
        top = round(80 + 80 * np.sin(2 * np.pi * index / count))
        yield np.ascontiguousarray(picture[top : top + 480])


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    film = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    film.write_bytes(b"".join(cv2.imencode(".jpg", frame)[1].tobytes() for frame in moving_picture()))
    browser = launch(playwright, f"--use-file-for-fake-video-capture={film}")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.webm"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP80"), 20, (640, 480))
    for frame in moving_picture(20):
        writer.write(frame)
    writer.release()
    return path


def open_live(visit: Visit, **options) -> Page:
    """Open the tab and keep every stream that the page asks the browser for in window.streams."""
    page = visit(**options)
    page.evaluate(
        """() => {
            window.streams = [];
            const media = navigator.mediaDevices, ask = media.getUserMedia.bind(media);
            media.getUserMedia = async (wanted) => { const s = await ask(wanted); window.streams.push(s); return s; };
        }"""
    )
    page.get_by_role("tab", name="Live").click()
    return page


def tracks(page: Page) -> list[str]:
    return page.evaluate("() => window.streams.flatMap((s) => s.getTracks().map((track) => track.readyState))")


def coloured(page: Page, side: str) -> int:
    """Return how many pixels of a view are in the colour of its boxes."""
    return page.evaluate(
        """(side) => {
            const canvas = document.querySelector(`.hv-live .hv-view.hv-${side} canvas`);
            const looks = getComputedStyle(canvas.closest(".hv-view")).getPropertyValue("--hv-own").trim();
            const wanted = [1, 3, 5].map((i) => parseInt(looks.slice(i, i + 2), 16));
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) count += wanted.every((value, k) => Math.abs(data[i + k] - value) < 12);
            return count;
        }""",
        side,
    )


def wait_for_boxes(page: Page) -> None:
    """Wait until each view has boxes in the colour of its detector, which moving pictures have not all the time."""
    for side in ("left", "right"):
        for _ in range(100):
            if coloured(page, side) > 200:
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError(f"no box is painted in the {side} view")


def test_both_detectors_draw_on_the_moving_picture_and_the_camera_goes_off(visit: Visit):
    page = open_live(visit)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-meters').dataset.rate) > 0")
    page.locator("#hetviz-live-confidence").fill("0.05")  # poorer boxes too: the test is of the page
    page.wait_for_function("() => document.querySelector('.hv-live .hv-right .hv-count').textContent.match(/^[1-9]/)")
    wait_for_boxes(page)
    assert "from capture to boxes" in page.locator(".hv-meters").inner_text()
    assert tracks(page) == ["live"]
    page.get_by_role("button", name="Stop").click()
    assert tracks(page) == ["ended"]
    assert page.get_by_role("button", name="Start the camera").is_visible()


def test_another_tab_puts_the_camera_out(visit: Visit):
    page = open_live(visit)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-meters').dataset.rate) > 0")
    page.get_by_role("tab", name="Detect").click()
    page.wait_for_function(
        "() => window.streams.every((s) => s.getTracks().every((track) => track.readyState === 'ended'))"
    )


def test_a_snapshot_goes_to_detect(visit: Visit):
    page = open_live(visit)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-meters').dataset.rate) > 0")
    page.get_by_role("button", name="Take this frame to Detect").click()
    page.wait_for_function("() => document.querySelector('.hv-detect .hv-picture').naturalWidth === 640")
    assert page.locator(".hv-detect").is_visible()


def test_a_paused_camera_sends_nothing(visit: Visit):
    page = open_live(visit)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-meters').dataset.rate) > 0")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(1500)
    before = len(page.requests)
    page.wait_for_timeout(700)
    assert len(page.requests) == before and tracks(page) == ["live"]


@pytest.mark.parametrize(
    ("error", "sentence"), [("NotAllowedError", "was refused"), ("NotFoundError", "No camera was found")]
)
def test_no_camera_is_said(visit: Visit, error: str, sentence: str):
    page = open_live(visit)
    page.evaluate(
        f"() => {{ navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}')); }}"
    )
    page.get_by_role("button", name="Start the camera").click()
    page.get_by_text(sentence).wait_for()
    assert page.get_by_role("button", name="Start the camera").is_visible()


def test_an_unplugged_camera_is_said(visit: Visit):
    page = open_live(visit)
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => window.streams.length && document.querySelector('.hv-meters').dataset.rate")
    page.evaluate("() => window.streams[0].getTracks()[0].dispatchEvent(new Event('ended'))")
    page.get_by_text("The camera was unplugged").wait_for()


def test_a_video_file_is_examined_played_back_and_taken_along(visit: Visit, film: Path, tmp_path: Path):
    page = open_live(visit)
    page.locator(".hv-live input[type=file]").set_input_files(film)
    page.get_by_text("10 frames examined").wait_for()  # one second at 10 frames a second
    with page.expect_download() as download:
        page.get_by_role("button", name="Boxes as JSON lines").click()
    lines = (Path(download.value.path())).read_text().splitlines()
    assert len(lines) == 20 and '"variant":"v5n-csphet-p4"' in lines[1]
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => Number(document.querySelector('.hv-playback input').value) > 0.5")


def test_a_file_that_is_no_video_is_said(visit: Visit, tmp_path: Path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film")
    page = open_live(visit)
    page.locator(".hv-live input[type=file]").set_input_files(path)
    page.get_by_text("This browser cannot play the file").wait_for()


def test_chinese(visit: Visit):
    page = visit("?lang=zh")
    page.get_by_role("tab", name="实时").click()
    expect(page.get_by_role("button", name="打开摄像头")).to_be_visible()


COUNT = "() => document.querySelector('.hv-live .hv-right .hv-count').textContent"


def questions(page: Page) -> list[str]:
    """Return a list that grows with every frame that the page sends."""
    sent: list[str] = []
    page.on("request", lambda request: "component_server" in request.url and sent.append(request.post_data or ""))
    return sent


def frames(sent: list[str]) -> int:
    return sum('"see"' in body for body in sent)


def test_a_sample_moves_and_is_examined_until_something_is_chosen(visit: Visit, film: Path):
    page = visit()
    sent = questions(page)
    page.get_by_role("tab", name="Live").click()
    page.wait_for_function(f"({COUNT})().match(/^[1-9]/)")
    assert "A sample, made of the example photographs" in page.locator(".hv-live .hv-status").inner_text()
    wait_for_boxes(page)
    assert frames(sent) > 0
    picture = "() => document.querySelector('.hv-live .hv-left canvas').toDataURL()"
    before = page.evaluate(picture)
    page.wait_for_timeout(1000)
    assert page.evaluate(picture) != before
    page.locator(".hv-live input[type=file]").set_input_files(film)
    page.get_by_text("10 frames examined").wait_for()
    sent.clear()
    page.wait_for_timeout(1000)
    assert frames(sent) == 0


def test_the_sample_asks_nothing_where_it_is_not_seen(visit: Visit):
    page = visit()
    sent = questions(page)
    page.get_by_role("tab", name="Live").click()
    page.wait_for_function(f"({COUNT})() !== ''")
    page.get_by_role("tab", name="Kernels").click()
    page.wait_for_timeout(1500)
    sent.clear()
    page.wait_for_timeout(1500)
    assert frames(sent) == 0
    page.get_by_role("tab", name="Live").click()
    page.wait_for_function(f"({COUNT})() !== ''")
    assert frames(sent) > 0
    hidden = "() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hidden)
    page.wait_for_timeout(1000)
    sent.clear()
    page.wait_for_timeout(1000)
    assert frames(sent) == 0


def test_with_reduced_motion_the_sample_waits_for_a_press(visit: Visit):
    page = visit(reduced_motion="reduce")
    sent = questions(page)
    page.get_by_role("tab", name="Live").click()
    page.get_by_role("button", name="Play the sample").wait_for()
    page.wait_for_timeout(1500)
    assert frames(sent) == 0
    page.get_by_role("button", name="Play the sample").click()
    page.wait_for_function(f"({COUNT})().match(/^[1-9]/)")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_timeout(1000)
    sent.clear()
    page.wait_for_timeout(1000)
    assert not sent
    assert page.get_by_role("button", name="Play the sample").is_visible()
