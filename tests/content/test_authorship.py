"""Authors, licence, DOI and contact of an exhibit: read from exhibit.toml, shown on the page, written with the data."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app import create_app
from app.content.authorship import licence
from app.domain import Author
from app.settings import Settings
from tests.conftest import write_exhibit
from tests.content.folders import TOML, read, sentences

GIVEN = """
authors = ["Heyser, Anna", { name = "Museum of Flight", orcid = "https://orcid.org/0000-0002-1825-0097" }]
licence = "CC-BY-SA-4.0"
doi = "https://doi.org/10.5281/zenodo.1234567"
contact = "mailto:desk@museum.example"
updated = 2026-11-30
"""


def test_authorship_is_read(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", exhibit_toml=GIVEN + TOML)
    assert not result.faults, sentences(result)
    exhibit = result.exhibit
    assert exhibit
    assert exhibit.authors == (Author("Heyser", "Anna"), Author("Museum of Flight", orcid="0000-0002-1825-0097"))
    assert (exhibit.doi, exhibit.contact) == ("10.5281/zenodo.1234567", "mailto:desk@museum.example")
    assert exhibit.updated == date(2026, 11, 30)
    assert exhibit.licence
    assert exhibit.licence.name == "CC BY-SA 4.0"


@pytest.mark.parametrize(
    ("written", "identifier", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC-BY-4.0", "CC BY 4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0", "CC0-1.0", "CC0 1.0"),
        ("MIT", "MIT", "MIT"),
        ("https://museum.example/terms", "", "https://museum.example/terms"),
    ],
)
def test_licence_is_known_by_identifier_and_address(written: str, identifier: str, name: str) -> None:
    found = licence(written)
    assert (found.id, found.name) == (identifier, name)


@pytest.mark.parametrize("written", ['"30.11.2026"', "2026-11-30T05:00:00Z"])
def test_the_last_change_has_a_calendar_date(tmp_path: Path, written: str) -> None:
    result = read(tmp_path / "urals", exhibit_toml=f"updated = {written}\n" + TOML)
    assert re.search("is not (a date|text)", sentences(result))
    assert result.exhibit
    assert result.exhibit.updated is None


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    folder = write_exhibit(tmp_path / "geodata", "small")
    path = folder / "exhibit.toml"
    path.write_text(GIVEN + path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "geodata"


def test_page_shows_authorship(signed: Path) -> None:
    client = create_app(Settings(geodata=signed)).test_client()
    page = client.get("/small/").text
    assert "Authors: Anna Heyser, Museum of Flight" in page
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license noopener noreferrer">CC BY' in page
    assert 'href="https://doi.org/10.5281/zenodo.1234567"' in page
    kiosk = client.get("/small/kiosk").text
    assert "CC BY-SA 4.0" in kiosk
    assert "creativecommons.org" not in kiosk


def test_readers_report_mistakes_to_the_contact_of_the_exhibit_unless_the_server_has_one(signed: Path) -> None:
    own = create_app(Settings(geodata=signed)).test_client().get("/small/").text
    assert '"contact":"mailto:desk@museum.example"' in own
    other = (
        create_app(Settings(geodata=signed, contact="https://museum.example/form")).test_client().get("/small/").text
    )
    assert '"contact":"https://museum.example/form"' in other


def test_downloaded_layer_says_whose_it_is(signed: Path) -> None:
    layer = create_app(Settings(geodata=signed)).test_client().get("/small/layers/places.geojson").get_json(force=True)
    assert layer["metadata"].pop("version")
    assert layer["metadata"] == {
        "exhibit": "small",
        "title": "A small exhibit",
        "authors": [
            {"name": "Heyser, Anna"},
            {"name": "Museum of Flight", "orcid": "https://orcid.org/0000-0002-1825-0097"},
        ],
        "licence": {"id": "CC-BY-SA-4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/"},
        "doi": "10.5281/zenodo.1234567",
        "contact": "mailto:desk@museum.example",
        "updated": "2026-11-30",
    }
