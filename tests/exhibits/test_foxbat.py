"""What the exhibit `foxbat` must say: its figures against each other and against the drawing, and what has no place unplotted."""

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


def all_citations(value: object) -> set[str]:
    """Every source id below a value of a layer or of the exhibit's settings."""
    if isinstance(value, list):
        return set().union(*map(all_citations, value))
    if not isinstance(value, dict):
        return set()
    flat = {source for entry in value.get("citations", []) for source in ([entry] if isinstance(entry, str) else entry)}
    return flat.union(*(all_citations(inner) for key, inner in value.items() if key != "citations"))


def test_the_folder_is_read_whole_and_without_a_word_of_blame() -> None:
    reading = read_exhibit(FOLDER)
    assert reading.faults == ()
    assert reading.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    cited = all_citations(list(FEATURES.values())) | all_citations(EXHIBIT) | set(re.findall(r"\[\^([^\]]+)\]", STORY))
    assert cited == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: str(flight["id"]))
def test_every_fix_says_what_it_rests_on_and_no_leg_is_too_fast(flight: dict[str, Any]) -> None:
    about = flight["properties"]["coordinateProperties"]
    positions = flight["geometry"]["coordinates"]
    assert {len(values) for values in about.values()} == {len(positions)}
    assert all(map(all, zip(about["citations"], about["notes"], about["position_uncertainty_km"], strict=True)))
    timed = [(datetime.fromisoformat(time), place) for time, place in zip(about["times"], positions, strict=True) if time]
    for (before, here), (after, there) in pairwise(timed):
        assert 0 < kilometres(here, there) <= 3000 * (after - before).total_seconds() / 3600


def test_the_pair_off_ashkelon_is_nineteen_miles_out_and_80000_feet_up() -> None:
    off = 19 * STATUTE_MILE_KM
    [account] = [account for account in claim("ashkelon", "How near to Israel?")["accounts"] if account.get("preferred")]
    assert account["position"] == FEATURES["ashkelon"]["geometry"]["coordinates"][2][:2]
    assert f"({off:.0f} km)" in account["says"]
    assert FEATURES["ashkelon"]["geometry"]["coordinates"][2][2] == pytest.approx(80000 * FOOT_M, abs=50)


def test_three_minutes_do_not_suffice_from_coast_to_coast() -> None:
    across = kilometres([33.4, 31.12], [33.4, 28.6])
    assert across == pytest.approx(280, abs=3)
    assert across * 20 == pytest.approx(5600, abs=30)
    assert length("three-minutes") == pytest.approx(150, abs=0.6)
    assert length("three-minutes") * 20 <= 3000


def test_sinai_takes_eight_minutes_at_the_speed_of_october() -> None:
    there = FEATURES["ismailia-sharm"]["geometry"]["coordinates"]
    assert kilometres(there[0], there[1]) == pytest.approx(359, abs=0.6)
    minutes = 60 * 359 / (2.5 * SOUND_KMH)
    assert minutes == pytest.approx(8, abs=0.2)
    assert length("canal-and-gulf") - kilometres([34.33, 27.91], [33.4, 27.9]) == pytest.approx(440, abs=1)


def test_what_has_no_known_place_is_not_plotted() -> None:
    unplaced = {name for name, feature in FEATURES.items() if feature["geometry"] is None}
    assert unplaced == {"ye-155p-1", "record-1967", "record-1977", "dimona-1967"}


def test_the_reader_and_the_author_both_speak_in_the_dispute() -> None:
    accounts = claim("domodedovo", "“Completely unknown in the West”?")["accounts"]
    assert sum("aviationist" in account["citations"] for account in accounts) == 2
    assert [source["id"] for source in SOURCES if source.get("checked")] == ["aviationist"]


def test_the_drawing_keeps_to_its_figures_and_speaks_no_language() -> None:
    drawing = (FOLDER / "media" / "envelope.svg").read_text("utf-8")
    corners = re.findall(r"M44 306V([\d.]+)H([\d.]+)V306Z", drawing)
    assert [(float(x) - 44) / 0.098 for _, x in corners] == pytest.approx([3529.6, 2981.5, 712], abs=2)
    assert [(306 - float(y)) / 6.9 for y, _ in corners] == pytest.approx([25.929, 24.4, 21.95], abs=0.02)
    lettering = re.findall(r"<text[^>]*>([^<]+)</text>", drawing)
    assert all(word in {"km", "km/h"} or word.isdigit() for word in lettering)
