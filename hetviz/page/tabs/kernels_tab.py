"""The Kernels tab: a layer as a grid of kernels. The page draws and counts; what it asks is answered by `kernel_grids` and
`filters`."""

from hetviz.detectors import weights
from hetviz.page import diagrams
from hetviz.page.handlers import filters, kernel_grids
from hetviz.page.view import View
from hetviz.pictures.examples import EXAMPLES


def build() -> View:
    """Return the tab's view."""
    return View(
        "kernels",
        look="hv-kernels",
        answers=[
            kernel_grids.layer, kernel_grids.compare, kernel_grids.snippet, filters.at_work, filters.variance_shares,
        ],
        layers={variant: diagrams.kernel_layers(variant) for variant in weights.trained()},
        blocks=diagrams.block_shapes(),
        examples=list(EXAMPLES),
    )  # fmt: skip
