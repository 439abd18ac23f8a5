"""Plates: what a printed map shows, and that it is drawn as the page draws it."""

from __future__ import annotations

import base64
import io
import re
import struct
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient
from PIL import Image

from app import create_app, plate
from app.content import read_exhibit
from app.dates import parse_span
from app.domain import Exhibit, ProjectionName, View
from app.errors import NotFound, Rejected
from app.geodesy.projection import Orthographic
from app.geodesy.track import track
from app.plate import typesetting
from app.plate.frame import NEAR, projection_for
from app.plate.globe import RADIUS, WHOLE, Globe, globe_land
from app.plate.ground import Ground, arcs
from app.plate.labels import Label, Placement
from app.plate.moment import is_planned
from app.plate.relief import tones
from app.plate.styles import styles
from app.plate.svg import Words, wrapped
from app.plate.typeface import Face
from app.settings import PROJECT, Settings
from tests.colours import palette
from tests.conftest import feature, write_exhibit
from tests.pdf import Printed
from tests.test_cli import overflight

CHECKED = {
    (37.6, 55.7): True,
    (20.0, 20.0): True,
    (-100.0, 40.0): True,
    (-60.0, -10.0): True,
    (134.0, -25.0): True,
    (100.0, 60.0): True,
    (178.0, 67.5): True,
    (-175.0, 67.0): True,
    (-30.0, 40.0): False,
    (70.0, 0.0): False,
    (-140.0, 0.0): False,
    (-10.0, -30.0): False,
    (160.0, 30.0): False,
}
"""Whether there is land at positions."""
NOWHERE = (-2.0, -2.0, -1.0, -1.0)
"""A box that is in no map."""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def grand_slam() -> Exhibit:
    """An exhibit with every kind of evidence."""
    exhibit = read_exhibit(PROJECT / "geodata" / "exhibits" / "grand-slam").exhibit
    assert exhibit
    return exhibit


@pytest.fixture(scope="module")
def across_the_line() -> Exhibit:
    """An exhibit with a flight and its plan under way at once."""
    exhibit = read_exhibit(PROJECT / "geodata" / "exhibits" / "across-the-line").exhibit
    assert exhibit
    return exhibit


@pytest.fixture(scope="module")
def drawing(grand_slam: Exhibit) -> str:
    """Its plate as it opens."""
    return plate.draw(grand_slam)


@pytest.fixture(scope="module")
def tree(drawing: str) -> ET.Element:
    """The same, parsed."""
    return ET.fromstring(drawing)


def words(tree: ET.Element) -> list[str]:
    """Every line of words of a plate."""
    return [text.text or "" for text in tree.iter(f"{SVG}text") if text.get("aria-hidden") is None]


def test_a_plate_is_the_same_bytes_each_time(grand_slam: Exhibit, drawing: str) -> None:
    assert plate.draw(grand_slam) == drawing


def test_a_plate_names_itself_its_day_and_its_places(tree: ET.Element) -> None:
    found = words(tree)
    assert {"Grand Slam", "From Peshawar towards Bodø", "1 May 1960, 01:26 UTC"} <= set(found)
    assert {"Soviet Union", "Bolshoye Savino, Perm"} <= {line.replace("Soviet", "Soviet Union") for line in found}
    assert any(line.startswith("Borders of 1 May 1960") for line in found)


def test_a_plate_is_a_picture_with_a_title_and_a_description(tree: ET.Element) -> None:
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "title desc"
    assert tree.findtext(f"{SVG}title") == "Grand Slam"
    assert "1 May 1960" in (tree.findtext(f"{SVG}desc") or "")


def test_lines_are_drawn_as_the_style_sheet_says(tree: ET.Element) -> None:
    lines = {path.get("data-evidence"): path for path in tree.iter(f"{SVG}path") if path.get("data-evidence")}
    assert set(lines) == {"inferred", "interpolated", "planned"}
    for evidence, path in lines.items():
        line = styles().line(str(evidence))
        assert float(path.get("stroke-width", "0")) == line.width
        assert tuple(map(float, path.get("stroke-dasharray", "").split())) == line.dash
        assert path.get("stroke") == palette("light")["flight"]


def test_the_legend_explains_what_is_drawn_and_nothing_else(tree: ET.Element) -> None:
    found = words(tree)
    assert {"inferred", "interpolated", "planned, never flown", "NATO", "Warsaw Pact"} <= set(found)
    assert "documented" not in found


def test_the_legend_does_not_explain_land_under_a_site_plan() -> None:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / "glienicke-bridge").exhibit
    assert found
    legend = {"NATO", "Warsaw Pact", "occupied or disputed"}
    for chapter, seen in ((None, set()), ("two-ends", legend)):
        assert legend & set(words(ET.fromstring(plate.draw(found, chapter=chapter)))) == seen


def test_a_grey_plate_has_no_colour(grand_slam: Exhibit) -> None:
    assert_grey(plate.plate_of(grand_slam, plate.Order(grey=True)).svg())


def test_a_grey_plate_has_the_colours_of_its_author_as_greys(tmp_path: Path) -> None:
    places = [
        feature("bridge", 13.09, 52.41, **{"marker-color": "#c00"}),
        feature("villa", 13.2, 52.5, basis="inferred", **{"marker-color": "#00cc00"}),
    ]
    found = read_exhibit(write_exhibit(tmp_path, "small", features=places)).exhibit
    assert found
    assert_grey(plate.plate_of(found, plate.Order(grey=True)).svg())
    assert 'fill="#c00"' in plate.draw(found)


def assert_grey(svg: str) -> None:
    colours = re.findall(r'(?:fill|stroke)="#(\w+)"', svg)
    assert colours
    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)


def test_a_mark_has_the_letter_of_its_author_but_no_icon(tmp_path: Path) -> None:
    symbols = {"bridge": "b", "villa": "airport", "gate": "7"}
    places = [
        feature(key, 13.0 + number / 5, 52.41, **{"marker-symbol": symbol})
        for number, (key, symbol) in enumerate(symbols.items())
    ]
    found = read_exhibit(write_exhibit(tmp_path, "small", features=places)).exhibit
    assert found
    svg = plate.draw(found)
    assert [letter for letter in ("B", "airport", "AIRPORT", "7") if f">{letter}</text>" in svg] == ["B", "7"]
    radius = re.compile(r'r="([\d.]+)"[^>]*data-feature="([^"]+)"')
    sizes = {key: float(size) for size, key in radius.findall(svg) if key in symbols}
    assert sizes["bridge"] == sizes["gate"] > sizes["villa"]


def test_flights_that_are_under_way_are_named_and_a_plan_is_open(across_the_line: Exhibit) -> None:
    svg = plate.plate_of(across_the_line, plate.Order(chapter="off-the-route")).svg(with_fonts=False)
    drawn = re.findall(r'<path[^>]*fill="(#\w+)"[^>]*data-flight="([\w-]+)"', svg)
    flights = {flight.id: flight for flight in across_the_line.flights}
    red, paper = palette("light")["flight"], palette("light")["paper"]
    assert [(fill, is_planned(flights[flight])) for fill, flight in drawn] == [(paper, True), (red, False)]
    found = words(ET.fromstring(svg))
    assert {"Korean Air Lines flight 007", "Across 180°"} <= set(found)


@pytest.mark.parametrize(("moment", "heading"), [("1983-08-31T15:05Z", (225, 300)), ("1983-08-31T13:00Z", (180, 300))])
def test_the_nose_points_ahead(across_the_line: Exhibit, moment: str, heading: tuple[int, int]) -> None:
    order = plate.Order(parse_span(moment).start, projection=ProjectionName.MERCATOR)
    svg = plate.plate_of(across_the_line, order).svg(with_fonts=False)
    turns = [float(turn) % 360 for turn in re.findall(r'rotate\(([-\d]+)\)"[^>]*data-flight=', svg)]
    assert turns
    assert all(heading[0] < turn < heading[1] for turn in turns)


@pytest.mark.parametrize("slug", ["foxbat-to-hakodate", "grand-slam", "across-the-line"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_number_below_the_map_is_on_it(slug: str, paper: str) -> None:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / slug).exhibit
    assert found
    drawn = plate.plate_of(found, plate.Order(sheet=plate.Sheet.of(paper)))
    bottom = drawn.frame.box[3]
    numbers = [
        (text.text, float(text.get("y", "0")) > bottom)
        for text in ET.fromstring(drawn.svg(with_fonts=False)).iter(f"{SVG}text")
        if (text.text or "").isdecimal() and text.get("aria-hidden") is None
    ]
    below = {number for number, is_below in numbers if is_below}
    assert below
    assert below == {number for number, is_below in numbers if not is_below}


def test_a_sheet_has_its_size_and_margins(grand_slam: Exhibit) -> None:
    root = ET.fromstring(plate.plate_of(grand_slam, plate.Order(sheet=plate.Sheet.of("a2", landscape=False))).svg())
    assert (root.get("width"), root.get("height")) == ("420mm", "594mm")
    width, height = map(float, root.get("viewBox", "").split()[2:])
    assert height / width == pytest.approx(594 / 420, abs=1e-4)
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
        assert 30 <= x <= width - 30
        assert 30 <= y <= height - 30
        assert float(text.get("font-size", "0")) >= 8.69


def test_a_paper_of_no_known_size_is_refused() -> None:
    with pytest.raises(Rejected, match=r"'b5' is not a size of paper. Use one of a5, a4"):
        plate.Sheet.of("b5")


def test_a_chapter_brings_its_layers_and_moment(grand_slam: Exhibit) -> None:
    chapter = next(each for each in grand_slam.chapters if each.layers is not None)
    scene = plate.scene(grand_slam, chapter=chapter.id)
    assert scene.layers == set(chapter.layers or ())
    assert scene.moment == chapter.date
    following = grand_slam.chapters[grand_slam.chapters.index(chapter) + 1]
    assert plate.scene(grand_slam, chapter=following.id).layers == set(following.layers or chapter.layers or ())


def test_a_chapter_and_a_moment_that_there_are_not_are_named(grand_slam: Exhibit) -> None:
    with pytest.raises(NotFound, match=r"has no chapter 'none'. Its chapters: "):
        plate.draw(grand_slam, chapter="none")
    with pytest.raises(NotFound, match="1941-06-22 is outside the exhibit 'grand-slam', which is of 1955-07-21 to"):
        plate.draw(grand_slam, datetime(1941, 6, 22, tzinfo=UTC))


def test_a_plate_is_dated_by_the_period_only_where_no_moment_is_chosen(grand_slam: Exhibit) -> None:
    undated = replace(grand_slam, layers=(), chapters=(), opening_date=None, period=parse_span("1960"))
    assert plate.plate_of(undated, plate.Order()).date == "1960"
    assert plate.plate_of(undated, plate.Order(datetime(1960, 6, 1, tzinfo=UTC))).date == "1 June 1960"


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((8, 31, 78, 73), ProjectionName.LAMBERT_CONFORMAL),
        ((132.6, 40.9, 142.6, 44.9), ProjectionName.MERCATOR),
        ((0, 16, 290, 76), ProjectionName.AZIMUTHAL_EQUAL_AREA),
        ((0, 16, 150, 76), ProjectionName.MERCATOR),
        ((168, 60, 224, 80), ProjectionName.STEREOGRAPHIC),
        ((-30, 10, 10, 70), ProjectionName.AZIMUTHAL_EQUAL_AREA),
        ((-20, -30, 40, 30), ProjectionName.MERCATOR),
    ],
)
def test_the_extent_chooses_the_projection(bounds: tuple[float, ...], expected: ProjectionName) -> None:
    west, south, east, north = bounds
    assert projection_for((west, south, east, north)).name == expected


@pytest.mark.parametrize("fine", [False, True])
def test_a_border_along_a_parallel_is_bent_with_the_map(fine: bool) -> None:
    lines = arcs(fine=fine)
    steps = np.abs(np.diff(np.column_stack((lines.lon, lines.lat)), axis=0)).max(axis=1)
    steps[lines.starts[1:-1] - 1] = 0
    assert steps.max() <= 1 + 1e-9
    between = (np.abs(lines.lat - 49) < 0.01) & (lines.lon > -122) & (lines.lon < -96)
    assert between.sum() >= 26, "the border of Canada has no vertex of its own there"


def test_a_conic_map_about_the_equator_is_mercator() -> None:
    assert projection_for((0, -10, 20, 10), ProjectionName.LAMBERT_CONFORMAL).name == ProjectionName.MERCATOR
    assert projection_for((0, -10, 20, 11), ProjectionName.LAMBERT_CONFORMAL).name == ProjectionName.LAMBERT_CONFORMAL


def from_london(tmp_path: Path, to: tuple[float, float], *via: tuple[float, float]) -> Exhibit:
    """An exhibit of one flight."""
    line = {"type": "LineString", "coordinates": [[0, 51], *map(list, via), list(to)]}
    folder = write_exhibit(tmp_path, "flight", features=[feature("way", kind="flight") | {"geometry": line}])
    path = folder / "exhibit.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("center = [13.09, 52.41]\nzoom = 9", ""), encoding="utf-8")
    found = read_exhibit(folder).exhibit
    assert found
    return found


def test_a_long_flight_across_the_equator_is_a_straight_line_and_north_is_shown(tmp_path: Path) -> None:
    drawn = plate.plate_of(from_london(tmp_path, (131.0, -12.0)), plate.Order())
    assert drawn.frame.projection.name == ProjectionName.OBLIQUE_MERCATOR
    assert drawn.frame.limit is None
    line = track(drawn.scene.flights[0])
    xy = drawn.frame.pixels(line.lon, line.lat)
    left, top, right, bottom = drawn.frame.box
    assert np.ptp(xy[:, 1]) < 2
    assert np.ptp(xy[:, 0]) > 0.85 * (right - left)
    assert abs((top + bottom) / 2 - xy[:, 1].mean()) < 1
    assert -45 < drawn.frame.north < 0, "the flight runs south-east and is drawn from left to right"
    found = words(ET.fromstring(drawn.svg(with_fonts=False)))
    assert "N" in found
    assert {"20° N", "60° E"} <= set(found)


def test_a_flight_that_turns_is_not_shown_about_a_great_circle_of_itself(tmp_path: Path) -> None:
    found = from_london(tmp_path, (131.0, -12.0), (20.0, -30.0))
    assert plate.plate_of(found, plate.Order()).frame.projection.name == ProjectionName.MERCATOR
    assert "N" not in words(ET.fromstring(plate.draw(found)))


@pytest.mark.parametrize("bounds", [(0, -20, 10, -10), (-80, -40, 150, 70)])
def test_a_view_of_no_flight_or_of_much_more_is_not_about_a_great_circle(
    tmp_path: Path, bounds: tuple[float, float, float, float]
) -> None:
    found = replace(from_london(tmp_path, (60.0, -12.0)), opening=View(bounds=bounds))
    assert plate.plate_of(found, plate.Order()).frame.projection.name == ProjectionName.MERCATOR


def test_exhibit_toml_names_the_projection(tmp_path: Path) -> None:
    path = write_exhibit(tmp_path, "small") / "exhibit.toml"
    path.write_text('projection = "oblique-mercator"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = read_exhibit(path.parent).exhibit
    assert found
    assert found.projection is ProjectionName.OBLIQUE_MERCATOR
    assert plate.plate_of(found, plate.Order()).frame.projection.name == ProjectionName.MERCATOR, "it has no flight"


@pytest.mark.parametrize("name", list(ProjectionName))
def test_sea_and_land_are_where_they_are_in_every_projection(grand_slam: Exhibit, name: ProjectionName) -> None:
    frame = plate.plate_of(grand_slam, plate.Order(projection=name)).frame
    ground = Ground(frame, date(1960, 5, 1), "en", styles())
    land = path_shape(ground.kinds["pact"])
    for position, is_pact in (
        ((37.6, 55.7), True),
        ((61, 57), True),
        ((20, 58), False),
        ((34, 43), False),
        ((9, 50), False),
    ):
        (point,) = frame.points(position)
        assert land.contains(shapely.Point(point)) == is_pact, position
    assert "unknown" not in ground.kinds


def rings_of(data: str) -> list[np.ndarray]:
    """The corners of each ring of path data."""
    return [np.array(ring.split(), float).reshape(-1, 2) for ring in data.replace("Z", "").split("M") if ring]


def path_shape(data: str) -> shapely.Geometry:
    """The area of path data, in which what is inside twice is outside."""
    return shapely.make_valid(shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings_of(data)]))


def is_filled(data: str, x: float, y: float) -> bool:
    """Whether a position is inside an odd number of times."""
    crossings = 0
    for ring in rings_of(data):
        (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
        is_met = (y0 > y) != (y1 > y)
        share = (y - y0) / np.where(is_met, y1 - y0, 1)
        crossings += int(np.count_nonzero(is_met & (x0 + share * (x1 - x0) > x)))
    return crossings % 2 == 1


def test_names_without_a_place_are_numbers_that_are_explained_below(tmp_path: Path) -> None:
    places = [
        feature(f"place-{number}", lat=52.41 + number / 500, name=f"A place of number {number}") for number in range(12)
    ]
    found = read_exhibit(write_exhibit(tmp_path, "small", features=places)).exhibit
    assert found
    drawn = plate.plate_of(found, plate.Order(sheet=plate.Sheet.of_figure(80), form=plate.Form.FIGURE))
    texts = [(text.text or "", float(text.get("y", "0"))) for text in ET.fromstring(drawn.svg()).iter(f"{SVG}text")
             if text.get("aria-hidden") is None]  # fmt: skip
    bottom = drawn.frame.box[3]
    numbers = [text for text, y in texts if text.isdecimal() and y > bottom]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert numbers
    assert {text for text, y in texts if text.isdecimal() and y < bottom} == set(numbers)
    names = [text for text, _ in texts if text.startswith("A place of number")]
    assert len(names) == len(set(names))
    assert max(y for text, y in texts if text in names) > bottom
    lettered = plate.Order(sheet=plate.Sheet.of_figure(80), form=plate.Form.FIGURE, numbers=(("1", (13.0, 52.4)),))
    assert ">a<" in plate.plate_of(found, lettered).svg(with_fonts=False)


@pytest.mark.parametrize("lon", range(-180, 180, 60))
def test_the_globe_has_land_and_sea_where_they_are(lon: float) -> None:
    drawn, projection = globe_land(lon, 0.0), Orthographic(lon, 0.0)
    for position, is_land in CHECKED.items():
        x, y = (float(each) for each in projection.forward(*position))
        if projection.is_near(*position) and np.hypot(x, y) < 0.95:
            filled = is_filled(drawn.removesuffix(WHOLE), x * RADIUS, -y * RADIUS)
            assert filled != drawn.endswith(WHOLE) if is_land else filled == drawn.endswith(WHOLE), position


def test_a_map_of_most_of_the_world_has_no_globe_and_a_small_one_a_dot(grand_slam: Exhibit) -> None:
    frames = [plate.plate_of(replace(grand_slam, opening=View(bounds=bounds)), plate.Order()).frame for bounds in (
        (0, 16, 290, 76), (10, 50, 40, 60), (60.0, 56.0, 60.1, 56.1))]  # fmt: skip
    globes = [Globe(frame, styles()) for frame in frames]
    assert [bool(globe) for globe in globes] == [False, True, True]
    corner = globes[2].corner([], NOWHERE)
    assert globes[2].draw(corner).count("<circle") == 3
    assert globes[1].draw(corner).count("<circle") == 2


def test_the_globe_is_where_no_line_is(grand_slam: Exhibit) -> None:
    frame = plate.plate_of(grand_slam, plate.Order()).frame
    first = Globe(frame, styles()).corner([], NOWHERE)
    covered = np.array([[(first[0] + first[2]) / 2, (first[1] + first[3]) / 2]])
    assert Globe(frame, styles()).corner([covered], NOWHERE) != first
    assert Globe(frame, styles()).corner([], first) != first


def test_a_map_of_a_hemisphere_ends_in_a_circle_and_shows_no_sea_beyond() -> None:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / "across-the-line").exhibit
    assert found
    drawn = plate.plate_of(found, plate.Order())
    assert drawn.frame.limit
    x, y, radius = drawn.frame.limit
    (farthest,) = drawn.frame.pixels([145.0], [90 - NEAR])
    assert np.hypot(*(farthest - (x, y))) == pytest.approx(radius, abs=1e-6)
    assert not drawn.frame.points((-20.0, -33.0))
    assert "60° S" not in drawn.svg(with_fonts=False)
    clips = [each for each in ET.fromstring(drawn.svg()).iter(f"{SVG}clipPath") if each.get("id") == "map"]
    assert [float(each.get("r", 0)) for each in clips[0]] == [pytest.approx(radius, abs=0.01)]


def test_a_map_that_is_smaller_than_a_hemisphere_has_no_limit(grand_slam: Exhibit) -> None:
    for name in ProjectionName:
        assert plate.plate_of(grand_slam, plate.Order(projection=name)).frame.limit is None


def test_no_degrees_of_the_frame_are_over_others(grand_slam: Exhibit) -> None:
    drawn = plate.plate_of(grand_slam, plate.Order(language="ru"))
    above = drawn.frame.box[1]
    at = sorted(
        (float(text.get("x", 0)), text.text or "")
        for text in ET.fromstring(drawn.svg(with_fonts=False)).iter(f"{SVG}text")
        if "°" in (text.text or "") and above - 14 < float(text.get("y", 0)) < above
    )
    assert len(at) > 6
    face = Face("sans", 8.7)
    for (one, words), (other, further) in pairwise(at):
        assert other - one > (face.width(words) + face.width(further)) / 2


def test_land_has_relief_and_the_sea_none(tree: ET.Element, grand_slam: Exhibit) -> None:
    (image,) = tree.iter(f"{SVG}image")
    written = base64.b64decode((image.get("href") or "").removeprefix("data:image/png;base64,"))
    picture = np.array(Image.open(io.BytesIO(written)).convert("RGBA"))
    frame = plate.plate_of(grand_slam, plate.Order()).frame
    left, top, right, bottom = frame.box

    def about(lon: float, lat: float) -> np.ndarray:
        ((x, y),) = frame.points((lon, lat))
        row = round((y - top) / (bottom - top) * picture.shape[0])
        column = round((x - left) / (right - left) * picture.shape[1])
        return picture[row - 4 : row + 4, column - 4 : column + 4]

    sea, mountains = about(34.0, 43.2), about(74.0, 37.0)
    assert not sea[..., 3].any()
    assert {tuple(color) for color in mountains[..., :3].reshape(-1, 3).tolist()} >= {(51, 48, 44), (255, 255, 255)}
    assert mountains[..., 3].max() <= round(0.45 * 255)


def test_relief_is_lit_from_the_upper_left(grand_slam: Exhibit) -> None:
    frame = plate.plate_of(replace(grand_slam, opening=View(bounds=(70.0, 26.0, 90.0, 36.0))), plate.Order()).frame
    slope = tones(frame, 40, 20)
    ((x, y),) = frame.points((80.5, 29.5))
    left, top, right, bottom = frame.box
    row, column = int((y - top) / (bottom - top) * 20), int((x - left) / (right - left) * 40)
    assert slope[row - 1 : row + 2, column - 1 : column + 2].mean() < 0, "the Himalayas fall to the south-west"


def test_a_grey_map_and_one_of_a_small_place_have_no_relief(grand_slam: Exhibit) -> None:
    close = replace(grand_slam, opening=View(bounds=(60.0, 56.0, 60.5, 56.3)))
    assert "<image" not in plate.plate_of(grand_slam, plate.Order(grey=True)).svg(with_fonts=False)
    assert "<image" not in plate.plate_of(close, plate.Order()).svg(with_fonts=False)


def test_names_never_cover_marks() -> None:
    generator = np.random.default_rng(2)
    points = generator.uniform(0, 300, (40, 2))
    labels = [
        Label(((float(x), float(y)),), (Words(f"Place {number}", Face("sans", 13), "#000000"),), number, "#ffffff")
        for number, (x, y) in enumerate(points)
    ]
    placement = Placement((0, 0, 300, 300), marks=[points])
    placement.place(labels)
    assert placement.boxes
    for left, top, right, bottom in placement.boxes:
        inside = (points > (left, top)).all(axis=1) & (points < (right, bottom)).all(axis=1)
        assert not inside.any()


def test_the_scale_bar_is_where_it_covers_less() -> None:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / "zuyev-to-trabzon").exhibit
    assert found
    order = plate.Order(chapter=found.chapters[1].id, sheet=plate.Sheet(160, 108.8, 210), form=plate.Form.PART)
    drawn = plate.plate_of(found, order)
    (bar,) = [text for text in ET.fromstring(drawn.svg(with_fonts=False)).iter(f"{SVG}text")
              if (text.text or "").startswith("50 km") and text.get("aria-hidden") is None]  # fmt: skip
    left, _, right, _ = drawn.frame.box
    assert float(bar.get("x", 0)) > (left + right) / 2


def test_names_never_cover_each_other() -> None:
    generator = np.random.default_rng(1)
    face = Face("sans", 13)
    points = [(float(x), float(y)) for x, y in generator.uniform(0, 300, (120, 2))]
    labels = [
        Label((point,), (Words(f"Place {number}", face, "#000000"),), number, "#ffffff")
        for number, point in enumerate(points)
    ]
    placement = Placement((0, 0, 300, 300))
    placement.place(labels)
    boxes = list(placement.boxes)
    assert 20 < len(boxes) < 120
    for index, one in enumerate(boxes):
        assert min(one) >= 0
        assert max(one) <= 300
        for other in boxes[index + 1 :]:
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@pytest.mark.parametrize(("radius", "gap"), [(None, 8), (11, 8 * 1.8), (17, 8 * 2.6), (24, 8 * 3.4)])
def test_a_name_is_rather_farther_away_than_over_a_line(radius: float | None, gap: float) -> None:
    angles = np.arange(0, 6.28, 0.1)
    lines = [np.column_stack((100 + radius * np.cos(angles), 100 + radius * np.sin(angles)))] if radius else []
    label = Label(((100.0, 100.0),), (Words("Perm", Face("sans", 13), "#000000"),), 1, "#ffffff", gap=8)
    placement = Placement((0, 0, 200, 200), lines=lines)
    placement.place([label])
    ((left, *_),) = placement.boxes
    assert left == pytest.approx(100 + gap)


def test_a_name_in_a_box_is_farther_away_where_no_side_of_its_aircraft_is_free() -> None:
    around = [(x, y, x + 1, y + 1) for x in range(75, 130, 3) for y in (80, 90, 100, 110, 120)]
    words = (Words("Mission 4154", Face("sans", 13), "#000000"),)
    placed = []
    for box in ("", "#000000"):
        placement = Placement((0, 0, 400, 200), around, aircraft=[(100.0, 100.0)])
        placement.place([Label(((100.0, 100.0),), words, 1, "#ffffff", box=box)])
        placed.append(len(placement.boxes))
    assert placed == [0, 1]


def test_the_name_of_an_area_is_where_no_line_is() -> None:
    line = np.array([(x, 50.0) for x in range(0, 100, 5)])
    label = Label(
        ((50.0, 50.0), (50.0, 80.0)), (Words("Poland", Face("serif", 13), "#000000"),), 1, "#fff", sides=("center",)
    )
    placement = Placement((0, 0, 100, 100), lines=[line])
    placement.place([label])
    ((_, top, _, bottom),) = placement.boxes
    assert (top + bottom) / 2 == pytest.approx(80)


@pytest.mark.parametrize("text", ["Ein sehr langer Name für diesen Ort", "とても長い名前の場所であることがわかる"])
def test_words_too_long_for_their_place_shrink_and_are_then_cut(text: str) -> None:
    line = Words(text, Face("serif", 20), "#000000")
    assert line.fitted(line.width * 0.9, 8.7).text == text
    short = line.fitted(60, 8.7)
    assert short.text.endswith("…")
    assert short.width <= 60
    assert all(Face("serif", 12).width(each) <= 120 for each in wrapped(text, Face("serif", 12), 120))


@pytest.mark.parametrize("language", ["en", "de", "ru", "ja"])
def test_the_server_has_the_plate_in_each_language(client: FlaskClient, language: str) -> None:
    response = client.get(f"/grand-slam/plate.svg?lang={language}")
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"
    root = ET.fromstring(response.text)
    assert root.get("lang") == language
    assert root.findtext(f"{SVG}title")


def test_the_server_has_a_picture_for_chats_and_the_page_names_it(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    client = create_app(Settings(geodata=tmp_path, site_url="https://museum.example/")).test_client()
    response = client.get("/small/picture.png")
    assert response.mimetype == "image/png"
    assert struct.unpack(">II", response.data[16:24]) == (1200, 630)
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get("/small/").text
    assert '<meta property="og:image" content="https://museum.example/small/picture.png">' in page
    assert '<img src="plate.svg?lang=en" alt="Map: A small exhibit">' in page


def test_the_atlas_has_a_small_map_of_each_exhibit(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    client = create_app(Settings(geodata=tmp_path)).test_client()
    assert '<img src="/small/thumbnail.png" alt="" width="144" height="96" loading="lazy">' in client.get("/").text
    written = client.get("/small/thumbnail.png").data
    assert struct.unpack(">II", written[16:24]) == (288, 192)
    assert len(written) < 20_000
    assert written == client.get("/small/thumbnail.png").data


@pytest.mark.parametrize("query", ["date=yesterday", "chapter=none", "date=1941-06-22"])
def test_the_server_has_no_plate_of_what_there_is_not(client: FlaskClient, query: str) -> None:
    assert client.get(f"/grand-slam/plate.svg?{query}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_pdf_is_tagged_and_the_same_bytes_each_time(grand_slam: Exhibit, language: str) -> None:
    order = plate.Order(language=language, output="pdf")
    written = plate.printed(grand_slam, order)
    assert plate.printed(grand_slam, order) == written
    for part in (b"%PDF-", b"/StructTreeRoot", f"/Lang({language})".encode(), b"/MediaBox[0 0 841.88"):
        assert part in written
    assert written.count(b"/FontFile2") >= 2
    assert min(Printed(written).text_sizes) >= 6.5


def test_a_pdf_has_its_language_and_region(grand_slam: Exhibit) -> None:
    for language, marked in (("pt-BR", b"/Lang(pt-BR)"), ("zh-Hant", b"/Lang(zh)")):
        assert marked in plate.printed(grand_slam, plate.Order(language=language, output="pdf"))


def test_a_png_has_the_dots_of_its_size(grand_slam: Exhibit) -> None:
    order = plate.Order(sheet=plate.Sheet.of_figure(120), form=plate.Form.FIGURE, output="png", dpi=100)
    written = plate.printed(grand_slam, order)
    width, height = struct.unpack(">II", written[16:24])
    assert (width, height) == (pytest.approx(120 / 25.4 * 100, abs=1), pytest.approx(84.85 / 25.4 * 100, abs=1))


def test_words_in_a_script_without_a_font_are_refused() -> None:
    typesetting.check_script("Пешавар 1960年")
    with pytest.raises(Rejected, match="No font of Overflight has these characters: ب ش و ي"):
        typesetting.check_script("Peshawar بيشو")
    with pytest.raises(Rejected, match=r"these characters: U\+202E Print"):
        typesetting.check_script("\u202e")


def test_print_writes_a_plate_and_says_where(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    result = overflight("exhibit", "print", "small", "--format", "svg", "--to", str(tmp_path / "out"), geodata=tmp_path)
    assert result.exit_code == 0, result.output
    assert result.output.strip() == str(tmp_path / "out" / "small-plate.svg")
    assert "A small exhibit" in (tmp_path / "out" / "small-plate.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--moment", "1941-06-22"], "1941-06-22 is outside the exhibit 'small'"),
        (["--chapter", "none"], "has no chapter 'none'. Its chapters: none."),
        (["--language", "fr"], "The exhibit 'small' is not in 'fr'. Use one of en."),
        (["--paper", "b5"], "'b5' is not a size of paper. Use one of a5, a4"),
        (["--as", "handout", "--chapter", "none"], "--chapter is for plates and figures; a handout is a PDF"),
        (["--as", "booklet", "--landscape"], "--landscape is for plates and posters."),
        (["--as", "figure", "--paper", "a4"], "--paper is for sheets; a figure is as wide as its --width."),
        (["--width", "120"], "--width is for figures; a sheet has the size of its --paper."),
        (["--dpi", "120"], "--dpi is for --format png; lines have no dots."),
        (["--moment", "noon"], '"noon" is not a date.'),
        (["--as", "leaflet"], "Invalid value for '--as': 'leaflet' is not one of 'plate', 'figure',"),
        (["--as", "figure", "--width", "10"], "Invalid value for '--width': 10.0 is not in the range"),
    ],
)
def test_print_refuses_in_one_sentence_and_writes_nothing(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    write_exhibit(tmp_path, "small")
    result = overflight("exhibit", "print", "small", *arguments, "--to", str(tmp_path / "out"), geodata=tmp_path)
    assert result.exit_code == 1
    assert sentence in result.output
    assert "Usage" not in result.output
    assert not (tmp_path / "out").exists()
