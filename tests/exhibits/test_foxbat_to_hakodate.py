"""What the exhibit `foxbat-to-hakodate` must say, whoever edits it: the places, times and doubts of the flight."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from geographiclib.geodesic import Geodesic

from app.content import read_exhibit
from tests.citing import cited, noted, source_of

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "foxbat-to-hakodate"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
STORY = (FOLDER / "story.en.md").read_text("utf-8")
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LAYERS: dict[str, list[dict[str, Any]]] = {
    layer["id"]: json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"] for layer in EXHIBIT["layers"]
}
FEATURES: dict[str, dict[str, Any]] = {feature["id"]: feature for features in LAYERS.values() for feature in features}
FLIGHTS = [feature for feature in FEATURES.values() if feature["properties"]["kind"] == "flight"]
KNOWN = {source["id"] for source in SOURCES}
CHAPTERS: list[dict[str, Any]] = EXHIBIT["chapters"]

HAKODATE_AIRPORT = (140.822, 41.77)
CHITOSE = (141.666, 42.7945)
HYAKURI = (140.415, 36.1811)


def kilometres(one: list[float] | tuple[float, ...], other: list[float] | tuple[float, ...]) -> float:
    """The WGS84 geodesic between two positions, longitude first."""
    return float(Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["s12"]) / 1000


def fix(flight: str, number: int) -> dict[str, Any]:
    """A flight's fix by its number, from 1, with all that stands beside its coordinates."""
    feature = FEATURES[flight]
    about = feature["properties"]["coordinateProperties"]
    return {"position": feature["geometry"]["coordinates"][number - 1]} | {
        key: values[number - 1] for key, values in about.items()
    }


def claims(feature: str) -> dict[str, dict[str, Any]]:
    """A feature's contested points by topic."""
    return {claim["topic"]: claim for claim in FEATURES[feature]["properties"].get("claims", [])}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None
    assert {feature.id for feature in result.exhibit.features} == set(FEATURES)


@pytest.mark.parametrize(
    ("number", "time", "position", "altitude_m", "basis"),
    [
        (1, "03:50:00", (133.86833, 44.08333), 305, "inferred"),
        (2, "03:55:00", (134.45, 43.82), 7200, "inferred"),
        (3, "03:57:00", (134.75, 43.7), 5800, "inferred"),
        (4, "03:59:00", (135.1, 43.5), 30, "inferred"),
        (5, "04:11:00", (138.06, 43.26), 6000, "inferred"),
        (6, "04:22:30", (139.747, 42.636), None, "documented"),
        (7, "04:26:00", (139.95, 42.45), None, "inferred"),
        (8, "04:35:00", (139.77, 42.13), None, "inferred"),
        (9, "04:49:00", (140.78, 41.8), 250, "inferred"),
        (10, "04:57:00", HAKODATE_AIRPORT, 46, "documented"),
        (11, "04:57:00", HAKODATE_AIRPORT, 46, "documented"),
    ],
)
def test_the_flight_stands_where_and_when_the_sources_put_it(
    number: int, time: str, position: tuple[float, float], altitude_m: int | None, basis: str
) -> None:
    found = fix("belenko", number)
    assert instant(found["times"]) == datetime.fromisoformat(f"1976-09-06T{time}+00:00")
    assert tuple(found["position"][:2]) == position
    assert found["position"][2:] == ([] if altitude_m is None else [altitude_m])
    assert found["basis"] == basis


def test_at_first_contact_the_aircraft_is_within_fifty_kilometres_of_either_published_position() -> None:
    accounts = claims("belenko")["Where was he when radar first saw him?"]["accounts"]
    positions = [account["position"] for account in accounts if "position" in account]
    north_west_of_hakodate, west_of_hokkaido = positions
    assert kilometres(north_west_of_hakodate, HAKODATE_AIRPORT) == pytest.approx(300, abs=1)
    assert kilometres(north_west_of_hakodate, west_of_hokkaido) == pytest.approx(88, abs=1)
    assert all(kilometres(position, fix("belenko", 5)["position"]) < 50 for position in positions)


def test_where_he_stopped_is_not_drawn() -> None:
    stop = fix("belenko", 11)
    assert tuple(stop["position"][:2]) == HAKODATE_AIRPORT
    assert stop["position_uncertainty_km"] >= 2


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: str(flight["id"]))
def test_every_fix_says_what_it_rests_on(flight: dict[str, Any]) -> None:
    about = flight["properties"]["coordinateProperties"]
    fixes = len(flight["geometry"]["coordinates"])
    assert {len(values) for values in about.values()} == {fixes}
    assert all(citations and {source_of(each) for each in citations} <= KNOWN for citations in about["citations"])
    assert set(about["basis"]) <= {"documented", "inferred", "interpolated"}
    assert all(radius > 0 for radius in about["position_uncertainty_km"])
    assert all(note for place, note in zip(about["places"], about["notes"], strict=True) if place)


@pytest.mark.parametrize("flight", FLIGHTS, ids=lambda flight: str(flight["id"]))
def test_no_leg_goes_back_in_time_or_beyond_its_speed(flight: dict[str, Any]) -> None:
    limit = flight["properties"].get(
        "max_speed_kmh", {"air": 3600, "road": 120, "sea": 70}[flight["properties"]["mode"]]
    )
    times = flight["properties"]["coordinateProperties"].get("times", [None] * len(flight["geometry"]["coordinates"]))
    timed = [
        (instant(time), place) for time, place in zip(times, flight["geometry"]["coordinates"], strict=True) if time
    ]
    for (before, here), (after, there) in pairwise(timed):
        hours = (after - before).total_seconds() / 3600
        assert hours >= 0
        assert kilometres(here, there) <= limit * hours


def test_the_tight_leg_over_the_sea_is_left_standing_and_told() -> None:
    out, seen = fix("belenko", 4), fix("belenko", 5)
    hours = (instant(seen["times"]) - instant(out["times"])).total_seconds() / 3600
    assert kilometres(out["position"], seen["position"]) / hours == pytest.approx(1200, abs=15)
    assert "1,200 km/h" in out["notes"]


def test_the_earlier_take_off_would_make_the_tight_leg_an_ordinary_one() -> None:
    out, seen = fix("belenko", 4), fix("belenko", 5)
    minutes = (instant(seen["times"]) - instant(out["times"])).total_seconds() / 60 + 5
    assert kilometres(out["position"], seen["position"]) / minutes * 60 == pytest.approx(850, abs=10)


def test_the_accounts_of_the_landing_lie_up_to_nine_minutes_apart() -> None:
    times = [instant(account["time"]) for account in claims("belenko")["When did he land?"]["accounts"]]
    assert (max(times) - min(times)).total_seconds() == 9 * 60
    assert "up to nine minutes apart" in FEATURES["belenko"]["properties"]["description"]


def test_the_band_of_heights_begins_at_the_nineteen_thousand_feet_of_the_press() -> None:
    band = next(ceiling for ceiling in EXHIBIT["ceilings"] if ceiling["name"] == "Height reported by Japanese radar")
    assert band["altitude_m"] == pytest.approx(19_000 * 0.3048, abs=50)
    assert "between 5,800 and 6,300 m" in fix("belenko", 5)["notes"]


def test_the_cape_is_not_twenty_kilometres_from_otaru() -> None:
    otaru = (140.995, 43.19)
    assert kilometres(FEATURES["cape-motsuta"]["geometry"]["coordinates"], otaru) == pytest.approx(115, abs=2)


def test_the_way_to_chitose_was_planned_and_never_flown() -> None:
    plan = FEATURES["plan-to-chitose"]
    assert plan["properties"]["status"] == "planned"
    assert "times" not in plan["properties"]["coordinateProperties"]
    assert tuple(plan["geometry"]["coordinates"][-1]) == CHITOSE


@pytest.mark.parametrize("carrier", ["c5a-galaxy", "trucks-to-hitachi", "taigonos"])
def test_on_the_way_home_only_the_ends_are_known(carrier: str) -> None:
    basis = FEATURES[carrier]["properties"]["coordinateProperties"]["basis"]
    assert basis[0] != "interpolated"
    assert basis[-1] != "interpolated"
    assert set(basis[1:-1]) == {"interpolated"}


def test_the_aircraft_reaches_hyakuri_hitachi_and_vladivostok() -> None:
    landed = fix("c5a-galaxy", 3)
    assert tuple(landed["position"][:2]) == HYAKURI
    assert instant(landed["times"]).astimezone(ZoneInfo("Asia/Tokyo")).isoformat() == "1976-09-25T00:45:00+09:00"
    assert FEATURES["trucks-to-hitachi"]["properties"]["mode"] == "road"
    assert FEATURES["taigonos"]["properties"]["mode"] == "sea"
    arrival = fix("taigonos", len(FEATURES["taigonos"]["geometry"]["coordinates"]))
    assert kilometres(arrival["position"], (131.89, 43.11)) < 1
    assert (arrival["times"][:10], arrival["time_uncertainty_min"]) == ("1976-11-18", 1440)


@pytest.mark.parametrize(
    ("feature", "topic", "number", "accounts", "preferred"),
    [
        ("belenko", "When did he take off?", 1, 2, "At 12:50, read as Japanese time."),
        (
            "belenko",
            "How high was he before the dive?",
            2,
            2,
            "7,200 m, then slowly down to 5,800 m before the stick went forward.",
        ),
        ("belenko", "When was he missed?", 3, 6, None),
        ("belenko", "How low did he fly?", 4, 4, "About 30 m."),
        ("belenko", "Where was he when radar first saw him?", 5, 3, None),
        (
            "belenko",
            "Where did he violate Japanese airspace?",
            6,
            3,
            "Off Cape Motsuta, which it prints as Motsuda, about 20 km south-west of Otaru, it says.",
        ),
        ("belenko", "Was an airliner in his way?", 9, 3, None),
        ("belenko", "When did he land?", 10, 5, "At 13:57."),
        ("belenko", "From which side did he land?", 10, 2, None),
        ("belenko", "How much fuel was left?", 10, 4, "The gauge showed empty."),
        ("belenko", "How far did he run beyond the runway?", 11, 3, "About 200 m."),
        (
            "belenko",
            "What papers did he bring?",
            None,
            4,
            "Two personal things: a knee-pad notebook with flight data and his military identity document. The "
            "CIA’s museum shows them.",
        ),
        (
            "belenko",
            "Was the flight brought forward?",
            1,
            2,
            "It was delayed: for four weeks he woke early to look for a clear sky, and rain, want of fuel and "
            "chance kept coming between.",
        ),
        ("belenko", "Were missiles aboard?", None, 4, None),
        ("okushiri", "Which radar sites saw him?", None, 5, None),
        ("pistol-shots", "How many shots?", None, 3, None),
        ("pistol-shots", "Why did he fire?", None, 4, None),
        ("taken-apart-at-hakodate", "How much did Japan let the Americans see?", None, 6, None),
        ("garrison-alert", "Was a Soviet raid coming?", None, 4, None),
        ("garrison-alert", "Who gave the order?", None, 3, None),
        ("embassy-meeting", "How long, and how far apart?", None, 2, None),
        ("wife-and-mother", "How did they part?", None, 2, None),
        ("belenko-leaves-japan", "From which airport did he leave?", None, 2, "Haneda."),
        (
            "belenko-leaves-japan",
            "Whose book is it, and when did it appear?",
            None,
            3,
            "John Barron’s, written with Belenko’s help, of 1980.",
        ),
        ("trucks-to-hitachi", "In how many pieces or crates?", 1, 3, "Thirteen."),
        ("taigonos", "When was it given back?", 1, 3, "Sailed on 15 November."),
        (
            "examination",
            "Was the MiG-25 unknown in the West?",
            None,
            7,
            "It was taken for a Mach 3 super-fighter, and only the aircraft at Hakodate corrected that.",
        ),
        ("chuguyevka", "Which regiment?", None, 3, "The 530th Fighter Aviation Regiment."),
        ("chuguyevka", "What was the base called?", None, 3, "Chuguyevka, or Sokolovka."),
    ],
)
def test_what_is_contested_has_all_its_accounts(
    feature: str, topic: str, number: int | None, accounts: int, preferred: str | None
) -> None:
    claim = claims(feature)[topic]
    assert claim.get("fix") == number
    assert len(claim["accounts"]) == accounts
    assert [account["says"] for account in claim["accounts"] if account.get("preferred")] == (
        [preferred] if preferred else []
    )
    assert all(account["citations"] for account in claim["accounts"])
    assert claim["assessment"]


def test_whether_he_meant_to_come_is_asked_and_both_sides_answer() -> None:
    accounts = claims("belenko-leaves-japan")["Did he mean to come?"]["accounts"]
    speakers = [source for account in accounts for source in cited(account)]
    assert "aviationist" in speakers
    assert "press-1976-09-07" in speakers
    his_first_words = next(account for account in accounts if account["citations"] == ["press-1976-09-07"])
    assert his_first_words["quote"].startswith("I was out of gas, and made an emergency landing.")
    for side in ("TASS", "the Soviet ambassador", "his wife"):
        assert any(side in account["says"] for account in accounts), side


def test_the_first_words_at_hakodate_are_quoted_whole_in_the_story() -> None:
    overrun = " ".join(STORY.partition("{#the-overrun}")[2].partition("\n## ")[0].split())
    assert "“I was out of gas, and made an emergency landing,”" in overrun
    assert "“That plane is top secret. Please cover it with a canvas.”" in overrun
    assert "asylum" in overrun


def test_wife_son_and_garrison_are_in_the_story() -> None:
    for named in ("his wife and his mother", "three-year-old son", "Soviet guerrillas", "kindergarten"):
        assert named in " ".join(STORY.split()), named


def test_a_comment_is_a_source_of_its_own_and_every_word_of_the_article_is_checked() -> None:
    assert {source["id"] for source in SOURCES if source.get("checked")} == {
        "aviationist",
        "aviationist-comment-1",
        "aviationist-comment-3",
        "aviationist-comment-4",
        "aviationist-comment-4-reply-6",
    }
    accounts = [account for feature in FEATURES for claim in claims(feature).values() for account in claim["accounts"]]
    checked = [account for account in accounts if str(account["citations"][0]).startswith("aviationist")]
    assert {account["citations"][0] for account in checked} == {
        source["id"] for source in SOURCES if source.get("checked")
    }
    assert all("quote" in account for account in checked)


def test_a_preferred_account_changes_nothing_that_is_drawn() -> None:
    for claim in claims("belenko").values():
        for account in claim["accounts"]:
            if account.get("preferred") and "fix" in claim:
                drawn = fix("belenko", claim["fix"])
                assert account.get("time", drawn["times"]) == drawn["times"]
                assert account.get("position", drawn["position"][:2]) == drawn["position"][:2]
                assert [account.get("altitude_m", height) for height in drawn["position"][2:]] == drawn["position"][2:]


def test_the_phantoms_have_an_hour_and_no_track() -> None:
    scramble = FEATURES["chitose-scramble"]
    assert tuple(scramble["geometry"]["coordinates"]) == CHITOSE
    assert scramble["properties"]["when"] == "1976-09-06T04:20Z"
    assert FEATURES["phantom-radar"]["geometry"] is None
    assert not [flight for flight in FLIGHTS if "F-4" in flight["properties"]["aircraft"]]


@pytest.mark.parametrize("reach", LAYERS["radar-horizon"], ids=lambda reach: str(reach["id"]))
def test_the_radar_horizon_is_the_line_of_sight_from_mount_kamui(reach: dict[str, Any]) -> None:
    mount_kamui_m, refracting_earth_m = 584, 6_371_000 * 4 / 3
    radius_m = sum(
        sqrt(2 * refracting_earth_m * height) for height in (mount_kamui_m, reach["properties"]["target_height_m"])
    )
    assert reach["properties"]["radius_km"] == pytest.approx(radius_m / 1000, abs=1)
    assert reach["properties"]["basis"] == "inferred"


def test_the_warnings_cite_a_source_for_each_of_their_languages() -> None:
    warned = next(
        sentence for sentence in re.split(r"(?<=\])\s+(?=[A-Z])", STORY) if sentence.startswith("Warnings go out")
    )
    assert noted(warned) == ["station-hypo-1", "starfort-2021"]


def test_the_story_has_its_chapters_in_the_order_of_time() -> None:
    assert len(CHAPTERS) >= 7
    assert re.findall(r"^## .+ \{#([a-z0-9-]+)\}$", STORY, re.MULTILINE) == [chapter["id"] for chapter in CHAPTERS]
    dates = [instant(chapter["date"]) for chapter in CHAPTERS]
    assert dates == sorted(dates)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter["id"]))
def test_a_chapter_looks_at_something_that_is_on_show(chapter: dict[str, Any]) -> None:
    feature, _, number = chapter["focus"].partition("/")
    assert feature in {shown["id"] for layer in chapter["layers"] for shown in LAYERS[layer]}
    assert not number or int(number) <= len(FEATURES[feature]["geometry"]["coordinates"])


@pytest.mark.parametrize(
    "chapter_text",
    re.split(r"^## ", STORY, flags=re.MULTILINE)[1:],
    ids=lambda chapter_text: chapter_text.split("{#")[1].split("}")[0],
)
def test_a_chapter_is_short_enough_to_read_standing_and_names_its_sources(chapter_text: str) -> None:
    words = re.sub(r"\[\^[^\]]+\]|!\[[^\]]+\]\([^)]+\)", "", chapter_text.partition("\n")[2]).split()
    assert 130 <= len(words) <= 220
    assert len(set(noted(chapter_text))) >= 2


def test_every_picture_is_there_and_is_described() -> None:
    stories = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("story.*.md"))
    pictures = re.findall(r"!\[([^\]]+)\]\(media/([^)]+)\)", stories)
    assert {name for _, name in pictures} == {path.name for path in (FOLDER / "media").iterdir()}
    assert all(len(description) > 40 for description, _ in pictures)


def test_every_source_is_known_and_none_is_idle() -> None:
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(STORY))
    assert sources == KNOWN
    assert len(KNOWN) == len(SOURCES)


def test_the_clocks_on_show_agree_with_the_sources() -> None:
    take_off = datetime(1976, 9, 6, 3, 50, tzinfo=UTC)
    shown = {
        clock["name"]: take_off.astimezone(ZoneInfo(clock["zone"])).strftime("%H:%M") for clock in EXHIBIT["clocks"]
    }
    assert shown == {"Primorye": "13:50", "Hakodate": "12:50", "Moscow": "06:50"}


def test_everything_drawn_lies_within_the_kiosk_limits() -> None:
    west, south, east, north = EXHIBIT["limits"]
    for feature in FEATURES.values():
        coordinates = feature["geometry"]["coordinates"] if feature["geometry"] else []
        for lon, lat, *_ in (
            coordinates if coordinates and isinstance(coordinates[0], list) else [coordinates or [140, 42]]
        ):
            assert west < lon < east
            assert south < lat < north
