"""The Live tab: two detectors on the frames of a webcam or of a video file.

The page takes the frames, scales them down and draws the boxes; here one frame at a time is read and examined. A frame
is never stored, neither in memory nor on disk.
"""

import base64
import binascii
import threading
import time
from typing import Any

import gradio as gr

from hetviz import engine, images, predict, weights
from hetviz.tabs.p_control import passports

LARGEST_FRAME = 400_000  # bytes of a JPEG; the page sends about 40,000
LONGEST_SIDE = 640  # pixels; the page scales its frames down to it
MOST_WAITING = 32  # frames of all visitors together; beyond it the page is told to come again
FRAMES_A_SECOND = 10  # looked at in a video file
VIDEO_LIMITS = {"seconds": 120, "megabytes": 300}
_places = threading.BoundedSemaphore(MOST_WAITING)


def see(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: what the asked detectors see in one frame.

    Args:
        question: {"frame": JPEG in base64, "variants": names, "confidence", "iou"}.
    Returns:
        {"width", "height", "answers": {variant: detections}, "milliseconds"} or {"error": code, "facts"}.
    """
    if not _places.acquire(blocking=False):
        return {"error": "busy", "facts": {}}
    try:
        return _seen(question)
    except images.PictureError as error:
        return {"error": error.code, "facts": error.facts}
    except weights.WeightsError:
        return {"error": "no_weights", "facts": {"variant": ", ".join(map(str, question["variants"]))}}
    except (KeyError, TypeError, ValueError):
        return {"error": "failed", "facts": {}}
    finally:
        _places.release()


def _seen(question: dict[str, Any]) -> dict[str, Any]:
    start = time.perf_counter()
    pixels = images.read(frame_bytes(question["frame"])).pixels
    answers = {}
    for variant in question["variants"][:2]:
        network = engine.load(str(variant))
        found = predict.detect(pixels, network, question["confidence"], question["iou"])
        answers[str(variant)] = found.to_json(network.classes)["detections"]
    height, width = pixels.shape[:2]
    milliseconds = round(1000 * (time.perf_counter() - start), 2)
    return {"width": width, "height": height, "answers": answers, "milliseconds": milliseconds}


def frame_bytes(text: str) -> bytes:
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


def build(script: str) -> gr.HTML:
    """Return the tab's view; script is its JavaScript."""
    return gr.HTML(
        html_template='<div class="hv-root hv-live"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-live",
        server_functions=[see],
        trained=passports(),
        longestSide=LONGEST_SIDE,
        framesASecond=FRAMES_A_SECOND,
        videoLimits=VIDEO_LIMITS,
        frameLimits={"side": images.MIN_SIDE, "aspect": images.MAX_ASPECT},
    )
