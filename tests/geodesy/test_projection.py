"""Projections of printed maps, beside those of PROJ on the same sphere."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Proj

from app.geodesy.projection import (
    AzimuthalEqualArea,
    LambertConformal,
    Mercator,
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
