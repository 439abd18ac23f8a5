"""The world of the clock's day: land, water, borders and names, below everything else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache

from app.domain import Area, Borders, Bounds, Exhibit, Flight, LonLat, Reach, Site, View
from app.elements.element import ExhibitElement
from app.elements.payloads import OwnBordersPayload, WorldMapPayload
from app.elements.spans import own_date
from app.geodesy.track import track
from app.presentation import Presentation
from app.world import FIRST_DAY, LAST_DAY, Portion, World
from app.world.cells import Cells, around, cells_of

REACH = 4.0
"""Degrees around an exhibit's features within which land is drawn in full detail."""
VAGUE = 50.0
"""Kilometres of uncertainty beyond which a track needs no detail: it is less precise than the coarse coast."""
REGIONS_FROM = 7.8
"""The zoom level from which the browser draws regions, the few pieces of land in full detail."""
BESIDE = 1.0
"""Degrees around an exhibit's features within which regions are included."""
CLOSE = 40.0
"""A view narrower than this, in degrees, has full detail everywhere."""
CLOSE_INSET = 8.0
"""The same of a chapter's inset, which has a fifth of the pixels."""
NEAR = 0.3
"""Degrees within which a site of the exhibit and a city of the same name are the same place."""


class WorldMap(ExhibitElement):
    """Draws the world below an exhibit."""

    def __init__(self, exhibit: Exhibit, presentation: Presentation) -> None:
        super().__init__()
        self.exhibit, self.presentation = exhibit, presentation

    @cached_property
    def data(self) -> str:
        """The address of what is drawn at first, or of `world_document` where it is inlined."""
        if self.presentation.offline:
            return self._address("world.json.gz", world_document(self.exhibit))
        return self._address("world.json.gz", world_documents(self.exhibit)[0])

    @cached_property
    def details(self) -> str:
        """The address of what follows; empty where nothing does."""
        if self.presentation.offline:
            return ""
        return self._address("world-details.json.gz", world_documents(self.exhibit)[1])

    def _address(self, name: str, content: bytes) -> str:
        return self.presentation.assets.data(f"/{self.exhibit.slug}/{name}", content, "application/gzip")

    def payload(self) -> WorldMapPayload:
        """What the world is drawn from, and the exhibit's own borders."""
        return {
            "data": self.data,
            "details": self.details,
            "regionsFrom": REGIONS_FROM,
            "own": list(map(self._own, self.exhibit.borders)),
        }

    def _own(self, borders: Borders) -> OwnBordersPayload:
        return {
            "name": borders.name,
            "date": own_date(borders, self.exhibit.languages),
            "attribution": borders.attribution,
        }


def world_document(exhibit: Exhibit) -> bytes:
    """What an exhibit's page needs of the world, as gzipped JSON: full detail where it is needed, its days, its
    languages.
    """
    return _extract(_portion(exhibit))


def world_documents(exhibit: Exhibit) -> tuple[bytes, bytes]:
    """`world_document` in two: what the page shows at first, and the details of a closer view."""
    return _extract_in_two(_portion(exhibit))


def _portion(exhibit: Exhibit) -> Portion:
    days = exhibit.days or (FIRST_DAY, LAST_DAY)
    named, titled = frozenset(_named(exhibit)), frozenset(_titled(exhibit))
    return Portion(
        _cells(exhibit),
        *days,
        exhibit.languages,
        named,
        _region_cells(exhibit),
        titled,
        frozenset(_seen_cells(exhibit)),
        exhibit.borders,
    )


@lru_cache(maxsize=32)
def _extract(portion: Portion) -> bytes:
    return World.default().extract(portion)


@lru_cache(maxsize=32)
def _extract_in_two(portion: Portion) -> tuple[bytes, bytes]:
    return World.default().extract_in_two(portion)


def _titled(exhibit: Exhibit) -> Iterator[str]:
    """The names of cities in the exhibit's title that neither end of its first flight names."""
    words = set(re.findall(r"[\w’'-]+", exhibit.title.in_language("en")))
    fixes = exhibit.flights[0].fixes if exhibit.flights else ()
    ends = [fix.place.in_language("en") for fix in (*fixes[:1], *fixes[-1:])]
    for city in World.default().cities:
        names = {str(name) for _, name in city.names}
        if names & words and not any(name in place for place in ends for name in names):
            yield from names


def _named(exhibit: Exhibit) -> Iterator[str]:
    """The names, at any time, of cities that the exhibit labels itself."""
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
    """Where full detail is needed: around features, along tracks as far as they are known, and in every close view."""
    insets = (chapter.inset for chapter in exhibit.chapters if chapter.inset)
    seen = (
        *(bounds for view in _views(exhibit) for bounds in _close(view)),
        *(bounds for inset in insets for bounds in _close(inset, CLOSE_INSET)),
    )
    close = frozenset(cell for bounds in seen for cell in cells_of(bounds))
    return around({(round(lon), round(lat)) for lon, lat in _positions(exhibit)}, REACH) | close


def _seen_cells(exhibit: Exhibit) -> Iterator[tuple[int, int]]:
    """What the exhibit's views show."""
    for view in _views(exhibit):
        if view.bounds:
            yield from cells_of(view.bounds)


def _views(exhibit: Exhibit) -> list[View]:
    return [exhibit.opening, *(chapter.view for chapter in exhibit.chapters if chapter.view)]


def _region_cells(exhibit: Exhibit) -> Cells:
    """Where regions are needed: around named sites and fixes, and the ends of flights; none if `max_zoom` is below
    `REGIONS_FROM`.
    """
    if exhibit.max_zoom < REGIONS_FROM:
        return frozenset()
    fixes = [
        fix
        for flight in exhibit.flights
        for fix in (*filter(lambda fix: fix.place, flight.fixes), *flight.fixes[:1], *flight.fixes[-1:])
    ]
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


def _close(view: View, width: float = CLOSE) -> Iterator[Bounds]:
    """The view's bounds if it is close enough for full detail."""
    if view.bounds and view.bounds[2] - view.bounds[0] < width:
        yield view.bounds
    elif view.center and (view.zoom or 0) >= 5:
        lon, lat = view.center
        reach = CLOSE * 2 ** (4 - (view.zoom or 0))
        yield lon - reach, lat - reach / 2, lon + reach, lat + reach / 2
