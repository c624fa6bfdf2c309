"""The API, for programs: `/detect`, `/explain` and `/costs`, documented in the README."""

from typing import Any

import gradio as gr
import numpy as np
from gradio.data_classes import FileData

from hetviz.counting import layers
from hetviz.detectors.variants import VARIANTS
from hetviz.explaining import explain as explaining
from hetviz.page.tabs.detect import uploaded
from hetviz.pictures import images
from hetviz.serving import engine, predict

THRESHOLDS = (0.25, 0.45)  # confidence and IoU, those of /detect where none are given


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
        picture = _picture(image)
        answer = predict.detect(picture.pixels, network, confidence, iou).to_json(network.classes)
    except FileNotFoundError as error:
        raise gr.Error("the picture is not among the uploaded files", print_exception=False) from error
    except ValueError as error:
        raise gr.Error(str(error), print_exception=False) from error
    return {"variant": variant, **answer}


def _picture(image: Any) -> images.Picture:
    return images.read(uploaded(_path(image)))


def explain(
    image: FileData,
    variant: str,
    box_index: int = 0,
    class_and_point: list[Any] | None = None,
    method: str = explaining.DEFAULT_METHOD,
    layer: str = "",
    score: str = "confidence",
    other: str = "",
    areas: bool = False,
) -> dict[str, Any]:
    """Show where a detector looked for one box: a class-activation map in pixels of the upright picture.

    Args:
        image: a picture file.
        variant: name of a trained detector, for example v5n-csphet-p4.
        box_index: which of the boxes that /detect gives at its own thresholds, 0 the most confident.
        class_and_point: instead of a box, a class name and a place in pixels: ["person", x, y].
        method: gradcam, gradcam++, hirescam, layercam, xgradcam, or eigencam (not class-specific).
        layer: P3, P4, P5, merge4, pool, stage5 to stage2; "" chooses by the level that answered.
        score: what is explained: confidence (objectness × class), class (raw class score), or box.
        other: a second detector, whose map of the same object the first is compared with; "" for none.
        areas: measure the areas under the deletion and insertion curves too, which takes 24 more runs.
    """
    try:
        explainer, pixels = explaining.load(str(variant)), _picture(image).pixels
        view = explainer.view(pixels)
        chosen = _subject(view, explainer.classes, box_index, class_and_point)
        found = explainer.explain(view, chosen, method=method, layer=layer or None, score=score)
        answer = {"variant": variant, "class": explainer.classes[chosen.class_id], **_explanation(found, view)}
        if areas:
            answer["figures"] |= explainer.areas(view, found)
        if other:
            second = explaining.load(str(other))
            second_view = second.view(pixels)
            partner = explaining.other_subject(view, second_view, chosen, *THRESHOLDS)
            compared = second.explain(second_view, partner, method=method, layer=layer or None, score=score)
            answer |= {"other": {"variant": other, **_explanation(compared, second_view)}}
            answer |= {"agreement": explaining.agreement(found, compared)}
    except FileNotFoundError as error:
        raise gr.Error("the picture is not among the uploaded files", print_exception=False) from error
    except (ValueError, TypeError) as error:
        raise gr.Error(str(error), print_exception=False) from error
    return answer


def _subject(
    view: explaining.View, classes: tuple[str, ...], box_index: int, class_and_point: list[Any] | None
) -> explaining.Subject:
    if class_and_point:
        if len(class_and_point) != 3 or class_and_point[0] not in classes:
            raise ValueError(
                f"class_and_point={class_and_point} must be a class, x and y; classes: {', '.join(classes)}"
            )
        name, x, y = class_and_point
        class_id = classes.index(name)
        return explaining.subject(view, explaining.row_of_point(view, float(x), float(y), class_id), class_id, "asked")
    found = view.found(*THRESHOLDS)
    if not 0 <= box_index < len(found):
        raise ValueError(f"box_index={box_index} must be less than the number of boxes found, {len(found)}")
    class_id = int(found.class_ids[box_index])
    row = explaining.row_of_box(view, found.boxes_xyxy[box_index], class_id)
    return explaining.subject(view, row, class_id, "asked")


def _explanation(found: explaining.Explanation, view: explaining.View) -> dict[str, Any]:
    """Return plain numbers; the map to five digits of its peak."""
    digits = 5 - int(np.floor(np.log10(found.high))) if found.high > 0 else 0
    return {
        "how": found.subject.how,
        "confidence": found.subject.confidence,
        "box_xyxy": found.subject.box_xyxy.tolist(),
        "level": found.subject.level,
        "method": found.method,
        "layer": found.layer,
        "range": [found.low, found.high],
        "reason": found.reason,
        "picture_pixels_per_map_pixel": view.width / found.values.shape[1],
        "map": found.values.astype(np.float64).round(digits).tolist(),
        "figures": explaining.figures(found, view),
    }


def counts(classes: int = 20, size: int = 640) -> list[dict[str, Any]]:
    """Count parameters, multiply-adds and FLOPs of every detector, at a class count and a square input size."""
    try:
        return layers.rows(_whole("classes", classes), _whole("size", size))
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
    gr.api(explain, api_name="explain", concurrency_limit=2)
    gr.api(counts, api_name="costs")
