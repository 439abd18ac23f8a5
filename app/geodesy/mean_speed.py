"""Mean groundspeeds between the fixes of a flight that are evidence, no finer than the fixes allow."""

from __future__ import annotations

from math import inf, isnan
from typing import NamedTuple

from app.domain import MODES, Basis, Fix, Flight
from app.geodesy.track import track

STEPS_KMH = (1.0, 5.0, 10.0, 50.0, 100.0, 500.0)
"""What a mean may be rounded to."""

FINEST = ((100.0, 10.0), (20.0, 5.0), (0.0, 1.0))
"""From which speed in km/h on which step is the finest."""

LARGEST_ERROR = 0.5
"""A mean that may be off by more than this share says nothing."""

LOOK_BACK = 8
"""How many fixes back a mean may begin whose own last stretch is too short to say anything."""

SLOWEST_KMH = 0.5
"""What is slower stands still."""


class MeanSpeed(NamedTuple):
    """The rounded mean groundspeed from fix `since` to fix `last`, by index; it is shown from fix `first`."""

    since: int
    first: int
    last: int
    kmh: float


class _Mean(NamedTuple):
    """A mean groundspeed, and by how much it may be off, in km/h."""

    kmh: float
    error: float

    @property
    def says_nothing(self) -> bool:
        return self.error > self.kmh * LARGEST_ERROR


def mean_speeds(flight: Flight) -> list[MeanSpeed]:
    """The mean speed up to each timed fix of a part that is documented or inferred, or an end, since the one before.

    A mean is the length of the line over the time; both may be off by the sum of the uncertainties of the two fixes.
    Where it may be off by more than half of itself, it is that since an earlier fix. It is rounded to a quarter of what
    it may be off at least. There is none where the flight stands still, and where the aircraft cannot have flown it
    (`min_speed_kmh`, `max_speed_kmh`): then the line or a time cannot be right.
    """
    flown = _Flown(flight)
    found = []
    for begin, end in flight.parts:
        anchors = _anchors(flight.fixes[begin:end], begin)
        found += [_shown(flown, anchors[max(0, last - LOOK_BACK) : last + 1]) for last in range(1, len(anchors))]
    return [mean for mean in found if mean]


class _Flown:
    """A flight with the time and the distance flown at each fix, in seconds and in km from the start of its part."""

    def __init__(self, flight: Flight) -> None:
        self.flight = flight
        dense = track(flight)
        along = [0.0] * len(dense.lon)
        for leg in dense.legs:
            along[leg.last] = along[leg.first] + leg.km
        self.km = [along[vertex] for vertex in dense.fixes.tolist()]
        self.seconds = dense.seconds[dense.fixes].tolist()


def _shown(flown: _Flown, anchors: list[int]) -> MeanSpeed | None:
    """The mean speed up to the last of some fixes: since the latest before it from which it says anything."""
    *starts, last = anchors
    for since in reversed(starts):
        mean = _mean(flown, since, last)
        if mean is None:
            return None
        if not mean.says_nothing:
            return MeanSpeed(since, starts[-1], last, _rounded(mean.kmh, mean.error / 4))
    return None


def _anchors(fixes: tuple[Fix, ...], begin: int) -> list[int]:
    timed = [begin + index for index, fix in enumerate(fixes) if fix.time]
    evidence = {begin + index for index, fix in enumerate(fixes) if fix.basis is not Basis.INTERPOLATED}
    return [index for index in timed if index in evidence or index in (timed[0], timed[-1])]


def _mean(flown: _Flown, first: int, last: int) -> _Mean | None:
    """None where the flight stands still, and where the aircraft cannot have flown it."""
    flight = flown.flight
    ends = flight.fixes[first], flight.fixes[last]
    hours = (flown.seconds[last] - flown.seconds[first]) / 3600
    km = flown.km[last] - flown.km[first]
    if isnan(hours) or hours <= 0:
        return None
    kmh = km / hours
    off_km = sum(fix.position_uncertainty_km or 0 for fix in ends)
    off_hours = sum(fix.time_uncertainty_min or 0 for fix in ends) / 60
    fastest = (km + off_km) / (hours - off_hours) if off_hours < hours else inf
    error = (fastest - max(0, km - off_km) / (hours + off_hours)) / 2
    most = flight.max_speed_kmh or MODES[flight.mode].fastest_kmh
    return _Mean(kmh, error) if max(SLOWEST_KMH, flight.min_speed_kmh or 0) <= kmh <= most else None


def _rounded(kmh: float, least_step: float) -> float:
    finest = next(step for slowest, step in FINEST if kmh >= slowest)
    step = next((step for step in STEPS_KMH if step >= max(finest, least_step)), STEPS_KMH[-1])
    return max(step, round(kmh / step) * step)
