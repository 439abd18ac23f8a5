"""A track: positions and what is known of them, joined to fixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import TypeVar

from app.content.chronology import drop_times_out_of_order
from app.content.geometry import REPEATED, Repairs, read_lines
from app.content.table import Table
from app.content.values import choice, positive
from app.content.vertices import Vertices
from app.domain import Fix, Mode, Status
from app.errors import Rejected

T = TypeVar("T")

KEYS = ("status", "mode", "aircraft", "max_speed_kmh", "coordinateProperties")


@dataclass(slots=True)
class Track:
    """The fixes of a flight, the first fix of each further part, and the columns that are not ours, one value for each fix."""

    fixes: list[Fix] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    further: dict[str, list[object]] = field(default_factory=dict)


def read_track(kind: str, coordinates: list[object], table: Table, label: str, repairs: Repairs) -> Track:
    """The track of a LineString or MultiLineString. Raises `Rejected` where the positions cannot be used."""
    parts = read_lines(kind, coordinates)
    vertices = Vertices(table, kind, [len(part) for part in parts])
    starts = list(accumulate(len(part) for part in parts if part))[:-1]
    track = Track(vertices.fixes([position for part in parts for position in part]), starts, vertices.further())
    _drop_repeats(track, label, repairs)
    _join_at_antimeridian(track)
    if len(track.fixes) == 1:
        raise Rejected("a line that stays at one position", "at least two different ones", "Make it a Point.", field="geometry.coordinates")
    drop_times_out_of_order(track.fixes, table)
    return track


def _drop_repeats(track: Track, label: str, repairs: Repairs) -> None:
    """Leave out fixes that say nothing but what the one before says."""
    starts = set(track.breaks)
    keep = [True] * len(track.fixes)
    for index, (before, after) in enumerate(pairwise(track.fixes), 1):
        keep[index] = before.lon != after.lon or before.lat != after.lat or before != after or index in starts
    if not all(keep):
        repairs.add(REPEATED, label, keep.count(False))
        _keep(track, keep)


def _join_at_antimeridian(track: Track) -> None:
    """Undo the cut that RFC 7946 asks for: parts that meet on the antimeridian are one, and bare cut points are no fixes."""
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


def _keep(track: Track, keep: list[bool]) -> None:
    def kept(column: Sequence[T]) -> list[T]:
        return [value for value, stays in zip(column, keep, strict=True) if stays]

    places = [0, *accumulate(keep)]
    track.breaks = [places[start] for start in track.breaks]
    track.fixes = kept(track.fixes)
    track.further = {key: kept(column) for key, column in track.further.items()}


def read_max_speed(table: Table) -> float | None:
    """The curator's own limit in km/h."""
    return table.take("max_speed_kmh", positive, None)


def read_status(table: Table) -> Status:
    """Flown, unless the curator says planned."""
    return table.take("status", choice(Status), Status.FLOWN)


def read_mode(table: Table) -> Mode:
    """By air, unless the curator says otherwise."""
    return table.take("mode", choice(Mode), Mode.AIR)
