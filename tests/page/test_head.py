import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from hetviz.page.delivery.head import FirstInHead

PAGE = "<html><head><title>page</title></head>" + "<p>text</p>" * 1000
FIRST = "<script>/* first */</script>"


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse(PAGE)


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", page), Route("/other", page)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(FirstInHead, html=FIRST)]))


def test_the_page_begins_with_what_is_to_stand_first(client: TestClient):
    assert client.get("/").text == PAGE.replace("<head>", "<head>" + FIRST)
    assert client.get("/other").text == PAGE


def test_the_page_travels_compressed_where_the_browser_takes_that(client: TestClient):
    answer = client.get("/")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(PAGE) / 10
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
