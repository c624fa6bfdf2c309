"""The one P control above the tabs, a bar that stays in sight. It lives in the page: the numbers of every stop are sent
once."""

from hetviz.detectors import differences
from hetviz.page import diagrams
from hetviz.page.entries import entries
from hetviz.page.view import View


def build() -> View:
    """Return the control."""
    return View(
        "p_control",
        costs=diagrams.live_costs(),
        layer={"channels": diagrams.LAYER_CHANNELS, "weights": diagrams.layer_weights()},
        trained=entries(),
        differences=differences.read(),
    )
