"""What the exhibit `hainan-2001` must say: both sides of the collision, its clocks, and its sources."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely

from app.content import read_exhibit
from tests.citing import cited, noted

FOLDER = Path(__file__).parents[2] / "geodata" / "exhibits" / "hainan-2001"
EXHIBIT: dict[str, Any] = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
SOURCES: list[dict[str, Any]] = json.loads((FOLDER / "sources.json").read_text("utf-8"))
FEATURES: dict[str, dict[str, Any]] = {
    feature["id"]: feature
    for layer in EXHIBIT["layers"]
    for feature in json.loads((FOLDER / layer["file"]).read_text("utf-8"))["features"]
}
CHINESE = {"zhu-2001-04-03", "zhao-yu-cnn", "china-mod-2001-04-04"}
AMERICAN = {"osborn-phone-2001-04-13", "blair-2001-04-01", "wnd-2002", "guardian-2001-04-04"}


def claim(feature: str, topic: str) -> dict[str, Any]:
    return next(each for each in FEATURES[feature]["properties"]["claims"] if each["topic"] == topic)


def clock(flight: str, number: int, zone: str) -> str:
    moment = FEATURES[flight]["properties"]["coordinateProperties"]["times"][number - 1]
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%d %H:%M")


def test_exhibit_has_no_problems() -> None:
    result = read_exhibit(FOLDER)
    assert result.faults == ()
    assert result.exhibit is not None


def test_every_source_is_known_and_none_is_idle() -> None:
    story = (FOLDER / "story.en.md").read_text("utf-8")
    sources = cited(list(FEATURES.values())) | cited(EXHIBIT) | set(noted(story))
    assert sources == {source["id"] for source in SOURCES}


@pytest.mark.parametrize("topic", ["Who turned?", "When?", "How far from Hainan?", "How close had the fighter been?"])
def test_both_sides_are_heard(topic: str) -> None:
    sources = cited(claim("ep-3e", topic))
    assert sources & CHINESE
    assert sources & AMERICAN


def test_both_sides_are_heard_on_the_bill() -> None:
    assert {"cbs-2001-08", "china-org-17331"} <= cited(claim("an-124", "What did China ask, and what was it sent?"))


def test_no_account_of_who_turned_is_preferred() -> None:
    assert not any(account.get("preferred") for account in claim("ep-3e", "Who turned?")["accounts"])


def test_the_collision_is_inferred_and_drawn_in_the_strip_by_every_feature() -> None:
    lon, lat, _ = FEATURES["ep-3e"]["geometry"]["coordinates"][1]
    strip = shapely.geometry.shape(FEATURES["strip"]["geometry"])
    assert strip.contains(shapely.Point(lon, lat))
    assert FEATURES["ep-3e"]["properties"]["coordinateProperties"]["basis"][1] == "inferred"
    for flight, end in (("f-8s", -1), ("zhao-yu", 0)):
        assert FEATURES[flight]["geometry"]["coordinates"][end][:2] == [lon, lat]
    assert FEATURES["wang-wei"]["geometry"]["coordinates"] == [lon, lat]


def test_the_clocks_are_those_of_the_sources() -> None:
    assert [clock("ep-3e", number, "Asia/Shanghai") for number in (1, 2, 3)] == ["01 09:05", "01 09:07", "01 09:33"]
    assert [clock("f-8s", 1, "Asia/Shanghai"), clock("zhao-yu", 2, "Asia/Shanghai")] == ["01 08:45", "01 09:23"]
    assert [clock("crew-home", 1, "Asia/Shanghai"), clock("crew-home", 4, "Pacific/Honolulu")] == [
        "12 07:30",
        "12 06:20",
    ]
    assert [clock("an-124", 1, zone) for zone in ("Asia/Shanghai", "America/New_York")] == ["03 16:45", "03 04:45"]
    assert clock("an-124", 4, "Pacific/Honolulu") == "03 18:09"
