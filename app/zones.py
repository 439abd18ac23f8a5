"""Local time as clocks showed it, the same on every machine.

Offsets come from the tz database as the package `tzdata` carries it, never from the machine. Since its release 2022b the
database gives zones that agree since 1970 one history: Norway would have kept Berlin's time in 1960, without the summer time it
had. `zones.tsv` gives those zones their own years before 1970 back; it is derived from the database's file `backzone`
(public domain) by ``tools/backzone.py``.
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
    """How far the clocks of `zone` were ahead of UTC at `moment`; raises `FileNotFoundError` for a zone that there is not."""
    if zone in _own_years() and moment < _SINCE:
        return _own_offset(zone, moment)
    return moment.astimezone(_zone(zone)).utcoffset() or timedelta()


@cache
def names() -> frozenset[str]:
    """Every zone that there is."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def local(zone: str, moment: datetime) -> datetime:
    """`moment` as the clocks of `zone` showed it, without a zone of its own."""
    return moment.astimezone(UTC).replace(tzinfo=None) + offset(zone, moment)


def _own_offset(zone: str, moment: datetime) -> timedelta:
    changes = _own_years()[zone]
    return changes[max(0, bisect_right(changes, moment, key=lambda change: change[0]) - 1)][1]


@cache
def _own_years() -> dict[str, list[tuple[datetime, timedelta]]]:
    years: dict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
    for row in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        zone, since, seconds = row.split("\t")
        years[zone].append((datetime.fromisoformat(since), timedelta(seconds=int(seconds))))
    return dict(years)


@cache
def _zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)
