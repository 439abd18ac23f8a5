"""The geometries of RFC 7946: positions checked one by one, rings repaired where no meaning is at stake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from app.content.values import describe, height, listed, meant, number
from app.dates import EPOCH
from app.domain import LonLat, Ring
from app.errors import Rejected, Report

TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")

_NUMBERS = frozenset((int, float))
_BEYOND_DEGREES = 540


class Position(NamedTuple):
    """One position as written. `stamp` is the fourth number that kepler.gl's trips have: seconds or milliseconds since 1970."""

    lon: float
    lat: float
    altitude_m: float | None = None
    stamp: float | None = None

    @property
    def lonlat(self) -> LonLat:
        """Without the height."""
        return self.lon, self.lat


@dataclass(slots=True)
class Repairs:
    """What was put right in one layer, by kind, and in which features."""

    counts: dict[str, int] = field(default_factory=dict)
    features: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, feature: str, count: int = 1) -> None:
        """Remember `count` repairs of one kind in one feature."""
        if count:
            self.counts[kind] = self.counts.get(kind, 0) + count
            self.features.setdefault(kind, []).append(feature)

    def tell(self, report: Report) -> None:
        """One note for each kind."""
        for kind, count in self.counts.items():
            where = listed(dict.fromkeys(self.features[kind]), most=3)
            wanted, done = _REPAIRS[kind]
            report.note(f"{kind} (in {where})", wanted, f"Repaired {count:,}: {done}.", field="geometry")


OPEN, WOUND, REPEATED = "rings left open", "rings wound the wrong way", "positions repeated"
_REPAIRS = {
    OPEN: ("rings that end where they began", "the first position was added at the end"),
    WOUND: ("outer rings anticlockwise and holes clockwise (RFC 7946)", "they were turned round"),
    REPEATED: ("each position of a line once", "the second was left out"),
}


def shape_of(geometry: object) -> tuple[str, list[object]] | None:
    """The type and the coordinates, or None where there is no location. Raises `Rejected` for what is no geometry."""
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise Rejected(describe(geometry), "a geometry or null", field="geometry")
    kind = geometry.get("type")
    if kind not in TYPES:
        found = "a geometry without type" if kind is None else f"the type {describe(kind)}"
        mend = meant(kind, TYPES) if isinstance(kind, str) else 'Add "type": "Point" or whichever it is.'
        raise Rejected(found, f"one of {listed(TYPES, len(TYPES))}", mend, field="geometry.type")
    coordinates = geometry.get("geometries" if kind == "GeometryCollection" else "coordinates")
    if coordinates is not None and not isinstance(coordinates, list):
        raise Rejected(describe(coordinates), "a list of coordinates", "Put them between square brackets.", field="geometry.coordinates")
    return (str(kind), coordinates) if coordinates and _holds_anything(coordinates) else None


def _holds_anything(coordinates: object) -> bool:
    """Whether there is any position; `[]` and `[[]]` are as good as null."""
    return any(map(_holds_anything, coordinates)) if isinstance(coordinates, list) else coordinates is not None


def vertices(geometry: object) -> int:
    """How many positions a geometry has, counted without a look at each."""
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    return _count(coordinates) if isinstance(coordinates, list) else 0


def _count(coordinates: list[object]) -> int:
    first = coordinates[0] if coordinates else None
    if not isinstance(first, list):
        return 1 if coordinates else 0
    if first and isinstance(first[0], list):
        return sum(_count(part) for part in coordinates if isinstance(part, list))
    return len(coordinates)


def read_position(value: object, path: str) -> Position:
    """One position. Longitudes beyond ±180 come home; anything else that is not longitude, latitude, height raises `Rejected`."""
    if not isinstance(value, list) or not value or isinstance(value[0], list):
        raise Rejected(
            describe(value),
            "a position: longitude, latitude and, where known, height",
            "Write [lon, lat] or [lon, lat, metres].",
            field=path,
        )
    if len(value) < 2:
        raise Rejected("one number", "longitude and latitude", "Write [lon, lat].", field=path)
    for index, part in enumerate(value[:4]):
        if type(part) not in _NUMBERS and not (part is None and index >= 2):
            mend = "Write it without quotes." if isinstance(part, str) else "Correct the number."
            raise Rejected(describe(part), "a number", mend, field=f"{path}[{index}]")
    lon, lat = value[0], value[1]
    _check_degrees(lon, lat, path)
    altitude = None if len(value) < 3 or value[2] is None else _height(value[2], path)
    stamp = None if len(value) < 4 or value[3] is None else number(value[3])
    return Position(_wrapped(float(lon)), float(lat), altitude, stamp)


def _height(value: object, path: str) -> float:
    try:
        return height(value)
    except Rejected as rejected:
        raise Rejected(rejected.found, rejected.wanted, "Heights are metres; leave out what is not known.", field=f"{path}[2]") from None


def _check_degrees(lon: float, lat: float, path: str) -> None:
    found = f"longitude {lon:.10g}, latitude {lat:.10g}" if max(abs(lon), abs(lat)) < 1e15 else "numbers beyond all measure"
    if abs(lat) <= 90 and abs(lon) <= _BEYOND_DEGREES:
        return
    if abs(lon) <= 90 and abs(lat) <= 180:
        raise Rejected(found, "longitude first, then latitude within ±90", "Latitude and longitude look swapped: swap them.", field=path)
    if looks_projected(lon, lat):
        raise Rejected(found, "degrees of longitude and latitude", "Projected metres? Export the layer in WGS84 (EPSG:4326).", field=path)
    raise Rejected(found, "longitude within ±180 and latitude within ±90", "Correct the number.", field=path)


def looks_projected(lon: object, lat: object) -> bool:
    """Whether two numbers can hardly be degrees but may be metres on a plane."""
    return isinstance(lon, (int, float)) and isinstance(lat, (int, float)) and max(abs(lon), abs(lat)) > _BEYOND_DEGREES


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def read_positions(values: object, path: str) -> list[Position]:
    """A list of positions."""
    if not isinstance(values, list):
        raise Rejected(describe(values), "a list of positions", "Check the nesting of the brackets.", field=path)
    if values and type(values[0]) in _NUMBERS:
        raise Rejected(
            "a number", "a list of positions, each between brackets of its own", "Check the nesting of the brackets.", field=path
        )
    result: list[Position] = []
    for index, value in enumerate(values):
        if (  # the way of nearly all positions, kept short
            type(value) is list
            and len(value) == 2
            and type(value[0]) is float
            and type(value[1]) is float
            and -180 <= value[0] <= 180
            and -90 <= value[1] <= 90
        ):
            result.append(Position(value[0], value[1]))
        else:
            result.append(read_position(value, f"{path}[{index}]"))
    return result


def read_lines(kind: str, coordinates: list[object]) -> list[list[Position]]:
    """The parts of a LineString or MultiLineString, each of two positions or more, or empty."""
    path = "geometry.coordinates"
    parts = [(coordinates, path)] if kind == "LineString" else [(part, f"{path}[{index}]") for index, part in enumerate(coordinates)]
    lines = [read_positions(part, where) for part, where in parts]
    for line, (_, where) in zip(lines, parts, strict=True):
        if len(line) == 1:
            raise Rejected("a line of one position", "at least two", "Add the other end, or make it a Point.", field=where)
    return lines


def read_polygons(kind: str, coordinates: list[object], repaired: Callable[[str, int], None]) -> tuple[tuple[Ring, ...], ...]:
    """The polygons of a Polygon or MultiPolygon: rings closed, wound as RFC 7946 has it, without repeated positions."""
    path = "geometry.coordinates"
    polygons = [(coordinates, path)] if kind == "Polygon" else [(polygon, f"{path}[{index}]") for index, polygon in enumerate(coordinates)]
    return tuple(tuple(_rings(polygon, where, repaired)) for polygon, where in polygons if polygon)


def _rings(polygon: object, path: str, repaired: Callable[[str, int], None]) -> Iterator[Ring]:
    if not isinstance(polygon, list) or (polygon and not isinstance(polygon[0], list)):
        raise Rejected(describe(polygon), "a list of rings", "Check the nesting of the brackets.", field=path)
    for index, ring in enumerate(polygon):
        where = f"{path}[{index}]"
        positions = [position.lonlat for position in read_positions(ring, where)]
        yield _repaired_ring(positions, index == 0, where, repaired)


def _repaired_ring(ring: list[LonLat], is_outer: bool, path: str, repaired: Callable[[str, int], None]) -> Ring:
    if len(ring) < 4:
        raise Rejected(
            f"a ring of {len(ring)} positions", "at least four, the last the same as the first", "Add the missing corners.", field=path
        )
    if ring[0] != ring[-1]:
        ring.append(ring[0])
        repaired(OPEN, 1)
    distinct = without_repeats(ring)
    repaired(REPEATED, len(ring) - len(distinct))
    if len(distinct) < 4:
        raise Rejected("a ring of fewer than three different positions", "an area", "Add the missing corners.", field=path)
    if (area := _signed_area(distinct)) and (area > 0) != is_outer:
        distinct.reverse()
        repaired(WOUND, 1)
    return tuple(distinct)


def without_repeats(line: list[LonLat]) -> list[LonLat]:
    """The line without positions that are the same as the one before."""
    return line[:1] + [after for before, after in pairwise(line) if after != before]


def _signed_area(ring: list[LonLat]) -> float:
    """Twice the area in square degrees, positive where the ring runs anticlockwise; each step goes the short way round the globe."""
    origin_lat = ring[0][1]
    area = lon = 0.0
    for (before_lon, before_lat), (after_lon, after_lat) in pairwise(ring):
        step = after_lon - before_lon
        if abs(step) > 180 and abs(step) != 360:
            step -= 360 if step > 0 else -360
        area += lon * (after_lat - before_lat) - step * (before_lat - origin_lat)
        lon += step
    return area


def stamped(stamp: float | None) -> datetime | None:
    """Seconds or milliseconds since 1970 as a moment: what would lie centuries from now as seconds is taken for milliseconds."""
    if stamp is None:
        return None
    return since_epoch(stamp if abs(stamp) < 1e10 else stamp / 1000)


def since_epoch(seconds: float) -> datetime:
    """The moment so many seconds after 1970-01-01T00:00Z. Raises `Rejected` beyond the years 1 to 9999."""
    try:
        return EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise Rejected(
            f"{seconds:g} seconds since 1970", "a moment of the years 1 to 9999", "Write the time as text: 1960-05-01T05:53Z."
        ) from None
