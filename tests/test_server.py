"""The production server: what clients that are slow, idle or hostile can hold up."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app import create_app, server
from app.page_cache import Headers
from app.server import Pairs, Server
from app.settings import Settings
from tests.serving import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

UNFINISHED_POST = (
    b"POST /kiosk/visits HTTP/1.1\r\nHost: museum\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["
)
UNREAD_GET = b"GET /grand-slam/ HTTP/1.1\r\nHost: museum\r\n\r\n"


class Scope:
    """A request as granian passes it."""

    http_version, server, client, scheme = "1.1", "127.0.0.1:5000", "127.0.0.1:40000", "http"
    authority: str | None = None

    def __init__(self, method: str, path: str, headers: dict[str, str] | None = None, query: str = "") -> None:
        self.method, self.path, self.query_string = method, path, query
        self._headers = {"host": "museum", **(headers or {})}

    @property
    def headers(self) -> Pairs:
        return _Items(list(self._headers.items()))


class _Items:
    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


class Exchange:
    """A request's body in chunks, and the response to it. `None` among the chunks is a client that sends
    nothing more.
    """

    def __init__(self, *chunks: bytes | None) -> None:
        self.chunks = chunks
        self.status, self.headers, self.body = 0, dict[str, str](), b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            if chunk is None:
                await asyncio.Event().wait()
            else:
                yield chunk

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.status, self.headers, self.body = status, {name.lower(): value for name, value in headers}, body

    def response_stream(self, status: int, headers: Headers) -> Exchange:
        self.response_bytes(status, headers, b"")
        return self

    async def send_bytes(self, data: bytes) -> None:
        self.body += data

    async def client_disconnect(self) -> None:
        """The client stays."""
        await asyncio.Event().wait()


@pytest.fixture
def app(geodata: Path, tmp_path: Path) -> Flask:
    return create_app(Settings(geodata=geodata, state=str(tmp_path / "state")))


@pytest.fixture
def front(app: Flask) -> Server:
    return Server(app.wsgi_app, app.extensions["overflight_cache"])


def run(coroutine: Coroutine[None, None, None]) -> None:
    """Run a coroutine to its end, in a thread of its own: Playwright leaves an event loop running in the main
    thread.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


def answer(front: Server, scope: Scope, *chunks: bytes | None) -> Exchange:
    exchange = Exchange(*chunks)
    run(front.__rsgi__(scope, exchange))
    return exchange


def test_rendered_and_cached_page_are_the_same(front: Server, app: Flask) -> None:
    rendered, cached = answer(front, Scope("GET", "/small/")), answer(front, Scope("GET", "/small/"))
    assert rendered.status == cached.status == 200
    assert rendered.body == cached.body == app.test_client().get("/small/").data
    assert rendered.headers == cached.headers


def test_cached_page_needs_no_thread(front: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(front, Scope("GET", "/small/"))
    monkeypatch.setattr(front, "_in_thread", None)
    assert answer(front, Scope("GET", "/small/")).status == 200


def test_page_is_rendered_once_for_many_clients(front: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    renders: list[str] = []
    application = front.application

    def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        renders.append(environ["PATH_INFO"])
        return application(environ, start_response)

    monkeypatch.setattr(front, "application", counted)
    exchanges = [Exchange() for _ in range(200)]

    async def ask() -> None:
        await asyncio.gather(*(front.__rsgi__(Scope("GET", "/small/"), exchange) for exchange in exchanges))

    run(ask())
    assert {exchange.status for exchange in exchanges} == {200}
    assert len(renders) == 1


def test_head_request_has_no_body(front: Server) -> None:
    for _ in ("rendered", "cached"):
        head = answer(front, Scope("HEAD", "/small/"))
        assert (head.status, head.body) == (200, b"")


def test_request_headers_reach_the_application(front: Server) -> None:
    german = answer(front, Scope("GET", "/nowhere/", {"accept-language": "de"}))
    assert german.status == 404
    assert b'<html lang="de"' in german.body
    etag = answer(front, Scope("GET", "/small/")).headers["etag"]
    assert answer(front, Scope("GET", "/small/", {"if-none-match": etag})).status == 304


def test_path_with_other_letters_is_looked_up(front: Server) -> None:
    assert answer(front, Scope("GET", "/выставка/")).status == 404


def test_body_is_read_whole(front: Server) -> None:
    visits = json.dumps([{"seconds": 60, "exhibits": ["small"], "language": "en"}]).encode()
    headers = {"content-type": "application/json", "content-length": str(len(visits))}
    assert json.loads(answer(front, Scope("POST", "/kiosk/visits", headers), visits[:9], visits[9:]).body) == {
        "counted": 1
    }


def test_unfinished_body_is_refused_in_time(front: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BODY_SECONDS", 0.05)
    refused = answer(front, Scope("POST", "/kiosk/visits", {"content-length": "1000"}), b"[", None)
    assert refused.status == 408


@pytest.mark.parametrize("headers", [{"content-length": "999999999"}, {"transfer-encoding": "chunked"}])
def test_large_body_is_refused(front: Server, headers: dict[str, str]) -> None:
    chunks = [b" " * 100_000] * 10
    assert answer(front, Scope("POST", "/kiosk/visits", headers), *chunks).status == 413


def test_requests_beyond_the_queue_are_asked_to_retry(front: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "_active", server.THREADS + server.MAX_WAITING)
    refused = answer(front, Scope("GET", "/small/"))
    assert refused.status == 503
    assert int(refused.headers["retry-after"]) > 0
    assert answer(front, Scope("GET", "/healthz")).status == 200


def test_large_file_is_streamed(front: Server, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_BUFFERED_BYTES", 100)
    client = app.test_client()
    assert answer(front, Scope("GET", "/small/single.html")).body == client.get("/small/single.html").data


def test_prefix_of_a_trusted_proxy_is_used(app: Flask, geodata: Path) -> None:
    proxied = create_app(Settings(geodata=geodata, proxies=1))
    front = Server(proxied.wsgi_app, proxied.extensions["overflight_cache"], proxies=1)
    scope = Scope("GET", "/small/", {"x-forwarded-prefix": "/maps"})
    assert answer(front, scope).body == answer(front, scope).body
    assert b"/maps/assets/" in answer(front, scope).body


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(OVERFLIGHT_STATE=str(tmp_path_factory.mktemp("state"))) as address:
        yield address


def test_idle_and_slow_clients_do_not_block_others(address: str) -> None:
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 0
    with contextlib.ExitStack() as connections:
        for request, count in ((UNFINISHED_POST, 200), (UNREAD_GET, 200), (b"", 1000)):
            for _ in range(count):
                connections.enter_context(socket.create_connection((host, port))).sendall(request)
        for _ in range(50):
            for path in ("/healthz", "/grand-slam/"):
                with contextlib.closing(http.client.HTTPConnection(host, port, timeout=60)) as client:
                    client.request("GET", path)
                    response = client.getresponse()
                    assert (response.status, response.read() != b"") == (200, True)
