"""The production server: an asynchronous front for the WSGI application, run by granian.

A finished page is answered from the page cache on the event loop. A request's body is read there too, within limits of
size and time. Only then does a request get one of the few threads that render, so slow or idle clients hold none.
Interface: RSGI 1.5, https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from werkzeug.middleware.proxy_fix import ProxyFix

from app.addresses import CHANGES, is_loopback
from app.page_cache import Headers, PageCache, call, close, read

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

T = TypeVar("T")

THREADS = 4
MAX_WAITING = 64
"""How many requests may wait for a thread; further ones are answered with 503 and Retry-After."""
RETRY_AFTER_SECONDS = 2
MAX_BODY_BYTES = 256_000
"""The largest request body; visit counts, the largest that there are, take a tenth of it."""
BODY_SECONDS = 10.0
"""How long a client may take to send a request's body."""
SEND_SECONDS = 60.0
"""How long a client may take to receive one chunk of a streamed response."""
MAX_BUFFERED_BYTES = 8_000_000
"""Larger responses are streamed."""
LOOK_SECONDS = 0.05
"""How long a page's files are left alone before they are looked at again, which takes about a millisecond."""
EVENT_HEADERS: Headers = [
    ("Content-Type", "text/event-stream"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
ALIVE = "/healthz"
"""Answered even while all threads are busy: it says that the process is alive, not that it is idle."""


class Scope(Protocol):
    """A request's line and headers, as granian passes them."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Pairs:
        """The headers."""


class Pairs(Protocol):
    """Header names and values."""

    def items(self) -> list[tuple[str, str]]:
        """All pairs; names are in lower case."""


class Transport(Protocol):
    """The body of a streamed response."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a chunk."""


class HTTPProtocol(AsyncIterable[bytes], Protocol):
    """A request's body, chunk by chunk, and the way to respond."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Respond with a whole body."""

    def response_stream(self, status: int, headers: Headers) -> Transport:
        """Respond with a streamed body."""

    def client_disconnect(self) -> Awaitable[None]:
        """Wait until the client is gone."""


class Refused(Exception):
    """A request that is answered with a plain status."""

    def __init__(self, status: HTTPStatus, headers: Headers | None = None) -> None:
        super().__init__(status.phrase)
        self.status, self.headers = status, headers or []


class Server:
    """An RSGI application around a WSGI `application` whose finished pages are in `cache`.

    `proxies`: how many reverse proxies are trusted for host, scheme, address and path prefix. `start` is called once,
    when the server starts.
    """

    def __init__(
        self, application: WSGIApplication, cache: PageCache, proxies: int = 0, start: Callable[[], None] = lambda: None
    ) -> None:
        self.application, self.cache, self._start = application, cache, start
        self._proxied = ProxyFix(_do_nothing, *[proxies] * 5) if proxies else None
        self._pool = ThreadPoolExecutor(THREADS, "overflight")
        self._active = 0
        self._in_flight: dict[tuple[str, ...], asyncio.Event] = {}

    def __rsgi_init__(self, _: asyncio.AbstractEventLoop) -> None:
        """Called by granian before the first request."""
        self._start()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = _environ(scope)
        try:
            if environ["PATH_INFO"] == ALIVE:
                _send(call(self.cache.application, environ), protocol)
            else:
                await self._answer(environ, protocol)
        except Refused as refused:
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *refused.headers]
            protocol.response_bytes(refused.status, headers, f"{refused}\n".encode())

    async def _answer(self, environ: WSGIEnvironment, protocol: HTTPProtocol) -> None:
        """Answer from the cache, or render; requests for a page that is just being rendered wait for it."""
        behind_proxies = self._behind_proxies(environ)
        key = self.cache.key(behind_proxies)
        if key in self._in_flight:
            await self._in_flight[key].wait()
        cached = self.cache.find(behind_proxies)
        if cached:
            _send(call(cached.respond, environ), protocol)
        elif key is None or key in self._in_flight:
            await self._render(environ, protocol)
        else:
            rendered = self._in_flight[key] = asyncio.Event()
            try:
                await self._render(environ, protocol)
            finally:
                del self._in_flight[key]
                rendered.set()

    def _behind_proxies(self, environ: WSGIEnvironment) -> WSGIEnvironment:
        """The environ as the application sees it."""
        if self._proxied:
            environ = dict(environ)
            self._proxied(environ, _do_nothing)
        return environ

    async def _render(self, environ: WSGIEnvironment, protocol: HTTPProtocol) -> None:
        body = await _read_body(environ, protocol)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        if self._active >= THREADS + MAX_WAITING:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, [("Retry-After", str(RETRY_AFTER_SECONDS))])
        self._active += 1
        try:
            status, headers, chunks = await self._in_thread(_respond, self.application, environ)
        finally:
            self._active -= 1
        if isinstance(chunks, bytes):
            protocol.response_bytes(status, headers, chunks)
        else:
            await self._stream(chunks, protocol.response_stream(status, headers))

    async def _stream(self, chunks: Iterable[bytes], transport: Transport) -> None:
        """Send a large body; each chunk is read in a thread, which no slow client holds meanwhile."""
        iterator = iter(chunks)
        try:
            while (chunk := await self._in_thread(_next, iterator)) is not None:
                await asyncio.wait_for(transport.send_bytes(chunk), SEND_SECONDS)
        except TimeoutError:
            return
        finally:
            await self._in_thread(close, chunks)

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)


class EditingServer(Server):
    """The server for an editor: its pages also get a stream of changes (server-sent events).

    `changes` answers the query of a page, in a thread. The stream is for this computer alone.
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """

    def __init__(
        self, application: WSGIApplication, cache: PageCache, changes: Callable[[str], str], start: Callable[[], None]
    ) -> None:
        super().__init__(application, cache, start=start)
        self._changes = changes

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = _environ(scope)
        if environ["PATH_INFO"] != CHANGES:
            await super().__rsgi__(scope, protocol)
        elif is_loopback(environ.get("HTTP_HOST", "")):
            await self._send_changes(scope.query_string, protocol)
        else:
            protocol.response_bytes(HTTPStatus.FORBIDDEN, EVENT_HEADERS, b"")

    async def _send_changes(self, query: str, protocol: HTTPProtocol) -> None:
        """Send what is new for a page until the page is left, which may be while it is looked for."""
        stream = protocol.response_stream(HTTPStatus.OK, EVENT_HEADERS)
        left = asyncio.ensure_future(protocol.client_disconnect())
        sent = ""
        while not left.done():
            found = await self._in_thread(self._changes, query)
            if found != sent:
                try:
                    await stream.send_bytes(f"data: {found}\n\n".encode())
                except RuntimeError:  # of granian: the transport is closed
                    return
                sent = found
            await asyncio.wait([left], timeout=LOOK_SECONDS)


def _environ(scope: Scope) -> WSGIEnvironment:
    """A WSGI environ without a body, PEP 3333."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ and key != "HTTP_HOST" else value
    return environ


def _do_nothing(*_: object) -> Any:
    """A WSGI application, or its `start_response`, that is only there to be called."""
    return []


async def _read_body(environ: WSGIEnvironment, protocol: HTTPProtocol) -> bytes:
    """A request's body; raises `Refused` where it is too large or too slow."""
    length = environ.get("CONTENT_LENGTH", "0")
    if length.isdecimal() and int(length[:12]) > MAX_BODY_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
        return b""
    try:
        return await asyncio.wait_for(_read_chunks(protocol), BODY_SECONDS)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, [("Connection", "close")]) from None


async def _read_chunks(protocol: HTTPProtocol) -> bytes:
    body = b""
    async for chunk in protocol:
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


def _send(response: tuple[str, Headers, Iterable[bytes]], protocol: HTTPProtocol) -> None:
    status, headers, chunks = response
    protocol.response_bytes(int(status[:3]), headers, read(chunks))


def _respond(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[int, Headers, bytes | Iterable[bytes]]:
    """An application's response: status, headers, and the body, or an iterable of it where it is large."""
    status, headers, chunks = call(application, environ)
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    is_large = not length.isdecimal() or int(length) > MAX_BUFFERED_BYTES
    return int(status[:3]), headers, chunks if is_large and not isinstance(chunks, list) else read(chunks)


def _next(iterator: Iterator[bytes]) -> bytes | None:
    return next(iterator, None)
