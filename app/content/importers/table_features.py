"""The columns of a table to GeoJSON features: the fixes of flights, or places."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from app.content.fields.context import Cell
from app.content.importers import Imported
from app.content.importers.columns import Fields, numbers, rows_of
from app.content.importers.details import read_altitudes, read_details, read_words, texts_of
from app.content.importers.headings import Meaning
from app.content.importers.import_settings import ImportSettings, Purpose
from app.content.importers.moments import Moments, read_moments
from app.content.importers.positions import Pair, read_positions
from app.dates import iso
from app.errors import Rejected, Report

_LONGEST_ID = 60


@dataclass(slots=True)
class _Table:
    """All that is known of the rows."""

    rows: Sequence[int]
    positions: list[Pair | None]
    altitudes: list[float | None]
    moments: Moments
    further: dict[str, list[object]]
    """By key of `coordinateProperties`, the values of all rows."""
    names: list[object]
    """The names of the flights, in one language or by language."""
    flights: list[str]
    """Their ids, or their names where there are no ids."""
    parts: list[str]
    has_ids: bool


def to_features(fields: Fields, settings: ImportSettings, report: Report, stem: str) -> Imported:
    """The features of a table; `stem` names those without a name of their own.

    Raises `Rejected` where no row has a position.
    """
    if not fields.rows:
        raise Rejected("The table has headings, but no rows.", "Save it again, with the rows in it.")
    count = len(fields.rows)
    further = read_details(fields, settings, report)
    altitudes = read_altitudes(fields, settings, report)
    moments = read_moments(fields.take(Meaning.TIME), fields.take(Meaning.DATE), settings, report, count)
    positions = read_positions(fields, settings, report)
    if not any(positions) and (Meaning.ADDRESS, "") not in fields.columns:
        raise Rejected("No row has a position that can be read.", "Correct the positions.")
    names, ids = read_words(fields, Meaning.FLIGHT), fields.take(Meaning.FLIGHT_ID)
    flights = texts_of(ids, count) if ids else [_first_word(name) if name else "" for name in names]
    parts = texts_of(fields.take(Meaning.PART), count)
    table = _Table(fields.rows, positions, altitudes, moments, further, names, flights, parts, ids is not None)
    for note in moments.notes:
        report.note(note)
    purpose = _purpose(table, fields, settings, report)
    is_flight = purpose is Purpose.FLIGHT
    made = _flights(table, settings, report, stem) if is_flight else _places(table, fields, report, stem)
    return Imported([feature for feature, _ in made], _finder([rows for _, rows in made], fields))


def _purpose(table: _Table, fields: Fields, settings: ImportSettings, report: Report) -> Purpose:
    """What the rows are: by the setting, by the layout, else by whether they have times of day."""
    if said := settings.purpose or fields.purpose:
        return said
    if not any(table.positions) or (Meaning.KIND, "") in fields.columns:
        return Purpose.PLACES
    if table.moments.has_clocks and len(table.rows) > 1:
        report.note(
            "The rows have times, so they are the fixes of a flight.",
            'If they are places, write in [[layers]] of exhibit.toml: as = "places"',
        )
        return Purpose.FLIGHT
    if len(table.rows) > 1:
        report.note(
            "The rows have no times, so they are places.",
            'If they are the fixes of a flight, write in [[layers]] of exhibit.toml: as = "flight"',
        )
    return Purpose.PLACES


Made = list[tuple[object, list[int]]]
"""Features, each with the indexes of its rows."""


def _flights(table: _Table, settings: ImportSettings, report: Report, stem: str) -> Made:
    """One flight for each name in the column of flights; a flight of one fix is a site."""
    missing = [row for row, position in zip(table.rows, table.positions, strict=True) if position is None]
    if missing:
        report.note(f"{rows_of(len(missing)).capitalize()} without a position ({numbers(missing)}): not shown.")
    if table.moments.days and not table.moments.has_clocks and any(table.moments.days):
        report.note("Dates without a time of day are no times of fixes: not shown.")
    ids = _Ids()
    made: Made = []
    for name, indexes in _groups(table).items():
        ordered = _in_order(indexes, table.moments.times, report)
        named = next((table.names[index] for index in indexes if table.names[index]), None)
        title: object = named or name or settings.name or stem
        feature_id = name if table.has_ids and name else ids.unique(name or stem)
        made.append(
            (_line(feature_id, title, ordered, table), ordered)
            if len(ordered) > 1
            else (_point(feature_id, title, ordered[0], table), ordered)
        )
    return made


def _groups(table: _Table) -> dict[str, list[int]]:
    """The rows with a position, by flight; where there is only one name, rows without one are of the same flight."""
    names = {name for name in table.flights if name}
    only = next(iter(names)) if len(names) == 1 else ""
    if len(set(table.flights)) < 2 and None not in table.positions:
        return {only: [*range(len(table.flights))]}
    groups: dict[str, list[int]] = {}
    for index, (name, position) in enumerate(zip(table.flights, table.positions, strict=True)):
        if position is not None:
            groups.setdefault(name or only, []).append(index)
    return groups


def _in_order(indexes: list[int], times: Sequence[datetime | None], report: Report) -> list[int]:
    """The rows of a flight, from the last to the first where the newest is first in the whole table."""
    known = [time for index in indexes if (time := times[index]) is not None]
    if len(known) > 1 and known[0] > known[-1] and all(later >= earlier for later, earlier in pairwise(known)):
        report.note("Rows: the newest is first; they are read from the last to the first.")
        return indexes[::-1]
    return indexes


def _line(feature_id: str, name: object, indexes: list[int], table: _Table) -> object:
    columns: dict[str, list[object]] = {
        key: [*map(values.__getitem__, indexes)] for key, values in table.further.items()
    }
    times: list[object] = [*map(table.moments.times.__getitem__, indexes)]
    coordinates: list[object] = [_position(index, table) for index in indexes]
    if times.count(None) < len(times):
        columns = {"times": times, **columns}
    edges = _edges([table.parts[index] for index in indexes])
    is_single = len(edges) == 2
    nested = {key: values if is_single else _nested(values, edges) for key, values in columns.items()}
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": {
            "type": "LineString" if is_single else "MultiLineString",
            "coordinates": coordinates if is_single else _nested(coordinates, edges),
        },
        "properties": {"kind": "flight", "name": name, "coordinateProperties": nested},
    }


def _edges(parts: Sequence[str]) -> list[int]:
    """The first row of each part of a flight, and the end of the last."""
    if len(set(parts)) < 2:
        return [0, len(parts)]
    return [0, *(index for index, (before, part) in enumerate(pairwise(parts), 1) if part != before), len(parts)]


def _nested(values: list[object], edges: Sequence[int]) -> list[object]:
    return [values[first:end] for first, end in pairwise(edges)]


def _position(index: int, table: _Table) -> list[float] | None:
    at, altitude = table.positions[index], table.altitudes[index]
    if at is None:
        return None
    return [*at] if altitude is None else [*at, altitude]


def _places(table: _Table, fields: Fields, report: Report, stem: str) -> Made:
    """One feature for each row."""
    ids = _Ids()
    given = texts_of(fields.take(Meaning.ID), len(table.rows))
    kinds = texts_of(fields.take(Meaning.KIND), len(table.rows))
    names = table.further.get("places", [None] * len(table.rows))
    unnamed = [row for row, name in zip(table.rows, names, strict=True) if name is None]
    if unnamed:
        report.note(
            f"{rows_of(len(unnamed)).capitalize()} without a name ({numbers(unnamed)}): called by the row’s number."
        )
    addresses = texts_of(fields.take(Meaning.ADDRESS), len(table.rows))
    _note_addresses(table, addresses, report)
    made: Made = []
    for index, row in enumerate(table.rows):
        name = names[index] or f"{stem} {row}"
        feature_id = given[index] or ids.unique(_first_word(name))
        place = _point(feature_id, name, index, table, kinds[index].casefold() or "site")
        made.append((_with_address(place, addresses[index]), [index]))
    return made


def _note_addresses(table: _Table, addresses: Sequence[str], report: Report) -> None:
    found = [row for row, at, address in zip(table.rows, table.positions, addresses, strict=True) if address and not at]
    if found:
        report.note(
            f"{rows_of(len(found)).capitalize()} with an address and no position ({numbers(found)}): listed without a "
            "place.",
            "Find its positions at the desk (Find places), or with flask exhibit convert and flask exhibit locate.",
        )


def _with_address(place: dict[str, Any], address: str) -> dict[str, Any]:
    return {**place, "properties": {**place["properties"], "address": address}} if address else place


def _first_word(name: object) -> str:
    return str(next(iter(name.values()))) if isinstance(name, dict) else str(name)


_POINT_KEYS = {
    "notes": "description",
    "basis": "basis",
    "citations": "citations",
    "position_uncertainty_km": "position_uncertainty_km",
}


def _point(feature_id: str, name: object, index: int, table: _Table, kind: str = "site") -> dict[str, Any]:
    moment, day = table.moments.times[index], table.moments.days[index]
    own = table.further["places"][index] if "places" in table.further else None
    properties: dict[str, object] = {"kind": kind, "name": own or name}
    for column, key in _POINT_KEYS.items():
        if column in table.further and (value := table.further[column][index]) is not None:
            properties[key] = value
    if moment or day:
        properties["when"] = iso(moment) if moment else day
    at = _position(index, table)
    geometry = at and {"type": "Point", "coordinates": at}
    return {"type": "Feature", "id": feature_id, "geometry": geometry, "properties": properties}


class _Ids:
    """Ids made from names: the same table has the same ids."""

    def __init__(self) -> None:
        self._taken = Counter[str]()

    def unique(self, name: str) -> str:
        """The id of a name; a second one is called ``name-2``."""
        folded = unicodedata.normalize("NFKC", name).casefold()
        made = re.sub(r"[\W_]+", "-", folded).strip("-")[:_LONGEST_ID].rstrip("-") or "x"
        while made in self._taken:
            self._taken[made] += 1
            made = f"{made}-{self._taken[made]}"
        self._taken[made] += 1
        return made


_KEYS = {
    "times": (Meaning.TIME, Meaning.DATE),
    "when": (Meaning.TIME, Meaning.DATE),
    "basis": (Meaning.BASIS,),
    "places": (Meaning.PLACE,),
    "name": (Meaning.PLACE, Meaning.FLIGHT),
    "notes": (Meaning.NOTE,),
    "description": (Meaning.NOTE,),
    "citations": (Meaning.SOURCE,),
    "position_uncertainty_km": (Meaning.POSITION_UNCERTAINTY,),
    "time_uncertainty_min": (Meaning.TIME_UNCERTAINTY,),
    "altitude_uncertainty_m": (Meaning.ALTITUDE_UNCERTAINTY,),
    "position_basis": (Meaning.POSITION_BASIS,),
    "time_basis": (Meaning.TIME_BASIS,),
    "altitude_basis": (Meaning.ALTITUDE_BASIS,),
    "id": (Meaning.ID, Meaning.PLACE, Meaning.FLIGHT),
    "kind": (Meaning.KIND,),
}
_PATH = re.compile(
    r"features\[(?P<feature>\d+)\](?:\.properties)?(?:\.coordinateProperties)?\.?(?P<key>\w+)?(?P<rest>.*)"
)
_COORDINATES = (Meaning.LATITUDE, Meaning.LAT_LON, Meaning.LON_LAT, Meaning.POSITION)


def _finder(rows: Sequence[Sequence[int]], fields: Fields) -> Callable[[str], Cell | None]:
    """What finds the cell that a path comes from."""

    def heading(meanings: Sequence[Meaning]) -> str:
        found = (column.name for meaning in meanings if (column := fields.columns.get((meaning, ""))))
        return next(found, "")

    def find(path: str) -> Cell | None:
        match = _PATH.match(path)
        if not match or int(match["feature"]) >= len(rows):
            return None
        indexes = rows[int(match["feature"])]
        places = [int(digits) for digits in re.findall(r"\[(\d+)\]", match["rest"])]
        key = match["key"] or ""
        if len(indexes) > 1 and (not places or places[0] >= len(indexes)):
            return None
        index = indexes[places[0] if len(indexes) > 1 else 0]
        if key == "geometry":
            is_altitude = places[1:] == [2] if len(indexes) > 1 else places == [2]
            return Cell(fields.rows[index], heading((Meaning.ALTITUDE,) if is_altitude else _COORDINATES))
        return Cell(fields.rows[index], heading(_KEYS.get(key, ())))

    return find
