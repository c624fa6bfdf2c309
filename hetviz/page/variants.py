"""What the page's scripts know of the detectors, so that they need not take a name apart."""

from typing import Any

from hetviz import costs
from hetviz.counting import breakdown

FAMILIES = {"v5n": "YOLOv5n", "v8n": "YOLOv8n"}
BLOCKS = {"c3": "C3", "c2f": "C2f", "csphet": "CSPHet", "csppc": "CSPPC", "c3dual": "C3-Dual", "c3het": "C3-Het"}
# name -> family, block, and the P of its HetConvs where it has some
TABLE: dict[str, tuple[str, str, int | None]] = {
    "v5n-c3": ("v5n", "c3", None),
    **{f"v5n-csphet-p{p}": ("v5n", "csphet", p) for p in breakdown.PARTS},
    "v5n-csppc": ("v5n", "csppc", None),
    "v5n-c3dual-g4": ("v5n", "c3dual", None),
    "v5n-c3het-p4": ("v5n", "c3het", 4),
    "v8n-c2f": ("v8n", "c2f", None),
    "v8n-csphet-p4": ("v8n", "csphet", 4),
    "v8n-csppc": ("v8n", "csppc", None),
}


def variants() -> dict[str, dict[str, Any]]:
    """Return name -> family, its name, block, its name, P or None, label, and the original that the blocks replace.

    >>> variants()["v5n-csphet-p4"]["label"]
    'CSPHet P=4'
    """
    return {name: _described(name, *row) for name, row in TABLE.items()}


def _described(name: str, family: str, block: str, p: int | None) -> dict[str, Any]:
    return {
        "family": family,
        "familyName": FAMILIES[family],
        "block": block,
        "blockName": BLOCKS[block],
        "p": p,
        "label": breakdown.NAMES[name],
        "original": costs.original(name),
    }
