"""An exhibit whose every word would do harm if it were anything but words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.own_maps import png

NASTY = (
    "{{7*7}} {% x %} {# c #} ${7*7} #{7*7} </script><script>alert(1)</script> <img src=x onerror=alert(1)> <!-- "
    "--> ]]> "
    "`tick` \\ \\n \"double\" 'single' &amp; %s {0} {key} \u2028 \u202eשלום\u202c 日本 🛩"
)
NASTY_FILE = "{{7*7}} <img src=x onerror=alert(1)> '\" `${7*7}` שלום 🛩"
NASTY_ID = "{{7*7}}\"'><img src=x onerror=alert(1)>&=#日本"
NASTY_WORDS = (
    "{{7*7}} {% x %} ${7*7} </script><script>alert(1)</script> <img src=x onerror=alert(1)> "
    "[js](javascript:alert(1)) שלום 🛩"
)
"""Markdown: its marks are meant, its HTML is not."""
SLUG = "nasty"


def write_nasty_exhibit(geodata: Path) -> Path:
    """Write it below `geodata`; returns its folder."""
    folder = geodata / "exhibits" / SLUG
    (folder / "media").mkdir(parents=True)
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    (folder / "media" / f"{NASTY_FILE}.svg").write_text(picture, encoding="utf-8")
    (folder / f"{NASTY_FILE}.png").write_bytes(png((255, 255, 255), 8, 8))
    (folder / "exhibit.toml").write_text(_toml(), encoding="utf-8")
    (folder / "story.en.md").write_text(
        f"## {NASTY} {{#one}}\n\n{NASTY_WORDS} [^{NASTY_ID.replace(' ', '')}]\n\n## {NASTY} "
        f"{{#two}}\n\n{NASTY_WORDS}\n",
        encoding="utf-8",
    )
    (folder / "sources.json").write_text(
        json.dumps([_source(NASTY_ID.replace(" ", ""))], ensure_ascii=False), encoding="utf-8"
    )
    for name, features in ((NASTY_FILE, [_site(), _flight()]), ("second", [_reach(), _area()])):
        collection = {"type": "FeatureCollection", "features": features}
        (folder / f"{name}.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return folder


def _toml() -> str:
    word, file = json.dumps(NASTY, ensure_ascii=False), json.dumps(f"{NASTY_FILE}.geojson", ensure_ascii=False)
    source = json.dumps(NASTY_ID.replace(" ", ""), ensure_ascii=False)
    scan = json.dumps(f"{NASTY_FILE}.png", ensure_ascii=False)
    return f"""
title = {word}
subtitle = {word}
summary = {word}
period = "1960-05-01"
opening = {{ center = [13.0, 52.0], zoom = 8, date = "1960-05-01T05:00Z" }}
clocks = [{{ zone = "Europe/Moscow", name = {word}, citations = [{source}] }}]
ceilings = [{{ name = {word}, altitude_m = 20000, citations = [{source}] }}]
basemaps = [{{ id = "own", file = {scan}, name = {word}, attribution = {word}, bounds = [12.9, 51.9, 13.1, 52.1] }}]
layers = [{{ id = "first", file = {file}, name = {word} }}, {{ id = "second", file = "second.geojson", name = {word} }}]
chapters = [{{ id = "one", date = "1960-05-01T05:00Z" }}, {{ id = "two", date = "1960-05-01T06:00Z" }}]
"""


def _source(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "type": "book",
        "title": NASTY,
        "author": [{"literal": NASTY}, {"family": NASTY, "given": NASTY}],
        "container-title": NASTY,
        "publisher": NASTY,
        "URL": "https://example.org/?" + "{{7*7}}</script><img src=x onerror=alert(1)>\"'`",
        "note": NASTY,
    }


def _properties(kind: str) -> dict[str, Any]:
    source = [NASTY_ID.replace(" ", "")]
    account = {"says": NASTY, "citations": source}
    return {
        "kind": kind,
        "name": NASTY,
        "description": NASTY_WORDS,
        "citations": source,
        "claims": [{"topic": NASTY, "accounts": [{**account, "preferred": True}, account], "assessment": NASTY}],
        NASTY: NASTY,
    }


def _site() -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [13.0, 52.0]}
    return {"type": "Feature", "id": NASTY_ID, "geometry": point, "properties": _properties("event")}


def _flight() -> dict[str, Any]:
    known = {
        "times": ["1960-05-01T05:00Z", "1960-05-01T06:00Z"],
        "basis": ["documented", "inferred"],
        "places": [NASTY, NASTY],
        "notes": [NASTY_WORDS, NASTY_WORDS],
    }
    return {
        "type": "Feature",
        "id": f"flight {NASTY_ID}",
        "geometry": {"type": "LineString", "coordinates": [[12.0, 51.5, 9000], [14.0, 52.5, 20000]]},
        "properties": {**_properties("flight"), "aircraft": NASTY, "coordinateProperties": known},
    }


def _reach() -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [13.5, 52.0]}
    return {
        "type": "Feature",
        "id": f"reach {NASTY_ID}",
        "geometry": point,
        "properties": {**_properties("reach"), "radius_km": 20},
    }


def _area() -> dict[str, Any]:
    ring = [[12.0, 51.0], [12.5, 51.0], [12.5, 51.5], [12.0, 51.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": f"area {NASTY_ID}", "geometry": shape, "properties": _properties("area")}
