"""A cache of finished responses, as WSGI middleware: each is rendered and compressed once for each version of the
content.

It is placed in front of Flask because a lookup in a dictionary costs a tenth of a request through Flask.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from werkzeug.http import parse_accept_header

from app.negotiation import names_a_page, requested_languages
from app.text import languages as interface_languages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

COMPRESSIBLE = re.compile(r"text/|application/(json|xml)\b|[\w./-]+\+(json|xml)\b")
LEAST_COMPRESSED_BYTES = 400
LARGE_BYTES = 1_000_000
"""Beyond it the lowest useful level of compression takes a twentieth of the time and costs 15 % more bytes."""
MAX_BYTES = 128_000_000
"""The size of the cache; beyond it the oldest entries are dropped. There are tens of thousands of days of borders."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """One response, plain and, where it compresses, gzipped."""

    etag: str
    headers: Headers
    plain: bytes
    gzipped: bytes | None

    @classmethod
    def of(cls, headers: Headers, body: bytes) -> CachedResponse:
        """The response with an ETag made from its body."""
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        others = [(name, value) for name, value in headers if name.lower() not in {"content-length", "etag", "vary"}]
        vary = "Accept-Encoding, Accept-Language" if _varies_by_language(headers) else "Accept-Encoding"
        content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
        compresses = bool(COMPRESSIBLE.match(content_type)) and len(body) > LEAST_COMPRESSED_BYTES
        level = 9 if len(body) < LARGE_BYTES else 2
        gzipped = gzip.compress(body, level, mtime=0) if compresses else None
        return cls(etag, [*others, ("ETag", etag), ("Vary", vary)], body, gzipped)

    @property
    def size(self) -> int:
        """Bytes of content."""
        return len(self.plain) + len(self.gzipped or b"")

    def respond(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a GET or HEAD request: 304 where the client has this version, else the body in an encoding it
        accepts.
        """
        if _matches(environ.get("HTTP_IF_NONE_MATCH", ""), self.etag):
            start_response("304 Not Modified", [each for each in self.headers if each[0].lower() not in _NOT_IN_304])
            return []
        body, headers = self.plain, self.headers
        if self.gzipped is not None and _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            body, headers = self.gzipped, [*headers, ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


_NOT_IN_304 = {"content-type", "content-disposition"}


class PageCache:
    """Answers GET and HEAD from the cache, and passes everything else on to `application`.

    `version` is called at most every `interval` seconds, by one request while the others are answered from what there
    is; when its value changes, the cache is emptied. At most `max_bytes` are kept. Cached are successful responses to
    addresses whose query asks for nothing but one of the `languages` (``?lang=``) and a moment (``?date=``), unless
    they say ``no-store``; one that varies by language is cached for each order of preference. With `by_host` each host
    has entries of its own.
    """

    def __init__(
        self,
        application: WSGIApplication,
        version: Callable[[], str],
        *,
        interval: float = 1.0,
        by_host: bool = False,
        max_bytes: int = MAX_BYTES,
        languages: Callable[[], tuple[str, ...]] = interface_languages,
    ) -> None:
        self.languages = languages
        self.application, self.version, self.interval, self.by_host, self.max_bytes = (
            application,
            version,
            interval,
            by_host,
            max_bytes,
        )
        self._entries: dict[tuple[str, ...], CachedResponse] = {}
        self._size = 0
        self._current = ""
        self._checked = float("-inf")
        self._checking, self._writing = threading.Lock(), threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        self._check_version()
        if not self._may_be_cached(environ):
            return self.application(environ, start_response)
        cached = self._find(environ)
        if cached is None:
            version = self._current
            status, headers, chunks = call(self.application, {**environ, "REQUEST_METHOD": "GET"})
            if not _is_cacheable(status, headers):
                start_response(status, headers)
                return close(chunks) if environ["REQUEST_METHOD"] == "HEAD" else chunks
            cached = CachedResponse.of(headers, read(chunks))
            self._put(self._key(environ, by_language=_varies_by_language(headers)), cached, version)
        return cached.respond(environ, start_response)

    def find(self, environ: WSGIEnvironment) -> CachedResponse | None:
        """The cached response to a request, without any work; None where there is none, or the version has to be
        checked.
        """
        return self._find(environ) if self._may_be_cached(environ) and not self._is_check_due() else None

    def key(self, environ: WSGIEnvironment) -> tuple[str, ...] | None:
        """The key that identifies a cached response; None where it is not cached."""
        return self._key(environ, by_language=True) if self._may_be_cached(environ) else None

    def _find(self, environ: WSGIEnvironment) -> CachedResponse | None:
        return self._entries.get(self._key(environ, by_language=True)) or self._entries.get(
            self._key(environ, by_language=False)
        )

    def _key(self, environ: WSGIEnvironment, *, by_language: bool) -> tuple[str, ...]:
        host = environ.get("HTTP_HOST", "") if self.by_host else ""
        key = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), host)
        return (*key, *requested_languages(environ, self.languages())) if by_language else key

    def _may_be_cached(self, environ: WSGIEnvironment) -> bool:
        is_read = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        return is_read and names_a_page(environ.get("QUERY_STRING", ""), self.languages())

    def _is_check_due(self) -> bool:
        return time.monotonic() - self._checked >= self.interval and not self._checking.locked()

    def _check_version(self) -> None:
        if not self._is_check_due() or not self._checking.acquire(blocking=False):
            return
        try:
            version = self.version()
            if version != self._current:
                with self._writing:
                    self._current, self._entries, self._size = version, {}, 0
            self._checked = time.monotonic()
        finally:
            self._checking.release()

    def _put(self, key: tuple[str, ...], cached: CachedResponse, version: str) -> None:
        with self._writing:
            if version != self._current or key in self._entries:
                return
            self._entries[key] = cached
            self._size += cached.size
            while self._size > self.max_bytes:
                self._size -= self._entries.pop(next(iter(self._entries))).size


def call(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, Iterable[bytes]]:
    """An application's status, headers and unread body, which may be a file of gigabytes."""
    answer: list[Any] = []

    def start_response(status: str, headers: Headers, *_: object) -> Callable[[bytes], object]:
        answer[:] = [status, headers]
        return lambda _: None

    chunks = application(environ, start_response)
    return answer[0], answer[1], chunks


def read(chunks: Iterable[bytes]) -> bytes:
    """The whole body of a response, which is then closed."""
    try:
        return b"".join(chunks)
    finally:
        close(chunks)


def close(chunks: Iterable[bytes]) -> list[bytes]:
    """Close a response's body, as WSGI requires; an empty body in its place."""
    if hasattr(chunks, "close"):
        chunks.close()
    return []


def _is_cacheable(status: str, headers: Headers) -> bool:
    by_name = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200") and "no-store" not in by_name.get("cache-control", "") and "set-cookie" not in by_name
    )


def _varies_by_language(headers: Headers) -> bool:
    return ("Vary", "Accept-Language") in headers


@lru_cache(maxsize=256)
def _accepts_gzip(accept_encoding: str) -> bool:
    """RFC 9110 section 12.5.3; cached because browsers send only a few different values."""
    return parse_accept_header(accept_encoding)["gzip"] > 0


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, RFC 9110 section 13.1.2."""
    opaque = etag.removeprefix("W/")
    return if_none_match.strip() == "*" or any(
        tag.strip().removeprefix("W/") == opaque for tag in if_none_match.split(",")
    )
