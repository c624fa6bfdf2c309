"""`?lang=` in the address speaks for the browser: a script put first into the page, before Gradio asks the browser.

Gradio's own `head` is added by its program after that program has looked at the browser's language, hence the detour.
"""

from typing import Any
from urllib.parse import parse_qs

Scope = dict[str, Any]


def script(asked: str) -> bytes:
    """Return the tag that makes the browser claim Chinese, or English for anything else asked."""
    chosen = "zh-CN" if asked.lower().startswith("zh") else "en"
    claims = (
        f"Object.defineProperty(navigator,'language',{{get:()=>'{chosen}'}});"
        f"Object.defineProperty(navigator,'languages',{{get:()=>['{chosen}']}});"
    )
    return f"<script>{claims}</script>".encode()


def _page(scope: Scope) -> str:
    """Return the path that is asked for, without a sub-path that a proxy has left in front of it."""
    return scope["path"].removeprefix(scope.get("root_path", ""))


class ChosenLanguage:
    """ASGI middleware: answers to `/?lang=…` get the script at the start of their head."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang")
        if scope["type"] != "http" or _page(scope) != "/" or not asked:
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: dict[str, Any] = {}
        body = bytearray()

        async def collect(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await self._answer(send, start, bytes(body).replace(b"<head>", b"<head>" + script(asked[0]), 1))

        await self.app({**scope, "headers": headers}, receive, collect)

    @staticmethod
    async def _answer(send: Any, start: dict[str, Any], body: bytes) -> None:
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})
