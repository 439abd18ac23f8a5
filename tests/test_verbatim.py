"""Curators' words are text, never code: whatever they write stands on the page as they wrote it, and nothing of it
runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app import create_app, export
from app.assets import Linked
from app.content import Library
from app.domain import Exhibit
from app.errors import Severity
from app.page import render, render_atlas, render_error
from app.presentation import Presentation
from app.settings import Settings
from app.text import Text
from tests.nasty import NASTY, NASTY_ID, SLUG, write_nasty_exhibit


@pytest.fixture
def exhibit(tmp_path: Path) -> Exhibit:
    write_nasty_exhibit(tmp_path)
    library = Library(tmp_path)
    assert not [fault for faults in library.faults.values() for fault in faults if fault.severity is Severity.ERROR]
    return library.exhibit(SLUG)


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.pictures: list[str] = []
        self.islands: list[str] = []
        self.text = ""
        self._script: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.pictures += [dict(attrs).get("src") or ""] if tag == "img" else []
        self._script = dict(attrs) if tag in {"script", "style"} else None

    def handle_endtag(self, tag: str) -> None:
        self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            self.text += data
        elif self._script.get("type") in ("application/json", "application/ld+json"):
            self.islands.append(data)


def seen(html: str) -> Seen:
    found = Seen()
    found.feed(html)
    return found


WAYS: dict[str, Callable[[Exhibit], str]] = {
    "live": lambda exhibit: (
        render(exhibit, Presentation(Linked(), home="/", media=dict.fromkeys(exhibit.media, "/x.svg"))).html
    ),
    "file": export.single_file,
    "kiosk": lambda exhibit: render(exhibit, Presentation(Linked(), idle_seconds=90)).html,
    "kiosk file": lambda exhibit: export.single_file(exhibit, idle_seconds=90),
    "atlas": lambda exhibit: render_atlas((exhibit,), Presentation(Linked(), home="/")).html,
    "error": lambda exhibit: render_error(404, Text.of(NASTY), (exhibit,), Presentation(Linked(), home="/")).html,
}


@pytest.mark.parametrize("way", WAYS)
def test_hostile_text_never_becomes_markup(exhibit: Exhibit, way: str) -> None:
    page = seen(WAYS[way](exhibit))
    assert page.pictures == (["plate.svg?lang=en"] if way == "live" else [])
    assert not page.handlers
    assert not [
        address for address in page.addresses if address.startswith("javascript:") or "data:text/html" in address
    ]
    for island in page.islands:
        json.loads(island)


@pytest.mark.parametrize("way", WAYS)
def test_text_is_verbatim(exhibit: Exhibit, way: str) -> None:
    page = seen(WAYS[way](exhibit))
    assert NASTY in page.text
    assert "49" not in page.text.replace("1949", "")


def test_every_text_has_every_language(exhibit: Exhibit) -> None:
    page = seen(WAYS["live"](exhibit))
    said = page.text.count(NASTY)
    titles, layers, chapters, clocks, sources = 2, 2, 2, 1, 6
    each_feature = 1 + 4  # its name; topic, two accounts and assessment of its claim
    assert said >= titles + layers + chapters + clocks + sources + 4 * each_feature
    crossed = " ".join(page.islands)
    assert json.dumps(NASTY, ensure_ascii=False)[1:30] in crossed


def test_layer_download_is_verbatim(tmp_path: Path) -> None:
    write_nasty_exhibit(tmp_path)
    client = create_app(Settings(geodata=tmp_path)).test_client()
    document = json.loads(client.get(f"/{SLUG}/layers/first.geojson").data)
    site = document["features"][0]
    assert site["id"] == NASTY_ID
    assert site["properties"]["name"] == site["properties"][NASTY] == NASTY


def test_picture_with_a_hostile_name_is_served_as_a_picture(tmp_path: Path) -> None:
    write_nasty_exhibit(tmp_path)
    app = create_app(Settings(geodata=tmp_path))
    (name,) = app.extensions["overflight"].exhibit(SLUG).media
    response = app.test_client().get(f"/{SLUG}/media/{name}")
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
