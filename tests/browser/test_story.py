"""The story and the list beside the map: turned by hand, left to explore, come back to, searched."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.domain import Bounds, LonLat
from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import MAP, begun, point_of, show, view, wait_until
from tests.browser.ways import EXAMPLE, EXHIBITS, FILE, KIOSK, LIVE, Address

CHAPTERS = EXHIBITS[EXAMPLE].chapters


def expect_chapter(page: Page, number: int) -> None:
    """The chapter that is shown, from 1; 0 is the introduction."""
    chapter = CHAPTERS[number - 1].id if number else ""
    expect(page.locator(".chapter:not([hidden])")).to_have_attribute("data-chapter", chapter)


def expect_view(page: Page, zoom: float, lat: float, lon: float) -> None:
    """Wait until the map has arrived at a view."""
    wait_until(
        page,
        """([zoom, lat, lon]) => {
          const { lat: y, lng: x } = MAP.getCenter()
          return Math.hypot(MAP.getZoom() - zoom, y - lat, x - lon) < 0.1
        }""".replace("MAP", MAP),
        [zoom, lat, lon],
    )


def settled_view(page: Page) -> tuple[float, float, float]:
    """The view once the map has stopped."""
    wait_until(
        page,
        """((before) => () => {
          const now = `${MAP.getZoom()} ${MAP.getCenter()}`
          const hasStopped = now === before
          before = now
          return hasStopped
        })()""".replace("MAP", MAP),
        every_ms=200,
    )
    return view(page)


def state(page: Page) -> tuple[object, ...]:
    """What a chapter sets besides the view: clock and layers."""
    layers = page.locator("input[name=layer]").evaluate_all("(boxes) => boxes.map((box) => box.checked)")
    moment = page.locator("output[data-flight]").first.get_attribute("data-date")
    return layers, moment


@pytest.mark.parametrize("way", [LIVE, FILE])
def test_page_opens_on_its_introduction_and_back_returns_to_it(address: Address, visit: Visit, way: str) -> None:
    page = visit(address(way, EXAMPLE))
    expect_chapter(page, 0)
    expect(page.locator(".chapter:visible")).to_contain_text(str(EXHIBITS[EXAMPLE].summary))
    expect(page.locator('[data-turn="back"]')).to_be_disabled()
    opening, opening_view = state(page), view(page)
    page.get_by_role("button", name="Start the story").click()
    expect_chapter(page, 1)
    page.locator('[data-turn="back"]').click()
    expect_chapter(page, 0)
    expect_view(page, *opening_view)
    assert state(page) == opening


def test_chapter_is_chosen_from_the_list(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, EXAMPLE))
    entries = page.locator(".contents a")
    expect(entries).to_have_count(len(CHAPTERS))
    entries.nth(4).click()
    expect_chapter(page, 5)
    page.locator(".chapter:visible .count a").click()
    expect_chapter(page, 0)


def test_back_in_the_browser_steps_through_the_chapters(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, EXAMPLE))
    for number in (1, 2):
        page.locator('[data-turn="next"]').click()
        expect_chapter(page, number)
    page.go_back()
    expect_chapter(page, 1)
    page.go_back()
    expect_chapter(page, 0)
    page.go_forward()
    expect_chapter(page, 1)


def test_scrolling_on_beyond_the_end_turns_the_chapter_and_back(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, EXAMPLE))
    page.locator("#story").hover()
    for _ in range(40):
        page.mouse.wheel(0, 400)
        if page.locator(".chapter:not([hidden])").get_attribute("data-chapter"):
            break
    expect_chapter(page, 1)
    assert page.locator("#story").evaluate("(leaf) => leaf.scrollTop") == 0


def test_page_keys_read_on_through_the_chapters(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, EXAMPLE))
    for _ in range(20):
        page.keyboard.press("PageDown")
        if page.locator(".chapter:not([hidden])").get_attribute("data-chapter"):
            break
    expect_chapter(page, 1)
    page.keyboard.press("PageUp")
    expect_chapter(page, 0)


def test_a_swipe_turns_the_chapter(address: Address, visit: Visit) -> None:
    page = visit(address(LIVE, EXAMPLE), viewport=PHONE, has_touch=True)
    touches = page.context.new_cdp_session(page)

    def swipe(start: int, end: int) -> None:
        first = page.locator(".chapter:not([hidden]) .prose p").first
        first.scroll_into_view_if_needed()
        y = first.bounding_box()["y"] + 12  # type: ignore[index]
        touches.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": y}]})
        for step in range(1, 5):
            x = start + (end - start) * step / 4
            touches.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(320, 80)
    expect_chapter(page, 1)
    swipe(80, 320)
    expect_chapter(page, 0)


@pytest.mark.parametrize(("way", "viewport"), [(LIVE, None), (FILE, PHONE), (KIOSK, {"width": 1080, "height": 1920})])
def test_an_inset_has_a_frame_where_the_large_map_is(address: Address, visit: Visit, way: str, viewport: Any) -> None:
    number, chapter = next((number, each) for number, each in enumerate(CHAPTERS, 1) if each.id == "the-hit")
    assert chapter.inset
    assert chapter.inset.bounds
    assert chapter.view
    assert chapter.view.center
    page = begun(visit(address(way, EXAMPLE), **({"viewport": viewport} if viewport else {})))
    inset = page.locator(".inset")
    expect(inset).to_have_count(0)
    for _ in range(number):
        page.locator('[data-turn="next"]').click()
    expect_chapter(page, number)
    box = inset.bounding_box()
    assert box
    expected = in_fitted(chapter.view.center, chapter.inset.bounds, box["width"] - 2, box["height"] - 2)
    wait_until(
        page,
        """([x, y]) => {
          const canvas = document.querySelector('.inset .leaflet-aircraft-pane canvas')
          const [drawn, frame] = [canvas, document.querySelector('.inset div')]
            .map((each) => each.getBoundingClientRect())
          if (!drawn.width || canvas.hidden) return false
          const pen = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
          pen.drawImage(canvas, 0, 0)
          const { data } = pen.getImageData(0, 0, canvas.width, canvas.height)
          const marked = []
          for (let pixel = 0; pixel * 4 < data.length; pixel++) {
            if (data[pixel * 4 + 3]) marked.push([pixel % canvas.width, Math.floor(pixel / canvas.width)])
          }
          const middle = (axis) => marked.reduce((sum, at) => sum + at[axis], 0) / marked.length
          const [left, top] = [middle(0) / canvas.width * drawn.width, middle(1) / canvas.height * drawn.height]
          return Math.hypot(left + drawn.left - frame.left - x, top + drawn.top - frame.top - y) < 4
        }""",
        expected,
    )
    frame = page.locator(".map .leaflet-paths-pane canvas").last
    expect(frame).to_be_hidden()
    if way == LIVE:  # now the inset has the larger scale
        page.evaluate(f"() => {{ {MAP}.setMinZoom(0) }}")
        show(page, 52, 62, 1)
        expect(frame).to_be_visible()
    page.locator(".chapter:visible .count a").click()
    expect(inset).to_be_hidden()
    expect(frame).to_be_hidden()


def in_fitted(position: LonLat, bounds: Bounds, width: float, height: float) -> tuple[float, float]:
    """Where a position is, in pixels, on an inset of that size that shows the bounds."""
    west, south, east, north = bounds
    (left, bottom), (right, top) = mercator((west, south)), mercator((east, north))
    exact = math.log2(min((width - 12) / (right - left), (height - 12) / (bottom - top)))
    scale = 2 ** (math.floor(round(exact / 0.05, 2)) * 0.05)
    x, y = mercator(position)
    return width / 2 + (x - (left + right) / 2) * scale, height / 2 + (y - (top + bottom) / 2) * scale


def mercator(position: LonLat) -> tuple[float, float]:
    """A position in the pixels of Mercator's map at level 0."""
    lon, lat = position
    return (lon + 180) / 360 * 256, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 256


@pytest.mark.parametrize("way", [LIVE, FILE, KIOSK])
def test_explore_enlarges_the_map_and_returns_to_the_chapter(address: Address, visit: Visit, way: str) -> None:
    page = begun(visit(address(way, EXAMPLE)))
    page.locator('[data-turn="next"]').click()
    at = settled_view(page)
    width = page.locator(".map").bounding_box()["width"]  # type: ignore[index]
    page.locator('[data-turn="explore"]').click()
    expect(page.locator("#story")).not_to_be_visible()
    assert page.locator(".map").bounding_box()["width"] >= width  # type: ignore[index]
    expect(page.locator('[data-turn="resume"]')).to_be_focused()
    show(page, 10, 10, 4)
    page.locator('[data-turn="resume"]').click()
    expect(page.locator("#story")).to_be_visible()
    assert settled_view(page) == pytest.approx(at, abs=0.3)
    expect_chapter(page, 1)


@pytest.mark.parametrize("way", [LIVE, FILE])
def test_places_are_found_under_all_their_names(address: Address, visit: Visit, way: str) -> None:
    page = visit(address(way, EXAMPLE))
    page.get_by_role("tab", name="Places and times").click()
    field = page.get_by_role("searchbox")
    rows = page.locator("[data-feature]:visible")
    everything = rows.count()
    for words in ("sverdlovsk", "Екатеринбург", "エカテリンブルク"):
        field.fill(words)
        expect(page.locator('[data-feature="planned-remainder/2"]')).to_be_visible()
        assert rows.count() < everything
    field.fill("bodo")
    expect(rows.first).to_contain_text("Bodø")
    field.fill("no such place")
    expect(page.locator(".search [role=status]")).to_have_text("No matches.")
    expect(rows).to_have_count(0)
    field.press("Escape")
    expect(rows).to_have_count(everything)
    field.fill("tyuratam")
    field.press("Enter")
    expect(page.locator(".feature-card h3")).to_contain_text("Tyuratam")


def test_a_chapter_is_shown_in_its_own_projection(address: Address, visit: Visit) -> None:
    exhibit = EXHIBITS["across-the-line"]
    chapter = next(chapter for chapter in exhibit.chapters if chapter.id == "korpijarvi")
    assert chapter.view
    assert chapter.view.about == (12.0, 90.0)
    page = visit(address(LIVE, exhibit.slug) + f"#chapter={chapter.id}")
    pole, oslo, helsinki = (point_of(page, *place) for place in ((90, 0), (60, 12), (60, 25)))
    assert abs(pole[0] - oslo[0]) < 1, "the meridian of the centre is upright"
    assert math.dist(pole, oslo) == pytest.approx(math.dist(pole, helsinki), abs=1), "parallels are circles"

    wait_until(page, "() => /map=[^&]*\\/90\\/12(&|$)/.test(location.hash)")
    seen = view(page)
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect_view(page, *seen)
    assert point_of(page, 90, 0) == pytest.approx(pole, abs=2)

    spitsbergen = next(feature for feature in exhibit.flights if feature.id == "kal-902").fixes[3]
    page.mouse.click(*point_of(page, spitsbergen.lat, spitsbergen.lon))
    expect(page.get_by_role("dialog")).to_contain_text("Spitsbergen")
    page.keyboard.press("Escape")

    page.locator('[data-turn="back"]').click()
    wait_until(page, "() => !/map=[^&]*\\/90\\/12(&|$)/.test(location.hash)")
    assert point_of(page, 60, 12)[1] == pytest.approx(point_of(page, 60, 25)[1], abs=0.5), "Mercator's parallels"
