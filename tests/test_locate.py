"""`flask exhibit locate`: positions for addresses, chosen among what is known without a network or by a service."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import Result
from geopy.exc import GeocoderUnavailable

from app import authoring_cli, create_app
from app.content import read_exhibit
from app.domain import Basis, Site
from app.settings import Settings
from tests.conftest import write_exhibit
from tests.geocoding import answer_with

TODAY = "2026-05-01"
LAYER = """{
  "type": "FeatureCollection",
  "features": [
    {"type": "Feature", "id": "hotel", "geometry": null,
     "properties": {"name": "Hotel", "address": "ADDRESS"}},
    {"type": "Feature", "id": "field", "geometry": {"type": "Point", "coordinates": [13.5, 52.50]},
     "properties": {"name": "Roosevelt Field", "basis": "documented"}}
  ]
}
"""
ANSWER = [
    {"display_name": "1 Rue Bizet, Paris", "lat": "48.8674", "lon": "2.2986"},
    {"display_name": "1 Rue Bizet, Lyon", "lat": "45.7", "lon": "4.8"},
]


@pytest.fixture
def folder(geodata: Path) -> Path:
    """The folder of an exhibit whose layer has one place without a position."""
    return write_exhibit(geodata, "small")


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that geopy sends; each is answered with `ANSWER`."""
    return answer_with(lambda _: ANSWER, monkeypatch)


Locate = Callable[..., Result]


class Noon(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Noon:
        return cls.fromisoformat(f"{TODAY}T12:00").replace(tzinfo=tz)


@pytest.fixture
def locate(geodata: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Locate:
    """Runs the command for one address, on the same day whenever the test runs."""
    monkeypatch.setattr(authoring_cli, "datetime", Noon)

    def run(address: str, *arguments: str, answers: str = "") -> Result:
        (folder / "places.geojson").write_text(LAYER.replace("ADDRESS", address), encoding="utf-8")
        runner = create_app(Settings(geodata=geodata)).test_cli_runner()
        return runner.invoke(args=["exhibit", "locate", "small", *arguments], input=answers)

    return run


def hotel(folder: Path) -> Site:
    exhibit = read_exhibit(folder).exhibit
    assert exhibit
    return next(site for site in exhibit.layers[0].features if isinstance(site, Site) and site.id == "hotel")


def test_city_is_found_without_a_network_and_is_inferred(locate: Locate, folder: Path, requests: list[str]) -> None:
    found = locate("peking", "--yes")
    assert found.exit_code == 0, found.output
    site = hotel(folder)
    assert site.position == (116.39, 39.91)
    assert site.basis is Basis.INFERRED
    assert [(each.source, each.locator) for each in site.citations] == [
        ("overflight-cities", f"Beijing: “peking”, {TODAY}")
    ]
    assert not [fault for fault in read_exhibit(folder).faults if "overflight-cities" in str(fault)]
    assert requests == []


def test_only_the_place_itself_is_changed_in_the_file(locate: Locate, folder: Path) -> None:
    locate("52°24'N 13°24'E", "--yes")
    assert (folder / "places.geojson").read_text(encoding="utf-8") == LAYER.replace(
        '"geometry": null', '"geometry": {"type": "Point", "coordinates": [13.4, 52.4]}'
    ).replace(
        '"name": "Hotel", "address": "ADDRESS"',
        '"name": "Hotel", "address": "52°24\'N 13°24\'E", "basis": "inferred"',
    )


def test_place_of_an_exhibit_is_proposed(locate: Locate, folder: Path) -> None:
    assert locate("Roosevelt field", "--yes").exit_code == 0
    assert hotel(folder).position == (13.5, 52.5)
    assert [each.source for each in hotel(folder).citations] == ["overflight-places"]


@pytest.mark.parametrize(("answer", "position"), [("1", (13.4, 52.41)), ("2", (52.41, 13.4)), ("0", None)])
def test_both_readings_of_two_numbers_are_proposed(locate: Locate, folder: Path, answer: str, position: object) -> None:
    found = locate("52,41 13,40", answers=f"{answer}\ny\n")
    assert "1  the address itself: 52.41, 13.4 (latitude, longitude)" in found.output
    assert "2  the address itself: 13.4, 52.41 (latitude, longitude)" in found.output
    assert hotel(folder).position == position


def test_without_questions_several_readings_are_listed_and_none_is_taken(locate: Locate, folder: Path) -> None:
    found = locate("52.41 13.40", "--yes")
    assert found.exit_code == 1
    assert "2  the address itself" in found.output
    assert "1 place still has no position" in found.output
    assert "run the command without --yes and choose" in found.output
    assert "--provider" not in found.output  # no service is asked where something is known
    assert hotel(folder).position is None


def test_an_exhibit_without_addresses_is_said_to_have_none(locate: Locate, folder: Path) -> None:
    locate("peking", "--yes")
    again = (
        create_app(Settings(geodata=folder.parent.parent)).test_cli_runner().invoke(args=["exhibit", "locate", "small"])
    )
    assert again.exit_code == 0
    assert again.output == "small: no place of a GeoJSON layer has an address and no position.\n"


def test_dry_run_writes_nothing(locate: Locate, folder: Path) -> None:
    assert "not written" in locate("Peking", "--yes", "--dry-run").output
    assert hotel(folder).position is None
    assert not (folder / "sources.json").exists() or "overflight" not in (folder / "sources.json").read_text()


def test_nothing_is_sent_without_a_provider(locate: Locate, requests: list[str]) -> None:
    found = locate("1 Rue Bizet", "--yes")
    assert found.exit_code == 1
    assert "nothing found" in found.output
    assert requests == []


def test_service_is_asked_once_and_its_answer_is_kept(locate: Locate, folder: Path, requests: list[str]) -> None:
    found = locate("1 Rue Bizet", "--provider", "nominatim", answers="1\ny\n")
    assert found.exit_code == 0, found.output
    assert "2  1 Rue Bizet, Lyon: 45.7, 4.8 (latitude, longitude), from nominatim.openstreetmap.org" in found.output
    (request,) = requests
    assert urlsplit(request).hostname == "nominatim.openstreetmap.org"
    assert parse_qs(urlsplit(request).query)["q"] == ["1 Rue Bizet"]
    assert hotel(folder).position == (2.2986, 48.8674)
    assert str(hotel(folder).citations[0].locator) == f"1 Rue Bizet, Paris: “1 Rue Bizet”, {TODAY}"
    assert locate("1 Rue Bizet", "--provider", "nominatim", answers="2\ny\n").exit_code == 0
    assert len(requests) == 1
    assert hotel(folder).position == (4.8, 45.7)
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    assert [source["publisher"] for source in sources if source["id"] == "nominatim"] == ["OpenStreetMap contributors"]
    assert not [fault for fault in read_exhibit(folder).faults if fault.location.file == "geocoder.json"]


def test_command_asks_nothing_where_every_place_has_a_position(
    locate: Locate, geodata: Path, requests: list[str]
) -> None:
    locate("1 Rue Bizet", "--provider", "nominatim", answers="1\ny\n")
    arguments = ["exhibit", "locate", "small", "--provider", "nominatim"]
    found = create_app(Settings(geodata=geodata)).test_cli_runner().invoke(args=arguments)
    assert (found.exit_code, found.output) == (
        0,
        "small: no place of a GeoJSON layer has an address and no position.\n",
    )


@pytest.fixture
def silent_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """No service can be reached."""

    def answer(_: str) -> object:
        raise GeocoderUnavailable("no network")

    answer_with(answer, monkeypatch)


@pytest.mark.usefixtures("silent_service")
def test_positions_found_before_a_service_fails_are_written(
    locate: Locate, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = '{"type": "Feature", "id": "bar", "geometry": null, "properties": {"name": "Bar", "address": "1 Rue Bizet"}},'
    monkeypatch.setattr(f"{__name__}.LAYER", LAYER.replace('"features": [', f'"features": [{bar}'))
    found = locate("Peking", "--provider", "photon", "--yes")
    assert found.exit_code == 1
    assert "photon.komoot.io (OpenStreetMap) cannot be reached." in found.output
    assert hotel(folder).position == (116.39, 39.91)


@pytest.mark.usefixtures("silent_service")
def test_silent_service_is_one_sentence(locate: Locate, folder: Path) -> None:
    found = locate("1 Rue Bizet", "--provider", "photon", "--yes")
    assert found.exit_code == 1
    assert "photon.komoot.io (OpenStreetMap) cannot be reached. Is there a network?" in found.output
    assert not (folder / "geocoder.json").exists()


@pytest.mark.parametrize(
    "content", ["[]", '{"nominatim": {"x": {"asked": "?", "found": []}}}', '{"nominatim": 3}', "x"]
)
def test_foreign_file_of_answers_is_refused(locate: Locate, folder: Path, content: str, requests: list[str]) -> None:
    (folder / "geocoder.json").write_text(content, encoding="utf-8")
    found = locate("1 Rue Bizet", "--provider", "nominatim", "--yes")
    assert found.exit_code == 1
    assert "geocoder.json is not what flask exhibit locate has written" in found.output
    assert requests == []


def test_geonames_needs_an_account(locate: Locate) -> None:
    found = locate("1 Rue Bizet", "--provider", "geonames")
    assert found.exit_code == 1
    assert "--user" in found.output


def test_table_of_addresses_is_located_after_conversion(geodata: Path, folder: Path) -> None:
    (folder / "places.csv").write_text("Name,Adresse\nHotel,Peking\nHaus,\n", encoding="utf-8")
    toml = folder / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("places.geojson", "places.csv"), encoding="utf-8")

    def run(*arguments: str) -> Result:
        return create_app(Settings(geodata=geodata)).test_cli_runner().invoke(args=["exhibit", *arguments, "--yes"])

    refused = run("locate", "small")
    assert refused.exit_code == 1
    assert "flask exhibit convert small --to geojson" in refused.output
    assert run("convert", "small", "--to", "geojson").exit_code == 0
    located = run("locate", "small")
    assert located.exit_code == 0, located.output
    assert hotel(folder).position == (116.39, 39.91)
