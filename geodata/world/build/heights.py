"""The heights of the land on a grid of 5 arc minutes, from ETOPO5 in `ferret-datasets`."""

from __future__ import annotations

import gzip
from pathlib import Path

import inputs
import netCDF4
import numpy as np

UNIT_M = 100


def build(target: Path) -> None:
    """Write the heights in hundreds of metres, a byte each, sea 0: rows from 90° N, columns from 180° W."""
    path = inputs.HEIGHTS.unpacked() / "usr/share/ferret-vis/data/etopo5.cdf"
    with netCDF4.Dataset(path) as dataset:
        northward = np.asarray(dataset["ROSE"][:])
    land = np.maximum(np.roll(northward[::-1], northward.shape[1] // 2, axis=1), 0)
    units = np.rint(land / UNIT_M).astype(np.uint8)
    target.write_bytes(gzip.compress(units.tobytes(), compresslevel=9, mtime=0))
    print(f"{target.name}: {units.shape}, {target.stat().st_size:,} bytes")
