"""The world as it was on the day of the clock: land, water, borders and names under everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from app import geodesy
from app.domain import Area, Bounds, Exhibit, Flight, LonLat, Reach, Site, View
from app.elements.element import ExhibitElement, Presentation
from app.world import FIRST_DAY, LAST_DAY, World

WHOLE_WORLD: Bounds = (-180.0, -85.0, 180.0, 85.0)
ROOM = 5.0
"""Degrees about everything an exhibit shows in which the land is drawn in full detail."""


class WorldMap(ExhibitElement):
    """The ground of `exhibit`'s map."""

    def __init__(self, exhibit: Exhibit, presentation: Presentation) -> None:
        super().__init__()
        self.exhibit, self.presentation = exhibit, presentation

    def payload(self) -> object:
        """Where the world's document is: `world_document`, served at ``/<slug>/world.json`` or carried."""
        content = world_document(self.exhibit)
        return {"data": self.presentation.assets.data(f"/{self.exhibit.slug}/world.json", content, "application/gzip")}


def world_document(exhibit: Exhibit) -> bytes:
    """What the page of `exhibit` needs of the world, as compressed JSON: its region in full detail, its days, its languages."""
    return _extract(_region(exhibit), *_days(exhibit), exhibit.languages)


@lru_cache(maxsize=32)
def _extract(bounds: Bounds, first_day: date, last_day: date, languages: tuple[str, ...]) -> bytes:
    return World.default().extract(bounds, first_day, last_day, languages)


def _region(exhibit: Exhibit) -> Bounds:
    """Bounds of all that can be shown, with room about it; unwrapped where it crosses the antimeridian."""
    positions = [*_positions(exhibit), *_corners(exhibit)]
    west, south, east, north = geodesy.bounds(positions) if positions else WHOLE_WORLD
    return west - ROOM, max(-90.0, south - ROOM), east + ROOM, min(90.0, north + ROOM)


def _positions(exhibit: Exhibit) -> Iterator[LonLat]:
    for feature in exhibit.features:
        match feature:
            case Flight():
                yield from ((fix.lon, fix.lat) for fix in feature.fixes)
            case Site() | Reach():
                yield from filter(None, [feature.position])
            case Area():
                yield from (position for polygon in feature.polygons for ring in polygon for position in ring)
                yield from (position for line in feature.lines for position in line)


def _corners(exhibit: Exhibit) -> Iterator[LonLat]:
    for view in (exhibit.opening, *(chapter.view or View() for chapter in exhibit.chapters)):
        if view.bounds:
            yield from (view.bounds[:2], view.bounds[2:])
        elif view.center:
            yield view.center


def _days(exhibit: Exhibit) -> tuple[date, date]:
    """First and last day that the clock can show, within the years that there are borders for."""
    moments = sorted(_moments(exhibit))
    days = [moment.date() for moment in (moments[0], moments[-1])] if moments else [FIRST_DAY, LAST_DAY]
    first, last = (min(max(day, FIRST_DAY), LAST_DAY) for day in days)
    return first, last


def _moments(exhibit: Exhibit) -> Iterator[datetime]:
    for span in (exhibit.period, *(feature.when for feature in exhibit.features)):
        if span:
            yield from (span.start, span.end)
    yield from (fix.time for flight in exhibit.flights for fix in flight.fixes if fix.time)
    yield from filter(None, (exhibit.opening_date, *(chapter.date for chapter in exhibit.chapters)))
