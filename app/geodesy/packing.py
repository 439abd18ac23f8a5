"""Columns of numbers as short JSON: whole numbers, each told by its difference from the one before, repeats counted.

A column is a list whose items are

- a whole number: the difference from the last known value, which is 0 at the start;
- ``null``: an unknown value;
- ``[item, n]``: the same item n times over.

So 10, 20, 30, 40, unknown, unknown, unknown, 45 is ``[[10, 4], [null, 3], 5]``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Item = int | None
Column = list[Item | list[Item]]

_FEWEST = 3
"""Repeats fewer than this are shorter written out."""


def pack(values: ArrayLike) -> Column:
    """The numbers rounded to whole ones and written as a column; NaN is unknown."""
    column = np.asarray(values, float)
    known = ~np.isnan(column)
    steps = np.full(column.size, np.nan)
    steps[known] = np.diff(np.rint(column[known]), prepend=0)
    repeats = (steps[1:] == steps[:-1]) | (np.isnan(steps[1:]) & np.isnan(steps[:-1]))
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, column.size), bool), ~repeats)))
    packed: Column = []
    for step, count in zip(steps[starts].tolist(), np.diff(starts, append=column.size).tolist(), strict=True):
        item = None if np.isnan(step) else int(step)
        packed.extend([item] * count if count < _FEWEST else [[item, count]])
    return packed


def pack_degrees(degrees: ArrayLike) -> Column:
    """Degrees as a column in units of 1e-5 degree, about a metre."""
    return pack(np.asarray(degrees, float) * 1e5)
