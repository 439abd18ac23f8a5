"""Conversion between plain positions and numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain import LonLat

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Position = TypeVar("Position", bound=tuple[float, ...])


def columns(positions: Sequence[Position]) -> FloatArray:
    """Longitudes in the first row, latitudes in the second, and so on; two empty rows for no positions."""
    width = len(positions[0]) if positions else 2
    flat = np.fromiter(chain.from_iterable(positions), float, len(positions) * width)
    return flat.reshape(-1, width).T


def rows(columns: FloatArray) -> list[tuple[float, ...]]:
    """The reverse of `columns`."""
    return list(zip(*columns.tolist(), strict=True))


def lon_lats(lon: FloatArray, lat: FloatArray) -> list[LonLat]:
    """Positions from arrays of longitudes and latitudes."""
    return list(zip(lon.tolist(), lat.tolist(), strict=True))
