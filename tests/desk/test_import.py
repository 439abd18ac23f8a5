"""Files on the import screen: what they are taken for, what is asked, and that nothing is written before it is kept."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from app import create_app
from app.content import Library, read_exhibit
from app.desk import Desk
from app.settings import Settings
from tests.content.folders import collection, make, site
from tests.desk.test_workbench import EXPORTS
from tests.test_authoring import KML

FIXES = """\
Place,Date,Time (New York),Lat,Lon,Height
Roosevelt Field,5/6/1927,07:52,40.7386,-73.6129,30
St. John's,5/6/1927,19:15,47.56,-52.71,60
Le Bourget,6/6/1927,17:22,48.9489,2.4408,20
"""


@Request.application
def visitors(_: Request) -> Response:
    """The visitors' pages."""
    return Response("the visitors' page")


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    make(tmp_path / "exhibits" / "test", main_geojson=collection(site("place", (61.1, 56.7), name="Place")))
    return tmp_path


@pytest.fixture
def desk(geodata: Path) -> Iterator[Client]:
    def preview(folder: Path) -> Any:
        return create_app(Settings(geodata=folder)).wsgi_app

    opened = Desk(Library(geodata), visitors, preview, EXPORTS)
    yield Client(opened)
    opened.close()


def said(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.text)
    return found


class Screen:
    """An import that has been begun."""

    def __init__(self, desk: Client, **begun: object) -> None:
        self.desk = desk
        self.address = said(desk.post("/_desk/_import/", json=begun))["address"]

    def add(self, name: str, data: str | bytes) -> TestResponse:
        return self.desk.post(f"{self.address}file", query_string={"name": name}, data=data)

    def edit(self, **values: object) -> TestResponse:
        return self.desk.post(f"{self.address}edit", json=values)

    def say(self, **values: object) -> dict[str, Any]:
        answer = self.edit(edit="say", **values)
        assert answer.status_code == 200, answer.text
        return said(answer)

    @property
    def state(self) -> dict[str, Any]:
        return said(self.desk.get(f"{self.address}state"))

    def file(self, name: str) -> dict[str, Any]:
        return next(file for file in self.state["files"] if file["name"] == name)


@pytest.fixture
def new(desk: Client) -> Screen:
    return Screen(desk, title="Lindbergh", languages=["en", "de"])


def contents(folder: Path) -> dict[str, bytes]:
    """The files, without the history."""
    names = {path: str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for path, name in names.items() if ".history" not in name}


def test_doubtful_cells_have_both_readings_and_a_choice_settles_them(new: Screen, geodata: Path) -> None:
    before = contents(geodata)
    new.add("fixes.csv", FIXES)
    file = new.file("fixes.csv")
    assert file["table"]["headings"][:3] == [["Place", "place"], ["Date", "date"], ["Time (New York)", "time"]]
    assert file["table"]["doubts"] == {"2 Date": "1927-06-05 / 1927-05-06", "3 Date": "1927-06-05 / 1927-05-06"}
    readings = {each["meaning"]: each for fault in file["faults"] for each in fault["readings"]}
    assert set(readings) == {"5 June 1927", "6 May 1927", "feet", "metres"}
    for meaning in ("6 May 1927", "feet"):
        chosen = readings[meaning]
        new.say(file="fixes.csv", settings={chosen["setting"]: chosen["value"]})
    settled = new.file("fixes.csv")
    assert [fault for fault in settled["faults"] if fault["severity"] == "error"] == []
    assert settled["summary"] == "1 flight, 3 fixes; 1927-05-06T11:52Z to 1927-06-06T21:22Z"
    assert contents(geodata) == before


def test_what_is_kept_is_what_the_commands_would_write(new: Screen, geodata: Path) -> None:
    new.add("fixes.csv", FIXES)
    new.say(file="fixes.csv", settings={"day_first": False, "altitude_unit": "ft", "basis": "documented"})
    assert new.state["period"] == "1927-05-06/1927-06-06"
    assert said(new.edit(edit="keep")) == {"address": "/_desk/lindbergh/"}
    folder = geodata / "exhibits" / "lindbergh"
    assert set(contents(folder)) == {"exhibit.toml", "fixes.csv", "sources.json", "story.de.md", "story.en.md"}
    assert (folder / "fixes.csv").read_text() == FIXES
    (layer,) = tomllib.loads((folder / "exhibit.toml").read_text())["layers"]
    assert (layer["day_first"], layer["altitude_unit"], layer["basis"]) == (False, "ft", "documented")
    assert [fault for fault in read_exhibit(folder).faults if fault.severity > 1] == []


def test_meaning_of_a_column_can_be_chosen(new: Screen) -> None:
    new.add("fixes.csv", "Where,North,East\nA,40.5,-73.5\nB,48.9,2.4\n")
    assert new.file("fixes.csv")["table"]["headings"] == [["Where", ""], ["North", ""], ["East", ""]]
    new.say(file="fixes.csv", settings={"columns": {"latitude": "North", "longitude": "East", "place:de": "Where"}})
    file = new.file("fixes.csv")
    assert file["table"]["headings"] == [["Where", "place:de"], ["North", "latitude"], ["East", "longitude"]]
    assert file["summary"] == "2 sites"


def test_each_folder_of_kml_becomes_a_layer_as_with_the_command(new: Screen, geodata: Path) -> None:
    new.add("places.kml", KML)
    assert new.file("places.kml")["summary"] == "“Museums”: 1 site\n“Routes”: 1 flight, 2 fixes"
    new.say(period="1927")
    new.say(file="places.kml", settings={"basis": "documented"})
    assert new.edit(edit="keep").status_code == 200
    layers = tomllib.loads((geodata / "exhibits" / "lindbergh" / "exhibit.toml").read_text())["layers"]
    assert layers == [
        {"id": id_, "file": "places.kml", "name": name, "basis": "documented", "folder": name}
        for id_, name in (("museums", "Museums"), ("routes", "Routes"))
    ]


def test_preview_is_the_visitors_page_of_what_is_not_written(new: Screen) -> None:
    new.add("fixes.csv", FIXES)
    new.say(file="fixes.csv", settings={"day_first": True, "altitude_unit": "m"})
    page = new.desk.get(new.state["preview"])
    assert page.status_code == 200
    assert "Roosevelt Field" in page.text
    assert f"{new.state['preview'].removesuffix('lindbergh/')}assets/" in page.text
    earlier = new.state["preview"]
    for title in ("A", "B", "C"):
        new.say(title=title)
    assert new.desk.get(earlier).status_code == 404


def test_file_is_added_to_an_exhibit_and_can_be_taken_back(desk: Client, geodata: Path) -> None:
    folder = geodata / "exhibits" / "test"
    before = contents(folder)
    screen = Screen(desk, slug="test")
    assert screen.state["wanted"]["key"] == "desk_wanted_files"
    screen.add("fixes.csv", FIXES.replace("Height", "Height (m)"))
    screen.say(file="fixes.csv", settings={"day_first": True})
    assert contents(folder) == before
    assert screen.edit(edit="keep").status_code == 200
    assert tomllib.loads((folder / "exhibit.toml").read_text())["layers"][-1]["file"] == "fixes.csv"
    version = said(desk.get("/_desk/test/state"))
    assert version["states"][0]["change"] == "import fixes.csv"
    desk.post("/_desk/test/edit", json={"edit": "undo", "version": version["version"]})
    assert contents(folder) == before


def test_file_of_the_same_name_replaces_the_exhibits_own_only_if_that_is_said(desk: Client, geodata: Path) -> None:
    layer = geodata / "exhibits" / "test" / "main.geojson"
    before, other = layer.read_bytes(), json.dumps(collection(site("other", (1, 2), name="Other")))
    screen = Screen(desk, slug="test")
    screen.add("main.geojson", other)
    assert screen.file("main.geojson")["exists"]
    assert "has a file main.geojson already" in screen.edit(edit="keep").text
    assert layer.read_bytes() == before
    screen.say(file="main.geojson", replaces=True)
    assert screen.edit(edit="keep").status_code == 200
    assert layer.read_text() == other
    assert len(tomllib.loads((layer.parent / "exhibit.toml").read_text())["layers"]) == 1


def test_picture_is_prepared_and_put_into_the_story_with_its_description(new: Screen, geodata: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (2000, 400)).save(file, "JPEG")
    new.add("Foto 1.jpg", file.getvalue())
    assert new.file("Foto 1.jpg")["summary"] == "scaled from 2,000 × 400 pixels"
    new.say(file="Foto 1.jpg", language="en", words="The hangar")
    new.say(file="Foto 1.jpg", credit="Photograph: Anna Meier")
    new.say(period="1927")
    assert new.edit(edit="keep").status_code == 200
    story = (geodata / "exhibits" / "lindbergh" / "story.en.md").read_text()
    assert story.endswith('\n![The hangar](media/foto-1.jpg "Photograph: Anna Meier")\n')
    assert "media/" not in (geodata / "exhibits" / "lindbergh" / "story.de.md").read_text()


def test_film_is_put_into_the_story_and_its_captions_beside_it(new: Screen, geodata: Path) -> None:
    new.add("Landing.mp4", b"\0\0\0\x18ftypmp42" + bytes(40))
    new.add("Landing.en.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nIt lands.\n")
    new.add("Landing.described.mp4", b"\0\0\0\x18ftypmp42" + bytes(50))
    assert [new.file(name)["kind"] for name in ("Landing.mp4", "Landing.en.vtt", "Landing.described.mp4")] == [
        "picture",
        "film_part",
        "film_part",
    ]
    new.say(file="Landing.mp4", language="en", words="It lands")
    new.say(file="Landing.en.vtt", language="en", words="No picture")
    new.say(period="1927")
    assert new.edit(edit="keep").status_code == 200
    folder = geodata / "exhibits" / "lindbergh"
    assert (folder / "media" / "Landing.en.vtt").exists()
    assert (folder / "story.en.md").read_text().count("](media/") == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zotero.json", '[{"id": "trial", "title": "Other"}, {"id": "new-1", "type": "book", "title": "New"}]'),
        ("zotero.bib", "@book{new-1, title = {New}, year = 1970}\n@book{trial, title = {Other}}"),
        ("zotero.ris", "TY  - BOOK\nID  - new-1\nTI  - New\nER  -\n"),
    ],
)
def test_new_sources_of_a_bibliography_are_added_to_the_exhibits_own(
    desk: Client, geodata: Path, name: str, text: str
) -> None:
    folder = geodata / "exhibits" / "test"
    own = "sources.json" if name.endswith("json") else f"sources.{name[-3:]}"
    first = (folder / "sources.json").read_bytes()
    if own != "sources.json":
        (folder / own).write_text("@book{x, title = {X}}" if "bib" in own else "TY  - BOOK\nID  - x\nTI  - X\nER  -\n")
    screen = Screen(desk, slug="test")
    screen.add(name, text)
    assert screen.file(name)["summary"] == ("1 source, 1 new" if own.endswith("ris") else "2 sources, 1 new")
    assert screen.edit(edit="keep").status_code == 200
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    assert sources[:-1] == json.loads(first)
    assert (sources[-1]["id"], sources[-1]["title"]) == ("new-1", "New")


WANTED = [
    ({"title": ""}, "desk_wanted_title"),
    ({"title": "Lindbergh", "slug": "test"}, "desk_wanted_other_address"),
    ({"slug": "../x"}, "desk_wanted_address"),
    ({"slug": "notes"}, "desk_wanted_other_address"),
    ({"slug": "l"}, "desk_wanted_period"),
    ({"period": "1927"}, ""),
]


def test_address_is_the_title_without_accents(new: Screen) -> None:
    assert new.say(title="Über Łódź – straße")["slug"] == "uber-odz-strasse"
    assert new.say(title="Через Атлантику")["slug"] == "exhibit"


def test_what_is_missing_is_said_and_nothing_is_written(new: Screen, geodata: Path) -> None:
    before = contents(geodata)
    for values, missing in WANTED:
        for key, value in values.items():
            new.say(**{key: value})
        assert new.state["wanted"]["key"] == missing
        assert not missing or new.edit(edit="keep").status_code == 422
    assert contents(geodata) == before


@pytest.mark.parametrize("name", ["../x.csv", "a/b.csv", "a\\b.csv", ".history", "", "a\0b", "exhibit.toml", "x" * 200])
def test_crafted_name_writes_nothing(desk: Client, geodata: Path, name: str) -> None:
    before = contents(geodata)
    screen = Screen(desk, slug="test")
    added = screen.add(name, FIXES)
    assert added.status_code == 422 or said(added)["wanted"]["key"]
    assert screen.edit(edit="keep").status_code == 422
    assert contents(geodata) == before


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"file": "fixes.csv", "settings": {"file": "../../etc/passwd"}},
        {"languages": ["../x"]},
        {"languages": []},
        {"title": 3},
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(new: Screen, values: dict[str, object]) -> None:
    assert new.edit(edit="say", **values).status_code == 422


def test_discarded_import_leaves_nothing(new: Screen, geodata: Path) -> None:
    before = contents(geodata)
    new.add("fixes.csv", FIXES)
    assert said(new.edit(edit="discard")) == {"address": "/_desk/"}
    assert new.desk.get(f"{new.address}state").status_code == 404
    assert new.desk.get(new.address).status_code == 303
    assert contents(geodata) == before
