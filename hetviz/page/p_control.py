"""The one P control above the tabs. It lives in the page: the numbers of every stop are sent once."""

from hetviz.detectors import differences, variants
from hetviz.page import diagrams
from hetviz.page.entries import entries
from hetviz.page.view import View


def build() -> View:
    """Return the control."""
    return View(
        "p_control",
        parts=variants.PARTS,
        variants=diagrams.VARIANTS,
        classCounts=diagrams.CLASS_COUNTS,
        inputSizes=diagrams.INPUT_SIZES,
        costs=diagrams.live_costs(),
        layer={"channels": diagrams.LAYER_CHANNELS, "weights": diagrams.layer_weights()},
        trained=entries(),
        differences=differences.read(),
    )
