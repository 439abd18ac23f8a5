"""Finding places at the desk: what is proposed, what is sent to a service, and what is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from app.content import Library, read_exhibit
from app.desk import Desk
from app.domain import Basis, Site
from tests.content.folders import make
from tests.desk.test_workbench import EXPORTS, SLUG, said, send, state, visitors
from tests.geocoding import answer_with

LAYER = """{
  "type": "FeatureCollection",
  "features": [
    {"type": "Feature", "id": "legation", "geometry": null, "properties": {"name": "Legation", "address": "Peking"}},
    {"type": "Feature", "id": "hotel", "geometry": null, "properties": {"name": "Hotel", "address": "1 Rue Bizet"}}
  ]
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make(tmp_path / "exhibits" / SLUG)
    (made / "main.geojson").write_text(LAYER, encoding="utf-8")
    return made


@pytest.fixture
def desk(folder: Path) -> Client:
    return Client(Desk(Library(folder.parents[1]), visitors, lambda _: visitors, EXPORTS))


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that geopy sends; each is answered with one place, but for the address “?”."""
    place = {"display_name": "1 Rue Bizet, Paris", "lat": "48.8674", "lon": "2.2986"}
    return answer_with(lambda url: 3 if "q=%3F" in url else [place], monkeypatch)


def places(desk: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(desk.get(f"/_desk/{SLUG}/places"))["places"]
    return found


def ask(desk: Client, *addresses: str, service: str = "nominatim", user: str = "") -> TestResponse:
    question = {"service": service, "user": user, "addresses": addresses}
    return desk.post(f"/_desk/{SLUG}/places/ask", json=question)


def chosen(place: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """What the form sends of a place."""
    return {key: place[key] for key in ("file", "index", "name", "address")} | {
        "candidate": place["candidates"][number]
    }


def site(folder: Path, name: str) -> Site:
    exhibit = read_exhibit(folder).exhibit
    assert exhibit
    return next(each for each in exhibit.features if isinstance(each, Site) and each.id == name)


def test_what_is_known_is_proposed_and_nothing_is_sent(desk: Client, requests: list[str]) -> None:
    legation, hotel = places(desk)
    assert [(each["name"], each["at"]) for each in legation["candidates"]] == [("Beijing", [116.39, 39.91])]
    assert (hotel["address"], hotel["candidates"]) == ("1 Rue Bizet", [])
    assert requests == []


def test_chosen_position_is_written_as_inferred_with_its_source_and_can_be_undone(desk: Client, folder: Path) -> None:
    legation, _ = places(desk)
    answer = send(desk, edit="locate", places=[chosen(legation)])
    assert answer.status_code == 200, answer.text
    assert site(folder, "legation").position == (116.39, 39.91)
    assert site(folder, "legation").basis is Basis.INFERRED
    (citation,) = site(folder, "legation").citations
    day = legation["candidates"][0]["asked"]
    assert (citation.source, citation.locator) == ("overflight-cities", f"Beijing: “Peking”, {day}")
    assert said(answer)["states"][0]["change"] == "locate Legation"
    assert [place["name"] for place in places(desk)] == ["Hotel"]
    assert send(desk, edit="undo").status_code == 200
    assert (folder / "main.geojson").read_text(encoding="utf-8") == LAYER


def test_service_is_asked_once_and_its_answer_is_kept_as_a_state(
    desk: Client, folder: Path, requests: list[str]
) -> None:
    for _ in range(2):
        assert said(ask(desk, "1 Rue Bizet")) == {"problem": ""}
    assert len(requests) == 1
    assert [each["change"] for each in state(desk)["states"]] == ["ask nominatim", ""]
    (candidate,) = places(desk)[1]["candidates"]
    assert (candidate["name"], candidate["provider"]) == ("1 Rue Bizet, Paris", "nominatim")
    assert send(desk, edit="locate", places=[chosen(places(desk)[1])]).status_code == 200
    assert site(folder, "hotel").position == (2.2986, 48.8674)
    assert [fault for fault in read_exhibit(folder).faults if "nominatim" in str(fault)] == []


def test_answers_before_a_failure_are_kept(desk: Client, folder: Path, requests: list[str]) -> None:
    answer = said(ask(desk, "1 Rue Bizet", "?", "2 Rue Bizet"))
    assert "nominatim.openstreetmap.org (OpenStreetMap) gave no answer that can be used" in answer["problem"]
    assert len(requests) == 2
    assert list(json.loads((folder / "geocoder.json").read_text(encoding="utf-8"))["nominatim"]) == ["1 Rue Bizet"]


def test_geonames_needs_an_account_and_unknown_services_are_not_asked(desk: Client, requests: list[str]) -> None:
    assert "account" in ask(desk, "1 Rue Bizet", service="geonames").text
    for answer in (ask(desk, "1 Rue Bizet", service="elsewhere"), ask(desk, *map(str, range(21)))):
        assert answer.status_code == 422
    assert said(ask(desk)) == {"problem": ""}, "Nothing is asked, nothing goes wrong."
    assert requests == []


def test_foreign_file_of_answers_is_named_and_stays(desk: Client, folder: Path, requests: list[str]) -> None:
    (folder / "geocoder.json").write_text("[]", encoding="utf-8")
    found = said(desk.get(f"/_desk/{SLUG}/places"))
    assert "geocoder.json is not what flask exhibit locate has written" in found["problem"]
    assert ask(desk, "1 Rue Bizet").status_code == 422
    assert (folder / "geocoder.json").read_text(encoding="utf-8") == "[]"
    assert requests == []


def test_position_is_refused_for_a_place_that_is_another_now(desk: Client, folder: Path) -> None:
    legation, hotel = places(desk)
    moved = chosen(legation) | {"index": hotel["index"]}
    answer = send(desk, edit="locate", places=[moved])
    assert answer.status_code == 422
    assert "Choose the positions again." in answer.text
    assert (folder / "main.geojson").read_text(encoding="utf-8") == LAYER


@pytest.mark.parametrize(
    "wrong", [{"provider": "nobody"}, {"at": [200, 0]}, {"at": ["1", 2]}, {"at": [float("nan"), 0]}, {"asked": "?"}]
)
def test_what_is_no_candidate_is_refused(desk: Client, folder: Path, wrong: dict[str, Any]) -> None:
    place = chosen(places(desk)[0])
    answer = send(desk, edit="locate", places=[place | {"candidate": place["candidate"] | wrong}])
    assert answer.status_code == 422
    assert (folder / "main.geojson").read_text(encoding="utf-8") == LAYER


def test_table_of_addresses_is_named_and_found_as_geojson(desk: Client, folder: Path) -> None:
    (folder / "places.csv").write_text("Name,Address\nHotel,Peking\n", encoding="utf-8")
    toml = folder / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("main.geojson", "places.csv"), encoding="utf-8")
    assert said(desk.get(f"/_desk/{SLUG}/places"))["locked"] == ["places.csv"]
    layer = state(desk)["layers"][0]["id"]
    assert send(desk, edit="convert", layer=layer).status_code == 200
    assert [place["address"] for place in places(desk)] == ["Peking"]


def test_place_that_nothing_finds_is_put_on_the_map_by_hand(desk: Client, folder: Path) -> None:
    edit = {"edit": "move-place", "layer": state(desk)["layers"][0]["id"], "feature": "hotel", "position": [2.3, 48.87]}
    assert send(desk, **edit).status_code == 200
    assert (folder / "main.geojson").read_text(encoding="utf-8") == LAYER.replace(
        '"hotel", "geometry": null', '"hotel", "geometry": {"type": "Point", "coordinates": [2.3, 48.87]}'
    )
