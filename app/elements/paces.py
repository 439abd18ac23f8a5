"""How fast an act is played: in about a minute, and slower about the moments of its chapters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log

from app.dates import seconds
from app.domain import SPEEDS

PLAYED_IN = timedelta(seconds=70)
"""How long an act should take to play."""

SHORTEST = timedelta(seconds=2)
"""In no less real time pass the stretch from the moment before a chapter's own to that, and that to the next."""

USUAL = 3600
"""Faster speeds are offered only where an act needs them."""

Pace = tuple[float, int]
"""A moment, in seconds since 1970, and the speed from then on."""


def act_speed(length: timedelta) -> int:
    """The speed at which an act of that length takes nearest to `PLAYED_IN`."""
    wanted = log(max(1.0, length / PLAYED_IN))
    return min(SPEEDS, key=lambda speed: abs(log(speed) - wanted))


def offered(longest: timedelta) -> list[int]:
    """The speeds that a visitor can choose where the longest act has that length."""
    return [speed for speed in SPEEDS if speed <= max(USUAL, act_speed(longest))]


def paces(
    span: tuple[datetime, datetime], chapters: Sequence[tuple[datetime, int | None]], steps: Sequence[datetime]
) -> list[Pace]:
    """The speeds of an act, each with the moment from which it holds.

    `chapters` are the dates within the act and the speeds that the curator gives, `steps` the documented moments in
    order. A chapter with a speed has it until the next chapter. One without is approached and left slowly enough
    that neither the stretch from the step before its date nor that to the step after it takes less than `SHORTEST`.
    """
    start, end = span
    usual = act_speed(end - start)
    changes = {start: usual}
    dated = dict(sorted(chapters))
    for date, given in dated.items():
        following = min((later for later in dated if later > date), default=end)
        previous = max((earlier for earlier in dated if earlier < date), default=start)
        if given:
            changes |= {date: given, following: usual}
            continue
        before = steps[place - 1] if (place := bisect_left(steps, date)) else None
        after = steps[place] if (place := bisect_right(steps, date)) < len(steps) else None
        if before and before >= previous and not dated.get(previous):
            changes[before] = min(usual, _slow(date - before))
        changes[date] = min(usual, _slow(after - date)) if after and after <= end else usual
        if after and after < following:
            changes[after] = usual
    found: list[Pace] = []
    for moment, speed in sorted(changes.items()):
        if moment < end and (not found or found[-1][1] != speed):
            found.append((seconds(moment), speed))
    return found or [(seconds(start), usual)]


def _slow(stretch: timedelta) -> int:
    return max((speed for speed in SPEEDS if speed <= stretch / SHORTEST), default=SPEEDS[0])
