"""The how-to guides work as printed, and every file that a page of the documentation names exists."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import create_app, plate, text
from app.content import Library
from app.settings import PROJECT, Settings
from tests.docs import pages
from tests.own_maps import png

HOW_TO = pages.DOCS / "how-to"
GUIDE = pages.DOCS / "how-to" / "write-the-files.md"
PAGES = sorted([*pages.DOCS.rglob("*.md"), PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"])
NAMED = re.compile(r"`((?:app|docs|geodata|templates|tests|tools)/[\w./-]*)`")


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    """The exhibit of the guide to its files."""
    for step in pages.steps(GUIDE):
        if step.name:
            pages.write(step, tmp_path)
    return tmp_path


def follow(page: Path, geodata: Path) -> list[str]:
    """Take every step of a page; returns what its commands print."""
    printed = []
    for step in pages.steps(page):
        if step.name:
            pages.write(step, geodata)
        else:
            printed.append(pages.run(step.body, OVERFLIGHT_GEODATA=str(geodata)))
    return printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    example = {"app/elements/flight_count.py", "app/static/js/elements/flight_count.js", "app/words/uk.toml"}
    named = set(NAMED.findall(page.read_text(encoding="utf-8"))) - example
    assert not [name for name in named if not (PROJECT / name).exists()]


def test_the_index_leads_to_every_page() -> None:
    index = pages.DOCS / "index.md"
    linked = {
        (pages.DOCS / link).resolve() for link in re.findall(r"\]\(([^)#]+\.md)", index.read_text(encoding="utf-8"))
    }
    assert {*pages.DOCS.rglob("*.md")} - {index} <= linked


@pytest.mark.parametrize("page", sorted(HOW_TO.glob("*.md")), ids=lambda page: page.stem)
def test_every_guide_names_the_tests_behind_it(page: Path) -> None:
    assert re.search(r"`tests/[\w/]+\.py`", page.read_text(encoding="utf-8"))


def test_a_scan_becomes_a_base_map(geodata: Path) -> None:
    (geodata / "exhibits" / "heyser" / "sketch.png").write_bytes(png((200, 180, 120), 40, 20))
    [checked] = follow(HOW_TO / "add-a-basemap.md", geodata)
    assert "1 basemap" in checked
    client = create_app(Settings(geodata=geodata)).test_client()
    assert "Sketch map of western Cuba" in client.get("/heyser/").text
    assert client.get("/heyser/basemaps/sketch", buffered=True).mimetype == "image/png"


def test_an_exhibit_has_borders_of_its_own(geodata: Path) -> None:
    [checked] = follow(HOW_TO / "bring-your-own-borders.md", geodata)
    assert "borders" not in checked
    (exhibit,) = Library(geodata).exhibits
    (borders,) = exhibit.borders
    assert [str(territory.name) for territory in borders.territories] == ["Havana", "Santiago"]
    drawn = plate.plate_of(exhibit, plate.Order())
    assert drawn.borders == "Borders of 1962, after a map made for this page · Drawn for this page · partly schematic"


def test_sources_come_from_zotero(geodata: Path) -> None:
    story = geodata / "exhibits" / "heyser" / "story.en.md"
    story.write_text(f"{story.read_text(encoding='utf-8')}\n\n[^dobbsOneMinute2008, p. 12]\n", encoding="utf-8")
    [checked] = follow(HOW_TO / "cite-from-zotero.md", geodata)
    assert "sources.bib: These fields are kept, but not shown: keyword (1 source)." in checked
    page = create_app(Settings(geodata=geodata)).test_client().get("/heyser/").text
    assert "Dobbs, Michael. <cite>One Minute to Midnight: Kennedy, Khrushchev, and Castro" in page
    assert "New York: Alfred A. Knopf, 2008." in page


def test_an_exhibit_is_translated(geodata: Path) -> None:
    toml = geodata / "exhibits" / "heyser" / "exhibit.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("[[clocks]]", 'languages = ["en", "de"]\n\n[[clocks]]', 1),
        encoding="utf-8",
    )
    [printed] = follow(HOW_TO / "translate.md", geodata)
    catalog = geodata / "exhibits" / "heyser" / "words.de.po"
    assert printed == f"{catalog}\n"
    untranslated = catalog.read_text(encoding="utf-8")
    entry = '#. flight.geojson: heyser (features[0])\nmsgid "Heyser\'s flight"\nmsgstr "'
    assert entry in untranslated
    catalog.write_text(untranslated.replace(entry, f"{entry}Heysers Flug"), encoding="utf-8")
    page = create_app(Settings(geodata=geodata)).test_client().get("/heyser/?lang=de").text
    assert "Start bei Nacht" in page
    assert "Heysers Flug" in page


def test_a_language_of_the_interface_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en", "uk"):
        (tmp_path / f"{language}.toml").write_bytes((PROJECT / "app" / "words" / "en.toml").read_bytes())
    monkeypatch.setattr(text, "_WORDS", tmp_path)
    text.languages.cache_clear()
    try:
        assert text.languages() == ("en", "uk")
    finally:
        text.languages.cache_clear()


def test_the_example_of_an_element_has_the_payload_it_says() -> None:
    code = re.search(r"```python\n(.*?)```", (HOW_TO / "add-an-element.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code
    module: dict[str, Any] = {"__name__": "flight_count"}
    exec(re.sub(r"^   ", "", code[1], flags=re.MULTILINE), module)
    element = module["FlightCount"](SimpleNamespace(flights=(1, 2)))
    assert (element.module, element.payload()) == ("flight_count", {"count": 2})


def test_the_kiosk_file_is_where_the_guide_says(tmp_path: Path) -> None:
    [command] = [step.body for step in pages.steps(HOW_TO / "install-a-kiosk.md")]
    pages.run(command.replace("--to kiosk/", f"--to {tmp_path}"))
    assert (tmp_path / "grand-slam-kiosk.html").exists()
