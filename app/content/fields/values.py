"""Parsers of single values, shared by the readers, and the words in which a value is quoted.

A parser takes any value that a file can hold and returns what the domain needs, or raises `Rejected`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, count
from math import inf, isfinite
from typing import TypeVar

from app import zones
from app.content.fields.css_colors import CSS_COLORS
from app.content.fields.numbers import OddNumber, Unit, split_by_comma, suggest_number
from app.dates import INSTANT_EXAMPLE, parse_instant, parse_span
from app.domain import Bounds, Span
from app.errors import Rejected

E = TypeVar("E", bound=StrEnum)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_EXCERPT = 60
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d[\d.]*/\S+)", re.IGNORECASE)


def describe(value: object) -> str:
    """`value` as the file has it, cut short: ``"Peshawar"``, ``null``, ``a list of 3``."""
    match value:
        case None | bool() | str():
            written = json.dumps(value, ensure_ascii=False)
            return written if len(written) <= _LONGEST_EXCERPT else f"{written[:_LONGEST_EXCERPT]}…"
        case int() | float() | OddNumber() | datetime() | date():
            return shorten(str(value))
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return f"a table with {join_names(value)}" if value else "an empty table"
    return shorten(str(value))


def sentence(text: str) -> str:
    """`text` with a capital letter at its start, unless it is a word of JSON."""
    return text if text in ("null", "true", "false") else text[:1].upper() + text[1:]


def shorten(words: str) -> str:
    """`words`, cut short where they would fill the line."""
    return words if len(words) <= _LONGEST_EXCERPT else f"{words[:_LONGEST_EXCERPT]}…"


def join_names(names: Iterable[str], most: int = 6, last: str = "and") -> str:
    """``a, b, c and 4 more``; with ``last="or"`` and few names ``a, b or c``."""
    every = [shorten(name) for name in names]
    shown = ", ".join(every[:most])
    if len(every) > most:
        return f"{shown} and {len(every) - most} more"
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if last == "or" and len(every) > 1 else shown


def free_id(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, with a number after it where that is taken: ``plan-2``."""
    return next(name for name in chain((wanted,), (f"{wanted}-{n}" for n in count(2))) if name not in taken)


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """A question with the nearest known word, or an empty string."""
    near = nearest(word, frozenset(known), cutoff)
    return f"Did you mean “{near}”?" if near else ""


@lru_cache(maxsize=4096)
def nearest(word: str, known: frozenset[str], cutoff: float = 0.6) -> str | None:
    """The known word that `word` is a misspelling of, if any; of like length and with the same first or last letter."""
    likely = [
        other
        for other in known
        if abs(len(other) - len(word)) <= 4 and (other[:1] == word[:1] or other[-1:] == word[-1:])
    ]
    near = get_close_matches(word, sorted(likely), n=1, cutoff=cutoff)
    return near[0] if near else None


def string(value: object) -> str:
    """Any text that is not blank."""
    if not isinstance(value, str):
        raise Rejected(f"{sentence(describe(value))} is not text.", _in_quotes(value))
    if not value.strip():
        raise Rejected("The text is empty.", "Write the text between the quotes, or remove the key.")
    return value


def day(value: object) -> date:
    """A calendar date; TOML's own dates are read too."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(string(value))
    except ValueError:
        raise Rejected(f"{describe(value)} is not a date.", 'Write it like this: "1927-05-20"') from None


def doi(value: object) -> str:
    """A DOI without its address."""
    match = _DOI.fullmatch(string(value).strip())
    if match is None:
        raise Rejected(
            f"{describe(value)} is not a DOI.", "A DOI begins with 10. and has a slash, such as 10.1000/182."
        )
    return match["doi"]


def _in_quotes(value: object) -> str:
    return f'Write: "{value}"' if type(value) in (int, float) else "Write text between double quotes."


def slug(value: object) -> str:
    """An id that can be part of an address: lower-case letters, digits and hyphens."""
    if not isinstance(value, str):
        raise Rejected(f"{sentence(describe(value))} is not text.", _in_quotes(value))
    if not SLUG.fullmatch(value) or len(value) > 100:
        raise Rejected(
            f"{describe(value)} cannot be an id: an id has only small letters, digits and single hyphens.",
            f'Write: "{as_slug(value) or "grand-slam"}"',
        )
    return value


def as_slug(text: str) -> str:
    """The nearest id to `text`, letters without their accents; empty where nothing of it can be kept."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:100].rstrip("-")


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        meant = value.strip().lower() if isinstance(value, str) else ""
        fix = f"Write: {meant}" if meant in ("true", "false") else "Write true or false, without quotes."
        raise Rejected(f"{sentence(describe(value))} is not true or false.", fix)
    return value


def number(
    value: object, low: float = -inf, high: float = inf, wanted: str = "a number", unit: Unit = Unit.PLAIN
) -> float:
    """A finite number from `low` to `high`."""
    if type(value) is float or type(value) is int:
        if low <= value <= high and abs(value) < 1e300 and isfinite(value):
            return float(value)
        raise Rejected(f"{sentence(describe(value))} is not {wanted}.", "Correct the number.")
    if isinstance(value, str):
        raise Rejected(f"{describe(value)} is text, not {wanted}.", suggest_number(value, unit, low, high))
    raise Rejected(f"{sentence(describe(value))} is not {wanted}.", "Write a number.")


def ranged(low: float, high: float, wanted: str, unit: Unit = Unit.PLAIN) -> Callable[[object], float]:
    """A parser of numbers from `low` to `high`."""
    return lambda value: number(value, low, high, wanted, unit)


@cache
def positive(unit: Unit) -> Callable[[object], float]:
    """A parser of numbers above zero in `unit`."""
    return ranged(5e-324, inf, f"a number of {unit.label} above zero", unit)


@cache
def not_negative(unit: Unit) -> Callable[[object], float]:
    """A parser of numbers from zero in `unit`."""
    return ranged(0, inf, f"a number of {unit.label}, zero or more" if unit.label else "a number, zero or more", unit)


LOWEST_M, HIGHEST_M = -12_000, 1_000_000
"""Altitudes beyond are no altitudes."""

altitude = ranged(LOWEST_M, HIGHEST_M, "an altitude in metres above sea level", Unit.METRES)


@cache
def choice(kind: type[E]) -> Callable[[object], E]:
    """A parser of the words of `kind`."""
    members = {member.value: member for member in kind}

    def parse(value: object) -> E:
        if isinstance(value, str) and value in members:
            return members[value]
        raise not_one_of(value, members)

    return parse


def not_one_of(value: object, known: Iterable[str], what: str = "") -> Rejected:
    """A word that is not one of those known."""
    words = tuple(known)
    listed = join_names(words, len(words), last="or")
    return Rejected(
        f"{sentence(what)}{' ' if what else ''}{describe(value)} is not known.",
        (did_you_mean(value, words, cutoff=0.8) if isinstance(value, str) else "") or f"Write one of these: {listed}.",
    )


def instant(value: object) -> datetime:
    """A moment with its zone; TOML's own date-times are read too."""
    if isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        raise Rejected(f"{sentence(describe(value))} is not a time.", f'Write it like this: "{INSTANT_EXAMPLE}"')
    return parse_instant(value).astimezone(UTC)


def zone(value: object) -> str:
    """The name of an IANA time zone."""
    name = string(value)
    if name not in zones.names():
        raise Rejected(
            f"{describe(name)} is not an IANA time zone.",
            did_you_mean(name, zones.names(), cutoff=0.85)
            or 'Write the continent and a large city, such as "Europe/Moscow".',
        )
    return name


def span(value: object) -> Span:
    """An EDTF date or interval, an instant, or the `when` of Linked Places."""
    if isinstance(value, dict):
        return _linked_places_span(value)
    if isinstance(value, date):  # TOML's own dates and date-times
        value = value.isoformat()
    if type(value) is int and 1 <= value <= 9999:
        raise Rejected(f"{value} is a number, not a date.", f'Write: "{value:04d}"')
    if not isinstance(value, str):
        raise Rejected(f"{sentence(describe(value))} is not a date.", 'Write it like this: "1960-05-01"')
    return parse_span(value)


def _linked_places_span(when: dict[str, object]) -> Span:
    """The time from the first timespan's start to the last one's end."""
    timespans = when.get("timespans")
    if (
        not isinstance(timespans, list)
        or not timespans
        or not all(isinstance(timespan, dict) for timespan in timespans)
    ):
        raise Rejected(
            f"{sentence(describe(when))} is neither a date nor a Linked Places “when”.",
            'Write a date such as "1960-05-01", or {"timespans": [{"start": {"in": "1960-05-01"}}]}.',
        )
    start, end = _bound(timespans[0].get("start"), "earliest"), _bound(timespans[-1].get("end"), "latest")
    return parse_span(f"{start or ''}/{end}" if end else start or "")


def _bound(point: object, outer: str) -> str | None:
    if not isinstance(point, dict):
        return None
    found = [point[key] for key in ("in", outer, "earliest", "latest") if isinstance(point.get(key), str)]
    return found[0] if found else None


_EDGES = "west, south, east and north, in degrees"


def box(value: object) -> Bounds:
    """West, south, east, north; where the box crosses the antimeridian east comes out beyond 180."""
    if not isinstance(value, list) or len(value) != 4:
        joined = split_by_comma(value) if isinstance(value, list) and len(value) == 8 else ""
        fix = f"Write: {joined}" if joined else "Write [west, south, east, north], such as [60.0, 50.0, 70.0, 58.5]."
        raise Rejected(f"{sentence(describe(value))} is not a box. A box has four numbers: {_EDGES}.", fix)
    west, south, east, north = (number(part, wanted="a number of degrees") for part in value)
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 360:
        raise Rejected(
            f"{listed(value)} is not a box on the globe: latitudes reach from -90 to 90, longitudes from -180 to 180.",
            _swapped_box(west, south, east, north) or "Write [west, south, east, north], in degrees.",
        )
    if south > north:
        raise Rejected(
            f"The box ends in the south ({south:g}) above its north ({north:g}).",
            f"Write: {listed([value[0], value[3], value[2], value[1]])}",
        )
    if south == north:
        raise Rejected(f"{listed(value)} has no height: south and north are both {south:g}.", "Correct one of the two.")
    if east < west:
        east += 360
    if not 0 < east - west <= 360:
        raise Rejected(
            f"{listed(value)} does not reach from west to east.", "Write [west, south, east, north], in degrees."
        )
    return west, south, east, north


def _swapped_box(west: float, south: float, east: float, north: float) -> str:
    if max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180:
        return f"Longitudes are first and third. Write: [{south:g}, {west:g}, {north:g}, {east:g}]"
    return ""


def listed(values: Iterable[object]) -> str:
    """A list as the file has it: ``[13.4, 52.41]``."""
    return f"[{', '.join(map(describe, values))}]"


def color(value: object) -> str:
    """A simplestyle color as CSS writes it: ``#rgb`` or ``#rrggbb`` with or without the ``#``, or a CSS name."""
    if isinstance(value, str):
        if re.fullmatch("#?([0-9a-fA-F]{3}){1,2}", value):
            return "#" + value.removeprefix("#").lower()
        if named := CSS_COLORS.get(value.strip().lower()):
            return named
    raise Rejected(
        f"{sentence(describe(value))} is not a color.",
        'Write # and six digits, such as "#c8102e", or a CSS name such as "red".',
    )


def unknown_source(source: str, sources: Iterable[str], bibliography: str) -> Rejected:
    """A citation of a source that is not in the bibliography, given by the name of its file."""
    return Rejected(
        f"The source {describe(source)} is not in {bibliography}.",
        did_you_mean(source, sources) or f"Add it to {bibliography} with this id, or correct the id here.",
    )


def join_path(path: str, key: str) -> str:
    """``claims[0]`` and ``topic`` to ``claims[0].topic``."""
    return f"{path}.{key}" if path and key and not key.startswith("[") else path + key
