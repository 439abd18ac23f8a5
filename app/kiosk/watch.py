"""The watchdog: keeps a browser on the kiosk's page, and starts a new one when the page freezes or the browser ends."""

from __future__ import annotations

import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from app.kiosk.browser import Browser, BrowserEnded, Unresponsive

WAITING_PAGE = "data:text/html;charset=utf-8," + quote(
    "<!doctype html><html lang=en><title>Overflight</title><style>"
    "html{background:#f3ecdf;color:#22282e;font:400 6vmin Palatino,Georgia,serif;cursor:none;touch-action:none}"
    "body{margin:0;height:100vh;display:grid;place-content:center}</style><body>Overflight"
)
"""The page that is shown until the server responds."""

IS_READY = "document.documentElement.dataset.ready === 'true'"
INTERVAL = 5.0
"""Seconds between two checks of the page."""
TIMEOUT = 10.0
"""Seconds in which a page must answer a check; after two failures in a row the browser is replaced, 30 s after a freeze
at most.
"""
LOAD_TIMEOUT = 240.0
"""Seconds in which a page must be ready after navigation."""


@dataclass
class Watchdog:
    """Runs one browser after another. `start` starts one on the waiting page; `log` receives a sentence for each that
    failed.
    """

    address: str
    start: Callable[[], Browser]
    log: Callable[[str], None]
    interval: float = INTERVAL
    timeout: float = TIMEOUT

    def run(self, rounds: int | None = None) -> None:
        """Keep a browser running, without end or for that many browsers."""
        notify("READY=1")
        while rounds is None or rounds > 0:
            rounds = None if rounds is None else rounds - 1
            browser = self.start()
            try:
                self._watch(browser)
            except Unresponsive as failure:
                self.log(f"{failure} Starting a new browser.")
            finally:
                browser.close()

    def _watch(self, browser: Browser) -> None:
        """Load the kiosk as soon as the server responds, then check it; ends only by `Unresponsive`."""
        while not is_alive(self.address):
            browser.evaluate("1", self.timeout)
            self._pause()
        browser.navigate(self.address)
        self._wait_until_ready(browser)
        missed = 0
        while missed < 2:
            self._pause()
            missed = 0 if self._is_ready(browser) else missed + 1
        raise Unresponsive("The page has frozen.")

    def _wait_until_ready(self, browser: Browser) -> None:
        deadline = time.monotonic() + LOAD_TIMEOUT
        while not browser.evaluate(IS_READY, self.timeout):
            if time.monotonic() > deadline:
                raise Unresponsive("The page did not load.")
            self._pause()

    def _is_ready(self, browser: Browser) -> bool:
        try:
            return browser.evaluate(IS_READY, self.timeout) is True
        except BrowserEnded:
            raise
        except Unresponsive:
            return False

    def _pause(self) -> None:
        notify("WATCHDOG=1")
        time.sleep(self.interval)


def is_alive(address: str) -> bool:
    """Whether the server of `address` responds."""
    parts = urlsplit(address)
    try:
        with urllib.request.urlopen(f"{parts.scheme}://{parts.netloc}/healthz", timeout=3) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def notify(message: str) -> None:
    """Send a message to systemd if it listens; see sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifier:
        notifier.connect("\0" + address[1:] if address.startswith("@") else address)
        notifier.sendall(message.encode())


def profile_in(state: Path) -> Path:
    """The folder of the browser's own profile; created if missing."""
    folder = state / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
