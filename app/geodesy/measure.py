"""How far, which way, how fast: between two positions, and for every leg of a line at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geographiclib.geodesic import Geodesic

from app.domain import LonLat
from app.geodesy.arrays import FloatArray, columns
from app.geodesy.ellipsoid import inverse


def distance_km(a: LonLat, b: LonLat) -> float:
    """Kilometres along the shortest WGS84 geodesic; defined everywhere, also between antipodal points."""
    from geopy.distance import geodesic  # geopy brings its geocoders along, and they an HTTP client: 0.2 s that a start need not pay

    return float(geodesic(a[1::-1], b[1::-1]).km)


def initial_bearing(a: LonLat, b: LonLat) -> float:
    """Degrees clockwise from north, 0 up to 360, in which the geodesic from `a` to `b` sets out.

    0 between coincident points, where there is no direction. At a pole it is reckoned from the meridian that `a`
    names. Between antipodal points every geodesic that GeographicLib may choose is equally short; its choice stands.
    """
    line = Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])
    return (float(line["azi1"]) + 360) % 360 if line["s12"] else 0.0


def ground_speed_kmh(a: LonLat, b: LonLat, seconds: float) -> float:
    """Kilometres an hour over the ground from `a` to `b`: 0 where nothing moves, infinite where it moves in no time or in less."""
    return _speed(distance_km(a, b), seconds)


def leg_lengths_km(positions: Sequence[LonLat]) -> FloatArray:
    """The geodesic length of each leg of a line, one fewer than there are positions; over a million legs a second."""
    lon, lat = columns(positions)
    metres, _ = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return metres / 1000


def leg_speeds_kmh(positions: Sequence[LonLat], seconds: Sequence[float | None]) -> list[float | None]:
    """`ground_speed_kmh` of each leg at once; None where either end has no time."""
    lengths = leg_lengths_km(positions).tolist()
    ends = zip(lengths, seconds, seconds[1:], strict=False)
    return [None if start is None or end is None else _speed(length, end - start) for length, start, end in ends]


def _speed(km: float, seconds: float) -> float:
    if km == 0:
        return 0.0
    return km / seconds * 3600 if seconds > 0 else math.inf
