"""Dates of BibLaTeX and RIS as dates of CSL-JSON."""

from __future__ import annotations

import re

_DAY = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?(?P<doubt>[~?%]?)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def csl_date(text: str) -> dict[str, object]:
    """A date or interval of EDTF as CSL-JSON: its parts, a season, and whether it is about; else its literal text."""
    matches = [_DAY.fullmatch(part.strip()) for part in text.split("/", 1)]
    if not all(matches):
        return {"literal": text}
    found = [match for match in matches if match]
    parts = [[int(match[name]) for name in ("year", "month", "day") if match[name]] for match in found]
    date: dict[str, object] = {"date-parts": parts}
    if len(parts) == 1 and len(parts[0]) > 1 and 21 <= parts[0][1] <= 24:
        date = {"date-parts": [parts[0][:1]], "season": parts[0][1] - 20}
    elif any(not 1 <= part[1] <= 12 or not all(1 <= day <= 31 for day in part[2:]) for part in parts if len(part) > 1):
        return {"literal": text}
    return date | {"circa": True} if any(match["doubt"] for match in found) else date


def month_number(name: str) -> int | None:
    """1 to 12 for a number or the English name of a month, whole or abbreviated."""
    if name.isdecimal():
        return int(name) if 1 <= int(name[:3]) <= 12 else None
    start = name.strip().casefold()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else None
