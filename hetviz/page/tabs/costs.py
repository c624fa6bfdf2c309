"""The Costs tab: formula, count and clock beside each other. The page draws; here is counted, fast and from formulas."""

from pathlib import Path
from typing import Any

import gradio as gr
import plotly
from starlette.responses import FileResponse
from starlette.routing import Route

from hetviz.counting import breakdown, claims, papers
from hetviz.counting.conventions import TERMS, Convention
from hetviz.detectors import curves, variants
from hetviz.page import clock_steps
from hetviz.page.clock_steps import ask_clock, begin_clock, cancel_clock
from hetviz.page.p_control import passports

SIZES = (160, 224, 320, 416, 512, 640, 960, 1280)
LARGEST = {"channels": 4096, "kernel": 31, "parts": 4096, "side": 4096, "stride": 8}  # of a visitor's own layer
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PLOTLY_ADDRESS = f"/plotly-{plotly.__version__}.min.js"


def _whole(question: dict[str, Any], name: str, largest: int) -> int:
    """Return a whole number of a question.

    Raises:
        ValueError: it is none, or is not 1 to the largest.
    """
    value = question[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= largest:
        raise ValueError(f"{name}={str(value)[:20]} must be a whole number from 1 to {largest}")
    return value


def _convention(question: dict[str, Any]) -> Convention:
    return Convention(bool(question["flops"]), bool(question["fused"]), str(question["terms"]))


def counted(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: every detector's count under a convention.

    Args:
        question: {"classes", "size", "flops", "fused", "terms"}.
    Returns:
        {"variants": {variant: breakdown.detector_row}, "curves": breakdown.layer_curves} or {"error": code, "rule"}.
    """
    try:
        classes, size = _whole(question, "classes", claims.MOST_CLASSES), _whole(question, "size", SIZES[-1])
        convention = _convention(question)
        rows = {variant: breakdown.detector_row(variant, classes, size, convention) for variant in variants.VARIANTS}
        return {"variants": rows, "curves": breakdown.layer_curves(size, convention)}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": "setting", "rule": str(error)}


def claimed(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: the article's claims, judged at a setting.

    Args:
        question: {"own_classes", "reference_classes", "frame", "replaced"}.
    Returns:
        {"claims": claims.table, "heavier": claims.heavier} or {"error": code, "rule"}.
    """
    try:
        own, reference = (_whole(question, name, claims.MOST_CLASSES) for name in ("own_classes", "reference_classes"))
        setting = claims.Setting(own, reference, str(question["frame"]), str(question["replaced"]))
        return {"claims": claims.table(setting), "heavier": claims.heavier(setting)}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": "setting", "rule": str(error)}


def solved(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: which class counts give a figure, by each way of counting.

    Args:
        question: {"variant", "figure", "flops", "frame", "replaced"}.
    Returns:
        {"answers": {terms: claims.solve}} or {"error": code, "rule"}.
    """
    try:
        where = (str(question["frame"]), str(question["replaced"]))
        conventions = {terms: Convention(flops=bool(question["flops"]), terms=terms) for terms in TERMS}
        variant, figure = str(question["variant"]), str(question["figure"])
        return {"answers": {t: claims.solve(variant, figure, c, *where) for t, c in conventions.items()}}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": "setting", "rule": str(error)}


def own_layer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the page: what every operator costs for one layer.

    Args:
        question: {"m", "n", "kernel_size", "p", "groups", "side", "stride"}.
    Returns:
        {"side": of the output, "operators": breakdown.operators} or {"error": code, "rule"}.
    """
    try:
        m, n = (_whole(question, name, LARGEST["channels"]) for name in ("m", "n"))
        p, groups = (_whole(question, name, LARGEST["parts"]) for name in ("p", "groups"))
        side, stride = _whole(question, "side", LARGEST["side"]), _whole(question, "stride", LARGEST["stride"])
        size = {"kernel_size": _whole(question, "kernel_size", LARGEST["kernel"]), "side": side, "stride": stride}
        return {"side": -(-side // stride), "operators": breakdown.operators(m, n, p=p, groups=groups, **size)}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": "setting", "rule": str(error)}


def routes() -> list[Route]:
    """Return the address at which the page finds plotly's own script, which its Python package carries."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}  # the address has the version
    return [Route(PLOTLY_ADDRESS, lambda _request: FileResponse(PLOTLY, headers=headers))]


def build(script: str) -> gr.HTML:
    """Return the tab's view; script is its JavaScript."""
    return gr.HTML(
        html_template='<div class="hv-root hv-costs"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-costs",
        server_functions=[counted, claimed, solved, own_layer, begin_clock, ask_clock, cancel_clock],
        parts=variants.PARTS,
        sizes=SIZES,
        largest={"classes": claims.MOST_CLASSES, **LARGEST},
        variants=list(variants.VARIANTS),
        papers={"vgg16": papers.vgg16_rows(), "resnet50": papers.resnet50_rows()},
        clock={
            "channels": clock_steps.CHANNELS,
            "sides": clock_steps.SIDES,
            "sizes": clock_steps.SIZES,
            "most": clock_steps.MOST_VARIANTS,
        },
        trained=passports(),
        curves=curves.of_all(),
        plotly=PLOTLY_ADDRESS.lstrip("/"),
    )
