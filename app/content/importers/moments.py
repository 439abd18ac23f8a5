"""Dates and times in the columns of a table, to moments in UTC: by a column as a whole, by its heading, by a setting.

Nothing is guessed. A date of two readings, a time without a zone, an hour that a change of the clocks left out or
repeated are reported, with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from app.content.importers.columns import NOTHING, Column, Rows, as_text, blank, quoted
from app.content.importers.headings import Zone
from app.content.importers.import_settings import ImportSettings
from app.content.importers.local_time import Converter, shifted, zone_name
from app.dates import EPOCH
from app.errors import Report
from app.loose_dates import possible_days

_CLOCK = re.compile(
    r"(?:(?P<date>.*?)(?:T|,?\s+|,))?(?:at\s+|um\s+|в\s+)?(?P<hour>\d{1,2})(?P<mark>[:.h時])(?P<minute>\d{2})分?"
    r"(?:(?P=mark)(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?:Uhr|h|hrs|ч\.?)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"(?:(?P<date>.*\S)\s+)?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?:h|hrs|hours|Uhr)?\s*(?P<zone>Z|UTC|GMT)?"
)
_EITHER = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,6})?)?Z?")
_MOMENT_WITH_Z = re.compile(rf"{_MOMENT.pattern.removesuffix('Z?')}Z")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_EDTF = re.compile(r"-?\d{4}(-\d\d){0,2}(T[\d:.]+Z(?=/))?[~?%]?(/.*)?|\d{3}X|\d\dXX|\.\./.*")
_SECONDS = (1e8, 1e10)
_MILLISECONDS = (1e11, 1e14)
_FORMS = "Write date and time such as 1927-05-20 07:52."
_NONE = timedelta()
_NEXT_DAY = timedelta(hours=12)
"""A clock that goes back by more than this has passed midnight; by less, a time is wrong."""


@dataclass(slots=True)
class Moments:
    """The moments of a table's rows in UTC, None where unknown, and the days of rows that have no time of day.

    `notes` say what was converted, and by what; `has_clocks` whether any row has a time of day.
    """

    times: list[datetime | None]
    days: list[str]
    notes: list[str] = field(default_factory=list)
    has_clocks: bool = False


class _Written(NamedTuple):
    """A cell as it is written: the text of its date, the time of day, the offset from UTC."""

    date: str = ""
    clock: time | None = None
    offset: timedelta | None = None
    moment: datetime | None = None


def read_moments(
    clock: Column | None, day: Column | None, settings: ImportSettings, report: Report, count: int
) -> Moments:
    """The moments of all rows, from a column of times, one of dates, or both."""
    found = Moments([None] * count, [""] * count)
    if clock is None and day is None:
        return found
    if clock is not None and (stamps := _stamps(clock)):
        found.times, found.has_clocks = [*stamps], True
        found.notes.append("Time: seconds since 1970 to UTC, by the whole column.")
        return found
    if clock is not None and day is None and (moments := _in_utc(clock, settings)):
        found.times, found.has_clocks = [*moments], True
        return found
    written = _written(clock, report) if clock else [_Written()] * count
    found.has_clocks = any(each.clock or each.moment for each in written)
    days = _days(day, [each.date for each in written], clock, settings, found, report)
    if found.has_clocks and clock is not None:
        _combine(written, days, clock, settings, found, report)
        found.days = ["" if each.clock or each.moment else day or "" for each, day in zip(written, days, strict=True)]
    else:
        found.days = [day or "" for day in days]
    return found


def _stamps(column: Column) -> list[datetime | None] | None:
    """A column of seconds or milliseconds since 1970, where every cell is such a number."""
    try:
        numbers = [None if blank(value) else float(value) for value in column.values]
    except ValueError:
        return None
    known = [number for number in numbers if number is not None]
    for (low, high), unit in ((_SECONDS, 1), (_MILLISECONDS, 1000)):
        if known and all(low <= abs(number) < high for number in known):
            return [None if number is None else EPOCH + timedelta(seconds=number / unit) for number in numbers]
    return None


def _in_utc(column: Column, settings: ImportSettings) -> list[datetime] | None:
    """A column of dates with times of day in UTC, in ISO 8601, in a way that is short for speed; None for any other."""
    said = {zone for zone in (column.heading.zone, settings.zone) if zone is not None}
    texts = [value for value in column.values if isinstance(value, str)]
    form = _MOMENT if said == {"UTC"} else _MOMENT_WITH_Z
    if len(texts) < len(column.values) or not said <= {"UTC"} or not all(map(form.fullmatch, texts)):
        return None
    try:
        return [datetime.fromisoformat(f"{text.removesuffix('Z')}Z") for text in texts]
    except ValueError:
        return None


def _written(column: Column, report: Report) -> list[_Written]:
    """The cells taken apart; what is no time is reported."""
    wrong = Rows()
    nothing = _Written()
    result = []
    for value, row in zip(column.values, column.rows, strict=True):
        text = value if isinstance(value, str) else as_text(value)
        each = nothing if text.casefold() in NOTHING else _take_apart(text)
        if each is None:
            fix = f"{_FORMS} Leave the cell empty if it is not known."
            wrong.add("time", row, f"{quoted(value)} is not a time.", fix)
        result.append(each or nothing)
    wrong.report(report, column.name)
    return result


def _take_iso(text: str) -> _Written | None:
    """ISO 8601, the form of most tables, in a way that is short for speed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if text.endswith("Z"):
        return _Written(moment=moment, offset=_NONE)
    if (offset := moment.utcoffset()) is not None:
        utc = shifted(moment.replace(tzinfo=None), offset)
        return _Written(moment=utc, offset=offset) if utc else None
    return _Written(date=text[:10], clock=moment.time())


def _take_apart(text: str) -> _Written | None:
    if len(text) >= 16 and text[4] == "-" and text[13] == ":" and (written := _take_iso(text)):
        return written
    match = _CLOCK.fullmatch(text) or _MILITARY.fullmatch(text)
    if match is None:
        return _Written(date=text) if _is_date(text) else None
    groups = match.groupdict()
    hour, half = int(match["hour"]), (groups.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    fraction = (groups.get("fraction") or "").ljust(6, "0")[:6]
    try:
        clock = time(hour, int(match["minute"]), int(groups.get("second") or 0), int(fraction or 0))
    except ValueError:
        return None
    date_text = (match["date"] or "").strip(" ,")
    if date_text and not _is_date(date_text) and _weekday(date_text) is None:
        return None
    return _Written(date_text, clock, _offset(match["zone"]))


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -offset if zone[0] == "-" else offset


def _is_date(text: str) -> bool:
    return (
        bool(_readings(text))
        or (bool(_EDTF.fullmatch(text)) and not _ISO.fullmatch(text))
        or bool(_SHORT_YEAR.fullmatch(_without_weekday(text)))
    )


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[str, ...]:
    """The days that a date may mean, in ISO 8601."""
    if _ISO.fullmatch(text):
        try:
            return (date.fromisoformat(text).isoformat(),)
        except ValueError:
            return ()
    bare = _without_weekday(text)
    return tuple(possible_days(bare)) if len(bare) <= 40 else ()


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest.strip() if rest and _weekday(first) is not None else text


def _weekday(word: str) -> int | None:
    """The number of a day of the week, Monday first."""
    return _weekdays().get(word.strip(" ,.").casefold())


@cache
def _weekdays() -> Mapping[str, int]:
    from babel.dates import get_day_names

    return {
        name.casefold().rstrip("."): number
        for language in ("en", "de", "ru")
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=language).items()
    }


def _days(
    column: Column | None,
    beside: Sequence[str],
    clock: Column | None,
    settings: ImportSettings,
    found: Moments,
    report: Report,
) -> list[str | None]:
    """The date of each row in ISO 8601, from its own column or from the one with the times; empty where there is none,
    None where it cannot be read, which is reported.
    """
    if column is None and not any(beside):
        return [""] * len(beside)
    source = column if column is not None and not any(map(_readings, {*beside} - {""})) else clock
    if source is None:
        return [""] * len(beside)
    texts = [as_text(value) for value in column.values] if column is source and column is not None else [*beside]
    day_first = _day_first(texts, source, settings, found, report)
    if day_first is None and any(map(_depends_on_order, {*texts})):
        return [None if text else "" for text in texts]
    wrong = Rows()
    known: dict[str, str | None] = {}
    result: list[str | None] = []
    for text, row in zip(texts, source.rows, strict=True):
        if text not in known:
            known[text] = _one_day(text, day_first)
        day = known[text]
        if day is None:
            year = _SHORT_YEAR.fullmatch(_without_weekday(text))
            fix = "Write the year with four digits." if year else "Write the date such as 1927-05-20."
            what = "does not say which century it means" if year else "is not a date"
            wrong.add("year" if year else "date", row, f"{quoted(text)} {what}.", fix)
        result.append(day)
    wrong.report(report, source.name)
    return result


def _one_day(text: str, day_first: bool | None) -> str | None:
    """One date in ISO 8601; the text itself where it is less exact than a day; None where it is none."""
    if not text or _weekday(text) is not None:
        return ""
    readings = _readings(text)
    if _depends_on_order(text):
        day = _reordered(_without_weekday(text), day_first=bool(day_first))
        return day if day in readings else None
    if readings:
        return readings[0]
    return text if _EDTF.fullmatch(text) and not _ISO.fullmatch(text) else None


def _depends_on_order(text: str) -> bool:
    bare = _without_weekday(text)
    return bool(_EITHER.fullmatch(bare)) and _reordered(bare, day_first=True) != _reordered(bare, day_first=False)


def _reordered(text: str, *, day_first: bool) -> str:
    one, two, year = re.split("[/-]", text)
    day, month = (one, two) if day_first else (two, one)
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _day_first(
    texts: Sequence[str], column: Column, settings: ImportSettings, found: Moments, report: Report
) -> bool | None:
    """Whether 9/6/1976 is the 9th of June, by the whole column or a setting; None where that is not known, which is
    reported.
    """
    orders: dict[bool, int] = {}
    doubtful: int | None = None
    firsts = {text: index for index, text in reversed([*enumerate(texts)])}
    for text, index in reversed(firsts.items()):
        bare = _without_weekday(text)
        if not _depends_on_order(text):
            continue
        readings = _readings(text)
        if len(readings) == 2:
            doubtful = index if doubtful is None else doubtful
        elif readings:
            orders.setdefault(readings[0] == _reordered(bare, day_first=True), index)
    if len(orders) == 2:
        day, month = orders[True], orders[False]
        with report.at(row=column.rows[day], field=column.name):
            report.error(
                f"{quoted(column.values[day])} has the day first, but {quoted(column.values[month])} in row "
                f"{column.rows[month]} has the month first.",
                "Write all dates in one way, best as 1927-05-20.",
            )
        return None
    if settings.day_first is not None:
        return settings.day_first
    if orders:
        ((is_day_first, index),) = orders.items()
        order = "day before month" if is_day_first else "month before day"
        if doubtful is not None:
            found.notes.append(
                f"Dates: {order}, by the whole column (row {column.rows[index]}: {quoted(column.values[index])})."
            )
        return is_day_first
    if doubtful is not None:
        one, other = _readings(texts[doubtful])
        with report.at(row=column.rows[doubtful], field=column.name):
            report.error(
                f"{quoted(column.values[doubtful])} may be {_spelled(one)} or {_spelled(other)}; no other date in the "
                "column says which.",
                f"In [[layers]] of exhibit.toml, write day_first = true for {_spelled(one)}, or day_first = false for "
                f"{_spelled(other)}.",
            )
    return None


def _spelled(day: str) -> str:
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B} {at.year}"


def _combine(
    written: Sequence[_Written],
    days: Sequence[str | None],
    column: Column,
    settings: ImportSettings,
    found: Moments,
    report: Report,
) -> None:
    """Set the moments of `found` from dates, times of day and zones."""
    dated = _with_date(written, days, column, settings, found, report)
    if dated is None:
        return
    zone, by = _zone(written, column, settings, report)
    if zone is None and any(each.clock and each.offset is None for each in written):
        return
    converter = Converter(zone) if zone is not None else None
    wrong = Rows()
    for index, (each, day) in enumerate(zip(written, dated, strict=True)):
        moment = each.moment
        if moment is None and each.clock is not None and day:
            local = _local(day, each.clock, column, index, wrong)
            if local is None:
                continue
            if each.offset is not None:
                moment = shifted(local, each.offset)
            elif converter:
                moment = converter.to_utc(local, wrong, column.rows[index])
        if converter and each.offset is not None and moment is not None and not converter.agrees(moment, each.offset):
            wrong.add(
                "zone",
                column.rows[index],
                f"{quoted(column.values[index])} is not the time in {zone_name(zone)}, the zone of the {by}.",
                "Correct the heading, the setting or the times.",
            )
            moment = None
        found.times[index] = moment
    wrong.report(report, column.name)
    if converter and zone != "UTC":
        found.notes.append(f"Time: from {zone_name(zone)} to UTC, by the {by}.")


def _local(day: str, clock: time, column: Column, index: int, wrong: Rows) -> datetime | None:
    """A date and a time of day together; None, and counted in `wrong`, where the date is less exact than a day."""
    at = _day(day)
    if at is None:
        problem = f"The date of {quoted(column.values[index])} has no day, so the time cannot be used."
        wrong.add("inexact", column.rows[index], problem, "Write the day.")
        return None
    return datetime.combine(at, clock)


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """A date of ISO 8601; None where it is less exact than a day."""
    return date.fromisoformat(text) if _ISO.fullmatch(text) else None


def _with_date(
    written: Sequence[_Written],
    days: Sequence[str | None],
    column: Column,
    settings: ImportSettings,
    found: Moments,
    report: Report,
) -> Sequence[str | None] | None:
    """The dates, counted on from the setting where the table has none; None where that is missing, too."""
    dateless = [index for index, each in enumerate(written) if each.clock and days[index] == ""]
    if not dateless:
        return days
    if len(dateless) < sum(bool(each.clock or each.moment) for each in written):
        rows = [column.rows[index] for index in dateless]
        with report.at(row=rows[0], field=column.name):
            count = f"; {len(rows) - 1} more rows have none, too" if len(rows) > 1 else ""
            report.error(f"{quoted(column.values[dateless[0]])} has no date{count}.", "Write the date in each row.")
        return days
    if settings.date is None:
        with report.at(row=column.rows[dateless[0]], field=column.name):
            report.error(
                f"{quoted(column.values[dateless[0]])} has no date, and the table has no column for it.",
                "Add a column “Date”, or in [[layers]] of exhibit.toml the date of the first row, such as "
                'date = "1927-05-20"',
            )
        return None
    first = written[dateless[0]]
    if (named := _weekday(first.date)) is not None and named != settings.date.weekday():
        with report.at(row=column.rows[dateless[0]], field=column.name):
            report.error(
                f"{settings.date} was a {settings.date:%A}; the first time is {quoted(column.values[dateless[0]])}.",
                "Correct “date” in [[layers]] of exhibit.toml.",
            )
        return None
    dated, day, before = [*days], settings.date, time.min
    turns = []
    for index in dateless:
        clock = written[index].clock or time.min
        back = datetime.combine(date.min, before) - datetime.combine(date.min, clock)
        if back > _NEXT_DAY:
            day += timedelta(days=1)
            turns.append(column.rows[index])
        before = clock
        dated[index] = day.isoformat()
    more = f"; the next day from row {', '.join(map(str, turns[:5]))}, where the clock starts again" if turns else ""
    found.notes.append(f"Date: {settings.date} from the first row, by the setting “date”{more}.")
    return dated


def _zone(
    written: Sequence[_Written], column: Column, settings: ImportSettings, report: Report
) -> tuple[Zone | None, str]:
    """The zone of times without one, and what says so."""
    said, by = column.heading.zone, column.by or "heading"
    if said is not None and settings.zone and said != settings.zone:
        report.error(
            f"The heading “{column.name}” says {zone_name(said)}, the setting says {settings.zone}.",
            "Correct one of the two: the heading, or “zone” in [[layers]] of exhibit.toml.",
            field=column.name,
        )
        return None, ""
    zone: Zone | None = said if said is not None else settings.zone
    if zone is not None:
        return zone, by if said is not None else "setting “zone”"
    missing = [index for index, each in enumerate(written) if each.clock and each.offset is None]
    if missing:
        abbreviation = f" “{column.heading.unknown}” is not the name of one zone." if column.heading.unknown else ""
        with report.at(row=column.rows[missing[0]], field=column.name):
            report.error(
                f"The times do not say their zone, such as {quoted(column.values[missing[0]])}.{abbreviation}",
                'In [[layers]] of exhibit.toml, write zone = "UTC", or the zone such as zone = "America/New_York"; '
                "or say it in the heading: “Time (UTC)”, “Time (New York)”.",
            )
    return None, ""
