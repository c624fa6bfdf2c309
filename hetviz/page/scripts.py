"""The page's scripts: ES modules of the assets folder, which the server hands out as they are.

Their address contains a hash of all of them and of the data that they import, so a browser may keep them for ever and
never mixes two versions.
"""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from hetviz.detectors.variants import FAMILIES, PARTS, VARIANTS
from hetviz.page import diagrams
from hetviz.texts import table as texts

ASSETS = Path(__file__).resolve().parents[2] / "assets"
FILES = StaticFiles(directory=ASSETS)
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}  # the address has the version
FIRST_VIEW = ("header", "p_control", "detect")  # the views that a visitor sees when the page opens
DATA = "data.js"  # made here, not a file
PRINT = "shared/print.css"  # the looks on paper
# What Gradio runs for a view: it asks for the view's modules at once, not one import after another, and hands the view
# over to the first of them, or says in the view that this failed.
LOADER = """const said = {said};
const folder = new URL({folder}, document.baseURI);
for (const name of {modules}) {{
  const link = document.createElement("link");
  Object.assign(link, {{ rel: "modulepreload", href: new URL(name, folder) }});
  document.head.append(link);
}}
import(new URL({index}, folder))
  .then((module) => module.mount({{ element, props, server, upload }}))
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
    """Return the module `data.js`, which the scripts import: texts, languages, detectors, and what can be chosen."""
    languages = {code: asdict(language) for code, language in texts.languages().items()}
    parts = {"texts": texts.table(), "languages": languages, "variants": variants(), "choices": choices()}
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
def folder() -> str:
    """Return the address of the scripts, relative to the page.

    Its first part is none that a sub-path would be called by: where a proxy has stripped a sub-path of the same name, the
    server would take this one for it.
    """
    content = hashlib.sha256(data().encode())
    for path in sorted(path for path in ASSETS.rglob("*") if path.suffix in (".js", ".css")):
        content.update(path.relative_to(ASSETS).as_posix().encode() + path.read_bytes())
    return f"hetviz-scripts/{content.hexdigest()[:16]}"


def loader(name: str) -> str:
    """Return the script of a view, by the folder of its modules."""
    said = {language.tag: texts.sentence("error_script", code) for code, language in texts.languages().items()}
    index = f"{name}/index.js"
    values = {"said": said, "folder": f"{folder()}/", "modules": sorted(needed([index])), "index": index}
    return LOADER.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()})


def preloads() -> str:
    """Return links that have a browser ask for all scripts of the first view at once, not one import after another."""
    names = sorted(needed(f"{view}/index.js" for view in FIRST_VIEW))
    return "".join(f'<link rel="modulepreload" href="{folder()}/{name}">' for name in names)


def paper() -> str:
    """Return the link to the looks on paper."""
    return f'<link rel="stylesheet" href="{folder()}/{PRINT}">'


def needed(entries: Iterable[str]) -> set[str]:
    """Return the modules that some import, directly or not, and these themselves.

    >>> sorted(needed(["shared/numbers.js", "shared/language.js"]))
    ['data.js', 'shared/language.js', 'shared/numbers.js', 'shared/sentences.js']
    """
    found, waiting = set(), set(entries)
    while waiting:
        name = waiting.pop()
        found.add(name)
        text = "" if name == DATA else (ASSETS / name).read_text(encoding="utf-8")
        imported = re.findall(r'^(?:import|export|\}) .*from "(\.[^"]+)";$', text, re.MULTILINE)
        waiting |= {posixpath.normpath(f"{posixpath.dirname(name)}/{path}") for path in imported} - found
    return found


async def _file(request: Request) -> Response:
    response = await FILES.get_response(request.path_params["path"], request.scope)
    response.headers.update(KEPT)
    return response


async def _data(_request: Request) -> Response:
    return Response(data(), media_type="text/javascript", headers=KEPT)


def routes() -> list[Route]:
    """Return the addresses of the scripts and of the data that they import.

    No mount: below a proxy that takes the sub-path off, a mount looks for its files at the wrong place.
    """
    files = {DATA: _data, "{path:path}": _file}
    smaller = [Middleware(GZipMiddleware)]
    return [Route(f"/{folder()}/{path}", answer, middleware=smaller) for path, answer in files.items()]
