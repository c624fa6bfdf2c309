"""The Detect tab: one picture, two detectors side by side. The page draws; what it asks is answered by `finding`."""

import torch

from hetviz.exporting import formats
from hetviz.page.entries import entries
from hetviz.page.handlers import finding
from hetviz.page.uploads import example_rows
from hetviz.page.view import View
from hetviz.pictures import images
from hetviz.pictures.examples import EXAMPLES
from hetviz.timing.processor import processor

FIRST_VIEW = ("v5n-c3", "v5n-csphet-p4")  # what the page asks for when it opens


def prepare_first_view() -> None:
    """Find what is in the first example, so that a page that opens is answered at once; measured anew if it was already."""
    finding.forget()
    finding.find({"example": next(iter(EXAMPLES)), "variants": list(FIRST_VIEW), "kept": True})


def build() -> View:
    """Return the tab's view."""
    return View(
        "detect",
        look="hv-detect",
        answers=[finding.find],
        examples=example_rows(),
        trained=entries(),
        formats=formats.available(),
        limits={"megabytes": images.MAX_BYTES // 2**20, "megapixels": images.MAX_PIXELS // 10**6},
        processor={"processor": processor(), "threads": torch.get_num_threads()},
    )
