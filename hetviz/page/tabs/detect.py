"""The Detect tab: one picture, two detectors side by side. The page draws; here pictures are read and detectors run."""

import base64
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import gradio as gr
import numpy as np
import torch
from gradio.utils import get_upload_folder
from matplotlib.cbook import get_sample_data
from numpy.typing import NDArray
from skimage import data as skimage_data

from hetviz.detectors import weights
from hetviz.page.p_control import passports
from hetviz.pictures import images
from hetviz.serving import engine, predict
from hetviz.timing import processor

FIRST_VIEW = ("v5n-c3", "v5n-csphet-p4")  # what the page asks for when it opens
TIMED_RUNS = 5
LARGEST_SHOWN = 1280  # pixels; what the page shows of a larger picture is a copy of this side
_turns = threading.BoundedSemaphore(2)  # pictures read and examined at once, whatever the number of visitors


# The photographs that dependencies carry, and the page that each comes from; names and credits are in the texts.
EXAMPLES = {
    "astronaut": "https://flic.kr/p/r9qvLn",
    "chelsea": "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.chelsea",
    "grace_hopper": "https://commons.wikimedia.org/wiki/File:Grace_Hopper.jpg",
    "china": "https://www.flickr.com/photos/danielbuechele/6061409035/",
}


@cache
def example(key: str) -> NDArray[np.uint8]:
    """Return the pixels of an example.

    Raises:
        KeyError: there is no such example.
    """
    if key == "grace_hopper":
        with get_sample_data("grace_hopper.jpg") as file:
            return images.read(file.read()).pixels
    if key == "china":
        package = Path(find_spec("sklearn").origin).parent  # found, not imported, which would take a second
        return images.read((package / "datasets" / "images" / "china.jpg").read_bytes()).pixels
    return {"astronaut": skimage_data.astronaut, "chelsea": skimage_data.chelsea}[key]()


def find(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: what the asked detectors see in an example or an uploaded picture.

    Args:
        question: {"example": key} or {"path": uploaded file}, and {"variants": names}.
    Returns:
        {"picture": {"url", "width", "height"}, "notes": codes, "answers": {variant: ...}} or {"error": code, "facts"}.
    """
    try:
        with _turns:
            picture = read(question)
            answers = examine(picture.pixels, [str(variant) for variant in question["variants"][:2]])
            return {"picture": shown(picture.pixels), "notes": list(picture.notes), "answers": answers}
    except images.PictureError as error:
        return {"error": error.code, "facts": error.facts}
    except weights.WeightsError:
        return {"error": "no_weights", "facts": {"variant": ", ".join(map(str, question["variants"]))}}
    except FileNotFoundError:
        return {"error": "gone", "facts": {}}
    except (KeyError, TypeError, ValueError):
        return {"error": "failed", "facts": {}}


def read(question: dict[str, Any]) -> images.Picture:
    """Return the asked picture.

    Raises:
        PictureError: an uploaded file is no picture that can be used.
        FileNotFoundError: it is not there (any more), or not among the uploads.
    """
    if "example" in question:
        return images.Picture(example(question["example"]))
    return images.read(uploaded(question["path"]))


def uploaded(path: str) -> Path:
    """Return the path of an upload; anything outside the upload folder is as if it did not exist."""
    resolved = Path(path).resolve()
    if not resolved.is_relative_to(Path(get_upload_folder()).resolve()) or not resolved.is_file():
        raise FileNotFoundError(path)
    return resolved


def examine(pixels: NDArray[np.uint8], variants: list[str]) -> dict[str, dict[str, Any]]:
    """Return what each detector finds, its times among it, by variant."""
    networks = [engine.load(variant) for variant in variants]
    predictions = predict.timed_candidates(pixels, networks, TIMED_RUNS)
    return {n.variant: _answer(n, prediction) for n, prediction in zip(networks, predictions, strict=True)}


def _answer(network: engine.Engine, prediction: predict.Prediction) -> dict[str, Any]:
    """Return a detector's candidates as rows (left, top, right, bottom, confidence, class), before suppression."""
    found = prediction.detections
    table = np.concatenate((found.boxes_xyxy, found.confidences[:, None], found.class_ids[:, None]), 1)
    return {
        "variant": network.variant,
        "candidates": [[round(float(value), 4) for value in row] for row in table],
        "classes": list(network.classes),
        "milliseconds": {stage: round(time, 3) for stage, time in prediction.milliseconds.items()},
        "engine": network.name,
        "precision": network.precision,
        "runs": TIMED_RUNS,
        "size": network.size,
    }


def shown(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """Return the upright picture as the page shows it, with the size that boxes are given in."""
    height, width = pixels.shape[:2]
    return {"url": data_url(pixels, LARGEST_SHOWN), "width": width, "height": height}


def data_url(pixels: NDArray[np.uint8], largest: int) -> str:
    """Return a JPEG of the picture, shrunk to the largest side where it is larger, as a data URL."""
    height, width = pixels.shape[:2]
    scale = min(1.0, largest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    _, content = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()


def example_rows() -> list[dict[str, str]]:
    """Return the examples as the page offers them."""
    return [{"key": key, "source": page, "thumbnail": data_url(example(key), 144)} for key, page in EXAMPLES.items()]


def build(script: str) -> gr.HTML:
    """Return the tab's view; script is its JavaScript."""
    return gr.HTML(
        html_template='<div class="hv-root hv-detect"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-detect",
        server_functions=[find],
        examples=example_rows(),
        trained=passports(),
        limits={"megabytes": images.MAX_BYTES // 2**20, "megapixels": images.MAX_PIXELS // 10**6},
        processor={"processor": processor.processor(), "threads": torch.get_num_threads()},
    )
