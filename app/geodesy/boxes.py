"""The smallest box around positions, also where it spans the antimeridian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.domain import Bounds, LonLat
from app.geodesy.antimeridian import worlds
from app.geodesy.arrays import FloatArray, columns


def bounds(positions: Sequence[LonLat]) -> Bounds:
    """The smallest box that contains all positions; longitudes of 170 and -170 are 20° apart.

    West lies within -180 to 180; east exceeds 180 where the box spans the antimeridian. Of two equally small boxes,
    the one that does not span it is returned. A geodesic bulges beyond its ends: pass a dense line. Raises `ValueError`
    for no positions.
    """
    lon, lat = columns(positions)
    return _smallest(lon, lat, lon, lat)


def union(boxes: Iterable[Bounds]) -> Bounds:
    """The smallest box that contains all boxes; (-180, …, 180, …) where no gap is left. Raises `ValueError` for no
    boxes.
    """
    return _smallest(*np.array(list(boxes), float).reshape(-1, 4).T)


def _smallest(west: FloatArray, south: FloatArray, east: FloatArray, north: FloatArray) -> Bounds:
    """The box that excludes the widest gap between the boxes around the globe."""
    if not west.size:
        raise ValueError("There are no positions to take bounds of.")
    home = west - 360 * worlds(west)
    order = np.argsort(home, kind="stable")
    starts, ends = home[order], (home + (east - west))[order]
    reach = np.maximum.accumulate(np.maximum(ends, ends.max() - 360))
    gaps = np.append(starts[1:], starts[0] + 360) - reach
    widest = gaps.size - 1 if gaps[-1] >= gaps.max() else int(gaps.argmax())
    if gaps[widest] <= 0:
        return (-180.0, float(south.min()), 180.0, float(north.max()))
    crossing = widest < gaps.size - 1
    lowest, highest = starts[(widest + 1) % gaps.size], reach[widest] + 360 * crossing
    return (float(lowest), float(south.min()), float(highest), float(north.max()))
