"""The flights of a page: each crosses to the browser once, for all elements that draw it or name it."""

from __future__ import annotations

import math
from typing import TypedDict

import numpy as np

from app import zones
from app.dates import iso
from app.domain import MODES, Basis, Exhibit, Fix, Flight, Mode, Status
from app.elements.payloads import FlightPayload, NamedFixPayload, TravelPayload
from app.elements.styles import simplestyle
from app.geodesy.arrays import FloatArray
from app.geodesy.mean_speed import mean_speeds
from app.geodesy.packing import Column, pack
from app.geodesy.track import track
from app.world import World
from app.world.heights import UNIT_M

VAGUE_KM = 100.0
"""The uncertainty of a position beyond which nothing is said of the ground below it."""
ORDER = tuple(Basis)
"""The bases by the numbers under which they are sent, as in a track."""


def flights_payload(exhibit: Exhibit) -> list[FlightPayload]:
    """Every flight of the exhibit with its track, in drawing order."""
    return [
        _flight(feature, layer.id, has_ground=not _is_over_own_land(feature, exhibit))
        for layer in exhibit.layers
        for feature in layer.features
        if isinstance(feature, Flight)
    ]


def modes_payload() -> dict[Mode, TravelPayload]:
    """What each mode of travel means to the browser."""
    return {mode: {"airborne": travel.airborne, "shape": travel.shape} for mode, travel in MODES.items()}


def _is_over_own_land(flight: Flight, exhibit: Exhibit) -> bool:
    return any(fix.time and exhibit.has_own_land(fix.time.date()) for fix in flight.fixes)


def _flight(flight: Flight, layer: str, *, has_ground: bool) -> FlightPayload:
    slack = [math.nan if fix.time_uncertainty_min is None else fix.time_uncertainty_min * 60 for fix in flight.fixes]
    return {
        "id": flight.id,
        "name": flight.name,
        "layer": layer,
        "status": flight.status,
        "mode": flight.mode,
        "style": simplestyle(flight.style),
        "isTimed": flight.is_timed,
        "hasProfile": _has_profile(flight),
        "basis": pack([ORDER.index(fix.basis) for fix in flight.fixes]),
        "hasAltitude": pack([fix.altitude_m is not None for fix in flight.fixes]),
        "timeUncertainty": pack(slack),
        **_means(flight),
        "fixes": [_named_fix(flight, fix, number) for number, fix in enumerate(flight.fixes, 1) if fix.place],
        "ground": pack(ground_m(flight) / UNIT_M) if has_ground and _has_profile(flight) else [],
        "track": track(flight).packed(),
    }


class _Means(TypedDict):
    meanKmh: Column
    meanSince: Column


def _means(flight: Flight) -> _Means:
    kmh, since = [math.nan] * len(flight.fixes), [math.nan] * len(flight.fixes)
    for mean in mean_speeds(flight) if flight.is_timed and flight.status is Status.FLOWN else ():
        for fix in range(mean.first, mean.last):
            kmh[fix], since[fix] = mean.kmh, mean.since
    return {"meanKmh": pack(kmh), "meanSince": pack(since)}


def ground_m(flight: Flight) -> FloatArray:
    """About how high the ground below each vertex of the track is; NaN where the track is not known to `VAGUE_KM`."""
    line = track(flight)
    return np.where(line.uncertainty_km > VAGUE_KM, math.nan, World.default().heights.at(line.lon, line.lat))


def _has_profile(flight: Flight) -> bool:
    """Whether it was in the air and an altitude is known between its ends."""
    return (
        flight.is_timed
        and MODES[flight.mode].airborne
        and any(fix.altitude_m is not None for fix in flight.fixes[1:-1])
    )


def _named_fix(flight: Flight, fix: Fix, number: int) -> NamedFixPayload:
    return {
        "number": number,
        "place": fix.place,
        "time": iso(fix.time) if fix.time else None,
        "offset": round(zones.offset(fix.zone, fix.time).total_seconds() / 60) if fix.time and fix.zone else None,
        "contested": any(claim.fix == number for claim in flight.claims),
    }
