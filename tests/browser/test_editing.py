"""An editor's open page follows the files, stays where it is, and says what is wrong; in Chromium and in Firefox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.content import catalogs, read_exhibit
from tests.browser.conftest import PHONE, Visit
from tests.browser.firefox import SECONDS, firefox
from tests.browser.pages import MAP, show, view
from tests.docs import pages
from tests.docs.test_write_the_files import GUIDE
from tests.serving import serving

TITLE = "A flight over Cuba"
MOMENT = "#map=7.5/22.5/-83.4&date=1962-10-14T11:35Z&chapter=san-cristobal&lang=de"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server for an editor of the guide's exhibit in two languages: its address and the folder."""
    geodata = tmp_path_factory.mktemp("geodata")
    for step in pages.steps(GUIDE):
        if step.name:
            pages.write(step, geodata)
    folder = geodata / "exhibits" / "heyser"
    replace(folder, "[[clocks]]", 'languages = ["en", "de"]\n\n[[clocks]]')
    translate(folder)
    with serving("--edit", OVERFLIGHT_GEODATA=str(geodata)) as address:
        yield f"{address}/heyser/", folder


def translate(folder: Path) -> None:
    """The story and all other words in German, as far as this test is concerned."""
    (folder / "story.de.md").write_bytes((folder / "story.en.md").read_bytes())
    catalog = catalogs.updated(None, "de", read_exhibit(folder).translatable).decode()
    translated = re.sub(r'^msgid "(.+)"\nmsgstr ""$', r'msgid "\1"\nmsgstr "\1"', catalog, flags=re.MULTILINE)
    (folder / catalogs.file_name("de")).write_text(translated, encoding="utf-8")


@pytest.fixture
def folder(served: tuple[str, Path]) -> Iterator[Path]:
    """The exhibit's folder, which is as it was after the test."""
    before = {path: path.read_bytes() for path in served[1].iterdir()}
    yield served[1]
    for path, content in before.items():
        path.write_bytes(content)


def replace(folder: Path, old: str, new: str, name: str = "exhibit.toml") -> None:
    """Save a file as most editors do: a new one takes the place of the old one."""
    path = folder / name
    temporary = folder / f".{name}.tmp"
    temporary.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    temporary.replace(path)


@pytest.fixture
def page(served: tuple[str, Path], folder: Path, visit: Visit) -> Page:
    """The exhibit's page at a moment, with its list of places open."""
    page = visit(served[0], hash=MOMENT)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.locator("#tab-places").click()
    page.evaluate("globalThis.isSame = true")
    return page


def test_a_saved_change_is_shown_at_the_same_view_moment_chapter_language_and_tab(page: Page, folder: Path) -> None:
    show(page, 22.4, -83.2, 8)
    seen = view(page)
    replace(folder, "the first photographs", "photographs", "story.de.md")
    expect(page.locator('[data-chapter="san-cristobal"]')).to_contain_text("camera took photographs")
    expect(page.locator("html[data-ready=true][lang=de]")).to_have_count(1)
    expect(page.locator("#tab-places")).to_have_attribute("aria-selected", "true")
    assert view(page) == pytest.approx(seen, abs=1e-9)
    expect(page.locator("[data-flight=heyser]")).to_have_attribute("data-date", "1962-10-14T11:35Z")
    expect(page.locator('[data-chapter="san-cristobal"]')).not_to_have_attribute("hidden", "")
    assert "chapter=san-cristobal" in page.url
    assert page.evaluate("isSame") is True
    expect(page.locator(".editing")).to_have_class("editing visually-hidden")


def test_a_broken_save_is_reported_above_the_last_valid_version(page: Page, folder: Path) -> None:
    banner, deck = page.locator(".editing"), page.locator(".deck")
    replace(folder, f'"{TITLE}"', f'"{TITLE}')
    expect(banner.get_by_role("status")).to_contain_text("Probleme: 1 · Besucher sehen die Fassung vom ")
    expect(banner.locator("li")).to_contain_text("Line 1")
    expect(banner.locator("li .place")).to_contain_text("exhibit.toml")
    expect(banner.locator("li .fix")).not_to_be_empty()
    expect(page.locator("h1")).to_have_text(TITLE)
    below, above, window = deck.bounding_box(), banner.bounding_box(), page.viewport_size
    assert below
    assert above
    assert window
    assert above["y"] == 0
    assert below["y"] + below["height"] <= window["height"]
    button = banner.get_by_role("button", name="Probleme ausblenden")
    button.focus()
    page.keyboard.press("Enter")
    expect(banner.locator("li")).to_be_hidden()
    expect(banner.get_by_role("button", name="Probleme anzeigen")).to_be_focused()
    replace(folder, f'"{TITLE}', f'"{TITLE}"')
    expect(banner).to_have_class("editing visually-hidden")
    assert page.evaluate("isSame") is True


def test_what_the_browser_runs_differs_and_the_page_is_loaded_as_a_whole(page: Page, folder: Path) -> None:
    replace(folder, "[[clocks]]", "max_zoom = 9\n\n[[clocks]]")
    page.wait_for_event("load")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("[data-flight=heyser]")).to_have_attribute("data-date", "1962-10-14T11:35Z")
    assert page.evaluate(f"() => {MAP}.getMaxZoom()") == 9


def test_the_banner_leaves_a_phone_its_map(served: tuple[str, Path], folder: Path, visit: Visit) -> None:
    page = visit(served[0], viewport=PHONE)
    replace(folder, f'"{TITLE}"', f'"{TITLE}')
    expect(page.locator(".editing li")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    box = page.locator(".map").bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]


def test_an_exhibit_that_is_broken_from_its_first_day_appears_when_it_is_correct(
    served: tuple[str, Path], visit: Visit
) -> None:
    new = served[1].with_name("new")
    new.mkdir()
    (new / "exhibit.toml").write_text('title = "New', encoding="utf-8")
    page = visit(served[0].replace("heyser", "new"), ready=False, status=404)
    expect(page.locator(".editing li")).to_contain_text("new: Line 1 of exhibit.toml")
    (new / "exhibit.toml").write_text('title = "New"\n', encoding="utf-8")
    expect(page.locator("h1")).to_have_text("New")


def test_firefox_follows_the_files(served: tuple[str, Path], folder: Path, tmp_path: Path) -> None:
    until = f"""(selector, text) => new Promise((resolve, reject) => {{
      setTimeout(reject, {SECONDS * 1000 - 5000})
      const look = () => {{ if (document.querySelector(selector)?.textContent.includes(text)) resolve(true) }}
      setInterval(look, 50)
    }})"""
    with firefox(tmp_path) as browser:
        browser.open(served[0] + MOMENT)
        browser.evaluate("globalThis.isSame = true")
        replace(folder, TITLE, "The photographs")
        assert browser.evaluate(f"({until})('html[data-ready] h1', 'The photographs')")
        assert browser.evaluate("isSame && document.querySelector('[data-flight]').dataset.date") == "1962-10-14T11:35Z"
        replace(folder, '"The photographs"', '"The photographs')
        assert browser.evaluate(f"({until})('.editing li .place', 'Line 1 of exhibit.toml')")
        assert not browser.complaints
