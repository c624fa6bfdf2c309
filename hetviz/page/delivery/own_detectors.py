"""Where a visitor's own detector comes in: the bytes of a safetensors file, read into memory and never written anywhere.

They come by an address of their own, since Gradio writes uploads to the disk. Whoever has the key of the answer can use the
detector, and let it go. A page tells its files from those of others by a random number that it makes when it is opened: no
cookie, no address. So a visit gets its share among visits that mean well; who makes up a number for each file gets more.
"""

import asyncio
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hetviz.detectors import served
from hetviz.detectors.own_weights import MAX_BYTES, OwnWeightsError, too_large
from hetviz.detectors.served import Served
from hetviz.page import diagrams
from hetviz.page.answers import FORESEEN, Answer, Places, failure
from hetviz.serving.turns import BusyError

ADDRESS = "/hetviz-own-detectors"
MOST_AT_ONCE = 4  # files that are sent or read
LONGEST_S = 120  # that a file may take to arrive
# Headers: the page's number, and the key of what goes for the file.
VISIT, REPLACES = "x-hetviz-visit", "x-hetviz-replaces"
LONGEST = 64  # characters of either
_places = Places(MOST_AT_ONCE)


def taken(content: bytes, visit: str = "", replaces: str = "") -> Answer:
    """Return what the page has to know of the detector in a file, which is kept from now on.

    Returns:
        {"key", "variant", "classes": names, "size", "counts": `diagrams.own_counts`, "kept": keys of all of this visit} or a
        failure (`answers`).
    """
    try:
        return told(served.own.keep(content, visit, replaces)) | {"kept": served.own.of(visit)}
    except FORESEEN as error:
        return failure(error, {}, "failed")


def told(detector: Served) -> Answer:
    """Return what the page has to know of a detector of a visitor's own."""
    return {
        "key": detector.key,
        "variant": detector.variant,
        "classes": list(detector.classes),
        "size": detector.size,
        "counts": diagrams.own_counts(detector.variant, len(detector.classes)),
    }


async def _take(request: Request) -> Response:
    try:
        with _places:
            async with asyncio.timeout(LONGEST_S):
                content = await _content(request)
            asked = [request.headers.get(name, "")[:LONGEST] for name in (VISIT, REPLACES)]
            answer = await run_in_threadpool(taken, content, *asked)
    except (OwnWeightsError, BusyError) as error:
        answer = failure(error, {}, "failed")
    except (TimeoutError, ClientDisconnect) as error:
        answer = {"error": "failed", "facts": {}, "rule": str(error)}
    return JSONResponse(answer)


async def _content(request: Request) -> bytes:
    """Return what is sent, or stop as soon as it is too much."""
    told_bytes = request.headers.get("content-length", "0")
    if told_bytes.isdecimal() and int(told_bytes) > MAX_BYTES:
        raise too_large(int(told_bytes))
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MAX_BYTES:
            raise too_large(len(content))
    return bytes(content)


async def _forget(request: Request) -> Response:
    served.own.forget(request.path_params["key"])
    return Response(status_code=204)


def routes() -> list[Any]:
    """Return the addresses."""
    return [
        Route(ADDRESS, _take, methods=["POST"]),
        Route(ADDRESS + "/{key}", _forget, methods=["DELETE"]),
    ]
