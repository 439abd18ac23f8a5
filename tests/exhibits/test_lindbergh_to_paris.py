"""What the exhibit `lindbergh-to-paris` must say: its clocks, heights and speeds against its sources, and the states of
that day. It has two languages.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from app.world import World
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "lindbergh-to-paris"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS = [json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]]
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS for feature in features}
FLIGHT = FEATURES["spirit-of-st-louis"]
POSITIONS: list[list[float]] = FLIGHT["geometry"]["coordinates"]
FIXES: dict[str, list[Any]] = FLIGHT["properties"]["coordinateProperties"]
TIMES = [datetime.fromisoformat(time) for time in FIXES["times"]]
FOOT_M = 0.3048
LAST_LOGGED = 14
"""The fix of 1:52 in New York, the last whose height is in the pages of the log that were read."""


def number(place: str) -> int:
    """The number, from 0, of the fix of that name."""
    return FIXES["places"].index(place)


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None
    assert result.exhibit.languages == ("en", "de")


def test_every_source_is_known_and_none_is_idle() -> None:
    story = (FOLDER / "story.en.md").read_text("utf-8")
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(story))
    assert sources == {source["id"] for source in SOURCES}


def test_no_link_leads_to_a_site_of_copies() -> None:
    """What others uploaded or took over is cited by its publisher, its library, or without an address."""
    hosts = {urlsplit(source.get("URL", "")).hostname for source in SOURCES}
    assert not hosts & {"www.historyworm.com", "www.yumpu.com", "aircraftube.com"}


def test_no_conversion_stands_within_a_quotation() -> None:
    text = " ".join((FOLDER / "story.de.md").read_text("utf-8").split())
    assert not [quoted for quoted in re.findall("„([^“]+)“", text) if re.search(r"\(\d", quoted)]


def test_he_takes_off_and_lands_by_the_clocks_of_his_log() -> None:
    assert TIMES[0].astimezone(ZoneInfo("America/New_York")).strftime("%d %H:%M") == "20 07:52"
    assert TIMES[-1].astimezone(ZoneInfo("Europe/Paris")).strftime("%d %H:%M") == "21 22:22"
    assert (TIMES[-1] - TIMES[0]).total_seconds() == (33 * 60 + 30) * 60


def test_every_fix_says_what_it_rests_on() -> None:
    assert {len(values) for values in FIXES.values()} == {len(POSITIONS)}
    assert all(FIXES["notes"])
    assert all(FIXES["citations"])
    assert all(FIXES["position_uncertainty_km"])
    assert all(FIXES["time_uncertainty_min"])


def test_no_leg_is_faster_than_the_aircraft() -> None:
    """Or slower than its hours over the sea, before it circled at Paris."""
    legs = list(pairwise(zip(TIMES, POSITIONS, strict=True)))[:-1]
    for (before, here), (after, there) in legs:
        km = float(Geodesic.WGS84.Inverse(here[1], here[0], there[1], there[0])["s12"]) / 1000
        assert 115 < km / ((after - before).total_seconds() / 3600) < 200


def test_between_newfoundland_and_ireland_no_position_is_more_than_interpolated() -> None:
    night = range(number("St. John’s: out through the gap") + 1, number("Ireland: Dingle Bay"))
    assert {FIXES["basis"][fix] for fix in night} == {"interpolated"}
    assert min(FIXES["position_uncertainty_km"][fix] for fix in night) >= 60


def test_heights_are_those_that_were_read_and_none_is_drawn_where_none_was() -> None:
    feet = [round(position[2] / FOOT_M, -1) for position in POSITIONS if len(position) == 3]
    assert feet == [500, 150, 200, 600, 300, 800, 10_000, 10_200, 9_000, 50, 200, 4_000]
    assert FIXES["altitude_hold"][LAST_LOGGED] is False
    assert FIXES["time_uncertainty_min"][LAST_LOGGED] == 2


@pytest.mark.parametrize(
    "name", ["Jacob Islamoff", "Charles Clavier", "Noel Davis", "Stanton Wooster", "Nungesser", "Coli"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_those_who_were_lost_before_him_are_named(name: str, language: str) -> None:
    assert name in " ".join((FOLDER / f"story.{language}.md").read_text("utf-8").split())


def test_rival_minutes_of_the_landing_are_all_given() -> None:
    claim = next(claim for claim in FLIGHT["properties"]["claims"] if claim["topic"] == "When did he land?")
    minutes = [datetime.fromisoformat(account["time"]).strftime("%H:%M") for account in claim["accounts"]]
    assert minutes == ["21:05", "21:19", "21:21", "21:22", "21:24", "21:25"]
    assert [account for account in claim["accounts"] if account.get("preferred")] == [claim["accounts"][3]]


def test_the_map_of_that_day_has_the_states_of_which_the_story_speaks() -> None:
    territories = World.default().territories(date(1927, 5, 21))
    names = {territory.name for territory in territories}
    east = {"Germany", "Danzig", "Memel Territory", "Kingdom of Serbs, Croats and Slovenes"}
    assert {"Newfoundland", "Irish Free State", *east} <= names
    assert {name for name in names if "Germany" in name} == {"Germany"}
