"""Where an atom's name may stand: the middles of the largest circles that fit into it, as it is drawn."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

MOST = 6
SMALLEST = 0.35, 3.0
"""A further circle must have so much of the first one's radius, and so many degrees."""
APART = 2.4
"""Further circles keep so many radii away from the earlier ones."""


def anchors(shape: BaseGeometry) -> list[list[float]]:
    """Longitude, latitude and radius (degrees of longitude, on a Mercator map) of one to six circles, largest first."""
    left = shapely.transform(max(shapely.get_parts(shape), key=lambda part: part.area), _mercator)
    found: list[list[float]] = []
    while len(found) < MOST and not left.is_empty:
        spoke = shapely.get_coordinates(shapely.maximum_inscribed_circle(left, tolerance=0.01 if left.area < 1 else 0.1))
        radius = float(np.hypot(*(spoke[1] - spoke[0])))
        if found and (radius < SMALLEST[0] * found[0][2] or radius < SMALLEST[1]):
            break
        lon, lat = _degrees(spoke[:1])[0]
        found.append([round(float(lon), 2), round(float(lat), 2), round(radius, 2)])
        rest = left.difference(shapely.Point(spoke[0]).buffer(APART * radius))
        left = max(shapely.get_parts(rest), key=lambda part: part.area, default=shapely.Polygon())
    return found


def _mercator(points: np.ndarray) -> np.ndarray:
    lat = np.radians(np.clip(points[:, 1], -85, 85))
    return np.column_stack([points[:, 0], np.degrees(np.arctanh(np.sin(lat)))])


def _degrees(points: np.ndarray) -> np.ndarray:
    return np.column_stack([points[:, 0], np.degrees(np.arcsin(np.tanh(np.radians(points[:, 1]))))])
