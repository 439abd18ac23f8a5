"""Dates and times as people write them, and how to write them in ISO 8601: suggestions for messages, never guesses."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date
from functools import cache

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_EITHER = re.compile(r"(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
_DAY_NAMED = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<name>[^\W\d_]+)\.?,?\s+(?P<year>\d{4})")
_NAME_FIRST = re.compile(r"(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
_MONTH_ONLY = re.compile(r"(?P<name>[^\W\d_]+)\.?,?\s+(?P<year>\d{4})")
_ABOUT = re.compile(r"(?:c|ca|circa|about|um|около|~)\.?\s*(?P<year>\d{4})", re.IGNORECASE)
_TIME = re.compile(
    r"(?P<date>.*?)(?:[T,\s]+)(?:at\s+|um\s+)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<half>am|pm)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def suggest_date(text: str) -> str:
    """What to write for a date; a question where day and month may be exchanged; empty where `text` is not
    understood.
    """
    days = possible_days(text.strip())
    if len(days) == 1:
        return f'Write: "{days[0]}"'
    if len(days) == 2:
        one, other = days
        return f'Write "{one}" for {_spelled(one)}, or "{other}" for {_spelled(other)}.'
    return ""


def suggest_instant(text: str) -> str:
    """What to write for a moment; asks for the zone where there is none; empty where `text` is not understood."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        days = possible_days(text.strip())
        return f'Write the time of day and its zone, too: "{days[0]}T12:00Z" is noon in UTC.' if len(days) == 1 else ""
    days, clock = possible_days(match["date"].strip()), _clock(match)
    if not days or not clock:
        return ""
    moment, zone = f"{days[0]}T{clock}", match["zone"]
    if len(days) > 1:
        one, other = (f"{day}T{clock}{_offset(zone)}" for day in days)
        also = "" if zone else " Z is for UTC (Greenwich time); in Moscow, write +03:00 instead."
        return f'Write "{one}" for {_spelled(days[0])}, or "{other}" for {_spelled(days[1])}.{also}'
    if not zone:
        return (
            f'Write "{moment}Z" if this is UTC (Greenwich time), or the offset of the zone: "{moment}+03:00" in Moscow.'
        )
    return f'Write: "{moment}{_offset(zone)}"'


def _offset(zone: str | None) -> str:
    """A zone as ISO 8601 writes it; without one, UTC."""
    return "Z" if zone is None or zone.upper() in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"


def _clock(match: re.Match[str]) -> str:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or int(match["minute"]) > 59:
        return ""
    return f"{hour:02d}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")


def possible_days(text: str) -> list[str]:
    """The dates that `text` may mean, in ISO 8601; of two the first has the day before the month."""
    if match := _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _existing(match["year"], match["month"], match["day"])
    if match := _EITHER.fullmatch(text):
        year, one, two = match["year"], match["one"], match["two"]
        return list(dict.fromkeys(_existing(year, two, one) + _existing(year, one, two)))
    if match := _DAY_NAMED.fullmatch(text) or _NAME_FIRST.fullmatch(text):
        month = _months().get(match["name"].lower())
        return _existing(match["year"], str(month), match["day"]) if month else []
    if match := _ABOUT.fullmatch(text):
        return [f"{match['year']}~"]
    if match := _MONTH_ONLY.fullmatch(text):
        month = _months().get(match["name"].lower())
        return [f"{match['year']}-{month:02d}"] if month else []
    return []


def _existing(year: str, month: str, day: str) -> list[str]:
    try:
        return [date(int(year), int(month), int(day)).isoformat()]
    except ValueError:
        return []


def _spelled(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {month_name[day.month]}"


@cache
def _months() -> dict[str, int]:
    """The names of the months, in full and abbreviated, in the interface's languages that spell them in letters."""
    from babel.dates import get_month_names

    found: dict[str, int] = {"sept": 9}
    for language in ("en", "de", "ru"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                found.setdefault(name.lower().rstrip("."), number)
    return found
