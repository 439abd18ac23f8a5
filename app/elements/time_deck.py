"""The flight deck: playback controls, local times, and the altitude profile as time scrubber."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from app import zones
from app.dates import EPOCH, Span, seconds
from app.domain import Basis, Citation, Clock, Event, Exhibit, Flight, Status, Text
from app.elements.element import ExhibitElement
from app.elements.flights import ORDER
from app.elements.paces import offered, paces
from app.elements.payloads import ActPayload, CeilingPayload, MomentsPayload, TimeDeckPayload, ZonePayload
from app.geodesy.packing import pack

QUIET = timedelta(hours=12)
"""Moments further apart than this are in different acts."""


@dataclass(frozen=True, slots=True)
class Act:
    """A period with flights or events, separated from the next by `QUIET`. An instant has start = end."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A fix of the flight `feature`, with its number from 1, or the event `feature`, with its time."""

    start: datetime
    end: datetime
    feature: str
    fix: int | None
    name: Text
    basis: Basis
    sources: int


class TimeDeck(ExhibitElement):
    """Plays the exhibit's acts, one at a time, and shows the state of every timed flight."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> TimeDeckPayload:
        """What the deck needs besides the flights."""
        exhibit = self.exhibit
        return {
            "acts": [_act(act, exhibit) for act in acts(exhibit)],
            "moments": _moments(exhibit),
            "zones": [_zone(clock, *_known_span(exhibit)) for clock in exhibit.clocks],
            "ceilings": _ceilings(exhibit),
            "citation": {
                "slug": exhibit.slug,
                "title": exhibit.title,
                "subtitle": exhibit.subtitle,
                "version": exhibit.version[:12],
                "updated": exhibit.updated.isoformat() if exhibit.updated else "",
                "authors": [{"family": author.family, "given": author.given} for author in exhibit.authors],
            },
            "speeds": speeds(exhibit),
        }


def speeds(exhibit: Exhibit) -> list[int]:
    """The speeds of playback that a visitor can choose."""
    return offered(max(act.end - act.start for act in acts(exhibit)))


def moments(exhibit: Exhibit) -> Iterator[Moment]:
    """Every timed fix of flown flights, and every event known to the minute."""
    for feature in exhibit.features:
        if isinstance(feature, Flight):
            for number, fix in enumerate(feature.fixes, 1):
                if fix.time and feature.status is Status.FLOWN:
                    yield Moment(fix.time, fix.time, feature.id, number, fix.place, fix.basis, len(fix.citations))
        elif isinstance(feature, Event) and feature.when and "T" in feature.when.edtf:
            yield Moment(
                feature.when.start,
                feature.when.end,
                feature.id,
                None,
                feature.name,
                feature.basis,
                len(feature.citations),
            )


def acts(exhibit: Exhibit) -> list[Act]:
    """The exhibit's acts in order: its flights and the starts of events, joined where they are less than `QUIET` apart.

    Without flights and events the whole period is one act.
    """
    flights = [
        (min(times), max(times))
        for flight in exhibit.flights
        if (times := [fix.time for fix in flight.fixes if fix.time])
    ]
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
def offsets(zone: str, start: datetime, end: datetime) -> tuple[tuple[float, int], ...]:
    """The UTC offsets of `zone` between two moments: for each change, seconds since 1970 and minutes east of UTC."""
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
    """The moments that story and deck can set the clock to, and a day before and after."""
    dates = [chapter.date for chapter in exhibit.chapters if chapter.date]
    dates += [moment for act in acts(exhibit) for moment in (act.start, act.end)]
    return min(dates) - timedelta(days=1), max(dates) + timedelta(days=1)


def _zone(clock: Clock, first: datetime, last: datetime) -> ZonePayload:
    """A clock's offsets while it is shown."""
    if clock.when:
        first, last = max(first, clock.when.start), min(last, clock.when.end)
    start, end = _limits(clock.when)
    return {"offsets": offsets(clock.zone, first, last), "from": start, "until": end}


def _limits(when: Span | None) -> tuple[float, float] | tuple[None, None]:
    return (seconds(when.start), seconds(when.end)) if when else (None, None)


def _act(act: Act, exhibit: Exhibit) -> ActPayload:
    found = list(moments(exhibit))
    ids = {moment.feature for moment in found if act.start <= moment.start <= act.end}
    shown = [layer.id for layer in exhibit.layers if any(feature.id in ids for feature in layer.features)]
    chapters = [
        (chapter, chapter.date) for chapter in exhibit.chapters if chapter.date and act.start <= chapter.date <= act.end
    ]
    steps = sorted({moment.start for moment in found if moment.basis is not Basis.INTERPOLATED})
    return {
        "start": seconds(act.start),
        "end": seconds(act.end),
        "layers": shown,
        "chapter": chapters[0][0].id if chapters else None,
        "paces": paces((act.start, act.end), [(date, chapter.speed) for chapter, date in chapters], steps),
    }


def _moments(exhibit: Exhibit) -> MomentsPayload:
    found = sorted(moments(exhibit), key=lambda moment: (moment.start, moment.feature, moment.fix or 0))
    flights = {flight.id: index for index, flight in enumerate(exhibit.flights)}
    events = [moment.feature for moment in found if moment.fix is None]
    numbers = iter(range(1, len(events) + 1))
    return {
        "at": pack([seconds(moment.start) * 1000 for moment in found]),
        "lasts": pack([(moment.end - moment.start).total_seconds() * 1000 for moment in found]),
        "flight": pack([math.nan if moment.fix is None else flights[moment.feature] for moment in found]),
        "number": pack([next(numbers) if moment.fix is None else moment.fix for moment in found]),
        "basis": pack([ORDER.index(moment.basis) for moment in found]),
        "sources": pack([moment.sources for moment in found]),
        "events": events,
        "names": {index: moment.name for index, moment in enumerate(found) if moment.name},
    }


def _ceilings(exhibit: Exhibit) -> list[CeilingPayload]:
    titles = {source.id: source.title for source in exhibit.sources}
    return [
        {
            "name": ceiling.name,
            "altitude": ceiling.altitude_m,
            "top": ceiling.top_m,
            "from": _limits(ceiling.when)[0],
            "until": _limits(ceiling.when)[1],
            "basis": ceiling.basis,
            "sources": _titles(ceiling.citations, titles),
        }
        for ceiling in exhibit.ceilings
    ]


def _titles(citations: Iterable[Citation], titles: dict[str, str]) -> list[str]:
    return [", ".join(filter(None, (titles[each.source], each.locator))) for each in citations if each.source in titles]
