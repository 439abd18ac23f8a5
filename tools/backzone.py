"""Writes app/zones.tsv anew: local time before 1970 where the tz database keeps it only in its file `backzone`.

Needs a machine whose own tz files are built with PACKRATDATA=backzone PACKRATLIST=zone.tab, as Debian's are; run
``python tools/backzone.py > app/zones.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

FULL = Path("/usr/share/zoneinfo")
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)
STEP = timedelta(days=3)


def offset(place: ZoneInfo, moment: datetime) -> int:
    """Seconds east of UTC."""
    return round((moment.astimezone(place).utcoffset() or timedelta()).total_seconds())


def changes(place: ZoneInfo) -> list[tuple[datetime, int]]:
    """The offset at `FIRST`, and each moment up to `LAST` from which another is in force."""
    found = [(FIRST, offset(place, FIRST))]
    moment = FIRST
    while moment < LAST:
        following = min(moment + STEP, LAST)
        if offset(place, following) != found[-1][1]:
            change = first_after(place, moment, following)
            found.append((change, offset(place, change)))
        moment = following
    return found


def first_after(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second at which the offset is no longer that of `before`."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if offset(place, middle) == offset(place, before) else (before, middle)
    return after


def rows() -> Iterator[str]:
    """Each change of each zone that the shortened database tells otherwise."""
    short = files("tzdata") / "zoneinfo"
    for name in (files("tzdata") / "zones").read_text(encoding="utf-8").split():
        if "/" not in name or not (FULL / name).exists():
            continue
        with (FULL / name).open("rb") as whole, (short / name).open("rb") as shortened:
            full, brief = changes(ZoneInfo.from_file(whole, name)), changes(ZoneInfo.from_file(shortened, name))
        if full != brief:
            yield from (f"{name}\t{moment:%Y-%m-%dT%H:%M:%SZ}\t{seconds}" for moment, seconds in full)


if __name__ == "__main__":
    print("zone\tfrom\tseconds east of UTC")
    print("\n".join(rows()))
