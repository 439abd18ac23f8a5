"""What is known of each vertex: `coordinateProperties`, arrays parallel to the coordinates and nested alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from app.content.geometry import Position, since_epoch, stamped
from app.content.table import Table
from app.content.values import choice, describe, instant, not_negative, number
from app.domain import Basis, Fix, Text
from app.errors import Rejected

T = TypeVar("T")

KEYS = ("times", "basis", "position_uncertainty_km", "time_uncertainty_min", "places", "notes", "citations")
TIME_KEYS = ("coordTimes", "times", "linestringTimestamps")
"""Where other programs put the times of the vertices, in `properties`."""


class Vertices:
    """The arrays of one line, read vertex by vertex; what is wrong with one value costs that one."""

    def __init__(self, table: Table, kind: str, lengths: list[int]) -> None:
        self.is_nested = kind == "MultiLineString"
        self.lengths = lengths
        self.count = sum(lengths)
        self.properties = table
        values = table.take("coordinateProperties", _object, {})
        self.table = Table(values, table.desk, table.field("coordinateProperties"))

    def fixes(self, positions: list[Position]) -> list[Fix]:
        """The positions with all that is known of them."""
        columns = {
            "time": self._times(positions),
            "basis": self._parsed("basis", choice(Basis), Basis.INTERPOLATED),
            "position_uncertainty_km": self._parsed("position_uncertainty_km", not_negative, None),
            "time_uncertainty_min": self._parsed("time_uncertainty_min", not_negative, None),
            "place": self._words("places"),
            "note": self._words("notes"),
            "citations": self._citations(),
        }
        given = {name: column for name, column in columns.items() if column is not None}
        if given:
            rows = zip(positions, *given.values(), strict=True)
            return [Fix(at[0], at[1], at[2], **dict(zip(given, known, strict=True))) for at, *known in rows]
        return [Fix(lon, lat, altitude) for lon, lat, altitude, _ in positions]

    def _flat(self, table: Table, key: str) -> list[object] | None:
        """One column, in one piece; None where it is missing or does not fit the coordinates, which is told."""
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
        outer = _of_length(value, len(self.lengths), "", "one list for each part of the line")
        return [
            known
            for index, (part, length) in enumerate(zip(outer, self.lengths, strict=True))
            for known in _of_length(part, length, f"[{index}]")
        ]

    def _path(self, index: int) -> str:
        """The place of a vertex in the file."""
        if not self.is_nested:
            return f"[{index}]"
        part = 0
        while index >= self.lengths[part]:
            index -= self.lengths[part]
            part += 1
        return f"[{part}][{index}]"

    def _parsed(self, key: str, parse: Callable[[object], T], blank: T, table: Table | None = None) -> list[T] | None:
        """One column parsed value by value; what is wrong is told and left blank."""
        table = table or self.table
        values = self._flat(table, key)
        if values is None:
            return None
        parsed = []
        for index, value in enumerate(values):
            try:
                parsed.append(blank if value is None else parse(value))
            except Rejected as rejected:
                parsed.append(blank)
                table.reject(key + self._path(index), rejected)
        return parsed

    def _words(self, key: str) -> list[Text] | None:
        column = self._parsed(key, self.table.desk.words, Text())
        for index, text in enumerate(column or ()):
            if text:
                self.table.desk.tell_missing(text, self.table.field(key + self._path(index)))
        return column

    def _citations(self) -> list[tuple[str, ...]] | None:
        values = self._flat(self.table, "citations")
        if values is None:
            return None
        return [
            () if value is None else self.table.citations_in(value, "citations" + self._path(index)) for index, value in enumerate(values)
        ]

    def _times(self, positions: list[Position]) -> list[datetime | None] | None:
        """The times of the first convention that is used."""
        for table, key in ((self.table, "times"), *((self.properties, key) for key in TIME_KEYS)):
            if table.values.get(key) is not None:
                return self._parsed(key, _moment, None, table)
        if any(position.stamp is not None for position in positions):
            return [stamped(position.stamp) for position in positions]
        return None

    def further(self) -> dict[str, list[object]]:
        """Columns of other programs, kept for the download; a near miss of one of ours is told."""
        unknown = Table({key: value for key, value in self.table.values.items() if key not in KEYS}, self.table.desk, self.table.path)
        unknown.note_slips(KEYS)
        columns = {key: self._flat(unknown, key) for key in unknown.values}
        return {key: column for key, column in columns.items() if column is not None}


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Rejected(describe(value), "an object of arrays")
    return value


def _of_length(value: object, length: int, path: str, wanted: str = "one for each position, null where nothing is known") -> list[object]:
    if not isinstance(value, list):
        raise Rejected(describe(value), f"a list with {wanted}", field=path)
    if len(value) != length:
        raise Rejected(f"{len(value)} values", f"{length}: {wanted}", "Add or remove values until the lists are equally long.", field=path)
    return value


def _moment(value: object) -> datetime:
    """An ISO 8601 instant, or milliseconds since 1970."""
    return since_epoch(number(value) / 1000) if type(value) in (int, float) else instant(value)


def times_field(table: Table) -> str:
    """Where the times of a track stand."""
    ours = table.values.get("coordinateProperties")
    if isinstance(ours, dict) and ours.get("times") is not None:
        return "coordinateProperties.times"
    return next((key for key in TIME_KEYS if table.values.get(key) is not None), "geometry.coordinates")
