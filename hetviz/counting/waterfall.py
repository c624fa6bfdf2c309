"""Where the difference between C3's detector and CSPHet's comes from, one change after the other."""

from typing import Any

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
