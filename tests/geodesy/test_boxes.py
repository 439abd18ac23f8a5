from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Bounds, LonLat
from app.geodesy import bounds, union
from tests.geodesy.world import positions


def holds(box: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = box
    return south <= lat <= north and any(west - 1e-9 <= lon + turn <= east + 1e-9 for turn in (-360, 0, 360, 720))


@given(st.lists(positions, min_size=1))
def test_bounds_contain_every_position_and_start_within_180(strewn: list[LonLat]) -> None:
    box = bounds(strewn)
    assert -180 <= box[0] < 180
    assert 0 <= box[2] - box[0] <= 360
    assert all(holds(box, *position) for position in strewn)


@given(st.lists(positions, min_size=1, max_size=6))
def test_bounds_are_the_smallest(strewn: list[LonLat]) -> None:
    west, _, east, _ = bounds(strewn)
    starts = [lon for lon, _ in strewn]
    narrowest = min(max((lon - start) % 360 for lon in starts) for start in starts)
    assert east - west == pytest.approx(narrowest, abs=1e-9)


@given(st.lists(st.lists(positions, min_size=1, max_size=4), min_size=1, max_size=4))
def test_union_contains_its_boxes(groups: list[list[LonLat]]) -> None:
    box = union(map(bounds, groups))
    assert all(holds(box, *position) for group in groups for position in group)


@pytest.mark.parametrize(
    ("strewn", "box"),
    [
        ([(170.0, 1.0), (-170.0, 2.0)], (170, 1, 190, 2)),
        ([(175.0, 1.0), (180.0, 2.0)], (175, 1, 180, 2)),
        ([(-180.0, 1.0), (-175.0, 2.0)], (-180, 1, -175, 2)),
        ([(190.0, 1.0), (200.0, 2.0)], (-170, 1, -160, 2)),
        ([(0.0, 1.0), (180.0, 2.0)], (-180, 1, 0, 2)),
        ([(71.5, 34.0)], (71.5, 34, 71.5, 34)),
    ],
)
def test_bounds_across_180_stay_small(strewn: list[LonLat], box: Bounds) -> None:
    assert bounds(strewn) == box


def test_boxes_without_a_gap_are_the_whole_world() -> None:
    assert union([(-180, -10, 0, 5), (0, -5, 180, 10)]) == (-180, -10, 180, 10)
    assert union([(-180, -90, 180, 90), (5, 5, 5, 5)]) == (-180, -90, 180, 90)


def test_union_across_the_antimeridian() -> None:
    assert union([(170, 0, 190, 1), (-175, 0, -160, 1), (160, 0, 165, 1)]) == (160, 0, 200, 1)


def test_bounds_of_nothing_raise() -> None:
    with pytest.raises(ValueError, match="no positions"):
        bounds([])
