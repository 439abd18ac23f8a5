"""What a browser makes of a page: when it is ready, and how evenly the map moves under a dragging hand."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SIZE: ViewportSize = {"width": 1280, "height": 800}
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
WATCH = """
  globalThis.frames_ = []
  const drawn = (now) => { globalThis.frames_.push(now); requestAnimationFrame(drawn) }
  const isPlain = () => document.readyState === 'complete' && !document.querySelector('script[data-stage]')
  const isReady = () => document.documentElement?.dataset.ready || isPlain()
  const wait = () => isReady()
    ? requestAnimationFrame(() => requestAnimationFrame((now) => { globalThis.ready_ = performance.now(); drawn(now) }))
    : setTimeout(wait, 2)
  wait()
"""
"""Notes when the page is ready and has been drawn, and every frame from then on."""


class Seen(NamedTuple):
    """Seconds until ready, its main thread's CPU, frames a second while dragging, and the longest wait for a frame in
    seconds.
    """

    ready: float
    work: float
    fps: float
    worst: float


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium: the system's, or else Playwright's own."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *sandbox])
        yield browser
        browser.close()


def look(browser: Browser, url: str, times: int = 3) -> Seen:
    """Visit a page some times over and drag its map to and fro; medians."""
    seen = [_visit(browser, url) for _ in range(times)]
    return Seen(*(statistics.median(column) for column in zip(*seen, strict=True)))


CHANGE = """
  (hash) => new Promise((resolve) => {
    const begun = performance.now()
    const drawn = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    addEventListener('hashchange', drawn, { once: true })
    location.hash = hash
  })
"""
"""Milliseconds from a change of the address until the page has drawn what it asks for; up to 17 of them pass waiting
for a frame.
"""


def turn(browser: Browser, url: str, view: str, days: tuple[str, str], times: int = 12) -> float:
    """Seconds until the map is drawn again when the clock goes to and fro between two days; the median."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}#map={view}&date={days[1]}")
    page.wait_for_selector("html[data-complete=true]", state="attached")
    taken: list[float] = [page.evaluate(CHANGE, f"#date={days[number % 2]}") for number in range(times)]
    context.close()
    return statistics.median(taken[2:]) / 1000


class Played(NamedTuple):
    """Frames a second while playing, the longest wait for one in seconds, and how many tasks took more than 50 ms."""

    fps: float
    worst: float
    long_tasks: int


def play(browser: Browser, url: str, seconds: float = 6) -> Played:
    """Play a page's flights for so long."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(WATCH)
    page.goto(url)
    while not page.evaluate("globalThis.ready_"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(1500)
    page.evaluate(LONG_TASKS)
    page.locator('[data-deck="play"]').click()
    page.evaluate("globalThis.frames_.length = 0")
    page.wait_for_timeout(seconds * 1000)
    frames, long_tasks = page.evaluate("[globalThis.frames_.slice(), globalThis.long_]")
    context.close()
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    return Played(1000 * len(gaps) / sum(gaps), max(gaps) / 1000, long_tasks)


LONG_TASKS = """
  globalThis.long_ = 0
  new PerformanceObserver((list) => { globalThis.long_ += list.getEntries().length }).observe({ type: 'longtask' })
"""


def replay(browser: Browser, url: str, times: int) -> list[float]:
    """Megabytes of heap after a tenth, two tenths … of so many replays, each from the first moment to the last."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("html[data-ready=true]", state="attached")
    probe = context.new_cdp_session(page)
    heaps = []
    for _ in range(10):
        page.evaluate(REPLAY, times // 10)
        probe.send("HeapProfiler.collectGarbage")
        heaps.append(probe.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
    context.close()
    return heaps


REPLAY = """
  async (times) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const host = document.querySelector('.profile')
    const [low, high] = [host.ariaValueMin, host.ariaValueMax].map(Number)
    const press = (key) => host.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    for (let replay = 0; replay < times; replay++) {
      press('Home')
      await frame()
      for (let step = 0; step < 40; step++) {
        press('ArrowRight')
        if (step % 8 === 0) await frame()
      }
      press('End')
      await frame()
    }
    return high - low
  }
"""
"""From the first moment over the documented ones to the last, so many times."""


def _visit(browser: Browser, url: str) -> Seen:
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(WATCH)
    probe = context.new_cdp_session(page)
    probe.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url, wait_until="commit")
    while not page.evaluate("globalThis.ready_"):
        page.wait_for_timeout(50)
    ready = page.evaluate("globalThis.ready_") / 1000
    work = next(
        metric["value"]
        for metric in probe.send("Performance.getMetrics")["metrics"]
        if metric["name"] == "TaskDuration"
    )
    frames = _drag(page)
    context.close()
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    return Seen(ready, work, 1000 * len(gaps) / sum(gaps), max(gaps) / 1000)


def _drag(page: Page) -> list[float]:
    """The times, in milliseconds, of the frames drawn while the map is dragged a hand's breadth and back."""
    x, y = SIZE["width"] * 0.6, SIZE["height"] / 2
    page.mouse.move(x, y)
    page.evaluate("globalThis.frames_.length = 0")
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 200 * (1 - abs(step / 30 - 1)), y)
        page.wait_for_timeout(12)
    frames: list[float] = page.evaluate("globalThis.frames_.slice()")
    page.mouse.up()
    return frames


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Plain files over HTTP."""
    handler = partial(_Silent, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""
