"""How high the land is: ETOPO5, on a grid of 5 arc minutes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROWS, COLUMNS = 2161, 4320
"""From 90° N to 90° S, and from 180° W on."""
PER_DEGREE = 12
UNIT_M = 100.0
"""Metres of one step of the grid: as exact as its source is in mountains."""


@dataclass(frozen=True, eq=False)
class Heights:
    """Hundreds of metres above mean sea level by row and column; 0 at sea and on land below it."""

    grid: NDArray[np.uint8]

    @classmethod
    def read(cls, path: Path) -> Heights:
        """Read the compressed grid at `path`."""
        return cls(np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8).reshape(ROWS, COLUMNS))

    def at(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """The metres at the grid's nearest points; longitudes may continue past ±180."""
        columns = np.rint((np.asarray(lon, float) + 180) * PER_DEGREE).astype(int) % COLUMNS
        rows = np.rint((90 - np.asarray(lat, float)) * PER_DEGREE).astype(int)
        return np.asarray(self.grid[rows, columns] * UNIT_M)
