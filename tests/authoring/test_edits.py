"""Edits of layers, exhibit.toml and stories: small, and undone by their opposite."""

from __future__ import annotations

import difflib
import json
import tomllib
from pathlib import Path

import pytest

from app.authoring.exhibit_edits import ExhibitText
from app.authoring.layer_edits import LayerText
from app.authoring.story_edits import StoryText
from app.errors import Rejected
from app.settings import PROJECT

SHIPPED = sorted((PROJECT / "geodata" / "exhibits").iterdir())
LAYERS = sorted(path for folder in SHIPPED for path in folder.glob("*.geojson"))
STORIES = sorted(path for folder in SHIPPED for path in folder.glob("story.*.md"))


def changed_lines(before: str, after: str) -> list[str]:
    """The lines of a diff, without its headings."""
    lines = [*difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")][2:]
    return [line for line in lines if not line.startswith("@@")]


def flights(layer: LayerText) -> list[str]:
    features = json.loads(layer.text)["features"]
    return [each["id"] for each in features if each["geometry"] and "LineString" in each["geometry"]["type"]]


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_fix_that_is_shipped_can_be_edited_in_a_few_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    layer = LayerText.of(text)
    for name in flights(layer):
        flight = layer.feature(name)
        for number, fix in enumerate(flight.fixes, 1):
            assert flight.fix_at(number, fix["lon"], fix["lat"]).layer.text == text
        moved = flight.fix_at(1, 12.5, -7.25)
        assert moved.fixes[0]["lon"] == 12.5
        assert 0 < len(changed_lines(text, moved.layer.text)) <= 5
        added = flight.with_fix(2, 1.5, 2.5)
        assert len(added.fixes) == len(flight.fixes) + 1
        assert [fix for at, fix in enumerate(added.fixes) if at != 1] == flight.fixes
        assert added.without_fix(2).layer.text == text


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_corner_that_is_shipped_can_be_edited_in_a_few_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for area in LayerText.of(text).features:
        for ring, corners in enumerate(area.rings):
            for corner, (lon, lat) in enumerate(corners):
                assert area.corner_at(ring, corner, lon, lat).layer.text == text
            moved = area.corner_at(ring, 0, 12.5, -7.25)
            assert moved.rings[ring] == [(12.5, -7.25), *corners[1:]]
            assert 0 < len(changed_lines(text, moved.layer.text)) <= 5
            added = area.with_corner(ring, len(corners), 1.5, 2.5)
            assert added.rings[ring] == [*corners, (1.5, 2.5)]
            assert added.without_corner(ring, len(corners)).layer.text == text
            assert added.without_corner(ring, 0).rings[ring] == [*corners[1:], (1.5, 2.5)]


def test_an_area_keeps_three_corners() -> None:
    ring = [[0, 0], [1, 0], [0, 1], [0, 0]]
    layer = json.dumps({"features": [{"id": "a", "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}]})
    with pytest.raises(Rejected, match="three corners"):
        LayerText.of(layer).feature("a").without_corner(0, 1)


FLIGHT = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "a",
            "geometry": {"type": "LineString", "coordinates": [[1, 2, 300], [3, 4], [5, 6]]},
            "properties": {
                "coordinateProperties": {"times": ["1960-05-01T01:00Z", None, None]},
                "claims": [{"fix": 2}, {"fix": 3}, {}],
            },
        },
        {"type": "Feature", "id": "b", "geometry": {"type": "Point", "coordinates": [1, 2, 50]}, "properties": {}},
        {
            "type": "Feature",
            "id": "c",
            "geometry": {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8], [9, 10]]]},
            "properties": {"coordinateProperties": {"places": [["x", None], ["y", None, "z"]]}},
        },
        {
            "type": "Feature",
            "id": "d",
            "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
            "properties": {"coordTimes": ["1960-05-01T01:00Z", "1960-05-01T02:00Z"]},
        },
    ],
}
LAYER = LayerText.of(json.dumps(FLIGHT, indent=2))


def test_parts_are_counted() -> None:
    rings = [[[[0, 0], [1, 0], [0, 1], [0, 0]]] * count for count in (1, 2)]
    layer = json.dumps({"features": [{"id": "a", "geometry": {"type": "MultiPolygon", "coordinates": rings}}]})
    assert LayerText.of(layer).feature("a").parts == [1, 2]
    assert [LAYER.feature(name).parts for name in "abc"] == [[], [], [2, 3]]


def test_what_is_known_of_a_fix_changes() -> None:
    flight = LAYER.feature("a")
    edited = flight.fix_having(2, "place", "Orel").fix_having(2, "altitude_m", 9000).fix_having(1, "altitude_m", None)
    assert [fix["place"] for fix in edited.fixes] == [None, "Orel", None]
    assert [fix["altitude_m"] for fix in edited.fixes] == [None, 9000, None]
    assert edited.fix_having(2, "place", None).fixes[1]["place"] is None
    assert flight.fix_having(2, "note", None).layer.text == LAYER.text


def test_a_flight_in_parts_has_one_row_of_fixes() -> None:
    flight = LAYER.feature("c")
    assert [fix["place"] for fix in flight.fixes] == ["x", None, "y", None, "z"]
    edited = flight.fix_having(4, "place", "new").fix_having(5, "basis", "inferred").fix_at(3, 0, 0).with_fix(5, 8, 9)
    assert [fix["place"] for fix in edited.fixes] == ["x", None, "y", "new", None, "z"]
    assert [fix["basis"] for fix in edited.fixes] == [None, None, None, None, None, "inferred"]
    assert [fix["lon"] for fix in edited.fixes] == [1, 3, 0, 7, 8, 9]
    assert [len(part) for part in json.loads(edited.layer.text)["features"][2]["geometry"]["coordinates"]] == [2, 4]


def test_accounts_stay_with_their_fixes() -> None:
    def fixes_of_claims(layer: LayerText) -> list[int | None]:
        return [claim.get("fix") for claim in json.loads(layer.text)["features"][0]["properties"]["claims"]]

    flight = LAYER.feature("a")
    assert fixes_of_claims(flight.with_fix(1, 0, 0).layer) == [3, 4, None]
    assert fixes_of_claims(flight.without_fix(1).layer) == [1, 2, None]
    with pytest.raises(Rejected, match="Accounts are about fix 3"):
        flight.without_fix(3)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda: LAYER.feature("x"), "no feature with the id 'x'"),
        (lambda: LAYER.feature("a").fix_at(4, 0, 0), "no fix 4"),
        (lambda: LAYER.feature("a").fix_having(1, "speed", 3), "no 'speed'"),
        (lambda: LAYER.feature("a").at(0, 0), "Only a point"),
        (lambda: LAYER.feature("c").without_fix(1), "two fixes at least"),
        (
            lambda: LAYER.feature("d").fix_having(1, "time", "1960-05-01T01:30Z"),
            "are in coordTimes, .*“times” in “coordinateProperties”",
        ),
        (lambda: LayerText.of("lat,lon\n1,2\n"), "not a FeatureCollection"),
        (lambda: LayerText.of('{"type": "Feature"}'), "not a FeatureCollection"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: object, problem: str) -> None:
    assert callable(edit)
    with pytest.raises(Rejected, match=problem):
        edit()


def test_a_place_moves_and_keeps_its_altitude() -> None:
    moved = LAYER.feature("b").at(3.5, 4.5).having("name", "Köln").layer
    feature = json.loads(moved.text)["features"][1]
    assert feature["geometry"]["coordinates"] == [3.5, 4.5, 50]
    assert feature["properties"] == {"name": "Köln"}
    assert moved.feature("b").having("name", None).at(1, 2).layer.text == LAYER.text


def test_features_are_added_and_removed() -> None:
    added = LAYER.with_feature({"type": "Feature", "id": "e", "geometry": None, "properties": {"name": "E"}})
    assert added.feature("e").geometry_type == ""
    assert added.without_feature("e").text == LAYER.text


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_the_chapters_of_every_exhibit_can_be_arranged(folder: Path) -> None:
    text = (folder / "exhibit.toml").read_text(encoding="utf-8")
    exhibit = ExhibitText(text)
    first, second, *others = exhibit.chapter_ids
    assert exhibit.having("title", exhibit.values["title"]).text == text
    assert exhibit.chapter_moved(first, 1).chapter_ids == [second, first, *others]
    assert exhibit.chapter_moved(first, 1).chapter_moved(first, 0).text == text
    for index in (0, 1, len(exhibit.chapter_ids)):
        added = exhibit.with_chapter("a-new-one", index)
        assert added.chapter_ids.index("a-new-one") == index
        assert len(changed_lines(text, added.text)) == 3
        assert added.without_chapter("a-new-one").text == text
    viewed = exhibit.chapter_having(second, "view", "#map=5/1/2")
    assert tomllib.loads(viewed.text)["chapters"][1]["view"] == "#map=5/1/2"
    assert len(changed_lines(text, viewed.text)) == 2


COMMENTED = """title = "Test"  # a comment

# The first chapter.
[[chapters]]
id = "one"
focus = "a/2"

[[chapters]]
id = "two"
focus = "b/2"
# the end of two

[opening]  # after the chapters
text = '''
[[chapters]]
'''
"""


def test_comments_stay_with_their_chapters() -> None:
    swapped = ExhibitText(COMMENTED).chapter_moved("two", 0).text
    assert swapped.index("the end of two") < swapped.index('# The first chapter.\n[[chapters]]\nid = "one"')
    assert swapped.endswith(COMMENTED[COMMENTED.index("[opening]") :])
    assert ExhibitText(swapped).chapter_moved("one", 0).text == COMMENTED


def test_the_only_chapter_goes_and_comes() -> None:
    exhibit = ExhibitText('title = "Test"\n')
    assert exhibit.with_chapter("one", 0).text == 'title = "Test"\n\n[[chapters]]\nid = "one"\n'
    assert exhibit.with_chapter("one", 0).without_chapter("one").text == exhibit.text


def test_the_focus_of_chapters_follows_the_fixes() -> None:
    edited = ExhibitText(COMMENTED).with_focus_renumbered("a", lambda fix: fix + 1)
    assert edited.text == COMMENTED.replace('"a/2"', '"a/3"')


@pytest.mark.parametrize(("chapter", "problem"), [("one", "already a chapter 'one'"), ("Zwei!", "is not an id")])
def test_a_chapter_needs_an_id_of_its_own(chapter: str, problem: str) -> None:
    with pytest.raises(Rejected, match=problem):
        ExhibitText(COMMENTED).with_chapter(chapter, 0)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_chapter_of_every_story_can_be_written_again(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    story = StoryText(text)
    ids = ExhibitText((path.parent / "exhibit.toml").read_text(encoding="utf-8")).chapter_ids
    for chapter in ids:
        section = story.section(chapter)
        assert section
        assert story.having(chapter, section.title, section.written).text == text
        assert len(changed_lines(text, story.having(chapter, "Another title", section.written).text)) == 2
    last = story.section(ids[-1])
    assert last
    assert story.without(ids[-1]).having(ids[-1], last.title, last.written, ids).text == text


def test_a_new_chapter_follows_the_one_before_it() -> None:
    story = StoryText("# Title\n\n## One {#one}\n\nWords.\n\n## Three {#three}\n\nWords.\n")
    with_two = story.having("two", "Two", "Words.", ["one", "two", "three"]).text
    assert with_two == story.text.replace("## Three", "## Two {#two}\n\nWords.\n\n## Three")
    with_first = story.having("zero", "Zero", "", ["zero", "one", "three"]).text
    assert with_first == story.text.replace("## One", "## Zero {#zero}\n\n## One")
    assert StoryText("").having("one", "One", "Words.", ["one"]).text == "## One {#one}\n\nWords.\n"


def test_value_takes_the_place_of_the_comment_that_shows_how_it_is_written() -> None:
    text = 'title = "A"\n# subtitle = "…"\n\n# A list:\n\n[[chapters]]\nid = "one"\n# view = "…"\n'
    text += '\n[[chapters]]\nid = "two"\n# view = "…"\n'
    titled = ExhibitText(text).having("subtitle", "B")
    assert titled.text == text.replace('# subtitle = "…"', 'subtitle = "B"')
    viewed = titled.chapter_having("two", "view", "#map=5/1/2")
    assert viewed.text == titled.text[::-1].replace('"…" = weiv #', '"2/1/5=pam#" = weiv', 1)[::-1]
    assert viewed.having("subtitle", "C").text == viewed.text.replace('"B"', '"C"')
