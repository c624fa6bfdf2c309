"""Where the difference between C3's detector and CSPHet's comes from, one change after the other."""

from typing import Any

from hetviz.blocks.layer import Layer
from hetviz.counting import layers
from hetviz.detectors.variants import VARIANTS

HET, ALONE = "v5n-csphet-p4", "v5n-c3het-p4"


def waterfall(classes: int = 20) -> dict[str, Any]:
    """Return the parameters of C3's detector, of CSPHet's at P = 4, and of the three changes between them.

    The changes: HetConv in place of every bottleneck's 3×3 (`C3Het`), a second bare HetConv in place of its 1×1, and C2f's
    frame around it in place of C3's. What BatchNorm they bring or drop is counted with them.

    Returns:
        {"original", "result", "steps": [{"key", "params": difference}]}

    >>> [step["params"] for step in waterfall(80)["steps"]]
    [-339456, 110400, 113152]
    """
    counted = (
        layers.detector(VARIANTS[HET].original, classes).params,
        layers.detector(ALONE, classes).params,
        layers.detector(HET, classes, frame="c3").params,
        layers.detector(HET, classes).params,
    )
    pairs = zip(("hetconv", "second", "frame"), counted, counted[1:], strict=False)
    steps = [{"key": key, "params": after - before} for key, before, after in pairs]
    return {"original": counted[0], "result": counted[-1], "steps": steps}


def places(classes: int = 20) -> dict[str, int]:
    """Return where the parameters of C3's detector stand: in the 3×3s inside its blocks, in the blocks' 1×1s, between the
    blocks, in the head.

    >>> sum(places().values()) == waterfall()["original"]
    True
    """
    found = dict.fromkeys(("threes", "ones", "between", "head"), 0)
    for layer in layers.detector(VARIANTS[HET].original, classes).layers:
        found[_place(layer)] += layer.params
    return found


def _place(layer: Layer) -> str:
    if layer.role in ("outside", "head"):
        return {"outside": "between"}.get(layer.role, layer.role)
    return "threes" if layer.kernel_size > 1 else "ones"
