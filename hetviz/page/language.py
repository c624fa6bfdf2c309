"""The one place that decides the page's language: a script put first into the page, before anything else asks for it.

Afterwards the browser claims one tag alone, that of the language chosen, so that Gradio and the page's own scripts cannot
decide differently. Gradio's own `head` is added by its program after that program has looked at the browser's language,
hence the detour.
"""

import json
from functools import cache
from typing import Any

from hetviz.texts import sentences as texts

Scope = dict[str, Any]

# `?lang=` decides, a language of the page or else the default; without it the first of the browser's that is one of these.
SCRIPT = """<script>
(() => {
  const languages = LANGUAGES;
  const begins = (browser, tag) => new RegExp(`^${tag}([-_]|$)`, "i").test(browser);
  const known = (browser) => languages.find(({ tags }) => tags.some((tag) => begins(browser, tag)));
  const asked = new URLSearchParams(location.search).get("lang");
  const { tag } = (asked ? [asked] : navigator.languages).map(known).find(Boolean) ?? languages[0];
  Object.defineProperty(navigator, "language", { get: () => tag });
  Object.defineProperty(navigator, "languages", { get: () => [tag] });
})();
</script>"""


@cache
def script() -> bytes:
    """Return the script with the languages of the texts."""
    known = [{"tag": language.tag, "tags": language.tags} for language in texts.languages().values()]
    return SCRIPT.replace("LANGUAGES", json.dumps(known)).encode()


class ChosenLanguage:
    """ASGI middleware: the page gets the script at the start of its head, under whatever path a proxy serves it."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _is_page(scope):
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
                await self._answer(send, start, bytes(body).replace(b"<head>", b"<head>" + script(), 1))

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
