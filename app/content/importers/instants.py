"""Times of recorded tracks: those with a zone as they are, those without one by the setting `zone`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import cast

from app.content.fields.values import describe
from app.content.importers.columns import Rows
from app.content.importers.local_time import Converter
from app.dates import iso
from app.errors import Report

_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)")
_SLASHES = re.compile(r"\d{4}/\d\d/\d\d[Tt ]")
_WITHOUT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?")


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time of day, with a zone or without."""
    text = with_hyphens(text)
    return bool(_WITH_ZONE.fullmatch(text) or _WITHOUT.fullmatch(text))


def with_hyphens(text: str) -> str:
    """A moment as ISO 8601 writes its date: older versions of GDAL write ``2013/08/27 13:27:00+00``. Any other text,
    also one with a date that there is not, is as it was.
    """
    if not _SLASHES.match(text):
        return text
    try:
        return f"{date.fromisoformat(text[:10].replace('/', '-'))}{text[10:]}"
    except ValueError:
        return text


class Instants:
    """Reads the times of one file, and reports once what it has done with those that have no zone."""

    def __init__(self, zone: str | None, report: Report, line_of: Callable[[object], int | None]) -> None:
        self._zone, self._report, self._line_of = zone, report, line_of
        self._local = Converter(zone) if zone else None
        self._converted = 0
        self._wrong = Rows()
        self._places: dict[str, object] = {}
        self._refused: dict[bool, tuple[int, str, object]] = {}

    def read(self, text: str, origin: object) -> str | None:
        """The time as ISO 8601 with its zone; None where it has none, or is not a time. `origin` is the place in the
        file.
        """
        written = text.strip()
        text = with_hyphens(written)
        if not text:
            return None
        if _WITH_ZONE.fullmatch(text):
            return text
        local = _local(text)
        if local and self._local:
            moment = self._local.to_utc(local, self._wrong, 0)
            self._converted += moment is not None
            for cause in self._wrong.first:
                self._places.setdefault(cause, origin)
            return iso(moment) if moment else None
        is_local = local is not None
        count, first, place = self._refused.get(is_local, (0, written, origin))
        self._refused[is_local] = count + 1, first, place
        return None

    def read_all(self, texts: Sequence[str | None], origins: Sequence[object]) -> list[str | None]:
        """The times of a whole line, checked as a column where all of them have a zone."""
        if all(texts) and all(map(_WITH_ZONE.fullmatch, cast("Sequence[str]", texts))):
            return list(texts)
        return [text and self.read(text, origin) for text, origin in zip(texts, origins, strict=True)]

    def report(self) -> None:
        """One note on the times that were converted, one message on those without a zone, one on those that are no
        times.
        """
        if self._converted:
            self._report.note(f"{_times(self._converted)} taken as local time in {self._zone}, by the setting “zone”.")
        for is_local, (count, first, origin) in self._refused.items():
            problem = f"{_times(count)} left out: {describe(first)} {'has no zone' if is_local else 'is not a time'}"
            others = ", and the others neither" if is_local and count > 1 else ""
            self._report.error(
                f"{problem}{others}.",
                _fix(first) if is_local else "Write it like this: 1960-05-01T05:53:00Z",
                line=self._line_of(origin),
            )
        for cause, (problem, fix, _) in self._wrong.first.items():
            more = len(self._wrong.rows[cause]) - 1
            others = f" The same is true of {more:,} more {'time' if more == 1 else 'times'}." if more else ""
            self._report.error(f"{problem}{others}", fix, line=self._line_of(self._places[cause]))


def _times(count: int) -> str:
    return "One time is" if count == 1 else f"{count:,} times are"


def _fix(text: str) -> str:
    moment = with_hyphens(text).replace(" ", "T")
    return (
        f'In exhibit.toml, at this layer, write zone = "UTC" if this is UTC ({moment}Z), or the zone of the local '
        'time, such as zone = "Europe/Moscow".'
    )


def _local(text: str) -> datetime | None:
    """A date and a time of day without a zone; None for any other text."""
    if not _WITHOUT.fullmatch(text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return None


def lacks_zone(text: str) -> bool:
    """Whether a text is a date and a time of day without a zone."""
    return _local(text) is not None


def local_in_utc(text: str, zone: str | None) -> str | None:
    """The moment at which clocks in `zone` showed a time; None where they never did or did twice, and without a
    zone.
    """
    local = _local(text)
    moment = Converter(zone).to_utc(local, Rows(), 0) if local and zone else None
    return iso(moment) if moment else None
