"""What an exhibit says in its own words of distances, speeds, times and sides is what its data give: `assertions.toml`
of each exhibit.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from app.domain import Area, Exhibit, Fix, Flight, LonLat, Reach, Site
from app.geodesy import distance_km, initial_bearing
from app.world import World
from tests.conftest import library

EXHIBITS = {exhibit.slug: exhibit for exhibit in library().exhibits}
KM_PER_DEGREE = 111.2
MARGIN = 5.0
"""Degrees of latitude round a place within which coasts and borders are looked for, and half of those of longitude."""
SPEED = re.compile(r"([\d,]+) (?:km/h|kilometres an hour)")
SPEED_STEP_KMH = 5
OVERCLAIM = re.compile(r"\b(?:all|every) (?:account|source|list|reading|author|histor)\w*\b", re.IGNORECASE)


def tables() -> Iterator[Any]:
    """Every assertion of every exhibit, with its kind."""
    for slug, exhibit in EXHIBITS.items():
        path = Path(exhibit.folder) / "assertions.toml"
        for kind, entries in (tomllib.loads(path.read_text("utf-8")) if path.exists() else {}).items():
            yield from (pytest.param(exhibit, kind, entry, id=f"{slug}: {entry['words']}") for entry in entries)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@cache
def texts(folder: str) -> tuple[str, ...]:
    """All that an exhibit says in English: its story and the texts of its features and tables."""
    path = Path(folder)
    layers = [json.loads(layer.read_text("utf-8")) for layer in path.glob("*.geojson")]
    settings = tomllib.loads((path / "exhibit.toml").read_text("utf-8"))
    return tuple(strings([(path / "story.en.md").read_text("utf-8"), layers, settings]))


def place(exhibit: Exhibit, name: str) -> tuple[LonLat, datetime | None]:
    """Where and when a feature or, as ``flight/3``, a fix is."""
    key, _, number = name.partition("/")
    feature = next(each for each in exhibit.features if each.id == key)
    if isinstance(feature, Flight):
        fix = feature.fixes[int(number) - 1]
        return (fix.lon, fix.lat), fix.time
    if isinstance(feature, Area):
        middle = shapely.MultiPoint([position for rings in feature.polygons for position in rings[0]]).centroid
        return (middle.x, middle.y), None
    assert isinstance(feature, Site | Reach)
    assert feature.position is not None
    return feature.position, feature.when.start if feature.when else None


def along(exhibit: Exhibit, first: str, last: str) -> float:
    """Kilometres along a flight from one of its fixes to another."""
    (key, start), (_, end) = first.split("/"), last.split("/")
    flight = next(each for each in exhibit.flights if each.id == key)
    legs: list[tuple[Fix, Fix]] = list(pairwise(flight.fixes))[int(start) - 1 : int(end) - 1]
    return sum(distance_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in legs)


def hours(start: datetime | None, end: datetime | None) -> float:
    assert start is not None
    assert end is not None
    return (end - start).total_seconds() / 3600


def surroundings(position: LonLat, day: date) -> dict[str, BaseGeometry]:
    """The territories round a position, by name and by the state behind them, joined: in degrees, narrowed to be true
    to shape there.
    """
    lon, lat = position
    found: dict[str, list[BaseGeometry]] = {}
    for territory, shape in World.default().territories(day).items():
        near = shapely.clip_by_rect(shape, lon - 2 * MARGIN, lat - MARGIN, lon + 2 * MARGIN, lat + MARGIN)
        if not near.is_empty:
            narrowed = scale(near, xfact=cos(radians(lat)), yfact=1, origin=position)
            for name in {territory.name, territory.sovereign} - {""}:
                found.setdefault(name, []).append(narrowed)
    return {name: shapely.union_all(parts) for name, parts in found.items()}


def km_to(position: LonLat, shape: BaseGeometry) -> float:
    """Kilometres from a position to a shape of its surroundings, 0 within it; rough beyond a few hundred."""
    return float(shapely.distance(shapely.Point(position), shape)) * KM_PER_DEGREE


def check_distance(exhibit: Exhibit, entry: dict[str, Any]) -> None:
    (a, _), (b, _) = place(exhibit, entry["from"]), place(exhibit, entry["to"])
    found = along(exhibit, entry["from"], entry["to"]) if entry.get("along") else distance_km(a, b)
    assert found == pytest.approx(entry["km"], abs=entry["tolerance"])


def check_speed(exhibit: Exhibit, entry: dict[str, Any]) -> None:
    (_, start), (_, end) = place(exhibit, entry["from"]), place(exhibit, entry["to"])
    found = along(exhibit, entry["from"], entry["to"]) / hours(start, end)
    assert found == pytest.approx(entry["kmh"], abs=entry["tolerance"])


def check_duration(exhibit: Exhibit, entry: dict[str, Any]) -> None:
    (_, start), (_, end) = place(exhibit, entry["from"]), place(exhibit, entry["to"])
    assert hours(start, end) * 60 == pytest.approx(entry["minutes"], abs=entry["tolerance"])


def check_bearing(exhibit: Exhibit, entry: dict[str, Any]) -> None:
    (a, _), (b, _) = place(exhibit, entry["from"]), place(exhibit, entry["to"])
    turn = (initial_bearing(a, b) - entry["degrees"] + 180) % 360 - 180
    assert abs(turn) <= entry["tolerance"]


def check_place(exhibit: Exhibit, entry: dict[str, Any]) -> None:
    """Within `tolerance` km of where it is said to be, on the map of the day."""
    position, moment = place(exhibit, entry["at"])
    day = entry.get("date") or (moment.date() if moment else None)
    assert day, "Neither the entry nor the feature has a date."
    world, tolerance = surroundings(position, day), entry.get("tolerance", 0)
    point, land = shapely.Point(position), shapely.union_all(list(world.values()))
    if "in" in entry:
        assert entry["in"] in world, f"No such territory near on {day}; there are {', '.join(sorted(world))}."
        assert km_to(position, world[entry["in"]]) <= tolerance
    if "sea" in entry:
        assert entry["sea"] != land.contains(point) or km_to(position, land.boundary) <= tolerance
    if "coast_within_km" in entry:
        assert km_to(position, land.boundary) <= entry["coast_within_km"] + tolerance
    if "border_within_km" in entry:
        others = shapely.union_all([shape for shape in world.values() if not shape.contains(point)])
        assert km_to(position, others) <= entry["border_within_km"] + tolerance


CHECKS = {
    "distance": (check_distance, {"from", "to", "km", "tolerance"}, {"along"}),
    "speed": (check_speed, {"from", "to", "kmh", "tolerance"}, set()),
    "duration": (check_duration, {"from", "to", "minutes", "tolerance"}, set()),
    "bearing": (check_bearing, {"from", "to", "degrees", "tolerance"}, set()),
    "place": (check_place, {"at"}, {"in", "sea", "coast_within_km", "border_within_km", "date", "tolerance"}),
}


@pytest.mark.parametrize(("exhibit", "kind", "entry"), list(tables()))
def test_what_is_said_is_what_the_data_give(exhibit: Exhibit, kind: str, entry: dict[str, Any]) -> None:
    check, needed, further = CHECKS[kind]
    assert needed <= set(entry) - {"words"} <= needed | further
    assert any(" ".join(entry["words"].split()) in text for text in texts(exhibit.folder)), (
        "The exhibit does not say so."
    )
    check(exhibit, entry)


def test_a_speed_of_ours_is_given_in_round_figures() -> None:
    """The ends of the legs are too uncertain for more."""
    said = [
        words for param in tables() if param.values[1] == "speed" for words in SPEED.findall(param.values[2]["words"])
    ]
    assert said
    assert not [speed for speed in said if int(speed.replace(",", "")) % SPEED_STEP_KMH]


def test_no_text_speaks_for_accounts_that_nobody_has_seen() -> None:
    assert not [
        (slug, words)
        for slug, exhibit in EXHIBITS.items()
        for text in texts(exhibit.folder)
        for words in OVERCLAIM.findall(text)
    ]
