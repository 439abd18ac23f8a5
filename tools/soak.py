"""A year of kiosk operation in two hours: visitors, scenes, fingers and dying servers, and what they leave behind.

    python tools/soak.py [--loops 10000] [--warm-up 500] [--scenes 4320] [--fingers 10000] [--kills 100]
                         [--minutes 240] [--leak] [--compiled]

Each part prints its figures; the exit code is 1 when a limit is passed. A part that takes longer than `--minutes` ends
there and says how far it came. `--leak` keeps nodes, a listener and numbers of each visit: a control run, which must
fail.

The clock of the page is moved, its work is real. V8 only interprets here: what it compiles during the first thousands
of visits counts as heap, too, and would cover what the page keeps. `--compiled` lets it, as in a kiosk.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Frame, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PLAY = "play=grand-slam,foxbat-to-hakodate"
IDLE, WARNING, SCENE, FADE, LINGERS = 90, 20, 20, 1, 5
GROWTH = 0.01
"""How much nodes and listeners may grow in all, and the heap in a thousand loops, or in a shorter run as a whole."""
WAY_BACK = 30
"""Seconds within which the server must have been found again."""
SAMPLES = 20
SCREEN: ViewportSize = {"width": 960, "height": 540}
"""Small, so that a year passes sooner; what is left behind does not depend on it."""
WAKE = "() => document.querySelector('.attract').dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))"
LOOK_AROUND = """([plate, steps]) => {
  document.querySelectorAll('.exhibit-card')[plate].click()
  const room = document.querySelector('iframe[data-place=front]').contentDocument
  for (let step = 0; step < steps; step++) room.querySelector('[data-turn=next]').click()
  room.querySelector('[data-text-size="3"]').click()
  room.querySelector('[data-map=zoom_in]').click()
  const languages = room.querySelectorAll('[data-language]')
  languages[steps % languages.length]?.click()
  room.querySelector('[data-turn=explore]').click()
}"""
LEAK = """() => {
  const node = document.createElement('div')
  node.append(...Array.from({ length: 20 }, () => document.createElement('p')))
  ;(globalThis.kept ??= []).push(node, new Array(2000).fill(Math.random()))
  document.addEventListener('pointerdown', () => node)
}"""
STANDING = """() => {
  const { scale, pageLeft, pageTop } = visualViewport
  return [location.pathname + location.search, scale, pageLeft, pageTop, globalThis.untouched]
}"""
IS_FOUND = "([looks]) => !kioskShell.status.serverAway && kioskShell.status.checks > looks"


@dataclass
class Report:
    """What was measured, and what went wrong."""

    faults: list[str] = field(default_factory=list)

    def say(self, words: str) -> None:
        print(words, flush=True)

    def hold(self, what: str, value: float, limit: float) -> None:
        self.say(f"  {what}: {value:.4g} (limit {limit:.4g})")
        if value > limit:
            self.faults.append(f"{what} is {value:.4g}, more than {limit:.4g}")

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))


@dataclass(frozen=True, slots=True)
class Sample:
    """What a page holds after so many loops."""

    loops: int
    nodes: float
    listeners: float
    heap: float


class KioskDriver:
    """A page of the playlist whose clock is moved."""

    def __init__(self, page: Page, address: str, report: Report) -> None:
        self.page, self.report = page, report
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")
        report.listen(page)
        page.clock.install()
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]", timeout=120_000)

    def sample(self, loops: int) -> Sample:
        """Nodes, listeners and the heap after a thorough collection of garbage."""
        for _ in range(3):
            self.session.send("HeapProfiler.collectGarbage")
        found = {metric["name"]: metric["value"] for metric in self.session.send("Performance.getMetrics")["metrics"]}
        return Sample(loops, found["Nodes"], found["JSEventListeners"], found["JSHeapUsedSize"])

    def stop_clock(self) -> None:
        """From now on time passes only when it is told to."""
        self.page.clock.pause_at(self.page.evaluate("Date.now()") / 1000 + 1)

    def pass_time(self, seconds: float) -> None:
        self.page.clock.fast_forward(round(seconds * 1000))

    def visit(self, rng: random.Random) -> None:
        """One visitor: wakes the screen, opens an exhibit, turns some pages, goes."""
        self.page.evaluate(WAKE)
        self.pass_time(0.5)
        self.page.evaluate(LOOK_AROUND, [rng.randrange(2), rng.randrange(6)])
        self.pass_time(LINGERS)
        self.pass_time(IDLE + 1)
        self.pass_time(WARNING + 1)
        self.pass_time(FADE)
        if self.page.get_attribute("html", "data-visit") != "attract":
            self.report.faults.append("A visit did not end.")

    def scene(self) -> None:
        """One scene of the attract loop, from its fading in until it is over."""
        before = self.page.get_attribute("html", "data-text-side")
        self.pass_time(FADE)
        self.pass_time(SCENE)
        if self.page.get_attribute("html", "data-text-side") == before:
            self.report.faults.append("A scene was not shown.")


def within(number: int, minutes: float) -> Iterator[int]:
    """1, 2, 3 … up to `number`, or until the time is over."""
    until = time.monotonic() + minutes * 60
    for count in range(1, number + 1):
        yield count
        if time.monotonic() > until:
            return


def visits(kiosk: KioskDriver, loops: int, warm_up: int, minutes: float, *, leak: bool) -> None:
    """So many visitors after a warm-up."""
    rng = random.Random(1960)
    kiosk.stop_clock()
    for _ in range(warm_up):
        kiosk.visit(rng)

    def visit() -> None:
        kiosk.visit(rng)
        if leak:
            kiosk.page.evaluate(LEAK)

    _watch(kiosk, "visits", visit, loops, minutes)


def scenes(kiosk: KioskDriver, number: int, warm_up: int, minutes: float) -> None:
    """So many scenes of the attract loop: 4,320 are a day of them."""
    kiosk.stop_clock()
    kiosk.pass_time(SCENE)
    for _ in range(warm_up):
        kiosk.scene()
    _watch(kiosk, "scenes", kiosk.scene, number, minutes)


def _watch(kiosk: KioskDriver, what: str, loop: Callable[[], None], number: int, minutes: float) -> None:
    """Go through `loop`, with a look at what is held now and then, and hold it to the limits.

    The heap's slope is the median of those between any two looks (Theil and Sen): what was just under way at one of
    them counts for little.
    """
    samples = [kiosk.sample(0)]
    kiosk.report.say(f"{what}\n  {samples[0]}")
    every = max(1, number // SAMPLES)
    begun = time.monotonic()
    done = 0
    for done in within(number, minutes):
        loop()
        if done % every == 0:
            samples.append(kiosk.sample(done))
            kiosk.report.say(f"  {samples[-1]}")
    first = samples[0]
    kiosk.report.say(f"{done} of {number} {what} in {(time.monotonic() - begun) / 60:.1f} minutes")
    kiosk.report.hold("growth of nodes", max(each.nodes for each in samples) / first.nodes - 1, GROWTH)
    kiosk.report.hold("growth of listeners", max(each.listeners for each in samples) / first.listeners - 1, GROWTH)
    slope = statistics.median((b.heap - a.heap) / (b.loops - a.loops) for a, b in itertools.combinations(samples, 2))
    kiosk.report.hold(
        "growth of the heap in 1,000, or in all if they were fewer", slope * min(1000, done) / first.heap, GROWTH
    )


def fingers(kiosk: KioskDriver, number: int, minutes: float) -> None:
    """So many random touches of one to three fingers, from anywhere and often the edges, to anywhere."""
    rng, page = random.Random(1976), kiosk.page
    page.evaluate("globalThis.untouched = true")
    before = page.evaluate(STANDING)
    right, bottom = SCREEN["width"] - 1, SCREEN["height"] - 1
    done = 0
    for done in within(number, minutes):
        count = rng.choice((1, 1, 2, 3))
        edges = (0, right, rng.uniform(0, right))
        starts = [{"id": finger, "x": rng.choice(edges), "y": rng.uniform(0, bottom)} for finger in range(count)]
        ends = [{**start, "x": rng.uniform(0, right), "y": rng.uniform(0, bottom)} for start in starts]
        for kind, points in (("touchStart", starts), ("touchMove", ends), ("touchEnd", [])):
            kiosk.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        if done % 100 == 0 and page.evaluate(STANDING) != before:
            break
    after = page.evaluate(STANDING)
    scrolled = [frame.url for frame in page.frames if frame.evaluate("scrollX || scrollY")]
    kiosk.report.say(f"{done} of {number} touches: path, page scale, scroll and page are {after}")
    if after != before or scrolled:
        kiosk.report.faults.append(f"Touches changed the page: {after}, scrolled {scrolled}")
    kiosk.pass_time(IDLE + 1)
    kiosk.pass_time(WARNING + 1)
    if _show(page).locator("html").get_attribute("data-visit") != "attract":
        kiosk.report.faults.append("The touched page did not go back to its beginning.")


def kills(page: Page, server: Server, number: int, minutes: float, report: Report) -> None:
    """So many ends of the server at random moments; meanwhile a visitor reads on, and each time the server must be
    found again.
    """
    rng = random.Random(1962)
    report.listen(page)
    page.goto(f"{server.address}/kiosk?{PLAY}")
    page.wait_for_selector("html[data-ready=true]", timeout=120_000)
    show = _show(page)
    ways_back = []
    for _ in within(number, minutes):
        show.evaluate(WAKE)
        show.wait_for_selector(".overview:not([inert])")
        server.kill()
        page.wait_for_timeout(rng.uniform(100, 6000))
        report.faults += [
            f"The screen shows {frame.url}"
            for frame in page.frames
            if not frame.url.startswith((server.address, "about:"))
        ]
        if not _reads_on(show, rng.randrange(2)):
            report.faults.append("The map could not be used while the server was away.")
        server.begin()
        begun = time.monotonic()
        page.wait_for_function(IS_FOUND, arg=[page.evaluate("kioskShell.status.checks")], timeout=60_000)
        ways_back.append(time.monotonic() - begun)
    report.say(f"{len(ways_back)} of {number} ends of the server")
    report.hold("longest way back in seconds", max(ways_back), WAY_BACK)


def _show(page: Page) -> Frame:
    """The playlist that the shell holds."""
    return next(frame for frame in page.frames if "/kiosk/show" in frame.url)


def _reads_on(show: Frame, plate: int) -> bool:
    """Whether a visitor can open an exhibit, turn a page and go back to the overview."""
    return bool(
        show.evaluate(
            """(plate) => {
              document.querySelectorAll('.exhibit-card')[plate].click()
              const room = document.querySelector('iframe[data-place=front]').contentDocument
              const chapter = () => room.querySelector('[data-chapter]:not([hidden])').dataset.chapter
              const before = chapter()
              room.querySelector('[data-turn=next]').click()
              const hasTurned = chapter() !== before
              room.querySelector('.to-overview').click()
              return hasTurned && !document.querySelector('iframe[data-place=front]')
            }""",
            plate,
        )
    )


class Server:
    """`flask serve`, to be killed."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.begin()

    def begin(self) -> None:
        times = {"OVERFLIGHT_IDLE_SECONDS": str(IDLE), "OVERFLIGHT_SCENE_SECONDS": str(SCENE)}
        environment = {**os.environ, **times, "PORT": str(self.port), "HOST": "127.0.0.1"}
        command = [sys.executable, "-m", "flask", "serve"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server does not begin.")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _run(chosen: argparse.Namespace, browser: Browser, server: Server, report: Report) -> None:
    def kiosk(path: str) -> KioskDriver:
        return KioskDriver(
            browser.new_page(viewport=SCREEN, has_touch=True, reduced_motion="reduce"), server.address + path, report
        )

    show, shell = f"/kiosk/show?{PLAY}", f"/kiosk?{PLAY}"
    parts: list[tuple[int, str, Callable[[KioskDriver], None]]] = [
        (chosen.loops, show, lambda room: visits(room, chosen.loops, chosen.warm_up, chosen.minutes, leak=chosen.leak)),
        (chosen.scenes, show, lambda room: scenes(room, chosen.scenes, chosen.warm_up, chosen.minutes)),
        (chosen.fingers, shell, lambda room: fingers(room, chosen.fingers, chosen.minutes)),
    ]
    for number, path, part in parts:
        if number:
            room = kiosk(path)
            part(room)
            room.page.close()
    if chosen.kills:
        kills(browser.new_page(viewport=SCREEN), server, chosen.kills, chosen.minutes, report)


def main() -> int:
    """Run the parts; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("loops", 10_000), ("warm-up", 500), ("scenes", 4_320), ("fingers", 10_000), ("kills", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--minutes", type=float, default=240, help="the longest that a part may take")
    parser.add_argument("--leak", action="store_true", help="the control run, which must fail")
    parser.add_argument("--compiled", action="store_true", help="let V8 compile")
    chosen = parser.parse_args()
    report = Report()
    server = Server()
    flags = ["--disable-background-networking"]
    flags += [] if chosen.compiled else ["--js-flags=--jitless"]
    flags += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            _run(chosen, browser, server, report)
            browser.close()
    finally:
        server.kill()
    for fault in dict.fromkeys(report.faults):
        report.say(f"FAULT {fault}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
