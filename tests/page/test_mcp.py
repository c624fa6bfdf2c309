"""The app as an MCP server, asked by the protocol's own client, as an agent asks it."""

import asyncio
import base64
import io
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, Tool
from PIL import Image

from hetviz.counting import layers
from hetviz.detectors import weights
from tests.conftest import running_app
from tests.page.test_api import PORTRAIT

PHOTOGRAPH = "data:image/jpeg;base64," + base64.b64encode(Path(PORTRAIT).read_bytes()).decode()
Call = Callable[..., CallToolResult]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an app of its own, started with Gradio's switch for MCP."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HETVIZ_ADDRESS", raising=False)
        patch.setenv("GRADIO_MCP_SERVER", "True")
        with running_app(tmp_path_factory.mktemp("mcp") / "log", [sys.executable, "app.py"]) as address:
            yield f"{address}/gradio_api/mcp/"


def in_session(address: str, ask: Callable) -> object:
    async def run() -> object:
        async with streamable_http_client(address) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            return await ask(session)

    return ThreadPoolExecutor(1).submit(asyncio.run, run()).result()  # Playwright has a loop in this thread


@pytest.fixture(scope="module")
def tools(server: str) -> dict[str, Tool]:
    return {tool.name: tool for tool in in_session(server, lambda session: session.list_tools()).tools}


@pytest.fixture
def call(server: str) -> Call:
    return lambda name, **arguments: in_session(server, lambda session: session.call_tool(name, arguments))


def test_the_tools_have_the_endpoints_names_and_say_what_they_do(tools: dict[str, Tool]):
    assert set(tools) == {"detect", "explain", "costs"}
    for tool in tools.values():
        assert len(tool.description) > 40
        for argument in tool.inputSchema["properties"].values():
            assert argument["description"]
    variant = tools["detect"].inputSchema["properties"]["variant"]
    assert variant["enum"] == list(weights.trained())
    assert tools["detect"].inputSchema["required"] == ["image", "variant"]
    assert tools["explain"].inputSchema["properties"]["with_picture"]["type"] == "boolean"


def test_detect_answers_in_json(call: Call):
    answer = call("detect", image=PHOTOGRAPH, variant="v5n-c3")
    assert not answer.isError
    found = json.loads(answer.content[0].text)
    assert (found["width"], found["height"]) == (512, 600)
    assert found["detections"][0]["class"] == "person"


def test_explain_answers_with_figures_and_shows_its_picture(call: Call):
    plain = call("explain", image=PHOTOGRAPH, variant="v5n-c3")
    assert [part.type for part in plain.content] == ["text"]
    assert json.loads(plain.content[0].text)["figures"].keys() == {"energy_inside", "peak_inside"}
    text, picture = call("explain", image=PHOTOGRAPH, variant="v5n-c3", with_picture=True).content
    assert json.loads(text.text)["picture"]["url"].startswith("http://127.0.0.1")
    assert (picture.type, picture.mimeType) == ("image", "image/png")
    assert Image.open(io.BytesIO(base64.b64decode(picture.data))).width > 200


def test_costs_are_those_of_the_command(call: Call):
    assert json.loads(call("costs", classes=80, size=416).content[0].text) == layers.rows(80, 416)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"variant": "v5n-c3", "confidence": 0.01}, "0.01 is less than the minimum of 0.05"),
        ({"variant": "v9"}, "v9"),
        ({"variant": "v5n-c3", "image": "data:image/jpeg;base64,AAAA"}, "not a picture"),
    ],
)
def test_a_mistake_is_answered_by_a_sentence(call: Call, arguments: dict, sentence: str):
    answer = call("detect", **{"image": PHOTOGRAPH} | arguments)
    assert answer.isError and sentence in answer.content[0].text
    assert "Traceback" not in answer.content[0].text
