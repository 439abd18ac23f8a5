"""The exhibit `across-the-line`: its flights held against each other and against its words, and Flight 007
across 180°.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from app.content.layers.geojson_writer import write_layer
from app.domain import Flight
from app.geodesy.track import track
from app.world import World
from tests.citing import cited, noted, source_of

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "across-the-line"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
BIBLIOGRAPHY: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
SOURCES = [source["id"] for source in BIBLIOGRAPHY]
NOTES = {source["id"]: source.get("note", "") for source in BIBLIOGRAPHY}
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


def flight(key: str) -> Flight:
    """The flight as the reader has it, after the whole folder has been found without fault."""
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None
    return next(found for found in result.exhibit.flights if found.id == key)


def test_every_citation_is_in_the_bibliography_and_every_source_is_cited() -> None:
    assert set(noted(STORY)) | cited(list(FEATURES.values())) | cited(EXHIBIT) == set(SOURCES)
    assert len(SOURCES) == len(set(SOURCES))


def quotations() -> Iterator[tuple[str, str]]:
    """What the story and the claims quote in four words or more, passage by passage, with the source that they name
    first.
    """
    found = re.findall(r"“([^”]+)”[^“\[]*\[\^([^\],]+)", STORY)
    accounts = (
        account
        for feature in FEATURES.values()
        for each in feature["properties"].get("claims", [])
        for account in each["accounts"]
    )
    for account in accounts:
        quote = account.get("quote", "")
        texts = quote.values() if isinstance(quote, dict) else [quote]
        found += [(words, source_of(account["citations"][0])) for words in texts]
    for words, source in found:
        passages = [passage.strip(" .,") for passage in words.split("…")]
        yield from ((passage, source) for passage in passages if len(passage.split()) > 3)


@pytest.mark.parametrize(("words", "source"), list(quotations()))
def test_a_quotation_stands_in_the_note_of_its_source(words: str, source: str) -> None:
    assert all(sentence.strip(" .") in NOTES[source] for sentence in words.split(". "))


@pytest.mark.parametrize("key", [feature["id"] for feature in FLIGHTS])
def test_every_fix_says_what_it_rests_on(key: str) -> None:
    for fix in fixes(key):
        assert fix["citations"]
        assert fix["notes"]
        assert fix["basis"] in {"documented", "inferred", "interpolated"}
        assert fix["position_uncertainty_km"] > 0
        if cited(fix) <= {"general-knowledge", "own-calculation"}:
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
        assert chapter["focus"].split("/")[0] in {
            feature["id"] for layer in chapter["layers"] for feature in LAYERS[layer]
        }
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
    gdov, dno = fixes("rust")[3], claim("rust", "Where was he at three o’clock in Moscow?")["accounts"][1]
    assert minutes(gdov["times"], dno["time"]) == 12
    assert kilometres(gdov["position"], dno["position"]) / 12 * 60 == pytest.approx(804, abs=2)
    assert speed("rust", 4, 6) == pytest.approx(181, abs=1)


def test_what_is_written_of_rust_has_both_its_accounts() -> None:
    wires, hours = (
        [cited(account) for account in claim("rust", topic)["accounts"]]
        for topic in ("Were there wires over the bridge?", "How many hours had he flown?")
    )
    assert wires == [{"vraki-rust"}, {"wikipedia-rust"}]
    assert hours == [{"hysell-rust", "la-times-1987-05-31"}, {"air-and-space-rust"}]


def test_what_has_no_place_is_not_plotted() -> None:
    placeless = ["airlift", "order-to-fire", "balalaikas", "welcome-home", "jordanian-hunters", "bosov-fires"]
    placeless += ["rc-135", "warning-bursts", "osipovich-overtakes"]
    assert [key for key, feature in FEATURES.items() if feature["geometry"] is None] == placeless


def fixed(place: str) -> int:
    """The number, from 0, of the fix of flight 007 that has a name."""
    return next(number for number, fix in enumerate(fixes("kal-007")) if fix["places"] == place)


def ashore() -> list[tuple[datetime, bool]]:
    """For every vertex of the drawn line of flight 007 the moment, and whether it is over land on the map of
    that day.
    """
    line = track(flight("kal-007"))
    land = shapely.union_all(list(World.default().territories(date(1983, 8, 31)).values()))
    shapely.prepare(land)
    over = shapely.contains_xy(land, (line.lon + 180) % 360 - 180, line.lat)
    return [
        (datetime.fromtimestamp(float(moment), UTC), bool(is_land))
        for moment, is_land in zip(line.seconds, over, strict=True)
    ]


def test_flight_007_comes_to_kamchatka_and_to_sakhalin_at_the_published_minutes() -> None:
    at_sea_since = datetime.fromisoformat(fixes("kal-007")[fixed("Across 180°")]["times"])
    landfalls = [now for (_, before), (now, after) in pairwise(ashore()) if now > at_sea_since and after and not before]
    assert abs((landfalls[0] - datetime(1983, 8, 31, 16, 30, tzinfo=UTC)).total_seconds()) <= 120
    sakhalin = next(moment for moment in landfalls if moment.hour == 18)
    assert abs((sakhalin - datetime(1983, 8, 31, 18, 16, tzinfo=UTC)).total_seconds()) <= 120


def test_flight_007_is_off_kamchatka_before_it_comes_to_its_coast() -> None:
    flown = fixes("kal-007")
    off, coast = fixed("Off Kamchatka"), fixed("Coast of Kamchatka")
    moment = datetime.fromisoformat(flown[off]["times"])
    assert not next(over for now, over in ashore() if now >= moment)
    assert off < coast


def test_flight_007_bends_as_an_aircraft_does_that_holds_a_magnetic_heading() -> None:
    flown = [fix["position"] for fix in fixes("kal-007")]
    first, last = fixed("Abeam Bethel"), len(flown) - 1
    straight = Geodesic.WGS84.InverseLine(flown[first][1], flown[first][0], flown[last][1], flown[last][0])
    way = kilometres(*flown[first:])
    assert way == pytest.approx(3941, abs=3)
    middle = straight.Position(straight.s13 / 2)
    nearest = min(kilometres(position, [middle["lon2"], middle["lat2"]]) for position in flown[first:])
    assert nearest > 100


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
    result = read_exhibit(FOLDER)
    assert result.exhibit is not None
    layer = next(layer for layer in result.exhibit.layers if layer.id == "kal-007")
    written: Any = json.loads(json.dumps(write_layer(layer)))
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
    result = read_exhibit(FOLDER)
    assert result.exhibit is not None
    shown = {
        chapter.id: [
            str(clock.name) for clock in result.exhibit.clocks if chapter.date and clock.is_shown_at(chapter.date)
        ]
        for chapter in result.exhibit.chapters
    }
    assert shown["berlin"] == ["Berlin"]
    assert shown["banes"] == ["Washington", "Havana"]
    assert shown["sakhalin"] == ["Anchorage", "Sakhalin", "Seoul"]
    assert all(shown.values())
