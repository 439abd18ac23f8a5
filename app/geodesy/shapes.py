"""Shapes along the ellipsoid: lines with vertices close enough to be drawn straight, and circles."""

from __future__ import annotations

import numpy as np

from app.domain import LonLat, Ring
from app.errors import Rejected
from app.geodesy.ellipsoid import direct, inverse

HALF_ROUND_KM = 20_000.0
"""Just under half the way round the globe: the largest radius a circle can have."""


def circle(center: LonLat, radius_km: float, points: int = 180) -> Ring:
    """The positions at `radius_km` from `center` as a closed ring, anticlockwise, its longitudes within 180° of the centre's.

    Where the circle holds a pole the ring is led along the edge of that map, up the meridian opposite the centre to the
    pole and across, so that it is a valid polygon in longitude and latitude; where it holds both, along both. These
    few positions alone are not at the radius. Raises `Rejected` for a radius that is not over 0 and at most 20,000 km.
    """
    if not 0 < radius_km <= HALF_ROUND_KM:
        raise Rejected(f"a radius of {radius_km:g} km", f"one over 0 and at most {HALF_ROUND_KM:,.0f} km")
    lon, lat = center
    north, south = (inverse(lon, lat, lon, pole)[0][0] / 1000 < radius_km for pole in (90, -90))
    gained, reached = direct(lat, np.linspace(180, 0, points // 2 + 1), radius_km * 1000)
    gained[0], gained[-1] = 180 * south, 180 * north
    eastern = list(zip((lon + np.abs(gained)).tolist(), reached.tolist(), strict=True))
    western = list(zip((lon - np.abs(gained)).tolist(), reached.tolist(), strict=True))[::-1]
    over_north = [(lon + 180, 90.0), (lon - 180, 90.0), western[0]] if north else []
    under_south = [(lon - 180, -90.0), (lon + 180, -90.0), eastern[0]] if south else []
    return (*eastern, *over_north, *western[1:], *under_south)
