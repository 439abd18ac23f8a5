"""The flight deck: transport, clocks of the day, and the altitude profile that is the time scrubber."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from app import zones
from app.dates import EPOCH, Span, seconds
from app.domain import Basis, Clock, Event, Exhibit, Flight, Mode, Status, Text
from app.elements.accounts import rival_payload
from app.elements.element import ExhibitElement

QUIET = timedelta(hours=12)
"""What lies further apart than this belongs to different acts."""


@dataclass(frozen=True, slots=True)
class Act:
    """A stretch of time in which things move or happen, parted from the next by a long quiet. An instant has start = end."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """Something with a time of its own: a fix of a flight (`key` is ``flight/3``) or an event."""

    start: datetime
    end: datetime
    key: str
    name: Text
    basis: Basis
    sources: int


class TimeDeck(ExhibitElement):
    """Plays the exhibit's acts, one at a time, and reads every timed flight's place off the clock."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """What the deck knows beside the tracks; moments are seconds since 1970.

        `acts` `[{start, end, layers, chapter}]`: where each is to be seen, and the chapter that tells of it
        · `flights` `[{id, name, layer, status, mode, hasProfile, fixes: [{basis, hasHeight, minutes}]}]`
        · `moments` `[{at, until, key, name, basis, sources}]` in order of time
        · `zones` `[{offsets: [[from, minutes east of UTC]], from, until}]` in the order of the exhibit's clocks
        · `ceilings` `[{name, altitude, top, from, until, basis, sources}]` · `accounts` by id
        · `citation` `{title, subtitle, version}`.
        """
        exhibit = self.exhibit
        happenings = sorted(moments(exhibit), key=lambda moment: (moment.start, moment.key))
        return {
            "acts": [_act(act, exhibit) for act in acts(exhibit)],
            "flights": [
                _flight(feature, layer.id)
                for layer in exhibit.layers
                for feature in layer.features
                if isinstance(feature, Flight) and feature.is_timed
            ],
            "moments": [_moment(moment) for moment in happenings],
            "zones": [_zone(clock, *_known_span(exhibit)) for clock in exhibit.clocks],
            "ceilings": _ceilings(exhibit),
            "accounts": rival_payload(exhibit),
            "citation": {"title": exhibit.title, "subtitle": exhibit.subtitle, "version": exhibit.version[:12]},
        }


def moments(exhibit: Exhibit) -> Iterator[Moment]:
    """Every timed fix of the flights that took place, and every event known to the minute."""
    for feature in exhibit.features:
        if isinstance(feature, Flight):
            for number, fix in enumerate(feature.fixes, 1):
                if fix.time and feature.status is Status.FLOWN:
                    yield Moment(fix.time, fix.time, f"{feature.id}/{number}", fix.place, fix.basis, len(fix.citations))
        elif isinstance(feature, Event) and feature.when and "T" in feature.when.edtf:
            yield Moment(feature.when.start, feature.when.end, feature.id, feature.name, feature.basis, len(feature.citations))


def acts(exhibit: Exhibit) -> list[Act]:
    """The exhibit's acts in order: its flights and the beginnings of events, brought together across less than `QUIET`.

    Without any of these, the whole period is one act.
    """
    flights = [(min(times), max(times)) for flight in exhibit.flights if (times := [fix.time for fix in flight.fixes if fix.time])]
    events = [(moment.start, moment.start) for moment in moments(exhibit)]
    found: list[Act] = []
    for start, end in sorted(flights + events):
        if found and start - found[-1].end <= QUIET:
            found[-1] = Act(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Act(start, end))
    period = exhibit.period
    return found or [Act(period.start, period.end) if period else Act(EPOCH, EPOCH)]


@lru_cache(maxsize=256)
def offsets(zone: str, start: datetime, end: datetime) -> tuple[tuple[int, int], ...]:
    """Minutes east of UTC in `zone`, as from seconds and minutes for each change between two moments, by the tz database."""
    changes = [(seconds(start), _offset(zone, start))]
    day = start
    while day < end:
        following = min(day + timedelta(days=1), end)
        if _offset(zone, following) != changes[-1][1]:
            moment = _change(zone, day, following)
            changes.append((seconds(moment), _offset(zone, moment)))
        day = following
    return tuple(changes)


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    """The first minute at which the offset is no longer that of `before`."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(zone, middle) == _offset(zone, before) else (before, middle)
    return after.replace(second=0, microsecond=0)


def _offset(zone: str, moment: datetime) -> int:
    return round(zones.offset(zone, moment).total_seconds() / 60)


def _known_span(exhibit: Exhibit) -> tuple[datetime, datetime]:
    """From the first to the last moment that the clock can be set to by the story or the deck, and a day around it."""
    dates = [chapter.date for chapter in exhibit.chapters if chapter.date]
    dates += [moment for act in acts(exhibit) for moment in (act.start, act.end)]
    return min(dates) - timedelta(days=1), max(dates) + timedelta(days=1)


def _zone(clock: Clock, first: datetime, last: datetime) -> dict[str, object]:
    """A clock's offsets, as far as it hangs."""
    if clock.when:
        first, last = max(first, clock.when.start), min(last, clock.when.end)
    return {"offsets": offsets(clock.zone, first, last), **_limits(clock.when)}


def _limits(when: Span | None) -> dict[str, int | None]:
    return {"from": seconds(when.start) if when else None, "until": seconds(when.end) if when else None}


def _act(act: Act, exhibit: Exhibit) -> dict[str, object]:
    happens = {moment.key.partition("/")[0] for moment in moments(exhibit) if act.start <= moment.start <= act.end}
    shown = [layer.id for layer in exhibit.layers if any(feature.id in happens for feature in layer.features)]
    told = (chapter.id for chapter in exhibit.chapters if chapter.date and act.start <= chapter.date <= act.end)
    return {"start": seconds(act.start), "end": seconds(act.end), "layers": shown, "chapter": next(told, None)}


def _flight(flight: Flight, layer: str) -> dict[str, object]:
    return {
        "id": flight.id,
        "name": flight.name,
        "layer": layer,
        "status": flight.status,
        "mode": flight.mode,
        "hasProfile": flight.mode is Mode.AIR and any(fix.altitude_m is not None for fix in flight.fixes[1:-1]),
        "fixes": [
            {"basis": fix.basis, "hasHeight": fix.altitude_m is not None, "minutes": fix.time_uncertainty_min} for fix in flight.fixes
        ],
    }


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "at": seconds(moment.start),
        "until": seconds(moment.end),
        "key": moment.key,
        "name": moment.name,
        "basis": moment.basis,
        "sources": moment.sources,
    }


def _ceilings(exhibit: Exhibit) -> list[dict[str, object]]:
    titles = {source.id: source.title for source in exhibit.sources}
    return [
        {
            "name": ceiling.name,
            "altitude": ceiling.altitude_m,
            "top": ceiling.top_m,
            **_limits(ceiling.when),
            "basis": ceiling.basis,
            "sources": _titles(ceiling.citations, titles),
        }
        for ceiling in exhibit.ceilings
    ]


def _titles(citations: Iterable[str], titles: dict[str, str]) -> list[str]:
    return [titles[source] for source in citations if source in titles]
