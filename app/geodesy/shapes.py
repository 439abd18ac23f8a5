"""Lines and circles on the ellipsoid, with vertices close enough to be connected by straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from app.domain import LonLat, Ring
from app.errors import Rejected
from app.geodesy.antimeridian import unwrapped
from app.geodesy.arrays import FloatArray, IntArray, columns, lon_lats
from app.geodesy.ellipsoid import direct, inverse

WIDEST_CIRCLE_KM = 19_900.0
"""Beyond it, near the antipode of the centre, geodesics from the centre cross one another."""

MOST_VERTICES = 10_000_000
"""A line that would need more is refused; it would be thousands of times round the globe."""

_MAX_ERROR_KM = 0.05
"""The greatest distance between the geodesic and a straight line in longitude and latitude from vertex to vertex."""

_POLE_KM = 0.03
"""Within this distance of a pole, every longitude is within the error."""

_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class DenseLine:
    """A line along geodesics. `lon` continues past ±180; `leg` and `fraction` give the leg of a vertex and how far
    along it is.

    Vertex `at[i]` is the line's own position i, exact but for whole turns of longitude. It counts as the start of leg i
    (fraction 0); the last one is the end of the last leg (fraction 1). `leg_km` has each leg's length.
    """

    lon: FloatArray
    lat: FloatArray
    leg: IntArray
    fraction: FloatArray
    at: IntArray
    leg_km: FloatArray

    @property
    def positions(self) -> list[LonLat]:
        """The vertices as plain positions."""
        return lon_lats(self.lon, self.lat)


def densify(positions: Sequence[LonLat], step_km: float = 20.0, least_pieces: ArrayLike = 1) -> DenseLine:
    """The line along WGS84 geodesics, with vertices at most `step_km` apart, evenly spaced on each leg.

    `least_pieces` is the least number of pieces of each leg, or of all.

    They are closer where meridians converge, so that a straight line in longitude and latitude from vertex to vertex is
    never more than 100 m from the geodesic. On a sphere of radius R that line differs from the geodesic by s²/8
    times the second derivative of (latitude, longitude · cos φ) along it, which is at most 1.155 tan φ / R: below 80°
    of latitude 20 km are close enough, at the pole itself 100 m.

    A coincident pair keeps both its vertices. A line over a pole changes its longitude there by half a turn, eastward.
    Raises `Rejected` for a line that would need more than ten million vertices.
    """
    lon, lat = columns(positions)
    metres, azimuth = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    leg, fraction, gained, reached = _vertices(lat, azimuth, metres, _pieces(metres, step_km, least_pieces))
    end = np.ones(min(1, lon.size))
    at = np.append(np.flatnonzero(fraction == 0), leg.size)[: lon.size]
    dense_lon, dense_lat = np.append(lon[leg] + gained, end), np.append(reached, end)
    dense_lon[at], dense_lat[at] = lon, lat
    return DenseLine(
        lon=unwrapped(dense_lon),
        lat=dense_lat,
        leg=np.append(leg, np.int64(max(0, metres.size - 1) * end)),
        fraction=np.append(fraction, min(1, metres.size) * end),
        at=at,
        leg_km=metres / 1000,
    )


def _pieces(metres: FloatArray, step_km: float, least: ArrayLike) -> FloatArray:
    """The number of pieces of each leg, by its length alone."""
    pieces = np.maximum(least, np.ceil(metres / (1000 * step_km)))
    if pieces.sum() > MOST_VERTICES:
        raise Rejected(
            f"The line is {metres.sum() / 1000:,.0f} km long; at most {MOST_VERTICES * step_km:,.0f} km are possible."
        )
    return np.asarray(pieces, float)


def _vertices(
    lat: FloatArray, azimuth: FloatArray, metres: FloatArray, pieces: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Leg, fraction of it, longitude gained on it and latitude of every vertex but the last: the legs' pieces, cut
    finer near a pole.
    """
    leg, number = _numbered(pieces)
    fraction = number / pieces[leg]
    gained, reached = direct(lat[leg], azimuth[leg], metres[leg] * fraction)
    finer = _finer(np.append(reached, lat[-1:]), (metres / pieces)[leg] / 1000)
    if finer.max(initial=1) == 1:
        return leg, fraction, gained, reached
    piece, part = _numbered(finer)
    leg, number, gained, reached = leg[piece], number[piece] + part / finer[piece], gained[piece], reached[piece]
    fraction, new = number / pieces[leg], part > 0
    gained[new], reached[new] = direct(lat[leg[new]], azimuth[leg[new]], (metres[leg] * fraction)[new])
    return leg, fraction, gained, reached


def _numbered(counts: FloatArray) -> tuple[IntArray, FloatArray]:
    """For counts (2, 3): the owners (0, 0, 1, 1, 1) and the numbers (0, 1, 0, 1, 2)."""
    whole = counts.astype(np.int64)
    owner = np.repeat(np.arange(whole.size), whole)
    return owner, (np.arange(owner.size) - (np.cumsum(whole) - whole)[owner]).astype(float)


def _finer(lat: FloatArray, step_km: FloatArray) -> FloatArray:
    """The number of pieces into which each step must be cut to stay within `_MAX_ERROR_KM`."""
    from_pole = np.radians(90 - np.abs(lat)) * _RADIUS_KM
    nearest = np.maximum(_POLE_KM, (from_pole[:-1] + from_pole[1:] - step_km) / 2)
    longest = np.sqrt(8 * _MAX_ERROR_KM * _RADIUS_KM / 1.155 * np.tan(nearest / _RADIUS_KM))
    return np.asarray(np.maximum(1, np.ceil(step_km / longest)))


def circle(center: LonLat, radius_km: float, points: int = 180) -> Ring:
    """The positions at `radius_km` from `center` as a closed ring, anticlockwise, its longitudes within 180° of the
    centre's.

    Where the circle contains a pole, the ring follows the meridian opposite the centre to the pole and across, so that
    it is a valid polygon in longitude and latitude, and in the Mercator projection. Only these few positions are not at
    the radius. Raises `Rejected` for a radius that is not over 0 and at most 19,900 km.
    """
    if not 0 < radius_km <= WIDEST_CIRCLE_KM:
        raise Rejected(f"A radius of {radius_km:g} km is not above 0 and at most {WIDEST_CIRCLE_KM:,.0f} km.")
    lon, lat = center
    north, south = (inverse(lon, lat, lon, pole)[0][0] / 1000 < radius_km for pole in (90, -90))
    gained, reached = direct(lat, np.linspace(180, 0, points // 2 + 1), radius_km * 1000)
    gained[0], gained[-1] = 180 * south, 180 * north
    eastern = lon_lats(lon + np.abs(gained), reached)
    western = lon_lats(lon - np.abs(gained), reached)[::-1]
    over_north = [(lon + 180, 90.0), (lon - 180, 90.0), western[0]] if north else []
    under_south = [(lon - 180, -90.0), (lon + 180, -90.0), eastern[0]] if south else []
    return (*eastern, *over_north, *western[1:], *under_south)
