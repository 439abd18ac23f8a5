"""The kiosk in a real browser: visits, resets, the lock and the playlist."""

from __future__ import annotations

import random
import re
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import view
from tests.browser.ways import EXAMPLE, KIOSK_FILE, Address
from tests.conftest import write_exhibit
from tests.serving import serving

IDLE, WARNING, WAKING = 90, 20, 500
PLAYED_LATELY = 2
"""Seconds after which a clock that was moved counts as standing."""
SCREEN = {"width": 1280, "height": 720}
"""Where the size does not matter, a small one, which is drawn sooner."""
SCREENS = [{"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}, {"width": 3840, "height": 2160}]
NINE = datetime.fromisoformat("2026-05-01T09:00").astimezone()
SLUG = "foxbat-to-hakodate"
MORE = "[popovertarget=deck-more]:visible"


SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, select, .layers label, a[href]:not(.skip)')]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .filter((node) => {
    const { width, height } = node.closest('.note') ? getComputedStyle(node, '::before') : node.getBoundingClientRect()
    return Math.min(parseFloat(width), parseFloat(height)) < 59.5
  })
  .map((node) => node.outerHTML)"""
"""Whatever can be seen and touched, and is smaller than a fingertip."""
DARK_PIXELS = """(canvas) => {
  const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const isDark = (x, y) => data[4 * (y * width + x)] < 128
  return Array.from({ length: canvas.height }, (_, y) => Array.from({ length: width }, (_, x) => isDark(x, y)))
}"""


def state(page: Page) -> str | None:
    return page.get_attribute("html", "data-visit")


def wake(page: Page) -> None:
    """Touch the attract loop, and let the touch die away."""
    size = page.viewport_size
    assert size
    page.touchscreen.tap(size["width"] / 2, size["height"] / 3)
    page.clock.fast_forward(WAKING)


@pytest.fixture
def kiosk(server: str, visit: Visit) -> Any:
    """Opens a kiosk page on a touch screen with a clock that the test controls."""

    def open_page(path: str = f"/{SLUG}/kiosk", *, hash: str = "", viewport: dict[str, int] | None = None) -> Page:  # noqa: A002
        return visit(f"{server}{path}", hash=hash, clock=True, viewport=viewport or SCREEN, has_touch=True)

    return open_page


class TestVisit:
    def test_first_touch_only_wakes_the_kiosk(self, kiosk: Any) -> None:
        page = kiosk()
        assert state(page) == "attract"
        button = page.locator("[data-turn=next]")
        size = page.viewport_size
        wake(page)
        assert state(page) == "visiting"
        box = button.bounding_box()
        assert box
        assert box["y"] < size["height"]
        expect(page.locator(".introduction")).to_be_visible()

    def test_idle_kiosk_warns_then_resets(self, kiosk: Any) -> None:
        page = kiosk()
        wake(page)
        before = (
            view(page),
            visible_chapter(page),
            page.locator("input[name=layer]:checked").count(),
            page.get_attribute("html", "lang"),
        )
        speed = page.locator("[data-deck=speed]").input_value()
        page.locator("[data-deck=speed]").select_option("10")
        for _ in range(2):
            page.locator("[data-turn=next]").tap()
        page.locator("button[data-text-size='3']").tap()
        page.locator(".layers summary").tap()
        page.locator("input[name=layer]").first.tap()
        page.locator("#tab-places").tap()
        page.locator("#places").evaluate("(leaf) => { leaf.scrollTop = 500 }")
        page.locator("[data-turn=explore]").tap()
        assert page.locator(".bar").is_visible()
        page.locator(MORE).tap()
        assert page.locator("#deck-more").is_visible()
        page.clock.fast_forward((IDLE + 1) * 1000)
        assert state(page) == "warned"
        assert re.search(r"\b(20|19) seconds", page.locator(".still-there .countdown").inner_text())
        page.clock.fast_forward((WARNING + 1) * 1000)
        assert state(page) == "attract"
        wake(page)
        after = (
            view(page),
            visible_chapter(page),
            page.locator("input[name=layer]:checked").count(),
            page.get_attribute("html", "lang"),
        )
        assert after == before
        assert page.get_attribute("html", "data-text-size") == "1"
        assert page.locator("#story").is_visible()
        assert page.locator("#places").evaluate("(leaf) => leaf.scrollTop") == 0
        assert not page.locator(".layers").evaluate("(layers) => layers.open")
        assert page.locator(":popover-open").count() == 0
        assert page.get_attribute("html", "data-exploring") is None
        assert page.locator("[data-deck=speed]").input_value() == speed

    def test_touch_during_the_warning_cancels_the_reset(self, kiosk: Any) -> None:
        page = kiosk()
        wake(page)
        page.locator("[data-turn=next]").tap()
        chapter = visible_chapter(page)
        page.clock.fast_forward((IDLE + 5) * 1000)
        page.locator(".still-there button").tap()
        page.clock.fast_forward((WARNING + 10) * 1000)
        assert state(page) == "visiting"
        assert not page.locator(".still-there").is_visible()
        assert visible_chapter(page) == chapter

    def test_permalink_to_a_moment_opens_it(self, kiosk: Any) -> None:
        page = kiosk(hash="#map=6/43/137")
        assert state(page) == "visiting"
        assert view(page)[0] == 6


def test_kiosk_file_works_alone(address: Address, visit: Visit) -> None:
    page = visit(address(KIOSK_FILE, EXAMPLE), viewport=SCREEN, has_touch=True, clock=True)
    assert state(page) == "attract"
    wake(page)
    chapter = visible_chapter(page)
    page.locator("[data-turn=next]").tap()
    assert visible_chapter(page) != chapter
    page.clock.fast_forward((IDLE + 1) * 1000)
    assert page.locator(".still-there").is_visible()
    page.clock.fast_forward((WARNING + 1) * 1000)
    assert state(page) == "attract"
    wake(page)
    assert visible_chapter(page) == chapter


@pytest.mark.parametrize("viewport", SCREENS, ids=lambda screen: f"{screen['width']}x{screen['height']}")
def test_touch_targets_are_large(kiosk: Any, viewport: dict[str, int]) -> None:
    page = kiosk(viewport=viewport)
    assert page.locator(".begin").bounding_box()["height"] >= 60
    wake(page)
    profile = page.locator(".profile")
    box = profile.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    page.clock.fast_forward(300)
    start, now, end = (int(profile.get_attribute(f"aria-value{each}")) for each in ("min", "now", "max"))
    assert (now - start) / (end - start) == pytest.approx(0.75, abs=0.06), "the moment under the finger"
    dots, size = profile.evaluate("(node) => [node.querySelector('canvas').width, node.offsetWidth]")
    assert dots == pytest.approx(size * (2 if viewport["width"] == 3840 else 1), abs=2), "text as large as on the page"
    for reach in (
        ".layers summary",
        "#tab-places",
        "#places [data-feature] button",
        "#tab-sources",
        ".code",
        ".code-popover button",
        MORE,
    ):
        page.locator(reach).first.evaluate("(node) => node.click()")
        page.clock.fast_forward(300)
        assert page.evaluate(SMALL_TARGETS) == []


def test_attract_text_moves_against_burn_in(kiosk: Any) -> None:
    for screen in SCREENS[:2]:
        page = kiosk(viewport=screen)
        page.clock.fast_forward(1500)
        before = [page.locator(words).bounding_box() for words in (".scene-title", ".begin")]
        page.clock.fast_forward(20_000)
        page.clock.fast_forward(1500)
        after = [page.locator(words).bounding_box() for words in (".scene-title", ".begin")]
        for old, new in zip(before, after, strict=True):
            assert old
            assert new
            assert old["y"] > new["y"] + new["height"]


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (800, 1280), (1080, 1920)])
def test_words_of_the_attract_loop_are_beside_the_map_on_a_tall_screen(kiosk: Any, width: int, height: int) -> None:
    page = kiosk(viewport={"width": width, "height": height})
    for wait_ms in (0, 20_000):  # the words at the foot, then at the head
        page.clock.fast_forward(wait_ms)
        page.clock.fast_forward(1500)
        stage, title, begin = (page.locator(part).bounding_box() for part in (".stage", ".scene-title", ".begin"))
        assert stage
        assert title
        assert begin
        assert title["y"] >= stage["y"] + stage["height"] - 8 or begin["y"] + begin["height"] <= stage["y"] + 8
        for box in (title, begin):
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height


def test_source_has_a_qr_code(kiosk: Any) -> None:
    page = kiosk()
    wake(page)
    page.locator("#tab-sources").tap()
    button = page.locator(".code").first
    address = button.get_attribute("data-address")
    assert address
    button.tap()
    canvas = page.locator(".code-popover canvas")
    expect(canvas).to_be_visible()
    assert page.locator(".code-popover .address").inner_text() == address
    rows = segno.make_qr(address, error="m").matrix
    painted = canvas.evaluate(DARK_PIXELS)
    quiet = (len(painted) - len(rows)) // 2
    assert quiet == 4
    assert [[bool(dark) for dark in row] for row in rows] == [row[quiet:-quiet] for row in painted[quiet:-quiet]]
    assert not any(any(row) for row in (*painted[:quiet], *painted[-quiet:]))
    page.locator(".code-popover button").tap()
    expect(canvas).to_be_hidden()


def test_controls_are_low_on_a_tall_screen(kiosk: Any) -> None:
    page = kiosk(viewport=SCREENS[1])
    wake(page)
    for control in (".map-buttons", ".keys", ".tabs", ".turn", ".bar"):
        box = page.locator(control).bounding_box()
        assert box
        assert box["y"] > 1920 * 0.45, control


class TestLocked:
    def test_kiosk_cannot_be_left(self, kiosk: Any) -> None:
        page = kiosk()
        wake(page)
        let_through = page.evaluate(
            """() => {
              const way = { bubbles: true, cancelable: true }
              const key = (key, more) => new KeyboardEvent('keydown', { key, ...way, ...more })
              const events = [
                ...['p', 's', 'o', 'f', 'u', 't', 'n', 'w', '+', '-', '0'].map((name) => key(name, { ctrlKey: true })),
                ...['F1', 'F5', 'F11', 'F12', 'BrowserBack'].map((name) => key(name)),
                new WheelEvent('wheel', { ctrlKey: true, deltaY: -100, ...way }),
                ...['contextmenu', 'selectstart', 'dragstart', 'drop', 'copy', 'auxclick']
                  .map((type) => new MouseEvent(type, way))
              ]
              const words = document.querySelector('.prose')
              return events.filter((event) => words.dispatchEvent(event)).map(({ type, key }) => `${type} ${key}`)
            }"""
        )
        assert let_through == []

    def test_links_are_inert(self, kiosk: Any) -> None:
        page = kiosk()
        wake(page)
        address = page.url.partition("#")[0]
        assert page.locator("a[href^=http], a[href^=mailto]").count() == 0
        page.evaluate(
            """() => {
              for (const href of ['https://example.org/', 'mailto:someone@example.org', '/']) {
                const anchor = document.createElement('a')
                anchor.href = href
                document.body.append(anchor)
                anchor.click()
              }
            }"""
        )
        page.clock.fast_forward(1000)
        assert page.url.partition("#")[0] == address

    def test_random_touches_never_leave_the_kiosk(self, kiosk: Any) -> None:
        page = kiosk()
        address = page.url.partition("#")[0]
        wake(page)
        opening = view(page)
        fingers = Fingers(page, seed=1)
        for _ in range(60):
            fingers.gesture()
        assert page.url.partition("#")[0] == address
        assert page.evaluate("visualViewport.scale") == 1
        assert page.evaluate("[visualViewport.pageLeft, visualViewport.pageTop]") == [0, 0]
        page.clock.fast_forward(3000)
        for _ in range(IDLE + WARNING + 30):
            page.clock.fast_forward(1000)
            if state(page) == "attract":
                break
        assert state(page) == "attract"
        wake(page)
        assert view(page) == pytest.approx(opening, abs=1e-6)

    def test_two_fingers_zoom_the_map_and_not_the_page(self, kiosk: Any) -> None:
        page = kiosk()
        wake(page)
        zoom = view(page)[0]
        Fingers(page, seed=2).pinch(850, 300, 40, 220)
        page.clock.fast_forward(1000)
        assert view(page)[0] > zoom
        assert page.evaluate("visualViewport.scale") == 1


class TestPlaylist:
    PLAY = "/kiosk/show?play=grand-slam,foxbat-to-hakodate"

    def test_playlist_opens_an_exhibit_and_returns(self, kiosk: Any) -> None:
        page = kiosk(self.PLAY)
        assert state(page) == "attract"
        invitations = page.locator(".begin span").all_inner_texts()
        assert invitations[0] == "Touch to start"
        assert len(set(invitations)) == page.locator(".languages button").count()
        wake(page)
        cards = page.locator(".exhibit-card")
        pictures = cards.locator("canvas").evaluate_all(
            """(canvases) => canvases.map((canvas) => {
              const { width, height } = canvas
              const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
              return new Set(new Uint32Array(data.buffer)).size
            })"""
        )
        assert min(pictures) > 100, "each card has a picture of its map, in more colours than one"
        assert cards.count() == 2
        cards.nth(1).tap()
        room = page.frame_locator("iframe[data-place=front]")
        assert "Hakodate" in room.locator("h1").inner_text()
        room.locator(".to-overview").tap()
        assert cards.first.is_visible()
        assert page.locator("iframe[data-place=front]").count() == 0

    def test_kiosk_language_switch_is_visible_and_resets(self, visit: Visit, geodata: Path) -> None:
        for slug in ("small", "other"):
            toml = write_exhibit(geodata, slug) / "exhibit.toml"
            toml.write_text(toml.read_text(encoding="utf-8").replace('["en"]', '["en", "de"]'), encoding="utf-8")
        with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
            page = visit(f"{address}/kiosk/show", viewport=SCREEN, has_touch=True, clock=True)
            wake(page)
            assert page.locator(".languages button").all_inner_texts() == ["English", "Deutsch"]
            page.locator("[data-language=de]").tap()
            page.locator(".exhibit-card").first.tap()
            room = page.frame_locator("iframe[data-place=front]")
            expect(room.locator("html")).to_have_attribute("lang", "de")
            expect(room.locator("[data-language=de]")).to_be_visible()
            page.clock.fast_forward((IDLE + 1) * 1000)
            page.clock.fast_forward((WARNING + 1) * 1000)
            wake(page)
            assert page.get_attribute("html", "lang") == "en"
            page.locator(".exhibit-card").first.tap()
            expect(room.locator("html")).to_have_attribute("lang", "en")

    def test_touches_in_a_frame_count_and_idleness_is_noticed(self, kiosk: Any) -> None:
        page = kiosk(self.PLAY)
        wake(page)
        page.locator(".exhibit-card").first.tap()
        room = page.frame_locator("iframe[data-place=front]")
        page.clock.fast_forward((IDLE - 10) * 1000)
        room.locator("[data-turn=next]").tap()
        page.clock.fast_forward((PLAYED_LATELY + 1) * 1000)
        page.clock.fast_forward((IDLE - 10) * 1000)
        assert state(page) == "visiting"
        page.clock.fast_forward(11_000)
        assert state(page) == "warned"
        page.clock.fast_forward((WARNING + 1) * 1000)
        assert state(page) == "attract"

    def test_the_attract_loop_goes_through_every_exhibit(self, kiosk: Any) -> None:
        page = kiosk(self.PLAY)
        seen = set()
        for _ in range(4):
            page.clock.fast_forward(1500)
            seen.add(
                (
                    page.locator("iframe[data-place=front]").get_attribute("data-playlist"),
                    page.locator(".scene-title").inner_text(),
                )
            )
            page.clock.fast_forward(19_000)
        assert {slug for slug, _ in seen} == {"grand-slam", "foxbat-to-hakodate"}
        assert len(seen) == 4
        assert page.locator(".scene-line").inner_text()


def visible_chapter(page: Page) -> str | None:
    chapters: Locator = page.locator("[data-chapter]:not([hidden])")
    return chapters.first.get_attribute("data-chapter")


class Fingers:
    """Touches by the browser's own protocol, as a touch screen makes them."""

    def __init__(self, page: Page, *, seed: int) -> None:
        self.page = page
        self.random = random.Random(seed)
        self.session: CDPSession = page.context.new_cdp_session(page)
        size = page.viewport_size
        assert size
        self.width, self.height = size["width"], size["height"]

    def send(self, kind: str, points: list[tuple[float, float]]) -> None:
        on_screen = [(min(max(x, 0), self.width - 1), min(max(y, 0), self.height - 1)) for x, y in points]
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(on_screen)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def drag(self, starts: list[tuple[float, float]], ends: list[tuple[float, float]], steps: int = 4) -> None:
        self.send("touchStart", starts)
        for share in (step / steps for step in range(1, steps + 1)):
            pairs = zip(starts, ends, strict=True)
            self.send("touchMove", [(x + (far - x) * share, y + (down - y) * share) for (x, y), (far, down) in pairs])
        self.send("touchEnd", [])

    def pinch(self, x: float, y: float, before: float, after: float) -> None:
        self.drag([(x - before, y), (x + before, y)], [(x - after, y), (x + after, y)])

    def gesture(self) -> None:
        """One to three fingers from anywhere, the edges too, to anywhere."""
        count = self.random.choice((1, 1, 1, 2, 2, 3))
        self.drag(
            [self.spot() for _ in range(count)],
            [self.spot() for _ in range(count)],
            steps=self.random.choice((0, 1, 3)),
        )

    def spot(self) -> tuple[float, float]:
        """Anywhere, and often at an edge."""
        x = self.random.choice((0, self.width - 1, self.random.uniform(0, self.width)))
        return x, self.random.uniform(0, self.height)


class TestKioskShell:
    """The shell survives restarts of the server and new versions of the content."""

    def test_server_restart_is_invisible(self, visit: Visit, geodata: Path) -> None:
        with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
            port = address.rpartition(":")[2]
            page = visit(f"{address}/kiosk", viewport=SCREEN, has_touch=True, clock=True, alone=True)
            show = page.frame_locator("iframe[data-place=front]")
            assert show.locator(".begin").is_visible()
        poll(page, until="kioskShell.status.serverAway")
        assert show.locator(".begin").is_visible()
        page.touchscreen.tap(600, 200)
        page.clock.fast_forward(WAKING)
        room = show.frame_locator("iframe[data-place=front]")
        assert room.locator("h1").is_visible()
        write_exhibit(geodata, "small", title="Written anew")
        with serving(OVERFLIGHT_GEODATA=str(geodata), PORT=port):
            poll(page, until="!kioskShell.status.serverAway")
            arriving = page.frame_locator("iframe[data-place=arriving]")
            expect(arriving.locator("html")).to_have_attribute("data-ready", "true", timeout=30_000)
            assert "anew" not in room.locator("h1").inner_text()
            page.clock.fast_forward((IDLE + 1) * 1000)
            page.clock.fast_forward((WARNING + 1) * 1000)
            poll(page)
            expect(page.frame_locator("iframe[data-place=front]").locator(".exhibit-card .name")).to_have_text(
                "Written anew", timeout=30_000
            )
        assert page.locator(".playlists iframe").count() == 1

    def test_screen_is_off_outside_opening_hours(self, visit: Visit, geodata: Path) -> None:
        with serving(OVERFLIGHT_GEODATA=str(geodata), OVERFLIGHT_OPENING_HOURS="10:00-18:00") as address:
            page = visit(f"{address}/kiosk", clock=True)
            page.clock.set_fixed_time(NINE)
            poll(page)
            expect(page.locator(".night")).to_be_visible()
            page.clock.set_fixed_time(NINE + timedelta(hours=1))
            poll(page)
            expect(page.locator(".night")).to_be_hidden()

    def test_visit_at_closing_time_may_finish(self, visit: Visit, geodata: Path) -> None:
        with serving(OVERFLIGHT_GEODATA=str(geodata), OVERFLIGHT_OPENING_HOURS="10:00-18:00") as address:
            page = visit(f"{address}/kiosk", viewport=SCREEN, has_touch=True, clock=True)
            page.clock.set_system_time(NINE + timedelta(hours=8, minutes=59, seconds=50))
            poll(page)
            page.touchscreen.tap(600, 200)
            page.clock.fast_forward(WAKING)
            page.clock.fast_forward(15_000)
            poll(page)
            expect(page.locator(".night")).to_be_hidden()
            page.clock.fast_forward((IDLE + 1) * 1000)
            page.clock.fast_forward((WARNING + 1) * 1000)
            poll(page)
            expect(page.locator(".night")).to_be_visible()

    def test_incomplete_new_version_is_not_shown(self, visit: Visit, geodata: Path) -> None:
        with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
            page = visit(f"{address}/kiosk", clock=True, status=503)
            page.route("**/broken/kiosk", lambda route: route.fulfill(status=503, body="down"))
            before = version_at(address)
            write_exhibit(geodata, "broken")
            while version_at(address) == before:
                pass
            poll(page)
            expect(page.locator("iframe[data-place=arriving]")).to_have_count(1)
            expect(
                page.frame_locator("iframe[data-place=arriving]").locator("iframe[data-place=arriving]")
            ).to_have_count(1)
            page.clock.fast_forward(41_000)
            expect(page.locator(".playlists iframe")).to_have_count(1)
            assert page.frame_locator("iframe[data-place=front]").locator(".exhibit-card").count() == 1

    def test_staff_page_opens_by_corner_and_pin(self, visit: Visit, geodata: Path) -> None:
        with serving(OVERFLIGHT_GEODATA=str(geodata), OVERFLIGHT_STAFF_PIN="1962") as address:
            page = visit(f"{address}/kiosk", viewport=SCREEN, has_touch=True, clock=True)
            page.clock.pause_at(page.evaluate("Date.now()") + 1000)  # a slow computer takes long for five touches
            for _ in range(5):
                page.touchscreen.tap(1260, 20)
            page.clock.resume()
            room = page.frame_locator(".staff")
            for digit in "1962":
                room.locator(f"[data-digit='{digit}']").tap()
            room.get_by_text("OK").tap()
            expect(room.locator("h1")).to_have_text("This kiosk")
            assert "small" in room.locator("dl").inner_text()
            room.locator(".close").tap()
            expect(page.locator(".staff")).to_have_count(0)


def version_at(address: str) -> bytes:
    """The version of the playlist that the server has."""
    with urllib.request.urlopen(f"{address}/kiosk/version", timeout=60) as response:
        version: bytes = response.read()
        return version


def poll(page: Page, *, until: str = "true") -> None:
    """Poll the server until `until` is true."""
    for _ in range(20):
        before = page.evaluate("kioskShell.status.checks")
        page.clock.fast_forward(5100)
        while page.evaluate("kioskShell.status.checks") == before:
            page.clock.run_for(20)
        if page.evaluate(until):
            return
    raise AssertionError(f"Timed out waiting for {until}.")
