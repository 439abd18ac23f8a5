"""Made-up content of a given size, the same each time: exhibits for us, the same points for plain Folium."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Position = tuple[float, float]


def points(count: int) -> list[Position]:
    """Positions all over Europe, to a metre."""
    chance = random.Random(1960)
    return [(round(chance.uniform(-10, 40), 5), round(chance.uniform(36, 68), 5)) for _ in range(count)]


def track(count: int) -> list[Position]:
    """A flight's winding way across Eurasia, with a vertex every few hundred metres."""
    chance = random.Random(1976)
    lon, lat, course = 0.0, 50.0, 0.0
    way = []
    for _ in range(count):
        course = max(-0.5, min(0.5, course + chance.uniform(-0.05, 0.05)))
        lon, lat = lon + 100 / count, max(40.0, min(60.0, lat + course * 100 / count))
        way.append((round(lon, 5), round(lat, 5)))
    return way


def flights() -> list[list[Position]]:
    """Three flights of 200 points, side by side."""
    return [[(lon, lat + shift) for lon, lat in track(200)] for shift in (-5, 0, 5)]


def timed(count: int) -> dict[str, Any]:
    """So many aircraft across Eurasia at once, with heights: 30 fixes each in eight hours."""
    start = datetime(1960, 5, 1, tzinfo=UTC)
    times = [(start + timedelta(minutes=16 * number)).strftime("%Y-%m-%dT%H:%MZ") for number in range(30)]
    features = []
    for number in range(count):
        way = [(lon, round(lat + (number % 200) * 0.1 - 10, 5), 9000 + number) for lon, lat in track(30)]
        feature = _flight(number, way)
        feature["properties"]["coordinateProperties"]["times"] = times
        feature["properties"]["max_speed_kmh"] = 99_999
        features.append(feature)
    return {"type": "FeatureCollection", "features": features}


def collection(places: list[Position], ways: list[list[Position]]) -> dict[str, Any]:
    """All of it as GeoJSON in the form that Overflight reads."""
    return {
        "type": "FeatureCollection",
        "features": [*_sites(places), *(_flight(number, way) for number, way in enumerate(ways, 1))],
    }


def _sites(places: list[Position]) -> Iterator[dict[str, Any]]:
    for number, (lon, lat) in enumerate(places, 1):
        yield {
            "type": "Feature",
            "id": f"p{number}",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"kind": "site", "name": f"Place {number}"},
        }


def _flight(number: int, way: list[Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"f{number}",
        "geometry": {"type": "LineString", "coordinates": way},
        "properties": {
            "kind": "flight",
            "name": f"Flight {number}",
            "coordinateProperties": {"basis": ["documented"] * len(way)},
        },
    }


def write_exhibit(geodata: Path, slug: str, content: dict[str, Any]) -> Path:
    """An exhibit whose one layer is `content`; returns its folder."""
    folder = geodata / "exhibits" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exhibit.toml").write_text(
        f'title = "{slug}"\nperiod = "1960-05-01"\nlanguages = ["en"]\n\n[[layers]]\nid = "all"\nfile = '
        f'"all.geojson"\nname = "All"\n',
        encoding="utf-8",
    )
    (folder / "all.geojson").write_text(json.dumps(content), encoding="utf-8")
    return folder
