"""The colours of a real page's map: tints that differ, coasts seen from both sides, uncertainty without a tint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.pages import MAP, begun, show, wait_until
from tests.browser.ways import FILE, KIOSK, LIVE, Address
from tests.colours import contrast, difference, lab, palette, relief, tinted

KINDS = {
    "sea": (73.5, 38.0),
    "land": (23.0, 79.0),
    "nato": (39.0, 33.0),
    "pact": (60.0, 48.0),
    "treaty": (33.0, 54.0),
    "dependency": (27.0, 3.0),
}
"""Where on 1 May 1960 each is met: the Barents Sea, India, Turkey, Russia, Iran, Algeria."""
CLOSE = 9
"""A zoom level at which no relief is drawn."""
HINDU_KUSH = (35.0, 68.0)
RIVERS = 360
"""More pixels of the sample than rivers can have."""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}


NOTE_CHANGE = """() => {
  globalThis.hasChanged = false
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', () => { globalThis.hasChanged = true })
  }
}"""
"""Notes when the page hears of the next look; what it has listening was there before, and hears it first."""


def pixels(page: Page, pane: str, lat: float, lon: float, width: int, height: int) -> list[str]:
    """The colours of a pane about a place, row by row, as ``#rrggbbaa``."""
    found: list[str] = page.evaluate(
        f"""async ([pane, lat, lon, width, height]) => {{
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
          const canvas = document.querySelector(`.leaflet-${{pane}}-pane canvas`)
          const own = canvas.getBoundingClientRect()
          const map = {MAP}.getContainer().getBoundingClientRect()
          const point = {MAP}.latLngToContainerPoint([lat, lon])
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {{ willReadFrequently: true }})
          copy.drawImage(canvas, 0, 0)
          const [x, y] = [map.x + point.x - own.x - width / 2, map.y + point.y - own.y - height / 2].map(Math.round)
          const {{ data }} = copy.getImageData(x, y, width, height)
          return Array.from({{ length: width * height }}, (_, index) =>
            '#' + [...data.slice(index * 4, index * 4 + 4)].map((each) => each.toString(16).padStart(2, '0')).join(''))
        }}""",
        [pane, lat, lon, width, height],
    )
    return found


def lightness(colour: str) -> float:
    """How bright an eye sees ``#rrggbb``, from 0 to 100."""
    return lab(colour)[0]


def tint(page: Page, lat: float, lon: float) -> str:
    """The colour that most of the ground about a place has."""
    near = pixels(page, "world", lat, lon, 15, 15)
    return max(set(near), key=near.count)[:7]


def in_each(page: Page, looks: Iterable[str] = ("light", "dark")) -> Iterator[str]:
    """The looks, each when the page has taken it on."""
    shown = "light"
    for look in looks:
        if look != shown:
            page.evaluate(NOTE_CHANGE)
            page.emulate_media(**LOOKS[look])
            wait_until(page, "() => globalThis.hasChanged")
        yield look
        shown = look


def test_sea_and_kinds_of_land_are_painted_as_the_style_sheet_has_them(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#date=1960-05-01T01:26Z")
    for look in in_each(page, LOOKS):
        painted = {}
        for kind, place in KINDS.items():
            show(page, *place, CLOSE)
            painted[kind] = tint(page, *place)
        colours = palette("light" if look == "light" else "dark")
        assert painted == {kind: colours[kind] for kind in KINDS}, look
        assert [pair for pair in combinations(painted.values(), 2) if difference(*pair) < 10] == []


def test_a_coast_is_seen_from_the_sea_and_from_the_land(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#date=1960-05-01T01:26Z")
    show(page, 36, 33, 6)
    for look in in_each(page):
        colours = palette(look)
        sea, land = tint(page, 35.6, 31.5), colours["nato"]
        across = [colour[:7] for colour in pixels(page, "world", 36.5, 31.8, 5, 120)]
        assert sea == colours["sea"]
        assert sea in across
        assert any(difference(colour, land) < 5 for colour in across)
        assert max(min(contrast(colour, sea), contrast(colour, land)) for colour in across) >= 3


@pytest.mark.parametrize("way", [LIVE, FILE, KIOSK])
def test_mountains_have_light_and_shadow_within_the_tones_of_the_style_sheet(
    way: str, address: Address, visit: Visit
) -> None:
    page = begun(visit(address(way, "grand-slam"), hash="#date=1960-05-01T01:26Z"))
    for look in in_each(page):
        show(page, *HINDU_KUSH, 5.5)
        flat = palette(look)["land"]
        darkest, brightest = (lightness(tinted(flat, tone)) for tone in relief(look))
        everything = sorted(lightness(colour[:7]) for colour in pixels(page, "world", *HINDU_KUSH, 60, 60))
        found = everything[RIVERS:-RIVERS]
        assert darkest - 0.5 < min(found) < lightness(flat) < max(found) < brightest + 0.5
        assert max(found) - min(found) > (brightest - darkest) / 4
        show(page, *HINDU_KUSH, CLOSE)
        assert tint(page, *HINDU_KUSH) == flat


def test_the_sea_has_no_relief(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#date=1960-05-01T01:26Z")
    show(page, 73.5, 38, 4)
    for look in in_each(page):
        colours = {palette(look)[name] for name in ("sea", "graticule")}
        assert {colour[:7] for colour in pixels(page, "world", 73.5, 42, 30, 30)} <= colours


def test_a_wide_corridor_leaves_the_tint_of_the_land(server: str, visit: Visit) -> None:
    page = visit(f"{server}/zuyev-to-trabzon/", hash="#date=1989-05-20T02:00Z")
    show(page, 41.6, 40.7, 8)
    for look in in_each(page):
        over = pixels(page, "paths", 41.8, 40.6, 30, 30)
        inked = [colour for colour in over if int(colour[7:], 16) > 40]
        assert inked
        ink = palette(look)["uncertainty"]
        assert [colour for colour in inked if difference(colour[:7], ink) > 8] == []
        assert sum(colour.endswith("00") for colour in over) > len(over) / 2
