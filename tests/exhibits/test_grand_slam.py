"""The exhibit grand-slam keeps what its sources say: the anchors of the flight, its doubts, and a source for every
word.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "grand-slam"
FLOWN = "mission-4154"
PLANNED = "planned-remainder"
CENTRE_OF_SVERDLOVSK = (60.6055, 56.8385)


@cache
def exhibit() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "exhibit.toml").read_text(encoding="utf-8"))


@cache
def sources() -> dict[str, dict[str, Any]]:
    return {source["id"]: source for source in json.loads((FOLDER / "sources.json").read_text(encoding="utf-8"))}


@cache
def story() -> str:
    return (FOLDER / "story.en.md").read_text(encoding="utf-8")


@cache
def layers() -> dict[str, dict[str, dict[str, Any]]]:
    """The features of each layer by their ids."""
    files = {
        layer["id"]: json.loads((FOLDER / layer["file"]).read_text(encoding="utf-8")) for layer in exhibit()["layers"]
    }
    return {key: {feature["id"]: feature for feature in file["features"]} for key, file in files.items()}


@cache
def features() -> dict[str, dict[str, Any]]:
    return {key: feature for layer in layers().values() for key, feature in layer.items()}


def flights() -> dict[str, dict[str, Any]]:
    return {key: feature for key, feature in features().items() if feature["properties"]["kind"] == "flight"}


def fixes(flight: str) -> list[dict[str, Any]]:
    """The fixes of a flight, one after the other, under the names of the format."""
    feature = features()[flight]
    known = feature["properties"]["coordinateProperties"]
    rows = zip(feature["geometry"]["coordinates"], *known.values(), strict=True)
    return [dict(zip(["position", *known], row, strict=True)) for row in rows]


def claims() -> dict[str, dict[str, Any]]:
    return {
        claim["topic"]: claim for feature in features().values() for claim in feature["properties"].get("claims", [])
    }


def kilometres(one: list[float] | tuple[float, ...], other: list[float] | tuple[float, ...]) -> float:
    return float(geodesic((one[1], one[0]), (other[1], other[0])).kilometers)


def chapters() -> dict[str, str]:
    """The words of each chapter by its id."""
    parts = re.split(r"^## .*\{#([\w-]+)\}$", story(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_reader_finds_no_fault() -> None:
    assert read_exhibit(FOLDER).faults == ()


@pytest.mark.parametrize(("number", "position", "time", "kilometres_off", "minutes_off"), [
    (1, [71.5146, 33.9939, 353], "1960-05-01T01:26Z", 2, 2),
    (4, [69.257, 37.108, 20400], "1960-05-01T02:36Z", 10, 2),
    (14, [61.08, 56.66, 21340], "1960-05-01T05:53Z", 15, 3),
    (15, [60.9775, 56.7106], "1960-05-01T05:58Z", 5, 5),
])  # fmt: skip
def test_the_flight_hangs_on_its_anchors(
    number: int, position: list[float], time: str, kilometres_off: float, minutes_off: float
) -> None:
    fix = fixes(FLOWN)[number - 1]
    assert fix["position"] == pytest.approx(position, abs=1e-4)
    assert fix["times"] == time
    assert (fix["position_uncertainty_km"], fix["time_uncertainty_min"]) == (kilometres_off, minutes_off)


def test_the_aircraft_ends_at_its_wreck_and_the_pilot_goes_on_without_it() -> None:
    assert len(fixes(FLOWN)) == 15
    assert fixes("powers-parachute")[0]["position"] == fixes(FLOWN)[13]["position"]
    way = ["powers-parachute", "powers-to-kosulino", "powers-to-moscow"]
    assert [features()[leg]["properties"]["mode"] for leg in way] == ["air", "road", "air"]
    assert all(fixes(one)[-1]["position"][:2] == fixes(other)[0]["position"][:2] for one, other in pairwise(way))


def test_the_plan_begins_where_the_flight_ended_and_lands_at_bodo_after_nine_hours() -> None:
    start, landing = fixes(PLANNED)[0], fixes(PLANNED)[-1]
    assert (start["position"], start["times"]) == (fixes(FLOWN)[13]["position"], fixes(FLOWN)[13]["times"])
    assert landing["position"][:2] == pytest.approx([14.3653, 67.2692], abs=1e-4)
    aloft = datetime.fromisoformat(landing["times"]) - datetime.fromisoformat(fixes(FLOWN)[0]["times"])
    assert aloft.total_seconds() == 9 * 3600


def test_nothing_that_was_only_planned_is_called_flown() -> None:
    planned = {key for key, flight in flights().items() if flight["properties"]["status"] == "planned"}
    assert planned == {PLANNED, "emergency-shortcut"}


def test_no_line_passes_where_the_sources_forbid_one() -> None:
    magnitogorsk, kabul = (58.98, 53.41), (69.17, 34.53)
    assert min(kilometres(fix["position"], magnitogorsk) for fix in fixes(FLOWN)) > 60
    assert min(kilometres(fix["position"], kabul) for fix in fixes(FLOWN)) > 60
    assert features()["magnitogorsk"]["geometry"] is None


def test_ground_speed_is_what_the_command_post_remembered() -> None:
    border_to_hit = fixes(FLOWN)[3:14]
    distance = sum(kilometres(one["position"], other["position"]) for one, other in pairwise(border_to_hit))
    hours = (
        datetime.fromisoformat(border_to_hit[-1]["times"]) - datetime.fromisoformat(border_to_hit[0]["times"])
    ).total_seconds() / 3600
    assert 700 <= distance / hours <= 750


def test_distances_told_in_words_are_those_on_the_map() -> None:
    hit, wreck, degtyarsk = fixes(FLOWN)[13]["position"], fixes(FLOWN)[14]["position"], fixes("safronov")[1]["position"]
    whole = [fix["position"] for fix in fixes(FLOWN)[:14] + fixes(PLANNED)[1:]]
    assert kilometres(hit, CENTRE_OF_SVERDLOVSK) == pytest.approx(35, abs=1)
    assert kilometres(wreck, degtyarsk) == pytest.approx(55, abs=1)
    assert sum(kilometres(one, other) for one, other in pairwise(whole)) == pytest.approx(6130, abs=10)


def test_interceptors_whose_hours_are_unknown_have_none() -> None:
    assert [fix["times"] for fix in fixes("mig-19-pair")] == [None, None]
    assert [fix["times"] for fix in fixes("safronov")] == [None, "1960-05-01T06:23Z"]
    assert fixes("safronov")[1]["position"] == pytest.approx([60.0791, 56.7048, 11000], abs=1e-4)


def test_the_reach_is_a_ground_radius_and_its_centre_a_guess() -> None:
    reach, battalion = features()["s-75-reach"]["properties"], features()["s-75-battalion"]["properties"]
    ground_radius = (29**2 - (reach["target_height_m"] / 1000) ** 2) ** 0.5
    assert reach["radius_km"] == pytest.approx(ground_radius, abs=0.5)
    assert (reach["basis"], battalion["basis"], battalion["position_uncertainty_km"]) == ("inferred", "inferred", 6)


@pytest.mark.parametrize("flight", flights())
def test_every_fix_says_what_it_rests_on(flight: str) -> None:
    for fix in fixes(flight):
        assert fix["basis"] in {"documented", "inferred", "interpolated"}
        assert fix["position_uncertainty_km"] > 0
        assert (fix["times"] is None) == (fix["time_uncertainty_min"] is None)
        assert fix["places"]
        assert fix["notes"]
        assert fix["citations"]


@pytest.mark.parametrize("flight", flights())
def test_time_never_runs_backwards(flight: str) -> None:
    times = [datetime.fromisoformat(fix["times"]) for fix in fixes(flight) if fix["times"]]
    assert times == sorted(times)


def test_every_citation_resolves_and_every_source_is_cited() -> None:
    assert all(feature["properties"]["citations"] for feature in features().values())
    assert set(noted(story())) | cited(list(features().values())) | cited(exhibit()) == set(sources())


def test_every_source_says_how_it_was_consulted() -> None:
    assert all(source["note"] for source in sources().values())


@pytest.mark.parametrize("topic", [
    "Take-off time", "When Khrushchev heard of it", "The moment of the hit", "Where the hit happened",
    "Height when hit", "How many missiles were fired", "What brought it down", "Which battalion hit",
    "Who ferried Article 360 to Peshawar",
    "When he was expected at Bodø", "The first American statement", "How far from Peshawar Badaber lies",
])  # fmt: skip
def test_what_is_contested_has_all_its_accounts(topic: str) -> None:
    claim = claims()[topic]
    assert len(claim["accounts"]) >= 2
    assert claim["assessment"]
    assert all(account["says"] and account["citations"] for account in claim["accounts"])
    assert sum(account.get("preferred", False) for account in claim["accounts"]) <= 1


def test_the_preferred_account_is_the_one_that_is_drawn() -> None:
    for key in flights():
        for claim in features()[key]["properties"].get("claims", []):
            if "fix" not in claim:
                continue
            drawn = fixes(key)[claim["fix"] - 1]
            for account in (account for account in claim["accounts"] if account.get("preferred")):
                assert account.get("time", drawn["times"]) == drawn["times"]
                assert account.get("position", drawn["position"][:2]) == drawn["position"][:2]
                assert account.get("altitude_m", drawn["position"][-1]) == drawn["position"][-1]


def test_rival_accounts_carry_what_they_would_move() -> None:
    def moved(topic: str, key: str) -> list[Any]:
        return [account[key] for account in claims()[topic]["accounts"] if key in account]

    assert {"1960-05-01T01:20Z", "1960-05-01T02:00Z"} <= set(moved("Take-off time", "time"))
    assert "1960-05-01T05:36Z" in moved("The moment of the hit", "time")
    assert {20_700, 21_340} <= set(moved("Height when hit", "altitude_m"))


def test_powers_leaves_the_aircraft_as_his_own_book_has_it() -> None:
    sentence = chapters()["the-hit"].split("He opened the canopy")[1].split("\n")[0]
    assert "half out" in sentence
    assert noted(sentence) == ["operation-overflight"]


def test_chelyabinsk_cites_the_list_that_leaves_it_out() -> None:
    assert "en-wikipedia-lockheed-u-2" in cited(features()["chelyabinsk"])


def test_the_invented_loss_is_called_invented() -> None:
    assert "No aircraft was lost here" in features()["lake-van"]["properties"]["description"]
    assert "invented" in features()["lake-van"]["properties"]["name"]


def test_every_chapter_is_told_sourced_and_stands_in_order() -> None:
    assert list(chapters()) == [chapter["id"] for chapter in exhibit()["chapters"]]
    assert len(chapters()) >= 8
    for words in chapters().values():
        assert 150 <= len(re.sub(r"!\[.*\)|\[\^[^\]]+\]", "", words).split()) <= 220
        assert noted(words)


def test_every_chapter_looks_at_something_that_its_layers_show() -> None:
    for chapter in exhibit()["chapters"]:
        feature, _, number = chapter["focus"].partition("/")
        assert any(feature in layers()[layer] for layer in chapter["layers"])
        assert not number or 1 <= int(number) <= len(fixes(feature))
