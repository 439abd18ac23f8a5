"""A flight made ready to be drawn and flown: dense, unwrapped, timed, with heights and honest uncertainty.

What a source gives at a fix stays exactly so. Between two fixes of one part a thing is placed by arithmetic alone;
before the first fix that knows it and after the last it is not known, and says so with NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from app.dates import seconds
from app.domain import Basis, Bounds, Fix, Flight, LonLat
from app.geodesy.antimeridian import unwrapped
from app.geodesy.arrays import FloatArray, IntArray, lon_lats
from app.geodesy.boxes import bounds
from app.geodesy.packing import Column, pack, pack_degrees
from app.geodesy.shapes import DenseLine, densify

DETOUR = {Basis.DOCUMENTED: 0.0002, Basis.INFERRED: 0.002, Basis.INTERPOLATED: 0.005}
"""How much longer than the geodesic the way flown between two fixes is allowed to have been, as a share of its length."""

WIDEST_KM = 50.0
"""What ignorance between two fixes adds to the radius at the very most: a wider circle tells nobody anything."""


class Leg(NamedTuple):
    """From one fix to the next of the same part: its first and last vertex, what it rests on, its geodesic length."""

    first: int
    last: int
    basis: Basis
    km: float


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The vertices of a flight as arrays of one length, NaN where a thing is not known.

    `lon` runs on past ±180 (degrees), `lat` in degrees, `altitude_m` in metres, `seconds` since 1970, `uncertainty_km`
    the radius within which the aircraft was. `fixes[i]` is the vertex of the flight's fix i. `timed[i]` says whether a
    source gives that fix its time; an interpolated or unknown time is not timed. `breaks` are the vertices at which
    further parts begin: from the vertex before to them nothing is flown or drawn.
    """

    lon: FloatArray
    lat: FloatArray
    altitude_m: FloatArray
    seconds: FloatArray
    uncertainty_km: FloatArray
    fixes: IntArray
    timed: tuple[bool, ...]
    legs: tuple[Leg, ...]
    breaks: tuple[int, ...] = ()

    @property
    def positions(self) -> list[LonLat]:
        """The vertices as plain positions."""
        return lon_lats(self.lon, self.lat)

    @property
    def bounds(self) -> Bounds:
        """The smallest box that holds the track; raises `ValueError` for a flight without fixes."""
        return bounds(self.positions)

    @property
    def length_km(self) -> float:
        """The length of all legs together."""
        return sum(leg.km for leg in self.legs)

    def packed(self) -> dict[str, Column]:
        """The track as one document of whole numbers for JSON, which ``track.js`` unpacks.

        Vertex columns: `lon` and `lat` in 1e-5 degrees, `altitude` in metres, `time` in tenths of a second since 1970,
        `uncertainty` in tens of metres. Fix columns: `fixes` (vertices), `timed` (0 or 1). Leg columns: `basis` (0
        documented, 1 inferred, 2 interpolated), `metres`. And `breaks`, vertices. See `packing` for how columns are written.
        """
        order = list(Basis)
        return {
            "lon": pack_degrees(self.lon),
            "lat": pack_degrees(self.lat),
            "altitude": pack(self.altitude_m),
            "time": pack(self.seconds * 10),
            "uncertainty": pack(self.uncertainty_km * 100),
            "fixes": pack(self.fixes),
            "timed": pack(self.timed),
            "basis": pack([order.index(leg.basis) for leg in self.legs]),
            "metres": pack([leg.km * 1000 for leg in self.legs]),
            "breaks": pack(self.breaks),
        }


@lru_cache(maxsize=64)
def track(flight: Flight, step_km: float = 20.0) -> Track:
    """The flight's track, with vertices at most `step_km` apart (see `densify`); made once for all who ask for it.

    *Times* are those of the fixes; a fix without one, between two that have one, is passed at constant ground speed.
    *Heights* run straight in time, or along the way where there is no time, between fixes that know them. The
    *uncertainty* runs straight along the way between fixes that give one. To it comes what we do not know between two fixes
    that are evidence (`widening_km`): that widens and tightens again, straight past a fix that was itself only interpolated
    and gives no radius of its own.
    """
    edges = [0, *flight.breaks, len(flight.fixes)]
    return _joined([_part(flight, first, end, step_km) for first, end in pairwise(edges)])


def widening_km(leg_km: ArrayLike, fraction: ArrayLike, detour: ArrayLike) -> FloatArray:
    """What ignorance adds to the radius at a `fraction` of a leg, if the way flown was at most so much longer (a share).

    Whoever left one fix and reached the other, L further on, by a way of at most (1 + d)·L was never outside the ellipse
    that has the two fixes as foci and that length as the sum of distances. Its half width is L/2·√((1 + d)² - 1) in the
    middle and shrinks to either fix as 2·√(f·(1 - f)): so the radius widens by L·√((1 + d)² - 1)·√(f·(1 - f)), at
    most 50 km. That is also the shape of a Brownian bridge's spread. The d of each basis (`DETOUR`) are our judgement:
    0.02 % where both fixes are documented (5 km half-way along 500 km), 0.2 % inferred (16 km), 0.5 % interpolated (25 km).
    """
    share = np.asarray(fraction, float)
    widest = np.asarray(leg_km, float) * np.sqrt((1 + np.asarray(detour, float)) ** 2 - 1)
    return np.asarray(np.minimum(WIDEST_KM, widest * np.sqrt(share * (1 - share))))


def _part(flight: Flight, first: int, end: int, step_km: float) -> Track:
    """The track of the fixes from `first` up to `end`, as if they were a flight of their own."""
    fixes = flight.fixes[first:end]
    line = densify([(fix.lon, fix.lat) for fix in fixes], step_km)
    along = np.cumsum(np.append(0.0, line.leg_km))[: len(fixes)]
    times = _filled(_column(None if fix.time is None else seconds(fix.time) for fix in fixes), along)
    heights = _filled(_filled(_column(fix.altitude_m for fix in fixes), times), along)
    radii = _filled(_column(fix.position_uncertainty_km for fix in fixes), along)
    bases = [flight.leg_basis(index) for index in range(first, end - 1)]
    return Track(
        lon=line.lon,
        lat=line.lat,
        altitude_m=_spread(heights, line),
        seconds=_spread(times, line),
        uncertainty_km=_spread(radii, line) + _widening(fixes, bases, along, line),
        fixes=line.at,
        timed=tuple(fix.time is not None for fix in fixes),
        legs=tuple(starmap(Leg, zip(line.at[:-1].tolist(), line.at[1:].tolist(), bases, line.leg_km.tolist(), strict=True))),
    )


def _column(values: Iterable[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], float)


def _filled(values: FloatArray, along: FloatArray) -> FloatArray:
    """The values, with the unknown ones that lie between known ones placed on the straight line between them."""
    known = ~np.isnan(values) & ~np.isnan(along)
    if known.all() or not known.any():
        return values
    between = np.interp(along, along[known], values[known], left=np.nan, right=np.nan)
    return np.where(np.isnan(values), between, values)


def _spread(values: FloatArray, line: DenseLine) -> FloatArray:
    """Values at the fixes, carried straight to every vertex of the legs between them."""
    if not line.leg_km.size:
        return values
    spread = values[line.leg] + np.diff(values)[line.leg] * line.fraction
    spread[line.at] = values
    return np.asarray(spread)


def _widening(fixes: Sequence[Fix], bases: Sequence[Basis], along: FloatArray, line: DenseLine) -> FloatArray:
    """The widening at every vertex, from each fix that is evidence, or an end of the part, to the next."""
    if not bases:
        return np.zeros(line.lon.size)
    evidence = [fix.basis is not Basis.INTERPOLATED or fix.position_uncertainty_km is not None for fix in fixes[1:-1]]
    ends = np.flatnonzero([True, *evidence, True])
    detours = np.maximum.reduceat([DETOUR[basis] for basis in bases], ends[:-1])
    km = np.diff(along[ends])
    stretch = np.searchsorted(ends, line.leg, side="right") - 1
    flown = along[line.leg] + line.leg_km[line.leg] * line.fraction - along[ends[stretch]]
    fraction = np.divide(flown, km[stretch], out=np.zeros(flown.size), where=km[stretch] > 0).clip(0, 1)
    widening = widening_km(km[stretch], fraction, detours[stretch])
    widening[line.at[ends]] = 0
    return widening


def _joined(parts: Sequence[Track]) -> Track:
    """The parts one after the other, longitudes running on."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(part.lon.size for part in parts)]).tolist()
    shifted = list(zip(parts, starts, strict=False))
    return Track(
        lon=unwrapped(np.concatenate([part.lon for part in parts])),
        lat=np.concatenate([part.lat for part in parts]),
        altitude_m=np.concatenate([part.altitude_m for part in parts]),
        seconds=np.concatenate([part.seconds for part in parts]),
        uncertainty_km=np.concatenate([part.uncertainty_km for part in parts]),
        fixes=np.concatenate([part.fixes + start for part, start in shifted]),
        timed=tuple(timed for part in parts for timed in part.timed),
        legs=tuple(leg._replace(first=leg.first + start, last=leg.last + start) for part, start in shifted for leg in part.legs),
        breaks=tuple(starts[1:-1]),
    )
