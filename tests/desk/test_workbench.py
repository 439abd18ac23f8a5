"""Edits of an exhibit over HTTP: what they change, what they refuse, and what another program did meanwhile."""

from __future__ import annotations

import io
import json
import os
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from app.content import Library
from app.desk import Desk, Exports
from app.interchange.archive import archive
from app.media import insertable
from tests.content.folders import area, collection, flight, make, site
from tests.own_maps import png, write_pmtiles

SLUG = "test"
EXPORTS = Exports(
    lambda _: b"for visitors",
    lambda _: b"for a kiosk",
    lambda exhibit: [("index.html", b"all"), (f"{exhibit.slug}.html", b"one")],
    lambda _exhibit, _content: {"flights": 5},
)
AREA = area("zone", [[60, 56], [62, 56], [62, 57], [60, 57], [60, 56]], name="Zone")
FLIGHT = flight("leg", coordinateProperties={"places": ["A", "B", "C"]})


@Request.application
def visitors(_: Request) -> Response:
    """The visitors' pages."""
    return Response("the visitors' page")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    layer = collection(FLIGHT, site("place", (61.1, 56.7), name="Place"), AREA)
    return make(tmp_path / "exhibits" / SLUG, main_geojson=layer)


@pytest.fixture
def desk(folder: Path) -> Client:
    return Client(Desk(Library(folder.parents[1]), visitors, lambda _: visitors, EXPORTS))


def said(answer: TestResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    found: dict[str, Any] = json.loads(answer.text)
    return found


def state(desk: Client) -> dict[str, Any]:
    return said(desk.get(f"/_desk/{SLUG}/state"))


def packed_kml() -> bytes:
    """A KMZ archive, which is no text."""
    return archive([("doc.kml", b"<kml xmlns='http://www.opengis.net/kml/2.2'/>")])


def send(desk: Client, version: str = "", /, **edit: Any) -> TestResponse:
    return desk.post(f"/_desk/{SLUG}/edit", json={"version": version or state(desk)["version"], **edit})


def test_exhibits_are_listed_with_their_problems(desk: Client, folder: Path) -> None:
    (folder / "exhibit.toml").write_text("title = 3", encoding="utf-8")
    page = desk.get("/_desk/")
    assert page.status_code == 200
    assert 'href="test/"' in page.text
    assert desk.get("/").text == "the visitors' page"


def test_exhibit_that_was_made_meanwhile_can_be_opened(desk: Client, folder: Path) -> None:
    assert desk.get("/_desk/later/").status_code == 404
    make(folder.parent / "later")
    assert desk.get("/_desk/later/").status_code == 200


def test_forms_show_what_the_files_have(desk: Client) -> None:
    shown = state(desk)
    assert shown["exhibit"]["title"] == "Over the Urals"
    assert [chapter["id"] for chapter in shown["chapters"]] == ["start"]
    assert shown["chapters"][0]["stories"]["en"]["title"] == "The start"
    features = {each["id"]: each for each in shown["layers"][0]["features"]}
    assert [fix["place"] for fix in features["leg"]["fixes"]] == ["A", "B", "C"]
    assert features["place"]["position"] == [61.1, 56.7]
    assert features["zone"]["rings"] == [[[60, 56], [62, 56], [62, 57], [60, 57]]]
    assert [each["change"] for each in shown["states"]] == [""]


EDITS = [
    ({"edit": "set-exhibit", "key": "title", "value": "Other"}, "exhibit.toml", 'title = "Other"'),
    (
        {"edit": "add-row", "list": "clocks", "values": {"zone": "Asia/Karachi", "name": "Peshawar"}},
        "exhibit.toml",
        'name = "Moscow"\n\n[[clocks]]\nzone = "Asia/Karachi"\nname = "Peshawar"\n\n[[layers]]',
    ),
    (
        {"edit": "add-row", "list": "ceilings", "values": {"name": "Flak", "altitude_m": 8000}},
        "exhibit.toml",
        '\n\n[[ceilings]]\nname = "Flak"\naltitude_m = 8000\n',
    ),
    (
        {"edit": "set-row", "list": "clocks", "row": 0, "key": "citations", "value": "trial, p. 3; memoir"},
        "exhibit.toml",
        'citations = [{id = "trial", locator = "p. 3"}, "memoir"]',
    ),
    ({"edit": "remove-row", "list": "clocks", "row": 0}, "exhibit.toml", '05:53Z"\n\n[[layers]]'),
    ({"edit": "add-chapter", "title": "A new one", "index": 0}, "exhibit.toml", 'id = "a-new-one"'),
    ({"edit": "add-chapter", "title": "A new one"}, "story.en.md", "## A new one {#a-new-one}"),
    ({"edit": "set-chapter", "chapter": "start", "values": {"view": "#map=5/1/2"}}, "exhibit.toml", '"#map=5/1/2"'),
    ({"edit": "set-chapter", "chapter": "start", "values": {"inset": "#map=3/1/2"}}, "exhibit.toml", '"#map=3/1/2"'),
    (
        {"edit": "write-chapter", "chapter": "start", "language": "en", "title": "New", "words": "Words.[^trial]"},
        "story.en.md",
        "## New {#start}\n\nWords.[^trial]",
    ),
    (
        {"edit": "move-fix", "layer": "main", "feature": "leg", "fix": 2, "position": [60.6, 53.1]},
        "main.geojson",
        "60.6",
    ),
    (
        {"edit": "set-fix", "layer": "main", "feature": "leg", "fix": 2, "key": "place", "value": "Orel"},
        "main.geojson",
        '["A", "Orel", "C"]',
    ),
    (
        {"edit": "add-fix", "layer": "main", "feature": "leg", "fix": 2, "position": [60.2, 51]},
        "main.geojson",
        '["A", null, "B", "C"]',
    ),
    ({"edit": "remove-fix", "layer": "main", "feature": "leg", "fix": 2}, "main.geojson", '["A", "C"]'),
    ({"edit": "move-place", "layer": "main", "feature": "place", "position": [62, 57]}, "main.geojson", "[62, 57]"),
    (
        {"edit": "set-feature", "layer": "main", "feature": "place", "key": "when", "value": "1960-05-01"},
        "main.geojson",
        '"when": "1960-05-01"',
    ),
    (
        {"edit": "add-feature", "layer": "main", "kind": "site", "name": "Orel", "positions": [[36, 53]]},
        "main.geojson",
        '"id": "orel"',
    ),
    (
        {
            "edit": "add-feature",
            "layer": "main",
            "kind": "reach",
            "name": "SA-2",
            "positions": [[36, 53]],
            "radius_km": 43.5,
        },
        "main.geojson",
        '"radius_km": 43.5',
    ),
    (
        {"edit": "move-corner", "layer": "main", "feature": "zone", "ring": 0, "corner": 0, "position": [61, 55]},
        "main.geojson",
        "[[[61, 55], [62, 56], [62, 57], [60, 57], [61, 55]]]",
    ),
    (
        {"edit": "add-corner", "layer": "main", "feature": "zone", "ring": 0, "corner": 4, "position": [59, 56.5]},
        "main.geojson",
        "[[[60, 56], [62, 56], [62, 57], [60, 57], [59, 56.5], [60, 56]]]",
    ),
    (
        {"edit": "remove-corner", "layer": "main", "feature": "zone", "ring": 0, "corner": 0},
        "main.geojson",
        "[[[62, 56], [62, 57], [60, 57], [62, 56]]]",
    ),
]


@pytest.mark.parametrize(("edit", "file", "written"), EDITS, ids=lambda value: str(value)[:40])
def test_an_edit_is_in_the_file_and_can_be_taken_back(
    desk: Client, folder: Path, edit: dict[str, Any], file: str, written: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    answer = send(desk, **edit)
    assert answer.status_code == 200, answer.text
    assert written in (folder / file).read_text(encoding="utf-8")
    assert said(answer)["undo"]
    target = next(edit[key] for key in ("feature", "chapter", "name", "title", "list", "key") if key in edit)
    assert said(answer)["states"][0]["change"].startswith(f"{edit['edit']} {target}")
    assert send(desk, edit="undo").status_code == 200
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert send(desk, edit="redo").status_code == 200
    assert written in (folder / file).read_text(encoding="utf-8")


def test_accounts_are_added_and_one_of_them_is_drawn(desk: Client, folder: Path) -> None:
    before = (folder / "main.geojson").read_text(encoding="utf-8")
    target = {"layer": "main", "feature": "leg"}
    send(desk, edit="add-claim", **target, topic="Where it was", says="Over the plant", fix=2)
    send(desk, edit="add-account", **target, claim=0, says="Over the town")
    for account, key, value in (
        (0, "preferred", True),
        (1, "citations", "trial, p. 3"),
        (1, "position", [60.9, 56.8]),
        (1, "time", "1960-05-01T05:10Z"),
        (1, "preferred", True),
    ):
        answer = send(desk, edit="set-account", **target, claim=0, account=account, key=key, value=value)
        assert answer.status_code == 200, answer.text
    send(desk, edit="set-claim", **target, claim=0, key="assessment", value="The town is more likely.")
    shown = next(each for each in state(desk)["layers"][0]["features"] if each["id"] == "leg")["claims"]
    assert shown == [
        {
            "topic": "Where it was",
            "fix": 2,
            "assessment": "The town is more likely.",
            "accounts": [
                {"says": "Over the plant", "citations": "", "preferred": False}
                | {"time": None, "position": None, "altitude_m": None},
                {"says": "Over the town", "citations": "trial, p. 3", "preferred": True}
                | {"time": "1960-05-01T05:10Z", "position": [60.9, 56.8], "altitude_m": None},
            ],
        }
    ]
    for _ in range(2):
        assert send(desk, edit="remove-account", **target, claim=0, account=0).status_code == 200
    assert json.loads((folder / "main.geojson").read_text(encoding="utf-8")) == json.loads(before)


def of_fix(desk: Client, number: int, zone: str = "") -> dict[str, Any]:
    """What the forms show of a fix of the flight, its time in a zone."""
    shown = said(desk.get(f"/_desk/{SLUG}/state", query_string={"zone": zone}))
    fix: dict[str, Any] = shown["layers"][0]["features"][0]["fixes"][number - 1]
    return fix


def test_times_in_a_zone_and_altitudes_in_feet_are_written_in_utc_and_metres(desk: Client) -> None:
    fix: dict[str, Any] = {"edit": "set-fix", "layer": "main", "feature": "leg", "fix": 2}
    answer = send(desk, **fix, key="time", value="1960-05-01T10:26", time_zone="Asia/Karachi")
    assert said(answer)["layers"][0]["features"][0]["fixes"][1]["time"] == "1960-05-01T10:26"
    assert of_fix(desk, 2)["time"] == "1960-05-01T05:26Z"
    send(desk, **fix, key="time", value="1960-05-01T05:27Z", time_zone="Asia/Karachi")
    assert of_fix(desk, 2, "Asia/Karachi")["time"] == "1960-05-01T10:27"
    for feet, metres in ((70500, 21488.4), (3, 0.9144)):
        send(desk, **fix, key="altitude_m", value=feet, altitude_unit="ft")
        assert of_fix(desk, 2)["altitude_m"] == metres
    send(desk, **fix, key="altitude_uncertainty_m", value=1000, altitude_unit="ft")
    assert of_fix(desk, 2)["altitude_uncertainty_m"] == 304.8
    added = {"edit": "add-row", "list": "ceilings", "values": {"name": "Ceiling", "altitude_m": 60000}}
    assert said(send(desk, **added, altitude_unit="ft"))["lists"]["ceilings"][0]["altitude_m"] == 18288


@pytest.mark.parametrize(
    ("written", "zone", "reason"),
    [
        ("1963-06-01T00:20", "Europe/Nowhere", "no zone"),
        ("1960-10-02T02:30", "America/New_York", ""),
        ("1960-10-30T01:30", "America/New_York", "was twice in America/New_York"),
        ("1960-04-24T02:30", "America/New_York", "There was no 1960-04-24 02:30"),
        ("1960-02-30T02:30", "America/New_York", "1960-02-30T02:30"),
        ("noon", "America/New_York", "noon"),
    ],
)
def test_local_time_that_is_none_or_two_is_refused(desk: Client, written: str, zone: str, reason: str) -> None:
    edit = {"edit": "set-account", "layer": "main", "feature": "leg", "claim": 0, "account": 0, "key": "time"}
    send(desk, edit="add-claim", layer="main", feature="leg", topic="When", says="Then", fix=2)
    answer = send(desk, **edit, value=written, time_zone=zone)
    assert answer.status_code == (422 if reason else 200)
    assert reason in answer.text


def test_evidence_of_a_fix_is_given_apart(desk: Client, folder: Path) -> None:
    for key in ("position_basis", "time_basis", "altitude_basis"):
        send(desk, edit="set-fix", layer="main", feature="leg", fix=2, key=key, value="inferred")
    assert of_fix(desk, 2)["time_basis"] == "inferred"
    written = json.loads((folder / "main.geojson").read_text(encoding="utf-8"))["features"][0]["properties"]
    assert written["coordinateProperties"]["altitude_basis"] == [None, "inferred", None]


def test_words_in_several_languages_are_changed_one_by_one(desk: Client, folder: Path) -> None:
    in_two_languages(folder)
    text = (folder / "main.geojson").read_text(encoding="utf-8")
    several = text.replace('"name": "Place"', '"name": {"en": "Place", "de": "Ort"}')
    (folder / "main.geojson").write_text(several, encoding="utf-8")
    edit = {"edit": "set-feature", "layer": "main", "feature": "place", "key": "name"}
    send(desk, **edit, language="de", value="Stelle")
    assert (folder / "main.geojson").read_text(encoding="utf-8") == several.replace("Ort", "Stelle")
    send(desk, **edit, language="de", value=None)
    assert json.loads((folder / "main.geojson").read_text(encoding="utf-8"))["features"][1]["properties"]["name"] == {
        "en": "Place"
    }
    assert send(desk, **edit, language="../x", value="x").status_code == 422
    assert send(desk, **(edit | {"key": "description"}), language="de", value="x").status_code == 422


def test_table_is_written_as_geojson_to_be_edited(desk: Client, folder: Path) -> None:
    table = b"Place,Time (UTC),Lat,Lon\nA,1960-05-01 05:00,60,50\nB,1960-05-01 06:00,60,51\n"
    (folder / "fixes.csv").write_bytes(table)
    (folder / "main.geojson").unlink()
    path = folder / "exhibit.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("main.geojson", "fixes.csv"), encoding="utf-8")
    (layer,) = state(desk)["layers"]
    assert layer["convertible"]
    answer = send(desk, edit="convert", layer="main")
    (layer,) = said(answer)["layers"]
    assert (layer["file"], layer["problem"]) == ("main.geojson", "")
    assert [fix["place"] for fix in layer["features"][0]["fixes"]] == ["A", "B"]
    assert said(answer)["states"][0]["change"] == "convert main"
    assert (folder / "fixes.csv").read_bytes() == table
    assert send(desk, edit="undo").status_code == 200
    assert state(desk)["layers"][0]["file"] == "fixes.csv"


def test_corner_of_a_scan_is_moved(desk: Client, folder: Path) -> None:
    Image.new("RGB", (8, 8)).save(folder / "scan.png")
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    corners = "corners = [[60, 57], [62, 57], [62, 55], [60, 55]]  # by eye"
    scan = f'\n[[basemaps]]\nid = "scan"\nname = "Scan"\nfile = "scan.png"\n{corners}\n'
    (folder / "exhibit.toml").write_text(text + scan, encoding="utf-8")
    (basemap,) = state(desk)["basemaps"]
    assert (basemap["id"], basemap["corners"][1]) == ("scan", [62, 57])
    assert send(desk, edit="set-corner", basemap="scan", corner=1, position=[62.5, 57.25]).status_code == 200
    moved = (folder / "exhibit.toml").read_text(encoding="utf-8")
    assert moved == text + scan.replace("[62, 57]", "[62.5, 57.25]")


def in_two_languages(folder: Path) -> None:
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    (folder / "exhibit.toml").write_text(f'languages = ["en", "de"]\n{text}', encoding="utf-8")


def translations(desk: Client) -> dict[str, Any]:
    return said(desk.get(f"/_desk/{SLUG}/translations/de"))


def test_picture_and_tiles_of_the_folder_become_base_maps(desk: Client, folder: Path) -> None:
    (folder / "media").mkdir()
    Image.new("RGB", (40, 30)).save(folder / "media" / "old-plan.png")
    write_pmtiles(folder / "city.pmtiles", {(3, 4, 2): png((1, 2, 3))})
    assert state(desk)["scans"] == ["city.pmtiles", "media/old-plan.png"]
    corners = [[60, 57], [61, 57], [61, 56], [60, 56]]
    assert send(desk, edit="add-basemap", file="media/old-plan.png", positions=corners).status_code == 200
    assert send(desk, edit="add-basemap", file="city.pmtiles").status_code == 200
    assert send(desk, edit="set-row", list="basemaps", row=0, key="attribution", value="By hand").status_code == 200
    for visible in (False, False, None):
        edit = {"edit": "set-row", "list": "layers", "row": 0, "key": "visible", "value": visible}
        assert send(desk, **edit).status_code == 200
    shown = state(desk)
    assert shown["scans"] == []
    assert [(each["corners"], each["placed_by"]) for each in shown["basemaps"]] == [(corners, ""), ([], "city.pmtiles")]
    tables = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))["basemaps"]
    plan = {"id": "old-plan", "file": "old-plan.png", "name": "Old plan", "corners": corners, "attribution": "By hand"}
    assert tables == [plan, {"id": "city", "file": "city.pmtiles", "name": "City"}]
    assert (folder / "old-plan.png").read_bytes() == (folder / "media" / "old-plan.png").read_bytes()


@pytest.mark.parametrize(
    "file", ["../other/plan.png", "media/../exhibit.toml", "exhibit.toml", "/etc/passwd", "x\0.png", ""]
)
def test_only_a_picture_or_tiles_of_the_folder_become_a_base_map(desk: Client, folder: Path, file: str) -> None:
    make(folder.parent / "other")
    Image.new("RGB", (4, 3)).save(folder.parent / "other" / "plan.png")
    assert send(desk, edit="add-basemap", file=file).status_code == 422


def test_words_are_translated_beside_the_original_with_what_is_missing_first(desk: Client, folder: Path) -> None:
    in_two_languages(folder)
    first = translations(desk)
    assert first["chapters"] == ["start"]
    assert {"Over the Urals", "Place"} <= {entry["words"] for entry in first["entries"]}
    assert not any(entry["translation"] for entry in first["entries"])
    answer = send(desk, edit="translate", language="de", words="Place", translation="Ort")
    assert answer.status_code == 200, answer.text
    catalog = (folder / "words.de.po").read_text(encoding="utf-8")
    assert 'msgid "Place"\nmsgstr "Ort"' in catalog
    assert translations(desk)["entries"][-1]["translation"] == "Ort"

    send(desk, edit="set-feature", layer="main", feature="place", key="name", value="Places")
    (changed,) = (entry for entry in translations(desk)["entries"] if entry["words"] == "Places")
    assert (changed["translation"], changed["changed"]) == ("Ort", True)
    send(desk, edit="translate", language="de", words="Places", translation="Orte")
    assert send(desk, edit="translate", language="de", words="Nowhere", translation="x").status_code == 422
    last = translations(desk)["entries"][-1]
    assert (last["words"], last["translation"], last["changed"]) == ("Places", "Orte", False)
    assert send(desk, edit="undo").status_code == 200
    assert 'msgstr "Orte"' not in (folder / "words.de.po").read_text(encoding="utf-8")
    assert desk.get(f"/_desk/{SLUG}/translations/fr").status_code == 404


def test_catalog_that_is_none_is_said_and_not_overwritten(desk: Client, folder: Path) -> None:
    in_two_languages(folder)
    (folder / "words.de.po").write_text("no catalog", encoding="utf-8")
    assert "cannot be here in a gettext catalog" in translations(desk)["problem"]
    assert send(desk, edit="translate", language="de", words="Place", translation="Ort").status_code == 422
    assert (folder / "words.de.po").read_text(encoding="utf-8") == "no catalog"


def test_focus_of_a_chapter_follows_its_fix(desk: Client, folder: Path) -> None:
    send(desk, edit="set-chapter", chapter="start", values={"focus": "leg/2"})
    send(desk, edit="add-fix", layer="main", feature="leg", fix=1, position=[59.9, 50])
    assert tomllib.loads((folder / "exhibit.toml").read_text())["chapters"][0]["focus"] == "leg/3"
    send(desk, edit="remove-fix", layer="main", feature="leg", fix=1)
    assert tomllib.loads((folder / "exhibit.toml").read_text())["chapters"][0]["focus"] == "leg/2"


def test_chapters_are_arranged_and_removed_with_their_words(desk: Client, folder: Path) -> None:
    send(desk, edit="add-chapter", title="Second", index=1)
    send(desk, edit="move-chapter", chapter="second", index=0)
    assert [chapter["id"] for chapter in state(desk)["chapters"]] == ["second", "start"]
    send(desk, edit="remove-chapter", chapter="second")
    assert "second" not in (folder / "story.en.md").read_text()
    assert [chapter["id"] for chapter in state(desk)["chapters"]] == ["start"]


def test_sources_are_listed_with_what_cites_them_and_edited_one_by_one(desk: Client, folder: Path) -> None:
    source = next(each for each in state(desk)["sources"] if each["id"] == "trial")
    assert source["editable"]
    assert [(each["id"], each["chapter"]) for each in source["cited"]] == [("start", True)]
    before = (folder / "sources.json").read_text(encoding="utf-8")
    send(desk, edit="add-source", title="Operation Overflight")
    for key, value in (("author", "Powers, Francis Gary; Gentry, Curt"), ("issued", "1970-05"), ("page", "12–14")):
        send(desk, edit="set-source", source="operation-overflight", key=key, value=value)
    written = (folder / "sources.json").read_text(encoding="utf-8")
    assert json.loads(written)[-1] == {
        "id": "operation-overflight",
        "type": "book",
        "title": "Operation Overflight",
        "author": [{"family": "Powers", "given": "Francis Gary"}, {"family": "Gentry", "given": "Curt"}],
        "issued": {"date-parts": [[1970, 5]]},
        "page": "12–14",
    }
    assert written.startswith(before.rstrip()[:-1].rstrip())
    added = state(desk)["sources"][-1]
    assert added["fields"]["author"] == "Powers, Francis Gary; Gentry, Curt"
    assert added["fields"]["issued"] == "1970-05"
    send(desk, edit="remove-source", source="operation-overflight")
    assert json.loads((folder / "sources.json").read_text(encoding="utf-8")) == json.loads(before)


def test_source_that_is_cited_cannot_be_removed(desk: Client, folder: Path) -> None:
    before = (folder / "sources.json").read_bytes()
    assert send(desk, edit="remove-source", source="trial").status_code == 422
    assert (folder / "sources.json").read_bytes() == before


def test_words_are_shown_as_the_page_will_have_them_and_not_written(desk: Client, folder: Path) -> None:
    before = (folder / "story.en.md").read_bytes()
    words = "Shot <b>down</b>.[^trial, p. 3]"
    shown = desk.post(f"/_desk/{SLUG}/words", data={"words": words, "language": "en"})
    assert "Shot &lt;b&gt;down&lt;/b&gt;." in shown.text
    assert "#source-1" in shown.text
    assert "p. 3" in shown.text
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert (folder / "story.en.md").read_bytes() == before


REFUSED = [
    ({"edit": "set-source", "source": "nobody", "key": "title", "value": "x"}, "not in sources.json"),
    ({"edit": "set-source", "source": "trial", "key": "id", "value": "x"}, "has no 'id'"),
    ({"edit": "add-source", "title": " "}, "no title"),
    ({"edit": "set-fix", "layer": "main", "feature": "leg", "fix": 1, "key": "time", "value": "noon"}, "noon"),
    ({"edit": "set-fix", "layer": "main", "feature": "leg", "fix": 1, "key": "altitude_m", "value": "high"}, "high"),
    ({"edit": "move-fix", "layer": "main", "feature": "leg", "fix": 1, "position": [0, 91]}, "not a longitude"),
    ({"edit": "move-fix", "layer": "main", "feature": "leg", "fix": 1, "position": ["x", 1]}, "not a longitude"),
    ({"edit": "move-fix", "layer": "main", "feature": "nobody", "fix": 1, "position": [0, 1]}, "no feature"),
    ({"edit": "move-fix", "layer": "none", "feature": "leg", "fix": 1, "position": [0, 1]}, "no layer"),
    ({"edit": "set-exhibit", "key": "layers", "value": []}, "cannot be edited"),
    ({"edit": "set-exhibit", "key": "period", "value": "1962/1960"}, "ends before it starts"),
    ({"edit": "write-chapter", "chapter": "start", "language": "../x", "title": "", "words": ""}, "not a language"),
    ({"edit": "add-feature", "layer": "main", "kind": "area", "name": "A", "positions": [[0, 0]]}, "needs 3 positions"),
    ({"edit": "add-feature", "layer": "main", "kind": "event", "name": "A", "positions": [[0, 0]]}, "cannot be added"),
    ({"edit": "add-feature", "layer": "main", "kind": "reach", "name": "A", "positions": [[0, 0]]}, "no radius"),
    ({"edit": "remove-corner", "layer": "main", "feature": "zone", "ring": 0, "corner": 4}, "no such corner"),
    ({"edit": "remove-corner", "layer": "main", "feature": "place", "ring": 0, "corner": 0}, "no such corner"),
    ({"edit": "add-account", "layer": "main", "feature": "leg", "claim": 0, "says": "x"}, "no claim 1"),
    ({"edit": "set-corner", "basemap": "none", "corner": 0, "position": [0, 0]}, "with such a corner"),
    ({"edit": "add-row", "list": "clocks", "values": {"zone": "Asia/Nowhere", "name": "N"}}, "Asia/Nowhere"),
    ({"edit": "add-row", "list": "layers", "values": {"id": "x"}}, "cannot be edited"),
    ({"edit": "set-row", "list": "clocks", "row": 3, "key": "name", "value": "x"}, "no row 4"),
    ({"edit": "run"}, "no edit"),
    ({}, "no edit"),
]


@pytest.mark.parametrize(("edit", "reason"), REFUSED, ids=lambda value: str(value)[:40])
def test_an_edit_that_would_leave_something_out_is_refused_with_the_reason(
    desk: Client, folder: Path, edit: dict[str, Any], reason: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    answer = send(desk, **edit)
    assert answer.status_code == 422
    assert reason in " ".join(fault["problem"] for fault in said(answer)["faults"])
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_change_by_another_program_is_shown_and_not_overwritten(desk: Client, folder: Path) -> None:
    version = state(desk)["version"]
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    (folder / "exhibit.toml").write_text(text.replace("Over the Urals", "By an editor"), encoding="utf-8")
    edit: dict[str, Any] = {"edit": "set-chapter", "chapter": "start", "values": {"view": "#map=5/1/2"}}
    answer = send(desk, version, **edit)
    assert answer.status_code == 409
    assert said(answer)["files"] == ["exhibit.toml"]
    assert '+title = "By an editor"' in said(answer)["difference"]
    assert "By an editor" in (folder / "exhibit.toml").read_text(encoding="utf-8")
    assert send(desk, **edit).status_code == 200
    written = (folder / "exhibit.toml").read_text(encoding="utf-8")
    assert "By an editor" in written
    assert "#map=5/1/2" in written


def test_one_file_of_a_state_is_brought_back(desk: Client, folder: Path) -> None:
    before = state(desk)
    send(desk, edit="add-chapter", title="Another")
    first = state(desk)["states"][1]
    assert first["files"] == ["exhibit.toml", "story.en.md"]
    answer = send(desk, edit="restore", number=before["current"], file="story.en.md")
    assert answer.status_code == 200
    assert "Another" not in (folder / "story.en.md").read_text(encoding="utf-8")
    assert 'id = "another"' in (folder / "exhibit.toml").read_text(encoding="utf-8")
    assert said(answer)["states"][0]["change"] == "restore story.en.md"
    assert said(answer)["states"][0]["files"] == []


def test_two_desks_lose_nothing(folder: Path) -> None:
    one, two = (Client(Desk(Library(folder.parents[1]), visitors, lambda _: visitors, EXPORTS)) for _ in range(2))
    version = state(two)["version"]
    assert send(one, edit="set-exhibit", key="title", value="One").status_code == 200
    assert send(two, version, edit="set-exhibit", key="subtitle", value="Two").status_code == 409
    assert send(two, edit="set-exhibit", key="subtitle", value="Two").status_code == 200
    values = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))
    assert (values["title"], values["subtitle"]) == ("One", "Two")


def test_exhibit_with_broken_files_can_be_opened(desk: Client, folder: Path) -> None:
    (folder / "main.geojson").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    shown = state(desk)
    assert shown["layers"][0]["problem"]
    assert shown["faults"][0]["severity"] == "error"
    (folder / "exhibit.toml").write_text("title = ", encoding="utf-8")
    assert state(desk)["chapters"] == []


MOVE = {"edit": "move-place", "layer": "main", "feature": "place", "position": [61, 57]}


@pytest.mark.parametrize(
    ("file", "broken", "edit"),
    [
        ("exhibit.toml", "title = “x”", {"edit": "set-exhibit", "key": "title", "value": "Other"}),
        ("exhibit.toml", "title = “x”", {"edit": "add-chapter", "title": "Other"}),
        ("exhibit.toml", "[layers", MOVE),
        ("main.geojson", "{ “features”", MOVE),
        ("main.geojson", '{"type": "FeatureCollection", "features": [{"id": "place", ', MOVE),
        ("sources.json", "[{", {"edit": "add-source", "title": "Other"}),
    ],
)
def test_file_that_cannot_be_read_is_not_overwritten(
    desk: Client, folder: Path, file: str, broken: str, edit: dict[str, Any]
) -> None:
    (folder / file).write_text(broken, encoding="utf-8")
    answer = send(desk, **edit)
    assert answer.status_code == 422
    assert said(answer)["faults"][0]["problem"]
    assert (folder / file).read_text(encoding="utf-8") == broken


def test_what_visitors_see_meanwhile_is_said(desk: Client, folder: Path) -> None:
    def earlier() -> Any:
        for path in (folder, *folder.rglob("*")):
            os.utime(path, (1, 1))  # long ago: nothing is being written any more
        return said(desk.get(f"/_desk/{SLUG}/version"))["earlier"]

    assert earlier() == ""
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    (folder / "exhibit.toml").write_text(text.replace("title = ", "title = “"), encoding="utf-8")
    assert earlier()
    (fault,) = (each for each in state(desk)["faults"] if each["severity"] == "error")
    assert fault["line"].startswith("title = “")
    assert send(desk, edit="undo").status_code == 200
    assert earlier() == ""


def test_fault_says_its_field(desk: Client, folder: Path) -> None:
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    (folder / "exhibit.toml").write_text(text.replace("period = ", 'period = "x" # '), encoding="utf-8")
    fault = next(each for each in state(desk)["faults"] if each["where"]["file"] == "exhibit.toml")
    assert (fault["where"]["field"], fault["where"]["feature"], fault["translation"]) == ("period", "", "")


def test_a_further_language_gets_the_headings_of_the_story_and_what_it_lacks_says_the_language(
    desk: Client, folder: Path
) -> None:
    answer = send(desk, edit="set-exhibit", key="languages", value=["en", "de"])
    assert answer.status_code == 200, answer.text
    assert (folder / "story.de.md").read_text(encoding="utf-8") == "## The start {#start}\n"
    faults = {each["where"]["file"]: each["translation"] for each in state(desk)["faults"]}
    assert (faults["main.geojson"], faults["story.de.md"]) == ("de", "")
    assert send(desk, edit="undo").status_code == 200
    assert not (folder / "story.de.md").exists()
    assert send(desk, edit="set-exhibit", key="languages", value=["en", "../x"]).status_code == 422


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"name,lat,lon\nA,1,2\n", "flask exhibit convert test --to geojson"),
        (packed_kml(), "flask exhibit convert test --to geojson"),
        (b'{"type": "Feature"}\n{"type": "Feature"}\n', "save it there as one FeatureCollection"),
    ],
)
def test_layer_that_cannot_be_edited_says_how_it_can_be(
    desk: Client, folder: Path, content: bytes, advice: str
) -> None:
    (folder / "main.geojson").write_bytes(content)
    (layer,) = state(desk)["layers"]
    assert (layer["features"], advice in layer["problem"]) == ([], True)


def test_line_ends_and_byte_order_mark_stay(desk: Client, folder: Path) -> None:
    path = folder / "story.en.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    send(desk, edit="write-chapter", chapter="start", language="en", title="New", words="One\n\nTwo[^trial]")
    assert path.read_bytes() == "\ufeff## New {#start}\r\n\r\nOne\r\n\r\nTwo[^trial]\r\n".encode()


def test_what_is_given_away_has_an_address(desk: Client) -> None:
    page = desk.get("/_desk/test/").text
    for name in ("plate.svg", "handout.pdf", "booklet.pdf", "poster.pdf"):
        assert f'href="/test/{name}" download' in page
    for name in ("file", "kiosk", "site", "folder"):
        assert f'href="download/{name}" download' in page


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [("file", "test.html", b"for visitors"), ("kiosk", "test-kiosk.html", b"for a kiosk")],
)
def test_file_is_given_away_with_its_size_and_what_makes_it_large(
    desk: Client, kind: str, name: str, content: bytes
) -> None:
    given = desk.get(f"/_desk/{SLUG}/download/{kind}")
    assert (given.data, given.headers["Content-Disposition"]) == (content, f'attachment; filename="{name}"')
    assert said(desk.get(f"/_desk/{SLUG}/download/{kind}/size")) == {"bytes": len(content), "parts": [["flights", 5]]}


def test_site_is_given_away_as_an_archive(desk: Client) -> None:
    given = desk.get(f"/_desk/{SLUG}/download/site")
    assert zipfile.ZipFile(io.BytesIO(given.data)).namelist() == ["index.html", "test.html"]
    assert said(desk.get(f"/_desk/{SLUG}/download/site/size")) == {"bytes": len(given.data), "parts": []}
    assert desk.get(f"/_desk/{SLUG}/download/nothing").status_code == 404
    assert desk.get("/_desk/nobody/download/file").status_code == 404


def test_folder_is_given_away_as_an_archive(desk: Client, folder: Path) -> None:
    packed = zipfile.ZipFile(io.BytesIO(desk.get(f"/_desk/{SLUG}/download/folder").data))
    names = {f"{SLUG}/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()}
    assert set(packed.namelist()) == names
    assert desk.get(f"/_desk/{SLUG}/download/folder").data == desk.get(f"/_desk/{SLUG}/download/folder").data


@pytest.mark.parametrize("slug", ["nobody", "..", "%2e%2e", ".history", "test%2f.."])
def test_there_is_nothing_beside_the_exhibits(desk: Client, slug: str) -> None:
    assert desk.get(f"/_desk/{slug}/state").status_code == 404
    assert desk.post(f"/_desk/{slug}/edit", json={"version": ""}).status_code == 404


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b"{}", b'{"version": 3}', b"[" * 5000, b"x" * 3_000_000])
def test_body_that_is_no_edit_is_refused(desk: Client, body: bytes) -> None:
    assert desk.post(f"/_desk/{SLUG}/edit", data=body).status_code in (413, 422)


def test_state_is_json_that_no_page_reads_as_markup(desk: Client) -> None:
    send(desk, edit="set-exhibit", key="title", value="</script><b>")
    answer = desk.get(f"/_desk/{SLUG}/state")
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.text)["exhibit"]["title"] == "</script><b>"


def test_what_belongs_to_a_film_is_put_into_the_words_with_it() -> None:
    own = ("landing.en.vtt", "landing.de-x-easy.vtt", "landing.vtt", "landing.jpg", "landing.described.mp4")
    files = ("landing.mp4", *own, "landing.de.signed.mp4", "hangar.jpg", "news.mp3", "landing-2.webm")
    assert insertable(files) == {
        "landing.mp4": ["de-x-easy", "en"],
        "hangar.jpg": None,
        "news.mp3": None,
        "landing-2.webm": [],
    }
