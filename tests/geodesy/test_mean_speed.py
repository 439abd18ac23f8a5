from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

import pytest

from app.domain import Basis, Fix, Flight, Mode
from app.geodesy.mean_speed import LOOK_BACK, MeanSpeed, mean_speeds
from app.geodesy.track import track
from app.text import Text
from tests.geodesy.flights import STANDING, fix, flight

DEGREE_KM = 111.32
START = datetime(1976, 9, 6, tzinfo=UTC)


def along(*stops: tuple[float, str, dict[str, Any]]) -> Flight:
    """A flight along the equator: kilometres from its start, time and further keys of each fix."""
    return flight(*(fix(km / DEGREE_KM, 0, clock, **more) for km, clock, more in stops))


def kmh(*stops: tuple[float, str, dict[str, Any]]) -> list[float]:
    return [mean.kmh for mean in mean_speeds(along(*stops))]


@pytest.mark.parametrize(("km", "shown"), [(704, 700), (154, 150), (77, 75), (4.3, 4)])
def test_mean_of_exact_fixes_is_rounded_by_its_size(km: float, shown: float) -> None:
    assert kmh((0, "01:00", {}), (km, "02:00", {})) == [shown]


def test_it_is_rounded_the_more_the_less_exact_the_fixes_are() -> None:
    off = {"position_uncertainty_km": 20, "time_uncertainty_min": 4}
    assert kmh((0, "01:00", off), (716, "02:00", off)) == [700]
    assert kmh((0, "01:00", {}), (716, "02:00", {"position_uncertainty_km": 20})) == [720]


def test_it_is_since_an_earlier_fix_where_the_last_stretch_says_nothing() -> None:
    off = {"position_uncertainty_km": 15, "time_uncertainty_min": 2}
    stops = along((0, "01:00", off), (600, "02:00", off), (620, "02:02", off))
    assert mean_speeds(stops) == [MeanSpeed(0, 0, 1, 600), MeanSpeed(0, 1, 2, 600)]


def test_there_is_none_where_no_stretch_says_anything() -> None:
    off = {"position_uncertainty_km": 60, "time_uncertainty_min": 1}
    assert kmh(*((index * 5, f"01:{index:02}", off) for index in range(LOOK_BACK))) == []


def test_it_runs_past_an_interpolated_fix_and_one_without_a_time() -> None:
    guess = {"basis": Basis.INTERPOLATED}
    stops = along((0, "01:00", {}), (100, "01:10", guess), (300, "", {}), (700, "02:00", {}))
    assert mean_speeds(stops) == [MeanSpeed(0, 0, 3, 700)]


def test_there_is_none_while_it_stands_or_between_two_parts() -> None:
    assert [(mean.first, mean.last) for mean in mean_speeds(STANDING)] == [(1, 2)]
    parts = replace(along((0, "01:00", {}), (700, "02:00", {}), (1400, "03:00", {}), (2100, "04:00", {})), breaks=(2,))
    assert [(mean.first, mean.last) for mean in mean_speeds(parts)] == [(0, 1), (2, 3)]


def test_there_is_none_that_the_aircraft_cannot_have_flown() -> None:
    slow = along((0, "01:00", {}), (220, "02:00", {}))
    assert mean_speeds(replace(slow, min_speed_kmh=400)) == []
    assert mean_speeds(replace(slow, max_speed_kmh=200)) == []
    assert mean_speeds(replace(slow, mode=Mode.FOOT)) == []
    assert len(mean_speeds(replace(slow, min_speed_kmh=200, max_speed_kmh=300))) == 1


def test_time_grows_with_the_fixes_and_not_with_their_square() -> None:
    def flown(count: int) -> Flight:
        return Flight(
            id="track",
            name=Text.of("Track", "en"),
            fixes=tuple(
                Fix(10 + index / 1000, 50.0, time=START + timedelta(seconds=index), basis=Basis.DOCUMENTED)
                for index in range(count)
            ),
        )

    def seconds(flight: Flight) -> float:
        track(flight)
        spent = []
        for _ in range(3):
            begin = process_time()
            mean_speeds(flight)
            spent.append(process_time() - begin)
        return min(spent)

    assert seconds(flown(16_000)) < 24 * seconds(flown(2_000))
