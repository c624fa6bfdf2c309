"""The page's scripts: ES modules of the assets folder, which the server hands out as one.

Their address contains a hash of all of them and of the data that they import, so a browser may keep them for ever and
never mixes two versions.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hetviz.detectors import own_weights, served
from hetviz.detectors.variants import FAMILIES, PARTS, VARIANTS
from hetviz.page import diagrams
from hetviz.page.delivery.bundle import bundled
from hetviz.texts import sentences as texts

ASSETS = Path(__file__).resolve().parents[3] / "assets"
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}  # the address has the version
DATA = "data.js"  # made here, not a file
BUNDLE = "all.js"
# What Gradio runs for a view: it hands the view over to the first of its modules, or says in the view that this failed.
LOADER = """const said = {said};
import(new URL({address}, document.baseURI))
  .then((all) => all.modules[{index}].mount({{ element, props, server, upload }}))
  .catch((error) => {{
    const alert = document.createElement("p");
    alert.className = "hv-error";
    alert.setAttribute("role", "alert");
    alert.textContent = said[navigator.language] ?? Object.values(said)[0];
    element.querySelector(".hv-root").replaceChildren(alert);
    throw error;
  }});"""


@cache
def data() -> str:
    """Return the module `data.js`, which the scripts import: texts, languages, detectors, what can be chosen, and what a file
    may have."""
    languages = {code: asdict(language) for code, language in texts.languages().items()}
    limits = {
        "own_megabytes": own_weights.MAX_BYTES // 2**20,
        "own_each": served.MOST_EACH,
        "own_all": served.MOST_OWN,
    }
    parts = {
        "texts": texts.table(),
        "languages": languages,
        "variants": variants(),
        "choices": choices(),
        "limits": limits,
    }
    return "".join(f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in parts.items())


def variants() -> dict[str, dict[str, Any]]:
    """Return what the scripts know of each detector, so that they need not take a name apart.

    >>> variants()["v5n-csphet-p4"]["label"]
    'CSPHet P=4'
    """
    return {
        key: {
            "family": variant.family,
            "familyName": FAMILIES[variant.family].name,
            "block": variant.block,
            "blockName": variant.kind.name,
            "p": variant.p,
            "label": variant.label,
            "original": variant.original,
        }
        for key, variant in VARIANTS.items()
    }


def choices() -> dict[str, Sequence[Any]]:
    """Return what the setting of the page may be: the stops of P, the detectors, class counts and input sizes.

    >>> choices()["p"]
    (1, 2, 4, 8, 16)
    """
    return {
        "p": PARTS,
        "detector": diagrams.VARIANTS,
        "classes": diagrams.CLASS_COUNTS,
        "size": diagrams.INPUT_SIZES,
    }


@cache
def bundle() -> str:
    """Return all modules of all views as one."""
    views = sorted(path.relative_to(ASSETS).as_posix() for path in ASSETS.glob("*/index.js"))
    return bundled(views, lambda name: data() if name == DATA else (ASSETS / name).read_text(encoding="utf-8"))


@cache
def folder() -> str:
    """Return the address of the scripts, relative to the page.

    Its first part is none that a sub-path would be called by: where a proxy has stripped a sub-path of the same name, the
    server would take this one for it.
    """
    return f"hetviz-scripts/{hashlib.sha256(bundle().encode()).hexdigest()[:16]}"


def loader(name: str) -> str:
    """Return the script of a view, by the folder of its modules."""
    said = {language.tag: texts.sentence("error_script", code) for code, language in texts.languages().items()}
    values = {"said": said, "address": f"{folder()}/{BUNDLE}", "index": f"{name}/index.js"}
    return LOADER.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()})


def preload() -> str:
    """Return a link to the scripts, so that a browser asks for them before a view does."""
    return f'<link rel="modulepreload" href="{folder()}/{BUNDLE}">'


@cache
def packed() -> bytes:
    """Return the bundle as it travels, compressed once for all visitors: that takes longer than sending it."""
    return gzip.compress(bundle().encode(), mtime=0)


async def _bundle(request: Request) -> Response:
    headers = {**KEPT, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(bundle(), media_type="text/javascript", headers=headers)
    return Response(packed(), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})


def routes() -> list[Route]:
    """Return the address of the scripts."""
    return [Route(f"/{folder()}/{BUNDLE}", _bundle)]
