"""A track in runs that a viewer can draw: of one part, with times, and with altitudes throughout or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain import Basis, Flight
from app.geodesy.track import Track, track

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of a track: degrees, metres above sea level or None, seconds since 1970 or None, and the radius in
    kilometres within which the aircraft was, or None.
    """

    lon: float
    lat: float
    altitude_m: float | None
    seconds: float | None
    uncertainty_km: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """Vertices next to each other; `basis` is that of their leg, where the run is of one leg."""

    vertices: tuple[Vertex, ...]
    basis: Basis | None = None

    @property
    def has_altitudes(self) -> bool:
        """Whether the altitude of every vertex is known."""
        return all(vertex.altitude_m is not None for vertex in self.vertices)


def timed_runs(flight: Flight) -> list[Run]:
    """The vertices from the first fix with a time to the last, for a viewer that plays the track.

    A run without altitudes begins and ends at the neighbours that have one, so that the line has no hole. A fix whose
    altitude alone is known is a run of its own.
    """
    line = track(flight)
    timed, high = ~np.isnan(line.seconds), ~np.isnan(line.altitude_m)
    return [
        Run(tuple(_vertex(line, index) for index in range(first, last + 1)))
        for begin, end in pairwise([0, *line.breaks, line.lon.size])
        if end > begin
        for start, stop, is_timed in _stretches(timed, begin, end - 1)
        if is_timed
        for low, up, is_high in _stretches(high, start, stop)
        for first, last in [(low, up) if is_high else (max(start, low - 1), min(stop, up + 1))]
        if last > first or is_high
    ]


def legs(flight: Flight) -> Iterator[Run]:
    """Every leg of a flight as a run of its own, with its evidence."""
    line = track(flight)
    for leg in line.legs:
        yield Run(tuple(_vertex(line, index) for index in range(leg.first, leg.last + 1)), leg.basis)


def _stretches(known: BoolArray, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """First and last vertex of each stretch, between two vertices, in which something is known or is not."""
    changes = (np.flatnonzero(np.diff(known[first : last + 1])) + first).tolist()
    for begin, end in pairwise([first - 1, *changes, last]):
        yield begin + 1, end, bool(known[begin + 1])


def _vertex(line: Track, index: int) -> Vertex:
    altitude, seconds, radius = line.altitude_m[index], line.seconds[index], line.uncertainty_km[index]
    return Vertex(
        lon=(float(line.lon[index]) + 180) % 360 - 180,
        lat=float(line.lat[index]),
        altitude_m=None if np.isnan(altitude) else float(altitude),
        seconds=None if np.isnan(seconds) else float(seconds),
        uncertainty_km=None if np.isnan(radius) else float(radius),
    )
