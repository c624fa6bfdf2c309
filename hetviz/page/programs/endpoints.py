"""The API, for programs and (where `GRADIO_MCP_SERVER=True`) for agents: detect, explain and costs; the README tells of it."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

import gradio as gr
import numpy as np
from gradio.blocks import BlockFunction
from gradio.data_classes import FileData
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_function_description, get_upload_folder

from hetviz.counting import layers as counting
from hetviz.explaining import draw
from hetviz.explaining import explain as explaining
from hetviz.page.questions import LAYERS as CHOSEN_LAYERS
from hetviz.page.questions import METHODS, SCORES, TRAINED, Counting, Detection, Explanation, Question
from hetviz.page.uploads import uploaded
from hetviz.pictures import images
from hetviz.serving import engine, predict

Answer = dict[str, Any]
THRESHOLDS = (Detection.model_fields["confidence"].default, Detection.model_fields["iou"].default)
PICTURE_DPI = 60  # of the picture of a map: about 360 pixels a detector
Variant, Method, Layer, Score = Literal[TRAINED], Literal[METHODS], Literal[CHOSEN_LAYERS], Literal[SCORES]


def _in_sentences(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the endpoint with every failure as a sentence; an unforeseen one is printed too."""

    @wraps(function)
    def answer(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except FileNotFoundError as error:
            raise gr.Error("the picture is not among the uploaded files", print_exception=False) from error
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except Exception as error:
            raise gr.Error("the server failed to answer; the fault is in its log") from error

    return answer


@_in_sentences
def detect(image: FileData, variant: Variant, confidence: float = 0.25, iou: float = 0.45) -> Answer:
    """Find the objects in a picture: class, confidence and box of each, in pixels of the upright original.

    Args:
        image: a picture file.
        variant: a trained detector.
        confidence: boxes below it are left out, 0.05 to 1.
        iou: overlap that suppression allows, 0 to 1.
    """
    asked = Detection.of(variant=variant, confidence=confidence, iou=iou)
    network = engine.load(asked.variant)
    answer = predict.detect(_picture(image).pixels, network, asked.confidence, asked.iou)
    return {"variant": asked.variant, **answer.to_json(network.classes)}


@_in_sentences
def explain(
    image: FileData,
    variant: Variant,
    box_index: int = 0,
    class_and_point: list[Any] | None = None,
    method: Method = explaining.DEFAULT_METHOD,
    layer: Layer = "",
    score: Score = "confidence",
    other: Literal["", *TRAINED] = "",
    areas: bool = False,
    with_map: bool = False,
    with_picture: bool = False,
) -> Answer:
    """Tell where a detector looked for one box: figures of a class-activation map, and if asked the map and a picture of it.

    Args:
        image: a picture file.
        variant: a trained detector.
        box_index: which of the boxes that detect gives at its own thresholds, 0 the most confident.
        class_and_point: instead of a box, a class name and a place in pixels: ["person", x, y].
        method: hirescam, or another class-activation method; eigencam is not class-specific.
        layer: where the map is taken; "" chooses by the level that answered.
        score: what is explained: confidence (class, in YOLOv5 × objectness), class (raw class score), or box.
        other: a second detector, whose map of the same object the first is compared with; "" for none.
        areas: measure the areas under the deletion and insertion curves too, which takes 24 more runs.
        with_map: give the map as rows of numbers too, up to 640 a side (about 2 MB).
        with_picture: give a PNG of the map over the picture too.
    """
    asked = Explanation.of(
        variant=variant, box_index=box_index, class_and_point=class_and_point, method=method, layer=layer, score=score,
        other=other, areas=areas, with_map=with_map, with_picture=with_picture,
    )  # fmt: skip
    return _explained(_picture(image).pixels, asked)


@_in_sentences
def costs(classes: int = 20, size: int = 640) -> list[Answer]:
    """Count parameters, multiply-adds and FLOPs of every detector, at a class count and a square input size.

    Args:
        classes: number of classes, at least 1.
        size: side of the input in pixels, a multiple of 32.
    """
    asked = Counting.of(classes=classes, size=size)
    return counting.rows(asked.classes, asked.size)


def _explained(pixels: np.ndarray, asked: Explanation) -> Answer:
    explainer = explaining.load(asked.variant)
    view = explainer.view(pixels)
    chosen = _subject(view, explainer.classes, asked)
    how = {"method": asked.method, "layer": asked.layer or None, "score": asked.score}
    found = explainer.explain(view, chosen, **how)
    name = explainer.classes[chosen.class_id]
    answer = {"variant": asked.variant, "class": name, **_figures(found, view, asked)}
    shown = [_panel(asked.variant, name, found)]
    if asked.areas:
        answer["figures"] |= explainer.areas(view, found)
    if asked.other:
        second = explaining.load(asked.other)
        other_view = second.view(pixels)
        partner = explaining.other_subject(view, other_view, chosen, *THRESHOLDS)
        compared = second.explain(other_view, partner, **how)
        answer |= {"other": {"variant": asked.other, **_figures(compared, other_view, asked)}}
        answer |= {"agreement": explaining.agreement(found, compared)}
        shown.append(_panel(asked.other, name, compared))
    return answer | ({"picture": _file(draw.heat_maps(pixels, shown, dpi=PICTURE_DPI))} if asked.with_picture else {})


def _subject(view: explaining.View, classes: tuple[str, ...], asked: Explanation) -> explaining.Subject:
    if asked.class_and_point:
        name, x, y = asked.class_and_point
        if name not in classes:
            raise ValueError(f"class_and_point[0]={name!r} must be one of {', '.join(classes)}")
        class_id = classes.index(name)
        return explaining.subject(view, explaining.row_of_point(view, x, y, class_id), class_id, "asked")
    found = view.found(*THRESHOLDS)
    if asked.box_index >= len(found):
        raise ValueError(f"box_index={asked.box_index} must be less than the number of boxes found, {len(found)}")
    class_id = int(found.class_ids[asked.box_index])
    row = explaining.row_of_box(view, found.boxes_xyxy[asked.box_index], class_id)
    return explaining.subject(view, row, class_id, "asked")


def _figures(found: explaining.Explanation, view: explaining.View, asked: Explanation) -> Answer:
    """Return plain numbers; the map, where it is asked for, to five digits of its peak."""
    digits = 5 - int(np.floor(np.log10(found.high))) if found.high > 0 else 0
    numbers = {"map": found.values.astype(np.float64).round(digits).tolist()} if asked.with_map else {}
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
        **numbers,
        "figures": explaining.figures(found, view),
    }


def _panel(variant: str, name: str, found: explaining.Explanation) -> draw.Panel:
    title = f"{variant}: {name} {found.subject.confidence:.2f}"
    return draw.Panel(title, found.values, found.subject.box_xyxy, f"{found.method}, {found.layer}")


def _file(content: bytes) -> Answer:
    """Return a PNG as Gradio gives files, deleted with the uploads."""
    path = save_bytes_to_cache(content, "heat-map.png", get_upload_folder())
    return FileData(path=path, orig_name="heat-map.png", mime_type="image/png", size=len(content)).model_dump()


def _picture(image: Any) -> images.Picture:
    """Return the picture that a program sent: a file by Gradio's type, or the same as a mapping."""
    path = image.get("path") if isinstance(image, dict) else getattr(image, "path", None)
    if not isinstance(path, str) or not path:
        raise ValueError(f"image={image!r} must be an uploaded file")
    return images.read(uploaded(path))


ENDPOINTS: dict[str, tuple[Callable[..., Any], type[Question]]] = {
    "detect": (detect, Detection),
    "explain": (explain, Explanation),
    "costs": (costs, Counting),
}
EXAMPLE_IMAGE = {"path": "street.jpg", "meta": {"_type": "gradio.FileData"}}


def build() -> None:
    """Add the endpoints to the page under construction."""
    for name, (function, _) in ENDPOINTS.items():
        gr.api(function, api_name=name, concurrency_limit=2)


def described(name: str, parameter: dict[str, Any]) -> dict[str, Any]:
    """Return what the API's page and an agent are told of an endpoint's parameter, with its rule and a real example."""
    function, question = ENDPOINTS[name]
    argument = parameter["parameter_name"]
    text = get_function_description(function)[1][argument]
    python_type = parameter["python_type"] | {"description": text}
    if argument == "image":
        return parameter | {"python_type": python_type, "example_input": EXAMPLE_IMAGE}
    field = question.model_fields[argument]
    schema = question.model_json_schema()["properties"][argument]
    limits = {rule: schema[rule] for rule in ("minimum", "maximum") if rule in schema}
    example = field.examples[0] if field.examples else field.default
    return parameter | {"python_type": python_type, "type": parameter["type"] | limits, "example_input": example}


def complete(function: BlockFunction, values: list[Any]) -> None:
    """Append to an endpoint's values the defaults of the arguments that a plain HTTP request left out; none is None.

    Raises:
        gr.Error: there are more values than arguments.
    """
    if function.api_name not in ENDPOINTS:
        return
    parameters = list(inspect.signature(function.fn).parameters.values())
    if len(values) > len(parameters):
        sentence = f"data has {len(values)} values; {function.api_name} takes {len(parameters)} at most"
        raise gr.Error(sentence, print_exception=False)
    missing = [p.default for p in parameters[len(values) :]]
    values.extend(None if default is inspect.Parameter.empty else default for default in missing)
