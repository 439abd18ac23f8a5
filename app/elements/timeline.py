"""The atlas' timeline: every exhibit's flights by year, and the threads between exhibits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.dates import seconds
from app.domain import MODES, Exhibit, Flight, Status, Text
from app.elements.element import ExhibitElement
from app.elements.payloads import TimelinePayload
from app.keys import atlas_key
from app.world import FIRST_DAY, LAST_DAY


class Timeline(ExhibitElement):
    """Selects a year, and shows its flights in the world of that year."""

    def __init__(self, exhibits: tuple[Exhibit, ...]) -> None:
        super().__init__()
        self.exhibits = exhibits

    def payload(self) -> TimelinePayload:
        """The exhibits with their flights by year, and the threads between them."""
        first, last = years(self.exhibits)
        return {
            "first": first,
            "last": last,
            "exhibits": [
                {
                    "slug": exhibit.slug,
                    "title": exhibit.title,
                    "flights": [
                        {"at": seconds(at), "year": at.year, "layer": layer_id(exhibit, at), "name": name}
                        for at, name in sorted(_starts(exhibit), key=lambda happening: happening[0])
                    ],
                }
                for exhibit in self.exhibits
            ],
            "threads": [
                {"from": exhibit.slug, "to": thread.to, "says": thread.says}
                for exhibit in self.exhibits
                for thread in exhibit.threads
            ],
        }


def years(exhibits: tuple[Exhibit, ...]) -> tuple[int, int]:
    """First and last year of what happens in `exhibits`; where nothing is dated, of the borders that are known."""
    found = [at.year for exhibit in exhibits for at, _ in _starts(exhibit)]
    return (min(found), max(found)) if found else (FIRST_DAY.year, LAST_DAY.year)


def shown_flights(exhibit: Exhibit) -> list[Flight]:
    """The flights of an exhibit that the atlas draws: those with a location that took place, and planned ones that are
    visible initially.
    """
    return [
        feature
        for layer in exhibit.layers
        for feature in layer.features
        if isinstance(feature, Flight)
        and feature.fixes
        and MODES[feature.mode].airborne
        and (layer.visible or feature.status is Status.FLOWN)
    ]


def beginning(exhibit: Exhibit, flight: Flight) -> datetime | None:
    """When a flight began, or else its exhibit."""
    times = [fix.time for fix in flight.fixes if fix.time]
    given = times[0] if times else flight.when.start if flight.when else None
    return given or (exhibit.period.start if exhibit.period else None)


def layer_id(exhibit: Exhibit, at: datetime | None) -> str:
    """The id of the atlas' layer for an exhibit and year."""
    return atlas_key(exhibit.slug, at.year) if at else exhibit.slug


def _starts(exhibit: Exhibit) -> Iterator[tuple[datetime, Text]]:
    """Start and name of each flight that took place; those of the exhibit if there is none."""
    flown = [
        (at, flight.name)
        for flight in shown_flights(exhibit)
        if flight.status is Status.FLOWN and (at := beginning(exhibit, flight))
    ]
    if not flown and exhibit.period:
        flown = [(exhibit.period.start, exhibit.title)]
    yield from flown
