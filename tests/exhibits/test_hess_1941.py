"""What the exhibit `hess-1941` must say: its clocks, speeds and borders, and its sources."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely

from app.content import read_exhibit
from app.geodesy import distance_km
from app.world import World
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "hess-1941"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS = [json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]]
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS for feature in features}


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


@pytest.mark.parametrize("language", EXHIBIT["languages"])
def test_every_source_is_known_and_none_is_idle(language: str) -> None:
    story = (FOLDER / f"story.{language}.md").read_text("utf-8")
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(story))
    assert sources == {source["id"] for source in SOURCES}


def test_no_leg_is_faster_than_the_aircraft() -> None:
    about = FEATURES["hess"]["properties"]["coordinateProperties"]
    positions = FEATURES["hess"]["geometry"]["coordinates"]
    assert {len(values) for values in about.values()} == {len(positions)}
    times = [datetime.fromisoformat(time) if time else None for time in about["times"]]
    timed = [number for number, time in enumerate(times) if time]
    for first, last in pairwise(timed):
        legs = pairwise(positions[first : last + 1])
        way = sum(distance_km((a[0], a[1]), (b[0], b[1])) for a, b in legs)
        start, end = times[first], times[last]
        assert start is not None
        assert end is not None
        assert way < FEATURES["hess"]["properties"]["max_speed_kmh"] * (end - start).total_seconds() / 3600


def test_germany_and_britain_have_the_same_hour() -> None:
    times = FEATURES["hess"]["properties"]["coordinateProperties"]["times"]
    for zone in ("Europe/Berlin", "Europe/London"):
        clock = [datetime.fromisoformat(times[at]).astimezone(ZoneInfo(zone)).strftime("%H:%M") for at in (0, -1)]
        assert clock == ["17:45", "23:09"]


@pytest.mark.parametrize(
    ("position", "name"),
    [
        ((5.8, 52.9), "Netherlands (German occupation)"),
        ((9.5, 56.0), "Denmark (German occupation)"),
        ((10.2, 61.0), "Norway (German occupation)"),
        ((4.35, 50.85), "Belgium (German occupation)"),
        ((2.35, 48.85), "France (German occupation)"),
        ((3.43, 46.13), "French State (Vichy)"),
        ((21.01, 52.23), "General Government"),
        ((16.37, 48.21), "Germany"),
        ((-4.27459, 55.74119), "United Kingdom"),
    ],
)
def test_the_borders_are_those_of_the_day(position: tuple[float, float], name: str) -> None:
    point = shapely.Point(position)
    shapes = World.default().territories(date(1941, 5, 10)).items()
    assert name in [territory.name for territory, shape in shapes if shape.covers(point)]
