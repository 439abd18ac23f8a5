"""Moments and spans of history: instants in UTC, days, and EDTF's uncertain dates."""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.errors import Rejected
from app.locales import locale_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date.min, date.max

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_DAY, _MONTH, _YEAR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as a source gives it.

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


def seconds(moment: datetime) -> int:
    """Whole seconds from 1970-01-01T00:00Z, negative before it: the one number by which clocks are set."""
    return round((moment - EPOCH).total_seconds())


def iso(moment: datetime) -> str:
    """`moment` as ``1960-05-01T05:53Z``; seconds are written only where they are not zero."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%MZ" if utc.second == 0 else "%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with its zone, in UTC. Raises `Rejected` where the zone or the form is wrong."""
    if not _INSTANT.fullmatch(text):
        raise Rejected(repr(text), "an instant such as 1960-05-01T05:53Z", "Write date, T, time and Z (or an offset such as +03:00).")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Rejected(repr(text), "a date and time that exist", f"Correct it: {error}.") from None


def parse_span(text: str) -> Span:
    """An instant, a day, a month, a year, an interval of them, or any EDTF level 0–1 string (ISO 8601-2:2019).

    Raises `Rejected` for anything else.
    """
    if not isinstance(text, str) or not text.strip():
        raise Rejected(repr(text), "an EDTF date such as 1960-05-01 or 1976-09~", "Write the date as text.")
    plain = _plain(text) or _plain_interval(text) or _edtf(text)
    if plain.end < plain.start:
        raise Rejected(repr(text), "an interval that ends after it starts", "Swap the two dates.")
    return plain


def _plain_interval(text: str) -> Span | None:
    first, slash, last = text.partition("/")
    start, end = _plain(first), _plain(last)
    return Span(text, start.start, end.end) if slash and start and end else None


def _plain(text: str) -> Span | None:
    """The forms that need no library: instants, days, months, years."""
    if _INSTANT.fullmatch(text):
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
        raise Rejected(repr(text), "a date that exists", f"Correct it: {error}.") from None
    return None


def _days(text: str, first: date, last: date, *, approximate: bool = False, uncertain: bool = False) -> Span:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(hours=23, minutes=59, seconds=59)
    return Span(text, start, end, approximate, uncertain)


def _edtf(text: str) -> Span:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # edtf builds its grammar in a way that pyparsing has come to frown on
        from edtf import parse_edtf
        from edtf.parser.edtf_exceptions import EDTFParseException
    try:
        parsed = parse_edtf(text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
        first, last = _day(lower, FIRST_DAY), _day(upper, LAST_DAY)
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        raise Rejected(repr(text), "an EDTF date such as 1960-05-01, 1976-09~ or 1971-10-10/1972-05-16") from None
    return _days(text, first, last, approximate=bool(re.search("[~%]", text)), uncertain=bool(re.search("[?%]", text)))


def _day(parts: object, unbounded: date) -> date:
    """edtf gives a `time.struct_time`, or an infinity where an interval is open."""
    return date(parts[0], parts[1], parts[2]) if isinstance(parts, tuple) else unbounded


def spell_day(day: date, language: str) -> str:
    """A day in the language's own long form: 1 May 1960, 1. Mai 1960, 1 мая 1960 г., 1960年5月1日."""
    from babel.dates import format_date

    return str(format_date(day, "long", locale=locale_of(language)))


def spell(span: Span, language: str, words: Callable[[str], str]) -> str:
    """A span as a visitor reads it; times are UTC.

    `words` gives the interface's phrase for ``about``, ``perhaps``, ``since`` and ``until``, each with a ``{date}`` in it.
    """
    if span.end.date() == LAST_DAY:
        return words("since").format(date=_spell_date(span.start, span.edtf.partition("/")[0], language))
    if span.start.date() == FIRST_DAY:
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
