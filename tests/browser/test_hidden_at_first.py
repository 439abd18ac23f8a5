"""A page that opens in a hidden frame or tab is right when it is shown, and after a change of its window or a sleep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Frame, Locator, Page, ViewportSize

from tests.browser.conftest import SingleFile, Visit
from tests.browser.pages import MAP, PATIENCE_MS, show, view, wait_until
from tests.browser.ways import EXAMPLE, FILE, LIVE, Address

FRAME: ViewportSize = {"width": 1200, "height": 700}
HOUR = 3_600_000
GRID = 64
"""A canvas of the map grows and shrinks by so many pixels."""
SMALL: ViewportSize = {"width": 700, "height": 560}

SHOWN = f"""() => {{
  const map = {MAP}
  const box = (node) => [node.clientWidth, node.clientHeight]
  const inkOf = (canvas) => {{
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {{ willReadFrequently: true }})
    copy.drawImage(canvas, 0, 0)
    const {{ data }} = copy.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let index = 3; index < data.length; index += 4) if (data[index]) count++
    return count
  }}
  const ofCanvas = (canvas) =>
    [canvas.width, canvas.height, canvas.checkVisibility() && canvas.width && canvas.height ? inkOf(canvas) : 0]
  const {{ lat, lng }} = map.getCenter()
  return JSON.stringify({{
    zoom: map.getZoom(),
    middle: [map.project([lat, lng]).x, map.project([lat, lng]).y],
    mapSize: [map.getSize().x, map.getSize().y],
    container: box(map.getContainer()),
    canvases: [...document.querySelectorAll('.leaflet-map-pane canvas, .profile canvas')].map(ofCanvas),
    legend: document.querySelector('.legend').open,
    deck: box(document.querySelector('.deck'))
  }})
}}"""
"""What a visitor sees of map and deck: view, sizes, and how much is drawn on each canvas."""
AT_REST = f"""async () => {{
  const shown = {SHOWN}
  const end = performance.now() + {PATIENCE_MS}
  let before = ''
  for (let since = performance.now(); performance.now() - since < 250;) {{
    if (performance.now() > end) throw new Error(`The page never comes to rest: ${{before}}`)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = shown()
    if (now !== before || document.fonts.status !== 'loaded') since = performance.now()
    before = now
  }}
  return before
}}"""
"""The same, once all fonts are there and it has not changed for a quarter of a second."""
TWO_FRAMES = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"

HIDDEN = {
    "display: none": ("<div style='display: none'>{}</div>", "document.querySelector('div').style.display = 'block'"),
    "no size": (
        "<div style='width: 0; height: 0; overflow: hidden'>{}</div>"
        "<style>div iframe { width: 0; height: 0 } .open iframe { width: 1200px; height: 700px }</style>",
        "document.querySelector('div').className = 'open'; document.querySelector('div').style = ''",
    ),
    "folded slowly": (
        "<div>{}</div><style>iframe { height: 0; transition: height 0.6s } .open iframe { height: 700px }</style>",
        "document.querySelector('div').className = 'open'",
    ),
    "loaded lazily": ("<div style='height: 9000px'></div>{}", "document.querySelector('iframe').scrollIntoView()"),
}


def framed(folder: Path, page: str, around: str = "{}", *, hash: str = "") -> str:  # noqa: A002
    """The address of a page that has another in a frame of its own."""
    frame = (
        f'<iframe src="{page}{hash}" width="{FRAME["width"]}" height="{FRAME["height"]}" style="border: 0"></iframe>'
    )
    path = folder / "framed.html"
    path.write_text(f"<!doctype html><body>{around}".replace("{}", frame), encoding="utf-8")
    return path.as_uri()


def ready_frame(page: Page) -> Frame:
    frame = page.frames[1]
    wait_until(frame, "() => document.documentElement.dataset.ready")  # a selector waits for frames to be drawn
    return frame


def settled(frame: Frame | Page) -> dict[str, Any]:
    """What is shown once nothing changes any more."""
    shown: dict[str, Any] = json.loads(frame.evaluate(AT_REST))
    return shown


def assert_same(shown: dict[str, Any], expected: dict[str, Any]) -> None:
    """The same page to the eye: the legend's width may still change by a few pixels, and with it the map's middle."""
    exact = ("zoom", "mapSize", "container", "legend", "deck")
    assert {name: shown[name] for name in exact} == {name: expected[name] for name in exact}
    assert shown["middle"] == pytest.approx(expected["middle"], abs=8)
    for (*size, ink), (*expected_size, expected_ink) in zip(shown["canvases"], expected["canvases"], strict=True):
        assert size == pytest.approx(expected_size, abs=GRID)
        assert ink == pytest.approx(expected_ink, rel=0.1, abs=300)


@pytest.fixture(scope="session")
def shown_in_frame(browser: Any, single_file: SingleFile) -> dict[str, dict[str, Any]]:
    """What a frame shows that was in sight from the beginning, by the hash of its address."""
    file, seen = single_file(EXAMPLE), {}
    for hash_ in ("", "#chapter=the-hit"):
        context = browser.new_context(viewport={"width": 1300, "height": 800}, reduced_motion="reduce")
        page = context.new_page()
        page.goto(framed(file.parent, file.name, hash=hash_))
        seen[hash_] = settled(ready_frame(page))
        context.close()
    return seen


@pytest.mark.parametrize(("how", "hash_"), [*((how, "") for how in HIDDEN), ("display: none", "#chapter=the-hit")])
def test_a_frame_hidden_at_first_is_right_when_shown(
    single_file: SingleFile, visit: Visit, shown_in_frame: dict[str, dict[str, Any]], how: str, hash_: str
) -> None:
    file, (around, show) = single_file(EXAMPLE), HIDDEN[how]
    url = framed(file.parent, file.name, around, hash=hash_)
    page = visit(url, ready=False, folder=True, viewport={"width": 1300, "height": 800})
    frame = ready_frame(page)
    page.evaluate(f"() => {{ {show} }}")
    wait_until(page, "(height) => document.querySelector('iframe').clientHeight === height", FRAME["height"])
    assert_same(settled(frame), shown_in_frame[hash_])


def moment_of(output: Locator) -> datetime:
    """The moment that a flight's output shows."""
    return datetime.fromisoformat(output.get_attribute("data-date") or "")


class Tab:
    """A tab that Playwright does not keep in the foreground, over Chromium's own protocol."""

    def __init__(self, session: CDPSession, url: str, *, background: bool) -> None:
        self.session = session
        self.answers: dict[int, dict[str, Any]] = {}
        self.errors: list[dict[str, Any]] = []
        self.sent = 0
        self.id = session.send("Target.createTarget", {"url": url, "background": background})["targetId"]
        self.own = session.send("Target.attachToTarget", {"targetId": self.id, "flatten": False})["sessionId"]
        session.on("Target.receivedMessageFromTarget", self._receive)
        self._ask("Runtime.enable", {})

    def _receive(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event["sessionId"] == self.own and "id" in message:
            self.answers[message["id"]] = message
        elif event["sessionId"] == self.own and message["method"] == "Runtime.exceptionThrown":
            self.errors.append(message["params"])

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self.sent += 1
        message = {"id": self.sent, "method": method, "params": parameters}
        self.session.send("Target.sendMessageToTarget", {"sessionId": self.own, "message": json.dumps(message)})
        for _ in range(2000):
            if self.sent in self.answers:
                answer: dict[str, Any] = self.answers[self.sent]["result"]
                return answer
            self.session.send("Target.getTargets")  # until the answer has come
        raise AssertionError(f"No answer to {method}.")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression; of a promise, what it is fulfilled with."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        return self._ask("Runtime.evaluate", asked)["result"].get("value")

    def show(self) -> None:
        """Bring it to the foreground."""
        self.session.send("Target.activateTarget", {"targetId": self.id})

    def settled(self) -> dict[str, Any]:
        """What it shows once nothing changes any more."""
        before = ""
        for _ in range(40):
            now = self.evaluate(f"({TWO_FRAMES})().then({SHOWN})")
            if now == before:
                shown: dict[str, Any] = json.loads(now)
                return shown
            before = now
            self.evaluate("new Promise((resolve) => setTimeout(resolve, 250))")
        raise AssertionError(f"The tab never comes to rest: {before}")


READY = """(async () => {
  while (!document.documentElement?.dataset.ready) await new Promise((next) => setTimeout(next, 50))
})()"""


@contextmanager
def tab(session: CDPSession, url: str, *, background: bool) -> Iterator[Tab]:
    """A tab whose page is ready, closed afterwards."""
    opened = Tab(session, url, background=background)
    try:
        opened.evaluate(READY)
        yield opened
        assert not opened.errors
    finally:
        session.send("Target.closeTarget", {"targetId": opened.id})


def test_a_tab_opened_in_the_background_is_right_when_shown(browser: Browser, single_file: SingleFile) -> None:
    session = browser.new_browser_cdp_session()
    url = single_file(EXAMPLE).as_uri()
    with tab(session, url, background=False) as first:
        expected = first.settled()
        with tab(session, url, background=True) as second:
            assert second.evaluate("document.hidden")
            second.show()
            assert_same(second.settled(), expected)
            assert not second.evaluate("document.hidden")


@pytest.mark.parametrize("way", [LIVE, FILE])
def test_a_window_that_changes_shows_the_same_view(address: Address, visit: Visit, way: str) -> None:
    page = visit(address(way, EXAMPLE), viewport=FRAME)
    first = settled(page)
    page.set_viewport_size(SMALL)
    small = settled(page)
    assert small["mapSize"] == small["container"] != first["mapSize"]
    page.set_viewport_size(FRAME)
    assert_same(settled(page), first)


def test_a_window_that_changes_leaves_a_moved_map_where_it_is(address: Address, visit: Visit) -> None:
    page = visit(address(FILE, EXAMPLE), viewport=FRAME)
    show(page, 56.8, 60.6, 7)
    page.set_viewport_size(SMALL)
    settled(page)
    zoom, lat, lon = view(page)
    assert (zoom, lat, lon) == pytest.approx((7, 56.8, 60.6), abs=0.02)


@pytest.mark.parametrize("slept", [8 * HOUR, 240 * HOUR])
def test_playback_continues_where_the_computer_fell_asleep(address: Address, visit: Visit, slept: int) -> None:
    page = visit(address(FILE, EXAMPLE), clock=True, reduced_motion="no-preference")
    output, play = page.locator("output[data-flight=mission-4154]"), page.locator("[data-deck=play]")
    play.click()
    page.clock.run_for(2000)
    before = moment_of(output)
    page.clock.fast_forward(slept)
    page.clock.run_for(100)
    after = moment_of(output)
    speed = float(page.locator("[data-deck=speed]").input_value())
    assert 0 <= (after - before).total_seconds() < 5 * speed
    page.clock.run_for(1000)
    assert moment_of(output) > after
    play.click()
    stopped = moment_of(output)
    page.clock.fast_forward(slept)
    page.clock.run_for(1000)
    assert moment_of(output) == stopped


def test_canvases_that_the_graphics_card_lost_are_drawn_again(address: Address, visit: Visit) -> None:
    page = visit(address(FILE, EXAMPLE))
    before = settled(page)
    page.evaluate("""() => {
      for (const canvas of document.querySelectorAll('.leaflet-map-pane canvas, .profile canvas')) {
        canvas.getContext('2d')?.reset()
        canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null)
        canvas.dispatchEvent(new Event('contextrestored'))
      }
    }""")
    assert_same(settled(page), before)
