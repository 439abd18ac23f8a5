"""A curator's own basemaps: scans and tile archives that are read, refused, and served as tiles."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pmtiles.tile import TileType

from app.content import ReadResult, read_exhibit, read_tile
from app.domain import Basemap, Exhibit
from app.errors import NotFound, Severity
from tests.content.folders import TOML, make, sentences, the_only
from tests.own_maps import png, write_mbtiles, write_pmtiles

RED, BLUE = png((200, 0, 0)), png((0, 0, 200))
TILES = {(0, 0, 0): RED, (9, 274, 167): BLUE, (9, 274, 168): RED}
CORNERS = "corners = [[13.0, 52.5], [13.2, 52.5], [13.2, 52.3], [13.0, 52.3]]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for an exhibit."""
    (tmp_path / "urals").mkdir()
    return tmp_path / "urals"


def read(
    folder: Path, *lines: str, file: str = "plan.png", attribution: str = "Survey of 1945", data: bytes = RED
) -> ReadResult:
    """An exhibit with one basemap, valid but for `lines`."""
    make(folder, exhibit_toml=entry(*lines, file=file, attribution=attribution))
    if file.endswith(".png"):
        (folder / file).write_bytes(data)
    return read_exhibit(folder)


def entry(*lines: str, file: str = "plan.png", attribution: str = "Survey of 1945", **more: str) -> str:
    """exhibit.toml with one basemap."""
    values = {"id": "plan", "name": "The plan", "file": file, "attribution": attribution, **more}
    table = "\n".join([*(f'{key} = "{value}"' for key, value in values.items() if value), *lines])
    return f"{TOML}\n[[basemaps]]\n{table}\n"


def only_basemap(result: ReadResult) -> tuple[Exhibit, Basemap]:
    assert result.exhibit
    assert not result.faults, sentences(result)
    (basemap,) = result.exhibit.basemaps
    return result.exhibit, basemap


def test_scan_has_its_corners(folder: Path) -> None:
    _, basemap = only_basemap(read(folder, CORNERS, "visible = false", "min_zoom = 8", "max_zoom = 14.5"))
    assert basemap.corners == ((13.0, 52.5), (13.2, 52.5), (13.2, 52.3), (13.0, 52.3))
    assert (basemap.mimetype, basemap.size, basemap.visible) == ("image/png", len(RED), False)
    assert (basemap.min_zoom, basemap.max_zoom) == (8, 14.5)


def test_bounds_become_corners(folder: Path) -> None:
    _, basemap = only_basemap(read(folder, "bounds = [13.0, 52.3, 13.2, 52.5]"))
    assert basemap.corners == ((13.0, 52.5), (13.2, 52.5), (13.2, 52.3), (13.0, 52.3))


@pytest.mark.parametrize("write", [write_pmtiles, write_mbtiles])
def test_tiles_are_read_back(folder: Path, write) -> None:  # type: ignore[no-untyped-def]
    file = "own" + (".pmtiles" if write is write_pmtiles else ".mbtiles")
    write(folder / file, TILES)
    exhibit, basemap = only_basemap(read(folder, file=file))
    assert basemap.tiles
    assert (basemap.tiles.least_zoom, basemap.tiles.most_zoom) == (0, 9)
    assert {place: read_tile(exhibit, basemap, *place) for place in TILES} == {
        place: (data, "image/png") for place, data in TILES.items()
    }
    assert read_tile(exhibit, basemap, 9, 274, 169) is None
    for place in ((2, 4, 0), (0, 0, 1), (25, 0, 0), (9, 1 << 80, 0)):
        with pytest.raises(NotFound):
            read_tile(exhibit, basemap, *place)


def test_version_changes_with_the_archive(folder: Path) -> None:
    write_mbtiles(folder / "own.mbtiles", TILES)
    before = read(folder, file="own.mbtiles").exhibit
    with closing(sqlite3.connect(folder / "own.mbtiles")) as database, database:
        database.execute("UPDATE tiles SET tile_data = ? WHERE zoom_level = 0", (BLUE,))
    after = read(folder, file="own.mbtiles").exhibit
    assert before
    assert after
    assert before.version != after.version
    assert before.basemaps[0].version != after.basemaps[0].version


def test_endless_view_of_an_archive_is_stopped(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "own.mbtiles")) as database, database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS zoom_level, x'00' AS "
            "tile_data FROM n"
        )
        database.execute(f"CREATE VIEW tiles AS {endless}")
    assert "The tile archive is damaged" in the_only(read(folder, file="own.mbtiles")).problem


FAULTS = {
    "no such file": ([], {"file": "own.pmtiles"}, "own.pmtiles", "There is no such file"),
    "another format": (
        [],
        {"file": "plan.gif"},
        "exhibit.toml",
        "Convert it to a file that ends in .png, .jpg, .jpeg, .webp, .tif",
    ),
    "a path": ([CORNERS], {"file": "/etc/../plan.png"}, "/etc/../plan.png", "Folders inside it are not searched"),
    "no place": ([], {}, "exhibit.toml", "upper left, upper right, lower right, lower left"),
    "three corners": (
        ["corners = [[0, 1], [1, 1], [1, 0]]"],
        {},
        "exhibit.toml",
        "Write four positions [lon, lat] in this order",
    ),
    "anticlockwise": (
        ["corners = [[0, 0], [1, 0], [1, 1], [0, 1]]"],
        {},
        "exhibit.toml",
        "If each corner was written latitude first, write: [[0, 0], [0, 1], [1, 1], [1, 0]]. If only the order "
        "is wrong, "
        "write them as upper left, upper right, lower right, lower left: [[0, 1], [1, 1], [1, 0], [0, 0]]",
    ),
    "crossed": (["corners = [[0, 1], [1, 0], [1, 1], [0, 0]]"], {}, "exhibit.toml", "do not go clockwise"),
    "upside down": (["bounds = [0, 1, 1, 0]"], {}, "exhibit.toml", "Write: [0, 0, 1, 1]"),
    "zoom levels": (
        [CORNERS, "min_zoom = 12", "max_zoom = 8"],
        {},
        "exhibit.toml",
        "Write: min_zoom = 8 and max_zoom = 12",
    ),
    "both": ([CORNERS, "bounds = [0, 0, 1, 1]"], {}, "exhibit.toml", "the bounds are ignored"),
    "a place twice": ([CORNERS, 'georeference = "file"'], {}, "exhibit.toml", "the georeference is ignored"),
    "a georeference that is none": (
        [CORNERS, 'georeference = "plan.pgw"'],
        {},
        "exhibit.toml",
        "file",
    ),
    "no place in any file": (
        ['georeference = "file"'],
        {},
        "plan.png",
        "Neither the scan nor a file beside it says where it is. Put plan.points, plan.georeference.json or a world",
    ),
    "no attribution": ([CORNERS], {"attribution": ""}, "exhibit.toml", "does not say who made it"),
    "unknown key": ([CORNERS, "opacty = 1"], {}, "exhibit.toml", "is not known"),
    "no picture": ([CORNERS], {"data": b"<svg onload=alert(1)>"}, "plan.png", "not a PNG, JPEG, WebP or TIFF picture"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_fault_is_reported_once_with_its_place(folder: Path, case: str) -> None:
    lines, values, file, words = FAULTS[case]
    fault = the_only(read(folder, *lines, **values))  # type: ignore[arg-type]
    assert fault.location.file == file
    assert words in str(fault)
    if file == "exhibit.toml":
        assert "plan (basemaps[0])" in str(fault)


@pytest.mark.parametrize(("kind", "data", "words"), [
    (TileType.MVT, RED, "Tiles of type MVT"),
    (TileType.AVIF, RED, "Tiles of type AVIF"),
])  # fmt: skip
def test_pmtiles_of_vector_tiles_are_refused(folder: Path, kind: TileType, data: bytes, words: str) -> None:
    write_pmtiles(folder / "own.pmtiles", {(0, 0, 0): data}, kind)
    fault = the_only(read(folder, file="own.pmtiles"))
    assert (fault.severity, fault.location.file) == (Severity.ERROR, "own.pmtiles")
    assert fault.problem == f"{words} are not pictures that are shown."
    assert fault.fix.startswith("Render the map")


def test_vector_mbtiles_are_refused(folder: Path) -> None:
    write_mbtiles(folder / "own.mbtiles", {(0, 0, 0): b"\x1f\x8b\x08vector"}, format="pbf")
    assert (
        the_only(read(folder, file="own.mbtiles")).problem == "Tiles of format “pbf” are not pictures that are shown."
    )


@pytest.mark.parametrize("name", ["own.pmtiles", "own.mbtiles"])
@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: b"\xff" * 300, lambda data: data[:100], lambda data: data[:8] + b"\xff" * 150,
    lambda data: data[:127] + bytes(len(data) - 127),
])  # fmt: skip
def test_damaged_archive_is_reported(folder: Path, name: str, damage) -> None:  # type: ignore[no-untyped-def]
    path = (write_pmtiles if name.endswith(".pmtiles") else write_mbtiles)(folder / name, TILES)
    path.write_bytes(damage(path.read_bytes()))
    result = read(folder, file=name)
    assert result.exhibit
    for basemap in result.exhibit.basemaps:  # the header may still be whole
        with pytest.raises(NotFound):
            read_tile(result.exhibit, basemap, 9, 274, 167)
    assert result.exhibit.basemaps or the_only(result).location.file == name


def test_basemap_cannot_have_the_id_of_a_layer(folder: Path) -> None:
    make(folder, exhibit_toml=entry(CORNERS, id="main"))
    (folder / "plan.png").write_bytes(RED)
    assert "“main” is used twice" in the_only(read_exhibit(folder)).problem


def test_chapter_lists_a_basemap(folder: Path) -> None:
    text = entry(CORNERS).replace('layers = ["main"]', 'layers = ["main", "plan"]')
    make(folder, exhibit_toml=text)
    (folder / "plan.png").write_bytes(RED)
    exhibit, _ = only_basemap(read_exhibit(folder))
    assert exhibit.chapters[0].layers == ("main", "plan")
