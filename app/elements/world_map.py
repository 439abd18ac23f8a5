"""The world as it was on the day of the clock: land, water, borders and names under everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from app.domain import Area, Bounds, Exhibit, Flight, LonLat, Reach, Site, View
from app.elements.element import ExhibitElement, Presentation
from app.geodesy.track import track
from app.world import FIRST_DAY, LAST_DAY, Portion, World
from app.world.cells import Cells, around, cells_of

REACH = 4.0
"""Degrees about everything an exhibit shows in which the land is drawn in full detail."""
VAGUE = 50.0
"""Kilometres of uncertainty beyond which a flight's way wants no detail: the coarse coast is truer than its line."""
INSETS_FROM = 7.8
"""The zoom level from which the browser draws insets (`#world/painter`)."""
BESIDE = 1.0
"""Degrees about everything an exhibit shows in which it brings along the insets."""
CLOSE = 40.0
"""A view that shows fewer degrees than this wants full detail all over."""
NEAR = 0.3
"""Degrees within which a mark of the exhibit and a city of the same name are one."""


class WorldMap(ExhibitElement):
    """The ground of `exhibit`'s map."""

    def __init__(self, exhibit: Exhibit, presentation: Presentation) -> None:
        super().__init__()
        self.exhibit, self.presentation = exhibit, presentation

    def payload(self) -> object:
        """Where the world's document is: `world_document`, served at ``/<slug>/world.json.gz`` or carried."""
        content = world_document(self.exhibit)
        return {"data": self.presentation.assets.data(f"/{self.exhibit.slug}/world.json.gz", content, "application/gzip")}


def world_document(exhibit: Exhibit) -> bytes:
    """What the page of `exhibit` needs of the world, as compressed JSON: its places in full detail, its days, its languages."""
    return _extract(Portion(_cells(exhibit), *_days(exhibit), exhibit.languages, frozenset(_named(exhibit)), _inset_cells(exhibit)))


@lru_cache(maxsize=32)
def _extract(portion: Portion) -> bytes:
    return World.default().extract(portion)


def _named(exhibit: Exhibit) -> Iterator[str]:
    """The cities that the exhibit names by marks of its own, under every name that they have had."""
    marks: dict[tuple[int, int], list[tuple[str, float, float]]] = defaultdict(list)
    for mark in _marks(exhibit):
        for cell in around([mark[1:]], NEAR):
            marks[cell].append(mark)
    for city in World.default().cities:
        names = {str(name) for _, name in city.names}
        lon, lat = city.position
        (cell,) = around([city.position], 0)
        near = (place for place, at, up in marks[cell] if abs(at - lon) < NEAR and abs(up - lat) < NEAR)
        if any(name in place for place in near for name in names):
            yield from names


def _marks(exhibit: Exhibit) -> Iterator[tuple[str, float, float]]:
    for feature in exhibit.features:
        match feature:
            case Flight():
                yield from ((fix.place.in_language("en"), fix.lon, fix.lat) for fix in feature.fixes)
            case Site() if feature.position:
                yield feature.name.in_language("en"), *feature.position


def _cells(exhibit: Exhibit) -> Cells:
    """Where one may look closely: about every feature, along the flights as far as their way is known, and in every close view."""
    views = [exhibit.opening, *(chapter.view for chapter in exhibit.chapters if chapter.view)]
    close = frozenset(cell for view in views for bounds in _close(view) for cell in cells_of(bounds))
    return around({(round(lon), round(lat)) for lon, lat in _positions(exhibit)}, REACH) | close


def _inset_cells(exhibit: Exhibit) -> Cells:
    """Where insets are wanted: about every place and fix that an exhibit names, and where its flights begin and end; nowhere if one
    cannot come close enough to see them.
    """
    if exhibit.max_zoom < INSETS_FROM:
        return frozenset()
    fixes = [fix for flight in exhibit.flights for fix in (*filter(lambda fix: fix.place, flight.fixes), flight.fixes[0], flight.fixes[-1])]
    places = [feature.position for feature in exhibit.features if isinstance(feature, Site) and feature.position]
    return around([*((fix.lon, fix.lat) for fix in fixes), *places], BESIDE)


def _positions(exhibit: Exhibit) -> Iterator[LonLat]:
    for feature in exhibit.features:
        match feature:
            case Flight():
                line = track(feature)
                known = ~(line.uncertainty_km > VAGUE)
                yield from set(zip(line.lon[known].round().tolist(), line.lat[known].round().tolist(), strict=True))
            case Site() | Reach():
                yield from filter(None, [feature.position])
            case Area():
                yield from (position for polygon in feature.polygons for ring in polygon for position in ring)
                yield from (position for line in feature.lines for position in line)


def _close(view: View) -> Iterator[Bounds]:
    """The view's bounds, if it is close enough to show more than the coarse level."""
    if view.bounds and view.bounds[2] - view.bounds[0] < CLOSE:
        yield view.bounds
    elif view.center and (view.zoom or 0) >= 5:
        lon, lat = view.center
        reach = CLOSE * 2 ** (4 - (view.zoom or 0))
        yield lon - reach, lat - reach / 2, lon + reach, lat + reach / 2


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
