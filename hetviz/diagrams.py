"""Data for the page's live numbers and drawings, made of plain numbers from `costs`; the page computes nothing anew."""

from typing import Any

from hetviz import costs

PARTS = (1, 2, 4, 8, 16)
CLASS_COUNTS = (20, 80)
INPUT_SIZES = (320, 416, 640)
REFERENCE = "v5n-c3"
LAYER_CHANNELS = 64  # of the one layer that stands beside the whole detector; YOLOv5n's third stage has such layers


def csp_het_name(p: int) -> str:
    """Return the name of the detector with CSPHet(P) blocks."""
    return f"v5n-csphet-p{p}"


def live_costs() -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """Return classes -> size -> variant -> params and flops, for every setting of the P control."""
    variants = (REFERENCE, *map(csp_het_name, PARTS))
    return {
        str(classes): {str(size): {v: _row(v, classes, size) for v in variants} for size in INPUT_SIZES}
        for classes in CLASS_COUNTS
    }


def layer_weights() -> dict[str, int]:
    """Return P -> weights of one HetConv layer of 64 to 64 channels; P = 1 is the standard 3×3 layer.

    >>> layer_weights()["4"]
    12288
    """
    return {str(p): costs.hetconv(LAYER_CHANNELS, LAYER_CHANNELS, p=p).weights for p in PARTS}


def _row(variant: str, classes: int, size: int) -> dict[str, int]:
    row: dict[str, Any] = costs.detector(variant, classes, size).row()
    return {"params": row["params"], "flops": row["flops"]}
