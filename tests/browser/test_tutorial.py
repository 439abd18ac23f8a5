"""The tutorial is followed word by word at the desk: what to do is read from the page of the documentation itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from app.content import cited_in_chapter, read_exhibit
from app.settings import PROJECT
from tests import serving
from tests.browser.pages import PATIENCE_MS, wait_until
from tests.docs import pages

TUTORIAL = pages.DOCS / "tutorial" / "first-exhibit.md"
STEP = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
READY = "() => document.querySelector('iframe.visitors')?.contentDocument?.documentElement?.dataset.ready"
EXPECTED = "status of 422"
SETTLED = "() => !document.querySelector('[data-saved]').textContent.endsWith('…')"


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    return tmp_path / "my-maps"


@pytest.fixture
def address(geodata: Path) -> Iterator[str]:
    """The address that `flask desk` prints, for the folder that the tutorial makes."""
    (commands, *_) = [step.body for step in pages.steps(TUTORIAL)]
    pages.run(commands, HOME=str(geodata.parent))
    with serving.desk(OVERFLIGHT_GEODATA=str(geodata)) as printed:
        yield printed


@dataclass
class Reader:
    """Somebody who follows the tutorial; every line of it must be one that a reader can follow."""

    page: Page
    saved: bytes = b""

    @property
    def visitors(self) -> FrameLocator:
        """The page as visitors see it."""
        return self.page.frame_locator("iframe.visitors")

    def follow(self, line: str) -> None:
        """Do what a line says."""
        ways: dict[str, Callable[..., None]] = {
            r"Write `([^`]+)` into \*\*(.+)\*\*\.": self.write,
            r"Choose `([^`]+)` in \*\*(.+)\*\*\.": self.choose,
            r"Choose the files `([^`]+)` and `([^`]+)` with \*\*(.+)\*\*\.": self.add,
            r"Press \*\*(.+)\*\*\.": self.press,
            r"On the page, press \*\*(.+)\*\*\.": self.press_on_page,
            r"You see “(.+)”\.": self.see,
            r"On the page, you see “(.+)”\.": self.see_on_page,
        }
        (found, do) = next((match, way) for form, way in ways.items() if (match := re.fullmatch(form, line)))
        do(*found.groups())
        if self.page.locator("[data-saved]").count():
            wait_until(self.page, SETTLED)

    def write(self, text: str, label: str) -> None:
        control = shown(self.page.get_by_label(label, exact=True))
        control.fill(text)
        if control.evaluate("each => each.tagName") == "INPUT":
            control.press("Tab")

    def choose(self, option: str, label: str) -> None:
        shown(self.page.get_by_role("combobox", name=label, exact=True)).select_option(option)

    def add(self, one: str, other: str, label: str) -> None:
        self.page.get_by_label(label, exact=True).set_input_files([PROJECT / one, PROJECT / other])
        self.page.wait_for_url("**/_import/**")

    def press(self, name: str) -> None:
        control = shown(
            self.page.get_by_role("button", name=name, exact=True)
            .or_(self.page.get_by_role("tab", name=name, exact=True))
            .or_(self.page.get_by_role("link", name=name, exact=True))
            .or_(self.page.locator("summary", has_text=re.compile(f"^{re.escape(name)}$")))
        )
        if name == "Save as one file":
            with self.page.expect_download() as download:
                control.click()
            self.saved = download.value.path().read_bytes()
        elif name == "Keep":
            control.click()
            self.page.wait_for_url("**/_desk/heyser/")
            self.page.wait_for_selector("html[data-ready=true]", state="attached")
            wait_until(self.page, READY)
        else:
            control.click()

    def press_on_page(self, name: str) -> None:
        self.visitors.get_by_role("button", name=name, exact=True).click()

    def see(self, words: str) -> None:
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def see_on_page(self, words: str) -> None:
        expect(self.visitors.get_by_text(words).locator("visible=true").first).to_be_visible()


def shown(control: Locator) -> Locator:
    """That of several controls with one name that is on the screen."""
    expect(control.locator("visible=true")).to_have_count(1)
    return control.locator("visible=true")


def test_whoever_follows_the_tutorial_has_an_exhibit(browser: Browser, address: str, geodata: Path) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    reader = Reader(page)
    for line in STEP.findall(text):
        reader.follow(line)
    page.close()
    assert [each for each in complaints if EXPECTED not in each] == []
    assert b"A flight over Cuba" in reader.saved

    folder = geodata / "exhibits" / "heyser"
    result = read_exhibit(folder)
    assert [str(fault) for fault in result.faults if fault.severity] == []
    exhibit = result.exhibit
    assert exhibit
    listed = re.search(r"my-maps/exhibits/heyser/\n(.*?)```", text, re.DOTALL)
    assert listed
    assert {path.name for path in folder.iterdir()} == set(re.findall(r"^  ([\w.]+)", listed[1], re.MULTILINE))
    first, second = exhibit.chapters
    assert [str(chapter.title) for chapter in exhibit.chapters] == ["Night take-off", "San Cristóbal"]
    assert all(chapter.view and chapter.date for chapter in exhibit.chapters)
    assert (first.date, second.focus) == (exhibit.flights[0].fixes[0].time, "heyser/3")
    assert second.date == exhibit.flights[0].fixes[2].time
    assert all(cited_in_chapter(chapter) for chapter in exhibit.chapters)
    assert str(exhibit.flights[0].aircraft) == "Lockheed U-2F"
    assert {fix.basis.value for fix in exhibit.flights[0].fixes} == {"inferred"}
    commands = [step.body for step in pages.steps(TUTORIAL)][1]
    checked = pages.run(commands, OVERFLIGHT_GEODATA=str(geodata))
    assert "1 flight, 4 fixes" in checked
    assert b"A flight over Cuba" in (geodata / "export" / "heyser.html").read_bytes()
