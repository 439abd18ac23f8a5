"""Numbers as people write them (decimal commas, units, degrees and minutes), and the number to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf


@dataclass(slots=True)
class OddNumber:
    """A number that JSON or a double has no room for, as the file has it: ``NaN``, ``-Infinity``, ``1e400``."""

    token: str

    def __str__(self) -> str:
        return self.token


def find_odd_number(value: object) -> OddNumber | None:
    """The first `OddNumber` within `value`, if any."""
    if isinstance(value, OddNumber):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(find_odd_number, inner)), None)


METRES_PER_FOOT = 0.3048
"""The international foot, exactly."""


class Unit(Enum):
    """The unit in which a field is read, with its name and what other units are worth in it."""

    PLAIN = ("", {"": 1})
    METRES = (
        "metres",
        {
            "m": 1,
            "metres": 1,
            "meters": 1,
            "ft": METRES_PER_FOOT,
            "feet": METRES_PER_FOOT,
            "km": 1000,
            "fl": 30.48,
        },
    )
    KILOMETRES = ("kilometres", {"km": 1, "m": 0.001, "nm": 1.852, "nmi": 1.852, "mi": 1.609344, "miles": 1.609344})
    KMH = (
        "km/h",
        {
            "km/h": 1,
            "kmh": 1,
            "kph": 1,
            "kt": 1.852,
            "kts": 1.852,
            "kn": 1.852,
            "knots": 1.852,
            "mph": 1.609344,
            "m/s": 3.6,
        },
    )
    MINUTES = ("minutes", {"min": 1, "minutes": 1, "h": 60, "hours": 60, "s": 1 / 60, "sec": 1 / 60})

    @property
    def label(self) -> str:
        """The unit's name in a sentence."""
        return str(self.value[0])

    @property
    def factors(self) -> Mapping[str, float]:
        """What one of another unit is in this one."""
        return dict(self.value[1])


_FOREIGN = {"ft", "feet", "fl", "nm", "nmi", "mi", "miles", "kt", "kts", "kn", "knots", "mph"}
"""Units whose users write thousands with a comma, not decimals."""
_AMOUNT = re.compile(r"(?P<number>[+-]?\d[\d.,' ]*?)\s*(?P<unit>[a-z/°.]*)", re.IGNORECASE)
_ANGLE = re.compile(
    r"(?P<before>[NSEW]?)\s*(?P<sign>-?)(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′’]?\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|'')?\s*)?(?P<after>[NSEW]?)",
    re.IGNORECASE,
)


def suggest_number(text: str, unit: Unit = Unit.PLAIN, low: float = -inf, high: float = inf) -> str:
    """What to write instead of `text`, in `unit` and between `low` and `high`; a question where two readings fit."""
    found = _AMOUNT.fullmatch(_normal(text))
    symbol = found["unit"].lower().rstrip(".") if found else ""
    if found is None or (symbol and symbol not in unit.factors):
        return "Write digits only, with a decimal point where one is needed."
    readings = _readings(found["number"], is_grouped=symbol in _FOREIGN)
    factor = unit.factors.get(symbol, 1.0)
    fitting = [(how, number) for how, number in readings if low <= float(number) * factor <= high]
    if len(fitting) == 1:
        value = _converted(fitting[0][1], factor)
        return f"{text.strip()} is {value} {unit.label}. Write: {value}" if factor != 1 else f"Write: {value}"
    if len(fitting) == 2:
        (one, first), (other, second) = fitting
        return f"Write {_converted(first, factor)} {one}, or {_converted(second, factor)} {other}."
    return "Write digits only, with a decimal point where one is needed."


def _normal(text: str) -> str:
    return text.strip().replace("\u2212", "-").replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def _readings(number: str, *, is_grouped: bool) -> list[tuple[str, str]]:
    """The numbers that may be meant, each with the condition in words."""
    bare = number.replace("'", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)*", bare):
        return []
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        last = max(bare.rfind(","), bare.rfind("."))
        return [("", f"{re.sub('[.,]', '', bare[:last])}.{bare[last + 1 :]}")]
    if not commas:
        return [("", bare if points < 2 else bare.replace(".", ""))]
    grouped, decimal = bare.replace(",", ""), bare.replace(",", ".")
    if commas > 1:
        return [("", grouped)]
    if not re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", bare):
        return [("", decimal)]
    if is_grouped:
        return [("", grouped)]
    return [("if the comma separates thousands", grouped), ("if it is a decimal comma", decimal)]


def _converted(number: str, factor: float) -> str:
    if factor == 1:
        return number.removeprefix("+")
    value = float(number) * factor
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.4g}"


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle read from text: degrees, and whether a letter says that it is a latitude (N, S) or a longitude
    (E, W). `degrees` is `written` without its rounding.
    """

    written: str
    axis: str = ""
    degrees: float = field(default=0.0, compare=False)


def read_angle(text: str) -> Angle | None:
    """``52°24'48"N`` as 52.4133 (latitude), ``13,4`` as 13.4; None where it is not an angle."""
    normal = _normal(text)
    found = _ANGLE.fullmatch(normal)
    if found is None or (found["before"] and found["after"]):
        return None
    letter = (found["before"] or found["after"]).upper()
    sign = -1 if bool(found["sign"]) != (letter in ("S", "W")) else 1
    axis = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude"}.get(letter, "")
    degrees, minutes, seconds = (
        found[part] and found[part].replace(",", ".") for part in ("degrees", "minutes", "seconds")
    )
    if not minutes:
        return Angle(f"{'-' if sign < 0 else ''}{degrees}", axis, sign * float(degrees))
    if not letter and not re.search(r"[°º'′]", normal):  # two numbers side by side are not an angle
        return None
    value = float(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    written = f"{sign * value:.{4 if seconds or '.' in minutes else 2}f}".rstrip("0").rstrip(".")
    return Angle(written, axis, sign * value)


def split_by_comma(values: list[object]) -> str:
    """What a list of whole numbers was before a comma took its decimals apart: ``[13, 4, 52, 41]`` as ``[13.4,
    52.41]``.
    """
    if len(values) % 2 or not all(type(value) is int for value in values):
        return ""
    pairs = zip(values[::2], values[1::2], strict=True)
    if not all(isinstance(after, int) and after >= 0 for after in values[1::2]):
        return ""
    return f"[{', '.join(f'{before}.{after}' for before, after in pairs)}]"
