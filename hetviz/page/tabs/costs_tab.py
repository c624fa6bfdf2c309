"""The Costs tab: formula, count and clock beside each other. The page draws; here is counted, fast and from formulas."""

from pathlib import Path
from typing import Any, Literal

import plotly
from pydantic import Field
from starlette.responses import FileResponse
from starlette.routing import Route

from hetviz.counting import breakdown, claims, newer_yolos, papers
from hetviz.counting.conventions import TERMS, Convention
from hetviz.detectors import variants
from hetviz.page import diagrams
from hetviz.page.answers import Answer, answered
from hetviz.page.entries import comparison
from hetviz.page.handlers import measurements
from hetviz.page.questions import PageQuestion
from hetviz.page.view import View

LARGEST = {"channels": 4096, "kernel": 31, "parts": 4096, "side": 4096, "stride": 8}  # of a visitor's own layer
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PLOTLY_ADDRESS = f"/plotly-{plotly.__version__}.min.js"


def _whole(largest: int) -> Any:
    return Field(ge=1, le=largest, description=f"a whole number from 1 to {largest}")


class Counting(PageQuestion):
    """A setting and a convention that detectors are counted under."""

    classes: int = _whole(claims.MOST_CLASSES)
    size: int = _whole(diagrams.INPUT_SIZES[-1])
    flops: bool = Field(description="true or false")
    fused: bool = Field(description="true or false")
    terms: Literal[TERMS] = Field(description=f"one of {', '.join(TERMS)}")


class Claiming(PageQuestion):
    """What an article's claims leave open."""

    own_classes: int = _whole(claims.MOST_CLASSES)
    reference_classes: int = _whole(claims.MOST_CLASSES)
    frame: str = Field(description="the name of a CSP frame")
    replaced: str = Field(description="a part of the detector")


class Solving(PageQuestion):
    """A figure, and the detector that it is said of."""

    variant: str = Field(description="the name of a detector")
    figure: str = Field(description="a number as written")
    flops: bool = Field(description="true or false")
    frame: str = Field(description="the name of a CSP frame")
    replaced: str = Field(description="a part of the detector")


class OwnLayer(PageQuestion):
    """The shape of one layer."""

    m: int = _whole(LARGEST["channels"])
    n: int = _whole(LARGEST["channels"])
    kernel_size: int = _whole(LARGEST["kernel"])
    p: int = _whole(LARGEST["parts"])
    groups: int = _whole(LARGEST["parts"])
    side: int = _whole(LARGEST["side"])
    stride: int = _whole(LARGEST["stride"])


@answered(Counting, otherwise="setting")
def counted(asked: Counting) -> Answer:
    """Answer the page: every detector's count under a convention.

    Returns:
        {"variants": {variant: breakdown.detector_row}, "curves": breakdown.layer_curves} or a failure (`answers`).
    """
    convention = Convention(asked.flops, asked.fused, asked.terms)
    rows = {key: breakdown.detector_row(key, asked.classes, asked.size, convention) for key in variants.VARIANTS}
    return {"variants": rows, "curves": breakdown.layer_curves(asked.size, convention)}


@answered(Claiming, otherwise="setting")
def claimed(asked: Claiming) -> Answer:
    """Answer the page: the article's claims, judged at a setting.

    Returns:
        {"claims": claims.table, "heavier": claims.heavier} or a failure (`answers`).
    """
    setting = claims.Setting(asked.own_classes, asked.reference_classes, asked.frame, asked.replaced)
    return {"claims": claims.table(setting), "heavier": claims.heavier(setting)}


@answered(Solving, otherwise="setting")
def solved(asked: Solving) -> Answer:
    """Answer the page: which class counts give a figure, by each way of counting.

    Returns:
        {"answers": {terms: claims.solve}} or a failure (`answers`).
    """
    conventions = {terms: Convention(flops=asked.flops, terms=terms) for terms in TERMS}
    where = (asked.frame, asked.replaced)
    return {"answers": {t: claims.solve(asked.variant, asked.figure, c, *where) for t, c in conventions.items()}}


@answered(OwnLayer, otherwise="setting")
def own_layer(asked: OwnLayer) -> Answer:
    """Answer the page: what every operator costs for one layer.

    Returns:
        {"side": of the output, "operators": breakdown.operators} or a failure (`answers`).
    """
    return {"side": -(-asked.side // asked.stride), "operators": breakdown.operators(**asked.model_dump())}


def routes() -> list[Route]:
    """Return the address at which the page finds plotly's own script, which its Python package carries."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}  # the address has the version
    return [Route(PLOTLY_ADDRESS, lambda _request: FileResponse(PLOTLY, headers=headers))]


def build() -> View:
    """Return the tab's view."""
    return View(
        "costs",
        look="hv-costs",
        answers=[
            counted, claimed, solved, own_layer,
            measurements.begin_clock, measurements.ask_clock, measurements.cancel_clock,
        ],
        parts=variants.PARTS,
        sizes=diagrams.INPUT_SIZES,
        largest={"classes": claims.MOST_CLASSES, **LARGEST},
        variants=list(variants.VARIANTS),
        papers={"vgg16": papers.vgg16_rows(), "resnet50": papers.resnet50_rows()},
        newer=newer_yolos.read(),
        clock={
            "channels": measurements.CHANNELS,
            "sides": measurements.SIDES,
            "sizes": measurements.SIZES,
            "most": measurements.MOST_VARIANTS,
        },
        **comparison(),
        plotly=PLOTLY_ADDRESS.lstrip("/"),
    )  # fmt: skip
