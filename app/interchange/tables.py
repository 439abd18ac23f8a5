"""CSV and XLSX: a row for each fix of a flight, or for each place, under headings that the importer reads again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Generic, TypeVar

from app.dates import iso
from app.domain import Exhibit, Fix, Flight, Site, Text
from app.interchange.contents import places_of
from app.interchange.words import about, citation_list, number
from app.interchange.workbook import workbook

Cell = str | float | None
Row = list[Cell]
T = TypeVar("T")

_FORMULA = ("=", "+", "-", "@")
"""The first characters of a cell that a spreadsheet calculates."""


@dataclass(frozen=True, slots=True)
class _Located:
    """A fix, the flight that it is of, and the number of its part, from 1."""

    flight: Flight
    part: int
    fix: Fix


@dataclass(frozen=True, slots=True)
class _Column(Generic[T]):
    """A column: its heading, what it has of a row, and whether it is there when all its cells are empty."""

    heading: str
    value: Callable[[T], Cell]
    is_kept: bool = True


def fixes_csv(exhibit: Exhibit, _language: str, _notes: tuple[str, ...]) -> bytes:
    """Every fix of every flight as CSV."""
    return _csv(_fixes(exhibit))


def fixes_xlsx(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """Every fix of every flight as a workbook of one sheet."""
    return workbook("Fixes", _fixes(exhibit), _properties(exhibit, language, notes))


def places_csv(exhibit: Exhibit, _language: str, _notes: tuple[str, ...]) -> bytes:
    """Every site and event with a position as CSV."""
    return _csv(_places(exhibit))


def places_xlsx(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """Every site and event with a position as a workbook of one sheet."""
    return workbook("Places", _places(exhibit), _properties(exhibit, language, notes))


def _properties(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> dict[str, str]:
    return {
        "title": exhibit.title.in_language(language),
        "creator": "; ".join(author.name for author in exhibit.authors),
        "description": about(exhibit, language, notes),
        "language": language,
    }


def _fixes(exhibit: Exhibit) -> list[Row]:
    located = [_Located(flight, part, fix) for flight in exhibit.flights for part, fix in _parts(flight)]
    columns: list[_Column[_Located]] = [
        _Column("Flight ID", lambda row: row.flight.id),
        *_words("Flight", lambda row: row.flight.name, located, exhibit.language),
        _Column("Part of the flight", lambda row: row.part if row.flight.breaks else None, is_kept=False),
        _Column("Time (UTC)", lambda row: iso(row.fix.time) if row.fix.time else None),
        _Column("Latitude", lambda row: row.fix.lat),
        _Column("Longitude", lambda row: row.fix.lon),
        _Column("Altitude (m)", lambda row: row.fix.altitude_m),
        _Column("Altitude held", lambda row: _yes_or_no(row.fix.altitude_hold), is_kept=False),
        *_words("Place", lambda row: row.fix.place, located, exhibit.language),
        *_words("Note", lambda row: row.fix.note, located, exhibit.language),
        _Column("Evidence", lambda row: row.fix.basis.value),
        _Column("Position uncertainty (km)", lambda row: row.fix.position_uncertainty_km),
        _Column("Time uncertainty (min)", lambda row: row.fix.time_uncertainty_min),
        _Column("Altitude uncertainty (m)", lambda row: row.fix.altitude_uncertainty_m, is_kept=False),
        _Column(
            "Position evidence", lambda row: row.fix.position_basis and row.fix.position_basis.value, is_kept=False
        ),
        _Column("Time evidence", lambda row: row.fix.time_basis and row.fix.time_basis.value, is_kept=False),
        _Column(
            "Altitude evidence", lambda row: row.fix.altitude_basis and row.fix.altitude_basis.value, is_kept=False
        ),
        _Column("Source", lambda row: citation_list(row.fix.citations)),
        _Column("Zone of the place", lambda row: row.fix.zone, is_kept=False),
    ]
    return _rows(columns, located)


def _places(exhibit: Exhibit) -> list[Row]:
    places = places_of(exhibit)
    columns: list[_Column[Site]] = [
        _Column("ID", lambda place: place.id),
        _Column("Kind", lambda place: place.kind),
        *_words("Name", lambda place: place.name, places, exhibit.language),
        _Column("Latitude", lambda place: place.position and place.position[1]),
        _Column("Longitude", lambda place: place.position and place.position[0]),
        _Column("Altitude (m)", lambda place: place.altitude_m, is_kept=False),
        _Column("Time (UTC)", lambda place: place.when.edtf if place.when and place.when.is_instant else None),
        _Column("Date", lambda place: place.when.edtf if place.when and not place.when.is_instant else None),
        *_words("Description", lambda place: place.description, places, exhibit.language),
        _Column("Evidence", lambda place: place.basis.value),
        _Column("Position uncertainty (km)", lambda place: place.position_uncertainty_km),
        _Column("Source", lambda place: citation_list(place.citations)),
    ]
    return _rows(columns, places)


def _parts(flight: Flight) -> Iterable[tuple[int, Fix]]:
    for part, (first, end) in enumerate(flight.parts, 1):
        yield from ((part, fix) for fix in flight.fixes[first:end])


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _words(heading: str, text: Callable[[T], Text], rows: Iterable[T], first: str) -> list[_Column[T]]:
    """A column in the first language, and one for each other language that there is: ``Place:de``."""
    tags = dict.fromkeys(tag for row in rows for tag, _ in text(row) if tag != first)

    def in_language(tag: str) -> Callable[[T], Cell]:
        return lambda row: text(row).as_dict().get(tag)

    others = [_Column(f"{heading}:{tag}", in_language(tag)) for tag in tags]
    return [_Column(heading, in_language(first)), *others]


def _rows(columns: Sequence[_Column[T]], records: Iterable[T]) -> list[Row]:
    cells = [[column.value(record) for record in records] for column in columns]
    shown = [(column, found) for column, found in zip(columns, cells, strict=True) if column.is_kept or any(found)]
    return [
        [column.heading for column, _ in shown],
        *(list(row) for row in zip(*(found for _, found in shown), strict=True)),
    ]


def _csv(rows: Iterable[Row]) -> bytes:
    """RFC 4180 in UTF-8, with the mark at the beginning by which Excel knows it."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    """A cell as text. There is a blank before words that a spreadsheet would calculate as a formula; a table's reader
    ignores it, so that the words themselves stay as they are.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f" {value}" if value.lstrip().startswith(_FORMULA) else value
    return number(value)
