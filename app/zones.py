"""Local time at any date, the same on every machine.

Offsets come from the tz database in the package `tzdata`, never from the machine. Since its release 2022b the database
gives zones that agree since 1970 one history: Norway would have Berlin's time in 1960, without its summer time.
`zones.tsv` restores the history of those zones before 1970; it is derived from the database's file `backzone` (public
domain) by ``tools/backzone.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

_TABLE = Path(__file__).with_suffix(".tsv")
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


def offset(zone: str, moment: datetime) -> timedelta:
    """The UTC offset of `zone` at `moment`, positive east of UTC; raises `FileNotFoundError` for an unknown zone."""
    if zone in _restored_years() and moment < _SINCE:
        return _restored_offset(zone, moment)
    return moment.astimezone(_zone(zone)).utcoffset() or timedelta()


@cache
def names() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def local(zone: str, moment: datetime) -> datetime:
    """The local time of `zone` at `moment`, as a naive datetime."""
    return moment.astimezone(UTC).replace(tzinfo=None) + offset(zone, moment)


def _restored_offset(zone: str, moment: datetime) -> timedelta:
    changes = _restored_years()[zone]
    return changes[max(0, bisect_right(changes, moment, key=lambda change: change[0]) - 1)][1]


@cache
def _restored_years() -> dict[str, list[tuple[datetime, timedelta]]]:
    years: dict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
    for row in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        zone, since, seconds = row.split("\t")
        years[zone].append((datetime.fromisoformat(since), timedelta(seconds=int(seconds))))
    return dict(years)


@cache
def _zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)
