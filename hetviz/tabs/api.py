"""The API, for programs: `/detect` and `/costs`, documented in the README."""

from typing import Any

import gradio as gr
from gradio.data_classes import FileData

from hetviz import costs, engine, images, predict
from hetviz.detectors import VARIANTS
from hetviz.tabs.detect import uploaded


def detect(image: FileData, variant: str, confidence: float = 0.25, iou: float = 0.45) -> dict[str, Any]:
    """Find the objects in a picture, in pixels of the upright original.

    Args:
        image: a picture file.
        variant: name of a trained detector, for example v5n-csphet-p4.
        confidence: boxes below it are left out, 0.05 to 1.
        iou: overlap that suppression allows, 0 to 1.
    """
    try:
        network = engine.load(str(variant))
        picture = images.read(uploaded(_path(image)))
        answer = predict.detect(picture.pixels, network, confidence, iou).to_json(network.classes)
    except FileNotFoundError as error:
        raise gr.Error("the picture is not among the uploaded files", print_exception=False) from error
    except ValueError as error:
        raise gr.Error(str(error), print_exception=False) from error
    return {"variant": variant, **answer}


def counts(classes: int = 20, size: int = 640) -> list[dict[str, Any]]:
    """Count parameters, multiply-adds and FLOPs of every detector, at a class count and a square input size."""
    try:
        return costs.rows(_whole("classes", classes), _whole("size", size))
    except ValueError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _path(image: Any) -> str:
    """Return the path in what a program sent as the picture: a file by Gradio's type, or the same as a mapping."""
    path = image.get("path") if isinstance(image, dict) else getattr(image, "path", None)
    if not isinstance(path, str) or not path:
        raise ValueError(f"image={image!r} must be an uploaded file")
    return path


def _whole(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name}={value!r} must be a whole number")
    return value


def build() -> None:
    """Add the endpoints to the page under construction."""
    gr.api(detect, api_name="detect", api_description=f"Variants: {', '.join(VARIANTS)}", concurrency_limit=2)
    gr.api(counts, api_name="costs")
