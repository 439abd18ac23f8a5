"""Map projections of the sphere for printed maps: degrees to the plane and back.

Formulas by J. P. Snyder, "Map Projections: A Working Manual", U.S. Geological Survey Professional Paper 1395 (1987).
The plane is in units of the sphere's radius, x to the east and y to the north of the map's centre. A map of a sheet is
not measured to the third decimal, so a sphere with the area of WGS84 serves (`RADIUS_KM`).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from app.geodesy.arrays import FloatArray

RADIUS_KM = 6371.0072
"""The radius of the sphere with the area of the WGS84 ellipsoid."""
LIMIT = 85.0511287798
"""The latitude at which Web Mercator ends."""
FARTHEST = 150.0
"""Degrees from its centre at which an azimuthal map ends: what is farther is moved to that circle."""
_FARTHEST_OBLIQUE = 89.0
"""The same of an oblique cylinder, which would be cut where it closes."""

Plane = tuple[FloatArray, FloatArray]


class Projection(Protocol):
    """A projection about a centre.

    `wraps`: longitudes are continuous on it, so that shapes are shifted by turns. `repeats`: each turn is another copy
    of the world; without it only one of them is to be drawn.
    """

    @property
    def name(self) -> str:
        """Its name in `exhibit.toml`."""

    @property
    def wraps(self) -> bool:
        """Whether a line has to be continuous in longitude to be continuous on the map."""

    @property
    def repeats(self) -> bool:
        """Whether the world is on it again beyond its edges."""

    @property
    def is_round(self) -> bool:
        """Whether it ends in a circle about its centre."""

    @property
    def lon(self) -> float:
        """The longitude of its middle."""

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> Plane:
        """Degrees to the plane."""

    def inverse(self, x: ArrayLike, y: ArrayLike) -> Plane:
        """The plane to degrees; longitudes may exceed ±180."""


@dataclass(frozen=True, slots=True)
class Mercator:
    """Mercator's projection of the sphere, as the map on the screen has it (Snyder, eq. 7-1, 7-2, 7-4)."""

    lon: float
    name: str = "mercator"
    wraps: bool = True
    repeats: bool = True
    is_round: bool = False

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> Plane:
        """Degrees to the plane; latitudes end at `LIMIT`."""
        sine = np.sin(np.radians(np.clip(lat, -LIMIT, LIMIT)))
        return np.radians(np.asarray(lon, float) - self.lon), np.asarray(np.arctanh(sine))

    def inverse(self, x: ArrayLike, y: ArrayLike) -> Plane:
        """The plane to degrees."""
        return np.degrees(x) + self.lon, np.degrees(np.arctan(np.sinh(y)))


@dataclass(frozen=True, slots=True)
class LambertConformal:
    """Lambert's conformal conic projection with the standard parallels `south` and `north` (Snyder, eq. 15-1 to
    15-5).
    """

    lon: float
    lat: float
    south: float
    north: float
    name: str = "lambert-conformal"
    wraps: bool = True
    repeats: bool = False
    is_round: bool = False

    @property
    def _cone(self) -> tuple[float, float, float]:
        """n, F, and the radius of the parallel through the centre."""
        one, other = math.radians(self.south), math.radians(self.north)
        if math.isclose(one, other):
            n = math.sin(one)
        else:
            n = math.log(math.cos(one) / math.cos(other)) / math.log(_half(other) / _half(one))
        f = math.cos(one) * _half(one) ** n / n
        return n, f, f / _half(math.radians(self.lat)) ** n

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> Plane:
        """Degrees to the plane; a latitude beyond 60° on the other side of the equator is moved to it."""
        n, f, middle = self._cone
        sign = math.copysign(1, n)
        phi = np.radians(sign * np.clip(sign * np.asarray(lat, float), -60, 90))
        rho = f / np.tan(np.pi / 4 + phi / 2) ** n
        theta = n * np.radians(np.asarray(lon, float) - self.lon)
        return rho * np.sin(theta), middle - rho * np.cos(theta)

    def inverse(self, x: ArrayLike, y: ArrayLike) -> Plane:
        """The plane to degrees."""
        n, f, middle = self._cone
        sign = math.copysign(1, n)
        x, up = np.asarray(x, float), middle - np.asarray(y, float)
        rho = sign * np.hypot(x, up)
        theta = np.arctan2(sign * x, sign * up)
        lat = 2 * np.arctan((f / rho) ** (1 / n)) - np.pi / 2
        return np.degrees(theta / n) + self.lon, np.degrees(lat)


def _half(phi: float) -> float:
    return math.tan(math.pi / 4 + phi / 2)


@dataclass(frozen=True, slots=True)
class _Azimuthal(ABC):
    """A projection with true directions from its centre (Snyder, eq. 20-14, 20-15). Each has its own distances."""

    lon: float
    lat: float
    name: str = ""
    wraps: bool = False
    repeats: bool = False
    is_round: bool = True

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> Plane:
        """Degrees to the plane."""
        east, north, cosine = _directions(self.lon, self.lat, lon, lat)
        k = self._scale(cosine)
        return k * east, k * north

    def inverse(self, x: ArrayLike, y: ArrayLike) -> Plane:
        """The plane to degrees."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        rho = np.hypot(x, y)
        c = self._angle(rho)
        rho = np.maximum(rho, 1e-15)
        sin0, cos0 = math.sin(math.radians(self.lat)), math.cos(math.radians(self.lat))
        lat = np.arcsin(np.clip(np.cos(c) * sin0 + y * np.sin(c) * cos0 / rho, -1, 1))
        lon = np.arctan2(x * np.sin(c), rho * cos0 * np.cos(c) - y * sin0 * np.sin(c))
        return np.degrees(lon) + self.lon, np.degrees(lat)

    @abstractmethod
    def _scale(self, cosine: FloatArray) -> FloatArray:
        """The factor for a direction whose angle from the centre has the cosine."""

    @abstractmethod
    def _angle(self, rho: FloatArray) -> FloatArray:
        """The angle from the centre, in radians, of what is at the distance `rho` on the plane."""


@dataclass(frozen=True, slots=True)
class AzimuthalEqualArea(_Azimuthal):
    """Lambert's azimuthal equal-area projection (Snyder, eq. 24-2, 24-16)."""

    name: str = "azimuthal-equal-area"

    def _scale(self, cosine: FloatArray) -> FloatArray:
        return np.asarray(np.sqrt(2 / (1 + cosine)))

    def _angle(self, rho: FloatArray) -> FloatArray:
        return np.asarray(2 * np.arcsin(np.minimum(1, rho / 2)))


@dataclass(frozen=True, slots=True)
class Stereographic(_Azimuthal):
    """The stereographic projection (Snyder, eq. 21-4, 21-15): polar about ±90°, else oblique."""

    name: str = "stereographic"

    def _scale(self, cosine: FloatArray) -> FloatArray:
        return 2 / (1 + cosine)

    def _angle(self, rho: FloatArray) -> FloatArray:
        return np.asarray(2 * np.arctan(rho / 2))


POLAR = 56.0
"""The latitude from which a stereographic map is about the pole."""


def stereographic_centre(lon: float, lat: float) -> tuple[float, float]:
    """The centre of the stereographic projection for a map about a position: the pole where that is not far."""
    return lon, math.copysign(90, lat) if abs(lat) >= POLAR else lat


@dataclass(frozen=True, slots=True)
class Orthographic(_Azimuthal):
    """The orthographic projection, the globe from afar (Snyder, eq. 20-3, 20-18); what is on its other side is at its
    edge.
    """

    name: str = "orthographic"

    def is_near(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Whether positions are on the side that is seen."""
        return np.asarray(_directions(self.lon, self.lat, lon, lat)[2] > 0)

    def _scale(self, cosine: FloatArray) -> FloatArray:
        return np.where(cosine >= 0, 1.0, 1 / np.sqrt(np.maximum(1e-12, 1 - cosine**2)))

    def _angle(self, rho: FloatArray) -> FloatArray:
        return np.asarray(np.arcsin(np.minimum(1, rho)))


@dataclass(frozen=True, slots=True)
class ObliqueMercator:
    """Mercator's projection about the great circle that has the direction `azimuth` at the centre (Snyder, eq. 9-5 and
    9-6, by vectors). The great circle is a straight line, along which all distances are true: from left to right where
    it runs rather east or west at the centre, else upright, so that north is never more than 45 degrees off the top.
    """

    lon: float
    lat: float
    azimuth: float
    name: str = "oblique-mercator"
    wraps: bool = False
    repeats: bool = False
    is_round: bool = False

    @property
    def _along(self) -> tuple[float, float, bool]:
        """The parts to the east and the north of its direction, and whether it is upright; eastward or northward."""
        east, north = math.sin(math.radians(self.azimuth)), math.cos(math.radians(self.azimuth))
        is_upright = abs(north) > abs(east)
        sign = math.copysign(1, north if is_upright else east)
        return sign * east, sign * north, is_upright

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> Plane:
        """Degrees to the plane."""
        to_east, to_north, is_upright = self._along
        east, north, cosine = _directions(self.lon, self.lat, lon, lat, _FARTHEST_OBLIQUE)
        along = np.arctan2(to_east * east + to_north * north, cosine)
        left = np.arctanh(to_east * north - to_north * east)
        return (-left, along) if is_upright else (along, left)

    def inverse(self, x: ArrayLike, y: ArrayLike) -> Plane:
        """The plane to degrees."""
        to_east, to_north, is_upright = self._along
        x, y = np.asarray(x, float), np.asarray(y, float)
        along, left = (y, -x) if is_upright else (x, y)
        ahead, aside = np.sin(along) / np.cosh(left), np.tanh(left)
        east, north = to_east * ahead - to_north * aside, to_north * ahead + to_east * aside
        cosine = np.cos(along) / np.cosh(left)
        sin0, cos0 = math.sin(math.radians(self.lat)), math.cos(math.radians(self.lat))
        lat = np.arcsin(np.clip(cosine * sin0 + north * cos0, -1, 1))
        return np.degrees(np.arctan2(east, cosine * cos0 - north * sin0)) + self.lon, np.degrees(lat)


def _directions(
    lon0: float, lat0: float, lon: ArrayLike, lat: ArrayLike, farthest: float = FARTHEST
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Of directions from the sphere's middle the parts to the east and the north of that to the centre, and the cosine
    of the angle between them, which is at most `farthest`.
    """
    phi, lam = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float) - lon0)
    sin0, cos0 = math.sin(math.radians(lat0)), math.cos(math.radians(lat0))
    east = np.cos(phi) * np.sin(lam)
    north = cos0 * np.sin(phi) - sin0 * np.cos(phi) * np.cos(lam)
    cosine = sin0 * np.sin(phi) + cos0 * np.cos(phi) * np.cos(lam)
    limit, azimuth = math.radians(farthest), np.arctan2(east, north)
    is_far = cosine < math.cos(limit)
    return (
        np.where(is_far, math.sin(limit) * np.sin(azimuth), east),
        np.where(is_far, math.sin(limit) * np.cos(azimuth), north),
        np.maximum(math.cos(limit), cosine),
    )
