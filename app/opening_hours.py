"""Opening hours as OpenStreetMap writes them, as far as a museum's door needs: ``Tu-Su 10:00-18:00; Th 10:00-20:00``."""

from __future__ import annotations

import re

from app.errors import SettingInvalid

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = ((0, 24 * 60),)

Week = tuple[tuple[tuple[int, int], ...], ...]
"""For Monday to Sunday the stretches in which the doors are open, in minutes since midnight, local time."""

_RULE = re.compile(r"(?:((?:[A-Z][a-z])(?:[-,][A-Z][a-z])*)\s+)?(off|\d\d:\d\d-\d\d:\d\d(?:,\s*\d\d:\d\d-\d\d:\d\d)*)")
_STRETCH = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def parse(text: str) -> Week:
    """The week that `text` tells; nothing said is always open, and a later rule overrules an earlier one for its days.

    Raises `SettingInvalid` with the rule that cannot be read.
    """
    if not text.strip():
        return (ALWAYS,) * 7
    week: list[tuple[tuple[int, int], ...]] = [()] * 7
    for rule in text.split(";"):
        match = _RULE.fullmatch(rule.strip())
        if not match:
            raise SettingInvalid(f"The opening hours {rule.strip()!r} cannot be read; wanted such as “Tu-Su 10:00-18:00; Mo off”.")
        stretches = tuple(_stretch(rule, *found) for found in _STRETCH.findall(match[2]))
        for day in _days(rule, match[1]):
            week[day] = stretches
    return tuple(week)


def _days(rule: str, said: str | None) -> list[int]:
    if said is None:
        return list(range(7))
    found: list[int] = []
    for part in said.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise SettingInvalid(f"The opening hours {rule.strip()!r} name no day; wanted {', '.join(DAYS)}.")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(start, end + 1 + (7 if end < start else 0))]
    return found


def _stretch(rule: str, *said: str) -> tuple[int, int]:
    start_hour, start_minute, end_hour, end_minute = map(int, said)
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if not 0 <= start < end <= 24 * 60:
        raise SettingInvalid(f"The opening hours {rule.strip()!r} end before they begin; hours past midnight belong to the next day.")
    return start, end
