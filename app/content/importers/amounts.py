"""Numbers in the columns of a table: decimal commas, thousands and units, decided by a column as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.content.fields.numbers import read_angle
from app.content.importers.columns import Column, Rows, blank, quoted
from app.content.importers.import_settings import Decimal
from app.errors import Rejected, Report

U = TypeVar("U")

_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
_BOTH = re.compile(r"\d{1,3}(?:(?P<mark>[.,])\d{3})+(?!(?P=mark))[.,]\d+")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})+")
_PLAIN = re.compile(r"\d*(?P<mark>[.,])\d+")
_NUMERAL = re.compile(r"\d[\d.,]*\d|\d|[.,]\d+")
_AMOUNT = re.compile(
    r"(?P<before>fl|±)?\s*(?P<number>[+-]?[\d.,]+(?:[ '](?=\d)[\d.,]+)*)\s*(?P<unit>[^\d\s.,+-].*?)?\.?", re.IGNORECASE
)
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the decimals of a column are written."""

    mark: str
    is_proved: bool = False
    """Whether the column itself says so, and not only a setting or a default."""


def tidy(text: str) -> str:
    """A number without the blanks and signs of typography."""
    return re.sub(r"[\xa0\u2009\u202f]", " ", text).replace("\u2212", "-").replace("’", "'").strip()


def decimal_mark(columns: Sequence[Column], setting: Decimal | None, *, is_grouped: bool = True) -> Reading:
    """The decimal mark that columns read together have, by all of their numbers.

    The setting counts where they prove none. Without `is_grouped` no number can be so large that its thousands are
    separated, as with degrees. Raises `Rejected` where the numbers are of two minds.
    """
    proofs, doubtful = _evidence(columns, is_grouped=is_grouped)
    if len(proofs) == 2:
        raise _both(proofs)
    if proofs:
        return Reading(next(iter(proofs)), is_proved=True)
    if doubtful and setting is None:
        raise _doubt(*doubtful)
    return Reading(setting.value if setting else ".")


Place = tuple[Column, int]
"""A column, and the index of a value."""


def _evidence(columns: Sequence[Column], *, is_grouped: bool) -> tuple[dict[str, Place], Place | None]:
    """The first number that proves each decimal mark, and the first that proves none although it has one."""
    proofs: dict[str, Place] = {}
    doubtful: Place | None = None
    for column in columns:
        if not column.has_text:
            continue
        is_plain = column.plain is not None
        for index, value in enumerate(column.values):
            if is_plain and "." in proofs:  # the others have no comma
                break
            if isinstance(value, float) or ("," not in value and "." not in value):
                continue
            for mark in (_proof(numeral, is_grouped=is_grouped) for numeral in _NUMERAL.findall(value)):
                if mark:
                    proofs.setdefault(mark, (column, index))
                elif mark == "" and doubtful is None:
                    doubtful = column, index
    return proofs, doubtful


def _proof(numeral: str, *, is_grouped: bool) -> str | None:
    """The decimal mark that a number proves; empty where it may have decimals or thousands, None where neither."""
    if match := _BOTH.fullmatch(numeral):
        return _OTHER[match["mark"]]
    if match := _GROUPS.fullmatch(numeral):
        return _OTHER[match["mark"]] if is_grouped else None
    if match := _PLAIN.fullmatch(numeral):
        return "" if is_grouped and _GROUPED.fullmatch(numeral) else match["mark"]
    return None


def _both(proofs: Mapping[str, Place]) -> Rejected:
    (comma, at), (point, index) = proofs[","], proofs["."]
    where = f"row {point.rows[index]}" + ("" if point is comma else f" of “{point.name}”")
    return Rejected(
        f"{quoted(comma.values[at])} has a decimal comma, but {quoted(point.values[index])} in {where} "
        "has a decimal point.",
        "Write all numbers of the table in one of the two ways.",
        field=comma.name,
        row=comma.rows[at],
    )


def _doubt(column: Column, index: int) -> Rejected:
    value = column.values[index]
    numeral = next(numeral for numeral in _NUMERAL.findall(str(value)) if _proof(numeral, is_grouped=True) == "")
    whole, mark, part = re.split("([.,])", numeral)
    word = "comma" if mark == "," else "point"
    return Rejected(
        f"{quoted(value)} may be {whole}{part}, if the {word} separates thousands, or {whole}.{part}, if it is a "
        f"decimal {word}.",
        f'In [[layers]] of exhibit.toml, write decimal = "{_OTHER[mark]}" for {whole}{part}, or decimal = "{mark}" for '
        f"{whole}.{part}.",
        field=column.name,
        row=column.rows[index],
    )


def to_number(numeral: str, mark: str) -> float | None:
    """A number with the decimal mark; None where it is none, or its thousands are not in groups of three."""
    bare = numeral.replace("'", "").replace(" ", "")
    grouping = _OTHER[mark]
    if grouping in bare:
        if not re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(grouping)}\d{{3}})+({re.escape(mark)}\d+)?", bare):
            return None
        bare = bare.replace(grouping, "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", bare := bare.replace(mark, ".")):
        return None
    return float(bare)


def read_amounts(
    column: Column, reading: Reading, units: Mapping[str, U], report: Report
) -> tuple[list[float | None], list[U | None]]:
    """The numbers of a column, and the unit that each has in its own cell; what is no number is reported."""
    if reading.mark == "." and column.plain is not None:
        return [*column.plain], [None] * len(column.plain)
    numbers: list[float | None] = []
    found: list[U | None] = []
    wrong = Rows()
    for row, value in zip(column.rows, column.values, strict=True):
        number, unit = (value, "") if isinstance(value, float) else _amount(value, reading.mark)
        known = units.get(unit) if unit else None
        if blank(value):
            number = known = None
        elif number is None or (unit and known is None):
            wrong.add("number", row, f"{quoted(value)} is not a number.", "Correct the cell, or leave it empty.")
            number = known = None
        numbers.append(number)
        found.append(known)
    wrong.report(report, column.name)
    return numbers, found


def _amount(value: str, mark: str) -> tuple[float | None, str]:
    match = _AMOUNT.fullmatch(tidy(value))
    if not match:
        return None, ""
    before = (match["before"] or "").casefold().replace("±", "")
    return to_number(match["number"], mark), (match["unit"] or before or "").strip().casefold()


def read_angles(column: Column, axis: str, reading: Reading, report: Report) -> list[float | None]:
    """The degrees of a column of latitudes or longitudes, as its `axis` says."""
    highest = 90 if axis == "latitude" else 360
    wrong = Rows()

    def parsed(value: object, row: int) -> float | None:
        if isinstance(value, float):
            degrees: float | None = value
        elif not isinstance(value, str) or blank(value):
            return None
        else:
            angle = to_angle(value, reading.mark)
            degrees = angle[0] if angle else None
            if angle and angle[1] not in ("", axis):
                wrong.add("axis", row, f"{quoted(value)} is a {angle[1]}, not a {axis}.", "Correct the cell.")
                return None
        if degrees is None:
            fix = "Write degrees such as 52.41 or 52°24'36\"N, or leave the cell empty."
            wrong.add("angle", row, f"{quoted(str(value))} is not a {axis}.", fix)
        elif abs(degrees) > highest:
            fix = f"A {axis} is from -{min(highest, 180)} to {min(highest, 180)}. Correct the cell."
            wrong.add("range", row, f"There is no {axis} {degrees:g}.", fix)
            degrees = None
        return degrees

    plain = column.plain
    if plain and -highest <= min(plain) and max(plain) <= highest:
        return [*plain]
    numbers = [parsed(value, row) for value, row in zip(column.values, column.rows, strict=True)]
    wrong.report(report, column.name)
    return numbers


def to_angle(text: str, mark: str) -> tuple[float, str] | None:
    """Degrees, and the axis that a letter says; None where `text` is no angle."""
    bare = tidy(text)
    if (number := to_number(bare, mark)) is not None:
        return number, ""
    angle = read_angle(bare)
    return (angle.degrees, angle.axis) if angle else None


PAIR_FORMS = "Write latitude and longitude such as 40.74, -73.61 or 40°44'N 73°37'W."


def split_pair(text: str) -> tuple[str, str] | None:
    """The two angles of one cell; None where only a guess could separate them."""
    bare = tidy(text).strip("()[]")
    if match := re.fullmatch(r"(?P<one>[^NSEW]*[NSEW])[\s,;/]*(?P<two>[^NSEW]*[NSEW])", bare, re.IGNORECASE):
        return match["one"].strip(), match["two"].strip()
    if match := re.fullmatch(r"(?P<one>[NSEW][^NSEW]*?)[\s,;/]*(?P<two>[NSEW][^NSEW]*)", bare, re.IGNORECASE):
        return match["one"].strip(), match["two"].strip()
    for splitter in (r"\s*[;/|]\s*", r",\s+", r"\s+", r",", r"\s*,\s*"):
        parts = [part for part in re.split(splitter, bare) if part]
        if len(parts) == 2:
            return parts[0], parts[1]
    return None


def pair_readings(text: str) -> tuple[tuple[float, float], ...]:
    """Every longitude and latitude that a text may mean: none where it is no position, two where it does not say which
    number comes first.
    """
    parts = split_pair(text)
    if parts is None:
        return ()
    mark = "," if "," in "".join(parts) and "." not in "".join(parts) else "."
    first, second = (to_angle(part, mark) for part in parts)
    if first is None or second is None or (first[1] and first[1] == second[1]):
        return ()
    (one, axis), (other, other_axis) = first, second
    lat_first, lon_first = (other, one), (one, other)
    may_begin_with_lat = axis != "longitude" and other_axis != "latitude"
    may_begin_with_lon = axis != "latitude" and other_axis != "longitude"
    readings = [lat_first] * may_begin_with_lat + [lon_first] * may_begin_with_lon
    return tuple(dict.fromkeys((lon, lat) for lon, lat in readings if abs(lat) <= 90 and abs(lon) <= 180))
