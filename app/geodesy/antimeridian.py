"""The antimeridian: lines continue past it to be drawn, and are cut at it to be exported.

A map draws a line best when its longitudes are continuous (170, 175, 180, 185). RFC 7946 §3.1.9 requires the same line
in two pieces, each within ±180. Between two positions both follow the straight line in longitude and latitude, as RFC
7946 §3.1.1 reads it: densify first where the line is a geodesic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import affinity

from app.domain import LonLat, Ring
from app.geodesy.arrays import FloatArray, Position, columns, lon_lats, rows

_TOLERANCE = 1e-9
"""Degrees (0.1 mm) by which a step may exceed half the globe before it goes the other way round."""


def unwrap(lons: ArrayLike) -> list[float]:
    """The same longitudes plus whole turns, so that each step goes the short way round; the first stays as it is.

    A step of exactly half the globe, as over a pole, goes east.
    """
    return cast("list[float]", unwrapped(np.asarray(lons, float)).tolist())


def unwrapped(lon: FloatArray) -> FloatArray:
    """`unwrap` for an array."""
    return _turned(lon, _turns(np.diff(lon)))


def worlds(lon: FloatArray) -> FloatArray:
    """The number of the copy of the world in which each longitude lies: 0 from -180 up to 180, 1 from there to 540, and
    so on.
    """
    world = np.floor((lon + 180) / 360)
    return np.asarray(world - (lon - 360 * world < -180))


def _turns(steps: FloatArray) -> FloatArray:
    """The whole turns by which each step must change to go the short way round."""
    return np.asarray(-np.ceil((steps - 180 - _TOLERANCE) / 360))


def _turned(lon: FloatArray, turns: FloatArray) -> FloatArray:
    return np.asarray(lon + 360 * np.concatenate((np.zeros(min(1, lon.size)), np.cumsum(turns))))


def cut_line(positions: Sequence[Position]) -> list[list[Position]]:
    """The line in pieces that lie within ±180, in order of travel; each piece ends on the meridian where the next
    begins.

    Longitudes may be written within ±180 or run on past it; a step of more than half the globe leads the short way
    round. A line that stays within ±180 comes back as it is. Values after latitude in a position (an altitude, an
    index) are interpolated.
    """
    if not positions:
        return []
    line = columns(positions)
    written = line[0].copy()
    line[0] = unwrapped(written)
    if np.array_equal(line[0], written) and np.abs(written).max() <= 180:
        return [list(positions)]
    line = _with_crossings(line)
    world = _worlds_of_steps(line[0])
    starts = [0, *(np.flatnonzero(np.diff(world)) + 1).tolist()]
    ends = [*starts[1:], line.shape[1] - 1]
    return [_to_world_zero(line[:, first : last + 1], world[first]) for first, last in zip(starts, ends, strict=True)]


def _with_crossings(line: FloatArray) -> FloatArray:
    """The line with a position added wherever a step crosses a meridian of 180° + k·360°."""
    before, after = line[0, :-1], line[0, 1:]
    meridian = 360 * worlds(np.maximum(before, after)) - 180
    at = np.flatnonzero((np.minimum(before, after) < meridian) & (meridian < np.maximum(before, after)))
    share = (meridian[at] - before[at]) / (after[at] - before[at])
    crossing = line[:, at] + share * (line[:, at + 1] - line[:, at])
    crossing[0] = meridian[at]
    return np.insert(line, at + 1, crossing, axis=1)


def _worlds_of_steps(lon: FloatArray) -> FloatArray:
    """For each step, the number of the copy of the world it lies in; a step along the very meridian stays with the step
    before.
    """
    if lon.size == 1:
        return worlds(lon)
    world = worlds(np.minimum(lon[:-1], lon[1:]))
    along = (lon[:-1] == lon[1:]) & ((lon[1:] + 180) % 360 == 0)
    across = np.flatnonzero(~along)
    if across.size:
        latest = np.maximum(np.searchsorted(across, np.arange(world.size), side="right") - 1, 0)
        world = world[across[latest]]
    return world


def _to_world_zero(piece: FloatArray, world: float) -> list[Position]:
    """A piece moved to within ±180."""
    return cast("list[Position]", rows(np.vstack((piece[:1] - 360 * world, piece[1:]))))


def unwrap_polygon(rings: Sequence[Sequence[LonLat]]) -> list[Ring]:
    """A polygon's rings ready to be drawn: closed, with continuous longitudes, each hole within the outer ring.

    A ring that goes once round the globe is closed along the pole that it encloses (see `cut_polygon`).
    """
    unrolled = [_Unrolled(ring) for ring in rings]
    middles = [(ring.lon.min() + ring.lon.max()) / 2 for ring in unrolled]
    turns = [np.rint((middles[0] - middle) / 360) for middle in middles]
    return [tuple(lon_lats(ring.lon + 360 * turn, ring.lat)) for ring, turn in zip(unrolled, turns, strict=True)]


def cut_polygon(rings: Sequence[Sequence[LonLat]]) -> list[list[Ring]]:
    """A polygon (outer ring first, then its holes) as polygons within ±180, rings closed, outer anticlockwise, holes
    clockwise.

    Longitudes may be written within ±180 or run on past it. A polygon that stays within ±180 keeps its positions. A
    ring that goes once round the globe encloses the pole of its own hemisphere, whichever way it is wound, as the
    winding of curators' data is often wrong: it gets an edge along that pole. A polygon without area is left out.
    """
    outer, *holes = (_Unrolled(ring) for ring in rings)
    if all(ring.is_home for ring in (outer, *holes)):
        return [[_wound(ring.positions, anticlockwise=ring is outer) for ring in (outer, *holes)]]
    shape = outer.polygon()
    for hole in holes:
        shape = shape.difference(shapely.union_all(list(hole.copies_over(outer))))
    return [_rings(part) for part in _parts_within_180(shape)]


def join_polygons(polygons: Sequence[Sequence[Ring]]) -> tuple[tuple[Ring, ...], ...]:
    """Polygons that were cut at 180°, as one again: the reverse of `cut_polygon`, longitudes within ±180.

    Two are joined if they lie on either side of the meridian and share a part of it. What was not cut is unchanged.
    """
    cut = [rings for rings in polygons if _touches(rings, 180) != _touches(rings, -180)]
    if len(cut) < 2:
        return tuple(tuple(rings) for rings in polygons)
    halves = [affinity.translate(_shape(rings), xoff=0 if _touches(rings, 180) else 360) for rings in cut]
    joined = shapely.get_parts(shapely.union_all(halves)) if all(half.is_valid for half in halves) else halves
    if len(joined) == len(halves):
        return tuple(tuple(rings) for rings in polygons)
    return (
        *(tuple(rings) for rings in polygons if rings not in cut),
        *(tuple(map(_without_cut, _rings(part))) for part in joined),
    )


def _touches(rings: Sequence[Ring], meridian: float) -> bool:
    return any(lon == meridian for lon, _ in rings[0])


def _shape(rings: Sequence[Ring]) -> shapely.Polygon:
    return shapely.Polygon(rings[0], rings[1:])


def _without_cut(ring: Ring) -> Ring:
    """A ring within ±180, without the positions that the cut has added on the meridian."""
    inner = ring[:-1]
    neighbours = zip((inner[-1], *inner[:-1]), inner, (*inner[1:], inner[0]), strict=True)
    kept = [at for before, at, after in neighbours if not _is_cut(before, at, after)]
    home = [(lon - 360 if lon > 180 else lon, lat) for lon, lat in kept]
    return (*home, home[0])


def _is_cut(before: LonLat, at: LonLat, after: LonLat) -> bool:
    side = (after[0] - before[0]) * (at[1] - before[1]) - (after[1] - before[1]) * (at[0] - before[0])
    return at[0] == 180 and (before[0] - 180) * (after[0] - 180) < 0 and abs(side) < _TOLERANCE


class _Unrolled:
    """A closed ring with continuous longitudes, closed over the pole where it encloses one."""

    def __init__(self, ring: Sequence[LonLat]) -> None:
        self.positions: Ring = tuple((position[0], position[1]) for position in ring)
        if self.positions[0] != self.positions[-1]:
            self.positions = (*self.positions, self.positions[0])
        written, self.lat = columns(self.positions)
        self.lon = _around(written, self.lat)
        self.is_home = bool(np.array_equal(self.lon, written) and np.abs(written).max() <= 180)
        if turned := self.lon[-1] - self.lon[0]:
            pole = 90 * (np.sign(self.lat.mean()) or np.sign(turned))
            self.lon = np.concatenate((self.lon, self.lon[[-1, 0, 0]]))
            self.lat = np.concatenate((self.lat, [pole, pole, self.lat[0]]))

    def polygon(self, turns: float = 0) -> shapely.Geometry:
        """The ring as a polygon, so many turns to the east."""
        polygon = shapely.Polygon(np.column_stack((self.lon + 360 * turns, self.lat)))
        return polygon if polygon.is_valid else shapely.make_valid(polygon)

    def copies_over(self, outer: _Unrolled) -> Iterator[shapely.Geometry]:
        """Every copy of the ring that may touch `outer`, which may be drawn another turn east or west."""
        first = np.ceil((outer.lon.min() - self.lon.max()) / 360)
        last = np.floor((outer.lon.max() - self.lon.min()) / 360)
        return (self.polygon(turns) for turns in np.arange(first, last + 1))


def _around(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """The ring's longitudes, unwrapped except for edges of 360°: along a pole, or where only they close the ring."""
    steps = np.diff(lon)
    right_round = np.abs(steps) == 360
    along_pole = right_round & (np.abs(lat[1:]) == 90) & (lat[1:] == lat[:-1])
    short = _turned(lon, np.where(along_pole, 0, _turns(steps)))
    if short[0] == short[-1] and np.ptp(short) > 0:
        return short
    framed = _turned(lon, np.where(right_round, 0, _turns(steps)))
    return framed if framed[0] == framed[-1] else short


def _parts_within_180(shape: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """The polygons of `shape`, cut at every meridian of 180° + k·360° and moved back within ±180."""
    west, _, east, _ = shape.bounds
    for world in np.arange(np.floor((west + 180) / 360), np.ceil((east + 180) / 360)):
        inside = shape.intersection(shapely.box(360 * world - 180, -90, 360 * world + 180, 90))
        for part in shapely.get_parts(affinity.translate(inside, xoff=-360 * world)):
            if part.geom_type == "Polygon" and part.area > 0:
                yield part


def _rings(polygon: shapely.Polygon) -> list[Ring]:
    outer = _wound(tuple(polygon.exterior.coords), anticlockwise=True)
    return [outer, *(_wound(tuple(hole.coords), anticlockwise=False) for hole in polygon.interiors)]


def _wound(ring: Ring, *, anticlockwise: bool) -> Ring:
    return ring if shapely.LinearRing(ring).is_ccw == anticlockwise else ring[::-1]
