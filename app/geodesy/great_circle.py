"""The great circle along which positions lie."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.geodesy.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class GreatCircle:
    """The great circle that is nearest to some positions: the middle of them along it, its `azimuth` there, and their
    `length` along it. All are degrees.
    """

    lon: float
    lat: float
    azimuth: float
    length: float

    @classmethod
    def through(cls, lon: FloatArray, lat: FloatArray) -> GreatCircle | None:
        """That of positions in degrees, by least squares of their distances from its plane; None for less than two, and
        for those that span half a great circle or more.
        """
        lam, phi = np.radians(lon), np.radians(lat)
        points = np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))
        mean = points.mean(axis=0) if len(points) > 1 else np.zeros(3)
        if not mean.any():
            return None
        pole = np.linalg.svd(points, full_matrices=False)[2][-1]
        start = _unit(mean - pole * (mean @ pole))
        ahead = np.cross(pole, start)
        angles = np.arctan2(points @ ahead, points @ start)
        if np.ptp(angles) >= math.pi:
            return None
        halfway = float(angles.min() + angles.max()) / 2
        middle = math.cos(halfway) * start + math.sin(halfway) * ahead
        direction = np.cross(pole, middle)
        east = _unit(np.array([-middle[1], middle[0], 0.0]))
        return cls(
            math.degrees(math.atan2(middle[1], middle[0])),
            math.degrees(math.asin(middle[2])),
            math.degrees(math.atan2(direction @ east, direction @ np.cross(middle, east))),
            math.degrees(float(np.ptp(angles))),
        )


def _unit(vector: FloatArray) -> FloatArray:
    return vector / np.linalg.norm(vector)
