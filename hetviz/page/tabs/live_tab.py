"""The Live tab: two detectors on the frames of a webcam or of a video file.

The page takes the frames, scales them down and draws the boxes; here one frame at a time is read and examined. A frame
is never stored, neither in memory nor on disk.
"""

import base64
import binascii
import time

from pydantic import Field

from hetviz.page.answers import Answer, Places, answered
from hetviz.page.entries import entries
from hetviz.page.questions import PageQuestion
from hetviz.page.uploads import data_url
from hetviz.page.view import View
from hetviz.pictures import images
from hetviz.pictures.examples import example
from hetviz.serving import engine, predict

LARGEST_FRAME = 400_000  # bytes of a JPEG; the page sends about 40,000
LONGEST_SIDE = 640  # pixels; the page scales its frames down to it
MOST_WAITING = 32  # frames of all visitors together; beyond it the page is told to come again
FRAMES_A_SECOND = 10  # looked at in a video file
VIDEO_LIMITS = {"seconds": 120, "megabytes": 300}
SAMPLE = ("astronaut", "chelsea", "grace_hopper")  # the examples that the sample travels over
_places = Places(MOST_WAITING)


class Frame(PageQuestion):
    """What the page asks: one frame, which detectors look at it, and which boxes count."""

    frame: object = Field(description="a JPEG in base64")
    variants: list[str] = Field(max_length=2, description="at most two names of detectors")
    confidence: float = Field(description="a number")  # its range is the detection's own rule
    iou: float = Field(description="a number")


@answered(Frame, turns=_places)
def see(asked: Frame) -> Answer:
    """Answer the page: what the asked detectors see in one frame.

    Returns:
        {"width", "height", "answers": {variant: detections}, "milliseconds"} or a failure (`answers`).
    """
    start = time.perf_counter()
    pixels = images.read(frame_bytes(asked.frame)).pixels
    answers = {}
    for variant in asked.variants:
        network = engine.load(variant)
        found = predict.detect(pixels, network, asked.confidence, asked.iou)
        answers[variant] = found.to_json(network.classes)["detections"]
    height, width = pixels.shape[:2]
    milliseconds = round(1000 * (time.perf_counter() - start), 2)
    return {"width": width, "height": height, "answers": answers, "milliseconds": milliseconds}


class Sampling(PageQuestion):
    """What the page asks when it is to show something that moves; there is nothing to choose."""


@answered(Sampling)
def sample(_asked: Sampling) -> Answer:
    """Answer the page: the pictures of which it makes a short moving sample.

    Returns:
        {"pictures": data URLs}
    """
    return {"pictures": [data_url(example(key), LONGEST_SIDE) for key in SAMPLE]}


def frame_bytes(text: object) -> bytes:
    """Return the bytes of a frame sent in base64.

    Raises:
        PictureError: it is too large, or not base64.
    """
    if not isinstance(text, str) or len(text) > LARGEST_FRAME * 4 / 3:
        raise images.PictureError("not_a_picture", formats="JPEG")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise images.PictureError("not_a_picture", formats="JPEG") from error


def build() -> View:
    """Return the tab's view."""
    return View(
        "live",
        look="hv-live",
        answers=[see, sample],
        trained=entries(),
        longestSide=LONGEST_SIDE,
        framesASecond=FRAMES_A_SECOND,
        videoLimits=VIDEO_LIMITS,
        frameLimits={"side": images.MIN_SIDE, "aspect": images.MAX_ASPECT},
    )
