"""Single values: what is found told in a curator's words, and the parsers that the readers share.

A parser takes whatever stands in the file and gives what the nouns want, or raises `Rejected`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from math import inf, isfinite
from typing import TypeVar

from app.content.strict_json import OddNumber
from app.dates import parse_instant, parse_span
from app.domain import Bounds, Span
from app.errors import Rejected

E = TypeVar("E", bound=StrEnum)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_EXCERPT = 60


def describe(value: object) -> str:
    """`value` as the file has it, cut short: ``"Peshawar"``, ``null``, ``a list of 3``."""
    match value:
        case None | bool() | str():
            written = json.dumps(value, ensure_ascii=False)
            return written if len(written) <= _LONGEST_EXCERPT else f"{written[:_LONGEST_EXCERPT]}…"
        case int() | float() | OddNumber() | datetime() | date():
            return clipped(str(value))
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return f"a table with {listed(value)}" if value else "an empty table"
    return clipped(str(value))


def clipped(words: str) -> str:
    """`words`, cut short where they would fill the line."""
    return words if len(words) <= _LONGEST_EXCERPT else f"{words[:_LONGEST_EXCERPT]}…"


def listed(names: Iterable[str], most: int = 6) -> str:
    """``a, b, c and 4 more``."""
    every = [clipped(name) for name in names]
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def meant(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """A question after the nearest known word, or nothing."""
    near = nearest(word, frozenset(known), cutoff)
    return f"Did you mean “{near}”?" if near else ""


@lru_cache(maxsize=4096)
def nearest(word: str, known: frozenset[str], cutoff: float = 0.6) -> str | None:
    """The known word that `word` is a slip of, if any. Only words of like length and with the same first or last letter are compared."""
    likely = [other for other in known if abs(len(other) - len(word)) <= 4 and (other[:1] == word[:1] or other[-1:] == word[-1:])]
    near = get_close_matches(word, sorted(likely), n=1, cutoff=cutoff)
    return near[0] if near else None


def string(value: object) -> str:
    """Any text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise Rejected(describe(value), "text", "Write it between double quotes.")
    return value


def slug(value: object) -> str:
    """An id that can stand in an address."""
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > 100:
        raise Rejected(describe(value), "small letters, digits and hyphens", "Write it like “grand-slam”.")
    return value


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Rejected(describe(value), "true or false", "Write it without quotes.")
    return value


def number(value: object, low: float = -inf, high: float = inf, wanted: str = "a number") -> float:
    """A finite number from `low` to `high`."""
    if type(value) is float or type(value) is int:
        if low <= value <= high and abs(value) < 1e300 and isfinite(value):
            return float(value)
        raise Rejected(describe(value), wanted)
    mend = "Write it without quotes." if isinstance(value, str) else ""
    raise Rejected(describe(value), wanted, mend)


def ranged(low: float, high: float, wanted: str) -> Callable[[object], float]:
    """A parser of numbers from `low` to `high`."""
    return lambda value: number(value, low, high, wanted)


positive = ranged(5e-324, inf, "a number above zero")
not_negative = ranged(0, inf, "a number that is not negative")
height = ranged(-12_000, 1_000_000, "a height in metres above sea level")


def choice(kind: type[E]) -> Callable[[object], E]:
    """A parser of the words of `kind`."""
    members = {member.value: member for member in kind}

    def parse(value: object) -> E:
        if isinstance(value, str) and value in members:
            return members[value]
        known = listed(members, most=len(members))
        raise Rejected(describe(value), f"one of {known}", meant(value, members) if isinstance(value, str) else "")

    return parse


def instant(value: object) -> datetime:
    """A moment with its zone; TOML's own date-times are read too."""
    if isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        raise Rejected(describe(value), "an instant such as 1960-05-01T05:53Z", "Write date, T, time and Z.")
    return parse_instant(value).astimezone(UTC)


def span(value: object) -> Span:
    """An EDTF date or interval, an instant, or the `when` of Linked Places."""
    if isinstance(value, dict):
        return _linked_places_span(value)
    if isinstance(value, date):  # TOML's own dates and date-times
        value = value.isoformat()
    if not isinstance(value, str):
        raise Rejected(describe(value), "an EDTF date such as 1960-05-01 or 1976-09~", "Write the date as text, between double quotes.")
    return parse_span(value)


def _linked_places_span(when: dict[str, object]) -> Span:
    """The stretch from the first timespan's start to the last one's end."""
    timespans = when.get("timespans")
    if not isinstance(timespans, list) or not timespans or not all(isinstance(timespan, dict) for timespan in timespans):
        raise Rejected(describe(when), "a Linked Places when with timespans", 'Write {"timespans": [{"start": {"in": "1960-05-01"}}]}.')
    start, end = _bound(timespans[0].get("start"), "earliest"), _bound(timespans[-1].get("end"), "latest")
    return parse_span(f"{start or ''}/{end}" if end else start or "")


def _bound(point: object, outer: str) -> str | None:
    if not isinstance(point, dict):
        return None
    found = [point[key] for key in ("in", outer, "earliest", "latest") if isinstance(point.get(key), str)]
    return found[0] if found else None


def box(value: object) -> Bounds:
    """West, south, east, north; where the box crosses the antimeridian east comes out beyond 180."""
    if not isinstance(value, list) or len(value) != 4:
        raise Rejected(describe(value), "[west, south, east, north]", "Write four numbers.")
    west, south, east, north = (number(part, wanted="a number of degrees") for part in value)
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 360:
        raise Rejected(_described(value), "[west, south, east, north] in degrees", "Longitudes are first and third.")
    if south >= north:
        raise Rejected(f"south {south:g} above north {north:g}", "[west, south, east, north]", "Put the numbers in this order.")
    if east < west:
        east += 360
    if not 0 < east - west <= 360:
        raise Rejected(_described(value), "a box from west to east", "Put the numbers in the order west, south, east, north.")
    return west, south, east, north


def _described(value: list[object]) -> str:
    return f"[{', '.join(map(describe, value))}]"


def colour(value: object) -> str:
    """A simplestyle colour, ``#rgb`` or ``#rrggbb`` with or without the ``#``, as CSS writes it."""
    if not isinstance(value, str) or not re.fullmatch("#?([0-9a-fA-F]{3}){1,2}", value):
        raise Rejected(describe(value), "a colour such as #c8102e", "Write # and three or six hexadecimal digits.")
    return "#" + value.removeprefix("#").lower()


def unknown_source(source: str, sources: Iterable[str]) -> Rejected:
    """A citation that leads nowhere."""
    return Rejected(
        f"the source {describe(source)}",
        "an id of sources.json",
        meant(source, sources) or "Add the source to sources.json, or correct the id.",
    )


def joined(path: str, key: str) -> str:
    """``claims[0]`` and ``topic`` to ``claims[0].topic``."""
    return f"{path}.{key}" if path and key and not key.startswith("[") else path + key
