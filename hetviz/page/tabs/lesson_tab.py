"""The Lesson tab: ten steps and a self-check. The page draws; here are its numbers, and real weights for two steps."""

import threading
from functools import lru_cache

from hetviz.detectors import variants
from hetviz.explaining import draw, explain, map_quality
from hetviz.page import diagrams, lesson_numbers
from hetviz.page.answers import Answer, answered
from hetviz.page.handlers import box_maps, examined_layers, finding, kernel_grids, measurements
from hetviz.page.questions import PageQuestion
from hetviz.page.view import View
from hetviz.pictures.examples import EXAMPLES
from hetviz.reparam import chain, layer_kernels

BLOCK, SIZE = "stage4", 640  # the block with the longest chain, and an input that leaves its window room
DUAL, DUAL_LAYER = "v5n-c3dual-g4", "stage3.m.1.cv2"
HET_LAYER = "stage3.m.0.cv1"  # a HetConv of the detector that step 7 runs
_turn = threading.Lock()  # who comes while the chain is run waits for its answer


@answered(PageQuestion, turns=_turn)
def straight(_asked: PageQuestion) -> Answer:
    """Answer the page: the chain of a trained CSPHet block on an example, beside the one convolution that it is.

    Returns:
        {"count", "window", "difference", "largest"} or a failure (`answers`).
    """
    return _straight()


@answered(PageQuestion)
def fold(_asked: PageQuestion) -> Answer:
    """Answer the page: one filter's 3×3 and 1×1 on one channel of a trained DualConv.

    Returns:
        {"grouped": rows, "pointwise", "variant", "path"} or a failure (`answers`).
    """
    conv = layer_kernels.find(examined_layers.detector(DUAL), DUAL_LAYER)
    grouped, pointwise = conv.grouped.weight[0, 0].tolist(), float(conv.pointwise.weight[0, 0])
    return {"grouped": grouped, "pointwise": pointwise, "variant": DUAL, "path": DUAL_LAYER}


@lru_cache(maxsize=1)
def _straight() -> Answer:
    detector = examined_layers.detector(lesson_numbers.SECOND)
    links = [conv for bottleneck in detector.get_submodule(BLOCK).m for conv in bottleneck.children()]
    example = lesson_numbers.PLACE["example"]
    found = chain.compare(links, examined_layers.reaching(lesson_numbers.SECOND, links[0], example, SIZE))
    return {
        "count": found.count,
        "window": found.window,
        "difference": found.largest_difference,
        "largest": found.largest_value,
    }


def build() -> View:
    """Return the tab's view."""
    return View(
        "lesson",
        look="hv-lesson",
        answers=[
            straight, fold, kernel_grids.compare, finding.find, box_maps.maps, box_maps.trust,
            measurements.begin_clock, measurements.ask_clock, measurements.cancel_clock,
        ],
        numbers=lesson_numbers.numbers(),
        parts=variants.PARTS,
        block=next(shape for shape in diagrams.block_shapes() if shape["path"] == BLOCK),
        layer={"variant": lesson_numbers.SECOND, "path": HET_LAYER},
        detectors={"left": lesson_numbers.FIRST, "right": lesson_numbers.SECOND},
        examples=list(EXAMPLES),
        example=lesson_numbers.PLACE["example"],
        depths=list(map_quality.DEPTHS),
        method=explain.DEFAULT_METHOD,
        colours=draw.colour_table(),
    )  # fmt: skip
