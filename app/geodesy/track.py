"""A flight's track, ready to be drawn and played: dense, unwrapped, with times, altitudes and uncertainty.

Values at a fix are exactly those of the source. Between two fixes of one part they are interpolated; before the first
fix with a value and after the last, the value is unknown and NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, starmap
from typing import NamedTuple, TypedDict

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
"""How much longer than the geodesic the flown line between two fixes may have been, as a share of its length."""

HELD_PIECES = 8
"""The least number of pieces of a leg whose altitude is not interpolated: it is held for seven of them."""

MAX_WIDENING_KM = 50.0
"""The most that the unknown line between two fixes adds to the uncertainty radius; a wider circle would say nothing."""


class Leg(NamedTuple):
    """From one fix to the next of the same part: first and last vertex, evidence, and geodesic length."""

    first: int
    last: int
    basis: Basis
    km: float


class PackedTrack(TypedDict):
    """A track as columns of whole numbers, as `Track.packed` writes it."""

    lon: Column
    lat: Column
    altitude: Column
    time: Column
    uncertainty: Column
    fixes: Column
    timed: Column
    basis: Column
    breaks: Column


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The vertices of a flight as arrays of one length, NaN where a value is unknown.

    `lon` continues past ±180 (degrees), `lat` in degrees, `altitude_m` in metres, `seconds` since 1970,
    `uncertainty_km` the radius within which the aircraft was. `fixes[i]` is the vertex of the flight's fix i.
    `timed[i]` says whether a source gives that fix its time; an interpolated or unknown time is not timed. `breaks` are
    the vertices at which further parts begin: between them and the vertex before, nothing is flown or drawn.
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
        """The smallest box that contains the track; raises `ValueError` for a flight without fixes."""
        return bounds(self.positions)

    def packed(self) -> PackedTrack:
        """The track as columns of integers for JSON, which the browser's ``track.js`` unpacks.

        Vertex columns: `lon` and `lat` in 1e-5 degrees, `altitude` in metres, `time` in tenths of a second since 1970,
        `uncertainty` in tens of metres. Fix columns: `fixes` (vertices), `timed` (0 or 1). Leg column: `basis` (0
        documented, 1 inferred, 2 interpolated). And `breaks`, vertices. See `packing` for how columns are written.
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
            "breaks": pack(self.breaks),
        }


@lru_cache(maxsize=64)
def track(flight: Flight, step_km: float = 20.0) -> Track:
    """The flight's track, with vertices at most `step_km` apart (see `densify`); cached.

    *Times* are those of the fixes; a fix without one, between two that have one, is passed at constant groundspeed.
    *Altitudes* are linear in time, or in distance where there is no time, between fixes that have them, unless
    `altitude_hold` of the first says that it was held or is unknown. The *uncertainty* is linear in distance between
    fixes that give one. Between two fixes that are evidence it grows and shrinks (`widening_km`), past a fix that is
    itself interpolated and has no radius of its own.
    """
    return _joined([_part(flight, first, end, step_km) for first, end in flight.parts])


def widening_km(leg_km: ArrayLike, fraction: ArrayLike, detour: ArrayLike) -> FloatArray:
    """What is added to the uncertainty radius at a `fraction` of a leg if the flown line was at most `detour` longer (a
    share).

    An aircraft that flew from one fix to the next, L apart, along a line of at most (1 + d)·L, never left the ellipse
    with the two fixes as foci and that length as the sum of distances. Its half width is L/2·√((1 + d)² - 1) in the
    middle and shrinks towards either fix as 2·√(f·(1 - f)): so the radius widens by L·√((1 + d)² - 1)·√(f·(1 - f)), at
    most 50 km. That is also the shape of a Brownian bridge's spread. The d of each basis (`DETOUR`) are our judgement:
    0.02 % where both fixes are documented (5 km half-way along 500 km), 0.2 % inferred (16 km), 0.5 % interpolated (25
    km).
    """
    share = np.asarray(fraction, float)
    widest = np.asarray(leg_km, float) * np.sqrt((1 + np.asarray(detour, float)) ** 2 - 1)
    return np.asarray(np.minimum(MAX_WIDENING_KM, widest * np.sqrt(share * (1 - share))))


def _part(flight: Flight, first: int, end: int, step_km: float) -> Track:
    """The track of the fixes from `first` up to `end`, as if they were a flight of their own."""
    fixes = flight.fixes[first:end]
    holds = _holds(fixes)
    line = densify([(fix.lon, fix.lat) for fix in fixes], step_km, _least_pieces(fixes, holds))
    along = np.cumsum(np.append(0.0, line.leg_km))[: len(fixes)]
    times = _filled(_column(None if fix.time is None else seconds(fix.time) for fix in fixes), along)
    altitudes = _filled(_filled(_column(fix.altitude_m for fix in fixes), times), along)
    radii = _filled(_column(fix.position_uncertainty_km for fix in fixes), along)
    bases = [flight.leg_basis(index) for index in range(first, end - 1)]
    return Track(
        lon=line.lon,
        lat=line.lat,
        altitude_m=_held(_spread(altitudes, line), fixes, holds, line),
        seconds=_spread(times, line),
        uncertainty_km=_spread(radii, line) + _widening(fixes, bases, along, line),
        fixes=line.at,
        timed=tuple(fix.time is not None for fix in fixes),
        legs=tuple(
            starmap(Leg, zip(line.at[:-1].tolist(), line.at[1:].tolist(), bases, line.leg_km.tolist(), strict=True))
        ),
    )


def _column(values: Iterable[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], float)


def _filled(values: FloatArray, along: FloatArray) -> FloatArray:
    """The values, with unknown ones between known ones interpolated linearly."""
    known = ~np.isnan(values) & ~np.isnan(along)
    if known.all() or not known.any():
        return values
    between = np.interp(along, along[known], values[known], left=np.nan, right=np.nan)
    return np.where(np.isnan(values), between, values)


def _spread(values: FloatArray, line: DenseLine) -> FloatArray:
    """Values at the fixes, interpolated linearly to every vertex between them."""
    if not line.leg_km.size:
        return values
    spread = values[line.leg] + np.diff(values)[line.leg] * line.fraction
    spread[line.at] = values
    return np.asarray(spread)


class _Hold(NamedTuple):
    """Two fixes with an altitude, by index, between which it is not interpolated."""

    first: int
    next: int


def _holds(fixes: Sequence[Fix]) -> list[_Hold]:
    known = [index for index, fix in enumerate(fixes) if fix.altitude_m is not None]
    return [_Hold(first, after) for first, after in pairwise(known) if fixes[first].altitude_hold is not None]


def _least_pieces(fixes: Sequence[Fix], holds: Sequence[_Hold]) -> IntArray:
    least = np.ones(max(0, len(fixes) - 1), np.int64)
    for first, after in holds:
        least[first:after] = HELD_PIECES
    return least


def _held(altitudes: FloatArray, fixes: Sequence[Fix], holds: Sequence[_Hold], line: DenseLine) -> FloatArray:
    """The altitudes, between the fixes of a hold that of the first fix or unknown."""
    for first, after in holds:
        altitude = fixes[first].altitude_m if fixes[first].altitude_hold else None
        altitudes[line.at[first] + 1 : line.at[after]] = np.nan if altitude is None else altitude
    return altitudes


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
    """The parts in sequence, with continuous longitudes."""
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
        legs=tuple(
            leg._replace(first=leg.first + start, last=leg.last + start) for part, start in shifted for leg in part.legs
        ),
        breaks=tuple(starts[1:-1]),
    )
