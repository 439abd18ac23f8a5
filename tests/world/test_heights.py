"""The heights of the land, and the ground below a flight."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain import Basis, Fix, Flight, Text
from app.elements.flights import ground_m
from app.world import World
from tests.conftest import library

HEIGHTS = World.default().heights


@pytest.mark.parametrize(
    ("place", "lon", "lat", "least", "most"),
    [
        ("the Hindu Kush", 70.5, 36.0, 3000, 6500),
        ("the plain of the Aral Sea", 62.0, 45.0, 0, 200),
        ("the Urals by Sverdlovsk", 60.6, 56.8, 200, 400),
        ("Tibet", 88.0, 33.0, 4300, 6000),
        ("the Pacific", -150.0, 10.0, 0, 0),
        ("the South Pole", 0.0, -90.0, 2500, 3000),
        ("the North Pole", 0.0, 90.0, 0, 0),
    ],
)
def test_the_land_is_about_as_high_as_it_is_known_to_be(
    place: str, lon: float, lat: float, least: float, most: float
) -> None:
    assert least <= HEIGHTS.at(lon, lat) <= most, place


def test_longitudes_continue_past_the_antimeridian() -> None:
    lon, lat = np.array([-179.96, 179.99, 150.2]), np.array([66.0, -16.8, 65.1])
    assert HEIGHTS.at(lon + 360, lat).tolist() == HEIGHTS.at(lon, lat).tolist()
    assert HEIGHTS.at(lon - 360, lat).tolist() == HEIGHTS.at(lon, lat).tolist()


def test_the_hindu_kush_rises_towards_the_u2() -> None:
    exhibit = library().exhibit("grand-slam")
    flight = next(each for each in exhibit.flights if each.id == "mission-4154")
    ground = ground_m(flight)
    known = ground[~np.isnan(ground)]
    assert known.max() > 4000
    assert known.argmax() < len(ground) / 3
    assert (known % 100 == 0).all()


def test_nothing_is_said_of_the_ground_below_a_route_that_is_hardly_known() -> None:
    fixes = tuple(Fix(lon, 35.0, basis=Basis.DOCUMENTED) for lon in (88.0, 90.0))
    flight = Flight("near", Text.of("Near"), fixes=fixes)
    vague = replace(flight, id="far", fixes=tuple(replace(fix, position_uncertainty_km=120.0) for fix in fixes))
    assert (ground_m(flight) > 4000).all()
    assert np.isnan(ground_m(vague)).all()
