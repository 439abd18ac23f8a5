"""Latitude and longitude swapped, though each lies within its range: told by what swapping would bring home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from app.content.values import listed
from app.domain import Area, Feature, Flight, Layer, LonLat, Reach, Site, View
from app.errors import Report

_NEAR, _FAR = 2.5, 10.0
"""Degrees: the cells in which home is looked for, and those in which a stray has no neighbour."""

Cell = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """The cells, small and large, that a feature or a view touches, and the small ones that it would touch if swapped."""

    cells: frozenset[Cell]
    swapped: frozenset[Cell]

    @classmethod
    def of(cls, positions: Iterable[LonLat]) -> _Whereabouts:
        distinct = set(positions)
        cells = {_cell(lon, lat, size) for lon, lat in distinct for size in (_NEAR, _FAR)}
        return cls(frozenset(cells), frozenset(_cell(lat, lon, _NEAR) for lon, lat in distinct if abs(lon) <= 90))

    def would_come_home(self, others: Counter[Cell], besides: Counter[Cell]) -> bool:
        """Whether nothing of `others` less `besides` is near, but would be once longitude and latitude were swapped."""
        if any(_neighbours(cell, others, besides) for cell in self.cells if cell[0] == _FAR):
            return False
        return bool(self.swapped) and 2 * sum(_neighbours(cell, others, besides) > 0 for cell in self.swapped) >= len(self.swapped)


def tell_strays(layers: Sequence[Layer], views: Iterable[View], report: Report) -> None:
    """Warn of layers, and of single features, that lie far from everything else of the exhibit and close to it once swapped."""
    placed = [[(feature, _Whereabouts.of(_positions(feature))) for feature in layer.features] for layer in layers]
    everything = Counter[Cell]()
    for view in views:
        everything.update(_Whereabouts.of(_corners(view)).cells)
    own_cells = [_counted(where for _, where in features) for features in placed]
    for own in own_cells:
        everything.update(own)
    for layer, features, own in zip(layers, placed, own_cells, strict=True):
        located = [(feature, where) for feature, where in features if where.cells]
        strays = [feature for feature, where in located if where.would_come_home(everything, own)]
        if 2 * len(strays) <= len(located):
            strays = [feature for feature, where in located if where.would_come_home(everything, Counter(where.cells))]
        if strays:
            _warn(layer, strays, report)


def _warn(layer: Layer, strays: list[Feature], report: Report) -> None:
    named = listed((feature.id for feature in strays), 3)
    several = f"{len(strays)} features ({named})" if len(strays) > 1 else ""
    with report.at(file=layer.file, feature="" if several else named):
        report.warn(
            f"{several or 'a place'} far from the rest of the exhibit, but near it with longitude and latitude swapped",
            "longitude first, then latitude",
            "Swap the two numbers.",
            field="geometry.coordinates",
        )


def _counted(every: Iterable[_Whereabouts]) -> Counter[Cell]:
    total = Counter[Cell]()
    for where in every:
        total.update(where.cells)
    return total


def _cell(lon: float, lat: float, size: float) -> Cell:
    return size, floor(lon / size), floor(lat / size)


def _neighbours(cell: Cell, others: Counter[Cell], besides: Counter[Cell]) -> int:
    size, column, row = cell
    around = ((size, column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1))
    return sum(others[place] - besides[place] for place in around)


def _positions(feature: Feature) -> Iterable[LonLat]:
    match feature:
        case Flight(fixes=fixes):
            return ((fix.lon, fix.lat) for fix in fixes)
        case Area(polygons=polygons, lines=lines):
            return (position for ring in (*lines, *(ring for polygon in polygons for ring in polygon)) for position in ring)
        case Site(position=position) | Reach(position=position) if position:
            return (position,)
    return ()


def _corners(view: View) -> Iterable[LonLat]:
    """The centre of a view, or points all over its bounds."""
    if view.center:
        return (view.center,)
    if view.bounds:
        west, south, east, north = view.bounds
        steps = [step / 8 for step in range(9)]
        return ((west + (east - west) * across, south + (north - south) * up) for across in steps for up in steps)
    return ()
