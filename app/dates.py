"""Moments and spans of time: instants in UTC, days, and EDTF's uncertain dates."""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.errors import Rejected
from app.locales import locale_of
from app.loose_dates import suggest_date, suggest_instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date.min, date.max

INSTANT_EXAMPLE = "1960-05-01T05:53Z"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)")
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_MIDNIGHT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d).24:00(:00(\.0+)?)?(?P<zone>\D.*)")
_LEAP_SECOND = re.compile(r"(?P<day>\d{4}-\d\d-\d\d).(?P<clock>\d\d:59):60(?P<zone>\D.*)")
_NOT_ISO = re.compile(r"[^\d.:/+TtZz -]")
_DAY, _MONTH, _YEAR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Span:
    """A period of time as a source gives it.

    `edtf` is the curator's own string. `start` and `end` are the first and last instant in UTC that it strictly
    covers: a day runs from 00:00:00 to 23:59:59, an instant is both its own start and end, an open end is the
    first or last year that can be written. `approximate` and `uncertain` are EDTF's ``~`` and ``?``.
    """

    edtf: str
    start: datetime
    end: datetime
    approximate: bool = False
    uncertain: bool = False

    @property
    def is_instant(self) -> bool:
        """Whether this is a moment of the clock and not a day or longer."""
        return self.start == self.end

    @property
    def known_start(self) -> datetime | None:
        """The first instant; None where the span is open."""
        return None if self.start.date() == FIRST_DAY else self.start

    @property
    def known_end(self) -> datetime | None:
        """The last instant; None where the span is open."""
        return None if self.end.date() == LAST_DAY else self.end


def seconds(moment: datetime) -> float:
    """Seconds from 1970-01-01T00:00Z, negative before it, to the millisecond; an int where there is no fraction."""
    since = moment - EPOCH
    if not since.microseconds:
        return since.days * 86_400 + since.seconds
    milliseconds = round(since / timedelta(milliseconds=1))
    return milliseconds / 1000 if milliseconds % 1000 else milliseconds // 1000


def iso(moment: datetime) -> str:
    """`moment` as ``1960-05-01T05:53Z``; seconds and milliseconds are written only where they are not zero."""
    utc = EPOCH + timedelta(milliseconds=round((moment - EPOCH) / timedelta(milliseconds=1)))
    if utc.microsecond:
        return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
    return utc.strftime("%Y-%m-%dT%H:%MZ" if utc.second == 0 else "%Y-%m-%dT%H:%M:%SZ")


def iso_dates(span: Span) -> str:
    """`span` as ISO 8601, which has no doubts: ``1976-09`` for ``1976-09~``, the days for what is not a plain date."""
    plain = re.sub("[~?%]", "", span.edtf)
    return f"{span.start.date()}/{span.end.date()}" if _NOT_ISO.search(plain) else plain


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with its zone, in UTC.

    Blanks around it, a space for the ``T``, and an offset without colon or minutes are accepted. Raises `Rejected`
    where the zone is missing or the form is wrong.
    """
    stripped = text.strip()
    if not _INSTANT.fullmatch(stripped):
        raise Rejected(
            f"{_quoted(text)} is not a time with its zone.",
            suggest_instant(text) or f'Write date, T, time and zone, like this: "{INSTANT_EXAMPLE}"',
        )
    try:
        return datetime.fromisoformat(stripped.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Rejected(
            _nonexistent(stripped, error), _beyond_the_clock(stripped) or "Correct the date or the time."
        ) from None


def parse_span(text: str) -> Span:
    """An instant, a day, a month, a year, an interval of them, or any EDTF level 0–1 string (ISO 8601-2:2019).

    Raises `Rejected` for anything else.
    """
    if not isinstance(text, str) or not text.strip():
        raise Rejected("The date is empty.", 'Write it like this: "1960-05-01"')
    plain = _plain(text) or _plain_interval(text) or _edtf(text)
    if plain.end < plain.start:
        first, _, last = text.partition("/")
        raise Rejected(f"{_quoted(text)} ends before it starts.", f'Write: "{last}/{first}"')
    return plain


def parse_moment(text: str) -> Span:
    """A moment of the clock. Raises `Rejected` for anything else, such as a day."""
    fix = f"Write it like this: {INSTANT_EXAMPLE}"
    try:
        span = parse_span(text)
    except Rejected as rejected:
        raise Rejected(rejected.problem, fix) from None
    if not span.is_instant:
        raise Rejected(f"{_quoted(text)} is not a moment of the clock.", fix)
    return span


_PARTS = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?:.(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
)


def _nonexistent(text: str, error: Exception) -> str:
    """Why a date or time of the right form does not exist."""
    match = _PARTS.match(text)
    if match and not 1 <= int(match["month"]) <= 12:
        return f"There is no month {match['month']} in {_quoted(text)}."
    if (
        match
        and match["day"]
        and not 1 <= int(match["day"]) <= monthrange(max(1, int(match["year"])), int(match["month"]))[1]
    ):
        return f"That month has no day {match['day']} in {_quoted(text)}."
    if match and match["second"] == "60":
        return f"There is no second 60 in {_quoted(text)}; leap seconds are not counted."
    if match and match["hour"] and int(match["hour"]) > 23:
        return f"There is no hour {match['hour']} in {_quoted(text)}; midnight is 00:00 of the next day."
    return f"{_quoted(text)} does not exist ({error})."


def _beyond_the_clock(text: str) -> str:
    """How to write midnight at the end of a day (``24:00``), or a leap second (``23:59:60``); empty for any other."""
    if leap := _LEAP_SECOND.fullmatch(text):
        return f'Write: "{leap["day"]}T{leap["clock"]}:59{leap["zone"].upper()}"'
    midnight = _MIDNIGHT.fullmatch(text)
    try:
        following = date.fromisoformat(midnight["day"]) + timedelta(days=1) if midnight else None
    except (ValueError, OverflowError):
        following = None
    return f'Write: "{following}T00:00{midnight["zone"].upper()}"' if midnight and following else ""


def _quoted(text: str) -> str:
    """`text` between quotes, cut short."""
    return f'"{text if len(text) <= 60 else text[:60] + "…"}"'


def _plain_interval(text: str) -> Span | None:
    first, slash, last = text.partition("/")
    start, end = _plain(first), _plain(last)
    return Span(text, start.start, end.end) if slash and start and end else None


def _plain(text: str) -> Span | None:
    """The forms that need no library: instants, days, months, years."""
    if _INSTANT.fullmatch(text) or _WITHOUT_ZONE.fullmatch(text):
        moment = parse_instant(text)
        return Span(text, moment, moment)
    try:
        if _DAY.fullmatch(text):
            return _days(text, date.fromisoformat(text), date.fromisoformat(text))
        if _MONTH.fullmatch(text):
            first = date.fromisoformat(f"{text}-01")
            return _days(text, first, first.replace(day=monthrange(first.year, first.month)[1]))
        if _YEAR.fullmatch(text):
            return _days(text, date(int(text), 1, 1), date(int(text), 12, 31))
    except ValueError as error:
        raise Rejected(_nonexistent(text, error), _season(text) or "Correct the date.") from None
    return None


def _season(text: str) -> str:
    """How to write a season of EDTF (``1943-21`` is the spring of 1943) as an interval."""
    year, _, month = text.partition("-")
    months = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11")}.get(month)
    return f'Seasons are not read, months are. Write: "{year}-{months[0]}/{year}-{months[1]}"' if months else ""


def _days(text: str, first: date, last: date, *, approximate: bool = False, uncertain: bool = False) -> Span:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(hours=23, minutes=59, seconds=59)
    return Span(text, start, end, approximate, uncertain)


def _edtf(text: str) -> Span:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # edtf builds its grammar with deprecated parts of pyparsing
        from edtf import parse_edtf
        from edtf.parser.edtf_exceptions import EDTFParseException
    try:
        parsed = parse_edtf(text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
        first, last = _day(lower, FIRST_DAY), _day(upper, LAST_DAY)
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        raise Rejected(
            f"{_quoted(text)} is not a date.",
            _before_christ(text)
            or suggest_date(text)
            or 'Write it like this: "1960-05-01", from and to "1971-10-10/1972-05-16", about "1976-09~".',
        ) from None
    return _days(text, first, last, approximate=bool(re.search("[~%]", text)), uncertain=bool(re.search("[?%]", text)))


def _before_christ(text: str) -> str:
    """What to say of EDTF's years before 1, such as ``-0043``, the year 44 BC."""
    return "Years before 1 are not read; leave out the date, and write it in words." if text.startswith("-") else ""


def _day(parts: object, unbounded: date) -> date:
    """The day of what edtf returns: a `time.struct_time`, or an infinity where an interval is open."""
    return date(parts[0], parts[1], parts[2]) if isinstance(parts, tuple) else unbounded


def spell_day(day: date, language: str) -> str:
    """A day in the language's own long form: 1 May 1960, 1. Mai 1960, 1 мая 1960 г., 1960年5月1日."""
    from babel.dates import format_date

    return str(format_date(day, "long", locale=locale_of(language)))


def spell(span: Span, language: str, words: Callable[[str], str]) -> str:
    """A span in words; times are UTC.

    `words` gives the interface's phrase for ``about``, ``perhaps``, ``since`` and ``until``, each with a ``{date}`` in
    it.
    """
    if span.known_end is None:
        return words("since").format(date=_spell_date(span.start, span.edtf.partition("/")[0], language))
    if span.known_start is None:
        return words("until").format(date=_spell_date(span.end, span.edtf.partition("/")[2], language))
    first, _, last = span.edtf.partition("/")
    text = _spell_date(span.start, first, language)
    if last:
        text = f"{text} – {_spell_date(span.end, last, language)}"
    if span.approximate:
        text = words("about").format(date=text)
    return words("perhaps").format(date=text) if span.uncertain else text


def _spell_date(moment: datetime, edtf: str, language: str) -> str:
    """One end of a span, as precisely as its EDTF string gives it and no more."""
    from babel.dates import format_skeleton

    plain = re.sub(r"[~?%]|-XX", "", edtf)
    if _YEAR.fullmatch(plain):
        return plain
    if _MONTH.fullmatch(plain):
        return str(format_skeleton("yMMMM", moment.date(), locale=locale_of(language)))
    day = spell_day(moment.date(), language)
    return f"{day}, {moment:%H:%M} UTC" if "T" in edtf else day
