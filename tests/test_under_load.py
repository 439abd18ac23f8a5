"""Content that changes, breaks and is repaired while visitors look: no error, and no page of two versions."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.page_cache import PageCache
from app.settings import Settings
from tests.conftest import feature, write_exhibit, write_layer

VISITORS = 3
PATHS = ("/", "/small/", "/small/kiosk", "/small/layers/places.geojson", "/readyz", "/nothing/")


@pytest.fixture
def app(geodata: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An app that looks at its files at every request, and takes them as settled at once."""
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    app = create_app(Settings(geodata=geodata))
    assert isinstance(app.wsgi_app, PageCache)
    app.wsgi_app.interval = 0
    return app


def while_visited(app: Flask, act: Callable[[], None]) -> list[tuple[str, int, str]]:
    """What visitors were answered from several threads while `act` ran: path, status, text."""
    over = threading.Event()

    def look() -> list[tuple[str, int, str]]:
        client, answers = app.test_client(), []
        while not over.is_set():
            for path in PATHS:
                response = client.get(path)
                answers.append((path, response.status_code, response.text))
        return answers

    with ThreadPoolExecutor(VISITORS) as visitors:
        looking = [visitors.submit(look) for _ in range(VISITORS)]
        try:
            act()
        finally:
            over.set()
        return [answer for each in looking for answer in each.result()]


def test_no_page_mixes_two_versions(geodata: Path, app: Flask) -> None:
    folder = geodata / "exhibits" / "small"

    def publish() -> None:
        for number in range(30):
            write_layer(
                folder, [feature(f"place-{index}", 13 + index / 100, name=f"Edition {number}") for index in range(30)]
            )
            app.test_client().get("/small/")

    answers = while_visited(app, publish)
    assert {status for path, status, _ in answers if path not in {"/nothing/", "/readyz"}} == {200}
    for path, _, text in answers:
        if path == "/small/":
            editions = set(re.findall(r"Edition \d+", text))
            assert len(editions) <= 1, editions


def test_broken_version_is_never_shown_and_repaired_one_is(geodata: Path, app: Flask) -> None:
    folder = geodata / "exhibits" / "small"
    layer = folder / "places.geojson"
    whole = layer.read_bytes()

    def vandalise() -> None:
        for cut in range(0, len(whole), max(1, len(whole) // 25)):
            layer.write_bytes(whole[:cut])
            layer.unlink()
            layer.write_bytes(b"\xff\xfe\x00" + whole)
        (folder / "exhibit.toml").rename(folder / "exhibit.toml~")
        write_exhibit(geodata, "small")
        write_layer(folder, [feature("repaired")])

    answers = while_visited(app, vandalise)
    assert {status for path, status, _ in answers if path in {"/", "/small/", "/small/kiosk"}} == {200}
    assert {status for path, status, _ in answers if path == "/readyz"} <= {200, 503}
    assert not [path for path, status, _ in answers if status >= 500 and path != "/readyz"]
    for _ in range(100):
        if 'data-feature="repaired"' in app.test_client().get("/small/").text:
            return
    raise AssertionError("The repaired file is not shown.")


def test_repeated_export_leaves_nothing_behind(app: Flask) -> None:
    client = app.test_client()

    def round_of_visits() -> None:
        for path in PATHS:
            client.get(path)

    round_of_visits()
    threads, descriptors = threading.active_count(), _descriptors()
    for _ in range(50):
        round_of_visits()
    assert threading.active_count() == threads
    assert _descriptors() <= descriptors


def _descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0
