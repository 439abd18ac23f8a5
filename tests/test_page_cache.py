"""Finished responses: made once for a version, compressed once, handed out by the rules of HTTP."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import Client

from app.page_cache import PageCache

TEXT = "text/html; charset=utf-8"


class Application:
    """Answers with its version and counts how often it is asked."""

    def __init__(self) -> None:
        self.version = "1"
        self.asked: list[tuple[str, str]] = []
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = [("Content-Type", TEXT)]
        self.length = 1000

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        body = (self.version * self.length).encode()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def client(application: Application) -> Client:
    return Client(PageCache(application, lambda: application.version, interval=0))


def test_response_is_rendered_once(application: Application, client: Client) -> None:
    assert client.get("/a").data == client.get("/a").data == b"1" * 1000
    assert application.asked == [("GET", "/a")]


def test_new_version_is_shown_immediately(application: Application, client: Client) -> None:
    first = client.get("/a")
    application.version = "2"
    second = client.get("/a")
    assert second.data == b"2" * 1000
    assert first.headers["ETag"] != second.headers["ETag"]


def test_matching_etag_gets_304(client: Client) -> None:
    tag = client.get("/a").headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get("/a", headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Vary"] == "Accept-Encoding"
    assert client.get("/a", headers={"If-None-Match": '"other"'}).status_code == 200


def test_compression_only_where_accepted(client: Client) -> None:
    plain = client.get("/a", headers={"Accept-Encoding": ""})
    zipped = client.get("/a", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data)
    for refused in ("gzip;q=0", "identity, gzip; q=0.0", "deflate", "x-not-gzip"):
        assert "Content-Encoding" not in client.get("/a", headers={"Accept-Encoding": refused}).headers
    assert "Content-Encoding" in client.get("/a", headers={"Accept-Encoding": "*"}).headers


def test_small_responses_and_pictures_are_not_compressed(application: Application, client: Client) -> None:
    application.length = 10
    assert "Content-Encoding" not in client.get("/small", headers={"Accept-Encoding": "gzip"}).headers
    application.length, application.headers = 1000, [("Content-Type", "image/png")]
    assert "Content-Encoding" not in client.get("/picture", headers={"Accept-Encoding": "gzip"}).headers


def test_head_has_the_headers_of_get_and_no_body(application: Application, client: Client) -> None:
    head, get = client.head("/a"), client.get("/a")
    assert head.data == b""
    assert head.headers == get.headers
    assert application.asked == [("GET", "/a")]


@pytest.mark.parametrize("status", ["404 NOT FOUND", "500 INTERNAL SERVER ERROR", "308 PERMANENT REDIRECT"])
def test_only_successful_responses_are_cached(application: Application, client: Client, status: str) -> None:
    application.status = status
    assert client.get("/a").status == client.get("/a").status == status
    assert len(application.asked) == 2
    assert client.head("/a").data == b""


def test_no_store_is_not_cached(application: Application, client: Client) -> None:
    application.headers.append(("Cache-Control", "no-store"))
    assert "ETag" not in client.get("/a").headers
    client.get("/a")
    assert len(application.asked) == 2


def test_questions_and_other_methods_pass_through(application: Application, client: Client) -> None:
    for _ in range(2):
        client.get("/a?b=c")
        client.post("/a")
    assert [method for method, _ in application.asked] == ["GET", "POST"] * 2


def test_cache_drops_the_oldest_entry_when_full(application: Application) -> None:
    client = Client(PageCache(application, lambda: "1", max_bytes=3500))
    for path in ("/0", "/1", "/2", "/3", "/3", "/0"):
        client.get(path)
    assert [path for _, path in application.asked] == ["/0", "/1", "/2", "/3", "/0"]


def test_response_larger_than_the_cache_is_answered(application: Application) -> None:
    client = Client(PageCache(application, lambda: "1", max_bytes=10))
    assert client.get("/a").data == client.get("/a").data == b"1" * 1000


def test_requests_do_not_wait_for_the_version_check(application: Application) -> None:
    looking, may_answer = threading.Event(), threading.Event()
    may_answer.set()

    def version() -> str:
        looking.set()
        assert may_answer.wait(10)
        return application.version

    cache = PageCache(application, version, interval=0)
    Client(cache).get("/a")
    looking.clear()
    may_answer.clear()
    with ThreadPoolExecutor(1) as visitor:
        patient = visitor.submit(lambda: Client(cache).get("/a").data)
        assert looking.wait(10)
        application.version = "2"
        assert Client(cache).get("/a").data == b"1" * 1000
        may_answer.set()
        assert patient.result() == b"2" * 1000


def test_cache_separates_hosts_on_request() -> None:
    application = Application()
    client = Client(PageCache(application, lambda: "1", by_host=True))
    client.get("/a", base_url="http://one/")
    client.get("/a", base_url="http://two/")
    assert len(application.asked) == 2


def test_response_that_spans_a_change_is_not_cached() -> None:
    """While the old answer is on its way, the content changes: the next visitor gets the new one."""
    application = Application()
    started, may_finish = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = application(environ, start_response)
        started.set()
        assert may_finish.wait(10)
        return answer

    cache = PageCache(slow, lambda: application.version, interval=0)
    with ThreadPoolExecutor(1) as visitor:
        old = visitor.submit(lambda: Client(cache).get("/a").data)
        assert started.wait(10)
        application.version = "2"
        may_finish.set()
        assert Client(cache).get("/b").data == b"2" * 1000
        assert old.result() == b"1" * 1000
    assert Client(cache).get("/a").data == b"2" * 1000
