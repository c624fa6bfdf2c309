"""Data for the page's live numbers and drawings, made of plain numbers from `costs`; the page computes nothing anew."""

from typing import Any

from hetviz import costs

PARTS = (1, 2, 4, 8, 16)
CLASS_COUNTS = (20, 80)
INPUT_SIZES = (320, 416, 640)
REFERENCE = "v5n-c3"


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


def _row(variant: str, classes: int, size: int) -> dict[str, int]:
    row: dict[str, Any] = costs.detector(variant, classes, size).row()
    return {"params": row["params"], "flops": row["flops"]}
