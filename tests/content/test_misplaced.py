"""Swapped and unsigned positions: the wrong one is named, and never the right one alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.folders import STORY, TOML, collection, flight, read, sentences

LINE = ((-73.61, 40.74), (-52.71, 47.56), (2.44, 48.97))
SWAPPED = tuple((lat, lon) for lon, lat in LINE)
UNSIGNED = tuple((abs(lon), lat) for lon, lat in LINE)
CHAPTERS = [("[-52.71, 47.56]", "[47.56, -52.71]"), ("[2.44, 48.97]", "[48.97, 2.44]")]


def exhibit(right: bool) -> str:
    """exhibit.toml of one flight, its views right or with latitude first."""
    head = TOML.partition("[opening]")[0] + '[[layers]]\nid = "main"\nfile = "main.geojson"\nname = "Main"\n'
    views = [pair[0 if right else 1] for pair in CHAPTERS]
    return head + "".join(
        f'[[chapters]]\nid = "chapter-{number}"\nview = {{ center = {view}, zoom = 6 }}\n'
        for number, view in enumerate(views)
    )


def faults(folder: Path, line: object, *, right_views: bool) -> list[str]:
    layer = collection(flight("spirit", line)).replace("61.0, 56.6", "-40.0, 50.0")
    story = "".join(STORY.replace("{#start}", f"{{#chapter-{number}}}") for number in range(2))
    result = read(folder / "urals", exhibit_toml=exhibit(right_views), main_geojson=layer, story_en_md=story)
    return sentences(result).split("\n")


def test_right_flight_and_views_have_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, LINE, right_views=True) == ["no fault"]


def test_swapped_views_are_named_and_the_flight_is_not(tmp_path: Path) -> None:
    found = faults(tmp_path, LINE, right_views=False)
    assert len(found) == 2
    assert all("exhibit.toml, chapter-" in message and "view.center" in message for message in found)
    assert (
        "If the view is wrong, write: center = [-52.71, 47.56]. If the features are wrong, correct them instead."
        in found[0]
    )


@pytest.mark.parametrize(
    ("line", "wrong"), [(SWAPPED, "longitude and latitude swapped"), (UNSIGNED, "the other sign of the longitude")]
)
def test_wrong_flight_against_right_views_names_both(line: object, wrong: str, tmp_path: Path) -> None:
    found = faults(tmp_path, line, right_views=True)
    assert any(wrong in message and "If the features are wrong, correct them instead." in message for message in found)
