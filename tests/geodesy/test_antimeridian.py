from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.domain import LonLat, Ring
from app.geodesy import circle, cut_line, cut_polygon, join_polygons, unwrap, unwrap_polygon
from tests.geodesy.world import golden, lats, lons, positions

far_lons = st.one_of(lons, st.floats(-720, 720), st.sampled_from([-540.0, -180.0, 0.0, 180.0, 540.0]))
lines = st.lists(st.tuples(far_lons, lats), min_size=1, max_size=8)


@given(st.lists(far_lons))
def test_unwrapped_longitudes_never_jump_and_are_the_same_meridians(written: list[float]) -> None:
    lon = unwrap(written)
    assert lon[:1] == written[:1]
    assert np.abs(np.diff(lon)).max(initial=0) <= 180 + 1e-8
    turns = (np.array(lon) - written) / 360
    np.testing.assert_allclose(turns, np.rint(turns), atol=1e-9)


@given(st.lists(far_lons))
def test_unwrapping_twice_changes_nothing_more(written: list[float]) -> None:
    assert unwrap(unwrap(written)) == unwrap(written)


def test_step_of_half_a_turn_goes_east() -> None:
    assert unwrap([0, 180, 0]) == [0, 180, 360]
    assert unwrap([25, -155]) == [25, 205]
    assert unwrap([]) == []


@given(lines)
def test_pieces_lie_within_180_and_meet_there(line: list[LonLat]) -> None:
    pieces = cut_line(line)
    assert all(-180 <= lon <= 180 and len(piece) >= min(2, len(line)) for piece in pieces for lon, _ in piece)
    for before, after in pairwise(pieces):
        assert {before[-1][0], after[0][0]} == {-180, 180}
        assert before[-1][1] == after[0][1]


@given(lines)
def test_pieces_together_are_as_long_as_the_line(line: list[LonLat]) -> None:
    def length(positions: list[LonLat]) -> float:
        return float(np.hypot(*np.diff(np.array(positions), axis=0).T).sum())

    whole = list(zip(unwrap([lon for lon, _ in line]), (lat for _, lat in line), strict=True))
    assert sum(map(length, cut_line(line))) == pytest.approx(length(whole), abs=1e-9)


@given(lines)
def test_cutting_keeps_every_position_in_its_order(line: list[LonLat]) -> None:
    numbered = [(lon, lat, float(index)) for index, (lon, lat) in enumerate(line)]
    kept = [position for piece in cut_line(numbered) for position in piece]
    assert [number for *_, number in kept] == sorted(number for *_, number in kept)
    own = {number: (lon, lat) for lon, lat, number in kept}
    for index, (lon, lat) in enumerate(line):
        assert own[index][1] == lat
        assert (own[index][0] - lon + 180) % 360 == pytest.approx(180, abs=1e-9)


def test_altitudes_are_interpolated_at_the_cut() -> None:
    assert cut_line([(170.0, 10.0, 100.0), (-170.0, 20.0, 200.0)]) == [
        [(170.0, 10.0, 100.0), (180.0, 15.0, 150.0)],
        [(-180.0, 15.0, 150.0), (-170.0, 20.0, 200.0)],
    ]


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ([], []),
        ([(190.0, 1.0)], [[(-170.0, 1.0)]]),
        ([(190.0, 1.0), (200.0, 2.0)], [[(-170.0, 1.0), (-160.0, 2.0)]]),
        ([(175.0, 0.0), (180.0, 1.0), (175.0, 2.0)], [[(175.0, 0.0), (180.0, 1.0), (175.0, 2.0)]]),
        (
            [(175.0, 0.0), (180.0, 1.0), (180.0, 2.0), (-175.0, 3.0)],
            [[(175.0, 0.0), (180.0, 1.0), (180.0, 2.0)], [(-180.0, 2.0), (-175.0, 3.0)]],
        ),
    ],
    ids=["nothing", "one position", "all of it past the line", "touching the line", "along the line"],
)
def test_line_that_touches_the_antimeridian_is_not_cut(line: list[LonLat], pieces: list[list[LonLat]]) -> None:
    assert cut_line(line) == pieces


@pytest.mark.parametrize("story", golden("cuts"))
def test_a_golden_cut(story: dict[str, Any]) -> None:
    polygons = cut_polygon([[tuple(position) for position in ring] for ring in story["rings"]])
    assert sorted(map(_told, polygons)) == sorted(
        _told([tuple(map(tuple, ring)) for ring in polygon]) for polygon in story["polygons"]
    )


def _told(polygon: list[Ring]) -> list[list[LonLat]]:
    """Rings begun at their least position, so that where a ring begins does not matter; winding does."""
    open_rings = [list(ring[:-1]) for ring in polygon]
    begun = [ring[ring.index(min(ring)) :] + ring[: ring.index(min(ring))] for ring in open_rings]
    return [begun[0], *sorted(begun[1:])]


@given(positions, st.floats(10, 15_000))
def test_a_cut_circle_is_valid_within_180_and_as_large_as_before(center: LonLat, radius_km: float) -> None:
    ring = circle(center, radius_km, points=60)
    polygons = cut_polygon([ring])
    parts = [shapely.Polygon(outer, holes) for outer, *holes in polygons]
    assert all(part.is_valid and part.exterior.is_ccw for part in parts)
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for outer, *_ in polygons for lon, lat in outer)
    assert sum(part.area for part in parts) == pytest.approx(shapely.Polygon(ring).area)


def test_hole_with_longitudes_of_another_turn_is_kept() -> None:
    outer = [(170.0, 50.0), (190.0, 50.0), (190.0, 60.0), (170.0, 60.0), (170.0, 50.0)]
    hole = [(-175.0, 54.0), (-172.0, 54.0), (-172.0, 56.0), (-175.0, 54.0)]
    polygons = cut_polygon([outer, hole])
    assert [len(rings) for rings in polygons] == [1, 2]
    assert unwrap_polygon([outer, hole])[1][0] == (185.0, 54.0)


def test_unwrapped_polar_polygon_follows_the_map_edge() -> None:
    (ring,) = unwrap_polygon([[(0.0, -80.0), (90.0, -75.0), (180.0, -80.0), (-90.0, -75.0)]])
    assert shapely.Polygon(ring).is_valid
    assert shapely.Polygon(ring).bounds == (0, -90, 360, -75)


def test_unwrap_keeps_a_polar_circle() -> None:
    ring = circle((40.0, 85.0), 2000)
    assert unwrap_polygon([ring]) == [ring]


@given(st.floats(-60, 60), st.floats(172, 188), st.floats(20, 900))
def test_cut_polygon_is_joined(lat: float, lon: float, radius_km: float) -> None:
    ring = tuple(circle((lon if lon <= 180 else lon - 360, lat), radius_km))
    (joined,) = join_polygons(cut_polygon([ring]))
    before, after = (shapely.Polygon(unwrap_polygon(rings)[0]) for rings in ([ring], joined))
    middle = shapely.affinity.translate(after, xoff=360 * round((before.centroid.x - after.centroid.x) / 360))
    assert middle.symmetric_difference(before).area < 1e-6
    assert len(joined[0]) == len(ring)


def test_hole_cut_at_the_antimeridian_is_joined() -> None:
    outer = ((170.0, 0.0), (-170.0, 0.0), (-170.0, 20.0), (170.0, 20.0), (170.0, 0.0))
    hole = ((175.0, 5.0), (175.0, 15.0), (-175.0, 15.0), (-175.0, 5.0), (175.0, 5.0))
    (joined,) = join_polygons(cut_polygon([outer, hole]))
    assert [set(ring) for ring in joined] == [set(outer), set(hole)]


def test_separate_neighbours_are_not_joined() -> None:
    east = (((179.0, 0.0), (180.0, 0.0), (180.0, 1.0), (179.0, 1.0), (179.0, 0.0)),)
    west = (((-180.0, 2.0), (-179.0, 2.0), (-179.0, 3.0), (-180.0, 3.0), (-180.0, 2.0)),)
    pole = (((-180.0, 80.0), (180.0, 80.0), (180.0, 90.0), (-180.0, 90.0), (-180.0, 80.0)),)
    assert join_polygons([east, west, pole]) == (east, west, pole)
