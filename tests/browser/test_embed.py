"""The embed view in a page of another site: its layout by width, and gestures that leave the page scrollable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.pages import MAP, view, wait_until

FRAMED = (
    "<!doctype html><meta name=viewport content='width=device-width'><p>Before</p>{}<p style='height: 3000px'>After</p>"
)
NO_SCROLL = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement
  return scrollWidth <= innerWidth && scrollHeight <= innerHeight
}"""

Embed = Callable[..., tuple[Page, Frame]]


class _Host(BaseHTTPRequestHandler):
    """The other site: its page has the frame that the address asks for."""

    def do_GET(self) -> None:
        body = FRAMED.format(unquote(urlsplit(self.path).query)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The address of another site: another origin than that of the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Host) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


@pytest.fixture
def embed(browser: Browser, server: str, host: str) -> Embed:
    """Opens a page of another site with the embed view in a frame of a width."""

    def open_page(width: int, *, around: str = "{}", moment: str = "", **options: Any) -> tuple[Page, Frame]:
        page = browser.new_page(viewport={"width": max(width + 20, 360), "height": 640}, **options)
        address = f"{server}/grand-slam/embed?lang=en{moment}"
        frame = f"<iframe src='{address}' width={width} height=520 style='border: 0' loading=lazy></iframe>"
        page.goto(f"{host}?{quote(around.format(frame))}")
        return page, page.frames[1]

    return open_page


def ready(frame: Frame) -> Frame:
    wait_until(frame, "() => document.documentElement.dataset.ready")
    return frame


@pytest.mark.parametrize("width", [300, 480, 700, 1000])
def test_map_and_deck_fill_the_frame_and_the_story_needs_700_pixels(embed: Embed, width: int) -> None:
    page, frame = embed(width)
    ready(frame)
    assert frame.evaluate(NO_SCROLL)
    stage = frame.locator(".stage").bounding_box()
    profile = frame.locator(".profile").bounding_box()
    assert stage
    assert profile
    assert stage["height"] >= 220
    assert profile["y"] + profile["height"] <= 640
    if width < 700:
        expect(frame.locator("#story")).to_be_hidden()
        assert stage["width"] == width
    else:
        expect(frame.locator("#story")).to_be_visible()
        assert stage["width"] > width / 2
    page.close()


def test_wheel_and_one_finger_scroll_the_page_around_the_map(embed: Embed) -> None:
    page, frame = embed(480, has_touch=True, is_mobile=True)
    before = view(ready(frame))
    page.mouse.move(240, 250)
    page.mouse.wheel(0, 200)
    wait_until(page, "() => scrollY > 100")
    assert view(frame) == before
    assert not frame.evaluate(f"() => {MAP}.dragging.enabled()")
    assert frame.evaluate("() => getComputedStyle(document.querySelector('.map')).touchAction") == "pan-x pan-y"
    page.keyboard.down("Control")
    page.mouse.move(240, 80)
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    wait_until(
        frame,
        f"(zoom) => {MAP}.getZoom() > zoom",
        before[0],
    )
    page.close()


def test_link_opens_the_exhibit_at_the_moment_that_is_shown(embed: Embed, server: str) -> None:
    page, frame = embed(480, moment="#date=1960-05-01T05:53Z")
    ready(frame)
    wait_until(frame, "() => location.hash.includes('date=1960-05-01T05:53Z')")
    with page.expect_popup() as opened:
        frame.locator("a[data-whole]").click()
    address = opened.value.url
    assert address.startswith(f"{server}/grand-slam/#")
    assert "date=1960-05-01T05:53Z" in address
    page.close()


def test_frame_that_is_hidden_at_first_is_whole_when_it_appears(embed: Embed) -> None:
    page, frame = embed(700, around="<details><summary>Map</summary>{}</details>")
    page.locator("summary").click()
    wait_until(page, "() => frames.length === 1")
    frame = page.frames[1]
    wait_until(frame, "() => document.documentElement.dataset.ready")
    wait_until(
        frame, "() => { const c = document.querySelector('.profile canvas'); return c.width > 100 && c.height > 30 }"
    )
    assert view(frame)[1] > 40
    page.close()
