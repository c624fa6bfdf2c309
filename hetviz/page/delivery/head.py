"""What stands first in the page's head, before anything of Gradio's but the address that relative addresses begin with.

Gradio's own `head` is added by its program once that has run, too late for what decides how it runs and for what a browser
should ask for beside it.
"""

import re
from typing import Any

from starlette.middleware.gzip import GZipMiddleware

Scope = dict[str, Any]
BEGINS = re.compile(rb"<head>(?:(?:(?!</head>).)*?<base\b[^>]*>)?", re.DOTALL)


class FirstInHead:
    """ASGI middleware: the page gets `html` at the start of its head, under whatever path a proxy serves it, and travels
    compressed."""

    def __init__(self, app: Any, html: str) -> None:
        self.app = app
        self.html = html.encode()
        self.page = GZipMiddleware(self._page, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        asked = self.page if scope["type"] == "http" and _is_page(scope) else self.app
        await asked(scope, receive, send)

    async def _page(self, scope: Scope, receive: Any, send: Any) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: dict[str, Any] = {}
        body = bytearray()

        async def collect(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await self._answer(send, start, BEGINS.sub(lambda begin: begin[0] + self.html, bytes(body), 1))

        await self.app({**scope, "headers": headers}, receive, collect)

    @staticmethod
    async def _answer(send: Any, start: dict[str, Any], body: bytes) -> None:
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})


def _is_page(scope: Scope) -> bool:
    """Say whether the page itself is asked for; a proxy may strip the sub-path that the app is served at, or keep it."""
    root = scope.get("root_path", "").rstrip("/")
    return scope["method"] == "GET" and scope["path"] in ("/", root, f"{root}/")
