"""The launcher: keeps a browser on the kiosk's page, and begins anew when the page has frozen or the browser has gone."""

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

from app.kiosk.browser import Browser, Silent

HOLDING = "data:text/html;charset=utf-8," + quote(
    "<!doctype html><html lang=en><title>Overflight</title><style>"
    "html{background:#f3ecdf;color:#22282e;font:400 6vmin Palatino,Georgia,serif;cursor:none;touch-action:none}"
    "body{margin:0;height:100vh;display:grid;place-content:center}</style><body>Overflight"
)
"""What stands on the screen while the server is not there yet."""

PULSE = "document.documentElement.dataset.ready === 'true'"
BEAT = 5.0
"""Seconds between two looks at the page."""
PATIENCE = 10.0
"""Seconds in which a page must answer a look; a second silence in a row ends the browser, so that a frozen page is healed within 30 s."""
ARRIVAL = 240.0
"""Seconds in which a page must be ready after it has been led to its address."""


@dataclass
class Watch:
    """Looks after one browser after another. `start` begins one on the holding screen."""

    address: str
    start: Callable[[], Browser]
    say: Callable[[str], None]
    beat: float = BEAT
    patience: float = PATIENCE

    def run(self, rounds: int | None = None) -> None:
        """Keep a browser going, for ever or for so many browsers."""
        notify("READY=1")
        while rounds is None or rounds > 0:
            rounds = None if rounds is None else rounds - 1
            browser = self.start()
            try:
                self._look_after(browser)
            except Silent as silence:
                self.say(f"{silence} A new browser begins.")
            finally:
                browser.end()

    def _look_after(self, browser: Browser) -> None:
        """Lead the browser to the kiosk as soon as the server is there, then feel its pulse; returns by `Silent` only."""
        while not is_alive(self.address):
            browser.value("1", self.patience)
            self._rest()
        browser.show(self.address)
        self._await_arrival(browser)
        missed = 0
        while missed < 2:
            self._rest()
            missed = 0 if self._is_well(browser) else missed + 1
        raise Silent("The page has frozen.")

    def _await_arrival(self, browser: Browser) -> None:
        until = time.monotonic() + ARRIVAL
        while not browser.value(PULSE, self.patience):
            if time.monotonic() > until:
                raise Silent("The page does not get ready.")
            self._rest()

    def _is_well(self, browser: Browser) -> bool:
        try:
            return browser.value(PULSE, self.patience) is True
        except Silent as silence:
            if "ended" in str(silence):
                raise
            return False

    def _rest(self) -> None:
        notify("WATCHDOG=1")
        time.sleep(self.beat)


def is_alive(address: str) -> bool:
    """Whether the server at `address` answers."""
    parts = urlsplit(address)
    try:
        with urllib.request.urlopen(f"{parts.scheme}://{parts.netloc}/healthz", timeout=3) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def notify(message: str) -> None:
    """Tell systemd, where it is listening; see sd_notify(3)."""
    place = os.environ.get("NOTIFY_SOCKET")
    if not place:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller:
        teller.connect("\0" + place[1:] if place.startswith("@") else place)
        teller.sendall(message.encode())


def profile_in(state: Path) -> Path:
    """The browser's profile, kept apart from anybody's own."""
    folder = state / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
