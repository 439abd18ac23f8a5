"""The deck's payload: acts, moments, UTC offsets, and the conflicting accounts that it can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.dates import EPOCH, Span, parse_instant, parse_span, seconds
from app.domain import (
    Account,
    Basis,
    Ceiling,
    Chapter,
    Citation,
    Claim,
    Clock,
    Event,
    Exhibit,
    Fix,
    Flight,
    Layer,
    Mode,
    Status,
    Text,
)
from app.elements.accounts import accounts_payload, contested
from app.elements.flights import flights_payload
from app.elements.payloads import MomentsPayload
from app.elements.time_deck import TimeDeck, acts, moments, offsets
from app.keys import fix_key
from tests.conftest import library
from tests.unpacking import unpacked


def flight(key: str, *times: str, mode: Mode = Mode.AIR) -> Flight:
    fixes = tuple(
        Fix(float(index), 50.0, 1000.0, parse_instant(time), Basis.DOCUMENTED) for index, time in enumerate(times)
    )
    return Flight(key, Text.of(key), fixes=fixes, mode=mode)


def event(key: str, when: str) -> Event:
    return Event(key, Text.of(key), when=parse_span(when), position=(0.0, 0.0))


def exhibit(*features: Flight | Event, period: Span | None = None) -> Exhibit:
    return Exhibit("x", Text.of("X"), period=period, layers=(Layer("all", Text.of("All"), "all.geojson", features),))


def spans(shown: Exhibit) -> list[tuple[str, str]]:
    return [(f"{act.start:%m-%dT%H:%M}", f"{act.end:%m-%dT%H:%M}") for act in acts(shown)]


def test_acts_are_separated_by_a_long_gap() -> None:
    shown = exhibit(
        flight("home", "1976-11-15T03:00Z", "1976-11-18T03:00Z"),
        flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z"),
        flight("after", "1976-09-06T08:00Z", "1976-09-06T09:00Z"),
    )
    assert spans(shown) == [("09-06T03:50", "09-06T09:00"), ("11-15T03:00", "11-18T03:00")]


def test_event_starts_an_act_without_extending_it() -> None:
    shown = exhibit(
        flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z"),
        event("shots", "1976-09-06T04:57Z/1976-09-06T10:00Z"),
        event("later", "1976-09-20T10:00Z"),
    )
    assert spans(shown) == [("09-06T03:50", "09-06T04:57"), ("09-20T10:00", "09-20T10:00")]


def test_event_known_to_the_day_is_not_a_moment() -> None:
    assert list(moments(exhibit(event("some day", "1960-05-05")))) == []


def test_without_moments_the_period_is_the_act() -> None:
    period = parse_span("1960-05-01/1962-02-10")
    assert [(act.start, act.end) for act in acts(exhibit(period=period))] == [(period.start, period.end)]


def test_an_offset_changes_at_the_minute_of_the_change() -> None:
    winter, summer = offsets("Europe/Oslo", datetime(1960, 3, 1, tzinfo=UTC), datetime(1960, 9, 1, tzinfo=UTC))
    assert winter[1] == 60
    assert summer == (seconds(parse_instant("1960-03-20T01:00Z")), 120)


def test_act_has_its_layers_and_first_chapter() -> None:
    korea, cuba = (
        flight("korea", "1953-09-21T00:07Z", "1953-09-21T00:24Z"),
        flight("cuba", "1962-10-27T13:09Z", "1962-10-27T15:19Z"),
    )
    layers = tuple(
        Layer(name, Text.of(name), f"{name}.geojson", features) for name, features in (("k", (korea,)), ("c", (cuba,)))
    )
    chapters = tuple(
        Chapter(name, Text.of(name), date=parse_instant(date))
        for name, date in (
            ("before", "1950-01-01T00:00Z"),
            ("hit", "1962-10-27T15:19Z"),
            ("again", "1962-10-27T15:00Z"),
        )
    )
    payload = TimeDeck(Exhibit("x", Text.of("X"), layers=layers, chapters=chapters)).payload()
    assert isinstance(payload, dict)
    assert [(act["layers"], act["chapter"]) for act in payload["acts"]] == [(["k"], None), (["c"], "hit")]


def test_clock_and_ceiling_with_when_are_limited_to_it() -> None:
    then = parse_span("1962-10")
    shown = replace(
        exhibit(
            flight("korea", "1953-09-21T00:07Z", "1953-09-21T00:24Z"),
            flight("cuba", "1962-10-27T13:09Z", "1962-10-27T15:19Z"),
        ),
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


def test_offsets_cover_all_chapters_of_every_exhibit() -> None:
    for shown in library().exhibits:
        payload = TimeDeck(shown).payload()
        assert isinstance(payload, dict)
        assert len(payload["zones"]) == len(shown.clocks)
        dates = [seconds(chapter.date) for chapter in shown.chapters if chapter.date]
        for zone in payload["zones"]:
            changes = [since for since, _ in zone["offsets"]]
            assert changes == sorted(set(changes))
            assert changes[0] < min(dates) or zone["from"] is not None


def test_flight_with_an_altitude_en_route_has_a_profile() -> None:
    there = flight("there", "1976-09-06T03:50Z", "1976-09-06T04:00Z", "1976-09-06T04:57Z")
    bare = replace(there, id="bare", fixes=(there.fixes[0], replace(there.fixes[1], altitude_m=None), there.fixes[2]))
    ship = replace(there, id="ship", mode=Mode.SEA)
    payload = flights_payload(exhibit(there, bare, ship))
    assert {each["id"]: each["hasProfile"] for each in payload} == {"there": True, "bare": False, "ship": False}


def test_only_accounts_that_change_a_value_can_be_chosen() -> None:
    there = flight("there", "1976-09-06T03:50Z", "1976-09-06T04:57Z")
    shown = Account(Text.of("shown"), preferred=True, time=parse_instant("1976-09-06T03:50Z"))
    other = Account(Text.of("another"), time=parse_instant("1976-09-06T03:45Z"))
    silent = Account(Text.of("silent"))
    claims = (Claim(Text.of("when"), (shown, other, silent), fix=1), Claim(Text.of("why"), (silent,), fix=1))
    found = exhibit(replace(there, claims=claims))
    assert accounts_payload(found).keys() == {"there/1/2"}
    assert accounts_payload(found)["there/1/2"] == {
        "flight": "there",
        "fix": 0,
        "says": Text.of("another"),
        "time": seconds(parse_instant("1976-09-06T03:45Z")),
        "position": None,
        "altitude": None,
    }
    assert [[account.is_preferred for account in accounts] for _, accounts in contested(found)] == [
        [True, False, False]
    ]


def test_planned_flight_has_no_moments() -> None:
    plan = replace(flight("plan", "1960-05-01T05:53Z", "1960-05-01T10:26Z"), status=Status.PLANNED)
    assert list(moments(exhibit(plan))) == []
    assert spans(exhibit(plan)) == [("05-01T05:53", "05-01T10:26")]


INSTANTS = st.integers(-2_000_000_000_000, 2_000_000_000_000).map(lambda each: EPOCH + timedelta(milliseconds=each))
NAMES = st.sampled_from([Text(), Text.of("Field"), Text.of("Lake")])
FIXES = st.builds(
    Fix,
    st.just(30.0),
    st.just(60.0),
    time=st.none() | INSTANTS,
    basis=st.sampled_from(Basis),
    place=NAMES,
    citations=st.lists(st.just(Citation("log")), max_size=3).map(tuple),
)
EVENTS = st.builds(
    lambda start, minutes: Span("1960-05-01T05:00Z", start, start + timedelta(minutes=minutes)),
    INSTANTS,
    st.integers(0, 600),
)


@given(st.lists(st.lists(FIXES, max_size=6), max_size=4), st.lists(EVENTS, max_size=4))
def test_moments_cross_whole_and_in_order(flights: list[list[Fix]], events: list[Span]) -> None:
    shown = exhibit(
        *(Flight(f"f{number}", Text.of("F"), fixes=tuple(fixes)) for number, fixes in enumerate(flights)),
        *(Event(f"e{number}", Text.of("E"), when=when) for number, when in enumerate(events)),
    )
    payload = TimeDeck(shown).payload()
    assert isinstance(payload, dict)
    received = list(received_moments(payload["moments"], [each.id for each in shown.flights]))
    sent = {
        (fix_key(each.feature, each.fix) if each.fix else each.feature): (
            each.start,
            each.end,
            each.name,
            each.basis,
            each.sources,
        )
        for each in moments(shown)
    }
    assert dict(received) == sent
    assert len(received) == len(sent)
    assert [moment[0] for _, moment in received] == sorted(moment[0] for _, moment in received)


def received_moments(packed: MomentsPayload, flights: list[str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """As `moments.js` reads them."""
    at, lasts, flight = packed["at"], packed["lasts"], packed["flight"]
    columns = map(unpacked, (at, lasts, flight, packed["number"], packed["basis"], packed["sources"]))
    for index, (start, length, owner, number, basis, sources) in enumerate(zip(*columns, strict=True)):
        begun = EPOCH + timedelta(milliseconds=start or 0)
        ended = begun + timedelta(milliseconds=length or 0)
        key = packed["events"][(number or 0) - 1] if owner is None else fix_key(flights[owner], number or 0)
        yield key, (begun, ended, packed["names"].get(index, Text()), list(Basis)[basis or 0], sources)
