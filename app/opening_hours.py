"""Opening hours in a subset of OpenStreetMap's format: ``Tu-Su 10:00-18:00; Th 10:00-20:00``."""

from __future__ import annotations

import re

from app.errors import SettingInvalid

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = ((0, 24 * 60),)

Week = tuple[tuple[tuple[int, int], ...], ...]
"""For Monday to Sunday, the open intervals in minutes since local midnight."""

_RULE = re.compile(r"(?:((?:[A-Z][a-z])(?:[-,][A-Z][a-z])*)\s+)?(off|\d\d:\d\d-\d\d:\d\d(?:,\s*\d\d:\d\d-\d\d:\d\d)*)")
_INTERVAL = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def parse(text: str) -> Week:
    """The week that `text` describes; empty text is always open, and a later rule replaces an earlier one for its days.

    Raises `SettingInvalid` with the rule that cannot be read.
    """
    if not text.strip():
        return (ALWAYS,) * 7
    week: list[tuple[tuple[int, int], ...]] = [()] * 7
    for rule in text.split(";"):
        match = _RULE.fullmatch(rule.strip())
        if not match:
            raise SettingInvalid(
                f"The opening hours {rule.strip()!r} cannot be read. Write them like this: “Tu-Su 10:00-18:00; Mo off”."
            )
        intervals = tuple(_interval(rule, *found) for found in _INTERVAL.findall(match[2]))
        for day in _days(rule, match[1]):
            week[day] = intervals
    return tuple(week)


def _days(rule: str, given: str | None) -> list[int]:
    if given is None:
        return list(range(7))
    found: list[int] = []
    for part in given.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise SettingInvalid(f"The opening hours {rule.strip()!r} contain an unknown day. Use {', '.join(DAYS)}.")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(start, end + 1 + (7 if end < start else 0))]
    return found


def _interval(rule: str, *given: str) -> tuple[int, int]:
    start_hour, start_minute, end_hour, end_minute = map(int, given)
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if not 0 <= start < end <= 24 * 60:
        raise SettingInvalid(
            f"The opening hours {rule.strip()!r} end before they begin. Write hours past midnight for the next day."
        )
    return start, end
