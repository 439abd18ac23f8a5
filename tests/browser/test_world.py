"""Outside the days that the world's tables cover: land and water, and the words that no borders are known. Within them:
land without a known border.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import export
from app.content import Library
from app.world import LAST_DAY
from tests.browser.conftest import Visit
from tests.browser.pages import begun
from tests.browser.ways import FILE, KIOSK, LIVE
from tests.conftest import feature, write_exhibit
from tests.own_borders import ENTRY, TERRITORIES, square, write_own_borders
from tests.serving import serving

BERLIN = {"lon": 13.4, "lat": 52.5}
KIEV = {"lon": 30.5, "lat": 50.4}
ORESUND = {"lon": 12.6, "lat": 55.8}
CLOSE = "#map=8/55.8/12.6"
"""A view of the Øresund in which the relief has gone: sea, and two countries of which one was in NATO."""


def write_dated(geodata: Path, slug: str, *days: str, place: dict[str, float] = BERLIN) -> Path:
    """An exhibit with an event in Berlin or at another place, on each of `days`."""
    events = [feature(f"event{number}", **place, kind="event", when=day) for number, day in enumerate(days)]
    folder = write_exhibit(geodata, slug, title=slug, features=events)
    toml = folder / "exhibit.toml"
    text = (
        toml.read_text(encoding="utf-8")
        .replace('period = "1960-05-01"', f'period = "{days[0]}/{days[-1]}"')
        .replace("zoom = 9", "zoom = 5")
    )
    toml.write_text(text, encoding="utf-8")
    return folder


def colours(page: Page) -> int:
    """How many colours the ground is drawn in, blends left out; where the map is too close for the relief."""
    count: int = page.evaluate(
        """() => {
          const canvas = document.querySelector('.leaflet-world-pane canvas')
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
          copy.drawImage(canvas, 0, 0)
          const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
          const found = new Map()
          for (let i = 0; i < data.length; i += 4) {
            const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2]
            found.set(colour, (found.get(colour) ?? 0) + 1)
          }
          return [...found.values()].filter((count) => count > data.length / 4 / 100).length
        }"""
    )
    return count


@pytest.mark.parametrize("way", [LIVE, FILE, KIOSK])
def test_a_day_without_borders_shows_land_and_water_and_says_so(way: str, visit: Visit, tmp_path: Path) -> None:
    write_dated(tmp_path, "balloon", "1783-11-21", place=ORESUND)
    with serving(OVERFLIGHT_GEODATA=str(tmp_path)) as address:
        if way == FILE:
            (exhibit,) = Library(tmp_path).exhibits
            path = export.write(tmp_path, "balloon.html", export.single_file(exhibit).encode())
            page = visit(path.as_uri(), hash=CLOSE)
        else:
            page = begun(visit(f"{address}/balloon/{'kiosk' if way == KIOSK else ''}", hash=CLOSE))
        expect(page.locator("[data-notice=world]")).to_have_text("No borders are known for 1783")
        expect(page.locator("[data-legend=world] li")).to_have_count(0)
        assert colours(page) == 2


def test_an_exhibit_beyond_the_tables_shows_borders_on_the_days_that_they_cover(visit: Visit, tmp_path: Path) -> None:
    write_dated(tmp_path, "beyond", "1783-11-21", "2031-05-01", place=ORESUND)
    with serving(OVERFLIGHT_GEODATA=str(tmp_path)) as address:
        page = visit(f"{address}/beyond/", hash=f"{CLOSE}&date=1960-05-01T00:00Z")
        expect(page.locator("[data-notice=world]")).to_contain_text("Borders of 1 May 1960")
        expect(page.locator("[data-legend=world]")).to_contain_text("NATO")
        assert colours(page) > 2
        page = visit(f"{address}/beyond/", hash="#date=1783-11-21T00:00Z")
        expect(page.locator("[data-notice=world]")).to_have_text("No borders are known for 1783")
        page.evaluate("location.hash = '#date=2031-05-01T00:00Z'")
        last = f"{LAST_DAY.day} {LAST_DAY:%B %Y}"
        expect(page.locator("[data-notice=world]")).to_have_text(f"No borders for 2031 yet: they are known to {last}")


def test_own_borders_replace_those_of_the_world(visit: Visit, tmp_path: Path) -> None:
    write_own_borders(tmp_path, territories=[*TERRITORIES, square("Realm of the Sound", 10, 54, 14, 58)])
    (exhibit,) = Library(tmp_path).exhibits
    path = export.write(tmp_path, "balloon.html", export.single_file(exhibit).encode())
    page = visit(path.as_uri(), hash=CLOSE)
    expect(page.locator("[data-notice=world]")).to_have_text("Borders of 1783, after an invented survey · A. Surveyor")
    expect(page.locator("[data-legend=world] li")).to_have_count(0)
    assert colours(page) == 3  # sea, the realm, and the land beyond its border
    page = visit(path.as_uri(), hash="#map=6/45/9")
    expect(page.locator("[data-notice=world]")).to_contain_text("A. Surveyor · partly schematic")
    expect(page.locator("[data-legend=world]")).to_have_text("occupied or disputed")


def test_own_land_is_all_there_is(visit: Visit, tmp_path: Path) -> None:
    write_own_borders(
        tmp_path,
        entry=ENTRY.replace("when =", 'land = "own"\nwhen ='),
        territories=[square("Shire", 12.4, 55, 12.7, 56), square("Bree", 12.7, 55, 14, 56)],
    )
    with serving(OVERFLIGHT_GEODATA=str(tmp_path)) as address:
        page = begun(visit(f"{address}/balloon/kiosk", hash=CLOSE))
        expect(page.locator("[data-notice=world]")).to_contain_text("Borders of 1783, after an invented survey")
        assert colours(page) == 3  # sea and two states


def test_land_whose_border_is_unknown_is_in_the_legend(visit: Visit, tmp_path: Path) -> None:
    write_dated(tmp_path, "kiev", "1919-06-28", "1923-07-24", place=KIEV)
    with serving(OVERFLIGHT_GEODATA=str(tmp_path)) as address:
        page = visit(f"{address}/kiev/", hash="#map=5/50.4/30.5&date=1919-06-28T12:00Z")
        expect(page.locator("[data-notice=world]")).to_contain_text("Borders of 28 June 1919")
        expect(page.locator("[data-legend=world]")).to_contain_text("no borders known")
        page = visit(f"{address}/kiev/", hash="#map=5/50.4/30.5&date=1923-07-24T12:00Z")
        expect(page.locator("[data-notice=world]")).to_contain_text("Borders of 24 July 1923")
        expect(page.locator("[data-legend=world]")).not_to_contain_text("no borders known")


def test_the_time_line_of_the_atlas_spans_its_exhibits(visit: Visit, tmp_path: Path) -> None:
    write_dated(tmp_path, "balloon", "1783-11-21")
    write_dated(tmp_path, "late", "2109-08-17")
    with serving(OVERFLIGHT_GEODATA=str(tmp_path)) as address:
        page = visit(f"{address}/")
        slider = page.get_by_role("slider", name="Year")
        expect(slider).to_have_attribute("min", "1783")
        expect(slider).to_have_attribute("max", "2109")
        chart = page.locator(".chart").bounding_box()
        dots = [dot.bounding_box() for dot in page.locator(".chart circle").all()]
        assert chart
        assert [
            bool(dot and chart["x"] <= dot["x"] and dot["x"] + dot["width"] <= chart["x"] + chart["width"])
            for dot in dots
        ] == [
            True,
            True,
        ]
        slider.fill("1783")
        expect(page.locator("[data-notice=world]")).to_have_text("No borders are known for 1783")
