"""CZML: what Cesium makes of it. Its interpolation, on a straight line through space, is computed by pyproj here."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer

from app.domain import Exhibit
from app.geodesy.track import track
from app.interchange import find_formats
from tests.conftest import SLUGS
from tests.interchange.reference import project_exhibit, reference_exhibit

(CZML,) = find_formats(["czml"])
TO_SPACE = Transformer.from_crs(4979, 4978, always_xy=True)


def packets(exhibit: Exhibit) -> dict[str, Any]:
    """The packets by id."""
    found = {packet["id"]: packet for packet in json.loads(CZML.write(exhibit))}
    assert next(iter(found)) == "document"
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The packets of the exhibit with everything in it."""
    return packets(reference_exhibit(tmp_path_factory.mktemp("czml")))


def samples(position: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Seconds since 1970 and the position in space of each sample of an interval, as rows."""
    rows = np.array(position["cartographicDegrees"], float).reshape(-1, 4)
    seconds = datetime.fromisoformat(position["epoch"]).timestamp() + rows[:, 0]
    return np.column_stack((seconds, *TO_SPACE.transform(*rows[:, 1:].T)))


def position_at(aircraft: dict[str, Any], seconds: float) -> np.ndarray[Any, Any]:
    """The position in space at a moment, of the last interval that contains it."""
    for position in reversed(aircraft["position"]):
        rows = samples(position)
        if rows[0, 0] - 0.01 <= seconds <= rows[-1, 0] + 0.01:
            return np.array([np.interp(seconds, rows[:, 0], column) for column in rows[:, 1:].T])
    raise AssertionError(seconds)


@pytest.mark.parametrize("slug", SLUGS)
def test_at_every_documented_moment_the_aircraft_is_where_our_readout_has_it(slug: str) -> None:
    exhibit = project_exhibit(slug)
    found = packets(exhibit)
    for flight in (each for each in exhibit.flights if each.is_timed):
        line = track(flight)
        known = [vertex for vertex in line.fixes.tolist() if not np.isnan(line.seconds[vertex])]
        for vertex in known:
            altitude = np.nan_to_num(line.altitude_m[vertex])
            ours = TO_SPACE.transform(line.lon[vertex], line.lat[vertex], altitude)
            assert np.linalg.norm(position_at(found[flight.id], line.seconds[vertex]) - ours) < 100


def test_between_two_fixes_the_aircraft_does_not_run_through_the_earth() -> None:
    exhibit = project_exhibit("overflights")
    to_degrees = Transformer.from_crs(4978, 4979, always_xy=True)
    for flight in exhibit.flights:
        for position in packets(exhibit)[flight.id].get("position", ()):
            rows = samples(position)
            middle = to_degrees.transform(*((rows[:-1, 1:] + rows[1:, 1:]) / 2).T)[2]
            heights = np.array(position["cartographicDegrees"], float).reshape(-1, 4)[:, 3]
            assert np.all(middle > np.minimum(heights[:-1], heights[1:]) - 10)


def test_the_clock_and_the_epochs_are_those_of_the_flights_before_1970(everything: dict[str, Any]) -> None:
    clock = everything["document"]["clock"]
    assert clock["interval"] == "1960-05-01T05:00:00Z/1960-05-01T08:00:00.500Z"
    assert {position["epoch"] for position in everything["mission"]["position"]} == {
        "1960-05-01T05:00:00Z",
        "1960-05-01T07:00:00Z",
    }
    for position in everything["mission"]["position"]:
        assert all(before < after for before, after in pairwise(position["cartographicDegrees"][::4]))


def test_an_unknown_altitude_is_on_the_ground_and_an_unknown_radius_is_no_circle(everything: dict[str, Any]) -> None:
    references = {each["heightReference"] for each in everything["mission"]["point"]["heightReference"]}
    assert references == {"NONE", "CLAMP_TO_GROUND"}
    assert len(everything["mission"]["ellipse"]["semiMajorAxis"]) < len(everything["mission"]["position"])


def test_legs_have_the_style_of_their_evidence(everything: dict[str, Any]) -> None:
    dashes = [
        everything[f"mission/leg/{number}"]["polyline"]["material"].get("polylineDash", {}).get("dashLength")
        for number in (1, 2, 3)
    ]
    assert dashes == [16, 6, None]
    assert (everything["mission/leg/1"]["name"], everything["plan/leg/1"]["name"]) == (
        "inferred",
        "planned, never flown",
    )


def test_areas_ranges_and_places_are_there(everything: dict[str, Any]) -> None:
    assert everything["wood"]["polygon"]["positions"]["cartographicDegrees"][:3] == [60, 56, 0]
    assert everything["radar"]["ellipse"]["semiMajorAxis"] == 30_000
    assert everything["hit"]["label"]["text"] == "Hit"
    assert "The Trial" in everything["hit"]["description"]
