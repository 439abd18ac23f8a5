"""An exhibit's own borders in its page, its file and its plates; elsewhere the world's are shown as before."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely

from app import create_app, export, plate
from app.content import read_exhibit
from app.domain import Exhibit
from app.elements.world_map import world_document
from app.errors import Severity
from app.plate.ground import Ground
from app.plate.own_ground import own_borders
from app.plate.styles import styles
from app.settings import Settings
from tests.own_borders import ENTRY, TERRITORIES, square, write_own_borders
from tests.test_plate import SVG, path_shape, words

LINE = "Borders of 1783, after an invented survey · A. Surveyor"


def exhibit_with(geodata: Path, **more: Any) -> Exhibit:
    """The exhibit, valid."""
    result = read_exhibit(write_own_borders(geodata, **more))
    assert result.exhibit
    assert not [fault for fault in result.faults if fault.severity is not Severity.NOTE]
    return result.exhibit


@pytest.fixture
def exhibit(tmp_path: Path) -> Exhibit:
    return exhibit_with(tmp_path)


def test_the_page_cites_them(tmp_path: Path) -> None:
    write_own_borders(tmp_path)
    page = create_app(Settings(geodata=tmp_path)).test_client().get("/balloon/").text
    assert re.search(r"<h2>\s*Borders\s*</h2>", page)
    assert re.search(
        r'an invented survey \(1783\) · A\. Surveyor\s*<span class="notes"><a href="#source-1">1</a>', page
    )
    assert "An Invented Survey" in page


def test_the_file_has_them(exhibit: Exhibit) -> None:
    assert "an invented survey" in export.single_file(exhibit)


def test_the_atlas_and_the_borders_of_a_day_are_those_of_the_world(tmp_path: Path) -> None:
    client = create_app(Settings(geodata=tmp_path)).test_client()
    before = client.get("/world/1960-05-01.geojson").data
    write_own_borders(tmp_path, entry=ENTRY.replace("1783", "1960"))
    client = create_app(Settings(geodata=tmp_path)).test_client()
    assert client.get("/world/1960-05-01.geojson").data == before
    assert client.get("/world/1783-11-21.geojson").status_code == 404
    assert "an invented survey" not in client.get("/").text


def test_a_plate_says_after_what_they_are_drawn(exhibit: Exhibit) -> None:
    found = words(ET.fromstring(plate.draw(exhibit)))
    assert any(line.startswith(f"{LINE} · partly schematic · Natural Earth") for line in found)
    assert {"France", "Spain", "Savoy", "occupied or disputed"} <= set(found)
    assert not any("No borders" in line for line in found)


def test_a_plate_gives_the_day_where_they_change(tmp_path: Path) -> None:
    changing = exhibit_with(
        tmp_path, territories=[*TERRITORIES[:2], square("Genoa", 8, 43, 11, 47, when="1783-06/1783-12")]
    )
    assert (
        plate.plate_of(changing, plate.Order()).borders
        == "Borders of 21 November 1783, after an invented survey · A. Surveyor"
    )


def test_a_plate_says_what_is_schematic_where_it_is_in_sight(tmp_path: Path) -> None:
    surveyed = exhibit_with(tmp_path, territories=TERRITORIES[:2])
    assert plate.plate_of(surveyed, plate.Order()).borders == LINE


def test_a_plate_of_own_land_shows_nothing_of_the_world(tmp_path: Path) -> None:
    middle_earth = exhibit_with(tmp_path, entry=ENTRY.replace("when =", 'land = "own"\nwhen ='))
    drawn = plate.plate_of(middle_earth, plate.Order())
    tree = ET.fromstring(drawn.svg())
    found = words(tree)
    assert {"France", "Spain", "Savoy"} <= set(found)
    assert not [line for line in found if "Natural Earth" in line or "Mediterranean" in line or "Biscay" in line]
    assert not [each for each in tree.iter(f"{SVG}clipPath") if each.get("id") == "land"]
    day = middle_earth.opening_moment.date()
    ground = Ground(drawn.frame, day, "en", styles(), own_borders(middle_earth, day))
    land = shapely.union_all([path_shape(data) for data in ground.kinds.values()])
    biscay, rome = (shapely.Point(drawn.frame.points(place)[0]) for place in ((-4, 45), (12.5, 41.9)))
    assert land.contains(biscay)
    assert not land.contains(rome)
    assert ground.own
    assert {kind for kind, _ in ground.own.lines()} == {"coast", "border", "doubtful"}


def test_a_page_of_own_land_carries_nothing_of_the_world(tmp_path: Path) -> None:
    middle_earth = exhibit_with(tmp_path, entry=ENTRY.replace("when =", 'land = "own"\nwhen ='))
    document = json.loads(gzip.decompress(world_document(middle_earth)))
    assert document["own"][0]["isLand"] is True
    assert [document[member] for member in ("polygons", "lakes", "seas", "cities", "relief")] == [[], [], [], [], {}]


def test_a_plate_shows_the_world_on_other_days(tmp_path: Path) -> None:
    other = exhibit_with(tmp_path, entry=ENTRY.replace('when = "1783"', 'when = "1783-01/1783-06"'))
    assert plate.plate_of(other, plate.Order()).borders == "No borders are known for 21 November 1783"


def test_a_plate_draws_states_in_their_colours_cut_at_the_coast(exhibit: Exhibit) -> None:
    drawn, day = plate.plate_of(exhibit, plate.Order()), exhibit.opening_moment.date()
    ground = Ground(drawn.frame, day, "en", styles(), own_borders(exhibit, day))
    shapes = {kind: path_shape(data) for kind, data in ground.kinds.items()}

    def point(position: tuple[float, float]) -> shapely.Point:
        return shapely.Point(drawn.frame.points(position)[0])

    def kinds_at(position: tuple[float, float]) -> set[str]:
        return {kind for kind, shape in shapes.items() if shape.contains(point(position))}

    france, spain, savoy, biscay = (2.3, 48.8), (-3.7, 41), (8.5, 45), (-4, 45)
    assert kinds_at(france) - kinds_at(spain)
    assert kinds_at(spain) - kinds_at(france)
    assert kinds_at(savoy) == kinds_at(spain) | {"doubtful"}
    tree = ET.fromstring(drawn.svg())
    (clip,) = (each for each in tree.iter(f"{SVG}clipPath") if each.get("id") == "land")
    assert not path_shape(clip[0].get("d", "")).contains(point(biscay))
    assert len([each for each in tree.iter(f"{SVG}g") if each.get("clip-path") == "url(#land)"]) == 2
