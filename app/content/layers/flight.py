"""The track of a flight: positions joined with what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import TypeVar

from app.content.fields.numbers import Unit
from app.content.fields.table import Table
from app.content.fields.values import choice, positive, zone
from app.content.layers.chronology import drop_times_out_of_order
from app.content.layers.geometry import REPEATED, Repairs, Shape, read_lines
from app.content.layers.vertices import Vertices, times_field
from app.domain import Fix, Mode, Status
from app.errors import Rejected

T = TypeVar("T")

KEYS = (
    "status",
    "mode",
    "aircraft",
    "min_speed_kmh",
    "max_speed_kmh",
    "max_altitude_m",
    "zone",
    "coordinateProperties",
)


@dataclass(slots=True)
class TrackColumns:
    """The fixes of a flight, the index of the first fix of each further part, and other programs' columns, a value for
    each fix.

    `time_field` and `position_field` give the places in the file of the time and of the position of a fix.
    """

    fixes: list[Fix] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    further: dict[str, list[object]] = field(default_factory=dict)
    origins: list[int] = field(default_factory=list)
    time_field: Callable[[int], str] = str
    position_field: Callable[[int], str] = str


def read_track(shape: Shape, table: Table, label: str, repairs: Repairs) -> TrackColumns:
    """The track of a LineString or MultiLineString. Raises `Rejected` where the positions cannot be used."""
    parts = read_lines(shape)
    vertices = Vertices(table, shape.type, [len(part) for part in parts])
    starts = list(accumulate(len(part) for part in parts if part))[:-1]
    fixes = vertices.fixes([position for part in parts for position in part])
    track = TrackColumns(fixes, starts, vertices.further(), list(range(len(fixes))))
    times = times_field(table)
    track.time_field = lambda index: times + vertices.path(track.origins[index])
    track.position_field = lambda index: "geometry.coordinates" + vertices.path(track.origins[index])
    _drop_repeats(track, label, repairs)
    _join_at_antimeridian(track)
    if len(track.fixes) == 1:
        raise Rejected(
            "All positions of the line are the same.",
            "Add other positions, or make it a Point.",
            field="geometry.coordinates",
        )
    if default := table.take("zone", zone, ""):
        track.fixes = [fix if fix.zone else replace(fix, zone=default) for fix in track.fixes]
    drop_times_out_of_order(track.fixes, track.time_field, table.context.report)
    return track


def _drop_repeats(track: TrackColumns, label: str, repairs: Repairs) -> None:
    """Leave out fixes that are equal to the one before."""
    starts = set(track.breaks)
    keep = [True] * len(track.fixes)
    for index, (before, after) in enumerate(pairwise(track.fixes), 1):
        keep[index] = before.lon != after.lon or before.lat != after.lat or before != after or index in starts
    if not all(keep):
        repairs.add(REPEATED, label, keep.count(False))
        _keep(track, keep)


def _join_at_antimeridian(track: TrackColumns) -> None:
    """Undo the cut that RFC 7946 requires: parts that meet on the antimeridian are joined, and bare cut points are
    dropped.
    """
    keep, breaks = [True] * len(track.fixes), []
    for start in track.breaks:
        before, after = track.fixes[start - 1], track.fixes[start]
        if not (abs(before.lon) == abs(after.lon) == 180 and before.lon != after.lon and before.lat == after.lat):
            breaks.append(start)
        elif replace(before, lon=after.lon) == after:
            keep[start] = False
            keep[start - 1] = before != Fix(before.lon, before.lat, before.altitude_m)
    if len(breaks) < len(track.breaks):
        track.breaks = breaks
        _keep(track, keep)


def _keep(track: TrackColumns, keep: list[bool]) -> None:
    def kept(column: Sequence[T]) -> list[T]:
        return [value for value, stays in zip(column, keep, strict=True) if stays]

    places = [0, *accumulate(keep)]
    track.breaks = [places[start] for start in track.breaks]
    track.fixes = kept(track.fixes)
    track.origins = kept(track.origins)
    track.further = {key: kept(column) for key, column in track.further.items()}


def read_min_speed(table: Table) -> float | None:
    """Below which groundspeed in km/h it cannot have flown."""
    return table.take("min_speed_kmh", positive(Unit.KMH), None)


def read_max_speed(table: Table) -> float | None:
    """The curator's own limit in km/h."""
    return table.take("max_speed_kmh", positive(Unit.KMH), None)


def read_max_altitude(table: Table) -> float | None:
    """The curator's own limit in metres."""
    return table.take("max_altitude_m", positive(Unit.METRES), None)


def read_status(table: Table) -> Status:
    """Flown, unless the curator says planned."""
    return table.take("status", choice(Status), Status.FLOWN)


def read_mode(table: Table) -> Mode:
    """By air, unless the curator says otherwise."""
    return table.take("mode", choice(Mode), Mode.AIR)
