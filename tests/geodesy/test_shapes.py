from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.domain import LonLat
from app.errors import Rejected
from app.geodesy import DenseLine, circle, densify, distance_km, leg_lengths_km
from tests.geodesy.world import GEOD, anywhere, metres, positions

lines = st.lists(anywhere, min_size=2, max_size=4)


def stray_m(line: DenseLine) -> float:
    """How far the straight way from vertex to vertex, in longitude and latitude, ever gets from the geodesic, by
    pyproj.
    """
    azimuth, _, length = GEOD.inv(line.lon[:-1], line.lat[:-1], line.lon[1:], line.lat[1:])
    farthest = 0.0
    for share in (0.2, 0.5, 0.8):
        lon, lat, _ = GEOD.fwd(line.lon[:-1], line.lat[:-1], azimuth, length * share)
        straight = line.lon[:-1] + np.diff(line.lon) * share, line.lat[:-1] + np.diff(line.lat) * share
        farthest = max(farthest, np.max(GEOD.inv(lon, lat, *straight)[2]))
    return farthest


@given(lines)
def test_dense_vertices_are_close_and_follow_the_geodesic(line: list[LonLat]) -> None:
    dense = densify(line)
    assert leg_lengths_km(dense.positions).max() < 20.001
    assert np.abs(np.diff(dense.lon)).max() <= 180 + 1e-9
    assert stray_m(dense) < 100


@given(lines)
def test_densify_keeps_the_given_positions(line: list[LonLat]) -> None:
    dense = densify(line)
    lon, lat = np.array(line).T
    turns = (dense.lon[dense.at] - lon) / 360
    assert dense.lat[dense.at].tolist() == lat.tolist()
    np.testing.assert_allclose(turns, np.rint(turns), atol=1e-12)
    assert dense.lon[0] == lon[0]


@given(lines)
def test_vertices_lie_on_the_geodesic_at_their_share_of_its_length(line: list[LonLat]) -> None:
    dense = densify(line)
    for leg, (start, end) in enumerate(pairwise(line)):
        own = (dense.leg == leg) & (dense.fraction < 1)
        km = distance_km(start, end)
        assert dense.leg_km[leg] == pytest.approx(km, abs=1e-6)
        for position, fraction in zip(np.array(dense.positions)[own][::7], dense.fraction[own][::7], strict=True):
            assert metres(start, tuple(position)) / 1000 == pytest.approx(fraction * km, abs=1e-5)
            assert metres(tuple(position), end) / 1000 == pytest.approx((1 - fraction) * km, abs=1e-5)


@given(lines)
def test_a_line_is_as_long_as_its_vertices(line: list[LonLat]) -> None:
    dense = densify(line)
    assert leg_lengths_km(dense.positions).sum() == pytest.approx(dense.leg_km.sum(), abs=1e-4)
    assert dense.leg_km.sum() == pytest.approx(leg_lengths_km(line).sum(), abs=1e-9)


@pytest.mark.parametrize(
    "crossing",
    [
        [(0.0, 80.0), (180.0, 80.0)],
        [(10.0, -85.0), (-170.0, -60.0)],
        [(0.0, 89.99), (175.0, 89.99)],
        [(0.0, 0.0), (180.0, 0.0)],
    ],
)
def test_line_over_a_pole_goes_east_and_follows_the_geodesic(crossing: list[LonLat]) -> None:
    dense = densify(crossing)
    assert 0 < dense.lon[-1] - dense.lon[0] <= 180
    assert np.all(np.diff(dense.lon) > -1e-9)
    assert stray_m(dense) < 100


def test_lines_without_a_leg_and_legs_without_a_length() -> None:
    assert densify([]).positions == []
    assert densify([(5.0, 6.0)]).positions == [(5.0, 6.0)]
    standing = densify([(5.0, 6.0), (5.0, 6.0), (365.0, 6.0)])
    assert standing.positions == [(5.0, 6.0)] * 3
    assert standing.at.tolist() == [0, 1, 2]
    assert standing.leg.tolist() == [0, 1, 1]
    assert standing.fraction.tolist() == [0, 0, 1]


def test_line_across_the_antimeridian_is_continuous() -> None:
    lon = densify([(-149.996, 61.174), (141.23, 46.25)]).lon
    assert lon[0] == -149.996
    assert lon[-1] == pytest.approx(141.23 - 360)
    assert np.all(np.diff(lon) < 0)


def test_line_with_too_many_vertices_is_refused() -> None:
    with pytest.raises(Rejected, match="km"):
        densify([(0.0, 0.0), (170.0, 0.0)] * 6000)


radii = st.floats(1, 19_900)


@given(anywhere, radii)
def test_a_circle_is_one_valid_anticlockwise_ring_around_its_centre(center: LonLat, radius_km: float) -> None:
    ring = circle(center, radius_km)
    assert ring[0] == ring[-1]
    polygon = shapely.Polygon(ring)
    assert polygon.is_valid
    assert polygon.exterior.is_ccw
    lon, lat = np.array(ring).T
    assert np.abs(lon - center[0]).max() <= 180 + 1e-9
    off_pole = np.abs(lat) != 90
    assert polygon.area > 0
    distances = GEOD.inv(
        np.full(off_pole.sum(), center[0]), np.full(off_pole.sum(), center[1]), lon[off_pole], lat[off_pole]
    )[2]
    np.testing.assert_allclose(distances, radius_km * 1000, atol=0.01)


@given(positions, radii, positions)
def test_circle_contains_points_within_its_radius_only(center: LonLat, radius_km: float, other: LonLat) -> None:
    polygon = shapely.Polygon(circle(center, radius_km, points=720))
    km = distance_km(center, other)
    lon = center[0] + (other[0] - center[0] + 180) % 360 - 180
    if abs(km - radius_km) > 100 and abs(other[1]) < 80:
        assert polygon.intersects(shapely.Point(lon, other[1])) == (km < radius_km)


@pytest.mark.parametrize(
    ("center", "radius_km", "poles"),
    [
        ((0, 80), 2000, {90}),
        ((100, -89), 500, {-90}),
        ((40, 10), 15_000, {90, -90}),
        ((0, 80), 500, set()),
    ],
)
def test_circle_around_a_pole_follows_the_map_edge(center: LonLat, radius_km: float, poles: set[float]) -> None:
    ring = circle(center, radius_km)
    assert {lat for _, lat in ring if abs(lat) == 90} == poles


@pytest.mark.parametrize("radius_km", [0, -5, float("nan"), 19_901])
def test_circle_refuses_impossible_radii(radius_km: float) -> None:
    with pytest.raises(Rejected, match="radius"):
        circle((0, 0), radius_km)
