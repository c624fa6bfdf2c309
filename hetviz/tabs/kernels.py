"""The Kernels tab: a layer as a grid of kernels. The page draws and counts; the server has the real weights."""

import gradio as gr

SCRIPTS = tuple(f"kernels_{part}.js" for part in ("rules", "paint", "grid", "links", "formula", "table", "operators"))


def build(script: str) -> gr.HTML:
    """Return the tab's view; script is its JavaScript, which uses what `SCRIPTS` define."""
    return gr.HTML(
        html_template='<div class="hv-root hv-kernels"></div>',
        js_on_load=script,
        apply_default_css=False,
        elem_id="hetviz-kernels",
    )
