"""Maps of the curator's own: what is read, what is refused, and the tiles that come out again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pmtiles.tile import TileType

from app.content import Reading, read_exhibit, read_tile
from app.domain import Basemap, Exhibit
from app.errors import NotFound, Severity
from tests.content.folders import TOML, make, sentences, the_only
from tests.own_maps import png, write_mbtiles, write_pmtiles

RED, BLUE = png((200, 0, 0)), png((0, 0, 200))
TILES = {(0, 0, 0): RED, (9, 274, 167): BLUE, (9, 274, 168): RED}
CORNERS = "corners = [[13.0, 52.5], [13.2, 52.5], [13.2, 52.3], [13.0, 52.3]]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an exhibit may be written."""
    (tmp_path / "urals").mkdir()
    return tmp_path / "urals"


def read(folder: Path, *lines: str, file: str = "plan.png", attribution: str = "Survey of 1945", data: bytes = RED) -> Reading:
    """An exhibit with one basemap, without fault but for `lines`."""
    make(folder, exhibit_toml=entry(*lines, file=file, attribution=attribution))
    if file.endswith(".png"):
        (folder / file).write_bytes(data)
    return read_exhibit(folder)


def entry(*lines: str, file: str = "plan.png", attribution: str = "Survey of 1945", **more: str) -> str:
    """exhibit.toml with one basemap."""
    said = {"id": "plan", "name": "The plan", "file": file, "attribution": attribution, **more}
    table = "\n".join([*(f'{key} = "{value}"' for key, value in said.items() if value), *lines])
    return f"{TOML}\n[[basemaps]]\n{table}\n"


def only_basemap(reading: Reading) -> tuple[Exhibit, Basemap]:
    assert reading.exhibit
    assert not reading.faults, sentences(reading)
    (basemap,) = reading.exhibit.basemaps
    return reading.exhibit, basemap


def test_a_scan_lies_between_its_corners(folder: Path) -> None:
    _, basemap = only_basemap(read(folder, CORNERS, "visible = false", "min_zoom = 8", "max_zoom = 14.5"))
    assert basemap.corners == ((13.0, 52.5), (13.2, 52.5), (13.2, 52.3), (13.0, 52.3))
    assert (basemap.mimetype, basemap.size, basemap.visible) == ("image/png", len(RED), False)
    assert (basemap.min_zoom, basemap.max_zoom) == (8, 14.5)


def test_bounds_are_four_corners_too(folder: Path) -> None:
    _, basemap = only_basemap(read(folder, "bounds = [13.0, 52.3, 13.2, 52.5]"))
    assert basemap.corners == ((13.0, 52.5), (13.2, 52.5), (13.2, 52.3), (13.0, 52.3))


@pytest.mark.parametrize("write", [write_pmtiles, write_mbtiles])
def test_tiles_come_out_as_they_went_in(folder: Path, write) -> None:  # type: ignore[no-untyped-def]
    file = "own" + (".pmtiles" if write is write_pmtiles else ".mbtiles")
    write(folder / file, TILES)
    exhibit, basemap = only_basemap(read(folder, file=file))
    assert basemap.tiles
    assert (basemap.tiles.least_zoom, basemap.tiles.most_zoom) == (0, 9)
    assert {place: read_tile(exhibit, basemap, *place) for place in TILES} == {place: (data, "image/png") for place, data in TILES.items()}
    assert read_tile(exhibit, basemap, 9, 274, 169) is None
    for place in ((2, 4, 0), (0, 0, 1), (25, 0, 0), (9, 1 << 80, 0)):
        with pytest.raises(NotFound):
            read_tile(exhibit, basemap, *place)


def test_the_version_follows_the_archive(folder: Path) -> None:
    write_mbtiles(folder / "own.mbtiles", TILES)
    before = read(folder, file="own.mbtiles").exhibit
    with closing(sqlite3.connect(folder / "own.mbtiles")) as database, database:
        database.execute("UPDATE tiles SET tile_data = ? WHERE zoom_level = 0", (BLUE,))
    after = read(folder, file="own.mbtiles").exhibit
    assert before
    assert after
    assert before.version != after.version
    assert before.basemaps[0].version != after.basemaps[0].version


def test_what_an_archive_defines_itself_cannot_take_for_ever(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "own.mbtiles")) as database, database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS zoom_level, x'00' AS tile_data FROM n"
        database.execute(f"CREATE VIEW tiles AS {endless}")
    assert the_only(read(folder, file="own.mbtiles")).found == "a damaged archive"


FAULTS = {
    "no such file": ([], {"file": "own.pmtiles"}, "own.pmtiles", "no such file"),
    "another sort": ([], {"file": "plan.tiff"}, "exhibit.toml", "a file that ends in .png"),
    "a path": ([CORNERS], {"file": "/etc/../plan.png"}, "/etc/../plan.png", "no such file"),
    "no place": ([], {}, "exhibit.toml", "upper left, upper right, lower right, lower left"),
    "three corners": (["corners = [[0, 1], [1, 1], [1, 0]]"], {}, "exhibit.toml", "Write four positions"),
    "anticlockwise": (["corners = [[0, 0], [1, 0], [1, 1], [0, 1]]"], {}, "exhibit.toml", "do not run clockwise"),
    "crossed": (["corners = [[0, 1], [1, 0], [1, 1], [0, 0]]"], {}, "exhibit.toml", "do not run clockwise"),
    "upside down": (["bounds = [0, 1, 1, 0]"], {}, "exhibit.toml", "south 1 above north 0"),
    "zoom levels": ([CORNERS, "min_zoom = 12", "max_zoom = 8"], {}, "exhibit.toml", "Exchange them"),
    "both": ([CORNERS, "bounds = [0, 0, 1, 1]"], {}, "exhibit.toml", "the corners count"),
    "nobody's": ([CORNERS], {"attribution": ""}, "exhibit.toml", "who made the map"),
    "unknown key": ([CORNERS, "opacty = 1"], {}, "exhibit.toml", "unknown key"),
    "no picture": ([CORNERS], {"data": b"<svg onload=alert(1)>"}, "plan.png", "a PNG, JPEG or WebP"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_told_once_with_its_place(folder: Path, case: str) -> None:
    lines, said, file, says = FAULTS[case]
    fault = the_only(read(folder, *lines, **said))  # type: ignore[arg-type]
    assert fault.place.file == file
    assert says in str(fault)
    if file == "exhibit.toml":
        assert "plan (basemaps[0])" in str(fault)


@pytest.mark.parametrize(("kind", "data", "says"), [
    (TileType.MVT, RED, "tiles of type MVT"),
    (TileType.AVIF, RED, "tiles of type AVIF"),
])  # fmt: skip
def test_pmtiles_of_another_kind_are_refused(folder: Path, kind: TileType, data: bytes, says: str) -> None:
    write_pmtiles(folder / "own.pmtiles", {(0, 0, 0): data}, kind)
    fault = the_only(read(folder, file="own.pmtiles"))
    assert (fault.severity, fault.place.file, fault.found) == (Severity.ERROR, "own.pmtiles", says)
    assert "Render vector tiles" in fault.mend


def test_vector_mbtiles_are_refused(folder: Path) -> None:
    write_mbtiles(folder / "own.mbtiles", {(0, 0, 0): b"\x1f\x8b\x08vector"}, format="pbf")
    assert the_only(read(folder, file="own.mbtiles")).found == "tiles of format “pbf”"


@pytest.mark.parametrize("name", ["own.pmtiles", "own.mbtiles"])
@pytest.mark.parametrize("spoil", [
    lambda data: b"", lambda data: b"\xff" * 300, lambda data: data[:100], lambda data: data[:8] + b"\xff" * 150,
    lambda data: data[:127] + bytes(len(data) - 127),
])  # fmt: skip
def test_damaged_archives_are_told_and_never_raise(folder: Path, name: str, spoil) -> None:  # type: ignore[no-untyped-def]
    path = (write_pmtiles if name.endswith(".pmtiles") else write_mbtiles)(folder / name, TILES)
    path.write_bytes(spoil(path.read_bytes()))
    reading = read(folder, file=name)
    assert reading.exhibit
    for basemap in reading.exhibit.basemaps:  # the header may still be whole
        with pytest.raises(NotFound):
            read_tile(reading.exhibit, basemap, 9, 274, 167)
    assert reading.exhibit.basemaps or the_only(reading).place.file == name


def test_an_id_is_a_layers_or_a_basemaps(folder: Path) -> None:
    make(folder, exhibit_toml=entry(CORNERS, id="main"))
    (folder / "plan.png").write_bytes(RED)
    assert "a second time" in the_only(read_exhibit(folder)).found


def test_a_chapter_may_show_it(folder: Path) -> None:
    text = entry(CORNERS).replace('layers = ["main"]', 'layers = ["main", "plan"]')
    make(folder, exhibit_toml=text)
    (folder / "plan.png").write_bytes(RED)
    exhibit, _ = only_basemap(read_exhibit(folder))
    assert exhibit.chapters[0].layers == ("main", "plan")
