"""Distance, bearing and groundspeed between two positions, and for every leg of a line."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geographiclib.geodesic import Geodesic

from app.domain import LonLat
from app.geodesy.arrays import FloatArray, columns
from app.geodesy.ellipsoid import inverse


def distance_km(a: LonLat, b: LonLat) -> float:
    """Kilometres along the shortest WGS84 geodesic; defined everywhere, also between antipodal points."""
    from geopy.distance import geodesic  # importing geopy takes 0.2 s, for its geocoders' HTTP client

    return float(geodesic(a[1::-1], b[1::-1]).km)


def initial_bearing(a: LonLat, b: LonLat) -> float:
    """The bearing at `a` of the geodesic from `a` to `b`: degrees clockwise from north, 0 ≤ bearing < 360.

    0 between coincident points, which have no bearing. At a pole it is measured from the meridian of `a`'s longitude.
    Between antipodal points, where several geodesics are equally short, it is that of GeographicLib's choice.
    """
    line = Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])
    return (float(line["azi1"]) + 360) % 360 if line["s12"] else 0.0


def ground_speed_kmh(a: LonLat, b: LonLat, seconds: float) -> float:
    """The groundspeed from `a` to `b` in km/h: 0 for no distance, infinite for a distance in no time or
    negative time.
    """
    return _speed(distance_km(a, b), seconds)


def leg_lengths_km(positions: Sequence[LonLat]) -> FloatArray:
    """The geodesic length of each leg of a line, one fewer than there are positions."""
    lon, lat = columns(positions)
    metres, _ = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return metres / 1000


def leg_speeds_kmh(positions: Sequence[LonLat], seconds: Sequence[float | None]) -> list[float | None]:
    """The groundspeed of each leg in km/h; None where either end has no time."""
    lengths = leg_lengths_km(positions).tolist()
    ends = zip(lengths, seconds, seconds[1:], strict=False)
    return [None if start is None or end is None else _speed(length, end - start) for length, start, end in ends]


def _speed(km: float, seconds: float) -> float:
    if km == 0:
        return 0.0
    return km / seconds * 3600 if seconds > 0 else math.inf
