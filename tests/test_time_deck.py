"""What the deck is told: acts, moments and the offsets of the exhibit's zones; and which rival accounts it can show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.content import Library
from app.dates import Span, parse_instant, parse_span, seconds
from app.domain import Account, Basis, Ceiling, Chapter, Claim, Clock, Event, Exhibit, Fix, Flight, Layer, Mode, Status, Text
from app.elements.accounts import contested, rival_payload
from app.elements.time_deck import TimeDeck, acts, moments, offsets
from app.settings import PROJECT


def flight(key: str, *times: str, mode: Mode = Mode.AIR) -> Flight:
    fixes = tuple(Fix(float(index), 50.0, 1000.0, parse_instant(time), Basis.DOCUMENTED) for index, time in enumerate(times))
    return Flight(key, Text.of(key), fixes=fixes, mode=mode)


def event(key: str, when: str) -> Event:
    return Event(key, Text.of(key), when=parse_span(when), position=(0.0, 0.0))


def exhibit(*features: Flight | Event, period: Span | None = None) -> Exhibit:
    return Exhibit("x", Text.of("X"), period=period, layers=(Layer("all", Text.of("All"), "all.geojson", features),))


def spans(shown: Exhibit) -> list[tuple[str, str]]:
    return [(f"{act.start:%m-%dT%H:%M}", f"{act.end:%m-%dT%H:%M}") for act in acts(shown)]


def test_what_is_close_in_time_is_one_act_and_a_long_quiet_parts_two() -> None:
    shown = exhibit(
        flight("home", "1976-11-15T03:00Z", "1976-11-18T03:00Z"),
        flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z"),
        flight("after", "1976-09-06T08:00Z", "1976-09-06T09:00Z"),
    )
    assert spans(shown) == [("09-06T03:50", "09-06T09:00"), ("11-15T03:00", "11-18T03:00")]


def test_an_event_begins_an_act_but_does_not_draw_it_out() -> None:
    shown = exhibit(
        flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z"),
        event("shots", "1976-09-06T04:57Z/1976-09-06T10:00Z"),
        event("later", "1976-09-20T10:00Z"),
    )
    assert spans(shown) == [("09-06T03:50", "09-06T04:57"), ("09-20T10:00", "09-20T10:00")]


def test_an_event_known_only_to_the_day_is_no_moment() -> None:
    assert list(moments(exhibit(event("some day", "1960-05-05")))) == []


def test_without_moments_the_period_is_the_act() -> None:
    period = parse_span("1960-05-01/1962-02-10")
    assert [(act.start, act.end) for act in acts(exhibit(period=period))] == [(period.start, period.end)]


def test_an_offset_changes_at_the_minute_of_the_change() -> None:
    winter, summer = offsets("Europe/Oslo", datetime(1960, 3, 1, tzinfo=UTC), datetime(1960, 9, 1, tzinfo=UTC))
    assert winter[1] == 60
    assert summer == (seconds(parse_instant("1960-03-20T01:00Z")), 120)


def test_an_act_names_the_layers_on_which_it_is_seen_and_the_first_chapter_that_tells_of_it() -> None:
    korea, cuba = flight("korea", "1953-09-21T00:07Z", "1953-09-21T00:24Z"), flight("cuba", "1962-10-27T13:09Z", "1962-10-27T15:19Z")
    layers = tuple(Layer(name, Text.of(name), f"{name}.geojson", features) for name, features in (("k", (korea,)), ("c", (cuba,))))
    chapters = tuple(
        Chapter(name, Text.of(name), date=parse_instant(date))
        for name, date in (("before", "1950-01-01T00:00Z"), ("hit", "1962-10-27T15:19Z"), ("again", "1962-10-27T15:00Z"))
    )
    payload = TimeDeck(Exhibit("x", Text.of("X"), layers=layers, chapters=chapters)).payload()
    assert isinstance(payload, dict)
    assert [(act["layers"], act["chapter"]) for act in payload["acts"]] == [(["k"], None), (["c"], "hit")]


def test_a_clock_and_a_ceiling_may_be_of_their_time_only() -> None:
    then = parse_span("1962-10")
    shown = replace(
        exhibit(flight("korea", "1953-09-21T00:07Z", "1953-09-21T00:24Z"), flight("cuba", "1962-10-27T13:09Z", "1962-10-27T15:19Z")),
        clocks=(Clock("America/New_York", Text.of("Washington"), when=then), Clock("Asia/Seoul", Text.of("Seoul"))),
        ceilings=(Ceiling(Text.of("S-75"), 22000, when=then),),
    )
    payload = TimeDeck(shown).payload()
    assert isinstance(payload, dict)
    october, always = payload["zones"]
    assert (october["from"], october["until"]) == (seconds(then.start), seconds(then.end))
    assert october["offsets"] == ((seconds(then.start), -240), (seconds(parse_instant("1962-10-28T06:00Z")), -300))
    assert (always["from"], always["until"]) == (None, None)
    assert [ceiling["from"] for ceiling in payload["ceilings"]] == [seconds(then.start)]


def test_every_zone_of_every_exhibit_is_told_for_all_its_chapters() -> None:
    for shown in Library(PROJECT / "geodata").exhibits:
        payload = TimeDeck(shown).payload()
        assert isinstance(payload, dict)
        assert len(payload["zones"]) == len(shown.clocks)
        dates = [seconds(chapter.date) for chapter in shown.chapters if chapter.date]
        for zone in payload["zones"]:
            changes = [since for since, _ in zone["offsets"]]
            assert changes == sorted(set(changes))
            assert changes[0] < min(dates) or zone["from"] is not None


def test_a_flight_has_a_profile_where_a_height_is_known_on_the_way() -> None:
    there = flight("there", "1976-09-06T03:50Z", "1976-09-06T04:00Z", "1976-09-06T04:57Z")
    bare = replace(there, id="bare", fixes=(there.fixes[0], replace(there.fixes[1], altitude_m=None), there.fixes[2]))
    ship = replace(there, id="ship", mode=Mode.SEA)
    payload = TimeDeck(exhibit(there, bare, ship)).payload()
    assert isinstance(payload, dict)
    assert {told["id"]: told["hasProfile"] for told in payload["flights"]} == {"there": True, "bare": False, "ship": False}


def test_only_an_account_that_would_change_something_can_be_chosen() -> None:
    there = flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z")
    shown = Account(Text.of("shown"), preferred=True, time=parse_instant("1976-09-06T03:50Z"))
    rival = Account(Text.of("rival"), time=parse_instant("1976-09-06T03:45Z"))
    silent = Account(Text.of("silent"))
    claims = (Claim(Text.of("when"), (shown, rival, silent), fix=1), Claim(Text.of("why"), (silent,), fix=1))
    told = exhibit(replace(there, claims=claims))
    assert rival_payload(told).keys() == {"there/1/2"}
    assert rival_payload(told)["there/1/2"] == {
        "flight": "there",
        "fix": 0,
        "topic": Text.of("when"),
        "says": Text.of("rival"),
        "time": seconds(parse_instant("1976-09-06T03:45Z")),
        "position": None,
        "altitude": None,
    }
    assert [[account.is_shown for account in accounts] for _, accounts in contested(told)] == [[True, False, False]]


def test_a_plan_has_no_moments_of_its_own() -> None:
    plan = replace(flight("plan", "1960-05-01T05:53Z", "1960-05-01T10:26Z"), status=Status.PLANNED)
    assert list(moments(exhibit(plan))) == []
    assert spans(exhibit(plan)) == [("05-01T05:53", "05-01T10:26")]
