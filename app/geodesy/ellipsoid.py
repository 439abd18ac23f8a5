"""The direct and the inverse geodesic problem on the WGS84 ellipsoid, for whole arrays at once.

*Inverse*: the distance and initial azimuth between two points. *Direct*: the point at a distance and azimuth from
another.

Both follow T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid with application of nested
equations", Survey Review 23 (176), 1975, with the expansion of Helmert for its coefficients; letters are his. The error
is below a millimetre. Vincenty's inverse iteration does not converge for nearly antipodal points: those few pairs are
solved one by one by GeographicLib (C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013).

Angles are in degrees, lengths in metres; arguments are numbers or arrays that broadcast together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import ArrayLike

from app.geodesy.arrays import FloatArray

EQUATORIAL_RADIUS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
POLAR_RADIUS_M = EQUATORIAL_RADIUS_M * (1 - FLATTENING)

_SECOND_ECCENTRICITY_SQUARED = (EQUATORIAL_RADIUS_M / POLAR_RADIUS_M) ** 2 - 1
_CONVERGED = 1e-12
"""Radians (6 µm on the ground) by which a converged iteration may still change."""
_MOST_ROUNDS = 8
"""What has not converged by then is nearly antipodal; everything else takes three to six rounds."""
_ANTIPODAL = np.pi - 0.02
"""Beyond this arc Vincenty's inverse is not used, even where it converges."""
_CHUNK = 16_384
"""How many are solved at a time, so that the arrays fit into the processor's cache."""


class _Arc(NamedTuple):
    """A geodesic's arc on the auxiliary sphere: σ, its sine and cosine, and the cosine of 2σₘ (its middle, from the
    equator, doubled).
    """

    sigma: FloatArray
    sin: FloatArray
    cos: FloatArray
    cos_2m: FloatArray


def inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Length in metres and initial azimuth (clockwise from north, -180 to 180) of the shortest geodesics.

    Coincident points are 0 m apart in direction 0. Between antipodal points several geodesics are equally short:
    GeographicLib's choice is taken, which is always the same.
    """
    lon1, lat1, lon2, lat2 = _level(lon1, lat1, lon2, lat2)
    length, azimuth = _chunked(_vincenty_inverse, lat1, lat2, 180 - (180 + lon1 - lon2) % 360)
    for at in np.flatnonzero(np.isnan(length)):
        karney = Geodesic.WGS84.Inverse(lat1[at], lon1[at], lat2[at], lon2[at])
        length[at], azimuth[at] = karney["s12"], karney["azi1"]
    return length, azimuth


def direct(lat: ArrayLike, azimuth: ArrayLike, metres: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The longitude gained (-180 to 180) and the latitude reached `metres` along the geodesic with that initial
    azimuth.
    """
    return _chunked(_vincenty_direct, *_level(lat, azimuth, metres))


def _level(*parts: ArrayLike) -> list[FloatArray]:
    """The arguments as flat arrays of one length."""
    return [np.ravel(part) for part in np.broadcast_arrays(*(np.asarray(part, float) for part in parts))]


def _chunked(
    solve: Callable[..., tuple[FloatArray, FloatArray]], *columns: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What `solve` makes of the columns, a chunk of them at a time."""
    solved = np.empty((2, columns[0].size))
    for first in range(0, columns[0].size, _CHUNK):
        chunk = slice(first, first + _CHUNK)
        solved[:, chunk] = solve(*(column[chunk] for column in columns))
    return solved[0], solved[1]


def _vincenty_inverse(lat1: FloatArray, lat2: FloatArray, gained: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Length and azimuth, the length NaN where the iteration has not converged; `gained` is the difference in
    longitude.
    """
    (sin_u1, cos_u1), (sin_u2, cos_u2) = _reduced(lat1), _reduced(lat2)
    longitude = np.radians(gained)
    lam = longitude
    for _ in range(_MOST_ROUNDS):
        sin_lam, cos_lam = np.sin(lam), np.cos(lam)
        east, north = cos_u2 * sin_lam, cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_lam
        sin_sigma, cos_sigma = np.hypot(east, north), sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_lam
        sin_alpha = _divided(cos_u1 * east, sin_sigma)
        cos2_alpha = 1 - sin_alpha**2
        arc = _Arc(
            np.arctan2(sin_sigma, cos_sigma),
            sin_sigma,
            cos_sigma,
            cos_sigma - _divided(2 * sin_u1 * sin_u2, cos2_alpha),
        )
        before, lam = lam, longitude + _lag(sin_alpha, cos2_alpha, arc)
        converged = np.abs(lam - before) < _CONVERGED
        if converged.all():
            break
    big_a, _ = _coefficients(cos2_alpha)
    length = POLAR_RADIUS_M * big_a * (arc.sigma - _stretch(cos2_alpha, arc))
    return np.where(converged & (arc.sigma < _ANTIPODAL), length, np.nan), np.degrees(np.arctan2(east, north))


def _vincenty_direct(lat: FloatArray, azimuth: FloatArray, metres: FloatArray) -> tuple[FloatArray, FloatArray]:
    sin_u1, cos_u1 = _reduced(lat)
    alpha1 = np.radians(azimuth)
    sin_alpha1, cos_alpha1 = np.sin(alpha1), np.cos(alpha1)
    sin_alpha = cos_u1 * sin_alpha1
    cos2_alpha = 1 - sin_alpha**2
    arc = _arc_of_length(metres, np.arctan2(sin_u1, cos_u1 * cos_alpha1), cos2_alpha)
    onward = cos_u1 * arc.cos - sin_u1 * arc.sin * cos_alpha1
    upward = sin_u1 * arc.cos + cos_u1 * arc.sin * cos_alpha1
    longitude = np.arctan2(arc.sin * sin_alpha1, onward) - _lag(sin_alpha, cos2_alpha, arc)
    inward = sin_u1 * arc.sin - cos_u1 * arc.cos * cos_alpha1
    latitude = np.arctan2(upward, (1 - FLATTENING) * np.hypot(sin_alpha, inward))
    return np.degrees(longitude), np.degrees(latitude)


def _arc_of_length(metres: FloatArray, sigma1: FloatArray, cos2_alpha: FloatArray) -> _Arc:
    """The arc that is `metres` long and starts at `sigma1` from the equator."""
    big_a, _ = _coefficients(cos2_alpha)
    sigma = first = metres / (POLAR_RADIUS_M * big_a)
    for _ in range(_MOST_ROUNDS):
        arc = _Arc(sigma, np.sin(sigma), np.cos(sigma), np.cos(2 * sigma1 + sigma))
        before, sigma = sigma, first + _stretch(cos2_alpha, arc)
        if np.abs(sigma - before).max(initial=0) < _CONVERGED:
            break
    return arc


def _reduced(lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sine and cosine of the reduced latitude U."""
    phi = np.radians(lat)
    up, out = (1 - FLATTENING) * np.sin(phi), np.cos(phi)
    radius = np.hypot(up, out)
    return up / radius, out / radius


def _coefficients(cos2_alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Vincenty's A and B in Helmert's form."""
    root = np.sqrt(1 + cos2_alpha * _SECOND_ECCENTRICITY_SQUARED)
    k = (root - 1) / (root + 1)
    return (1 + k**2 / 4) / (1 - k), k * (1 - 3 / 8 * k**2)


def _stretch(cos2_alpha: FloatArray, arc: _Arc) -> FloatArray:
    """Δσ: by how much the arc on the sphere is longer than its share of the ellipsoid's."""
    _, big_b = _coefficients(cos2_alpha)
    twice = 2 * arc.cos_2m**2 - 1
    third = big_b / 6 * arc.cos_2m * (4 * arc.sin**2 - 3) * (2 * twice - 1)
    return big_b * arc.sin * (arc.cos_2m + big_b / 4 * (arc.cos * twice - third))


def _lag(sin_alpha: FloatArray, cos2_alpha: FloatArray, arc: _Arc) -> FloatArray:
    """λ - L: by how much longitude on the auxiliary sphere runs ahead of longitude on the ellipsoid."""
    big_c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
    bracket = arc.cos_2m + big_c * arc.cos * (2 * arc.cos_2m**2 - 1)
    return (1 - big_c) * FLATTENING * sin_alpha * (arc.sigma + big_c * arc.sin * bracket)


def _divided(over: FloatArray, under: FloatArray) -> FloatArray:
    """The quotient; 0 where the divisor vanishes: between coincident points and along the equator."""
    return np.divide(over, under, out=np.zeros_like(over), where=under > 1e-15)
