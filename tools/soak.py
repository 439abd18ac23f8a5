"""A year on the gallery floor in a few minutes: visitors, scenes, fingers and dying servers, and what they leave behind.

    python tools/soak.py [--loops 10000] [--scenes 4320] [--fingers 10000] [--kills 100] [--leak]

Each part prints its figures and the exit code is 1 when a limit is passed. `--leak` keeps a node and a listener of each visit:
a control run, which must fail.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PLAYLIST = "/kiosk/show?play=grand-slam,foxbat-to-hakodate"
IDLE, WARNING, SCENE = 90, 20, 20
GROWTH = 0.01
"""How much nodes and listeners may grow in all, and the heap in a thousand loops."""
SCREEN: ViewportSize = {"width": 960, "height": 540}
"""Small, so that a year passes sooner; what is left behind does not depend on it."""
LEAK = """() => {
  const node = document.createElement('div')
  node.append(...Array.from({ length: 20 }, () => document.createElement('p')))
  ;(globalThis.kept ??= []).push(node, new Array(2000).fill(Math.random()))
  document.addEventListener('pointerdown', () => node)
}"""


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


class Gallery:
    """A server and a browser on the playlist."""

    def __init__(self, page: Page, report: Report) -> None:
        self.page, self.report = page, report
        self.session: CDPSession = page.context.new_cdp_session(page)
        page.on("console", lambda message: report.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: report.faults.append(f"error: {error}"))

    def count(self) -> dict[str, float]:
        """Nodes, listeners and the heap after a thorough collection of garbage."""
        for _ in range(3):
            self.session.send("HeapProfiler.collectGarbage")
        found = {metric["name"]: metric["value"] for metric in self.session.send("Performance.getMetrics")["metrics"]}
        return {"nodes": found["Nodes"], "listeners": found["JSEventListeners"], "heap": found["JSHeapUsedSize"]}

    def state(self) -> Any:
        return self.page.get_attribute("html", "data-visit")

    def pass_time(self, seconds: float) -> None:
        self.page.clock.fast_forward(round(seconds * 1000))

    def visit(self, rng: random.Random) -> None:
        """One visitor: wakes the screen, opens an exhibit, turns some pages, goes."""
        page = self.page
        page.evaluate("() => document.querySelector('.attract').dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))")
        self.pass_time(0.5)
        page.evaluate(
            """([plate, steps]) => {
              document.querySelectorAll('.plate')[plate].click()
              const room = document.querySelector('iframe[data-place=front]').contentDocument
              for (let step = 0; step < steps; step++) room.querySelector('[data-turn=next]').click()
              room.querySelector('[data-text-size="3"]').click()
              room.querySelector('[data-map=zoom_in]').click()
            }""",
            [rng.randrange(2), rng.randrange(6)],
        )
        self.pass_time(2)
        self.pass_time(IDLE + 1)
        self.pass_time(WARNING + 1)
        if self.state() != "attract":
            self.report.faults.append("A visit did not end.")


def visits(gallery: Gallery, loops: int, *, leak: bool) -> None:
    """So many visitors after a warm-up of a twentieth of them."""
    rng = random.Random(1960)
    warm_up = max(10, min(500, loops // 4))
    for _ in range(warm_up):
        gallery.visit(rng)
    before = gallery.count()
    for _ in range(loops):
        gallery.visit(rng)
        if leak:
            gallery.page.evaluate(LEAK)
    _compare(gallery, f"{loops} visits", before, gallery.count(), loops)


def scenes(gallery: Gallery, number: int) -> None:
    """So many scenes of the attract loop: 4,320 are a day of them."""
    for _ in range(max(10, number // 10)):
        gallery.pass_time(SCENE)
    before = gallery.count()
    for _ in range(number):
        gallery.pass_time(SCENE)
    _compare(gallery, f"{number} scenes", before, gallery.count(), number)


def _compare(gallery: Gallery, what: str, before: dict[str, float], after: dict[str, float], loops: int) -> None:
    gallery.report.say(f"{what}: before {before}, after {after}")
    for name in ("nodes", "listeners"):
        gallery.report.hold(f"{what}: growth of {name}", after[name] / before[name] - 1, GROWTH)
    gallery.report.hold(f"{what}: growth of the heap in 1,000", (after["heap"] / before["heap"] - 1) * 1000 / max(1000, loops), GROWTH)


def fingers(gallery: Gallery, number: int) -> None:
    """So many random touches of one to three fingers, from anywhere to anywhere."""
    rng, page = random.Random(1976), gallery.page
    path = page.evaluate("location.pathname + location.search")
    for _ in range(number):
        count = rng.choice((1, 1, 2, 3))
        points = [{"x": rng.choice((0, 959, rng.uniform(0, 959))), "y": rng.uniform(0, 539), "id": finger} for finger in range(count)]
        gallery.session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
        moved = [{**point, "x": rng.uniform(0, 959), "y": rng.uniform(0, 539)} for point in points]
        gallery.session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": moved})
        gallery.session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    now = page.evaluate("[location.pathname + location.search, visualViewport.scale, scrollX, scrollY]")
    gallery.report.say(f"{number} touches: path, page scale and scroll are {now}")
    if now != [path, 1, 0, 0]:
        gallery.report.faults.append(f"Touches changed the page: {now}")


def kills(page: Page, report: Report, server: Server, number: int) -> None:
    """So many ends of the server at random; each time it is begun again and must be found."""
    rng = random.Random(1962)
    longest = 0.0
    page.on("console", lambda message: report.faults.append(f"console: {message.text}"))
    page.goto(f"{server.address}/kiosk?play=foxbat-to-hakodate")
    page.wait_for_selector("html[data-ready=true]", timeout=120_000)
    for _ in range(number):
        server.kill()
        page.wait_for_timeout(rng.uniform(100, 6000))
        if not page.frame_locator("iframe[data-place=front]").locator(".begin").is_visible():
            report.faults.append("The screen was not whole while the server was away.")
        server.begin()
        begun = time.monotonic()
        looks = page.evaluate("keeper.status.looks")
        while not page.evaluate(f"!keeper.status.serverAway && keeper.status.looks > {looks}"):
            page.wait_for_timeout(100)
            if time.monotonic() - begun > 60:
                break
        longest = max(longest, time.monotonic() - begun)
    report.hold(f"{number} ends of the server: longest way back in seconds", longest, 30)


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
        self.process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
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


def main() -> int:
    """Run the parts; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("loops", 10_000), ("scenes", 4_320), ("fingers", 10_000), ("kills", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--leak", action="store_true", help="the control run, which must fail")
    chosen = parser.parse_args()
    report = Report()
    server = Server()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        with sync_playwright() as playwright:
            flags = ["--disable-background-networking", *sandbox]
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            parts: list[tuple[int, Callable[[Gallery], None]]] = [
                (chosen.loops, lambda gallery: visits(gallery, chosen.loops, leak=chosen.leak)),
                (chosen.scenes, lambda gallery: scenes(gallery, chosen.scenes)),
                (chosen.fingers, lambda gallery: fingers(gallery, chosen.fingers)),
            ]
            for number, part in parts:
                if number:
                    page = browser.new_page(viewport=SCREEN, has_touch=True, reduced_motion="reduce")
                    gallery = Gallery(page, report)
                    gallery.session.send("Performance.enable")
                    page.clock.install()
                    page.goto(server.address + PLAYLIST)
                    page.wait_for_selector("html[data-ready=true]", timeout=120_000)
                    part(gallery)
                    page.close()
            if chosen.kills:
                kills(browser.new_page(viewport={"width": 1280, "height": 720}), report, server, chosen.kills)
            browser.close()
    finally:
        server.kill()
    for fault in dict.fromkeys(report.faults):
        report.say(f"FAULT {fault}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
