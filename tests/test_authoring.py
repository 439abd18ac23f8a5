"""The commands that write exhibits: `flask exhibit new`, `import` and `convert`."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from app.content import read_exhibit
from app.domain import Basis
from app.settings import Settings

GPX = """<?xml version="1.0"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Leg</name><trkseg>
<trkpt lat="40.72" lon="-73.61"><ele>30</ele><time>1927-05-20T11:52:00{zone}</time></trkpt>
<trkpt lat="48.95" lon="2.44"><ele>60</ele><time>1927-05-21T22:22:00{zone}</time></trkpt>
</trkseg></trk></gpx>
"""
PLACES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "le-bourget",
            "geometry": {"type": "Point", "coordinates": [2.44, 48.95]},
            "properties": {"name": "Le Bourget", "basis": "documented"},
        }
    ],
}


@pytest.fixture
def track(tmp_path: Path) -> Path:
    """A GPX track with times in UTC."""
    path = tmp_path / "Leg 1.gpx"
    path.write_text(GPX.format(zone="Z"), encoding="utf-8")
    return path


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A GeoJSON file of one place."""
    path = tmp_path / "places.geojson"
    path.write_text(json.dumps(PLACES), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of exhibits, empty."""
    folder = tmp_path / "geodata" / "exhibits"
    folder.mkdir(parents=True)
    return folder


def run(home: Path, *arguments: str | Path, answers: str = "") -> Result:
    app = create_app(Settings(geodata=home.parent))
    return app.test_cli_runner().invoke(args=["exhibit", *map(str, arguments)], input=answers)


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in read_exhibit(folder).faults if fault.severity]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_exhibit_from_a_track_can_be_played(home: Path, track: Path) -> None:
    made = run(home, "new", "lindbergh", "--from", track, "--yes")
    assert made.exit_code == 0, made.output
    assert "Leg 1.gpx: 1 flight, 2 fixes; 1927-05-20T11:52Z to 1927-05-21T22:22Z" in made.output
    assert faults(home / "lindbergh") == []
    exhibit = read_exhibit(home / "lindbergh").exhibit
    assert exhibit
    assert exhibit.period
    assert exhibit.period.edtf == "1927-05-20/1927-05-21"
    assert [flight.is_timed for flight in exhibit.flights] == [True]
    assert (home / "lindbergh" / "Leg 1.gpx").read_bytes() == track.read_bytes()


def test_new_exhibit_has_a_story_in_each_language_and_its_pictures_in_media(home: Path, tmp_path: Path) -> None:
    picture = tmp_path / "map.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    options = ("--language", "en", "--language", "de", "--period", "1927", "--title", 'Le "Spirit"')
    made = run(home, "new", "lindbergh", "--from", picture, *options, "--yes")
    assert made.exit_code == 0, made.output
    assert set(contents(home / "lindbergh")) == {
        "exhibit.toml", "story.en.md", "story.de.md", "sources.json", "media/map.svg",
    }  # fmt: skip
    exhibit = read_exhibit(home / "lindbergh").exhibit
    assert exhibit
    assert str(exhibit.title) == 'Le "Spirit"'
    assert exhibit.media == ("map.svg",)


def test_two_files_of_one_name_are_refused(home: Path, track: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / track.name).write_bytes(track.read_bytes())
    refused = run(home, "new", "lindbergh", "--from", track, "--from", other / track.name, "--yes")
    assert refused.exit_code == 1
    assert "another of the files has the name Leg 1.gpx" in refused.output
    assert list(home.iterdir()) == []


def test_story_of_ones_own_is_the_story(home: Path, track: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.en.md"
    story.write_text("## Paris {#start}\n\nHe landed.\n", encoding="utf-8")
    made = run(home, "new", "lindbergh", "--from", track, "--from", story, "--yes")
    assert made.exit_code == 0, made.output
    exhibit = read_exhibit(home / "lindbergh").exhibit
    assert exhibit
    assert [str(chapter.title) for chapter in exhibit.chapters] == ["Paris"]
    assert [layer.file for layer in exhibit.layers] == ["Leg 1.gpx"]


def test_dry_run_shows_everything_and_writes_nothing(home: Path, track: Path) -> None:
    made = run(home, "new", "lindbergh", "--from", track, "--yes", "--dry-run")
    assert made.exit_code == 0
    assert "1 flight, 2 fixes" in made.output
    assert not (home / "lindbergh").exists()


@pytest.mark.parametrize(
    ("answers", "time"),
    [("America/New_York\ny\n", "1927-05-20T15:52Z"), ('zone = "Europe/Paris"\ny\n', "1927-05-20T10:52Z")],
)
def test_zone_is_asked_for_where_the_file_has_none(home: Path, track: Path, answers: str, time: str) -> None:
    track.write_text(GPX.format(zone=""), encoding="utf-8")
    made = run(home, "new", "lindbergh", "--title", "L", "--from", track, answers=answers)
    assert made.exit_code == 0, made.output
    assert f"1 flight, 2 fixes; {time}" in made.output
    assert faults(home / "lindbergh") == []


def test_without_questions_a_file_with_two_readings_is_refused(home: Path, track: Path) -> None:
    track.write_text(GPX.format(zone=""), encoding="utf-8")
    refused = run(home, "new", "lindbergh", "--from", track, "--yes")
    assert refused.exit_code == 1
    assert "--zone" in refused.output
    assert not (home / "lindbergh").exists()
    assert run(home, "new", "lindbergh", "--from", track, "--yes", "--zone", "America/New_York").exit_code == 0


@pytest.mark.parametrize(
    ("slug", "message"),
    [("My Flight", "Write for example: my-flight"), ("taken", "flask exhibit import taken FILE")],
)
def test_name_that_cannot_be_used_is_refused(home: Path, slug: str, message: str) -> None:
    (home / "taken").mkdir()
    refused = run(home, "new", slug, "--yes")
    assert refused.exit_code == 1
    assert message in refused.output


def test_new_exhibit_without_times_needs_a_period(home: Path, places: Path) -> None:
    refused = run(home, "new", "le-bourget", "--from", places, "--yes")
    assert refused.exit_code == 1
    assert "--period" in refused.output
    made = run(home, "new", "le-bourget", "--title", "A", "--from", places, answers="1927\ny\n")
    assert made.exit_code == 0, made.output
    assert faults(home / "le-bourget") == []


def test_what_is_wrong_with_the_files_comes_before_the_question_for_the_period(home: Path, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[10, 50], [10.1, 50]]}
    flown = {"type": "Feature", "geometry": line, "properties": {"coordTimes": ["2013-08-32T13:27Z"] * 2}}
    file = tmp_path / "line.geojson"
    file.write_text(json.dumps(flown), encoding="utf-8")
    refused = run(home, "new", "line", "--from", file, "--yes", "--basis", "documented")
    assert refused.exit_code == 1
    assert '"2013-08-32T13:27Z"' in refused.output
    assert "--period" not in refused.output
    asked = run(home, "new", "line", "--from", file, "--title", "A", "--basis", "inferred", answers="2013\n")
    assert asked.output.index('"2013-08-32T13:27Z"') < asked.output.index("No flight has a time.")


def test_language_that_is_none_is_one_sentence(home: Path) -> None:
    refused = run(home, "new", "works", "--language", "jp", "--period", "1927", "--yes")
    assert (refused.exit_code, refused.output) == (1, '"jp" is not the tag of a language. Write: "ja"\n')


def test_order_of_day_and_month_is_asked_for_until_it_is_said(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "fixes.csv"
    file.write_text("Time (UTC),Lat,Lon\n9/6/1976 01:00,43,132\n9/6/1976 02:00,42,140\n", encoding="utf-8")
    refused = run(home, "new", "order", "--from", file, "--yes", "--dry-run")
    assert refused.exit_code == 1
    assert "Answer with --day-first or --month-first." in refused.output
    made = run(home, "new", "order", "--from", file, "--title", "A", answers="9 June\nday_first = true\n\ny\n")
    assert made.exit_code == 0, made.output
    assert "1976-06-09T01:00Z" in made.output


def test_dry_run_fails_as_the_run_without_questions_does(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "fixes.csv"
    file.write_text("Time (UTC),Lat,Lon\n1976-09-06 01:00,43,132\n1976-09-06 99:00,42,140\n", encoding="utf-8")
    for options in (("--yes", "--dry-run"), ("--yes",)):
        refused = run(home, "new", "wrong", "--from", file, *options)
        assert refused.exit_code == 1
        assert "Nothing was written" in refused.output


def test_source_whose_address_cannot_be_used_is_kept_without_it(home: Path, tmp_path: Path) -> None:
    works = [
        {"id": "a", "type": "book", "title": "Odd links", "URL": "see the shelf", "DOI": "none"},
        {"id": "b", "type": "book", "title": "No links", "URL": "", "DOI": ""},
    ]
    file = tmp_path / "Zotero.json"
    file.write_text(json.dumps(works), encoding="utf-8")
    made = run(home, "new", "works", "--from", file, "--period", "1927", "--yes")
    assert made.exit_code == 0, made.output
    assert '"see the shelf" is not a web address, so it is left out.' in made.output
    assert '"none" is not a DOI, so it is left out.' in made.output
    assert json.loads((home / "works" / "sources.json").read_text(encoding="utf-8")) == works


def test_refused_answer_writes_nothing(home: Path, track: Path) -> None:
    refused = run(home, "new", "lindbergh", "--title", "A", "--from", track, answers="n\n")
    assert refused.exit_code == 1
    assert list(home.iterdir()) == []


def test_folder_that_cannot_be_written_is_one_sentence(home: Path, track: Path) -> None:
    blocked = home / "file"
    blocked.write_text("", encoding="utf-8")
    refused = run(home, "new", "lindbergh", "--from", track, "--yes", "--in", blocked / "exhibits")
    assert refused.exit_code == 1
    assert "could not be written" in refused.output
    assert "Traceback" not in refused.output


def test_import_adds_a_layer_and_changes_no_other_line(home: Path, track: Path, places: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--yes")
    file = home / "lindbergh" / "exhibit.toml"
    before = file.read_text(encoding="utf-8").splitlines()
    added = run(home, "import", "lindbergh", places, "--yes")
    assert added.exit_code == 0, added.output
    assert "places.geojson: 1 site" in added.output
    after = file.read_text(encoding="utf-8").splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert changes == ["+ [[layers]]", '+ id = "places"', '+ file = "places.geojson"', '+ name = "Places"', "+ "]
    exhibit = read_exhibit(home / "lindbergh").exhibit
    assert exhibit
    assert [layer.id for layer in exhibit.layers] == ["leg-1", "places"]


def test_import_does_not_replace_a_file(home: Path, track: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--yes")
    before = contents(home)
    refused = run(home, "import", "lindbergh", track, "--yes")
    assert refused.exit_code == 1
    assert "Leg 1.gpx exists" in refused.output
    assert contents(home) == before


def test_import_suggests_the_nearest_exhibit(home: Path, track: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--yes")
    refused = run(home, "import", "lindberg", track, "--yes")
    assert refused.exit_code == 1
    assert "Did you mean “lindbergh”?" in refused.output


def test_convert_makes_geojson_of_other_formats_and_keeps_the_files(home: Path, track: Path, places: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--from", places, "--basis", "documented", "--yes")
    before = read_exhibit(home / "lindbergh").exhibit
    made = run(home, "convert", "lindbergh", "--to", "geojson", "--yes")
    assert made.exit_code == 0, made.output
    after = read_exhibit(home / "lindbergh").exhibit
    assert before
    assert after
    assert [layer.file for layer in after.layers] == ["leg-1.geojson", "places.geojson"]
    assert [fix for flight in after.flights for fix in flight.fixes] == [
        fix for flight in before.flights for fix in flight.fixes
    ]
    assert (home / "lindbergh" / "Leg 1.gpx").read_bytes() == track.read_bytes()
    assert "basis" not in (home / "lindbergh" / "exhibit.toml").read_text(encoding="utf-8").partition("places")[0]
    (unused,) = (str(fault) for fault in read_exhibit(home / "lindbergh").faults)
    assert unused == (
        "Leg 1.gpx: The file is not shown; a layer shows “leg-1.geojson”, which is named like it. Remove the file, or "
        "move it out of the exhibit's folder."
    )


def test_convert_says_where_nothing_is_to_be_done(home: Path, places: Path) -> None:
    run(home, "new", "le-bourget", "--from", places, "--period", "1927", "--yes")
    before = contents(home)
    made = run(home, "convert", "le-bourget", "--to", "geojson", "--yes")
    assert made.exit_code == 0
    assert "every layer is geojson already" in made.output
    assert contents(home) == before


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Museums</name><Placemark>
<name>Cradle</name><Point><coordinates>-73.6,40.7</coordinates></Point></Placemark></Folder>
<Folder><name>Routes</name><Placemark>
<name>Drive</name><LineString><coordinates>2.4,48.9 2.5,48.8</coordinates></LineString></Placemark></Folder>
</Document></kml>"""


def test_folders_of_kml_are_layers_and_can_be_converted(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "places.kml"
    file.write_text(KML, encoding="utf-8")
    made = run(home, "new", "tour", "--from", file, "--period", "1927", "--yes")
    assert made.exit_code == 0, made.output
    assert "places.kml, “Museums”: 1 site\nplaces.kml, “Routes”: 1 flight, 2 fixes\n" in made.output
    exhibit = read_exhibit(home / "tour").exhibit
    assert exhibit
    assert [(layer.id, str(layer.name), layer.file) for layer in exhibit.layers] == [
        ("museums", "Museums", "places.kml"),
        ("routes", "Routes", "places.kml"),
    ]
    assert run(home, "convert", "tour", "--to", "geojson", "--yes").exit_code == 0
    after = read_exhibit(home / "tour").exhibit
    assert after
    assert [layer.file for layer in after.layers] == ["places-museums.geojson", "places-routes.geojson"]
    assert [feature.id for feature in after.features] == ["cradle", "drive"]
    notes = "\n".join(map(str, read_exhibit(home / "tour").faults))
    assert "places.kml: The file is not shown; a layer shows “places-museums.geojson”, which is named like it." in notes


def test_convert_overwrites_no_file(home: Path, track: Path, places: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--yes")
    other = home / "lindbergh" / "leg-1.geojson"
    other.write_bytes(places.read_bytes())
    assert run(home, "convert", "lindbergh", "--to", "geojson", "--yes").exit_code == 0
    assert other.read_bytes() == places.read_bytes()
    assert 'file = "leg-1-2.geojson"' in (home / "lindbergh" / "exhibit.toml").read_text(encoding="utf-8")


def test_bibliography_is_imported_where_there_are_no_sources(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "Zotero.json"
    file.write_text('[{"id": "a", "type": "book", "title": "A"}]', encoding="utf-8")
    run(home, "new", "works", "--period", "1927", "--yes")
    assert run(home, "import", "works", file, "--yes").exit_code == 0
    assert (home / "works" / "sources.json").read_bytes() == file.read_bytes()
    refused = run(home, "import", "works", file, "--yes")
    assert refused.exit_code == 1
    assert "Add the sources to it" in refused.output


def test_one_folder_of_kml_is_imported(home: Path, track: Path, tmp_path: Path) -> None:
    file = tmp_path / "places.kml"
    file.write_text(KML, encoding="utf-8")
    run(home, "new", "tour", "--from", track, "--yes")
    added = run(home, "import", "tour", file, "--folder", "Routes", "--yes")
    assert added.exit_code == 0, added.output
    exhibit = read_exhibit(home / "tour").exhibit
    assert exhibit
    assert [feature.id for feature in exhibit.features] == ["leg", "drive"]


TABLE = "Time (UTC),Lat,Lon\n1927-05-20 11:52,40.7,-73.6\n{last},48.9,2.4\n"


def test_evidence_is_asked_for_and_the_period_is_shown(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "fixes.csv"
    file.write_text(TABLE.format(last="1927-05-21 22:22"), encoding="utf-8")
    made = run(home, "new", "lindbergh", "--title", "L", "--from", file, answers="documented\ny\n")
    assert made.exit_code == 0, made.output
    assert "Period: 1927-05-20/1927-05-21, the days of the flights." in made.output
    exhibit = read_exhibit(home / "lindbergh").exhibit
    assert exhibit
    assert {fix.basis for flight in exhibit.flights for fix in flight.fixes} == {Basis.DOCUMENTED}


def test_earlier_errors_do_not_stop_an_import(home: Path, track: Path, tmp_path: Path) -> None:
    run(home, "new", "lindbergh", "--from", track, "--yes")
    (home / "lindbergh" / "story.en.md").write_text("## A {#start}\n\nSeen.[^nobody]\n", encoding="utf-8")
    file = tmp_path / "fixes.csv"
    file.write_text(TABLE.format(last="1927-05-21 22:22"), encoding="utf-8")
    added = run(home, "import", "lindbergh", file, "--yes")
    assert added.exit_code == 0, added.output
    assert "nobody" not in added.output
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(TABLE.format(last="1927-05-21 22:22").replace("48.9", "148.9"), encoding="utf-8")
    assert run(home, "import", "lindbergh", wrong, "--yes").exit_code == 1


def test_missing_translations_are_one_line_for_each_file(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "fixes.csv"
    file.write_text("Name,Lat,Lon\n" + "".join(f"P{row},50,{row}\n" for row in range(9)), encoding="utf-8")
    made = run(
        home, "new", "sites", "--from", file, "--language", "en", "--language", "de", "--period", "1927", "--yes"
    )
    assert made.exit_code == 0, made.output
    assert "fixes.csv: 9 texts have no translation." in made.output


def test_picture_that_cannot_be_read_is_named(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "hangar.jpg"
    file.write_text("no picture", encoding="utf-8")
    refused = run(home, "new", "hangar", "--from", file, "--period", "1961", "--yes")
    assert refused.exit_code == 1
    assert "hangar.jpg: The picture cannot be read. Open it in a picture program, and save it again." in refused.output
