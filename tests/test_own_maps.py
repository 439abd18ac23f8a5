"""Maps of the curator's own on the way to a page: served in ranges and tiles, carried or left out of the single
file.
"""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app import create_app, export
from app.content import Library
from app.errors import ExportFailed
from app.settings import Settings
from tests.conftest import write_exhibit
from tests.own_maps import png, write_mbtiles

SCAN = png((200, 0, 0), 40, 20)
TILE = png((0, 0, 200))
TABLES = """
[[basemaps]]
id = "scan"
name = "A scan"
file = "scan.png"
attribution = "Survey of 1945"
bounds = [13.0, 52.3, 13.2, 52.5]

[[basemaps]]
id = "tiles"
name = "Some tiles"
file = "own.mbtiles"
attribution = "Own survey"
"""


@pytest.fixture
def maps(geodata: Path) -> Path:
    """A folder of exhibits whose one exhibit has a scan and tiles."""
    folder = write_exhibit(geodata, "small")
    toml = folder / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + TABLES, encoding="utf-8")
    (folder / "scan.png").write_bytes(SCAN)
    write_mbtiles(folder / "own.mbtiles", {(0, 0, 0): TILE})
    return geodata


@pytest.fixture
def client(maps: Path) -> FlaskClient:
    return create_app(Settings(geodata=maps)).test_client()


def test_the_file_is_served_in_ranges(client: FlaskClient) -> None:
    whole = client.get("/small/basemaps/scan", buffered=True)
    assert (whole.data, whole.mimetype, whole.headers["Accept-Ranges"]) == (SCAN, "image/png", "bytes")
    part = client.get("/small/basemaps/scan", headers={"Range": "bytes=1-3"}, buffered=True)
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"PNG", f"bytes 1-3/{len(SCAN)}")
    assert client.get("/small/basemaps/scan", headers={"Range": f"bytes={len(SCAN)}-"}).status_code == 416
    assert client.head("/small/basemaps/scan").headers["Content-Length"] == str(len(SCAN))


def test_tile_is_served_and_missing_one_is_empty(client: FlaskClient) -> None:
    tile = client.get("/small/basemaps/tiles/0/0/0")
    assert (tile.data, tile.mimetype, tile.headers["X-Content-Type-Options"]) == (TILE, "image/png", "nosniff")
    assert client.get("/small/basemaps/tiles/3/1/1").status_code == 204
    assert [
        client.get(f"/small/basemaps/{path}").status_code
        for path in ("tiles/1/2/0", "scan/0/0/0", "none", "none/0/0/0")
    ] == [404] * 4


def test_only_the_current_version_is_immutable(client: FlaskClient, maps: Path) -> None:
    (exhibit,) = Library(maps).exhibits
    for basemap, path in zip(exhibit.basemaps, ("scan", "tiles/0/0/0"), strict=True):
        address = f"/small/basemaps/{path}"
        assert "immutable" in client.get(f"{address}?v={basemap.version}", buffered=True).headers["Cache-Control"]
        assert client.get(address, buffered=True).headers["Cache-Control"] == "no-store"


def test_single_file_includes_a_small_scan_and_names_what_it_leaves_out(maps: Path) -> None:
    (exhibit,) = Library(maps).exhibits
    html = export.single_file(exhibit)
    assert "data:image/png;base64," in html
    assert "Some tiles: available online only" in html
    assert [sentence for sentence in export.left_out(exhibit) if "tiles need a server" in sentence] == export.left_out(
        exhibit
    )


def test_a_large_scan_has_fewer_pixels_in_the_single_file(maps: Path) -> None:
    noise = BytesIO()
    Image.effect_noise((2000, 1000), 90).save(noise, "PNG")
    (maps / "exhibits" / "small" / "scan.png").write_bytes(noise.getvalue())
    (exhibit,) = Library(maps).exhibits
    (packed,) = re.findall(r"data:image/webp;base64,([\w+/=]+)", export.single_file(exhibit))
    made = base64.b64decode(packed)
    width, height = Image.open(BytesIO(made)).size
    assert len(made) <= export.MAX_SCAN_BYTES < len(noise.getvalue())
    assert 200 < width < 1600
    assert width == pytest.approx(2 * height, abs=2)
    assert len(export.left_out(exhibit)) == 1


def test_a_damaged_scan_stops_the_export_with_a_sentence(maps: Path) -> None:
    (maps / "exhibits" / "small" / "scan.png").write_bytes(SCAN[:50] + bytes(export.MAX_SCAN_BYTES))
    (exhibit,) = Library(maps).exhibits
    with pytest.raises(ExportFailed, match="a basemap cannot be read"):
        export.single_file(exhibit)


def test_a_tiff_is_served_as_webp(maps: Path) -> None:
    tiff = BytesIO()
    Image.new("I;16", (5000, 10), 40_000).save(tiff, "TIFF")
    (maps / "exhibits" / "small" / "scan.png").unlink()
    (maps / "exhibits" / "small" / "scan.tif").write_bytes(tiff.getvalue())
    toml = maps / "exhibits" / "small" / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("scan.png", "scan.tif"), encoding="utf-8")
    served = create_app(Settings(geodata=maps)).test_client().get("/small/basemaps/scan", buffered=True)
    assert served.mimetype == "image/webp"
    shown = Image.open(BytesIO(served.data))
    assert shown.size == (4096, 8)
    assert shown.convert("L").getpixel((9, 4)) == pytest.approx(40_000 / 256, abs=3)


def test_deleted_file_is_not_found(client: FlaskClient, maps: Path) -> None:
    assert client.get("/small/").status_code == 200
    (maps / "exhibits" / "small" / "own.mbtiles").unlink()
    assert client.get("/small/basemaps/tiles/0/0/0").status_code == 404
    assert client.get("/small/basemaps/tiles").status_code == 404
