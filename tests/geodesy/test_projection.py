"""Projections of printed maps, beside those of PROJ on the same sphere."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod, Proj

from app.geodesy.great_circle import GreatCircle
from app.geodesy.projection import (
    AzimuthalEqualArea,
    LambertConformal,
    Mercator,
    ObliqueMercator,
    Orthographic,
    Projection,
    Stereographic,
)

EARTH = "+R=1 +units=m +no_defs"
CASES: list[tuple[Projection, str]] = [
    (Mercator(40), f"+proj=merc +lon_0=40 {EARTH}"),
    (LambertConformal(43, 52, 38, 66), f"+proj=lcc +lon_0=43 +lat_0=52 +lat_1=38 +lat_2=66 {EARTH}"),
    (LambertConformal(43, 52, 52, 52), f"+proj=lcc +lon_0=43 +lat_0=52 +lat_1=52 +lat_2=52 {EARTH}"),
    (LambertConformal(-60, -35, -45, -25), f"+proj=lcc +lon_0=-60 +lat_0=-35 +lat_1=-45 +lat_2=-25 {EARTH}"),
    (AzimuthalEqualArea(43, 52), f"+proj=laea +lon_0=43 +lat_0=52 {EARTH}"),
    (AzimuthalEqualArea(170, -20), f"+proj=laea +lon_0=170 +lat_0=-20 {EARTH}"),
    (Stereographic(-20, 90), f"+proj=stere +lon_0=-20 +lat_0=90 {EARTH}"),
    (Orthographic(60, 30), f"+proj=ortho +lon_0=60 +lat_0=30 {EARTH}"),
    (Stereographic(60, 30), f"+proj=stere +lon_0=60 +lat_0=30 {EARTH}"),
    (ObliqueMercator(-40, 50, 75), f"+proj=omerc +lonc=-40 +lat_0=50 +alpha=75 +gamma=90 {EARTH}"),
    (ObliqueMercator(-40, 50, -105), f"+proj=omerc +lonc=-40 +lat_0=50 +alpha=75 +gamma=90 {EARTH}"),
    (ObliqueMercator(100, -10, 160), f"+proj=omerc +lonc=100 +lat_0=-10 +alpha=-20 +gamma=0 {EARTH}"),
]
NAMES = [proj.split()[0].removeprefix("+proj=") for _, proj in CASES]


def around(projection: Projection) -> tuple[np.ndarray, np.ndarray]:
    """Positions up to 50 degrees about the centre of a projection."""
    lon0, lat0 = projection.inverse(0, 0)
    lon, lat = np.meshgrid(lon0 + np.linspace(-50, 50, 11), np.clip(lat0 + np.linspace(-40, 40, 9), -80, 80))
    return lon.ravel(), lat.ravel()


@pytest.mark.parametrize(("projection", "proj"), CASES, ids=NAMES)
def test_a_projection_is_that_of_proj(projection: Projection, proj: str) -> None:
    lon, lat = around(projection)
    expected = np.column_stack(Proj(proj)(lon, lat))
    np.testing.assert_allclose(np.column_stack(projection.forward(lon, lat)), expected, atol=1e-9)


@pytest.mark.parametrize(("projection", "proj"), CASES, ids=NAMES)
def test_the_inverse_leads_back(projection: Projection, proj: str) -> None:
    lon, lat = around(projection)
    back_lon, back_lat = projection.inverse(*projection.forward(lon, lat))
    np.testing.assert_allclose((back_lon - lon + 180) % 360 - 180, 0, atol=1e-7)
    np.testing.assert_allclose(back_lat, lat, atol=1e-7)


def test_what_is_behind_the_globe_is_at_its_edge() -> None:
    projection = Orthographic(0, 0)
    x, y = projection.forward(np.array([120.0, 90.0, -150.0]), np.array([0.0, 0.0, 10.0]))
    np.testing.assert_allclose(np.hypot(x, y), 1, atol=1e-9)
    assert projection.is_near([0, 120], [0, 0]).tolist() == [True, False]


def test_a_conic_map_goes_on_past_the_meridian_opposite_its_middle() -> None:
    x, _ = LambertConformal(0, 50, 40, 60).forward(np.array([170.0, 180.0, 190.0]), 50)
    steps = np.diff(x)
    assert (np.abs(steps) < 0.3).all()


@pytest.mark.parametrize("projection", [AzimuthalEqualArea(10, 50), Stereographic(10, 50)])
def test_what_is_opposite_an_azimuthal_map_is_at_its_edge(projection: Projection) -> None:
    far = np.linspace(0, 50, 21)
    x, y = projection.forward(np.full(21, -170.0), -50 + far)
    distance = np.hypot(x, y)
    assert (np.diff(distance) <= 1e-9).all()
    np.testing.assert_allclose(distance[far <= 30], distance[0])


def test_an_oblique_map_has_its_great_circle_as_a_straight_line_with_true_distances() -> None:
    paris, new_york = (2.35, 48.86), (-73.64, 40.74)
    globe = Geod(a=1, f=0)
    line = globe.npts(*new_york, *paris, 40, initial_idx=0, terminus_idx=0)
    lon, lat = np.array(line).T
    circle = GreatCircle.through(lon, lat)
    assert circle
    assert np.radians(circle.length) == pytest.approx(globe.inv(*new_york, *paris)[2])
    x, y = ObliqueMercator(circle.lon, circle.lat, circle.azimuth).forward(lon, lat)
    np.testing.assert_allclose(y, 0, atol=1e-9)
    np.testing.assert_allclose(np.diff(x), np.radians(circle.length) / 39, atol=1e-9)


def test_an_oblique_map_has_north_rather_at_the_top() -> None:
    for azimuth in range(-180, 181, 15):
        x, y = ObliqueMercator(20, 40, azimuth).forward(20, 40.001)
        assert y >= abs(x) - 1e-9, azimuth


def test_there_is_no_great_circle_of_one_place_and_of_half_the_globe() -> None:
    assert GreatCircle.through(np.array([10.0]), np.array([50.0])) is None
    assert GreatCircle.through(np.array([0.0, 60.0, 120.0, 180.0]), np.zeros(4)) is None
