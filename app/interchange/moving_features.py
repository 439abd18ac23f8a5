"""OGC Moving Features JSON (19-045r3): where each aircraft was, as a moving point.

The format interpolates linearly between its positions. They are those of the dense track, with times that are the
sources' at the fixes and interpolated between them.
"""

from __future__ import annotations

import json
from typing import Any

from app.domain import Exhibit, Flight
from app.interchange.runs import Run, timed_runs
from app.interchange.words import about, stamp_of

Json = dict[str, Any]

_WGS84 = {"type": "Name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
_UTC = {"type": "Name", "properties": {"name": "urn:ogc:data:time:iso8601"}}


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The flights with times as Moving Features JSON."""
    whole = {
        "type": "FeatureCollection",
        "crs": _WGS84,
        "trs": _UTC,
        "description": about(exhibit, language, notes),
        "features": [
            _feature(flight, runs, language)
            for flight in exhibit.flights
            if (runs := [run for run in timed_runs(flight) if len(run.vertices) > 1])
        ],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _feature(flight: Flight, runs: list[Run], language: str) -> Json:
    """A moving point, or a collection of them where there are gaps, or altitudes in a part only."""
    points = [_moving_point(run) for run in runs]
    moving: Json = points[0] if len(points) == 1 else {"type": "MovingGeometryCollection", "prisms": points}
    times = [vertex.seconds or 0.0 for run in runs for vertex in run.vertices]
    return {
        "type": "Feature",
        "id": flight.id,
        "temporalGeometry": moving,
        "properties": {"name": flight.name.in_language(language), "status": flight.status.value},
        "time": [stamp_of(min(times)), stamp_of(max(times))],
    }


def _moving_point(run: Run) -> Json:
    return {
        "type": "MovingPoint",
        "datetimes": [stamp_of(vertex.seconds or 0.0) for vertex in run.vertices],
        "coordinates": [
            [
                round(vertex.lon, 6),
                round(vertex.lat, 6),
                *([round(vertex.altitude_m, 1)] if run.has_altitudes and vertex.altitude_m is not None else []),
            ]
            for vertex in run.vertices
        ],
        "interpolation": "Linear",
    }
