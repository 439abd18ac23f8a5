"""Rows for GIS: a point for each fix, a line for each leg, a point for each place, each with one time and one end.

QGIS's Temporal Controller plays features by two fields. A fix without a time has none; the ends of a leg beside it are
interpolated, and `times` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import Exhibit, Flight, Site
from app.geodesy import cut_line
from app.interchange.contents import places_of
from app.interchange.runs import Run, legs
from app.interchange.words import citation_list, stamp, stamp_of

Value = str | float | int | None
Position = tuple[float, ...]
"""Longitude and latitude in degrees, and the altitude in metres where it is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """A feature of a table: its geometry in pieces (a point has one of one position), and its fields."""

    pieces: tuple[tuple[Position, ...], ...]
    fields: dict[str, Value]


def fixes(exhibit: Exhibit, language: str) -> Iterator[Row]:
    """Every fix of every flight."""
    for flight in exhibit.flights:
        for number, fix in enumerate(flight.fixes, 1):
            at = (fix.lon, fix.lat) if fix.altitude_m is None else (fix.lon, fix.lat, fix.altitude_m)
            time = _stamp(fix.time)
            yield Row(
                ((at,),),
                {
                    **_flight(flight, language),
                    "number": number,
                    "time": time,
                    "end_time": time,
                    "basis": fix.basis.value,
                    "uncertainty_km": fix.position_uncertainty_km,
                    "time_uncertainty_min": fix.time_uncertainty_min,
                    "altitude_m": fix.altitude_m,
                    "altitude_uncertainty_m": fix.altitude_uncertainty_m,
                    "position_basis": fix.position_basis and fix.position_basis.value,
                    "time_basis": fix.time_basis and fix.time_basis.value,
                    "altitude_basis": fix.altitude_basis and fix.altitude_basis.value,
                    "place": fix.place.in_language(language) or None,
                    "note": fix.note.in_language(language) or None,
                    "sources": citation_list(fix.citations) or None,
                },
            )


def leg_rows(exhibit: Exhibit, language: str) -> Iterator[Row]:
    """Every leg of every flight, dense along the geodesic, in pieces that end at the antimeridian."""
    for flight in exhibit.flights:
        timed = [fix.time is not None for fix in flight.fixes]
        for first, leg in zip(_first_fixes(flight), legs(flight), strict=True):
            start, end = leg.vertices[0].seconds, leg.vertices[-1].seconds
            is_known = timed[first] and timed[first + 1]
            yield Row(
                tuple(_pieces(leg)),
                {
                    **_flight(flight, language),
                    "number": first + 1,
                    "time": None if start is None else stamp_of(round(start)),
                    "end_time": None if end is None else stamp_of(round(end)),
                    "times": None if start is None or end is None else "known" if is_known else "interpolated",
                    "basis": flight.leg_basis(first).value,
                    "uncertainty_km": _widest(leg),
                },
            )


def places(exhibit: Exhibit, language: str) -> Iterator[Row]:
    """Every site and event with a position; a date of days begins with the first and ends with the last, one that is
    open has no beginning or no end.
    """
    for place in places_of(exhibit):
        yield Row(
            (_point_of(place),),
            {
                "id": place.id,
                "kind": place.kind,
                "name": place.name.in_language(language),
                "date": place.when.edtf if place.when else None,
                "time": _stamp(place.when.known_start) if place.when else None,
                "end_time": _stamp(place.when.known_end) if place.when else None,
                "basis": place.basis.value,
                "uncertainty_km": place.position_uncertainty_km,
                "description": place.description.in_language(language) or None,
                "sources": citation_list(place.citations) or None,
            },
        )


def _flight(flight: Flight, language: str) -> dict[str, Value]:
    return {"flight_id": flight.id, "flight": flight.name.in_language(language), "status": flight.status.value}


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _first_fixes(flight: Flight) -> Iterator[int]:
    """The index of the first fix of each leg."""
    return (index for index in range(len(flight.fixes) - 1) if index + 1 not in flight.breaks)


def _pieces(leg: Run) -> Iterator[tuple[Position, ...]]:
    positions: Sequence[Position] = [
        (round(vertex.lon, 6), round(vertex.lat, 6), *_altitude(vertex.altitude_m, leg)) for vertex in leg.vertices
    ]
    yield from (tuple(piece) for piece in cut_line(positions) if len(piece) > 1)


def _altitude(altitude_m: float | None, leg: Run) -> Sequence[float]:
    return [round(altitude_m, 1)] if leg.has_altitudes and altitude_m is not None else []


def _widest(leg: Run) -> float | None:
    """The largest radius along a leg, rounded up to a kilometre: between two fixes no more is known."""
    radii = [vertex.uncertainty_km for vertex in leg.vertices if vertex.uncertainty_km is not None]
    return float(-(-max(radii) // 1)) if radii else None


def _point_of(place: Site) -> tuple[Position, ...]:
    at = place.position or (0.0, 0.0)
    return (at if place.altitude_m is None else (*at, place.altitude_m),)
