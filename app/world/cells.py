"""Which part of the world a page shows closely: cells of a few degrees, so that far-off places cost little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.domain import Bounds, LonLat

SIZE = 3
"""Degrees along a cell's side."""
TURN = 360 // SIZE

Cells = frozenset[tuple[int, int]]
"""Columns from 180° W, rows from the equator."""


def cells_of(bounds: Bounds) -> Iterator[tuple[int, int]]:
    """The cells that `bounds` touch; east may exceed 180."""
    west, south, east, north = bounds
    for column in range(_index(west + 180), _index(east + 180) + 1):
        for row in range(_index(south), _index(north) + 1):
            yield column % TURN, row


def around(positions: Iterable[LonLat], reach: float) -> Cells:
    """The cells within `reach` degrees of `positions`, by longitude and latitude alone."""
    return frozenset(
        cell for lon, lat in set(positions) for cell in cells_of((lon - reach, lat - reach, lon + reach, lat + reach))
    )


def meet(bounds: Bounds, cells: Cells) -> bool:
    """Whether `bounds` touch any of `cells`."""
    return not cells.isdisjoint(touched(bounds))


@lru_cache(maxsize=16_384)
def touched(bounds: Bounds) -> Cells:
    """The cells that `bounds` touch; kept, as the bounds of arcs and tiles are asked for again and again."""
    return frozenset(cells_of(bounds))


def _index(degrees: float) -> int:
    return int(degrees // SIZE)
