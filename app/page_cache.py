"""Finished responses, kept ready to hand out: made once for each version of the content, compressed once.

It stands in front of Flask as WSGI middleware, because a dictionary and a comparison cost a tenth of a request through it.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from werkzeug.http import parse_accept_header

from app.negotiation import is_plain, language_asked

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COMPRESSIBLE = ("text/", "application/json", "application/geo+json", "image/svg+xml")
ROOM = 128_000_000
"""How many bytes of responses are kept; beyond it, the first kept is the first to go. There are 17,000 days of borders."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One response in the two ways in which it is handed out."""

    etag: str
    headers: list[tuple[str, str]]
    plain: bytes
    zipped: bytes | None

    @property
    def size(self) -> int:
        """Bytes of content."""
        return len(self.plain) + len(self.zipped or b"")


class PageCache:
    """Answers GET and HEAD from what it has kept; asks `application` for the rest and keeps what may be kept.

    `version` is asked at most every `patience` seconds, by one request while the others go on with what there is;
    when its answer changes, everything kept is forgotten. At most `room` bytes are kept, and only successful answers
    without any query but that for a language, never those that say ``no-store``. An answer that varies with the language asked for
    is kept once for each.
    """

    def __init__(
        self,
        application: WSGIApplication,
        version: Callable[[], str],
        *,
        patience: float = 1.0,
        by_host: bool = False,
        room: int = ROOM,
    ) -> None:
        self.application, self.version, self.patience, self.by_host, self.room = application, version, patience, by_host, room
        self._kept: dict[tuple[str, ...], Kept] = {}
        self._size = 0
        self._current = ""
        self._asked = float("-inf")
        self._asking, self._keeping = threading.Lock(), threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        self._notice_changes()
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not is_plain(query):
            return self.application(environ, start_response)
        place = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), query, environ.get("HTTP_HOST", "") if self.by_host else "")
        key = (*place, language_asked(environ))
        kept = self._kept.get(key) or self._kept.get(place)
        if kept is None:
            version = self._current
            status, headers, chunks = _ask(self.application, {**environ, "REQUEST_METHOD": "GET"})
            if not _may_be_kept(status, headers):
                start_response(status, headers)
                return _nothing_of(chunks) if environ["REQUEST_METHOD"] == "HEAD" else chunks
            kept = _keep(headers, _joined(chunks))
            self._put(key if _is_negotiated(headers) else place, kept, version)
        return _hand_out(kept, environ, start_response)

    def _notice_changes(self) -> None:
        if time.monotonic() - self._asked < self.patience or not self._asking.acquire(blocking=False):
            return
        try:
            version = self.version()
            if version != self._current:
                with self._keeping:
                    self._current, self._kept, self._size = version, {}, 0
            self._asked = time.monotonic()
        finally:
            self._asking.release()

    def _put(self, key: tuple[str, ...], kept: Kept, version: str) -> None:
        with self._keeping:
            if version != self._current or key in self._kept:
                return
            self._kept[key] = kept
            self._size += kept.size
            while self._size > self.room:
                self._size -= self._kept.pop(next(iter(self._kept))).size


def _ask(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], Iterable[bytes]]:
    """An application's answer, its body still to be read: it may be a file of gigabytes."""
    answer: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:  # noqa: ARG001
        answer[:] = [status, headers]
        return lambda _: None

    chunks = application(environ, start_response)
    return answer[0], answer[1], chunks


def _joined(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        _nothing_of(chunks)


def _nothing_of(chunks: Iterable[bytes]) -> list[bytes]:
    """Close an answer's body, as whoever asked for it has to."""
    close = getattr(chunks, "close", None)
    if close:
        close()
    return []


def _may_be_kept(status: str, headers: list[tuple[str, str]]) -> bool:
    said = {name.lower(): value for name, value in headers}
    return status.startswith("200") and "no-store" not in said.get("cache-control", "") and "set-cookie" not in said


def _is_negotiated(headers: list[tuple[str, str]]) -> bool:
    return ("Vary", "Accept-Language") in headers


def _keep(headers: list[tuple[str, str]], body: bytes) -> Kept:
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    said = {name.lower(): value for name, value in headers}
    rest = [(name, value) for name, value in headers if name.lower() not in {"content-length", "etag", "vary"}]
    vary = "Accept-Encoding, Accept-Language" if _is_negotiated(headers) else "Accept-Encoding"
    zipped = gzip.compress(body, 9, mtime=0) if said.get("content-type", "").startswith(COMPRESSIBLE) and len(body) > 400 else None
    return Kept(etag, [*rest, ("ETag", etag), ("Vary", vary)], body, zipped)


def _hand_out(kept: Kept, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if _knows(environ.get("HTTP_IF_NONE_MATCH", ""), kept.etag):
        said_again = [(name, value) for name, value in kept.headers if name.lower() not in {"content-type", "content-disposition"}]
        start_response("304 Not Modified", said_again)
        return []
    body, headers = kept.plain, kept.headers
    if kept.zipped is not None and _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body, headers = kept.zipped, [*headers, ("Content-Encoding", "gzip")]
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _accepts_gzip(accept_encoding: str) -> bool:
    """RFC 9110 section 12.5.3; browsers send but a handful of different ones."""
    return parse_accept_header(accept_encoding)["gzip"] > 0


def _knows(if_none_match: str, etag: str) -> bool:
    """Weak comparison, RFC 9110 section 13.1.2."""
    opaque = etag.removeprefix("W/")
    return if_none_match.strip() == "*" or any(tag.strip().removeprefix("W/") == opaque for tag in if_none_match.split(","))
