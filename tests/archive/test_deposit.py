"""Deposits: bags that BagIt's own tool accepts, with metadata for machines and people, and their verification."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import pytest
from click.testing import Result
from flask import Flask

from app import __version__, create_app, export
from app.archive import Deposit, verify_bag
from app.content import Library
from app.domain import Exhibit
from app.errors import ExportFailed, WriteFailed
from app.interchange import FORMATS
from app.settings import Settings
from tests.conftest import library, write_exhibit

DAY = date(2026, 11, 29)


def signed(geodata: Path) -> Path:
    """The small exhibit with authors and a licence."""
    folder = write_exhibit(geodata, "small")
    path = folder / "exhibit.toml"
    given = 'authors = ["Heyser, Anna", "Museum of Flight"]\nlicence = "CC-BY-4.0"\ndoi = "10.5281/zenodo.1"\n'
    path.write_text(given + path.read_text(encoding="utf-8"), encoding="utf-8")
    return geodata


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["exhibit", *arguments])


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Settings(geodata=signed(tmp_path / "geodata"), cache="none"))


@pytest.fixture
def bag(app: Flask, tmp_path: Path) -> Path:
    """A deposit of the small exhibit."""
    options = ("--to", str(tmp_path / "deposits"), "--published", "2026-11-29", "--no-print")
    said = run(app, "deposit", "small", *options)
    assert said.exit_code == 0, said.output
    (folder,) = (tmp_path / "deposits").iterdir()
    return folder


def test_bag_is_valid_for_the_tool_of_the_library_of_congress(bag: Path) -> None:
    made = bagit.Bag(str(bag))
    made.validate()
    assert made.info["Bagging-Date"] == "2026-11-29"
    assert made.info["External-Identifier"] == "https://doi.org/10.5281/zenodo.1"
    names = {path.relative_to(bag / "data").as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    assert names >= {
        "exhibit/exhibit.toml", "exhibit/places.geojson", "small.html", "layers/places.geojson", "sources.bib",
        "formats/places.csv", "CITATION.cff", "datacite.json", "ro-crate-metadata.json",
    }  # fmt: skip


def test_a_booklet_is_part_of_a_deposit(app: Flask, tmp_path: Path) -> None:
    said = run(app, "deposit", "small", "--to", str(tmp_path / "deposits"), "--published", "2026-11-29")
    assert said.exit_code == 0, said.output
    (folder,) = (tmp_path / "deposits").iterdir()
    assert (folder / "data" / "booklet.pdf").read_bytes().startswith(b"%PDF")
    crate = (folder / "data" / "ro-crate-metadata.json").read_text(encoding="utf-8")
    assert "The exhibit as a book for paper." in crate
    assert f"Bag-Software-Agent: Overflight {__version__}" in (folder / "bag-info.txt").read_text(encoding="utf-8")


def crate_of(exhibit: Exhibit, publisher: str, *names: str) -> dict[str, Any]:
    """The entities of the crate of a deposit of files with these names, by id."""
    made = Deposit(exhibit, dict.fromkeys(names, b""), DAY, publisher)
    return {entity["@id"]: entity for entity in json.loads(made.bag().payload["ro-crate-metadata.json"])["@graph"]}


def test_publisher_is_an_author_or_an_organization(tmp_path: Path) -> None:
    exhibit = Library(signed(tmp_path)).exhibit("small")
    own = crate_of(exhibit, "Anna Heyser")
    assert own[own["./"]["publisher"]["@id"]]["@type"] == "Person"
    assert "#publisher" not in own
    assert crate_of(exhibit, "Museum")["#publisher"]["@type"] == "Organization"


def test_one_author_is_no_list_and_each_file_is_described(tmp_path: Path) -> None:
    exhibit = Library(signed(tmp_path)).exhibit("small")
    crate = crate_of(
        replace(exhibit, authors=exhibit.authors[:1]), "Museum", "small.html", "layers/a.geojson", "sources.bib"
    )
    assert crate["./"]["author"] == {"@id": "#anna-heyser"}
    assert crate["small.html"]["description"] == "The exhibit as one page that opens without a server."
    assert crate["layers/a.geojson"]["description"] == "A layer of the map as GeoJSON."
    assert crate["sources.bib"]["description"] == "The sources of the exhibit."
    assert crate["CITATION.cff"]["description"] == "How to cite the exhibit."


def test_files_have_addresses_and_media_types(tmp_path: Path) -> None:
    exhibit = Library(signed(tmp_path)).exhibit("small")
    names = ["exhibit/a plan.png", *(f"formats/{each.file}" for each in FORMATS)]
    crate = crate_of(exhibit, "Museum", *names)
    assert crate["exhibit/a%20plan.png"]["name"] == "a plan.png"
    assert {name: crate[name]["encodingFormat"] for name in names[1:]} == {
        f"formats/{each.file}": each.mimetype.partition(";")[0] for each in FORMATS
    }


def test_box_has_the_sites(tmp_path: Path) -> None:
    exhibit = Library(signed(tmp_path)).exhibit("small")
    [location] = Deposit(exhibit, {}, DAY, "Museum").datacite()["geoLocations"]
    assert location["geoLocationBox"] == {
        "westBoundLongitude": 13.09,
        "southBoundLatitude": 52.41,
        "eastBoundLongitude": 13.2,
        "northBoundLatitude": 52.5,
    }


@pytest.mark.parametrize("name", ["tagmanifest-sha256.txt", "manifest-sha256.txt"])
def test_damaged_manifest_is_reported(bag: Path, name: str) -> None:
    manifest = bag / name
    manifest.write_bytes(
        manifest.read_bytes().replace(b".txt", b".t\xfft", 1).replace(b"data/exhibit", b"d\xffta/exhibit")
    )
    assert any("is missing." in sentence for sentence in verify_bag(bag))


def test_crate_describes_every_file(bag: Path) -> None:
    crate = json.loads((bag / "data" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    root = entities["./"]
    files = {path.relative_to(bag / "data").as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    assert {part["@id"] for part in root["hasPart"]} == files - {"ro-crate-metadata.json"}
    for part in root["hasPart"]:
        assert entities[part["@id"]]["contentSize"] == str((bag / "data" / part["@id"]).stat().st_size)
    assert root["datePublished"] == "2026-11-29"
    assert entities[root["license"]["@id"]]["name"] == "CC BY 4.0"
    assert [entities[author["@id"]]["@type"] for author in root["author"]] == ["Person", "Organization"]


def test_citation_and_datacite_name_authors_version_and_licence(bag: Path) -> None:
    citation = (bag / "data" / "CITATION.cff").read_text(encoding="utf-8")
    lines = dict(line.split(": ", 1) for line in citation.splitlines() if not line.startswith(" ") and ": " in line)
    assert json.loads(lines["license"]) == "CC-BY-4.0"
    assert json.loads(lines["date-released"]) == "2026-11-29"
    assert '{"family-names": "Heyser", "given-names": "Anna"}' in citation
    datacite = json.loads((bag / "data" / "datacite.json").read_text(encoding="utf-8"))
    assert datacite["publicationYear"] == 2026
    assert [creator["nameType"] for creator in datacite["creators"]] == ["Personal", "Organizational"]
    assert datacite["publisher"] == {"name": "Anna Heyser"}


def test_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    exhibit = Library(signed(tmp_path)).exhibit("small")
    made = [Deposit(exhibit, {"a.html": b"A"}, DAY, "Museum").bag().files() for _ in range(2)]
    assert made[0] == made[1]


def test_unchanged_deposit_is_verified_and_a_changed_one_is_not(app: Flask, bag: Path) -> None:
    said = run(app, "verify", str(bag))
    assert said.exit_code == 0
    version = bag.name.removeprefix("small-")
    assert said.output == (
        f"{bag}: unchanged; content version {version}, written by Overflight {__version__}, opens in en.\n"
    )
    path = bag / "data" / "exhibit" / "places.geojson"
    path.write_bytes(path.read_bytes().replace(b"13.09", b"13.10"))
    (bag / "data" / "small.html").unlink()
    (bag / "data" / "added.txt").write_text("new", encoding="utf-8")
    assert sorted(verify_bag(bag)) == [
        "data/added.txt is not in the manifest.",
        "data/exhibit/places.geojson was changed.",
        "data/small.html is missing.",
    ]
    said = run(app, "verify", str(bag))
    assert said.exit_code == 1
    assert "data/small.html is missing." in said.output


def test_manifest_cannot_lead_out_of_the_bag(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    manifest = bag / "manifest-sha256.txt"
    manifest.write_text(f"{'0' * 64}  ../../secret\n", encoding="utf-8")
    assert not [sentence for sentence in verify_bag(bag) if "secret" in sentence]


def test_exhibit_without_a_licence_is_refused(geodata: Path, tmp_path: Path) -> None:
    app = create_app(Settings(geodata=geodata, cache="none"))
    said = run(app, "deposit", "small", "--to", str(tmp_path / "deposits"))
    assert said.exit_code == 1
    assert "an archive needs authors and licence" in said.output
    assert not (tmp_path / "deposits").exists()
    with pytest.raises(ExportFailed):
        Deposit(Library(geodata).exhibit("small"), {}, DAY, "")


def test_deposit_never_overwrites(app: Flask, bag: Path) -> None:
    before = (bag / "bag-info.txt").read_bytes()
    said = run(app, "deposit", "small", "--to", str(bag.parent), "--published", "2027-01-01")
    assert said.exit_code == 1
    assert "exists" in said.output
    assert (bag / "bag-info.txt").read_bytes() == before
    with pytest.raises(WriteFailed):
        Deposit(Library(bag.parent.parent / "geodata").exhibit("small"), {}, DAY, "M").bag().write(bag)


@pytest.fixture(scope="module")
def single_file() -> tuple[Exhibit, bytes]:
    exhibit = library().exhibit("foxbat-to-hakodate")
    return exhibit, export.single_file(exhibit).encode()


@pytest.mark.parametrize("place", [b"Belenko", b'lang="en"', b"</body>"])
def test_file_shows_whether_a_byte_was_changed(
    tmp_path: Path, single_file: tuple[Exhibit, bytes], place: bytes
) -> None:
    exhibit, whole = single_file
    path = tmp_path / "file.html"
    path.write_bytes(whole)
    app = create_app(Settings(cache="none"))
    said = run(app, "verify", str(path))
    assert said.exit_code == 0
    assert (
        f"content version {exhibit.version[:12]} of {exhibit.updated}, written by Overflight {__version__}, opens in en"
        in said.output
    )
    path.write_bytes(whole.replace(place, place.swapcase(), 1))
    assert run(app, "verify", str(path)).exit_code == 1


def test_other_files_have_no_checksum(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "other.html"
    path.write_text("<!doctype html><title>Other</title>", encoding="utf-8")
    assert run(app, "verify", str(path)).exit_code == 1
    assert run(app, "verify", str(tmp_path)).exit_code == 1
