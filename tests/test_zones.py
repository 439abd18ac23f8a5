"""Local time is that of the day and place, and the same on every machine."""

from __future__ import annotations

import importlib
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import zones
from app.dates import parse_instant


@pytest.mark.parametrize(
    ("zone", "moment", "hours"),
    [
        ("Europe/Oslo", "1960-05-01T10:26Z", 2),
        ("Europe/Oslo", "1960-01-01T10:26Z", 1),
        ("Europe/Moscow", "1960-05-01T05:53Z", 3),
        ("Asia/Karachi", "1960-05-01T01:26Z", 5),
        ("Asia/Yekaterinburg", "1960-05-01T05:53Z", 5),
        ("Asia/Tokyo", "1976-09-06T04:57Z", 9),
        ("Asia/Vladivostok", "1976-09-06T03:50Z", 10),
        ("Europe/Berlin", "1962-02-10T07:52Z", 1),
        ("Europe/Oslo", "2020-07-01T00:00Z", 2),
    ],
)
def test_local_times_are_those_of_the_date(zone: str, moment: str, hours: int) -> None:
    assert zones.offset(zone, parse_instant(moment)) == timedelta(hours=hours)


def test_offset_changes_at_the_exact_second() -> None:
    change = parse_instant("1960-03-20T01:00Z")
    assert zones.offset("Europe/Oslo", change) - zones.offset(
        "Europe/Oslo", change - timedelta(seconds=1)
    ) == timedelta(hours=1)
    assert zones.local("Europe/Oslo", change) == datetime(1960, 3, 20, 3, 0)  # noqa: DTZ001


def test_offsets_do_not_depend_on_the_machine() -> None:
    before = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath(to=())
        fresh = importlib.reload(zones)
        assert fresh.offset("Europe/Oslo", parse_instant("1960-05-01T10:26Z")) == timedelta(hours=2)
    finally:
        zoneinfo.reset_tzpath(to=before)


@pytest.fixture(scope="module")
def the_package_s_own() -> Iterator[None]:
    """`ZoneInfo` as the pinned package has it, whatever the machine has: its rules for years to come may be newer or
    older.
    """
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=before)
    ZoneInfo.clear_cache()


@pytest.mark.usefixtures("the_package_s_own")
@given(
    st.sampled_from(sorted(zones.names())),
    st.datetimes(datetime(1970, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (bounds are naive)
)
def test_offsets_since_1970_are_those_of_the_database(zone: str, moment: datetime) -> None:
    assert zones.offset(zone, moment) == ZoneInfo(zone).utcoffset(moment.astimezone(ZoneInfo(zone)))


def test_every_zone_has_a_time_in_every_year() -> None:
    for zone in zones.names():
        for year in (1900, 1945, 1969):
            assert abs(zones.offset(zone, datetime(year, 6, 1, tzinfo=UTC))) < timedelta(hours=16)
