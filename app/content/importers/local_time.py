"""Local times of one zone to UTC, with the hours that a change of the clocks left out or repeated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta

from app import zones
from app.content.importers.columns import Rows
from app.content.importers.headings import Zone
from app.dates import iso
from app.errors import Rejected


def zone_name(zone: Zone | None) -> str:
    """``Europe/Moscow``, ``UTC+03:00``."""
    if isinstance(zone, timedelta):
        minutes = round(zone / timedelta(minutes=1))
        return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return str(zone)


def shifted(local: datetime, offset: timedelta) -> datetime | None:
    """The moment of a local time with an offset; None where it is too near to the ends of the calendar."""
    return (local - offset).replace(tzinfo=UTC) if MINYEAR < local.year < MAXYEAR else None


def moment_of(local: datetime, zone: str) -> datetime:
    """The moment of a local time. Raises `Rejected` where there is none or there are two."""
    wrong = Rows()
    moment = Converter(zone).to_utc(local, wrong, 0)
    if moment is None:
        problem, fix, _ = next(iter(wrong.first.values()), (f"There is no year {local.year} here.", "Correct it.", 0))
        raise Rejected(problem, fix)
    return moment


class Converter:
    """Local times of one zone to UTC."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self._days: dict[date, timedelta | None] = {}

    def agrees(self, moment: datetime, offset: timedelta) -> bool:
        """Whether the zone's clocks had this offset."""
        if self.zone == "UTC":
            return not offset
        return self._at(moment) == offset

    def to_utc(self, local: datetime, wrong: Rows, row: int) -> datetime | None:
        """The moment of a local time; None, and counted in `wrong`, where there is none or there are two."""
        day = local.date()
        if day not in self._days:
            self._days[day] = self._constant(local)
        offset = self._days[day]
        if offset is not None:
            return shifted(local, offset)
        found = sorted(
            {moment for near in self._near(local) if (moment := shifted(local, near)) and self._at(moment) == near}
        )
        if len(found) == 1:
            return found[0]
        written = f"{local:%Y-%m-%d %H:%M}"
        if found:
            one, other = (f"{written}{zone_name(self._at(moment)).removeprefix('UTC')}" for moment in found)
            wrong.add(
                "twice",
                row,
                f"{written} was twice in {zone_name(self.zone)}, when the clocks were put back: at {iso(found[0])} "
                f"and at {iso(found[1])}.",
                f"Write the time with its offset: {one} or {other}.",
            )
        else:
            wrong.add(
                "never",
                row,
                f"There was no {written} in {zone_name(self.zone)}: the clocks were put forward.",
                "Correct the time, or write it in UTC with a Z at its end.",
            )
        return None

    def _at(self, moment: datetime) -> timedelta:
        return self.zone if isinstance(self.zone, timedelta) else zones.offset(self.zone, moment)

    def _near(self, local: datetime) -> Mapping[timedelta, None]:
        """The offsets shortly before and after a local time."""
        around = (shifted(local, timedelta(hours=hours)) for hours in (-26, 26))
        return dict.fromkeys(self._at(moment) for moment in around if moment)

    def _constant(self, local: datetime) -> timedelta | None:
        """The only offset around a day."""
        if isinstance(self.zone, timedelta):
            return self.zone
        noon = local.replace(hour=12, minute=0, second=0, microsecond=0)
        around = (shifted(noon, timedelta(hours=hours)) for hours in (-38, 38))
        found = {self._at(moment) for moment in around if moment}
        return next(iter(found)) if len(found) == 1 else None
