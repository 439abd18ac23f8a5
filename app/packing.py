"""Numbers on their way to the browser: whole numbers, each as its difference from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

DEGREE = 100_000
"""Positions cross in units of 1e-5 degree, about a metre."""


def deltas(values: Iterable[int]) -> list[int]:
    """The first value, then the differences; `track.js` and `columns.js` add them up again."""
    whole = [0, *values]
    return [after - before for before, after in pairwise(whole)]


def pack_degrees(degrees: Sequence[float]) -> list[int]:
    """Degrees as delta-coded units of `DEGREE`."""
    return deltas(round(value * DEGREE) for value in degrees)
