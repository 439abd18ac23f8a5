"""Columns that are checked at once are the same as value by value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app import geodesy
from app.content.fields.context import ReadContext
from app.content.fields.table import Table
from app.content.layers.chronology import report_too_fast
from app.content.layers.geometry import read_position, read_positions
from app.content.layers.vertices import Vertices
from app.domain import Fix
from app.errors import Rejected, Report

SOME = settings(max_examples=100, deadline=None)

degrees = st.integers(-200, 200) | st.floats(-200, 200) | st.sampled_from([180, -180, 90.0, 90.5])
altitudes = st.none() | st.floats(-13_000, 1_100_000) | st.integers(-100, 40_000)
positions = st.lists(
    st.tuples(degrees, st.floats(-91, 91)).map(list) | st.tuples(degrees, degrees, altitudes).map(list), min_size=1
)


@SOME
@given(values=positions)
def test_positions(values: list[object]) -> None:
    def one_by_one() -> object:
        return [read_position(value, f"x[{index}]") for index, value in enumerate(values)]

    def outcome(read: object) -> object:
        try:
            return read()  # type: ignore[operator]
        except Rejected as rejected:
            return str(rejected), rejected.field

    assert outcome(lambda: read_positions(values, "x")) == outcome(one_by_one)


moments = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat().replace("+00:00", "Z"))
times = moments | st.sampled_from(["1960-05-01T05:53Z", "1960-05-01T07:53+02:00", "1960-02-31T05:53Z", "x", "a\nb"])


@SOME
@given(values=st.lists(times, min_size=2, max_size=6))
def test_times_of_a_column_are_those_of_its_values(values: list[str]) -> None:
    def read(part: list[str]) -> tuple[list[datetime | None], int]:
        context = ReadContext(Report())
        table = Table({"coordinateProperties": {"times": part}}, context)
        line = [read_position([1.0, 2.0], "") for _ in part]
        return [fix.time for fix in Vertices(table, "LineString", [len(part)]).fixes(line)], len(context.report.faults)

    found, faults = read(values)
    singles = [read([value]) for value in values]
    assert found == [time for times, _ in singles for time in times]
    assert faults == sum(count for _, count in singles)


START = datetime(1960, 5, 1, tzinfo=UTC)
fixes = st.builds(
    lambda lon, lat, minute, uncertainty_km, uncertainty_min: Fix(
        lon,
        lat,
        time=None if minute is None else START + timedelta(minutes=minute),
        position_uncertainty_km=uncertainty_km,
        time_uncertainty_min=uncertainty_min,
    ),
    st.floats(-180, 180),
    st.floats(-60, 60),
    st.none() | st.integers(0, 600),
    st.none() | st.floats(0, 100),
    st.none() | st.floats(0, 10),
)


@SOME
@given(found=st.lists(fixes, min_size=2, max_size=8), limit=st.sampled_from([15.0, 900.0, 3600.0]), data=st.data())
def test_legs_that_are_too_fast(found: list[Fix], limit: float, data: st.DataObject) -> None:
    breaks = sorted(data.draw(st.sets(st.integers(1, len(found) - 1), max_size=2)))
    report = Report()
    report_too_fast(found, breaks, limit, lambda index: f"[{index}]", report)
    assert [fault.location.field for fault in report.faults] == [f"[{last}]" for last in too_fast(found, breaks, limit)]


def too_fast(found: list[Fix], breaks: list[int], limit: float) -> list[int]:
    """The last fix of each leg that is too fast, leg by leg with every distance a geodesic."""
    wrong = []
    bounds = [0, *breaks, len(found)]
    for start, end in pairwise(bounds):
        timed = [index for index in range(start, end) if found[index].time]
        for first, last in pairwise(timed):
            leg = found[first : last + 1]
            km = sum(geodesy.distance_km((a.lon, a.lat), (b.lon, b.lat)) for a, b in pairwise(leg))
            ends = (leg[0], leg[-1])
            since, until = (fix.time or START for fix in ends)
            slack = sum(0.5 if fix.time_uncertainty_min is None else fix.time_uncertainty_min for fix in ends)
            hours = ((until - since).total_seconds() / 60 + slack) / 60
            if km > limit * hours + sum(fix.position_uncertainty_km or 0 for fix in ends):
                wrong.append(last)
    return wrong
