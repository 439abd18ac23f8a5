"""A track: its positions, and what is known of each vertex, joined to fixes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import TypeVar

from app import geodesy
from app.content.geometry import REPEATED, Position, Repairs, read_lines, since_epoch, stamped
from app.content.table import Table
from app.content.values import choice, describe, instant, not_negative, number, positive
from app.dates import EPOCH, iso, seconds
from app.domain import Basis, Fix, Mode, Status, Text
from app.errors import Rejected

T = TypeVar("T")

KEYS = ("status", "mode", "aircraft", "max_speed_kmh", "coordinateProperties")
COORDINATE_KEYS = ("times", "basis", "position_uncertainty_km", "time_uncertainty_min", "places", "notes", "citations")
TIME_KEYS = ("coordTimes", "times", "linestringTimestamps")
"""Where other programs put the times of the vertices, in `properties`."""

FASTEST_KMH = {Mode.AIR: 3600.0, Mode.ROAD: 120.0, Mode.SEA: 70.0, Mode.FOOT: 15.0}
_DEGREE_KM = 111.7
"""No degree on the ellipsoid is longer."""


@dataclass(slots=True)
class Track:
    """The fixes of a flight, the first fix of each further part, and the columns that are not ours, one value for each fix."""

    fixes: list[Fix] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    further: dict[str, list[object]] = field(default_factory=dict)


def read_track(kind: str, coordinates: list[object], table: Table, label: str, repairs: Repairs) -> Track:
    """The track of a LineString or MultiLineString. Raises `Rejected` where the positions cannot be used."""
    parts = read_lines(kind, coordinates)
    columns = _Columns(table, kind, [len(part) for part in parts])
    track = columns.track(parts)
    _drop_repeats(track, label, repairs)
    _join_at_antimeridian(track)
    if len(track.fixes) == 1:
        raise Rejected("a line that stays at one position", "at least two different ones", "Make it a Point.", field="geometry.coordinates")
    _drop_times_out_of_order(track, table)
    return track


class _Columns:
    """`coordinateProperties`: arrays parallel to the coordinates, nested alike."""

    def __init__(self, table: Table, kind: str, lengths: list[int]) -> None:
        self.is_nested = kind == "MultiLineString"
        self.lengths = lengths
        self.count = sum(lengths)
        self.properties = table
        values = table.take("coordinateProperties", _object, {})
        self.table = Table(values, table.desk, table.field("coordinateProperties"))

    def track(self, parts: list[list[Position]]) -> Track:
        """Positions and columns as fixes."""
        positions = [position for part in parts for position in part]
        starts = list(accumulate(len(part) for part in parts if part))[:-1]
        words = self.table.desk.words
        columns = {
            "time": self._times(positions),
            "basis": self._parsed("basis", choice(Basis), Basis.INTERPOLATED),
            "position_uncertainty_km": self._parsed("position_uncertainty_km", not_negative, None),
            "time_uncertainty_min": self._parsed("time_uncertainty_min", not_negative, None),
            "place": self._words("places", words),
            "note": self._words("notes", words),
            "citations": self._citations(),
        }
        given = {name: column for name, column in columns.items() if column is not None}
        if given:
            rows = zip(positions, *given.values(), strict=True)
            fixes = [Fix(at[0], at[1], at[2], **dict(zip(given, known, strict=True))) for at, *known in rows]
        else:
            fixes = [Fix(lon, lat, altitude) for lon, lat, altitude, _ in positions]
        return Track(fixes, starts, self._further())

    def _flat(self, table: Table, key: str) -> list[object] | None:
        """One column, in one piece; None where it is missing or does not fit the coordinates, which is told."""
        value = table.values.get(key)
        if value is None:
            return None
        try:
            return self._fitted(value)
        except Rejected as rejected:
            table.reject(key, rejected)
            return None

    def _fitted(self, value: object) -> list[object]:
        if not self.is_nested:
            return _of_length(value, self.count, "")
        outer = _of_length(value, len(self.lengths), "", "one list for each part of the line")
        return [
            known
            for index, (part, length) in enumerate(zip(outer, self.lengths, strict=True))
            for known in _of_length(part, length, f"[{index}]")
        ]

    def _path(self, index: int) -> str:
        """The place of a vertex in the file."""
        if not self.is_nested:
            return f"[{index}]"
        part = 0
        while index >= self.lengths[part]:
            index -= self.lengths[part]
            part += 1
        return f"[{part}][{index}]"

    def _parsed(self, key: str, parse: Callable[[object], T], blank: T, table: Table | None = None) -> list[T] | None:
        """One column parsed value by value; what is wrong is told and left blank."""
        table = table or self.table
        values = self._flat(table, key)
        if values is None:
            return None
        parsed = []
        for index, value in enumerate(values):
            try:
                parsed.append(blank if value is None else parse(value))
            except Rejected as rejected:
                parsed.append(blank)
                table.reject(key + self._path(index), rejected)
        return parsed

    def _words(self, key: str, parse: Callable[[object], Text]) -> list[Text] | None:
        column = self._parsed(key, parse, Text())
        for index, text in enumerate(column or ()):
            if text:
                self.table.desk.tell_missing(text, self.table.field(key + self._path(index)))
        return column

    def _citations(self) -> list[tuple[str, ...]] | None:
        values = self._flat(self.table, "citations")
        if values is None:
            return None
        return [
            () if value is None else self.table.citations_in(value, "citations" + self._path(index)) for index, value in enumerate(values)
        ]

    def _times(self, positions: list[Position]) -> list[datetime | None] | None:
        """The times of the first convention that is used."""
        for table, key in ((self.table, "times"), *((self.properties, key) for key in TIME_KEYS)):
            if table.values.get(key) is not None:
                return self._parsed(key, _moment, None, table)
        if any(position.stamp is not None for position in positions):
            return [stamped(position.stamp) for position in positions]
        return None

    def _further(self) -> dict[str, list[object]]:
        """Columns of other programs, kept for the download; a near miss of one of ours is told."""
        unknown = Table(
            {key: value for key, value in self.table.values.items() if key not in COORDINATE_KEYS}, self.table.desk, self.table.path
        )
        unknown.note_slips(COORDINATE_KEYS)
        columns = {key: self._flat(unknown, key) for key in unknown.values}
        return {key: column for key, column in columns.items() if column is not None}


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Rejected(describe(value), "an object of arrays")
    return value


def _of_length(value: object, length: int, path: str, wanted: str = "one for each position, null where nothing is known") -> list[object]:
    if not isinstance(value, list):
        raise Rejected(describe(value), f"a list with {wanted}", field=path)
    if len(value) != length:
        raise Rejected(f"{len(value)} values", f"{length}: {wanted}", "Add or remove values until the lists are equally long.", field=path)
    return value


def _moment(value: object) -> datetime:
    """An ISO 8601 instant, or milliseconds since 1970."""
    return since_epoch(number(value) / 1000) if type(value) in (int, float) else instant(value)


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


def _drop_times_out_of_order(track: Track, table: Table) -> None:
    """Leave out the fewest times without which none is earlier than the one before."""
    timed = [(index, fix.time) for index, fix in enumerate(track.fixes) if fix.time is not None]
    if all(before <= after for (_, before), (_, after) in pairwise(timed)):
        return
    run = _longest_run([time for _, time in timed])
    for place in sorted(set(range(len(timed))).difference(run)):
        index, time = timed[place]
        track.fixes[index] = replace(track.fixes[index], time=None)
        following = bisect_right(run, place)
        is_early = following > 0 and timed[run[following - 1]][1] > time
        other, beside = timed[run[following - is_early]]
        found = f"{iso(time)} at fix {index + 1}, {'earlier' if is_early else 'later'} than {iso(beside)} at fix {other + 1}"
        table.reject(_times_field(table), Rejected(found, "times that never go back", "Correct the time, or the order of the positions."))


def _times_field(table: Table) -> str:
    """Where the times of a track stand."""
    ours = table.values.get("coordinateProperties")
    if isinstance(ours, dict) and ours.get("times") is not None:
        return "coordinateProperties.times"
    return next((key for key in TIME_KEYS if table.values.get(key) is not None), "geometry.coordinates")


def _longest_run(times: list[datetime]) -> list[int]:
    """The indices of the longest run of `times` that never goes back, the earliest of several (patience sorting, from the end)."""
    ends: list[timedelta] = []
    holders: list[int] = []
    following: dict[int, int] = {}
    for index in reversed(range(len(times))):
        ahead = EPOCH - times[index]
        length = bisect_right(ends, ahead)
        if length:
            following[index] = holders[length - 1]
        ends[length : length + 1] = [ahead]
        holders[length : length + 1] = [index]
    run = [holders[-1]]
    while run[-1] in following:
        run.append(following[run[-1]])
    return run


def read_max_speed(table: Table) -> float | None:
    """The curator's own limit in km/h."""
    return table.take("max_speed_kmh", positive, None)


def tell_too_fast(track: Track, mode: Mode, max_speed_kmh: float | None, table: Table) -> None:
    """Warn of legs that nothing of that mode covers in the time given, the stated uncertainties allowed for.

    A leg leads from one timed fix to the next, through all that lies between.
    """
    limit, starts = max_speed_kmh or FASTEST_KMH[mode], set(track.breaks)
    leg: list[Fix] = []
    for index, fix in enumerate(track.fixes):
        if index in starts:
            leg = []
        if leg or fix.time:
            leg.append(fix)
        if fix.time and len(leg) > 1:
            _tell_leg(leg, index, limit, table)
            leg = [fix]


def _tell_leg(leg: list[Fix], last: int, limit: float, table: Table) -> None:
    hours = _hours(leg[0], leg[-1])
    reach_km = limit * hours + sum(fix.position_uncertainty_km or 0 for fix in (leg[0], leg[-1]))
    if sum(_at_most_km(before, after) for before, after in pairwise(leg)) <= reach_km:
        return
    distance = sum(geodesy.distance_km((before.lon, before.lat), (after.lon, after.lat)) for before, after in pairwise(leg))
    if distance > reach_km:
        speed = f"{distance / hours:,.0f} km/h" if hours else "no time at all"
        table.warn(
            _times_field(table),
            f"{distance:,.0f} km from fix {last - len(leg) + 2} to fix {last + 1} at {speed}",
            f"at most {limit:,.0f} km/h",
            "Correct the times or the positions, or set max_speed_kmh.",
        )


def _hours(start: Fix, end: Fix) -> float:
    """The time that a leg may have taken at most; a time that is given to the minute may be half a minute off."""
    since, until = seconds(start.time or EPOCH), seconds(end.time or EPOCH)
    slack = [fix.time_uncertainty_min for fix in (start, end)]
    rounded = [0.0 if moment % 60 else 0.5 for moment in (since, until)]
    minutes = [stated if stated is not None else half for stated, half in zip(slack, rounded, strict=True)]
    return (until - since) / 3600 + sum(minutes) / 60


def _at_most_km(before: Fix, after: Fix) -> float:
    """A bound of the distance that needs no geodesic."""
    step = abs(after.lon - before.lon)
    return _DEGREE_KM * (min(step, 360 - step) + abs(after.lat - before.lat))


def read_status(table: Table) -> Status:
    """Flown, unless the curator says planned."""
    return table.take("status", choice(Status), Status.FLOWN)


def read_mode(table: Table) -> Mode:
    """By air, unless the curator says otherwise."""
    return table.take("mode", choice(Mode), Mode.AIR)
