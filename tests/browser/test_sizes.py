"""At every size of window, in every way of showing an exhibit, what matters is in sight, whole and not covered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.pages import begun, point_of
from tests.browser.ways import EXHIBITS, FILE, KIOSK, LIVE, Address

# fmt: off
WINDOWS = [
    (320, 256), (320, 568), (360, 640), (360, 740), (390, 844), (412, 915), (430, 932), (568, 320), (640, 400),
    (683, 384), (720, 450), (740, 360), (768, 1024), (800, 600), (800, 1280), (820, 1180), (844, 390), (912, 1368),
    (932, 430), (960, 600), (1000, 800), (1024, 768), (1080, 1920), (1180, 820), (1280, 720), (1280, 800), (1280, 1024),
    (1366, 768), (1440, 900), (1920, 1080), (2560, 1440), (3840, 2160),
]
# fmt: on
"""Phones, tablets, laptops, desktops and walls; laptops of 1280, 1366 and 1440 pixels at 200 % zoom, 1280 at 400 %."""
NARROW = [(320, 568), (360, 640), (844, 390), (1024, 768), (1180, 820)]
LONG, SHORT = "grand-slam", "zuyev-to-trabzon"

ESSENTIAL = {
    "title": "h1",
    "time": "[data-deck=typed]",
    "date": "[data-deck=date]",
    "play": "[data-deck=play]",
    "profile": ".profile",
    "chapter": ".chapter:not([hidden]) h2",
    "attribution": ".attribution",
    "story": ".chapter:not([hidden]) .prose p",
    "back": "[data-turn=back]",
    "next": "[data-turn=next]",
}
FIRST = ("title", "time", "date", "play", "profile", "chapter", "attribution")
"""What the first screen of a page that scrolls shows; the rest may be scrolled to, in a very low window all of it."""
LOW = 560

FAULTS = """async ([essential, first, low]) => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const page = document.scrollingElement
  const faults = page.scrollWidth > innerWidth ? [`the page is ${page.scrollWidth} wide`] : []
  const isScrolled = getComputedStyle(document.getElementById('story')).overflowY === 'visible'
  const faultOf = (name, node) => {
    const range = document.createRange()
    range.selectNodeContents(node)
    const { left, top, right, bottom } = name === 'story' ? range.getClientRects()[0] : node.getBoundingClientRect()
    if (right - left < 8 || bottom - top < 8) return 'has no size'
    const isWithin = left >= -0.5 && top >= -0.5 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5
    if (!isWithin) return 'is not within the window'
    if (name !== 'story' && node.scrollWidth > node.clientWidth + 1 && node.clientWidth) return 'is cut off'
    for (const x of [left + 3, (left + right) / 2, right - 3]) {
      const hit = document.elementFromPoint(x, (top + bottom) / 2)
      if (!node.contains(hit)) return `is covered by ${hit?.cloneNode().outerHTML}`
    }
  }
  for (const [name, selector] of Object.entries(essential)) {
    page.scrollTop = 0
    const node = document.querySelector(selector)
    if (isScrolled && (innerHeight < low || !first.includes(name))) {
      page.scrollTop = node.getBoundingClientRect().top - innerHeight * 0.58
    }
    const fault = faultOf(name, node)
    if (fault) faults.push(`${name} ${fault}`)
  }
  page.scrollTop = 0
  return faults
}"""


def faults(page: Page, windows: list[tuple[int, int]]) -> list[str]:
    """What is not in sight, in windows of these sizes."""
    found = []
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}x{height}: {fault}" for fault in page.evaluate(FAULTS, [ESSENTIAL, FIRST, LOW])]
    return found


@pytest.mark.parametrize("slug", [LONG, SHORT])
@pytest.mark.parametrize("way", [LIVE, FILE])
def test_essentials_are_in_sight_at_every_size(address: Address, visit: Visit, way: str, slug: str) -> None:
    assert faults(visit(address(way, slug)), WINDOWS) == []


@pytest.mark.parametrize("slug", [LONG, SHORT])
def test_essentials_are_in_sight_on_every_kiosk_screen(address: Address, visit: Visit, slug: str) -> None:
    screens = [
        (width, height)
        for width, height in WINDOWS
        if (width >= 960 and height >= 600) or (width >= 768 and height >= 1024)
    ]
    page = begun(visit(address(KIOSK, slug)))
    assert faults(page, screens) == []


@pytest.mark.parametrize("size", [(800, 1280), (1080, 1920)])
def test_the_first_view_is_clear_of_a_row_of_buttons(address: Address, visit: Visit, size: tuple[int, int]) -> None:
    page = begun(visit(address(KIOSK, LONG), viewport={"width": size[0], "height": size[1]}))
    view = EXHIBITS[LONG].opening.bounds
    buttons = page.locator(".map-buttons").bounding_box()
    assert view
    assert buttons
    assert point_of(page, view[1], view[2])[1] < buttons["y"]


def test_essentials_are_in_sight_in_every_language(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, LONG))
    for language in EXHIBITS[LONG].languages:
        page.locator(f"[data-language={language}]").click()
        page.wait_for_selector(f"html[lang={language}]", state="attached")
        assert faults(page, NARROW) == [], language
