"""The exhibit `across-the-line`: its flights held against each other and against its words, and Flight 007 across 180°."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from app.content.rfc7946 import layer_geojson
from app.domain import Flight
from app.geodesy.track import track

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "across-the-line"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
SOURCES = [source["id"] for source in json.loads((FOLDER / "sources.json").read_text("utf-8"))]
LAYERS: dict[str, list[dict[str, Any]]] = {
    layer["id"]: json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]
}
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS.values() for feature in features}
FLIGHTS = [feature for feature in FEATURES.values() if feature["properties"]["kind"] == "flight"]

Fixes = list[dict[str, Any]]


def kilometres(*positions: list[float]) -> float:
    """Along the WGS84 geodesics from one position to the next, longitude first."""
    return sum(float(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"]) for a, b in pairwise(positions)) / 1000


def fixes(flight: str) -> Fixes:
    """A flight's fixes with all that stands beside their coordinates, as one list."""
    feature = FEATURES[flight]
    columns = {"position": feature["geometry"]["coordinates"], **feature["properties"]["coordinateProperties"]}
    if feature["geometry"]["type"] == "MultiLineString":
        columns = {key: [value for part in parts for value in part] for key, parts in columns.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def minutes(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 60


def speed(flight: str, first: int, last: int) -> float:
    """In km/h along the fixes from one number to another, from 1."""
    way = fixes(flight)[first - 1 : last]
    return kilometres(*(fix["position"] for fix in way)) / minutes(way[0]["times"], way[-1]["times"]) * 60


def claim(flight: str, topic: str) -> dict[str, Any]:
    return next(claim for claim in FEATURES[flight]["properties"]["claims"] if claim["topic"] == topic)


def cited(value: object) -> set[str]:
    """Every source id below a value."""
    if isinstance(value, list):
        return set().union(*map(cited, value))
    if not isinstance(value, dict):
        return set()
    own = value.get("citations", [])
    flat = {source for entry in own for inner in named(entry) for source in named(inner)}
    return flat.union(*(cited(inner) for key, inner in value.items() if key != "citations"))


def named(entry: Any) -> list[Any]:
    """A list as it is, a single id as a list of one."""
    return entry if isinstance(entry, list) else [entry]


def flight(key: str) -> Flight:
    """The flight as the reader has it, after the whole folder has been found without fault."""
    reading = read_exhibit(FOLDER)
    assert reading.faults == ()
    assert reading.exhibit is not None
    return next(found for found in reading.exhibit.flights if found.id == key)


def test_every_citation_is_in_the_bibliography_and_every_source_is_cited() -> None:
    notes = set(re.findall(r"\[\^([^\]]+)\]", STORY))
    assert notes | cited(list(FEATURES.values())) | cited(EXHIBIT) == set(SOURCES)
    assert len(SOURCES) == len(set(SOURCES))


@pytest.mark.parametrize("key", [feature["id"] for feature in FLIGHTS])
def test_every_fix_says_what_it_rests_on(key: str) -> None:
    for fix in fixes(key):
        assert fix["citations"]
        assert fix["notes"]
        assert fix["basis"] in {"documented", "inferred", "interpolated"}
        assert fix["position_uncertainty_km"] > 0
        if set(fix["citations"]) <= {"general-knowledge", "own-calculation"}:
            assert fix["basis"] != "documented"


@pytest.mark.parametrize("key", [feature["id"] for feature in FLIGHTS])
def test_no_flight_goes_back_in_time_or_faster_than_it_can(key: str) -> None:
    known = [fix for fix in fixes(key) if fix.get("times")]
    slack = [fix.get("time_uncertainty_min") or 0 for fix in known]
    limit = FEATURES[key]["properties"].get("max_speed_kmh", 1000)
    for (before, after), spare in zip(pairwise(known), map(sum, pairwise(slack)), strict=True):
        passed = minutes(before["times"], after["times"])
        assert passed > 0
        assert kilometres(before["position"], after["position"]) <= limit * (passed + spare) / 60


def test_the_chapters_are_told_in_order_of_time_and_each_shows_its_own_layer() -> None:
    chapters = EXHIBIT["chapters"]
    assert re.findall(r"^## .+ \{#([a-z-]+)\}$", STORY, re.MULTILINE) == [chapter["id"] for chapter in chapters]
    dates = [datetime.fromisoformat(chapter["date"]) for chapter in chapters]
    assert dates == sorted(dates)
    for chapter in chapters:
        assert chapter["focus"].split("/")[0] in {feature["id"] for layer in chapter["layers"] for feature in LAYERS[layer]}
    assert {layer for chapter in chapters for layer in chapter["layers"]} == set(LAYERS)


def test_thirteen_minutes_are_the_shortest_way_to_kimpo_at_six_hundred_miles_an_hour() -> None:
    way = fixes("no-kum-sok")
    distance = kilometres(way[0]["position"], way[-1]["position"])
    assert distance == pytest.approx(209, abs=0.5)
    assert distance / (600 * 1.609344) * 60 == pytest.approx(13, abs=0.01)
    accounts = claim("no-kum-sok", "How long did it take?")["accounts"]
    assert [minutes(way[0]["times"], account["time"]) for account in accounts] == [13, 15, 17]


def test_anderson_was_over_cuba_for_67_minutes_and_maultsby_crossed_forty_minutes_after_his_loss() -> None:
    cuba = fixes("anderson")[2:]
    assert minutes(cuba[0]["times"], cuba[-1]["times"]) == 67
    assert kilometres(*(fix["position"] for fix in cuba)) == pytest.approx(713, abs=1)
    assert speed("anderson", 3, 9) == pytest.approx(638, abs=1)
    assert minutes(cuba[-1]["times"], fixes("maultsby")[3]["times"]) == 40


def test_where_maultsby_was_for_five_hours_is_not_drawn() -> None:
    assert [len(part) for part in FEATURES["maultsby"]["geometry"]["coordinates"]] == [3, 3]
    lost, found = fixes("maultsby")[2:4]
    assert minutes(lost["times"], found["times"]) == pytest.approx(291)
    assert found["position_uncertainty_km"] == 300


def test_flight_902_cannot_have_been_at_alert() -> None:
    alert = claim("kal-902", "Where did he turn?")["accounts"][0]
    contact = fixes("kal-902")[4]
    distance = kilometres(alert["position"], contact["position"])
    assert minutes(alert["time"], contact["times"]) == 54
    assert distance == pytest.approx(2200, abs=1)
    assert distance / 54 * 60 == pytest.approx(2440, abs=5)
    assert speed("kal-902", 1, 5) == pytest.approx(763, abs=1)


def test_rust_cannot_have_been_at_gdov_and_at_dno() -> None:
    gdov, dno = fixes("rust")[3], claim("rust", "Where was he at three o'clock in Moscow?")["accounts"][1]
    assert minutes(gdov["times"], dno["time"]) == 12
    assert kilometres(gdov["position"], dno["position"]) / 12 * 60 == pytest.approx(804, abs=2)
    assert speed("rust", 4, 6) == pytest.approx(181, abs=1)


def test_what_has_no_place_is_not_plotted() -> None:
    placeless = ["airlift", "order-to-fire", "balalaikas", "welcome-home", "jordanian-hunters", "bosov-fires", "osipovich-overtakes"]
    assert [key for key, feature in FEATURES.items() if feature["geometry"] is None] == placeless


def test_flight_007_was_677_kilometres_from_the_point_where_its_crew_expected_to_be() -> None:
    flown, route = fixes("kal-007"), fixes("route-20")
    assert minutes(flown[-1]["times"], route[-1]["times"]) == pytest.approx(0, abs=0.1)
    assert kilometres(flown[-1]["position"], route[-1]["position"]) == pytest.approx(677, abs=1)
    assert kilometres(flown[2]["position"], route[0]["position"]) == pytest.approx(22, abs=0.5)
    assert speed("kal-007", 3, 12) == pytest.approx(853, abs=1)
    at_1707 = track(flight("kal-007"))
    reported = datetime.fromisoformat(route[5]["times"]).timestamp()
    lon, lat = (float(np.interp(reported, at_1707.seconds, column)) for column in (at_1707.lon, at_1707.lat))
    assert kilometres([lon, lat], route[5]["position"]) == pytest.approx(576, abs=1)


@pytest.mark.parametrize("key", ["kal-007", "route-20"])
def test_the_track_for_the_browser_runs_on_across_180_degrees_without_a_jump(key: str) -> None:
    line = track(flight(key))
    assert float(line.lon[0]) > -180 > float(line.lon[-1])
    assert np.all(np.diff(line.lon) < 0)
    assert float(np.abs(np.diff(line.lon)).max()) < 0.5
    packed = line.packed()["lon"]
    steps = [item[0] if isinstance(item, list) else item for item in packed[1:]]
    assert all(step is not None and abs(step) < 50_000 for step in steps)


@pytest.mark.parametrize("key", ["kal-007", "route-20"])
def test_the_download_is_cut_at_180_degrees_and_its_pieces_join(key: str) -> None:
    reading = read_exhibit(FOLDER)
    assert reading.exhibit is not None
    layer = next(layer for layer in reading.exhibit.layers if layer.id == "kal-007")
    written: Any = json.loads(json.dumps(layer_geojson(layer)))
    feature = next(feature for feature in written["features"] if feature["id"] == key)
    assert feature["geometry"]["type"] == "MultiLineString"
    east, west = feature["geometry"]["coordinates"]
    assert (east[-1][0], west[0][0]) == (-180, 180)
    assert east[-1][1:] == west[0][1:]
    assert all(-180 <= lon <= 0 for lon, *_ in east)
    assert all(0 <= lon <= 180 for lon, *_ in west)
    assert all(abs(b[0] - a[0]) < 30 for part in (east, west) for a, b in pairwise(part))
    times = feature["properties"]["coordinateProperties"]["times"]
    assert [len(part) for part in times] == [len(east), len(west)]


def test_clocks_hang_only_for_the_flights_of_their_places() -> None:
    reading = read_exhibit(FOLDER)
    assert reading.exhibit is not None
    shown = {
        chapter.id: [str(clock.name) for clock in reading.exhibit.clocks if chapter.date and clock.hangs(chapter.date)]
        for chapter in reading.exhibit.chapters
    }
    assert shown["berlin"] == ["Berlin"]
    assert shown["banes"] == ["Washington", "Havana"]
    assert shown["sakhalin"] == ["Anchorage", "Sakhalin", "Seoul"]
    assert all(shown.values())
