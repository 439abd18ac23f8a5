"""The frame of a map on the sheet: a projection, a scale, and what it shows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from app.domain import Bounds, LonLat, ProjectionName
from app.geodesy.arrays import FloatArray
from app.geodesy.great_circle import GreatCircle
from app.geodesy.projection import (
    RADIUS_KM,
    AzimuthalEqualArea,
    LambertConformal,
    Mercator,
    ObliqueMercator,
    Projection,
    Stereographic,
    stereographic_centre,
)
from app.plate.moment import Scene
from app.plate.svg import Box

WORLD = 256
"""The pixels of the world's width at zoom level 0, as on the screen."""
_EDGE = np.linspace(0, 1, 33)
_STEP = 0.05
"""The degrees of a small step."""
_MARGIN = 6.0
"""Pixels beyond the box that are drawn."""
_FAR_SIDE = -45.0
"""The latitude on the other side of the equator from which a conic map is not drawn."""
NEAR = 110.0
"""Degrees from the centre of an azimuthal projection beyond which nothing is drawn."""
_NEAR_OBLIQUE = 85.0
"""The same of a map about an oblique great circle."""


@dataclass(frozen=True)
class MapFrame:
    """A map in a box of the sheet: `scale` is pixels for each radius of the sphere, `middle` the plane's position in
    the middle of the box.
    """

    projection: Projection
    box: Box
    scale: float
    middle: tuple[float, float]

    def pixels(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Positions in degrees as rows of x and y in pixels."""
        x, y = self.projection.forward(lon, lat)
        left, top, right, bottom = self.box
        across = (left + right) / 2 + (x - self.middle[0]) * self.scale
        down = (top + bottom) / 2 - (y - self.middle[1]) * self.scale
        return np.column_stack((across, down))

    def degrees(self, xy: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Positions in pixels as longitudes and latitudes."""
        left, top, right, bottom = self.box
        x = (xy[:, 0] - (left + right) / 2) / self.scale + self.middle[0]
        y = ((top + bottom) / 2 - xy[:, 1]) / self.scale + self.middle[1]
        return self.projection.inverse(x, y)

    @cached_property
    def outer(self) -> Box:
        """The box with a margin, to which lines are clipped so that none is seen to end at its edge."""
        left, top, right, bottom = self.box
        return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN

    @cached_property
    def outline(self) -> FloatArray:
        """Points in pixels across the box and on its edges."""
        left, top, right, bottom = self.box
        x, y = np.meshgrid(left + (right - left) * _EDGE, top + (bottom - top) * _EDGE)
        return np.column_stack((x.ravel(), y.ravel()))

    @cached_property
    def centre(self) -> LonLat:
        """The position in the middle of the box."""
        left, top, right, bottom = self.box
        lon, lat = self.degrees(np.array([[(left + right) / 2, (top + bottom) / 2]]))
        return float(lon[0]), float(lat[0])

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """By how many turns the world is shifted to be in sight; (0,) where longitudes need not be continuous."""
        if not self.projection.wraps:
            return (0,)
        if not self.projection.repeats:
            return (-1, 0, 1)
        lon, _ = self.degrees(self.outline)
        return tuple(range(math.floor((lon.min() + 180) / 360), math.floor((lon.max() + 180) / 360) + 1))

    def is_home(self, lon: float, turn: int) -> bool:
        """Whether a shape that has a vertex at `lon` is drawn at that turn: at each where the world repeats, else at
        the one that is nearest to the middle.
        """
        return (
            self.projection.repeats or not self.projection.wraps or -180 <= lon + 360 * turn - self.projection.lon < 180
        )

    def is_near(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Whether positions are near enough to the centre to be drawn: what is far would lie about the whole map."""
        if self.projection.repeats:
            return np.ones(np.shape(lon), bool)
        if self.projection.wraps:
            return np.asarray(np.asarray(lat) * math.copysign(1, self.centre[1]) > _FAR_SIDE)
        lon0, lat0 = map(math.radians, self._pole)
        phi, lam = np.radians(lat), np.radians(lon)
        cosine = math.sin(lat0) * np.sin(phi) + math.cos(lat0) * np.cos(phi) * np.cos(lam - lon0)
        near = NEAR if self.projection.is_round else _NEAR_OBLIQUE
        return np.asarray(cosine > math.cos(math.radians(near)))

    @cached_property
    def _pole(self) -> LonLat:
        """The centre of a projection about one."""
        lon, lat = self.projection.inverse(0.0, 0.0)
        return float(lon), float(lat)

    @cached_property
    def limit(self) -> tuple[float, float, float] | None:
        """The circle in pixels, x, y and radius, in which an azimuthal map ends; None for a map that ends nowhere in
        its box.
        """
        if not self.projection.is_round:
            return None
        lon, lat = self._pole
        far = (lon, lat - NEAR) if lat - NEAR >= -90 else (lon + 180, NEAR - lat - 180)
        (middle,), (edge,) = self.pixels([lon], [lat]).tolist(), self.pixels([far[0]], [far[1]]).tolist()
        radius = math.dist(middle, edge)
        left, top, right, bottom = self.box
        if all(
            math.dist(middle, corner) <= radius
            for corner in ((left, top), (right, top), (left, bottom), (right, bottom))
        ):
            return None
        return middle[0], middle[1], radius

    def copies(self, lon: FloatArray, lat: FloatArray) -> Iterator[FloatArray]:
        """A line in pixels, once for each turn by which some of it may be in sight."""
        if not self.projection.wraps:
            if self.is_near(lon, lat).any():
                yield self.pixels(lon, lat)
            return
        left, top, right, bottom = self.box
        for turn in sorted({each - shift for each in self.turns for shift in (-1, 0, 1)}):
            if not self.is_home(float(lon[len(lon) // 2]), turn):
                continue
            xy = self.pixels(lon + 360 * turn, lat)
            if (
                xy[:, 0].max() >= left
                and xy[:, 0].min() <= right
                and xy[:, 1].max() >= top
                and xy[:, 1].min() <= bottom
            ):
                yield xy

    def contains(self, x: float, y: float) -> bool:
        """Whether a point in pixels is within the box and the limit."""
        left, top, right, bottom = self.box
        is_beyond = self.limit and math.dist((x, y), self.limit[:2]) > self.limit[2]
        return left <= x <= right and top <= y <= bottom and not is_beyond

    def points(self, position: LonLat) -> list[tuple[float, float]]:
        """Where a position is in sight, in pixels."""
        found = self._points.get(position)
        if found is None:
            lon, lat = np.array([position[0]]), np.array([position[1]])
            copies = (xy[0].tolist() for xy in self.copies(lon, lat))
            found = self._points[position] = [(x, y) for x, y in copies if self.contains(x, y)]
        return found

    @cached_property
    def _points(self) -> dict[LonLat, list[tuple[float, float]]]:
        """What `points` has found."""
        return {}

    def may_show(self, lon: ArrayLike, lat: ArrayLike) -> np.ndarray:
        """Whether positions may be in sight, for all of them at once."""
        lon, lat = np.asarray(lon, float), np.asarray(lat, float)
        left, top, right, bottom = self.box
        found = np.zeros(lon.shape, bool)
        for turn in self.turns:
            x, y = self.pixels(lon + 360 * turn, lat).T
            found |= (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
        return found

    def pixels_per_km(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Pixels for each kilometre at positions, in the mean of both directions."""
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        up = np.hypot(*(self.pixels(lon, lat + _STEP / 2) - self.pixels(lon, lat - _STEP / 2)).T)
        across = np.hypot(*(self.pixels(lon + _STEP, lat) - self.pixels(lon, lat)).T)
        km = _STEP * math.pi / 180 * RADIUS_KM
        return np.asarray(np.sqrt(up * across / np.maximum(1e-6, np.cos(np.radians(lat)))) / km)

    @cached_property
    def north(self) -> float:
        """Degrees by which north is off the top in the middle of an oblique map, clockwise; 0 on every other map."""
        if self.projection.wraps or self.projection.is_round:
            return 0.0
        lon, lat = self.centre
        (x0, y0), (x1, y1) = self.pixels([lon, lon], [lat, min(90.0, lat + _STEP)]).tolist()
        return math.degrees(math.atan2(x1 - x0, y0 - y1))

    @cached_property
    def zoom(self) -> float:
        """The zoom level of the screen's map at which the middle of this one is as large."""
        lon, lat = self.centre
        parallel_km = 2 * math.pi * RADIUS_KM * math.cos(math.radians(lat))
        return math.log2(float(self.pixels_per_km(lon, lat)[0]) * parallel_km / WORLD)


def fitted(projection: Projection, bounds: Bounds, box: Box) -> MapFrame:
    """The map that shows all of `bounds` as large as a box has room for."""
    west, south, east, north = bounds
    lon, lat = np.meshgrid(west + (east - west) * _EDGE, south + (north - south) * _EDGE)
    return _around(projection, lon.ravel(), lat.ravel(), box)


def _around(projection: Projection, lon: FloatArray, lat: FloatArray, box: Box) -> MapFrame:
    """The map that shows positions as large as a box has room for."""
    x, y = projection.forward(lon, lat)
    width, height = float(np.ptp(x)), float(np.ptp(y))
    scale = min((box[2] - box[0]) / max(width, 1e-9), (box[3] - box[1]) / max(height, 1e-9))
    middle = (float(x.max() + x.min()) / 2, float(y.max() + y.min()) / 2)
    return MapFrame(projection, box, scale, middle)


def framed(scene: Scene, name: ProjectionName, box: Box) -> MapFrame:
    """The map of a scene in a box, in the projection of that name.

    About a great circle it shows the flights and places of the view, with a margin about them, else the view as it is.
    """
    if oblique := _oblique(scene, name):
        left, top, right, bottom = box
        across, down = (right - left) * _ROOM, (bottom - top) * _ROOM
        inner = _around(oblique, *scene.shown, (left + across, top + down, right - across, bottom - down))
        return replace(inner, box=box)
    return fitted(projection_for(scene.bounds, name), scene.bounds, box)


def _oblique(scene: Scene, name: ProjectionName) -> ObliqueMercator | None:
    """The projection about the great circle of the scene's flights, where it is that of the name, and they have one."""
    is_named, is_auto = name is ProjectionName.OBLIQUE_MERCATOR, name is ProjectionName.AUTO
    if not (is_named or (is_auto and _chosen(scene.bounds) is ProjectionName.MERCATOR)):
        return None
    circle = GreatCircle.through(*scene.way)
    if not circle or circle.length < _FLAT:
        return None
    projection = ObliqueMercator(circle.lon, circle.lat, circle.azimuth)
    breadth, length = sorted(np.degrees(np.ptp(projection.forward(*scene.shown), axis=1)).tolist())
    west, south, east, north = scene.bounds
    is_narrow = breadth <= circle.length * (_BROAD if is_named else _NARROW)
    fills_view = is_named or circle.length >= max(east - west, north - south) / 2
    return projection if is_narrow and fills_view and length <= _LONGEST else None


_POLAR, _FLAT, _WIDE, _HEMISPHERE = 66.0, 12.0, 120.0, 180.0
"""Degrees: the latitude of a polar map, the extent of a small one, the width of one that is most of the world, and the
width from which one that is on one side of the equator is about the pole.
"""
_LONGEST, _BROAD, _NARROW = 140.0, 1.0, 0.25
"""Of maps about a great circle: the most degrees along it, and the most across as a share of the length of the flights,
where such a map is named and where it is chosen.
"""
_ROOM = 0.06
"""The margin about what they show, as a share of the map."""
_CONIC = (20.0, 62.0)
"""Latitudes between which a wide map is conic."""
_LEAST_CONIC = 0.1
"""The least latitude of the middle of a conic map: about the equator the cone is a cylinder, as Mercator's is."""


def projection_for(bounds: Bounds, name: ProjectionName = ProjectionName.AUTO) -> Projection:
    """The projection of that name for bounds.

    ``auto`` chooses by extent: the stereographic about the pole where the middle is beyond the polar circle, Mercator
    for less than 12 degrees, for what is about the equator and for more than 120 degrees of longitude, Lambert's
    conformal conic for other wide maps, and the azimuthal equal-area for tall ones; about the pole for more than half
    of the globe's longitudes on one side of the equator. So does ``oblique-mercator``, which `framed` has looked at
    before.
    """
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    is_open = name in {ProjectionName.AUTO, ProjectionName.OBLIQUE_MERCATOR}
    match _chosen(bounds) if is_open else name:
        case ProjectionName.LAMBERT_CONFORMAL if abs(lat) >= _LEAST_CONIC:
            sixth = (north - south) / 6
            return LambertConformal(lon, lat, south + sixth, north - sixth)
        case ProjectionName.AZIMUTHAL_EQUAL_AREA:
            is_hemisphere = east - west > _HEMISPHERE and south * north > 0
            return AzimuthalEqualArea(lon, math.copysign(90, lat) if is_hemisphere else lat)
        case ProjectionName.STEREOGRAPHIC:
            return Stereographic(*stereographic_centre(lon, lat))
        case _:
            return Mercator(lon)


def _chosen(bounds: Bounds) -> ProjectionName:
    west, south, east, north = bounds
    width, height, lat = east - west, north - south, abs(south + north) / 2
    if lat >= _POLAR:
        return ProjectionName.STEREOGRAPHIC
    if width > _HEMISPHERE and south * north > 0:
        return ProjectionName.AZIMUTHAL_EQUAL_AREA
    if max(width, height) < _FLAT or south < 0 < north or width > _WIDE:
        return ProjectionName.MERCATOR
    is_wide = width >= height and _CONIC[0] <= lat <= _CONIC[1]
    return ProjectionName.LAMBERT_CONFORMAL if is_wide else ProjectionName.AZIMUTHAL_EQUAL_AREA
