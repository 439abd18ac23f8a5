from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from app.domain import LonLat
from app.geodesy import (
    bounds,
    cut_line,
    densify,
    distance_km,
    ground_speed_kmh,
    initial_bearing,
    leg_lengths_km,
    leg_speeds_kmh,
)
from app.geodesy.ellipsoid import direct, inverse
from tests.geodesy.world import GEOD, anywhere, golden, many, metres, positions

PESHAWAR, HAKODATE = (71.5146, 33.9939), (140.822, 41.77)


@pytest.mark.parametrize("story", golden("pairs"))
def test_a_golden_pair(story: dict[str, Any]) -> None:
    start, end = tuple(story["from"]), tuple(story["to"])
    assert distance_km(start, end) == pytest.approx(story["distance_km"], abs=1e-6)
    assert initial_bearing(start, end) == pytest.approx(story["initial_bearing"], abs=1e-6)
    assert bounds([start, end]) == pytest.approx(tuple(story["bounds"]))
    pieces = [np.array(piece) for piece in cut_line([start, end])]
    assert [piece.tolist() for piece in pieces] == [pytest.approx(np.array(piece)) for piece in story["cut"]]
    line = densify([start, end], step_km=max(1, story["distance_km"] * 0.6))
    middle = line.positions[int(np.flatnonzero(line.fraction >= 0.5)[0])] if story["distance_km"] else start
    assert metres(middle, tuple(story["middle"])) < 1


@given(positions, positions)
def test_distance_is_symmetric(a: LonLat, b: LonLat) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
    assert distance_km(a, b) == pytest.approx(metres(a, b) / 1000, abs=1e-6)


@given(positions, positions, positions)
def test_geodesic_is_the_shortest(a: LonLat, b: LonLat, via: LonLat) -> None:
    assert distance_km(a, b) <= distance_km(a, via) + distance_km(via, b) + 1e-6


@given(anywhere, anywhere)
def test_bearing_is_within_the_compass_and_points_at_the_target(a: LonLat, b: LonLat) -> None:
    bearing = initial_bearing(a, b)
    assert 0 <= bearing < 360
    lon, lat, _ = GEOD.fwd(*a, bearing, distance_km(a, b) * 1000)
    assert metres((lon, lat), b) < 0.01


def test_positions_past_180_are_the_same_places() -> None:
    assert distance_km((190.0, 10.0), (-170.0, 10.0)) == pytest.approx(0, abs=1e-9)
    two_degrees = distance_km((1.0, 10.0), (-1.0, 10.0))
    assert leg_lengths_km([(179.0, 10.0), (181.0, 10.0), (-179.0, 10.0)]).tolist() == pytest.approx([two_degrees, 0])


def test_groundspeed_of_no_distance_and_of_no_time() -> None:
    assert ground_speed_kmh(PESHAWAR, PESHAWAR, 0) == 0
    assert ground_speed_kmh(PESHAWAR, HAKODATE, 0) == math.inf
    assert ground_speed_kmh(PESHAWAR, HAKODATE, -60) == math.inf
    assert ground_speed_kmh(PESHAWAR, HAKODATE, 7200) == pytest.approx(distance_km(PESHAWAR, HAKODATE) / 2)


def test_leg_speeds_agree_with_ground_speed() -> None:
    line = [PESHAWAR, (69.0, 37.0), (69.0, 37.0), HAKODATE]
    speeds = leg_speeds_kmh(line, [0, 1800, None, 3600])
    assert speeds == [pytest.approx(ground_speed_kmh(line[0], line[1], 1800)), None, None]
    assert leg_speeds_kmh(line[:1], [0]) == leg_speeds_kmh([], []) == []


def test_the_legs_of_a_line_are_as_long_as_one_by_one() -> None:
    line = many(20_000)
    lon, lat = np.array(line).T
    _, _, expected = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    np.testing.assert_allclose(leg_lengths_km(line) * 1000, expected, rtol=0, atol=0.001)


@given(anywhere, anywhere)
def test_arrays_agree_with_pyproj_everywhere(a: LonLat, b: LonLat) -> None:
    length, azimuth = inverse(*a, *b)
    assert length[0] == pytest.approx(metres(a, b), abs=0.001)
    gained, lat = direct(a[1], azimuth, length)
    assert metres((a[0] + float(gained[0]), float(lat[0])), b) < 0.01


@pytest.mark.parametrize("off", [0.0, 1e-9, 0.1, 0.5, 0.7, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("lat", [0.0, 1e-7, 0.2, 30.0, 89.0, 90.0])
def test_nearly_antipodal_pairs_are_measured_too(lat: float, off: float) -> None:
    start, end = (10.0, lat), (-170.0 + off, -lat)
    assert leg_lengths_km([start, end])[0] * 1000 == pytest.approx(metres(start, end), abs=0.001)
