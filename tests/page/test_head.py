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


def test_relative_addresses_in_it_begin_where_the_pages_own_do():
    begin = '<head>\n<meta charset="utf-8" />\n<base href="/sub/" />'
    whole = PAGE.replace("<head>", begin).replace("<p>", '<base href="/late/"><p>')

    async def with_base(_request: Request) -> HTMLResponse:
        return HTMLResponse(whole)

    client = TestClient(Starlette(routes=[Route("/", with_base)], middleware=[Middleware(FirstInHead, html=FIRST)]))
    assert client.get("/").text == whole.replace(begin, begin + FIRST)


def test_the_page_travels_compressed_where_the_browser_takes_that(client: TestClient):
    answer = client.get("/")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(PAGE) / 10
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
