"""Columns of numbers as the browser's `track.js` reads them."""

from __future__ import annotations

from collections.abc import Iterator

from app.geodesy.packing import Column


def unpacked(column: Column) -> Iterator[int | None]:
    """The whole numbers of a column; None where one is unknown."""
    known = 0
    for item in column:
        step, count = item if isinstance(item, list) else (item, 1)
        for _ in range(count or 0):
            known += step or 0
            yield None if step is None else known
