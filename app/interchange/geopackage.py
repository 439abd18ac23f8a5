"""GeoPackage 1.3 (OGC 12-128r18): tables of fixes, legs and places, with the styles and times that QGIS reads.

The standard library's SQLite writes it in memory. No clock: where the format wants one, there is a fixed date.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import chain

from app.domain import Exhibit
from app.interchange import qgis
from app.interchange.flat import Row, Value, fixes, leg_rows, places
from app.interchange.words import about

_APPLICATION = 0x47504B47
_VERSION = 10_300
_DATE = "2000-01-01T00:00:00.000Z"
_WGS84 = 4326
_POINT, _LINE, _LINES, _HIGH = 1, 2, 5, 1000
"""The numbers of geometries in ISO WKB, and what is added to that of one with altitudes."""
_SQLITE_VERSION_AT = 96
"""Where in the header of a file SQLite writes its own version, which is not part of the content."""

_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
    f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
    description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
"""
_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    (
        "WGS 84 geodetic",
        _WGS84,
        "EPSG",
        _WGS84,
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
        'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
        'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
        "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid",
    ),
)
_TYPES = {"time": "DATETIME", "end_time": "DATETIME", "number": "INTEGER"}
_NUMBERS = frozenset(("uncertainty_km", "time_uncertainty_min", "altitude_m", "altitude_uncertainty_m"))
_FIELDS = {
    "legs": ("flight_id", "flight", "status", "number", "time", "end_time", "times", "basis", "uncertainty_km"),
    "fixes": (
        "flight_id",
        "flight",
        "status",
        "number",
        "time",
        "end_time",
        "basis",
        "uncertainty_km",
        "time_uncertainty_min",
        "altitude_m",
        "altitude_uncertainty_m",
        "position_basis",
        "time_basis",
        "altitude_basis",
        "place",
        "note",
        "sources",
    ),
    "places": (
        "id",
        "kind",
        "name",
        "date",
        "time",
        "end_time",
        "basis",
        "uncertainty_km",
        "description",
        "sources",
    ),
}


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit as GeoPackage."""
    description = about(exhibit, language, notes)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(_CORE)
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        _add_table(
            database, "legs", "MULTILINESTRING", leg_rows(exhibit, language), description, qgis.qml(qgis.lines())
        )
        _add_table(database, "fixes", "POINT", fixes(exhibit, language), description, qgis.qml(qgis.points(stay=True)))
        _add_table(
            database, "places", "POINT", places(exhibit, language), description, qgis.qml(qgis.points(stay=False))
        )
        database.commit()
        database.execute("VACUUM")
        content = bytearray(database.serialize())
    content[_SQLITE_VERSION_AT : _SQLITE_VERSION_AT + 4] = bytes(4)
    return bytes(content)


def _add_table(
    database: sqlite3.Connection, table: str, geometry: str, rows: Iterable[Row], description: str, style: str
) -> None:
    fields = _FIELDS[table]
    columns = ", ".join(f'"{name}" {_type(name)}' for name in fields)
    key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    database.execute(f'CREATE TABLE "{table}" ({key}, geom {geometry}, {columns})')
    found = list(rows)
    marks = ", ".join("?" * (len(fields) + 1))
    names = ", ".join(f'"{name}"' for name in ("geom", *fields))
    database.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608 (our own names)
        (_values(row, fields, geometry) for row in found),
    )
    positions = [position for row in found for position in chain.from_iterable(row.pieces)]
    lons, lats = [at[0] for at in positions], [at[1] for at in positions]
    box: Sequence[float | None] = (
        (min(lons), min(lats), max(lons), max(lats)) if positions else (None, None, None, None)
    )
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, table, description, _DATE, *box, _WGS84),
    )
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 2, 0)", (table, geometry, _WGS84))
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
        "VALUES ('', '', ?, 'geom', 'Evidence', ?, '', 1, '', '', ?)",
        (table, style, _DATE),
    )


def _type(field: str) -> str:
    return "DOUBLE" if field in _NUMBERS else _TYPES.get(field, "TEXT")


def _values(row: Row, fields: Sequence[str], geometry: str) -> list[Value | bytes]:
    return [_binary(row, geometry), *(_value(row.fields[name], name) for name in fields)]


def _value(value: Value, field: str) -> Value:
    """A value as the format stores it: times with milliseconds."""
    if isinstance(value, str) and _TYPES.get(field) == "DATETIME":
        return value if "." in value else f"{value[:-1]}.000Z"
    return value


def _binary(row: Row, geometry: str) -> bytes:
    """The geometry in the format's own header and ISO WKB, little-endian."""
    head = struct.pack("<2sBBi", b"GP", 0, 1, _WGS84)
    if geometry == "POINT":
        (position,) = row.pieces[0]
        return head + _head(_POINT, position) + struct.pack(f"<{len(position)}d", *position)
    lines = b"".join(_line(piece) for piece in row.pieces)
    first = row.pieces[0][0] if row.pieces else (0.0, 0.0)
    return head + _head(_LINES, first) + struct.pack("<I", len(row.pieces)) + lines


def _line(piece: Sequence[tuple[float, ...]]) -> bytes:
    positions = b"".join(struct.pack(f"<{len(position)}d", *position) for position in piece)
    return _head(_LINE, piece[0]) + struct.pack("<I", len(piece)) + positions


def _head(kind: int, position: Sequence[float]) -> bytes:
    return struct.pack("<BI", 1, kind + (_HIGH if len(position) > 2 else 0))
