"""What the exhibit `oxcart-to-blackbird` must say: its times, distances and speeds against each other, and what has no
place unplotted.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "oxcart-to-blackbird"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORIES = {language: (FOLDER / f"story.{language}.md").read_text("utf-8") for language in EXHIBIT["languages"]}
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS: dict[str, list[dict[str, Any]]] = {
    layer["id"]: json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]
}
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS.values() for feature in features}
FLIGHTS = [feature for feature in FEATURES.values() if feature["properties"]["kind"] == "flight"]
CHAPTERS: list[dict[str, Any]] = EXHIBIT["chapters"]

STATUTE_MILE_KM, NAUTICAL_MILE_KM = 1.609344, 1.852
SOUND_AT_24_KM_KMH = 1065
D_21_RANGE_KM = 3000 * NAUTICAL_MILE_KM


def kilometres(one: list[float], other: list[float]) -> float:
    """The WGS84 geodesic between two positions, longitude first."""
    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["s12"]) / 1000


def bearing(one: list[float], other: list[float]) -> float:
    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["azi1"]) % 360


def fixes(flight: str) -> dict[str, dict[str, Any]]:
    """A flight's named fixes by name, each with its position and all that stands beside it."""
    feature = FEATURES[flight]
    about = feature["properties"]["coordinateProperties"]
    columns = {"position": feature["geometry"]["coordinates"]} | about
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {row["places"]: row for row in rows if row["places"]}


def position(feature: str) -> list[float]:
    return list(FEATURES[feature]["geometry"]["coordinates"])


def claim(feature: str, topic: str) -> dict[str, Any]:
    return next(claim for claim in FEATURES[feature]["properties"]["claims"] if claim["topic"] == topic)


def minutes(start: dict[str, Any], end: dict[str, Any]) -> float:
    return (datetime.fromisoformat(end["times"]) - datetime.fromisoformat(start["times"])).total_seconds() / 60


def chapter_words(story: str) -> dict[str, str]:
    """The words of a story by chapter."""
    _, *parts = re.split(r"^## .+ \{#([a-z0-9-]+)\}$", story, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(STORIES["en"]))
    assert sources == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: str(flight["id"]))
def test_every_fix_says_what_it_rests_on_and_no_leg_is_too_fast(flight: dict[str, Any]) -> None:
    about = flight["properties"]["coordinateProperties"]
    positions = flight["geometry"]["coordinates"]
    assert {len(values) for values in about.values()} == {len(positions)}
    assert all(map(all, zip(about["citations"], about["notes"], about["position_uncertainty_km"], strict=True)))
    limit = {"air": 3600, "road": 120}[flight["properties"]["mode"]]
    timed = [
        (datetime.fromisoformat(time), place) for time, place in zip(about["times"], positions, strict=True) if time
    ]
    for (before, here), (after, there) in pairwise(timed):
        assert 0 < kilometres(here, there) <= limit * (after - before).total_seconds() / 3600


def test_bx001_keeps_the_times_of_its_source() -> None:
    fix = fixes("bx001")
    start, coast, out = fix["Take-off, Kadena"], fix["The coast of North Vietnam"], fix["Out near Dien Bien Phu"]
    end = fix["Landing, Kadena"]
    assert minutes(start, coast) == 74
    assert minutes(coast, out) <= 9
    assert minutes(start, end) == 3 * 60 + 39
    assert datetime.fromisoformat(start["times"]).astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "10:58"
    assert start["position"][:2] == end["position"][:2] == position("kadena")


def test_each_day_of_the_last_sortie_has_a_source_that_was_read() -> None:
    accounts = next(
        claim["accounts"]
        for feature in FEATURES.values()
        for claim in feature["properties"].get("claims", [])
        if claim["topic"] == "When was the last sortie?"
    )
    assert [cited(account) for account in accounts] == [{"crickmore-a-12"}, {"peebles-dark-eagles"}]


def test_both_days_on_which_weeks_was_lost_are_given() -> None:
    story = " ".join(STORIES["en"].split())
    assert "4 June by the official report, on the 5th by most others as one page counts them,[^habu-06932]" in story


def test_the_a_12_is_offered_in_the_season_that_its_history_gives() -> None:
    assert "In the spring of 1967 Washington feared" in " ".join(STORIES["en"].split())


def test_the_nine_minutes_suffice_at_mach_3_1() -> None:
    fix = fixes("bx001")
    across = kilometres(fix["The coast of North Vietnam"]["position"], fix["Out near Dien Bien Phu"]["position"])
    assert across == pytest.approx(433, abs=1)
    assert 60 * across / (3.1 * SOUND_AT_24_KM_KMH) == pytest.approx(8, abs=0.3)


def test_the_heading_of_the_sr_71_is_that_from_haiphong_to_hanoi() -> None:
    fix = fixes("sr-71-first-sortie")
    assert bearing(fix["Over Haiphong"]["position"], fix["Over Hanoi"]["position"]) == pytest.approx(284, abs=1)
    assert fix["Landing, Ching Chuan Kang"]["position"][:2] == position("ching-chuan-kang")


def test_the_collision_lies_150_miles_off_within_its_uncertainty() -> None:
    off = kilometres(position("point-mugu"), position("collision"))
    assert off == pytest.approx(237, abs=1)
    radius = FEATURES["collision"]["properties"]["position_uncertainty_km"]
    assert all(abs(off - 150 * mile) < radius for mile in (STATUTE_MILE_KM, NAUTICAL_MILE_KM))


def test_the_first_drone_could_have_reached_tyuratam() -> None:
    accounts = claim("mission-1-run-on", "Where did it come down?")["accounts"]
    tyuratam = next(account["position"] for account in accounts if "position" in account)
    beyond = kilometres(position("lop-nor"), tyuratam)
    assert beyond == pytest.approx(2080, abs=5)
    assert kilometres(fixes("mission-4")["Release"]["position"], position("lop-nor")) + beyond < D_21_RANGE_KM


def test_the_run_on_fades_and_ends_nowhere() -> None:
    about = FEATURES["mission-1-run-on"]["properties"]["coordinateProperties"]
    radii = about["position_uncertainty_km"]
    assert radii == sorted(radii)
    assert radii[-1] >= 1000
    assert about["places"][1:] == [None] * (len(radii) - 1)
    assert set(about["basis"][1:]) == {"interpolated"}


def test_what_has_no_place_is_not_plotted() -> None:
    nowhere = {feature["id"] for feature in FEATURES.values() if feature["geometry"] is None}
    assert nowhere == {
        "a-12-validation",
        "third-launch",
        "dropped-by-mistake",
        "korea-sorties",
        "mission-2",
        "mission-3",
        "cancelled",
    }
    assert FEATURES["yunnan-wreck"]["properties"]["position_uncertainty_km"] >= 100


@pytest.mark.parametrize(
    ("feature", "topic"),
    [
        ("groom-lake", "Did the loss of Powers begin it?"),
        ("m-21-flight", "What carried the D-21?"),
        ("lop-nor", "Where was the D-21 meant to fly?"),
    ],
)
def test_the_article_is_an_account_and_the_sources_are_preferred(feature: str, topic: str) -> None:
    accounts = claim(feature, topic)["accounts"]
    assert [account["citations"] for account in accounts if "aviationist" in account["citations"]] == [["aviationist"]]
    assert [account for account in accounts if account.get("preferred")] == accounts[-1:]


def test_the_chapters_stand_in_the_order_of_time_and_look_at_what_is_on_show() -> None:
    dates = [datetime.fromisoformat(chapter["date"]) for chapter in CHAPTERS]
    assert dates == sorted(dates)
    for chapter in CHAPTERS:
        shown = {feature["id"] for layer in chapter["layers"] for feature in LAYERS[layer]}
        assert chapter["focus"].partition("/")[0] in shown


@pytest.mark.parametrize("language", STORIES)
def test_every_language_tells_every_chapter_from_the_same_sources(language: str) -> None:
    story, english = chapter_words(STORIES[language]), chapter_words(STORIES["en"])
    assert list(story) == [chapter["id"] for chapter in CHAPTERS]
    assert {chapter: noted(words) for chapter, words in story.items()} == {
        chapter: noted(words) for chapter, words in english.items()
    }
    pictures = dict(re.findall(r"!\[([^\]]+)\]\(media/([^)]+)\)", STORIES[language]))
    assert set(pictures.values()) == {path.name for path in (FOLDER / "media").iterdir()}


@pytest.mark.parametrize(
    ("number", "length_m", "span_m"),
    [(1, 15.24, 24.38), (2, 30.97, 16.95), (3, 32.74, 16.94), (4, 13.1, 5.8), (5, 23.82, 14.01)],
)
def test_the_silhouettes_are_to_one_scale(number: int, length_m: float, span_m: float) -> None:
    drawing = (FOLDER / "media" / "silhouettes.svg").read_text("utf-8")
    labels = {int(n): float(x) for x, n in re.findall(r'<text x="(\d+)" y="\d+">(\d)</text>', drawing)}
    outlines = [
        [float(n) for n in re.findall(r"-?\d+", path)] for path in re.findall(r'<path d="(M[^"]+Z)"/>', drawing)
    ]
    boxes = [(min(o[::2]), max(o[::2]), max(o[1::2]) - min(o[1::2])) for o in outlines]
    centred = [(right - left, height) for left, right, height in boxes if abs((left + right) / 2 - labels[number]) <= 1]
    assert any(abs(width - span_m * 10) <= 1.1 and abs(height - length_m * 10) <= 1.1 for width, height in centred)
