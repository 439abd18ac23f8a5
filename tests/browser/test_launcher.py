"""The launcher and a real Chromium: it waits for the server, and begins anew when the page has frozen."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from app.kiosk.browser import Browser, Silent
from app.kiosk.watch import HOLDING, PULSE, Watch, is_alive
from tests.browser.conftest import free_port, serving

CHROMIUM = shutil.which("chromium")
FREEZE = "setTimeout(() => { for (;;); })"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed as a program of the system")


class Examined(Browser):
    """A browser whose page freezes after it has been well some times."""

    def __init__(self, profile: Path, *, well: int) -> None:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        super().__init__(CHROMIUM or "chromium", profile, HOLDING, "--headless=new", "--disable-gpu", *sandbox)
        self.well = well
        self.addresses: list[object] = []

    def value(self, expression: str, patience: float = 10) -> object:
        if expression == PULSE:
            self.well -= 1
            if self.well == 0:
                super().value(FREEZE, patience)
        answer = super().value(expression, patience)
        if expression == PULSE and answer:
            self.addresses.append(super().value("location.pathname", patience))
        return answer


def test_a_frozen_page_makes_room_for_a_new_browser(server: str, tmp_path: Path) -> None:
    browsers: list[Examined] = []
    said: list[str] = []

    def start() -> Browser:
        browsers.append(Examined(tmp_path / "profile", well=8))
        return browsers[-1]

    Watch(f"{server}/foxbat-to-hakodate/kiosk", start, said.append, beat=0.5, patience=3).run(rounds=1)
    assert browsers[0].addresses[0] == "/foxbat-to-hakodate/kiosk"
    assert "frozen" in said[0]
    with pytest.raises(ProcessLookupError):
        os.kill(browsers[0].process, 0)


def test_a_holding_screen_stands_until_the_server_is_there(geodata: Path, tmp_path: Path) -> None:
    port = free_port()
    seen: list[object] = []
    with contextlib.ExitStack() as later:

        class Early(Examined):
            """Looks at the holding screen, and only then is the server begun; ends when the kiosk is there."""

            def value(self, expression: str, patience: float = 10) -> object:
                if expression == "1" and not seen and (words := super().value("document.body?.innerText", 30)):
                    seen.append(words)
                    later.enter_context(serving(OVERFLIGHT_GEODATA=str(geodata), PORT=str(port)))
                answer = super().value(expression, patience)
                if self.addresses:
                    raise Silent
                return answer

        early = Early(tmp_path / "profile", well=-1)
        Watch(f"http://127.0.0.1:{port}/kiosk", lambda: early, seen.append, beat=0.2, patience=3).run(rounds=1)
    assert seen[0] == "Overflight"
    assert early.addresses[0] == "/kiosk"


def test_a_page_that_does_not_answer_is_noticed_within_the_patience(tmp_path: Path) -> None:
    browser = Examined(tmp_path / "profile", well=-1)
    try:
        assert browser.value("6 * 7", patience=30) == 42
        browser.value(FREEZE)
        with pytest.raises(Silent):
            browser.value("1", patience=1.5)
    finally:
        browser.end()


def test_a_server_that_is_not_there_is_not_alive(server: str) -> None:
    assert is_alive(f"{server}/kiosk")
    assert not is_alive("http://127.0.0.1:9/kiosk")
