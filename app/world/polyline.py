"""Positions as text: the Encoded Polyline Algorithm Format, longitude first, in units of a quantum in degrees."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from app.domain import Bounds, LonLat


def decode(text: str, quantum: float) -> list[LonLat]:
    """The positions of `text` in degrees."""
    numbers = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    per_degree = round(1 / quantum)
    positions = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        positions.append((x / per_degree, y / per_degree))
    return positions


def box(text: str, quantum: float) -> Bounds:
    """The bounds of encoded positions."""
    lons, lats = zip(*decode(text, quantum), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def encode(positions: Iterable[LonLat], quantum: float) -> str:
    """Positions in degrees as text; those that are one at this quantum only once, but both ends of the line."""
    per_degree = round(1 / quantum)
    units = [(round(lon * per_degree), round(lat * per_degree)) for lon, lat in positions]
    line = [unit for unit, _ in groupby(units)]
    letters = []
    before = (0, 0)
    for unit in line if len(line) > 1 else units[:1] + units[-1:]:
        for here, there in zip(unit, before, strict=True):
            letters.append(_letters(here - there))
        before = unit
    return "".join(letters)


def _letters(step: int) -> str:
    value = ~(step << 1) if step < 0 else step << 1
    letters = ""
    while value >= 0x20:
        letters += chr((0x20 | (value & 0x1F)) + 63)
        value >>= 5
    return letters + chr(value + 63)


@lru_cache(maxsize=16_384)
def rounded(text: str, quantum: float, coarser: float) -> str:
    """The same line in units of a coarser quantum; an empty text stays one. Pages have most lines in common."""
    return encode(decode(text, quantum), coarser) if text else text
