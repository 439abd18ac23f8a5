"""What the exhibit `zuyev-to-trabzon` must say: its distances, clocks and speeds against each other, and its
sources.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "zuyev-to-trabzon"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS = [json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]]
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS for feature in features}

STATUTE_MILE_KM = 1.609344


def kilometres(one: list[float], other: list[float]) -> float:
    """The WGS84 geodesic between two positions, longitude first."""
    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["s12"]) / 1000


def position(feature: str) -> list[float]:
    return list(FEATURES[feature]["geometry"]["coordinates"])


def times(flight: str) -> list[datetime | None]:
    about = FEATURES[flight]["properties"]["coordinateProperties"]
    return [datetime.fromisoformat(time) if time else None for time in about["times"]]


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(STORY))
    assert sources == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("flight", ["zuyev", "return"])
def test_no_leg_is_faster_than_sound_and_every_fix_says_what_it_rests_on(flight: str) -> None:
    about = FEATURES[flight]["properties"]["coordinateProperties"]
    positions = FEATURES[flight]["geometry"]["coordinates"]
    assert {len(values) for values in about.values()} == {len(positions)}
    named = zip(about["places"], about["notes"], about["citations"], about["position_uncertainty_km"], strict=True)
    assert all(all(rest) for place, *rest in named if place)
    timed = [(time, place) for time, place in zip(times(flight), positions, strict=True) if time]
    for (before, here), (after, there) in pairwise(timed):
        assert 0 < kilometres(here, there) < 1225 * (after - before).total_seconds() / 3600


def test_his_own_book_is_heard_where_it_speaks() -> None:
    claims = {
        claim["topic"]: claim for name in ("shoot-out", "zuyev") for claim in FEATURES[name]["properties"]["claims"]
    }
    for topic in ("How did he get to the aircraft?", "Where was he hit?", "What did he say first?"):
        assert "fulcrum" in cited(claims[topic]), topic
    assert "cake" in next(
        account["says"]
        for account in claims["How did he get to the aircraft?"]["accounts"]
        if "fulcrum" in cited(account)
    )


def test_the_distances_are_those_of_the_map() -> None:
    way = kilometres(position("tskhakaya"), position("trabzon"))
    assert way == pytest.approx(233, abs=0.6)
    assert way / STATUTE_MILE_KM == pytest.approx(145, abs=0.5)
    assert way * 4 == pytest.approx(930, abs=6)
    assert way * 2 == pytest.approx(470, abs=5)
    assert kilometres(position("batumi"), position("trabzon")) == pytest.approx(166, abs=0.6)
    assert kilometres(position("tskhakaya"), position("batumi")) == pytest.approx(79, abs=0.6)


def test_he_lands_at_ten_past_five_and_the_aircraft_leaves_thirty_five_hours_later() -> None:
    landed, left = times("zuyev")[-1], times("return")[0]
    assert landed is not None
    assert left is not None
    clocks = {
        clock["name"]: landed.astimezone(ZoneInfo(clock["zone"])).strftime("%H:%M") for clock in EXHIBIT["clocks"]
    }
    assert clocks == {"Trabzon": "05:10", "Moscow": "06:10", "Georgia": "07:10"}
    assert left.astimezone(ZoneInfo("Europe/Istanbul")).strftime("%d %H:%M") == "21 16:30"
    assert (left - landed).total_seconds() // 3600 == 35


def test_he_was_younger_than_the_newspapers_said() -> None:
    assert (date(1989, 5, 20) - date(1961, 7, 17)).days // 365.25 == 27


def test_the_flight_begins_and_ends_at_the_airfields() -> None:
    line = FEATURES["zuyev"]["geometry"]["coordinates"]
    assert (line[0][:2], line[-1][:2]) == (position("tskhakaya"), position("trabzon"))
    assert FEATURES["return"]["geometry"]["coordinates"][0][:2] == position("trabzon")
    assert FEATURES["two-pilots"]["geometry"] is None
