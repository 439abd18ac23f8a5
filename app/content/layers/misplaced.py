"""Positions with longitude and latitude swapped, or without their minus sign, found by what the exhibit itself shows.

A place is suspicious where nothing else of the exhibit is near it, but much would be if its numbers were exchanged.
Features are compared with other features, views with all features. Where only a view and the features disagree,
either may be wrong, so the message names both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import assert_never

from app.content.fields.origins import Origin
from app.content.fields.values import join_names
from app.content.layers.advice import on_swapped
from app.domain import AnyFeature, Area, Flight, Layer, LonLat, Reach, Site, View
from app.errors import Report

_NEAR, _FAR = 2.5, 10.0
"""Degrees: the cells in which neighbors are searched, and those in which a suspicious place has none."""

_ENOUGH = 25
"""Positions that represent a feature."""

Cell = tuple[float, int, int]
FeaturePaths = Mapping[str, Sequence[str]]
"""By the id of a layer, the path of each of its features: ``features[3]``."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One way to mistype a position, and how to undo it."""

    undo: Callable[[LonLat], LonLat]
    wrong: str
    advice: Callable[[Origin], str]
    """What to do in a layer."""


SWAPPED = Slip(
    lambda at: (at[1], at[0]),
    "with longitude and latitude swapped",
    on_swapped,
)
MIRRORED = Slip(
    lambda at: (-at[0], at[1]),
    "with the other sign of the longitude",
    lambda _: "Longitudes west of Greenwich have a minus sign. Correct the sign.",
)
SLIPS = (SWAPPED, MIRRORED)


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view with the place in exhibit.toml that has it: label and path of its chapter, and the field."""

    view: View
    feature: str
    path: str
    field: str


@dataclass(frozen=True, slots=True)
class _Footprint:
    """Some positions of something, and the cells, small and large, that it touches."""

    positions: tuple[LonLat, ...]
    cells: frozenset[Cell]

    @classmethod
    def of(cls, positions: Sequence[LonLat]) -> _Footprint:
        some = tuple(positions[:: max(1, len(positions) // _ENOUGH)])
        return cls(some, frozenset(_cell(at, size) for at in some for size in (_NEAR, _FAR)))

    def after(self, slip: Slip) -> frozenset[Cell]:
        """The small cells that it would touch after a slip."""
        exchanged = map(slip.undo, self.positions)
        return frozenset(_cell(other, _NEAR) for other in exchanged if abs(other[1]) <= 90)


class _Surroundings:
    """How much of `everything` but one's `own` is in and around a cell."""

    def __init__(self, everything: Counter[Cell], own: Counter[Cell] | None = None) -> None:
        self._everything, self._own = everything, own or Counter[Cell]()
        self._around: dict[Cell, int] = {}

    def is_empty_around(self, footprint: _Footprint) -> bool:
        """Whether nothing is near."""
        far = [cell for cell in footprint.cells if cell[0] == _FAR]
        return not any(self._everything[cell] > self._own[cell] for cell in far) and not any(map(self._near, far))

    def is_busy_around(self, cells: frozenset[Cell]) -> bool:
        """Whether something is near at least half of `cells`."""
        return bool(cells) and 2 * sum(self._near(cell) > 0 for cell in cells) >= len(cells)

    def _near(self, cell: Cell) -> int:
        if cell not in self._around:
            size, column, row = cell
            around = [(size, column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)]
            self._around[cell] = sum(self._everything[place] - self._own[place] for place in around)
        return self._around[cell]


def report_misplaced(
    layers: Sequence[Layer],
    views: Sequence[NamedView],
    paths: FeaturePaths,
    origins: Mapping[str, Origin],
    report: Report,
) -> None:
    """Warn of layers, features and views that are far from everything else, and near it after a slip; `origins` are
    those of the layers by file.
    """
    placed = [
        [
            (index, found)
            for index, feature in enumerate(layer.features)
            if (found := _Footprint.of(_positions(feature))).cells
        ]
        for layer in layers
    ]
    in_layers = [_counted(footprint for _, footprint in features) for features in placed]
    features_only = Counter[Cell]()
    for cells in in_layers:
        features_only.update(cells)
    with_views = features_only + _counted(_Footprint.of(_points(named.view)) for named in views)
    for layer, features, cells in zip(layers, placed, in_layers, strict=True):
        around = _Surroundings(with_views, cells), _Surroundings(features_only, cells)
        for slip in SLIPS:
            is_alone = cells == features_only  # then no other layer can be near
            strays = [] if is_alone else [index for index, footprint in features if _fits(footprint, slip, *around)]
            if 2 * len(strays) <= len(features):
                strays = list(_lone_strays(features, slip, with_views, features_only))
            if strays:
                _warn_of_features(layer, strays, slip, paths, origins, report)
                break
    positions = [at for features in placed for _, footprint in features for at in footprint.positions]
    for named in views:
        with report.at(feature=named.feature, path=named.path):
            _check_view(named, _Surroundings(features_only), report)
            _check_width(named, positions, report)


def _fits(footprint: _Footprint, slip: Slip, everything: _Surroundings, features: _Surroundings) -> bool:
    """Whether nothing is near, but other features are after the slip."""
    return everything.is_empty_around(footprint) and features.is_busy_around(footprint.after(slip))


def _lone_strays(
    features: Sequence[tuple[int, _Footprint]],
    slip: Slip,
    with_views: Counter[Cell],
    features_only: Counter[Cell],
) -> Iterator[int]:
    """Single features that a slip would bring near the rest of their own layer or another."""
    for index, footprint in features:
        if all(with_views[cell] == 1 for cell in footprint.cells):
            own = Counter(footprint.cells)
            if _fits(footprint, slip, _Surroundings(with_views, own), _Surroundings(features_only, own)):
                yield index


def _warn_of_features(
    layer: Layer,
    strays: list[int],
    slip: Slip,
    paths: FeaturePaths,
    origins: Mapping[str, Origin],
    report: Report,
) -> None:
    named = join_names((layer.features[index].id for index in strays), 3)
    subject = f"{len(strays)} features ({named}) are" if len(strays) > 1 else "This feature is"
    path = paths[layer.id][strays[0]]
    with report.at(file=layer.file, feature="" if len(strays) > 1 else named, path=path):
        report.warn(
            f"{subject} far from the rest of the exhibit, but near it {slip.wrong}.",
            slip.advice(origins.get(layer.file, Origin.GEOJSON)),
            field="geometry.coordinates",
        )


def _check_view(named: NamedView, features: _Surroundings, report: Report) -> None:
    footprint = _Footprint.of(_points(named.view))
    if not footprint.cells or not features.is_empty_around(footprint):
        return
    for slip in SLIPS:
        if not features.is_busy_around(footprint.after(slip)):
            continue
        report.warn(
            f"The view is far from all features, but near them {slip.wrong}.",
            f"{_corrected(named.view, slip)} If the features are wrong, correct them instead.",
            field=named.field,
        )
        return


def _check_width(named: NamedView, positions: Sequence[LonLat], report: Report) -> None:
    """Warn of bounds across 180° and around more than half of the globe, where the features are nowhere near 180°: west
    and east exchanged.
    """
    if named.view.bounds is None or not positions:
        return
    west, south, east, north = named.view.bounds
    lons = [lon for lon, _ in positions]
    if east <= 180 or east - west <= 180 or max(map(abs, lons)) > 150 or max(lons) - min(lons) > 180:
        return
    report.warn(
        f"The bounds are {east - west:g}° wide: west ({west:g}) and east ({east - 360:g}) are exchanged.",
        f"Write: bounds = [{east - 360:g}, {south:g}, {west:g}, {north:g}]",
        field=named.field,
    )


def _corrected(view: View, slip: Slip) -> str:
    """The view to write if the view is wrong."""
    known = (
        "Longitude comes first (the address bar has latitude first). "
        if slip is SWAPPED
        else "Longitudes west of Greenwich have a minus sign. "
    )
    if view.center is None:
        return f"{known}If the view is wrong, correct it."
    lon, lat = slip.undo(view.center)
    return f"{known}If the view is wrong, write: center = [{lon:.10g}, {lat:.10g}]."


def _counted(footprints: Iterable[_Footprint]) -> Counter[Cell]:
    total = Counter[Cell]()
    for footprint in footprints:
        total.update(footprint.cells)
    return total


def _cell(at: LonLat, size: float) -> Cell:
    return size, floor(at[0] / size), floor(at[1] / size)


def _positions(feature: AnyFeature) -> Sequence[LonLat]:
    match feature:
        case Flight(fixes=fixes):
            return [(fix.lon, fix.lat) for fix in fixes[:: max(1, len(fixes) // _ENOUGH)]]
        case Area(polygons=polygons, lines=lines):
            return [
                position for ring in (*lines, *(ring for polygon in polygons for ring in polygon)) for position in ring
            ]
        case Site(position=position) | Reach(position=position):
            return (position,) if position else ()
        case _:
            assert_never(feature)


def _points(view: View) -> Sequence[LonLat]:
    """The center of a view, or points all over its bounds."""
    if view.center:
        return (view.center,)
    if view.bounds:
        west, south, east, north = view.bounds
        steps = [step / 4 for step in range(5)]
        return [(west + (east - west) * across, south + (north - south) * up) for across in steps for up in steps]
    return ()
