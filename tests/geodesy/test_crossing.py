"""What Python packs, the browser's own module unpacks."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain import Flight
from app.geodesy.arrays import FloatArray
from app.geodesy.packing import pack
from app.geodesy.track import track
from tests.geodesy.flights import EVERY
from tests.geodesy.world import GEOD, metres
from tests.node import run as run_node

MODULE = Path(__file__).parents[2] / "app" / "static" / "js" / "track.js"
SCRIPT = f"""
import {{ readFileSync }} from 'node:fs'
import {{ Track, unpackColumn }} from '{MODULE.as_uri()}'
const {{ columns, tracks }} = JSON.parse(readFileSync(0, 'utf8'))
const told = document => {{
  const track = new Track(document)
  const {{ start, end, legs }} = track
  const [lon, lat, altitude, time, uncertainty, fixes, timed, breaks] =
    ['lon', 'lat', 'altitude', 'time', 'uncertainty', 'fixes', 'timed', 'breaks'].map(name => Array.from(track[name]))
  const halfway = legs.map(({{ first, last }}) => track.at((time[first] + time[last]) / 2))
  return {{ start, end, legs, lon, lat, altitude, time, uncertainty, fixes, timed, breaks, halfway }}
}}
console.log(JSON.stringify({{
  columns: columns.map(column => Array.from(unpackColumn(column))),
  tracks: Object.fromEntries(Object.entries(tracks).map(([name, document]) => [name, told(document)]))
}}))
"""


def strewn_columns() -> list[list[float]]:
    random = np.random.default_rng(1976)
    runs = [np.repeat(random.integers(-3, 3, 12) * 1000, random.integers(1, 9, 12)).astype(float) for _ in range(40)]
    for run in runs:
        run[random.random(run.size) < 0.3] = np.nan
    return [run.tolist() for run in runs]


@cache
def unpacked() -> Any:
    """Everything the tests ask of Node, in one run."""
    columns = [pack(column) for column in strewn_columns()]
    tracks = {name: track(flown).packed() for name, flown in EVERY.items()}
    asked = json.dumps({"columns": columns, "tracks": tracks})
    return json.loads(run_node("--input-type=module", "-e", SCRIPT, stdin=asked))


def column(values: list[float | None]) -> FloatArray:
    return np.array([math.nan if value is None else value for value in values], float)


def test_columns_round_trip() -> None:
    for sent, received in zip(strewn_columns(), unpacked()["columns"], strict=True):
        np.testing.assert_array_equal(column(received), sent)


@pytest.mark.parametrize("name", EVERY)
def test_packed_track_round_trips_to_a_metre_and_a_tenth_of_a_second(name: str) -> None:
    sent, received = track(EVERY[name]), unpacked()["tracks"][name]
    for key, values, precision in [
        ("lon", sent.lon, 0.5e-5),
        ("lat", sent.lat, 0.5e-5),
        ("altitude", sent.altitude_m, 0.5),
        ("time", sent.seconds, 0.05),
        ("uncertainty", sent.uncertainty_km, 0.005),
    ]:
        np.testing.assert_allclose(column(received[key]), values, rtol=0, atol=precision * 1.0001)
    assert received["fixes"] == sent.fixes.tolist()
    assert received["timed"] == [int(timed) for timed in sent.timed]
    assert received["breaks"] == list(sent.breaks)
    legs = [(leg["first"], leg["last"], leg["basis"]) for leg in received["legs"]]
    assert legs == [(leg.first, leg.last, leg.basis) for leg in sent.legs]


@pytest.mark.parametrize("name", EVERY)
def test_midpoint_in_time_is_the_midpoint_of_the_geodesic(name: str) -> None:
    sent, received = track(EVERY[name]), unpacked()["tracks"][name]
    for leg, place in zip(sent.legs, received["halfway"], strict=True):
        if np.isnan(sent.seconds[[leg.first, leg.last]]).any():
            assert place is None
            continue
        start, end = sent.positions[leg.first], sent.positions[leg.last]
        lon, lat, _ = GEOD.fwd(*start, GEOD.inv(*start, *end)[0], leg.km * 500)
        assert metres((place["lon"], place["lat"]), (lon, lat)) < 100


@pytest.mark.parametrize("flown", EVERY.values(), ids=EVERY.keys())
def test_a_track_starts_and_ends_with_its_timed_fixes(flown: Flight) -> None:
    name = next(name for name, known in EVERY.items() if known is flown)
    received = unpacked()["tracks"][name]
    timed = track(flown).seconds
    known = timed[~np.isnan(timed)]
    assert [received["start"], received["end"]] == ([known[0], known[-1]] if known.size else [None, None])
