"""The order and the pace of a track: times that never go back, legs that no aircraft could fly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from app import geodesy
from app.content.table import Table
from app.content.vertices import times_field
from app.dates import EPOCH, iso, seconds
from app.domain import Fix, Mode
from app.errors import Rejected

FASTEST_KMH = {Mode.AIR: 3600.0, Mode.ROAD: 120.0, Mode.SEA: 70.0, Mode.FOOT: 15.0}
_DEGREE_KM = 111.7
"""No degree on the ellipsoid is longer."""


def drop_times_out_of_order(fixes: list[Fix], table: Table) -> None:
    """Leave out the fewest times without which none is earlier than the one before."""
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
        found = f"{iso(time)} at fix {index + 1}, {'earlier' if is_early else 'later'} than {iso(beside)} at fix {other + 1}"
        table.reject(times_field(table), Rejected(found, "times that never go back", "Correct the time, or the order of the positions."))


def _longest_run(times: list[datetime]) -> list[int]:
    """The indices of the longest run of `times` that never goes back, the earliest of several (patience sorting, from the end)."""
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


def tell_too_fast(fixes: Sequence[Fix], breaks: Sequence[int], mode: Mode, max_speed_kmh: float | None, table: Table) -> None:
    """Warn of legs that nothing of that mode covers in the time given, the stated uncertainties allowed for.

    A leg leads from one timed fix to the next, through all that lies between.
    """
    limit, starts = max_speed_kmh or FASTEST_KMH[mode], set(breaks)
    leg: list[Fix] = []
    for index, fix in enumerate(fixes):
        if index in starts:
            leg = []
        if leg or fix.time:
            leg.append(fix)
        if fix.time and len(leg) > 1:
            _tell_leg(leg, index, limit, table)
            leg = [fix]


def _tell_leg(leg: list[Fix], last: int, limit: float, table: Table) -> None:
    hours = _hours(leg[0], leg[-1])
    reach_km = limit * hours + sum(fix.position_uncertainty_km or 0 for fix in (leg[0], leg[-1]))
    if sum(_at_most_km(before, after) for before, after in pairwise(leg)) <= reach_km:
        return
    distance = sum(geodesy.distance_km((before.lon, before.lat), (after.lon, after.lat)) for before, after in pairwise(leg))
    if distance > reach_km:
        speed = f"{distance / hours:,.0f} km/h" if hours else "no time at all"
        table.warn(
            times_field(table),
            f"{distance:,.0f} km from fix {last - len(leg) + 2} to fix {last + 1} at {speed}",
            f"at most {limit:,.0f} km/h",
            "Correct the times or the positions, or set max_speed_kmh.",
        )


def _hours(start: Fix, end: Fix) -> float:
    """The time that a leg may have taken at most; a time that is given to the minute may be half a minute off."""
    since, until = seconds(start.time or EPOCH), seconds(end.time or EPOCH)
    slack = [fix.time_uncertainty_min for fix in (start, end)]
    rounded = [0.0 if moment % 60 else 0.5 for moment in (since, until)]
    minutes = [stated if stated is not None else half for stated, half in zip(slack, rounded, strict=True)]
    return (until - since) / 3600 + sum(minutes) / 60


def _at_most_km(before: Fix, after: Fix) -> float:
    """A bound of the distance that needs no geodesic."""
    step = abs(after.lon - before.lon)
    return _DEGREE_KM * (min(step, 360 - step) + abs(after.lat - before.lat))
