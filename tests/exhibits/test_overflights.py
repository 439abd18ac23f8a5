"""What the exhibit `overflights` must say: its times, distances and speeds against each other, and its citations
against its sources.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely
from geographiclib.geodesic import Geodesic
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from app.content import read_exhibit
from app.world import World
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "overflights"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS: dict[str, list[dict[str, Any]]] = {
    layer["id"]: json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]
}
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS.values() for feature in features}
CHAPTERS: list[dict[str, Any]] = EXHIBIT["chapters"]
CHAPTER_WORDS = dict(re.findall(r"^## [^\n]+ \{#([a-z-]+)\}\n(.*?)(?=^## |\Z)", STORY, flags=re.MULTILINE | re.DOTALL))
WORLD = World.default()

MEAN_SPEED_OF_1_MAY_KMH = 712
EDGE_OF_THE_AMERICAN_ZONE = [10.1, 50.95]


def kilometres(*positions: list[float]) -> float:
    """The length of the WGS84 geodesics from position to position, longitude first."""
    return sum(float(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]) / 1000 for a, b in pairwise(positions))


def fixes(flight: str) -> list[dict[str, Any]]:
    """A flight's fixes in order, each with its position and all that stands beside it."""
    feature = FEATURES[flight]
    columns = {"position": feature["geometry"]["coordinates"]} | feature["properties"]["coordinateProperties"]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def instant(fix: dict[str, Any], zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(fix["times"]).astimezone(ZoneInfo(zone))


def union(day: date, name: str) -> BaseGeometry:
    """All that bears a name on the map of a day."""
    return shapely.union_all([shape for territory, shape in WORLD.territories(day).items() if territory.name == name])


def hours(start: dict[str, Any], end: dict[str, Any]) -> float:
    return (instant(end) - instant(start)).total_seconds() / 3600


def line(flight: str) -> float:
    return kilometres(*FEATURES[flight]["geometry"]["coordinates"])


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(STORY))
    assert sources == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("flight", ["mission-2013", "square-deal"])
def test_the_earlier_flights_are_drawn_as_the_sketches_they_are(flight: str) -> None:
    rows = fixes(flight)
    assert "**The line is schematic**" in FEATURES[flight]["properties"]["description"]
    assert all(row["notes"] and row["citations"] for row in rows)
    assert all(
        row["basis"] == "inferred" and row["position_uncertainty_km"] >= 10 for row in rows if row["times"] is None
    )


def test_the_first_overflight_is_longer_than_its_line() -> None:
    take_off, landing = fixes("mission-2013")[0], fixes("mission-2013")[-1]
    assert hours(take_off, landing) == 8.75
    assert line("mission-2013") == pytest.approx(3864, abs=2)
    assert line("mission-2013") < 2 / 3 * 8.75 * MEAN_SPEED_OF_1_MAY_KMH


def test_the_soviet_note_agrees_with_the_american_accounts() -> None:
    take_off, poznan, border, *_ = fixes("mission-2013")
    assert instant(border, "Europe/Moscow").strftime("%H:%M") == "09:35"
    from_the_zone = kilometres(EDGE_OF_THE_AMERICAN_ZONE, border["position"])
    assert from_the_zone == pytest.approx(983, abs=2)
    assert from_the_zone / (77 / 60) == pytest.approx(766, abs=2)
    by_poznan = kilometres(EDGE_OF_THE_AMERICAN_ZONE, poznan["position"], border["position"])
    assert by_poznan - from_the_zone < 2
    at_six_sharp = kilometres(take_off["position"], poznan["position"], border["position"]) / (95 / 60)
    assert at_six_sharp == pytest.approx(719, abs=2)
    assert take_off["time_uncertainty_min"] >= 10


def test_the_route_of_the_note_is_an_account_and_no_flight() -> None:
    track = FEATURES["note-track"]
    assert track["properties"]["kind"] == "area"
    length = kilometres(*track["geometry"]["coordinates"])
    assert length == pytest.approx(732, abs=2)
    assert length / (92 / 60) == pytest.approx(477, abs=2)


def test_square_deal_adds_up_in_moscow_time() -> None:
    take_off, border, detected, *_, out, in_iran, landing = fixes("square-deal")
    assert [instant(fix, "Europe/Moscow").strftime("%H:%M") for fix in (detected, out)] == ["04:47", "11:32"]
    assert hours(detected, out) == 6.75
    assert kilometres(border["position"], detected["position"]) == pytest.approx(250, abs=2)
    assert hours(take_off, landing) == pytest.approx(8 + 40 / 60)
    for leg in ((take_off, border), (border, detected), (out, in_iran, landing)):
        way = kilometres(*(fix["position"] for fix in leg))
        assert way / MEAN_SPEED_OF_1_MAY_KMH == pytest.approx(hours(leg[0], leg[-1]), abs=0.1)
    assert line("square-deal") == pytest.approx(5246, abs=5)


def test_square_deal_crosses_the_soviet_border_where_it_says_so() -> None:
    soviet = union(date(1960, 4, 9), "Soviet Union")
    _, border, *_, out, in_iran, _ = fixes("square-deal")
    for fix in (border, out):
        nearest = soviet.boundary.interpolate(soviet.boundary.project(Point(fix["position"][:2])))
        assert kilometres(fix["position"], [nearest.x, nearest.y]) < 5
    assert union(date(1960, 4, 9), "Iran").contains(Point(in_iran["position"]))


def test_the_rb_47_lies_at_sea() -> None:
    place = Point(FEATURES["rb-47"]["geometry"]["coordinates"])
    assert not any(shape.contains(place) for shape in WORLD.territories(date(1960, 7, 1)).values())


def test_the_dead_have_their_names() -> None:
    assert "Vladimir Karchevsky" in CHAPTER_WORDS["square-deal"]
    for name in ("Palm", "Posa", "Phillips", "Goforth", "Olmstead", "McKone"):
        assert name in CHAPTER_WORDS["after-paris"]


def test_grand_slam_keeps_the_times_and_places_of_its_own_exhibit() -> None:
    features = json.loads((FOLDER.parent / "grand-slam" / "flown.geojson").read_text("utf-8"))["features"]
    whole = next(feature for feature in features if feature["id"] == "mission-4154")
    positions = dict(
        zip(whole["properties"]["coordinateProperties"]["times"], whole["geometry"]["coordinates"], strict=True)
    )
    assert all(positions[fix["times"]] == fix["position"] for fix in fixes("grand-slam"))


def test_the_statement_of_7_may_came_at_six_in_washington() -> None:
    when = datetime.fromisoformat(FEATURES["state-department"]["properties"]["when"])
    assert when.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M") == "18:00"
    for layer, days in (("cover-story-weather", range(3, 7)), ("cover-story-pilot", range(7, 12))):
        assert {int(feature["properties"]["when"][8:10]) for feature in LAYERS[layer]} <= set(days)


def test_the_american_note_is_the_embassys_and_has_no_oxygen() -> None:
    note = FEATURES["us-note"]["properties"]["description"]
    assert note.startswith("The American Embassy")
    assert note.endswith("of the oxygen it says nothing.")


def test_what_has_no_place_is_not_plotted() -> None:
    assert {feature["id"] for feature in FEATURES.values() if feature["geometry"] is None} == {
        "british-flights", "note-23", "three-o-clock", "us-note",
    }  # fmt: skip


def test_the_chapters_stand_in_the_order_of_time_and_look_at_what_is_on_show() -> None:
    dates = [datetime.fromisoformat(chapter["date"]) for chapter in CHAPTERS]
    assert dates == sorted(dates)
    assert re.findall(r"^## .+ \{#([a-z-]+)\}$", STORY, flags=re.MULTILINE) == [chapter["id"] for chapter in CHAPTERS]
    for chapter in CHAPTERS:
        assert chapter["focus"].partition("/")[0] in {
            feature["id"] for layer in chapter["layers"] for feature in LAYERS[layer]
        }
