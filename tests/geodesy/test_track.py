from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dates import seconds
from app.domain import Basis, Flight
from app.geodesy import distance_km
from app.geodesy.packing import pack
from app.geodesy.track import MAX_WIDENING_KM, track, widening_km
from tests.geodesy.flights import ACROSS, DISABLED_FEATURES, EVERY, IN_PARTS, POLAR, STANDING, UNTIMED, at, fix, flight
from tests.geodesy.world import GEOD, metres


@pytest.mark.parametrize("flown", EVERY.values(), ids=EVERY.keys())
def test_every_fix_is_a_vertex_with_unchanged_values(flown: Flight) -> None:
    made = track(flown)
    for vertex, known in zip(made.fixes, flown.fixes, strict=True):
        assert metres((made.lon[vertex], made.lat[vertex]), (known.lon, known.lat)) < 1e-6
        assert known.time is None or made.seconds[vertex] == seconds(known.time)
        assert known.altitude_m is None or made.altitude_m[vertex] == known.altitude_m
        assert known.position_uncertainty_km is None or made.uncertainty_km[vertex] == known.position_uncertainty_km


@pytest.mark.parametrize("flown", EVERY.values(), ids=EVERY.keys())
def test_times_and_longitudes_are_continuous(flown: Flight) -> None:
    made = track(flown)
    timed = made.seconds[~np.isnan(made.seconds)]
    assert np.all(np.diff(timed) >= 0)
    assert np.all(np.abs(np.diff(made.lon)) <= 180 + 1e-9)


def test_untimed_fix_is_passed_at_constant_groundspeed() -> None:
    made = track(DISABLED_FEATURES)
    before, between, after = (made.seconds[vertex] for vertex in made.fixes[1:4])
    speed = made.legs[1].km / (between - before)
    assert speed == pytest.approx(made.legs[2].km / (after - between))
    assert made.timed == (True, True, False, True, False)


def test_values_are_unknown_before_the_first_and_after_the_last_fix() -> None:
    made = track(DISABLED_FEATURES)
    beyond = slice(made.fixes[3] + 1, None)
    for column in (made.seconds, made.altitude_m, made.uncertainty_km):
        assert np.isnan(column[beyond]).all()
        assert not np.isnan(column[: made.fixes[3] + 1]).any()


@pytest.mark.parametrize("km", [1, 500])
def test_altitude_is_held_until_shortly_before_the_next_or_unknown(km: float) -> None:
    east = km / 111.3
    for hold, between in ((True, [30.0] * 3), (False, [np.nan] * 3), (None, [630.0, 3030.0, 5430.0])):
        known = (fix(0, 0, "03:00", 30, altitude_hold=hold), fix(east, 0, "04:00"), fix(2 * east, 0, "05:00", 6030))
        made = track(flight(*known))
        read = [np.interp(seconds(at(clock)), made.seconds, made.altitude_m) for clock in ("03:12", "04:00", "04:48")]
        assert read == pytest.approx(between, abs=1, nan_ok=True)
        assert made.altitude_m[made.fixes[[0, 2]]].tolist() == [30, 6030]


def test_altitudes_are_linear_in_time() -> None:
    made = track(ACROSS)
    vertex = made.fixes[2]
    share = (seconds(at("16:00")) - seconds(at("15:00"))) / (seconds(at("18:26")) - seconds(at("15:00")))
    assert made.altitude_m[vertex] == pytest.approx(10_000 * (1 - share))


def test_altitudes_without_times_are_linear_in_distance() -> None:
    made = track(UNTIMED)
    assert made.altitude_m[made.fixes[1]] == pytest.approx(200)
    assert np.isnan(made.seconds).all()
    assert made.timed == (False, False, False)


@given(st.floats(10, 1000), st.floats(0.02, 0.98), st.sampled_from([0.0002, 0.002, 0.005]))
def test_widening_is_the_half_width_of_the_ellipse(leg_km: float, fraction: float, detour: float) -> None:
    """Turn off the leg at right angles by the widening and fly on to its end: the way is `detour` longer, by pyproj."""
    widening = float(widening_km(leg_km, fraction, detour))
    end = GEOD.fwd(60, 0, 0, leg_km * 1000)[:2]
    foot = GEOD.fwd(60, 0, 0, leg_km * 1000 * fraction)[:2]
    aside = GEOD.fwd(*foot, 90, widening * 1000)[:2]
    flown_km = (metres((60, 0), aside) + metres(aside, end)) / 1000
    assert widening < MAX_WIDENING_KM or flown_km < leg_km * (1 + detour)
    if widening < MAX_WIDENING_KM and 0.1 < fraction < 0.9:
        assert flown_km / leg_km - 1 == pytest.approx(detour, rel=0.05)


def test_uncertainty_grows_between_fixes_and_shrinks_at_them() -> None:
    made = track(DISABLED_FEATURES)
    first, last = made.legs[0].first, made.legs[0].last
    middle = (first + last) // 2
    assert made.uncertainty_km[first] == 2
    assert made.uncertainty_km[last] == 10
    assert made.uncertainty_km[middle] > 6 + 0.02 * made.legs[0].km


def test_interpolated_fix_without_radius_does_not_narrow_the_uncertainty() -> None:
    made = track(DISABLED_FEATURES)
    vertex = made.fixes[2]
    assert made.uncertainty_km[vertex] > max(made.uncertainty_km[[made.fixes[1], made.fixes[3]]])
    stated = replace(DISABLED_FEATURES.fixes[2], position_uncertainty_km=25)
    assert (
        track(flight(*DISABLED_FEATURES.fixes[:2], stated, *DISABLED_FEATURES.fixes[3:])).uncertainty_km[vertex] == 25
    )


def test_widening_is_bounded() -> None:
    far = flight(fix(0, 0, position_uncertainty_km=1, basis=Basis.INTERPOLATED), fix(90, 0, position_uncertainty_km=1))
    assert track(far).uncertainty_km.max() == pytest.approx(1 + MAX_WIDENING_KM)


def test_leg_has_the_weaker_evidence_and_the_geodesic_length() -> None:
    made = track(DISABLED_FEATURES)
    assert [leg.basis for leg in made.legs] == [Basis.INFERRED, Basis.INTERPOLATED, Basis.INTERPOLATED, Basis.INFERRED]
    ends = [(known.lon, known.lat) for known in DISABLED_FEATURES.fixes]
    assert [leg.km for leg in made.legs] == pytest.approx([distance_km(*pair) for pair in pairwise(ends)])
    assert [(leg.first, leg.last) for leg in made.legs] == list(zip(made.fixes[:-1], made.fixes[1:], strict=True))


def test_nothing_is_drawn_between_parts() -> None:
    made = track(IN_PARTS)
    assert made.breaks == (made.fixes[2],)
    first, second, third, fourth, fifth = made.fixes
    assert [(leg.first, leg.last) for leg in made.legs] == [(first, second), (third, fourth), (fourth, fifth)]
    assert made.fixes[2] == made.fixes[1] + 1
    assert made.lon[made.fixes].tolist() == [170, 175, 185, 190, 195]
    assert made.bounds == pytest.approx((170, 50, 195, 50.03), abs=0.01)


def test_coincident_fixes_take_time() -> None:
    made = track(STANDING)
    assert made.legs[0].km == 0
    assert made.seconds[:2].tolist() == [seconds(at("08:00")), seconds(at("08:44"))]


def test_a_polar_flight_is_timed_by_its_geodesic() -> None:
    made = track(POLAR)
    way = np.concatenate(([0], np.cumsum(GEOD.line_lengths(made.lon, made.lat))))
    np.testing.assert_allclose((made.seconds - made.seconds[0]) / 10_800, way / way[-1], atol=1e-6)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([], []),
        ([10, 20, 30, 40, np.nan, np.nan, np.nan, 45], [[10, 4], [None, 3], 5]),
        ([np.nan, 7, np.nan, 7], [None, 7, None, 0]),
        ([0.4, 0.6, 1.4, 1.6], [0, 1, 0, 1]),
        ([-3, -3], [-3, 0]),
    ],
)
def test_column_is_delta_and_run_length_encoded(values: list[float], column: list[object]) -> None:
    assert pack(values) == column


@pytest.mark.parametrize("flown", EVERY.values(), ids=EVERY.keys())
def test_a_packed_track_is_plain_json_and_always_the_same(flown: Flight) -> None:
    document = json.dumps(track(flown).packed(), allow_nan=False)
    assert document == json.dumps(track(flown).packed(), allow_nan=False)
    assert json.loads(document) == track(flown).packed()
