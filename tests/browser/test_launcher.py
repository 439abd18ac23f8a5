"""The kiosk's watchdog with a real Chromium."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from app.kiosk.browser import Browser, Unresponsive
from app.kiosk.watch import IS_READY, WAITING_PAGE, Watchdog, is_alive
from tests.serving import free_port, serving

CHROMIUM = shutil.which("chromium")
FREEZE = "setTimeout(() => { for (;;); })"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed as a program of the system")


class Examined(Browser):
    """A browser whose page freezes after `well` checks."""

    def __init__(self, profile: Path, *, well: int) -> None:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        super().__init__(CHROMIUM or "chromium", profile, WAITING_PAGE, "--headless=new", "--disable-gpu", *sandbox)
        self.well = well
        self.addresses: list[object] = []

    def evaluate(self, expression: str, timeout: float = 10) -> object:
        if expression == IS_READY:
            self.well -= 1
            if self.well == 0:
                super().evaluate(FREEZE, timeout)
        answer = super().evaluate(expression, timeout)
        if expression == IS_READY and answer:
            self.addresses.append(super().evaluate("location.pathname", timeout))
        return answer


def test_watchdog_replaces_a_frozen_browser(server: str, tmp_path: Path) -> None:
    browsers: list[Examined] = []
    said: list[str] = []

    def start() -> Browser:
        browsers.append(Examined(tmp_path / "profile", well=8))
        return browsers[-1]

    Watchdog(f"{server}/foxbat-to-hakodate/kiosk", start, said.append, interval=0.5, timeout=3).run(rounds=1)
    assert browsers[0].addresses[0] == "/foxbat-to-hakodate/kiosk"
    assert "frozen" in said[0]
    with pytest.raises(ProcessLookupError):
        os.kill(browsers[0].process, 0)


def test_waiting_page_is_shown_until_the_server_responds(geodata: Path, tmp_path: Path) -> None:
    port = free_port()
    seen: list[object] = []
    with contextlib.ExitStack() as later:

        class Early(Examined):
            """Starts the server once the waiting page was seen; ends when the kiosk has loaded."""

            def evaluate(self, expression: str, timeout: float = 10) -> object:
                if expression == "1" and not seen and (words := super().evaluate("document.body?.innerText", 30)):
                    seen.append(words)
                    later.enter_context(serving(OVERFLIGHT_GEODATA=str(geodata), PORT=str(port)))
                answer = super().evaluate(expression, timeout)
                if self.addresses:
                    raise Unresponsive
                return answer

        early = Early(tmp_path / "profile", well=-1)
        Watchdog(f"http://127.0.0.1:{port}/kiosk", lambda: early, seen.append, interval=0.2, timeout=3).run(rounds=1)
    assert seen[0] == "Overflight"
    assert early.addresses[0] == "/kiosk"


def test_evaluate_times_out_on_a_frozen_page(tmp_path: Path) -> None:
    browser = Examined(tmp_path / "profile", well=-1)
    try:
        assert browser.evaluate("6 * 7", timeout=30) == 42
        browser.evaluate(FREEZE)
        with pytest.raises(Unresponsive):
            browser.evaluate("1", timeout=1.5)
    finally:
        browser.close()


def test_is_alive_without_a_server(server: str) -> None:
    assert is_alive(f"{server}/kiosk")
    assert not is_alive("http://127.0.0.1:9/kiosk")
