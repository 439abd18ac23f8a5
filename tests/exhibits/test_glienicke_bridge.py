"""The exhibit `glienicke-bridge`, compared with its own figures: the plan, the minutes, the sources."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic
from shapely import LineString, Point, Polygon
from shapely.geometry import shape

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "glienicke-bridge"
WHITE_LINE = (13.09021, 52.41337)
BORDER_POINTS = [
    (13.088354, 52.419624),
    (13.090205, 52.413552),
    (13.090212, 52.413414),
    (13.090186, 52.412746),
    (13.090781, 52.411555),
    (13.097381, 52.409415),
    (13.096444, 52.413086),
    (13.100858, 52.41376),
]
"""Vertices of the published boundary, from Jungfernsee to the two corners of Klein Glienicke at Königstraße."""


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


EXHIBIT = tomllib.loads((FOLDER / "exhibit.toml").read_text(encoding="utf-8"))
STORY = (FOLDER / "story.en.md").read_text(encoding="utf-8")
SOURCES = {source["id"]: source for source in read("sources.json")}
LAYERS = {layer["id"]: read(layer["file"])["features"] for layer in EXHIBIT["layers"]}
FEATURES = {feature["id"]: feature for features in LAYERS.values() for feature in features}


def metres(start: tuple[float, ...], end: tuple[float, ...]) -> float:
    return float(Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"])


def azimuth(start: tuple[float, ...], end: tuple[float, ...]) -> float:
    return float(Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["azi1"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def claims(topic: str) -> list[dict[str, Any]]:
    found = [claim for feature in FEATURES.values() for claim in feature["properties"].get("claims", [])]
    return [claim for claim in found if topic in claim["topic"]]


def deck() -> Polygon:
    return Polygon(FEATURES["bridge"]["geometry"]["coordinates"][0])


def border() -> LineString:
    return LineString(FEATURES["border"]["geometry"]["coordinates"])


def track(walker: str) -> list[tuple[float, float]]:
    return [(lon, lat) for lon, lat in FEATURES[walker]["geometry"]["coordinates"]]


def test_the_bridge_has_its_published_length_and_width() -> None:
    corners = list(deck().exterior.coords)
    sides = sorted(metres(a, b) for a, b in pairwise(corners))
    assert sides[:2] == pytest.approx([22, 22], abs=1)
    assert sides[2:] == pytest.approx([128, 128], abs=2)


def test_the_white_line_crosses_the_middle_of_the_bridge_on_the_border() -> None:
    line = shape(FEATURES["white-line"]["geometry"])
    assert deck().contains(line)
    assert line.intersects(border())
    assert metres((line.centroid.x, line.centroid.y), WHITE_LINE) < 1
    assert metres((deck().centroid.x, deck().centroid.y), WHITE_LINE) < 1


@pytest.mark.parametrize("point", BORDER_POINTS)
def test_the_border_keeps_the_published_vertices(point: tuple[float, float]) -> None:
    assert point in border().coords


def test_the_border_runs_in_the_water_from_jungfernsee_to_klein_glienicke() -> None:
    water = shape(FEATURES["havel"]["geometry"])
    start, end = BORDER_POINTS[0], BORDER_POINTS[5]
    vertices = list(border().coords)
    in_mid_water = vertices[vertices.index(start) : vertices.index(end)]
    assert all(water.contains(Point(vertex)) for vertex in in_mid_water)
    assert water.contains(LineString(in_mid_water))


def test_the_banks_meet_the_bridge() -> None:
    land_below = deck().difference(shape(FEATURES["havel"]["geometry"]))
    ends = sorted(part.centroid.x for part in land_below.geoms)
    assert len(ends) == 2
    assert ends[0] < WHITE_LINE[0] < ends[1]


def test_every_polygon_of_the_plan_is_valid_and_turns_as_rfc_7946_asks() -> None:
    polygons = [shape(feature["geometry"]) for feature in LAYERS["plan"] if feature["geometry"]["type"] == "Polygon"]
    assert len(polygons) > 10
    assert all(polygon.is_valid and polygon.exterior.is_ccw for polygon in polygons)


def test_the_plan_lies_on_its_own_sheet() -> None:
    sheet = shape(FEATURES["ground"]["geometry"])
    assert all(sheet.covers(shape(feature["geometry"])) for feature in LAYERS["plan"] + LAYERS["border"])


def test_what_we_drew_says_so() -> None:
    for feature in LAYERS["plan"]:
        properties = feature["properties"]
        assert properties["basis"] == "inferred", feature["id"]
        assert {"own-drawing", "berlin-boroughs"} & cited(properties), feature["id"]


def test_the_eastern_party_holds_the_western_end() -> None:
    potsdam, berlin = (FEATURES[end]["geometry"]["coordinates"] for end in ("potsdam-end", "west-berlin-end"))
    assert potsdam[0] < WHITE_LINE[0] < berlin[0]
    assert FEATURES["soviet-party-arrives"]["geometry"]["coordinates"][0] < WHITE_LINE[0]
    assert FEATURES["american-party-arrives"]["geometry"]["coordinates"][0] > WHITE_LINE[0]
    assert metres(potsdam, berlin) == pytest.approx(128, abs=2)


@pytest.mark.parametrize(("walker", "crossing", "heading"), [("powers", 5, 70), ("fisher", 4, -110)])
def test_both_men_cross_the_white_line_at_0752_utc(walker: str, crossing: int, heading: float) -> None:
    fixes = track(walker)
    known = FEATURES[walker]["properties"]["coordinateProperties"]
    times = [instant(time) for time in known["times"]]
    assert times[crossing - 1] == datetime(1962, 2, 10, 7, 52, tzinfo=UTC)
    assert known["basis"][crossing - 1] == "documented"
    assert metres(fixes[crossing - 1], WHITE_LINE) < 3
    assert metres(fixes[crossing - 2], fixes[crossing - 1]) == pytest.approx(9.144, abs=0.2)
    assert azimuth(fixes[0], fixes[-1]) == pytest.approx(heading, abs=0.5)
    assert all(deck().contains(Point(fix)) for fix in fixes)


@pytest.mark.parametrize("walker", ["powers", "fisher"])
def test_nobody_runs(walker: str) -> None:
    fixes = track(walker)
    known = FEATURES[walker]["properties"]["coordinateProperties"]
    assert {len(values) for values in known.values()} == {len(fixes)}
    times = [instant(time) for time in known["times"]]
    for (start, left), (end, reached) in pairwise(zip(fixes, times, strict=True)):
        assert left < reached
        assert metres(start, end) / (reached - left).total_seconds() < 2


@pytest.mark.parametrize("walker", ["powers", "fisher"])
def test_only_the_steps_round_the_white_line_are_timed_in_seconds(walker: str) -> None:
    times = FEATURES[walker]["properties"]["coordinateProperties"]["times"]
    assert [time[11:19] for time in times if not time.endswith(":00Z")] == ["07:51:50", "07:52:10"]


def test_the_morning_is_in_order() -> None:
    morning = ["soviet-party-arrives", "on-to-the-bridge", "planned-start", "news-of-pryor", "crossing"]
    moments = [instant(FEATURES[event]["properties"]["when"]).strftime("%H:%M") for event in morning]
    assert moments == ["07:00", "07:15", "07:20", "07:45", "07:52"]


def test_the_later_exchanges_have_their_day_and_hour() -> None:
    later = [instant(FEATURES[event]["properties"]["when"]) for event in ("exchange-1985", "exchange-1986")]
    assert later == [datetime(1985, 6, 11, 10, tzinfo=UTC), datetime(1986, 2, 11, 9, 42, tzinfo=UTC)]


def test_the_distance_to_checkpoint_charlie_is_the_one_that_is_told() -> None:
    charlie = FEATURES["pryor-freed"]["geometry"]["coordinates"]
    assert f"{metres(WHITE_LINE, charlie) / 1000:.1f}" == "22.9"
    assert "22.9 kilometres" in STORY


@pytest.mark.parametrize(
    ("topic", "accounts"),
    [("When the two men crossed", 5), ("Which end was whose", 3), ("The day and the count of the second exchange", 6)],
)
def test_contested_points_have_all_their_accounts(topic: str, accounts: int) -> None:
    [claim] = claims(topic)
    assert len(claim["accounts"]) == accounts
    assert sum(account.get("preferred", False) for account in claim["accounts"]) == 1
    assert all(account["citations"] for account in claim["accounts"])
    assert claim["assessment"]


def test_the_preferred_hour_is_the_one_that_is_drawn() -> None:
    [claim] = claims("When the two men crossed")
    [preferred] = [account for account in claim["accounts"] if account.get("preferred")]
    assert preferred["time"] == FEATURES["powers"]["properties"]["coordinateProperties"]["times"][claim["fix"] - 1]


def test_the_border_is_never_called_the_wall() -> None:
    for feature in LAYERS["border"]:
        assert "Border" in feature["properties"]["name"]
        assert "Wall" not in json.dumps(feature["properties"], ensure_ascii=False)


def test_every_citation_resolves_and_every_source_is_cited() -> None:
    sources = set(noted(STORY)) | cited(list(FEATURES.values())) | cited(EXHIBIT)
    assert sources == set(SOURCES)


def test_every_chapter_has_its_words_and_its_place() -> None:
    chapter_texts = dict(re.findall(r"^## [^\n]+ \{#([a-z0-9-]+)\}\n(.*?)(?=^## |\Z)", STORY, re.MULTILINE | re.DOTALL))
    chapters = EXHIBIT["chapters"]
    assert len(chapters) >= 6
    assert list(chapter_texts) == [chapter["id"] for chapter in chapters]
    for chapter in chapters:
        words = re.sub(r"\[\^[^\]]+\]|!\[[^\]]*\]\([^)]*\)", "", chapter_texts[chapter["id"]])
        assert 120 <= len(words.split()) <= 200
        assert set(chapter["layers"]) <= set(LAYERS)
        shown = {feature["id"] for layer in chapter["layers"] for feature in LAYERS[layer]}
        assert chapter["focus"].split("/")[0] in shown


def test_the_reader_finds_nothing_to_mend() -> None:
    result = read_exhibit(FOLDER)
    assert result.exhibit is not None
    assert not result.faults, [str(fault) for fault in result.faults]
    assert {flight.id: flight.is_timed for flight in result.exhibit.flights} == {"powers": True, "fisher": True}
