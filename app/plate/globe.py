"""The inset of a plate: the globe with the part of it that the map shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapely

from app.geodesy.arrays import FloatArray
from app.geodesy.projection import Orthographic
from app.plate.frame import MapFrame
from app.plate.ground import Arcs, land_rings, of_each
from app.plate.labels import count
from app.plate.styles import Line, Styles
from app.plate.svg import Box, element, joined, path_of, stroke

RADIUS = 32.0
"""The radius of the globe in pixels."""
_INSET = 12.0
"""Pixels between it and the frame of the map."""
_LARGEST, _LEAST = 60.0, 6.0 * RADIUS
"""Degrees from its middle to its corners of the largest map with a globe, and the pixels of the lowest."""
_ROUND = 5.0
"""The middle of the globe is at multiples of so many degrees, so that maps of one place have the same globe."""
_DOT = 5.0
"""The pixels of the smallest outline, below which a dot is drawn."""
_SMALLEST = 1.2
"""The pixels of the smallest land that is drawn."""
_TOLERANCE = 0.4
"""How far in pixels a coast may leave the line that it stands for."""
_EDGE_STEP = math.radians(5)
WHOLE = f"M{-RADIUS:g} 0A{RADIUS:g} {RADIUS:g} 0 1 0 {RADIUS:g} 0A{RADIUS:g} {RADIUS:g} 0 1 0 {-RADIUS:g} 0Z"
"""The path of the whole globe."""


@dataclass(frozen=True)
class Globe:
    """The globe about the middle of a map, in one of its corners."""

    frame: MapFrame
    styles: Styles

    def __bool__(self) -> bool:
        _, top, _, bottom = self.frame.box
        return bottom - top >= _LEAST and self._extent() <= _LARGEST

    def _extent(self) -> float:
        """Degrees from the middle of the map to the farthest of its corners."""
        lon0, lat0 = map(math.radians, self.frame.centre)
        lon, lat = np.radians(self.frame.degrees(_corners(self.frame.box)))
        cosine = math.sin(lat0) * np.sin(lat) + math.cos(lat0) * np.cos(lat) * np.cos(lon - lon0)
        return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))).max())

    def corner(self, points: Sequence[FloatArray], taken: Box) -> Box:
        """The box of the corner with the fewest of some points, outside the box of the scale bar."""
        left, top, right, bottom = self.frame.box
        size = 2 * (RADIUS + _INSET)
        boxes = [
            (right - size, bottom - size, right, bottom),
            (right - size, top, right, top + size),
            (left, top, left + size, top + size),
            (left, bottom - size, left + size, bottom),
        ]
        xy = np.concatenate([*points, np.empty((0, 2))])
        free = [box for box in boxes if not shapely.box(*box).intersects(shapely.box(*taken))]
        return min(free, key=lambda box: count(xy, box))

    def draw(self, box: Box) -> str:
        """The globe in a box."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        color = self.styles.color
        lon, lat = (_ROUND * round(each / _ROUND) for each in self.frame.centre)
        edge = stroke(color("ink"), Line(0.8))
        sea = element("circle", r=RADIUS, **(edge | {"fill": color("sea")}))
        look = stroke(color("coast"), Line(0.4)) | {"fill": color("land"), "fill_rule": "evenodd"}
        land = element("path", d=globe_land(lon, lat), **look)
        halo = element("circle", r=RADIUS + 2.5, fill=color("paper"), fill_opacity=0.8)
        parts = [halo, sea, land, self._shown(Orthographic(lon, lat))]
        return element("g", joined(parts), transform=f"translate({x:.1f} {y:.1f})")

    def _shown(self, projection: Orthographic) -> str:
        """What the map shows: its outline on the globe, or a dot."""
        xy = _placed(projection, *self.frame.degrees(_edge(self.frame.box)))
        color = self.styles.color("ink")
        if float(np.ptp(xy, axis=0).max()) < _DOT:
            x, y = (float(each) for each in xy.mean(axis=0))
            return element("circle", cx=x, cy=y, r=_DOT / 2, fill=color)
        area = stroke(color, Line(1)) | {"fill": color, "fill_opacity": 0.22}
        return element("path", d=path_of(xy, closed=True), **area)


def _edge(box: Box) -> FloatArray:
    """Points around a box."""
    ring = shapely.box(*box).exterior
    return np.asarray(shapely.get_coordinates(ring.interpolate(np.arange(0, 1, 1 / 60), normalized=True)))


def _corners(box: Box) -> FloatArray:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _placed(projection: Orthographic, lon: FloatArray, lat: FloatArray) -> FloatArray:
    x, y = projection.forward(lon, lat)
    return np.column_stack((x * RADIUS, -y * RADIUS))


@cache
def globe_land(lon: float, lat: float) -> str:
    """The path data of the land on the globe about a position, in pixels from its middle; what is inside twice is sea.

    What is on the far side is at the edge. A land about the position opposite would so be all but itself; then so is
    all land, and the whole globe is added.
    """
    coasts, projection = land_rings(), Orthographic(lon, lat)
    is_near = projection.is_near(coasts.lon, coasts.lat)[:, None]
    xy = _placed(projection, coasts.lon, coasts.lat)
    xy = np.where(is_near, xy, _at_edge(xy))
    is_seen = of_each(np.logical_or, is_near, coasts.starts, False)[:, 0]
    rings = [xy[first:last] for first, last in pairwise(coasts.starts.tolist())]
    shown = [ring for ring, seen in zip(rings, is_seen, strict=True) if seen and np.ptp(ring, axis=0).max() > _SMALLEST]
    simple = shapely.simplify([shapely.linestrings(ring) for ring in shown], _TOLERANCE, preserve_topology=False)
    is_inverse = sum(map(_turns, shown)) % 2 != _is_land(coasts, lon, lat)
    paths = [path_of(shapely.get_coordinates(ring)[:-1], closed=True) for ring in simple]
    return "".join([*paths, WHOLE] if is_inverse else paths)


def _at_edge(xy: FloatArray) -> FloatArray:
    """The nearest of a few positions at the edge, so that what is not seen is not drawn finely."""
    angles = np.round(np.arctan2(xy[:, 1], xy[:, 0]) / _EDGE_STEP) * _EDGE_STEP
    return RADIUS * np.column_stack((np.cos(angles), np.sin(angles)))


def _turns(ring: FloatArray) -> int:
    """How many times a ring goes around the middle of the globe."""
    angles = np.arctan2(*np.vstack((ring, ring[:1])).T)
    return abs(round(float(((np.diff(angles) + np.pi) % (2 * np.pi) - np.pi).sum() / (2 * np.pi))))


def _is_land(coasts: Arcs, lon: float, lat: float) -> bool:
    """Whether a position is on land: its way to the North Pole, which is at sea, meets an odd number of coasts."""
    east = (coasts.lon - lon + 180) % 360 - 180
    before, after = east[:-1], east[1:]
    is_met = (before * after < 0) & (np.abs(after - before) < 180)
    is_met[coasts.starts[1:-1] - 1] = False
    share = before[is_met] / (before - after)[is_met]
    met = coasts.lat[:-1][is_met] + share * np.diff(coasts.lat)[is_met]
    return bool(np.count_nonzero(met > lat) % 2)
