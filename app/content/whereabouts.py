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

_ENOUGH = 25
"""Positions by which a feature's whereabouts are told."""

Cell = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """The cells, small and large, that a feature touches, and the small ones that it would touch if swapped."""

    cells: frozenset[Cell]
    swapped: frozenset[Cell]

    @classmethod
    def of(cls, positions: Sequence[LonLat]) -> _Whereabouts:
        some = positions[:: max(1, len(positions) // _ENOUGH)]
        cells = {_cell(lon, lat, size) for lon, lat in some for size in (_NEAR, _FAR)}
        return cls(frozenset(cells), frozenset(_cell(lat, lon, _NEAR) for lon, lat in some if abs(lon) <= 90))


class _Others:
    """Everything in the exhibit but one layer or feature: how much of it lies in and around a cell."""

    def __init__(self, everything: Counter[Cell], own: Counter[Cell]) -> None:
        self._everything, self._own = everything, own
        self._around: dict[Cell, int] = {}

    def would_bring_home(self, where: _Whereabouts) -> bool:
        """Whether nothing is near, but much would be once longitude and latitude were swapped."""
        far = [cell for cell in where.cells if cell[0] == _FAR]
        if not where.swapped or any(self._everything[cell] > self._own[cell] for cell in far) or any(map(self._near, far)):
            return False
        return 2 * sum(self._near(cell) > 0 for cell in where.swapped) >= len(where.swapped)

    def _near(self, cell: Cell) -> int:
        if cell not in self._around:
            size, column, row = cell
            around = [(size, column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)]
            self._around[cell] = sum(self._everything[place] - self._own[place] for place in around)
        return self._around[cell]


def tell_strays(layers: Sequence[Layer], views: Iterable[View], report: Report) -> None:
    """Warn of layers, and of single features, that lie far from everything else of the exhibit and close to it once swapped."""
    placed = [[(feature, where) for feature in layer.features if (where := _Whereabouts.of(_positions(feature))).cells] for layer in layers]
    in_layers = [_counted(where for _, where in features) for features in placed]
    everything = _counted(_Whereabouts.of(_points(view)) for view in views)
    for cells in in_layers:
        everything.update(cells)
    for layer, features, cells in zip(layers, placed, in_layers, strict=True):
        others = _Others(everything, cells)
        strays = [feature for feature, where in features if others.would_bring_home(where)]
        if 2 * len(strays) <= len(features):
            alone = [(feature, where) for feature, where in features if all(everything[cell] == 1 for cell in where.cells)]
            strays = [feature for feature, where in alone if _Others(everything, Counter(where.cells)).would_bring_home(where)]
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


def _positions(feature: Feature) -> Sequence[LonLat]:
    match feature:
        case Flight(fixes=fixes):
            return [(fix.lon, fix.lat) for fix in fixes[:: max(1, len(fixes) // _ENOUGH)]]
        case Area(polygons=polygons, lines=lines):
            return [position for ring in (*lines, *(ring for polygon in polygons for ring in polygon)) for position in ring]
        case Site(position=position) | Reach(position=position) if position:
            return (position,)
    return ()


def _points(view: View) -> Sequence[LonLat]:
    """The centre of a view, or points all over its bounds."""
    if view.center:
        return (view.center,)
    if view.bounds:
        west, south, east, north = view.bounds
        steps = [step / 4 for step in range(5)]
        return [(west + (east - west) * across, south + (north - south) * up) for across in steps for up in steps]
    return ()
