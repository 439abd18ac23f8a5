"""IGC flight logs (FAI technical specification for GNSS flight recorders, appendix A)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.content.fields.context import ReadContext
from app.content.fields.values import describe, join_names
from app.content.importers import Imported
from app.content.importers.feature_list import FeatureList, Losses, Vertices, degrees_of
from app.content.importers.import_settings import ImportSettings
from app.dates import iso
from app.errors import Report

_DATE = re.compile(r"H[FOP]DTE(?:DATE)?:?\s*(\d\d)(\d\d)(\d\d)")
_FIX = re.compile(
    r"B(?P<clock>\d{6})(?P<lat>\d{7})(?P<north>[NS])(?P<lon>\d{8})(?P<east>[EW])(?P<validity>[AV])"
    r"(?P<pressure>[-\d]\d{4})(?P<gnss>[-\d]\d{4})"
)
_HEADER = re.compile(r"H[FOP](?P<key>GTY|GID|CID)[^:]*:\s*(?P<value>.*\S)")
_FIRST_YEAR = 80
"""Two digits from here on are years of the 1900s; the format is of 1995."""
_HALF_A_DAY = timedelta(hours=12)
_LOST = {"C": "Declared task", "E": "Event", "K": "Further data", "L": "Comment"}


@dataclass(frozen=True, slots=True)
class _Fix:
    """One B record; `clock` is its time of day."""

    line: int
    position: list[float]
    clock: time | None
    day: date | None
    pressure_m: int
    gnss_m: int | None


def read(data: bytes, settings: ImportSettings, context: ReadContext) -> Imported:
    """The one flight of the log."""
    return _Reader(settings, context.report).read(data.decode("utf-8-sig", "replace"))


class _Reader:
    """One reading of one file."""

    def __init__(self, settings: ImportSettings, report: Report) -> None:
        self._settings, self._report = settings, report
        self._day = settings.date
        self._headers: dict[str, str] = {}
        self._fixes: list[_Fix] = []
        self._extensions: tuple[str, ...] = ()
        self._losses = Losses()
        self._bad: list[tuple[int, str]] = []

    def read(self, text: str) -> Imported:
        for number, line in enumerate(text.splitlines(), 1):
            self._record(number, line.strip())
        times = self._times()
        altitudes = self._altitudes()
        vertices = Vertices(
            [
                fix.position if altitude is None else [*fix.position, float(altitude)]
                for fix, altitude in zip(self._fixes, altitudes, strict=True)
            ],
            times,
            [None] * len(times),
            [fix.line for fix in self._fixes],
        )
        self._report_readings()
        features = FeatureList(self._settings, self._report, lambda origin: origin if isinstance(origin, int) else None)
        first = self._fixes[0].line if self._fixes else 1
        features.add_line([vertices], "flight", self._properties(), first, is_recorded=True)
        self._losses.report(self._report)
        return features.imported("GNSS")

    def _record(self, number: int, line: str) -> None:
        kind = line[:1]
        if kind == "B":
            self._fix(number, line)
        elif match := _DATE.match(line):
            self._day = self._settings.date or _date(*map(int, match.groups())) or self._day
        elif match := _HEADER.match(line):
            self._headers[match["key"]] = match["value"]
        elif kind == "I":
            self._extensions = tuple(re.findall(r"\d{4}([A-Z]{3})", line[3:]))
        elif kind in _LOST:
            self._losses.add(_LOST[kind], "line")

    def _fix(self, number: int, line: str) -> None:
        match = _FIX.match(line)
        position = match and degrees_of(_degrees(match["lon"], match["east"]), _degrees(match["lat"], match["north"]))
        if not match or not position:
            self._bad.append((number, line))
            return
        gnss = int(match["gnss"]) if match["validity"] == "A" else None
        pressure = int(match["pressure"])
        self._fixes.append(_Fix(number, position, _clock(match["clock"]), self._day, pressure, gnss))

    def _times(self) -> list[str | None]:
        """The moment of each fix in UTC; the next day begins where the clock goes back by more than half a day."""
        times: list[str | None] = []
        passed, day, latest = timedelta(), None, None
        for fix in self._fixes:
            if fix.day != day:
                passed, day, latest = timedelta(), fix.day, None
            if fix.clock is None or fix.day is None:
                times.append(None)
                continue
            moment = datetime.combine(fix.day, fix.clock, UTC) + passed
            if latest and latest - moment > _HALF_A_DAY:
                passed += timedelta(days=1)
                moment += timedelta(days=1)
            latest = moment
            times.append(iso(moment))
        return times

    def _altitudes(self) -> list[int | None]:
        """Those by GNSS, or those by pressure where there are none by GNSS."""
        if any(fix.gnss_m for fix in self._fixes):
            self._report.note(
                "Altitude: by GNSS, above the WGS84 ellipsoid as the format has it; the pressure altitude is not shown."
            )
            return [fix.gnss_m for fix in self._fixes]
        if any(fix.pressure_m for fix in self._fixes):
            self._report.note("Altitude: by pressure in the standard atmosphere, since the log has none by GNSS.")
            return [fix.pressure_m for fix in self._fixes]
        return [None] * len(self._fixes)

    def _report_readings(self) -> None:
        if self._extensions and self._fixes:
            self._losses.add(f"Further data ({join_names(self._extensions)})", "fix", "fixes", len(self._fixes))
        if self._fixes and self._day is None:
            self._report.error(
                "The log has no date (HFDTE), so its times are left out.",
                'Write the date of the take-off in UTC at this layer in exhibit.toml, such as date = "1999-05-01".',
                line=self._fixes[0].line,
            )
        elif self._fixes and self._settings.date:
            self._report.note(f"Date: {self._settings.date}, by the setting “date”.")
        timeless = [fix.line for fix in self._fixes if fix.clock is None]
        if timeless:
            self._report.error(
                "The time of one fix does not exist; it is left out."
                if len(timeless) == 1
                else f"The times of {len(timeless):,} fixes do not exist; they are left out.",
                "Correct the six digits after B: hours, minutes and seconds.",
                line=timeless[0],
            )
        if self._bad:
            number, line = self._bad[0]
            self._report.error(
                f"One fix cannot be read and is left out: {describe(line)}."
                if len(self._bad) == 1
                else f"{len(self._bad):,} fixes cannot be read and are left out, first {describe(line)}.",
                "A fix is B, time, latitude, longitude, A or V, pressure altitude and GNSS altitude.",
                line=number,
            )

    def _properties(self) -> dict[str, object]:
        """Named after the aircraft and the day."""
        aircraft = self._headers.get("GTY", "")
        who = self._headers.get("GID") or self._headers.get("CID") or aircraft
        day = next((str(fix.day) for fix in self._fixes if fix.day), "")
        return {"name": ", ".join(filter(None, (who, day))), "aircraft": aircraft}


def _degrees(digits: str, side: str) -> str:
    """``5206343`` (degrees, minutes with three decimals) in decimal degrees, as exact as it is written."""
    value = int(digits[:-5]) + int(digits[-5:]) / 60_000
    return f"{-value if side in 'SW' else value:.6f}"


def _clock(digits: str) -> time | None:
    try:
        return time(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year + (1900 if year >= _FIRST_YEAR else 2000), month, day)
    except ValueError:
        return None
