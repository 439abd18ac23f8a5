"""A static site in an object store: signed, with the right types, and never half of it in sight."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.errors import SettingInvalid, WriteFailed
from app.object_store import Credentials, Store, publish, signed
from tests.conftest import write_exhibit
from tests.test_cli import flask, overflight

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1"}
KEPT = ("Content-Type", "Content-Encoding", "Cache-Control")


@dataclass
class FakeStore:
    """A server that keeps what it is given, and refuses a wrong signature; `failing` are answers to give before."""

    address: str = ""
    files: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    failing: list[int] = field(default_factory=list)


@contextmanager
def fake_store() -> Iterator[FakeStore]:
    """A store on this machine."""
    store = FakeStore()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            when = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            sent = {name: self.headers[name] for name in KEPT if name in self.headers}
            credentials = Credentials("key", "secret")
            wanted = signed("PUT", store.address + self.path, sent, body, credentials, "eu-central-1", when)
            status = store.failing.pop(0) if store.failing else 200
            status = status if self.headers["Authorization"] == wanted["Authorization"] else 403
            if status == 200:
                store.files[self.path] = body, sent
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            body, headers = store.files.get(self.path.partition("?")[0], (b"", {}))
            self.send_response(200 if headers else 404)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def served() -> Iterator[FakeStore]:
    """A store that is empty."""
    with fake_store() as store:
        yield store


def test_the_signature_is_that_of_amazons_example() -> None:
    """The example “PUT Object” of the document that app/object_store.py names."""
    headers = signed(
        "PUT",
        "https://examplebucket.s3.amazonaws.com/test%24file.text",
        {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
        b"Welcome to Amazon S3.",
        Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        "us-east-1",
        datetime(2013, 5, 24, tzinfo=UTC),
    )
    assert headers["Authorization"].endswith(
        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )


def test_a_site_is_published_with_types_and_its_index_last(served: FakeStore, geodata: Path) -> None:
    environment = {**KEYS, "AWS_ENDPOINT_URL": served.address, "OVERFLIGHT_GEODATA": str(geodata)}
    ran = flask("exhibit", "export", "--all", "--no-print", "--to", "s3://maps/atlas", environment=environment)
    assert ran.returncode == 0, ran.stderr
    assert "s3://maps/atlas/index.html" in ran.stdout
    names = list(served.files)
    assert names[-1] == "/maps/atlas/index.html"
    assert all("/small/" not in name for name in names[names.index("/maps/atlas/404.html") :])
    body, headers = served.files["/maps/atlas/small.html"]
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "Content-Encoding": "gzip",
    }
    assert b"data-stage" in gzip.decompress(body)
    assert served.files["/maps/atlas/small/layers/places.geojson"][1]["Content-Type"] == "application/geo+json"
    assert "Content-Encoding" not in served.files["/maps/atlas/small/flights.kmz"][1]


@pytest.mark.parametrize("broken", ["exhibit.toml", "places.geojson"])
def test_an_error_in_an_exhibit_changes_nothing(broken: str, served: FakeStore, geodata: Path) -> None:
    file = write_exhibit(geodata, "second") / broken
    file.write_text(file.read_text(encoding="utf-8").replace('"', "", 1), encoding="utf-8")
    environment = {**KEYS, "AWS_ENDPOINT_URL": served.address, "OVERFLIGHT_GEODATA": str(geodata)}
    ran = flask("exhibit", "export", "--all", "--no-print", "--to", "s3://maps/atlas", environment=environment)
    assert ran.returncode == 1
    assert "second: Line" in ran.stderr
    assert "Nothing was written." in ran.stderr
    assert not served.files


def test_a_store_that_fails_for_a_moment_is_tried_again(served: FakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.object_store.time.sleep", lambda _: None)
    served.failing += [503, 500]
    store = Store.of("s3://maps", {**KEYS, "AWS_ENDPOINT_URL": served.address})
    assert list(publish(store, [("index.html", b"a"), ("small.html", b"b")])) == [
        ("s3://maps/small.html", 1),
        ("s3://maps/index.html", 1),
    ]


@pytest.mark.parametrize(("answers", "tries"), [([403], 1), ([500] * 3, 3)])
def test_a_store_that_refuses_leaves_the_index_as_it_was(
    answers: list[int], tries: int, served: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.object_store.time.sleep", lambda _: None)
    store = Store.of("s3://maps", {**KEYS, "AWS_ENDPOINT_URL": served.address})
    served.failing += answers
    with pytest.raises(WriteFailed, match=f"s3://maps/small.html: the store answered {answers[0]}"):
        list(publish(store, [("index.html", b"new"), ("small.html", b"b")]))
    assert not served.files
    assert len(answers) - len(served.failing) == tries


def test_without_keys_or_a_bucket_nothing_is_begun() -> None:
    with pytest.raises(SettingInvalid, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set"):
        Store.of("s3://maps", {})
    with pytest.raises(SettingInvalid, match="names no bucket"):
        Store.of("s3://", KEYS)


@pytest.mark.parametrize("options", [("small",), ("--all", "--kiosk"), ("--all", "--as", "gpx")])
def test_only_a_whole_site_goes_to_a_store(options: tuple[str, ...], geodata: Path) -> None:
    ran = overflight("exhibit", "export", *options, "--to", "s3://maps", geodata=geodata)
    assert ran.exit_code == 2
    assert "An object store gets a whole site" in ran.output
