"""A scan and tiles of the curator's own in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import export
from app.content import Library
from tests.browser.conftest import Visit
from tests.browser.pages import begun
from tests.conftest import write_exhibit
from tests.own_maps import png, write_mbtiles
from tests.serving import serving
from tests.test_own_maps import TABLES

RED, BLUE = (200, 0, 0), (0, 0, 200)
EVERYWHERE = {
    (zoom, x, y): png(BLUE)
    for zoom in (7, 8)
    for x in range(1 << zoom)
    if abs(x / (1 << zoom) - 0.536) < 0.02
    for y in range(1 << zoom)
    if abs(y / (1 << zoom) - 0.329) < 0.02
}


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    folder = write_exhibit(tmp_path / "geodata", "small")
    toml = folder / "exhibit.toml"
    (folder / "scan.png").write_bytes(png(RED, 400, 200))
    corners = "corners = [[13.0, 52.5], [13.2, 52.48], [13.22, 52.3], [13.0, 52.32]]"
    tables = TABLES.replace("bounds = [13.0, 52.3, 13.2, 52.5]", corners)
    scan, tiles = tables.split("\n\n", 1)
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n{tiles}\n{scan}", encoding="utf-8")
    write_mbtiles(folder / "own.mbtiles", EVERYWHERE)
    return tmp_path / "geodata"


def test_own_basemaps_are_placed_and_can_be_hidden(maps: Path, visit: Visit) -> None:
    with serving(OVERFLIGHT_GEODATA=str(maps)) as address:
        page = begun(visit(f"{address}/small/"))
        expect(page.locator(".leaflet-basemaps-pane .leaflet-tile-loaded").first).to_be_visible()
        expect(page.locator(".attribution")).to_contain_text("Own survey · Survey of 1945")
        assert_fitted(page)
        page.evaluate("window[document.querySelector('[data-stage]').dataset.map].setZoom(10, { animate: false })")
        assert_fitted(page)
        page.locator(".layers summary").click()
        page.get_by_label("Some tiles").uncheck()
        expect(page.locator(".leaflet-basemaps-pane .leaflet-tile")).to_have_count(0)
        expect(page.locator(".attribution")).not_to_contain_text("Own survey")
        expect(page).to_have_url(re.compile("layers=scan,places"))


def test_single_file_shows_a_small_scan_and_names_missing_tiles(maps: Path, visit: Visit, tmp_path: Path) -> None:
    (exhibit,) = Library(maps).exhibits
    page = begun(visit(export.write(tmp_path, "small.html", export.single_file(exhibit).encode()).as_uri()))
    assert_fitted(page)
    page.locator(".layers summary").click()
    expect(page.locator("p.basemap")).to_have_text("Some tiles: available online only (too large for this file)")


def assert_fitted(page: Page) -> None:
    """The scan's corners stand where the map has their places, to a pixel."""
    off = page.evaluate("""async () => {
        const map = window[document.querySelector('[data-stage]').dataset.map]
        const image = document.querySelector('.scan')
        await image.decode()
        const matrix = new DOMMatrix(image.style.transform)
        const places = [[13.0, 52.5], [13.2, 52.48], [13.22, 52.3], [13.0, 52.32]]
        const corners = [[0, 0], [400, 0], [400, 200], [0, 200]]
        return Math.max(...corners.map(([x, y], index) => {
            const at = matrix.transformPoint(new DOMPoint(x, y))
            const wanted = map.latLngToLayerPoint([places[index][1], places[index][0]])
            return Math.hypot(at.x / at.w - wanted.x, at.y / at.w - wanted.y)
        }))
    }""")
    assert off < 1
