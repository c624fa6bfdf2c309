"""The whole page: header, the one P control, the tabs, the API; and how it is served."""

import threading
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import Route

from hetviz.detectors import weights
from hetviz.explaining import tracing
from hetviz.page import language, p_control
from hetviz.page.delivery import downloads, own_detectors, scripts
from hetviz.page.delivery.head import FirstInHead
from hetviz.page.programs import agents, endpoints
from hetviz.page.tabs import costs_tab, detect_tab, heat_maps_tab, kernels_tab, lesson_tab, live_tab
from hetviz.page.view import View
from hetviz.pictures import images
from hetviz.serving import engine
from hetviz.texts import sentences as texts

# By the name of a tab's scripts, looks and texts, in the order of the page.
TABS = {
    "detect": detect_tab,
    "lesson": lesson_tab,
    "heat_maps": heat_maps_tab,
    "kernels": kernels_tab,
    "costs": costs_tab,
    "live": live_tab,
}
PAPER = scripts.ASSETS / "shared" / "print.css"


class Page(gr.Blocks):
    """Gradio's page, whose API says of each argument what it may be, and fills in what a plain HTTP request leaves out."""

    def get_api_info(self, *arguments: Any, **options: Any) -> Any:
        """Return what the API's page and an agent are told."""
        info = super().get_api_info(*arguments, **options)
        for name, endpoint in info["named_endpoints"].items():
            endpoint["parameters"] = [endpoints.described(name.lstrip("/"), p) for p in endpoint["parameters"]]
        return info

    @property
    def mcp_server_obj(self) -> Any:
        """The server for agents, which Gradio sets where `GRADIO_MCP_SERVER=True`; it answers by `agents`."""
        return self._server_for_agents

    @mcp_server_obj.setter
    def mcp_server_obj(self, server: Any) -> None:
        """Keep the server and have it answer by `agents`."""
        if server is not None:
            server.postprocess_output_data = partial(agents.answers, server.types)
        self._server_for_agents = server

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """Complete the inputs, then check them as Gradio does."""
        endpoints.complete(block_fn, inputs)
        super().validate_inputs(block_fn, inputs)


def build() -> gr.Blocks:
    """Return the page with all its tabs."""
    tab_names = gr.I18n(**_translations())
    with Page(
        analytics_enabled=False, title=texts.sentence("title"), delete_cache=(3600, 24 * 3600), fill_width=True
    ) as page:
        View("header")
        p_control.build()
        with gr.Tabs():
            for name, tab in TABS.items():
                with gr.Tab(tab_names(f"tab_{name}"), id=name, elem_id=f"hetviz-tab-{name}"):
                    tab.build()
        endpoints.build()
    page.queue(max_size=64, default_concurrency_limit=2)
    return page


def warm_up() -> None:
    """Make ready in the background what the first visitor will ask for: what the first view shows, then the other detectors,
    then the library of the heat maps; at last the first view's times once more, now that nothing is being loaded."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    detect_tab.prepare_first_view()
    for variant in weights.trained():
        engine.load(variant)
    tracing.library()
    detect_tab.prepare_first_view()


def launch_options() -> dict[str, Any]:
    """Return what `launch` needs: own looks and scripts, nothing from other hosts, nothing kept of a visitor."""
    return {
        "ssr_mode": False,
        "run_history": False,
        "enable_monitoring": False,
        "footer_links": ["api"],
        "max_file_size": images.MAX_BYTES,
        "theme": gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        "favicon_path": scripts.ASSETS / "favicon.svg",
        "css_paths": looks(),
        "head": paper(),
        "i18n": gr.I18n(**_translations()),
        "app_kwargs": {
            "middleware": [Middleware(FirstInHead, html=language.script() + scripts.preload())],
            "routes": routes(),
        },
    }


def routes() -> list[Route]:
    """Return what is served beside Gradio's own addresses."""
    return [*scripts.routes(), *costs_tab.routes(), *downloads.routes(), *own_detectors.routes()]


def looks() -> list[Path]:
    """Return the style sheets: the shared one, then the views' own."""
    shared = scripts.ASSETS / "shared" / "style.css"
    return [shared, *sorted(set(scripts.ASSETS.rglob("*.css")) - {shared, PAPER})]


def paper() -> str:
    """Return the looks on paper, as they are: Gradio would rewrite the selectors of a style sheet."""
    return f"<style>{PAPER.read_text(encoding='utf-8')}</style>"


def _translations() -> dict[str, dict[str, str]]:
    """Return the names of the tabs, which Gradio shows, under the tags that `language` leaves to the browser."""
    sentences = texts.table()
    return {
        language.tag: {f"tab_{name}": sentences[code][f"tab_{name}"] for name in TABS}
        for code, language in texts.languages().items()
    }
