"""The atlas's time line: every exhibit's flights by year, and the threads between the exhibits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.dates import seconds
from app.domain import Exhibit, Flight, Mode, Status, Text
from app.elements.element import ExhibitElement
from app.world import FIRST_DAY, LAST_DAY


class Timeline(ExhibitElement):
    """Chooses a year: its flights, in the world of that year."""

    def __init__(self, exhibits: tuple[Exhibit, ...]) -> None:
        super().__init__()
        self.exhibits = exhibits

    def payload(self) -> object:
        """`{first, last, exhibits: [{slug, title, flights: [{at, year, layer, name}]}], threads: [{from, to, says}]}`; `at` in seconds."""
        return {
            "first": FIRST_DAY.year,
            "last": LAST_DAY.year,
            "exhibits": [
                {
                    "slug": exhibit.slug,
                    "title": exhibit.title,
                    "flights": [
                        {"at": seconds(at), "year": at.year, "layer": layer_id(exhibit, at), "name": name}
                        for at, name in sorted(_happenings(exhibit), key=lambda happening: happening[0])
                    ],
                }
                for exhibit in self.exhibits
            ],
            "threads": [
                {"from": exhibit.slug, "to": thread.to, "says": thread.says} for exhibit in self.exhibits for thread in exhibit.threads
            ],
        }


def shown_flights(exhibit: Exhibit) -> list[Flight]:
    """What the atlas draws of an exhibit: all that was flown, and the plans that are on show at its opening."""
    return [
        feature
        for layer in exhibit.layers
        for feature in layer.features
        if isinstance(feature, Flight) and feature.mode is Mode.AIR and (layer.visible or feature.status is Status.FLOWN)
    ]


def beginning(exhibit: Exhibit, flight: Flight) -> datetime | None:
    """When a flight began, else when its exhibit does."""
    times = [fix.time for fix in flight.fixes if fix.time]
    given = times[0] if times else flight.when.start if flight.when else None
    return given or (exhibit.period.start if exhibit.period else None)


def layer_id(exhibit: Exhibit, at: datetime | None) -> str:
    """The atlas has a layer for each exhibit and year."""
    return f"{exhibit.slug}:{at.year}" if at else exhibit.slug


def _happenings(exhibit: Exhibit) -> Iterator[tuple[datetime, Text]]:
    """The beginning and name of each flight that took place; of an exhibit without any, its own."""
    flown = [(at, flight.name) for flight in shown_flights(exhibit) if flight.status is Status.FLOWN and (at := beginning(exhibit, flight))]
    if not flown and exhibit.period:
        flown = [(exhibit.period.start, exhibit.title)]
    yield from flown
