"""The positions of a table's rows: from two columns, or from one with both numbers."""

from __future__ import annotations

from collections.abc import Sequence

from app.content.importers.amounts import PAIR_FORMS, Reading, decimal_mark, read_angles, split_pair, to_angle
from app.content.importers.columns import Column, Fields, Rows, also, blank, quoted
from app.content.importers.headings import Heading, Meaning
from app.content.importers.import_settings import ImportSettings
from app.errors import Rejected, Report

Pair = tuple[float, float]
"""Longitude and latitude."""


def read_positions(fields: Fields, settings: ImportSettings, report: Report) -> list[Pair | None]:
    """Longitude and latitude of each row."""
    lat, lon = fields.take(Meaning.LATITUDE), fields.take(Meaning.LONGITUDE)
    if lat and lon:
        return _from_two(lat, lon, settings, report)
    for meaning in (Meaning.LAT_LON, Meaning.LON_LAT, Meaning.POSITION):
        if column := fields.take(meaning):
            return _from_one(column, meaning, settings, report)
    if (Meaning.ADDRESS, "") in fields.columns:
        return [None] * len(fields.rows)
    raise Rejected("The table has no column for the position that can be used.", "Correct what is said of it.")


def _from_two(lat: Column, lon: Column, settings: ImportSettings, report: Report) -> list[Pair | None]:
    reading = decimal_mark((lat, lon), settings.decimal, is_grouped=False)
    _note_commas(reading, report)
    scratch = Report()
    lats, lons = read_angles(lat, "latitude", reading, scratch), read_angles(lon, "longitude", reading, report)
    if scratch.faults:
        _check_exchanged(lat, lon, reading)
        lats = read_angles(lat, "latitude", reading, report)
    pairs = [None if x is None or y is None else (x, y) for x, y in zip(lons, lats, strict=True)]
    _warn_of_halves(lat, lon, report)
    return pairs


def _check_exchanged(lat: Column, lon: Column, reading: Reading) -> None:
    """Raises `Rejected` where the columns can be read only the other way round."""
    scratch = Report()
    read_angles(lon, "latitude", reading, scratch)
    others = read_angles(lat, "longitude", reading, scratch)
    if not scratch.faults and any(number is not None for number in others):
        raise Rejected(
            f"“{lat.name}” has numbers beyond 90, which no latitude has; the two columns seem exchanged.",
            "Exchange the headings, or say which is which in exhibit.toml, below the [[layers]] of this file: "
            f'[layers.columns], latitude = "{lon.name}", longitude = "{lat.name}"',
        )


def _warn_of_halves(lat: Column, lon: Column, report: Report) -> None:
    if lat.plain is not None and lon.plain is not None:
        return
    halves = [row for row, one, two in zip(lat.rows, lat.values, lon.values, strict=True) if blank(one) != blank(two)]
    if halves:
        with report.at(row=halves[0], field=lat.name):
            report.warn(f"The row has only one of latitude and longitude.{also(halves)}", "Add the other.")


def _from_one(column: Column, meaning: Meaning, settings: ImportSettings, report: Report) -> list[Pair | None]:
    """Positions of one column, such as ``40.74, -73.61``."""
    parts = [None if blank(value) else split_pair(str(value)) for value in column.values]
    halves = _parts_as_columns(column, parts)
    reading = decimal_mark(halves, settings.decimal, is_grouped=False)
    _note_commas(reading, report)
    pairs: list[Pair | None] = []
    wrong = Rows()
    is_lat_first = _order(column, meaning, parts, reading.mark, report)
    for row, value, part in zip(column.rows, column.values, parts, strict=True):
        pair = _pair(part, reading.mark, is_lat_first=is_lat_first) if part else None
        if pair is None and not blank(value):
            wrong.add("pair", row, f"{quoted(value)} is not a position.", PAIR_FORMS)
        pairs.append(pair)
    wrong.report(report, column.name)
    return pairs


def _parts_as_columns(column: Column, parts: Sequence[tuple[str, str] | None]) -> list[Column]:
    return [
        Column(Heading(column.name), [part[which] if part else "" for part in parts], column.rows) for which in (0, 1)
    ]


def _pair(part: tuple[str, str], mark: str, *, is_lat_first: bool) -> Pair | None:
    angles = [to_angle(text, mark) for text in part]
    first, second = angles
    if first is None or second is None:
        return None
    if first[1] or second[1]:
        is_lat_first = first[1] != "longitude" and second[1] != "latitude"
        if first[1] and first[1] == second[1]:
            return None
    (lat, _), (lon, _) = (first, second) if is_lat_first else (second, first)
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 360 else None


def _order(
    column: Column, meaning: Meaning, parts: Sequence[tuple[str, str] | None], mark: str, report: Report
) -> bool:
    """Whether latitude is first: by the heading, else by the whole column. Raises `Rejected` where neither says."""
    if meaning is not Meaning.POSITION:
        return meaning is Meaning.LAT_LON
    pairs = [tuple(to_angle(text, mark) for text in part) for part in parts if part]
    read = [(first, second) for first, second in pairs if first and second]
    if read and all(first[1] and second[1] for first, second in read):
        return True  # each has its letter
    firsts = any(abs(first[0]) > 90 for first, _ in read)
    seconds = any(abs(second[0]) > 90 for _, second in read)
    if firsts != seconds:
        order = "longitude, then latitude" if firsts else "latitude, then longitude"
        report.note(f"Position: {order}, by the whole column “{column.name}”.")
        return not firsts
    example = next((value for value, part in zip(column.values, parts, strict=True) if part), "")
    raise Rejected(
        f"“{column.name}” does not say whether latitude or longitude comes first in {quoted(example)}.",
        "Name the column “Lat, Lon” or “Lon, Lat”, or say it in exhibit.toml, below the [[layers]] of this file: "
        f'[layers.columns], lat_lon = "{column.name}" or lon_lat = "{column.name}"',
        field=column.name,
    )


def _note_commas(reading: Reading, report: Report) -> None:
    if reading.mark == ",":
        how = "by the whole column" if reading.is_proved else "by the setting “decimal”"
        report.note(f"Positions: decimal commas, {how}.")
