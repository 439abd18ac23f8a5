"""How fast the acts of an exhibit are played."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from app.dates import parse_instant
from app.domain import Basis, Exhibit, Fix, Flight, Layer, Text
from app.elements.paces import SHORTEST, act_speed, offered, paces
from app.elements.time_deck import speeds


def test_an_act_plays_in_about_a_minute_whether_it_lasts_an_hour_or_a_year() -> None:
    for length in (timedelta(hours=1), timedelta(hours=11), timedelta(days=3), timedelta(days=20), timedelta(days=365)):
        assert 25 < length / act_speed(length) / timedelta(seconds=1) < 180


def test_speeds_beyond_an_hour_in_a_second_are_offered_where_an_act_needs_them() -> None:
    assert offered(timedelta(hours=5))[-1] == 3600
    ends = (parse_instant("1999-03-01T08:00Z"), parse_instant("1999-03-21T06:00Z"))
    fixes = tuple(Fix(7.0, 46.0, None, time, Basis.DOCUMENTED) for time in ends)
    balloon = Flight("balloon", Text.of("Balloon"), fixes=fixes)
    layers = (Layer("all", Text.of("All"), "all.geojson", (balloon,)),)
    assert speeds(Exhibit("x", Text.of("X"), layers=layers))[-1] == 21_600


def clocked(found: list[tuple[float, int]]) -> list[tuple[str, int]]:
    return [(f"{datetime.fromtimestamp(moment, UTC):%H:%M}", speed) for moment, speed in found]


def at(clock: str) -> datetime:
    return parse_instant(f"1960-05-01T{clock}Z")


POWERS = (at("01:26"), at("10:26"))
STEPS = [at(clock) for clock in ("01:26", "02:34", "02:36", "05:30", "05:51", "05:53", "05:58", "06:08")]


def test_chapter_is_approached_and_left_slowly_enough_to_be_seen() -> None:
    found = paces(POWERS, [(at("05:53"), None)], STEPS)
    assert clocked(found) == [("01:26", 600), ("05:51", 60), ("05:58", 600)]
    for (moment, speed), (after, _) in pairwise(found):
        assert timedelta(seconds=(after - moment) / speed) >= SHORTEST


def test_chapter_has_its_own_speed_until_the_next() -> None:
    found = paces(POWERS, [(at("05:53"), 10), (at("06:08"), None)], STEPS)
    assert clocked(found) == [("01:26", 600), ("05:53", 10), ("06:08", 600)]


def test_act_without_chapters_has_one_speed() -> None:
    assert clocked(paces(POWERS, [], STEPS)) == [("01:26", 600)]
    assert clocked(paces((at("05:53"), at("05:53")), [(at("05:53"), None)], STEPS)) == [("05:53", 1)]
