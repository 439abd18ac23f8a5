"""Tile archives: PMTiles of version 3, and MBTiles. Their tiles are pictures in Web Mercator."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.content.fields.values import box
from app.domain import Basemap, Bounds, Tiles
from app.errors import NotFound, Rejected, reason

if TYPE_CHECKING:
    from pmtiles.tile import Entry

WORLD: Bounds = (-180.0, -85.06, 180.0, 85.06)

_END = 16_384
"""Bytes of beginning and end that are hashed: they have the header and root of PMTiles, and SQLite's change counter."""
_MOST_ZOOM = 24
_MOST_LEVELS = 4
"""Nested directories in a PMTiles."""
_MOST_BYTES = 5_000_000
"""One tile, or one directory."""
_MOST_STEPS = 200
"""For one query of an MBTiles, each of a hundred thousand instructions."""
_BROKEN = (ValueError, TypeError, IndexError, EOFError, OSError, zlib.error, sqlite3.Error)
_REMAKE = "Make the archive again, or copy it again."
_RENDER = "Render the map to PNG, JPEG or WebP tiles first, for example with QGIS: Generate XYZ tiles (MBTiles)."


def picture_type(data: bytes) -> str | None:
    """The media type by a picture's first bytes: PNG, JPEG or WebP; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def digest(path: Path) -> bytes:
    """A hash of an archive's size, beginning and end, since it may have gigabytes. Raises `Rejected` where it cannot be
    read.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            first = file.read(_END)
            file.seek(max(0, size - _END))
            return sha256(f"{size} ".encode() + first + file.read(_END)).digest()
    except OSError as error:
        raise Rejected(f"The file cannot be read ({reason(error)}).", "Change its permissions.") from None


def with_tiles(basemap: Basemap, path: Path) -> Basemap:
    """The basemap with what its archive says of itself. Raises `Rejected` where it cannot be used."""
    try:
        tiles = _pmtiles(path) if _is_pmtiles(path) else _mbtiles(path)
    except _BROKEN:
        raise Rejected("The tile archive is damaged, or it is neither PMTiles nor MBTiles.", _REMAKE) from None
    if not tiles.least_zoom <= tiles.most_zoom <= _MOST_ZOOM:
        raise Rejected(
            f"The archive has zoom levels {tiles.least_zoom} to {tiles.most_zoom}; levels go from 0 to {_MOST_ZOOM}.",
            _REMAKE,
        )
    return replace(basemap, tiles=tiles, version=digest(path).hex()[:12], size=path.stat().st_size)


def read_tile(path: Path, basemap: Basemap, zoom: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of the archive at `path` and its media type; None where it has none there.

    Raises `NotFound` for a tile that cannot exist, and where the archive cannot be read.
    """
    if basemap.tiles is None or zoom > _MOST_ZOOM or max(x, y) >= 1 << zoom:
        raise NotFound("There is no such tile.")
    try:
        data = (
            _pmtiles_tile(path, basemap.version, zoom, x, y) if _is_pmtiles(path) else _mbtiles_tile(path, zoom, x, y)
        )
    except _BROKEN as error:
        raise NotFound(f"The basemap {basemap.id!r} cannot be read at the moment.") from error
    mimetype = picture_type(data) if data else None
    return (data, mimetype) if data and mimetype else None


def _is_pmtiles(path: Path) -> bool:
    return path.suffix.lower() == ".pmtiles"


def _pmtiles(path: Path) -> Tiles:
    from pmtiles.tile import TileType, deserialize_header

    with path.open("rb") as file:
        beginning = _piece(file, 0, 127)
    if not beginning.startswith(b"PMTiles\x03"):
        raise Rejected("The file is not a PMTiles archive of version 3.", "Convert it with “pmtiles convert”.")
    header = deserialize_header(beginning)
    if header["tile_type"] not in (TileType.PNG, TileType.JPEG, TileType.WEBP):
        raise Rejected(f"Tiles of type {header['tile_type'].name} are not pictures that are shown.", _RENDER)
    edges = header["min_lon_e7"], header["min_lat_e7"], header["max_lon_e7"], header["max_lat_e7"]
    return Tiles(header["min_zoom"], header["max_zoom"], _bounds([edge / 1e7 for edge in edges]))


def _pmtiles_tile(path: Path, version: str, zoom: int, x: int, y: int) -> bytes | None:
    """Searched from the root directory down, at most as many levels as the format allows."""
    from pmtiles.tile import deserialize_header, find_tile, zxy_to_tileid

    tile_id = zxy_to_tileid(zoom, x, y)
    with path.open("rb") as file:
        header = deserialize_header(_piece(file, 0, 127))
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(_MOST_LEVELS):
            entry = find_tile(_directory(path, version, offset, length), tile_id)
            if entry is None:
                return None
            if entry.run_length:
                return _piece(file, header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
    return None


@lru_cache(maxsize=32)
def _directory(path: Path, version: str, offset: int, length: int) -> list[Entry]:  # noqa: ARG001
    """A directory of an archive of that version, cached: its thousands of entries take long to read."""
    from pmtiles.tile import deserialize_directory

    with path.open("rb") as file:
        return deserialize_directory(_piece(file, offset, length))


def _piece(file: BinaryIO, offset: int, length: int) -> bytes:
    if length > _MOST_BYTES:
        raise ValueError(f"a piece of {length} bytes")
    file.seek(offset)
    return file.read(length)


def _mbtiles(path: Path) -> Tiles:
    with _database(path) as database:
        metadata = dict(database.execute("SELECT name, value FROM metadata").fetchall())
        least, most = database.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        first = database.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
    if first is None:
        raise Rejected("The archive has no tiles.", _REMAKE)
    if not isinstance(first[0], bytes) or not picture_type(first[0]):
        raise Rejected(
            f"Tiles of format “{metadata.get('format', 'unknown')}” are not pictures that are shown.", _RENDER
        )
    return Tiles(
        int(least), int(most), _bounds([float(part) for part in str(metadata.get("bounds", "")).split(",") if part])
    )


def _mbtiles_tile(path: Path, zoom: int, x: int, y: int) -> bytes | None:
    """Rows are counted from the south, as the Tile Map Service does."""
    with _database(path) as database:
        row = database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? AND "
            "length(tile_data) <= ?",
            (zoom, x, (1 << zoom) - 1 - y, _MOST_BYTES),
        ).fetchone()
    return row[0] if row and isinstance(row[0], bytes) else None


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """The archive, opened read-only; views and triggers that it defines can neither change anything nor run without
    end.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        steps = count()
        database.set_progress_handler(lambda: next(steps) > _MOST_STEPS, 100_000)
        database.execute("PRAGMA trusted_schema = OFF")
        yield database


def _bounds(edges: list[float]) -> Bounds:
    """The bounds that an archive gives, or the world where it gives none that are possible."""
    try:
        return box(edges)
    except Rejected:
        return WORLD
