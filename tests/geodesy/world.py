"""Positions anywhere on the globe, and an independent geodesy to judge by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from pyproj import Geod

from app.domain import LonLat

GEOD = Geod(ellps="WGS84")
GOLDEN = Path(__file__).parent / "golden"

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
positions = st.tuples(lons, lats)
polar_positions = st.tuples(lons, st.one_of(st.floats(79, 90), st.floats(-90, -79)))
anywhere = st.one_of(positions, polar_positions)


def golden(folder: str) -> list[Any]:
    """The stories of a folder, as test parameters named after them."""
    import pytest

    return [
        pytest.param(json.loads(file.read_text(encoding="utf-8")), id=file.stem)
        for file in sorted((GOLDEN / folder).glob("*.json"))
    ]


def metres(a: LonLat, b: LonLat) -> float:
    """How far two positions lie apart, by pyproj."""
    return float(GEOD.inv(*a, *b)[2])


def many(count: int, seed: int = 1960) -> list[LonLat]:
    """So many positions strewn evenly over the globe."""
    random = np.random.default_rng(seed)
    lon, lat = random.uniform(-180, 180, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))
    return list(zip(lon.tolist(), lat.tolist(), strict=True))
