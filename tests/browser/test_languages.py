"""A page in several languages: which one it opens in, and how it comes to speak another."""

from __future__ import annotations

import gzip
import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import export
from app.content import Library
from tests.browser.conftest import Visit
from tests.browser.pages import begun, view
from tests.content.folders import TOML, collection, flight, make
from tests.serving import serving

ENGLISH = "## The start {#start}\n\nWhere it was *seen*.[^trial]\n\n## The end {#end}\n\nWhere it was not.\n"
GERMAN = "## Der Anfang {#start}\n\nWo man es *sah*.[^trial]\n\n## Das Ende {#end}\n\nWo nicht.\n"
WORDS = {
    "Over the Urals": "Über dem Ural",
    "Moscow": "Moskau",
    "Main": "Der Flug",
    "Degtyarsk": "Degtjarsk",
    "X": "Der Flug",
    "Take-off": "Start",
}
CATALOGUE = "\n".join(f'msgid "{english}"\nmsgstr "{german}"\n' for english, german in WORDS.items())
TRACK = flight(
    coordinateProperties={
        "times": ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"],
        "basis": ["documented"] * 3,
        "places": ["Take-off", None, "Take-off"],
    }
)


@pytest.fixture(scope="module")
def geodata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bilingual")
    toml = (
        TOML.replace("period =", 'languages = ["en", "de"]\nperiod =')
        + '\n[[chapters]]\nid = "end"\ndate = "1960-05-01T06:00Z"\n'
    )
    make(
        root / "exhibits" / "urals",
        exhibit_toml=toml,
        story_en_md=ENGLISH,
        story_de_md=GERMAN,
        words_de_po=CATALOGUE,
        main_geojson=collection(TRACK),
    )
    return root


@pytest.fixture(scope="module")
def bilingual(geodata: Path) -> Iterator[str]:
    with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
        yield address


@pytest.fixture(scope="module")
def files(geodata: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    exhibits = Library(geodata).exhibits
    public = export.files(exhibits, site=True, site_url="https://museum.example/maps/")
    written = [*public, *export.files(exhibits, idle_seconds=90)]
    return {name: export.write(tmp_path_factory.mktemp("files"), name, content) for name, content in written}


def choose(page: Page, name: str) -> None:
    page.locator(".languages").get_by_text(name, exact=True).click()


@pytest.mark.parametrize("way", ["live", "file", "kiosk", "kiosk file"])
def test_switching_language_keeps_the_moment(bilingual: str, files: dict[str, Path], visit: Visit, way: str) -> None:
    address = {"live": f"{bilingual}/urals/", "kiosk": f"{bilingual}/urals/kiosk"}.get(way) or files[
        "urals.html" if way == "file" else "urals-kiosk.html"
    ].as_uri()
    page = begun(visit(address))
    for _ in ("the start", "the end"):
        page.locator('[data-turn="next"]').click()
    expect(page.locator("h2", has_text="The end")).to_be_visible()
    before = view(page), page.locator("output[data-flight]").get_attribute("data-date")
    choose(page, "Deutsch")
    expect(page.locator("h1")).to_have_text("Über dem Ural")
    expect(page).to_have_title("Über dem Ural")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h2", has_text="Das Ende")).to_be_visible()
    expect(page.locator('.languages [aria-current="true"]')).to_have_text("Deutsch")
    assert (view(page), page.locator("output[data-flight]").get_attribute("data-date")) == before
    page.locator('[data-turn="back"]').click()
    expect(page.locator(".chapter:visible em")).to_have_text("sah")
    choose(page, "English")
    expect(page.locator("h1")).to_have_text("Over the Urals")
    expect(page.locator(".chapter:visible em")).to_have_text("seen")
    expect(page.locator(".chapter:visible .note a")).to_have_attribute("href", "#source-1")


def test_language_is_in_the_hash(bilingual: str, files: dict[str, Path], visit: Visit) -> None:
    for address in (f"{bilingual}/urals/", files["urals.html"].as_uri()):
        page = visit(address, hash="#lang=de")
        expect(page.locator("h1")).to_have_text("Über dem Ural")
        expect(page).to_have_url(re.compile("lang=de"))
        page.goto(f"{address}#lang=en")
        expect(page.locator("h1")).to_have_text("Over the Urals")


def test_file_opens_in_the_language_of_its_address_and_names_that_as_its_own(
    files: dict[str, Path], visit: Visit
) -> None:
    page = visit(f"{files['urals.html'].as_uri()}?lang=de")
    expect(page.locator("h1")).to_have_text("Über dem Ural")
    own = "https://museum.example/maps/urals.html?lang=de"
    assert page.locator("link[rel=canonical]").get_attribute("href") == own
    choose(page, "English")
    expect(page).to_have_url(re.compile("lang=de#.*lang=en"))
    page.reload()
    expect(page.locator("h1")).to_have_text("Over the Urals")


def test_page_opens_in_the_requested_language(bilingual: str, visit: Visit) -> None:
    german = visit(f"{bilingual}/urals/", locale="de-DE")
    expect(german.locator("html")).to_have_attribute("lang", "de")
    expect(german.locator(".contents a").first).to_have_text("Der Anfang")
    expect(visit(f"{bilingual}/", locale="de-DE").locator(".exhibit-card h2")).to_have_text("Über dem Ural")
    expect(visit(f"{bilingual}/urals/?lang=en", locale="de-DE").locator("h1")).to_have_text("Over the Urals")
    expect(visit(f"{bilingual}/urals/kiosk", locale="de-DE").locator("html")).to_have_attribute("lang", "en")
    expect(visit(f"{bilingual}/urals/kiosk?lang=de").locator("html")).to_have_attribute("lang", "de")


def test_without_javascript_links_lead_to_the_languages(bilingual: str, visit: Visit) -> None:
    page = visit(f"{bilingual}/urals/", ready=False, java_script_enabled=False)
    choose(page, "Deutsch")
    expect(page.locator("h1")).to_have_text("Über dem Ural")
    expect(page.get_by_role("heading", name="Der Anfang")).to_be_visible()


def test_a_tab_left_open_while_the_content_changed_speaks_the_new_texts(geodata: Path, visit: Visit) -> None:
    with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
        page = visit(f"{address}/urals/")
        page.locator('[data-turn="next"]').click()
        expect(page.locator("h2", has_text="The start")).to_be_visible()
        toml = geodata / "exhibits" / "urals" / "exhibit.toml"
        before = toml.read_text(encoding="utf-8")
        try:
            toml.write_text(before.replace("Over the Urals", "Across the Urals"), encoding="utf-8")
            catalog = geodata / "exhibits" / "urals" / "words.de.po"
            added = 'msgid "Across the Urals"\nmsgstr "Quer über den Ural"\n'
            catalog.write_text(CATALOGUE + added, encoding="utf-8")
            wait_until_served(f"{address}/urals/words.json", "Quer über den Ural")
            choose(page, "Deutsch")
            expect(page.locator("h1")).to_have_text("Quer über den Ural")
            expect(page.locator("h2", has_text="Der Anfang")).to_be_visible()
            expect(page.locator("html")).to_have_attribute("lang", "de")
        finally:
            toml.write_text(before, encoding="utf-8")
            catalog.write_text(CATALOGUE, encoding="utf-8")


def wait_until_served(url: str, text: str) -> None:
    """Wait until the gzipped answer contains a text, for at most a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with urllib.request.urlopen(url) as answer:
            if text in gzip.decompress(answer.read()).decode():
                return
    raise AssertionError(f"{url} never had {text!r}.")
