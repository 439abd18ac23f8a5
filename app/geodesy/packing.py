"""Columns of numbers as short JSON: delta-coded, run-length encoded integers.

A column is a list whose items are

- a whole number: the difference from the last known value, which is 0 at the start;
- ``null``: an unknown value;
- ``[item, n]``: the same item n times over.

So 10, 20, 30, 40, unknown, unknown, unknown, 45 is ``[[10, 4], [null, 3], 5]``.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

Item = int | None
Column = list[Item | list[Item]]

_FEWEST = 3
"""Shorter runs take less space written out."""


def pack(values: ArrayLike) -> Column:
    """The numbers, rounded to integers, as a column; NaN is unknown."""
    steps = np.rint(np.asarray(values, float))
    if not steps.size:
        return []
    known = np.flatnonzero(~np.isnan(steps))
    values_known = steps[known]
    steps[known[1:]] = values_known[1:] - values_known[:-1]
    steps[np.isnan(steps)] = np.inf  # unlike NaN, equal to itself
    edges = [0, *(np.flatnonzero(steps[1:] != steps[:-1]) + 1).tolist(), steps.size]
    packed: Column = []
    for first, end in pairwise(edges):
        item = None if steps[first] == np.inf else int(steps[first])
        packed.extend([item] * (end - first) if end - first < _FEWEST else [[item, end - first]])
    return packed


def pack_degrees(degrees: ArrayLike) -> Column:
    """Degrees as a column in units of 1e-5 degree, about a metre."""
    return pack(np.asarray(degrees, float) * 1e5)
