"""A view of the page: an element that one folder of scripts fills, and what the server answers these scripts."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from hetviz.page.delivery import scripts


class View(gr.HTML):
    """An empty element for the scripts of a folder of the assets.

    Args:
        name: the folder; the element's id follows from it.
        look: class of the element in the style sheets.
        answers: functions of the server that the scripts may call, by their names.
        props: what the scripts start from.
    """

    def __init__(self, name: str, *, look: str = "", answers: Sequence[Callable[..., Any]] = (), **props: Any) -> None:
        super().__init__(
            html_template=f'<div class="hv-root {look}"></div>',
            js_on_load=scripts.loader(name),
            apply_default_css=False,
            elem_id=f"hetviz-{name.replace('_', '-')}",
            server_functions=list(answers),
            **props,
        )
