"""What the exhibit `foxbat` must say: its figures against each other and against the drawing, and what has no place
unplotted.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "foxbat"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS = [json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]]
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS for feature in features}
FLIGHTS = [feature for feature in FEATURES.values() if feature["properties"]["kind"] == "flight"]

STATUTE_MILE_KM, FOOT_M, SOUND_KMH = 1.609344, 0.3048, 1062


def kilometres(one: list[float], other: list[float]) -> float:
    """The WGS84 geodesic between two positions, longitude first."""
    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["s12"]) / 1000


def length(flight: str) -> float:
    return sum(kilometres(*leg) for leg in pairwise(FEATURES[flight]["geometry"]["coordinates"]))


def claim(feature: str, topic: str) -> dict[str, Any]:
    return next(claim for claim in FEATURES[feature]["properties"]["claims"] if claim["topic"] == topic)


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(STORY))
    assert sources == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: str(flight["id"]))
def test_every_fix_says_what_it_rests_on_and_no_leg_is_too_fast(flight: dict[str, Any]) -> None:
    about = flight["properties"]["coordinateProperties"]
    positions = flight["geometry"]["coordinates"]
    assert {len(values) for values in about.values()} == {len(positions)}
    assert all(map(all, zip(about["citations"], about["notes"], about["position_uncertainty_km"], strict=True)))
    timed = [
        (datetime.fromisoformat(time), place) for time, place in zip(about["times"], positions, strict=True) if time
    ]
    for (before, here), (after, there) in pairwise(timed):
        assert 0 < kilometres(here, there) <= 3000 * (after - before).total_seconds() / 3600


def test_the_pair_off_ashkelon_is_nineteen_miles_out_and_80000_feet_up() -> None:
    off = 19 * STATUTE_MILE_KM
    [account] = [
        account for account in claim("ashkelon", "How near to Israel?")["accounts"] if account.get("preferred")
    ]
    assert account["position"] == FEATURES["ashkelon"]["geometry"]["coordinates"][2][:2]
    assert f"({off:.0f} km)" in account["says"]
    assert FEATURES["ashkelon"]["geometry"]["coordinates"][2][2] == pytest.approx(80000 * FOOT_M, abs=50)


def test_the_pair_of_november_is_drawn_between_the_places_that_the_report_names() -> None:
    came_in, _, went_out = FEATURES["three-minutes"]["geometry"]["coordinates"]
    el_arish, ras_sudar = (FEATURES[place]["geometry"]["coordinates"] for place in ("el-arish", "ras-sudar"))
    assert came_in[0] < el_arish[0]
    assert kilometres(went_out, ras_sudar) < 1
    times = FEATURES["three-minutes"]["properties"]["coordinateProperties"]["times"]
    first, last = datetime.fromisoformat(times[0]), datetime.fromisoformat(times[-1])
    before_noon_in_israel = datetime.fromisoformat("1971-11-06T10:00Z")
    assert first < last < before_noon_in_israel
    hours = (last - first).total_seconds() / 3600
    assert length("three-minutes") / hours == pytest.approx(2.5 * SOUND_KMH, rel=0.06)


def test_the_figures_of_the_november_report_are_shown_and_none_of_them_is_called_refuted() -> None:
    contradiction = claim("three-minutes", "How far, how fast, how near to the Canal?")
    says = [account["says"] for account in contradiction["accounts"]]
    assert f"({200 * STATUTE_MILE_KM:.0f} km)" in says[1]
    assert f"({100 * STATUTE_MILE_KM:.0f} km)" in says[2]
    assert not any("own-calculation" in account["citations"] for account in contradiction["accounts"])
    between = length("three-minutes")
    assert (
        f"some {round(between, -1):.0f} km (about {round(between / STATUTE_MILE_KM, -1):.0f} miles)"
        in contradiction["assessment"]
    )
    ends = FEATURES["three-minutes"]["geometry"]["coordinates"]
    canal = ([32.31, 30.85], [32.55, 29.97])
    assert all(min(kilometres(end, bank) for bank in canal) < 100 * STATUTE_MILE_KM for end in (ends[0], ends[-1]))


def test_sinai_takes_eight_minutes_at_the_speed_of_october() -> None:
    there = FEATURES["ismailia-sharm"]["geometry"]["coordinates"]
    between = kilometres(there[0], there[1])
    assert (
        f"some {round(between, -1):.0f} km"
        in FEATURES["ismailia-sharm"]["properties"]["coordinateProperties"]["notes"][1]
    )
    assert 60 * between / (2.5 * SOUND_KMH) == pytest.approx(8, abs=0.2)
    assert length("canal-and-gulf") - kilometres([34.33, 27.91], [33.4, 27.9]) == pytest.approx(434, abs=1)


def test_what_has_no_known_place_is_not_plotted() -> None:
    unplaced = {name for name, feature in FEATURES.items() if feature["geometry"] is None}
    assert unplaced == {"ye-155p-1", "record-1967", "record-1977", "dimona-1967", "over-tel-aviv"}


def test_article_and_readers_both_speak_in_the_dispute_and_each_under_its_own_name() -> None:
    accounts = claim("domodedovo", "“Completely unknown in the West”?")["accounts"]
    assert sum(account["citations"] == ["aviationist"] for account in accounts) == 1
    assert [
        source for account in accounts for source in account["citations"] if str(source).startswith("aviationist-")
    ] == [
        "aviationist-comment-4",
        "aviationist-comment-4-reply-4",
        "aviationist-comment-4-reply-5",
        "aviationist-comment-4-reply-6",
    ]
    assert all(source.get("checked", False) == source["id"].startswith("aviationist") for source in SOURCES)


def test_the_flight_over_tel_aviv_has_three_dates_and_no_line() -> None:
    accounts = claim("over-tel-aviv", "When did he fly over Tel Aviv?")["accounts"]
    assert [year for account in accounts for year in re.findall(r"\b19\d\d\b", account["says"])] == [
        "1973",
        "1972",
        "1967",
    ]
    assert not any("preferred" in account or "position" in account for account in accounts)


def test_what_became_of_the_aircraft_in_1972_has_both_its_accounts() -> None:
    accounts = claim("over-tel-aviv", "Were the MiG-25s in Egypt in October 1973?")["accounts"]
    assert {"jta-1972-07", "ginor-remez"} <= cited(accounts)
    assert {"jta-1972-07", "ginor-remez"} <= set(noted(STORY))


def test_the_drawing_keeps_to_its_figures_and_speaks_no_language() -> None:
    drawing = (FOLDER / "media" / "envelope.svg").read_text("utf-8")
    corners = re.findall(r"M44 306V([\d.]+)H([\d.]+)V306Z", drawing)
    assert [(float(x) - 44) / 0.098 for _, x in corners] == pytest.approx([3529.6, 2981.5, 712], abs=2)
    assert [(306 - float(y)) / 6.9 for y, _ in corners] == pytest.approx([25.929, 24.4, 21.95], abs=0.02)
    lettering = re.findall(r"<text[^>]*>([^<]+)</text>", drawing)
    assert all(word in {"km", "km/h"} or word.isdigit() for word in lettering)
