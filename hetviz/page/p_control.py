"""The one P control above the tabs. It lives in the page: the numbers of every stop are sent once."""

from typing import Any

import gradio as gr

from hetviz.detectors import variants, weights
from hetviz.page import diagrams


def build(script: str) -> gr.HTML:
    """Return the control; script is its JavaScript."""
    return gr.HTML(
        html_template='<div class="hv-root"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-p-control",
        parts=variants.PARTS,
        variants=diagrams.VARIANTS,
        classCounts=diagrams.CLASS_COUNTS,
        inputSizes=diagrams.INPUT_SIZES,
        costs=diagrams.live_costs(),
        layer={"channels": diagrams.LAYER_CHANNELS, "weights": diagrams.layer_weights()},
        trained=passports(),
    )


def passports() -> dict[str, dict[str, Any]]:
    """Return what the page says of each trained variant: its scores (mAP50 of each seed where several were run), the data
    and size behind them, and its measured speed where there is one."""
    return {variant: _passport(entry) for variant, entry in weights.manifest().items()}


def _passport(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {key: entry[key] for key in ("map50", "map50_95", "images", "size", "epochs", "seed")}
    shown["held_out"] = entry["recipe"]["holdout"]
    return {**shown, "seeds": entry.get("map50_by_seed", {}), "speed": entry.get("speed")}
