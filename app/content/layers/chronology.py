"""What a track can be: times that never go back, speeds and altitudes that are possible."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from app import geodesy
from app.content.fields.origins import Origin
from app.content.layers import advice
from app.dates import EPOCH, iso
from app.domain import Fix
from app.errors import Rejected, Report

_DEGREE_KM = 111.7
"""No degree on the ellipsoid is longer."""
_ROUNDING_KM = 1e-3
"""More than sums of distances lose by rounding."""


TimeField = Callable[[int], str]
"""From the index of a fix to the place of its time in the file."""


def drop_times_out_of_order(fixes: list[Fix], time_field: TimeField, report: Report) -> None:
    """Remove the fewest times so that none of the others is earlier than the one before."""
    timed = [(index, fix.time) for index, fix in enumerate(fixes) if fix.time is not None]
    if all(before <= after for (_, before), (_, after) in pairwise(timed)):
        return
    run = _longest_run([time for _, time in timed])
    for place in sorted(set(range(len(timed))).difference(run)):
        index, time = timed[place]
        fixes[index] = replace(fixes[index], time=None)
        following = bisect_right(run, place)
        is_early = following > 0 and timed[run[following - 1]][1] > time
        other, beside = timed[run[following - is_early]]
        problem = (
            f"The time of fix {index + 1} ({iso(time)}) is {'earlier' if is_early else 'later'} "
            f"than that of fix {other + 1} ({iso(beside)}), so it is left out."
        )
        report.reject(Rejected(problem, "Correct the time, or the order of the positions."), field=time_field(index))


def _longest_run(times: list[datetime]) -> list[int]:
    """The indices of the longest run of `times` that never goes back, the earliest of several (patience sorting from
    the end).
    """
    ends: list[timedelta] = []
    holders: list[int] = []
    following: dict[int, int] = {}
    for index in reversed(range(len(times))):
        ahead = EPOCH - times[index]
        length = bisect_right(ends, ahead)
        if length:
            following[index] = holders[length - 1]
        ends[length : length + 1] = [ahead]
        holders[length : length + 1] = [index]
    run = [holders[-1]]
    while run[-1] in following:
        run.append(following[run[-1]])
    return run


def report_too_fast(
    fixes: Sequence[Fix],
    breaks: Sequence[int],
    limit_kmh: float,
    time_field: TimeField,
    report: Report,
    origin: Origin = Origin.GEOJSON,
) -> None:
    """Warn of legs that are faster than the limit, the stated uncertainties allowed for.

    A leg goes from one timed fix to the next, through all fixes between them. `origin` is what the layer comes from.
    """
    for first, last in _suspicious_legs(fixes, breaks, limit_kmh):
        if problem := _too_fast(fixes[first : last + 1], last, limit_kmh):
            report.warn(problem, advice.on_speed(origin), field=time_field(last))


def _suspicious_legs(fixes: Sequence[Fix], breaks: Sequence[int], limit: float) -> list[tuple[int, int]]:
    """The first and last fix of the legs that may be too fast by an upper bound of their length, which needs no
    geodesic.
    """
    timed = np.array([index for index, fix in enumerate(fixes) if fix.time is not None], dtype=np.int64)
    if len(timed) < 2:
        return []
    lons, lats = np.array([fix.lon for fix in fixes]), np.array([fix.lat for fix in fixes])
    steps = np.abs(np.diff(lons))
    km = _DEGREE_KM * (np.minimum(steps, 360 - steps) + np.abs(np.diff(lats)))
    along = np.concatenate(([0.0], np.cumsum(km)))
    ends = [fixes[index] for index in timed]
    moments = np.array([fix.time.timestamp() for fix in ends if fix.time])
    slack = np.array([_slack_min(fix, fix.time) for fix in ends if fix.time])
    reach = np.array([fix.position_uncertainty_km or 0.0 for fix in ends])
    hours = np.diff(moments) / 3600 + (slack[1:] + slack[:-1]) / 60
    parts = np.searchsorted(np.array(breaks, dtype=np.int64), timed, side="right")
    possible = limit * hours + reach[1:] + reach[:-1]
    is_suspicious = (parts[1:] == parts[:-1]) & (np.diff(along[timed]) > possible - _ROUNDING_KM)
    return [(int(timed[index]), int(timed[index + 1])) for index in np.flatnonzero(is_suspicious)]


def _too_fast(leg: Sequence[Fix], last: int, limit: float) -> str:
    hours = _hours(leg[0], leg[-1])
    reach_km = limit * hours + sum(fix.position_uncertainty_km or 0 for fix in (leg[0], leg[-1]))
    distance = sum(
        geodesy.distance_km((before.lon, before.lat), (after.lon, after.lat)) for before, after in pairwise(leg)
    )
    if distance <= reach_km:
        return ""
    speed = f"at {distance / hours:,.0f} km/h" if hours else "in no time"
    legs = f"From fix {last - len(leg) + 2} to fix {last + 1} it is {distance:,.0f} km {speed}"
    return f"{legs}; the limit is {limit:,.0f} km/h."


def report_altitudes(
    fixes: Sequence[Fix],
    lowest_m: float,
    limit: float,
    position_field: Callable[[int], str],
    report: Report,
    origin: Origin = Origin.GEOJSON,
) -> None:
    """Warn once of altitudes above the limit, and once of those below the lowest; `origin` is that of the layer."""
    known = [(fix.altitude_m, index) for index, fix in enumerate(fixes) if fix.altitude_m is not None]
    if high := [(altitude, index) for altitude, index in known if altitude > limit]:
        highest, index = max(high)
        problem = f"Fix {index + 1} is at {highest:,.0f} m{_others(high)}; the limit is {limit:,.0f} m."
        report.warn(problem, advice.on_altitude(origin, highest, limit), field=f"{position_field(index)}[2]")
    if low := [(altitude, index) for altitude, index in known if altitude < lowest_m]:
        lowest, index = min(low)
        problem = f"Fix {index + 1} is at {lowest:,.0f} m{_others(low)}, below any land."
        report.warn(
            problem, "Altitudes are above sea level. Correct the altitude.", field=f"{position_field(index)}[2]"
        )


def _others(found: Sequence[object]) -> str:
    return f", and {len(found) - 1} more {'is' if len(found) == 2 else 'are'} as wrong" if len(found) > 1 else ""


def _hours(start: Fix, end: Fix) -> float:
    """The longest time that a leg may have taken; a time given to the minute may be half a minute off."""
    since, until = start.time or EPOCH, end.time or EPOCH
    return ((until - since).total_seconds() / 60 + _slack_min(start, since) + _slack_min(end, until)) / 60


def _slack_min(fix: Fix, time: datetime) -> float:
    if fix.time_uncertainty_min is not None:
        return fix.time_uncertainty_min
    return 0.0 if time.second or time.microsecond else 0.5
