"""What is known of each vertex: `coordinateProperties`, arrays parallel to the coordinates, with the same nesting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from itertools import islice, repeat
from types import NoneType
from typing import TypeVar, cast

from app.content.fields.numbers import Unit
from app.content.fields.table import Table
from app.content.fields.values import choice, describe, flag, instant, not_negative, number, sentence, zone
from app.content.layers.geometry import Position, since_epoch, time_of_stamp
from app.domain import Basis, Citation, Fix, Text
from app.errors import Rejected

T = TypeVar("T")

KEYS = (
    "times",
    "basis",
    "position_uncertainty_km",
    "time_uncertainty_min",
    "altitude_uncertainty_m",
    "position_basis",
    "time_basis",
    "altitude_basis",
    "altitude_hold",
    "zones",
    "places",
    "notes",
    "citations",
)
TIME_KEYS = ("coordTimes", "times", "linestringTimestamps", "datetimes")
"""The keys in `properties` under which other programs write the times of the vertices."""

_KNOWN = fields(Fix)[3:]
"""What may be known of a fix beside its position."""
_HASHABLE = frozenset((str, int, float, NoneType, Basis))
_IN_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z")


class Vertices:
    """The arrays of one line, read vertex by vertex; a fault in one value costs only that value."""

    def __init__(self, table: Table, kind: str, lengths: list[int]) -> None:
        self.is_nested = kind == "MultiLineString"
        self.lengths = lengths
        self.count = sum(lengths)
        self.properties = table
        values = table.take("coordinateProperties", _arrays, {})
        self.table = Table(values, table.context, table.field("coordinateProperties"))

    def fixes(self, positions: list[Position]) -> list[Fix]:
        """The positions with all that is known of them."""
        columns = {
            "time": self._times(positions),
            "basis": self._parsed("basis", choice(Basis), Basis.INTERPOLATED),
            "position_uncertainty_km": self._parsed("position_uncertainty_km", not_negative(Unit.KILOMETRES), None),
            "time_uncertainty_min": self._parsed("time_uncertainty_min", not_negative(Unit.MINUTES), None),
            "altitude_uncertainty_m": self._parsed("altitude_uncertainty_m", not_negative(Unit.METRES), None),
            "position_basis": self._parsed("position_basis", choice(Basis), None),
            "time_basis": self._parsed("time_basis", choice(Basis), None),
            "altitude_basis": self._parsed("altitude_basis", choice(Basis), None),
            "altitude_hold": self._parsed("altitude_hold", flag, None),
            "zone": self._parsed("zones", zone, ""),
            "place": self._words("places"),
            "note": self._words("notes"),
            "citations": self._citations(),
        }
        at = zip(*positions, strict=True) if positions else repeat((), 3)
        lons, lats, altitudes = islice(at, 3)
        known = (repeat(field.default) if (column := columns[field.name]) is None else column for field in _KNOWN)
        return list(map(Fix, lons, lats, altitudes, *known))

    def _flat(self, table: Table, key: str) -> list[object] | None:
        """One column as a flat list; None where it is missing or does not fit the coordinates, which is reported."""
        value = table.values.get(key)
        if value is None:
            return None
        try:
            return self._fitted(value)
        except Rejected as rejected:
            table.reject(key, rejected)
            return None

    def _fitted(self, value: object) -> list[object]:
        if not self.is_nested:
            return _of_length(value, self.count, "")
        outer = _of_length(value, len(self.lengths), "", "parts of the line")
        return [
            known
            for index, (part, length) in enumerate(zip(outer, self.lengths, strict=True))
            for known in _of_length(part, length, f"[{index}]")
        ]

    def path(self, index: int) -> str:
        """The index of a vertex as the file nests it."""
        if not self.is_nested:
            return f"[{index}]"
        part = 0
        while index >= self.lengths[part]:
            index -= self.lengths[part]
            part += 1
        return f"[{part}][{index}]"

    def _parsed(self, key: str, parse: Callable[[object], T], blank: T, table: Table | None = None) -> list[T] | None:
        """One column parsed value by value; a value that is wrong is reported and left blank."""
        table = table or self.table
        values = self._flat(table, key)
        if values is None:
            return None
        if (column := _parsed_at_once(values, parse, blank)) is not None:
            return column
        parsed = []
        for index, value in enumerate(values):
            try:
                parsed.append(blank if value is None else parse(value))
            except Rejected as rejected:
                parsed.append(blank)
                table.reject(key + self.path(index), rejected)
        return parsed

    def _words(self, key: str) -> list[Text] | None:
        column = self._parsed(key, self.table.context.words, Text())
        for index, text in enumerate(column or ()):
            if text:
                self.table.context.report_missing(text, self.table.field(key + self.path(index)))
        return column

    def _citations(self) -> list[tuple[Citation, ...]] | None:
        values = self._flat(self.table, "citations")
        if values is None:
            return None
        return [
            () if value is None else self.table.citations_in(value, "citations" + self.path(index))
            for index, value in enumerate(values)
        ]

    def _times(self, positions: list[Position]) -> list[datetime | None] | None:
        """The times, by the first of the conventions that is used."""
        for table, key in ((self.table, "times"), *((self.properties, key) for key in TIME_KEYS)):
            if table.values.get(key) is not None:
                values = self._flat(table, key)
                return None if values is None else _times_at_once(values) or self._parsed(key, _moment, None, table)
        if any(position.stamp is not None for position in positions):
            return [time_of_stamp(position.stamp) for position in positions]
        return None

    def further(self) -> dict[str, list[object]]:
        """Columns of other programs, kept for the download; one that is probably misspelled is reported."""
        unknown = Table(
            {key: value for key, value in self.table.values.items() if key not in KEYS},
            self.table.context,
            self.table.path,
        )
        unknown.note_misspelled(KEYS)
        columns = {key: self._flat(unknown, key) for key in unknown.values}
        return {key: column for key, column in columns.items() if column is not None}


def _parsed_at_once(values: list[object], parse: Callable[[object], T], blank: T) -> list[T] | None:
    """A column without a fault, each distinct value parsed once; None where one is wrong, for a second look."""
    if not _HASHABLE.issuperset(map(type, values)):
        return None
    try:
        known = {value: blank if value is None else parse(value) for value in dict.fromkeys(values)}
    except Rejected:
        return None
    return list(map(known.__getitem__, values))


def _times_at_once(values: list[object]) -> list[datetime | None] | None:
    """A column of times in UTC without a fault, as text or as an importer has read them; None for any other."""
    kinds = set(map(type, values))
    if datetime in kinds and kinds <= {datetime, NoneType}:
        return cast("list[datetime | None]", values)
    if kinds != {str}:
        return None
    texts = cast("list[str]", values)
    if not all(map(_IN_UTC.fullmatch, texts)):
        return None
    try:
        return list(map(datetime.fromisoformat, texts))
    except ValueError:
        return None


def _arrays(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    if isinstance(value, str):
        raise Rejected(
            "coordinateProperties is text; programs such as QGIS write it so.",
            'Write it as an object of lists, without the quotes around it: {"times": ["…", "…"]}',
        )
    raise Rejected(
        f"{sentence(describe(value))} is not an object of lists.", 'Write: {"times": ["…", "…"], "places": ["…", null]}'
    )


def _of_length(value: object, length: int, path: str, of: str = "positions") -> list[object]:
    if not isinstance(value, list):
        raise Rejected(
            f"{sentence(describe(value))} is not a list.",
            f"Write a list with one value for each of the {length} {of}.",
            field=path,
        )
    if len(value) != length:
        raise Rejected(
            f"The list has {len(value)} {'value' if len(value) == 1 else 'values'} for {length} {of}.",
            "Add or remove values, with null where nothing is known.",
            field=path,
        )
    return value


def _moment(value: object) -> datetime:
    """An ISO 8601 instant, or milliseconds since 1970."""
    return since_epoch(number(value) / 1000) if type(value) in (int, float) else instant(value)


def has_times(table: Table) -> bool:
    """Whether any convention of times is used in the properties of a line."""
    own = table.values.get("coordinateProperties")
    return any(table.values.get(key) is not None for key in TIME_KEYS) or (
        isinstance(own, dict) and bool(own.get("times"))
    )


def times_field(table: Table) -> str:
    """The path, within a feature, of the times of its track."""
    own = table.values.get("coordinateProperties")
    if isinstance(own, dict) and own.get("times") is not None:
        return table.field("coordinateProperties.times")
    other = next((key for key in TIME_KEYS if table.values.get(key) is not None), None)
    return table.field(other) if other else "geometry.coordinates"
