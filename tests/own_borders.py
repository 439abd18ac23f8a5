"""An exhibit of 1783 with borders of its own: invented squares over western Europe, cut at the coast of the world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import feature, write_exhibit

ENTRY = """
[[borders]]
file = "borders.geojson"
name = { en = "an invented survey", de = "einer erfundenen Vermessung" }
attribution = "A. Surveyor"
when = "1783"
citations = ["survey"]
"""
SOURCES = [{"id": "survey", "type": "map", "title": "An Invented Survey", "author": [{"literal": "A. Surveyor"}]}]


def square(name: str, west: float, south: float, east: float, north: float, **properties: Any) -> dict[str, Any]:
    """A territory."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


TERRITORIES = [
    square("France", -6, 42, 8, 49),
    square("Spain", -10, 35, 4, 42),
    square("Savoy", 8, 43, 11, 47, status="O", sovereign="Spain", schematic=True),
]


def write_own_borders(
    geodata: Path, slug: str = "balloon", *, entry: str = ENTRY, territories: list[dict[str, Any]] | None = None
) -> Path:
    """The exhibit below `geodata`, with an event in Paris on 21 November 1783; returns its folder."""
    event = feature("ascent", 2.3, 48.9, kind="event", when="1783-11-21")
    folder = write_exhibit(geodata, slug, title="A balloon", features=[event])
    toml = folder / "exhibit.toml"
    text = toml.read_text(encoding="utf-8").replace("1960-05-01", "1783").replace("zoom = 9", "zoom = 5")
    text = text.replace("[13.09, 52.41]", "[2.3, 46.5]")
    toml.write_text(text.replace("[opening]", '[opening]\ndate = "1783-11-21T13:00Z"') + entry, encoding="utf-8")
    document = {"type": "FeatureCollection", "features": TERRITORIES if territories is None else territories}
    (folder / "borders.geojson").write_text(json.dumps(document), encoding="utf-8")
    (folder / "sources.json").write_text(json.dumps(SOURCES), encoding="utf-8")
    return folder
