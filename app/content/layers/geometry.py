"""The geometries of RFC 7946: positions checked one by one, rings repaired where the meaning is clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, pairwise, repeat
from typing import NamedTuple, cast

from app.content.fields.numbers import Unit, read_angle, split_by_comma, suggest_number
from app.content.fields.values import (
    HIGHEST_M,
    LOWEST_M,
    altitude,
    describe,
    join_names,
    listed,
    not_one_of,
    number,
    sentence,
)
from app.dates import EPOCH, INSTANT_EXAMPLE
from app.domain import LonLat, Ring
from app.errors import Rejected, Report

TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")

_NUMBERS = frozenset((int, float))
_BEYOND_DEGREES = 540
_EARLIEST_STAMP = 1e6
"""A fourth number nearer to zero is no time: it would be in the first days of January 1970."""


class Position(NamedTuple):
    """One position as written. `stamp` is the fourth number of kepler.gl's trips: seconds or milliseconds since
    1970.
    """

    lon: float
    lat: float
    altitude_m: float | None = None
    stamp: float | None = None

    @property
    def lonlat(self) -> LonLat:
        """Longitude and latitude."""
        return self.lon, self.lat


@dataclass(slots=True)
class Repairs:
    """What was corrected in one layer, by kind, and in which features."""

    counts: dict[str, int] = field(default_factory=dict)
    features: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, feature: str, count: int = 1) -> None:
        """Count repairs of one kind in one feature."""
        if count:
            self.counts[kind] = self.counts.get(kind, 0) + count
            self.features.setdefault(kind, []).append(feature)

    def report(self, report: Report) -> None:
        """One note for each kind."""
        for kind, count in self.counts.items():
            features = join_names(dict.fromkeys(self.features[kind]), most=3)
            one, several, done = _REPAIRS[kind]
            report.note(f"{count:,} {one if count == 1 else several} in {features}: {done}.")


OPEN, WOUND, REPEATED = "open", "wound", "repeated"
_REPAIRS = {
    OPEN: ("ring was left open", "rings were left open", "the first position was added at the end"),
    WOUND: ("ring was wound the wrong way (RFC 7946)", "rings were wound the wrong way (RFC 7946)", "reversed"),
    REPEATED: ("position was repeated", "positions were repeated", "the second was left out"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The type and the coordinates of one geometry that is not empty."""

    type: str
    coordinates: list[object]


def read_shapes(geometry: object) -> tuple[Shape, ...]:
    """The geometries of a feature: none without a location, several for several points or a collection of unlike
    things.

    A MultiPoint of one is a Point; the members of a GeometryCollection are joined where they are alike.
    Raises `Rejected` for a value that is no geometry.
    """
    if geometry is None:
        return ()
    found = list(_members(geometry, "geometry"))
    lines = [shape for shape in found if shape.type.endswith("LineString")]
    if len(found) > 1 and len(lines) == len(found):
        return (_joined("LineString", lines),)
    polygons = [shape for shape in found if shape.type.endswith("Polygon")]
    if len(found) > 1 and len(polygons) == len(found):
        return (_joined("Polygon", polygons),)
    return tuple(found)


def _joined(kind: str, shapes: Sequence[Shape]) -> Shape:
    parts = [part for shape in shapes for part in ([shape.coordinates] if shape.type == kind else shape.coordinates)]
    return Shape(f"Multi{kind}", parts)


def _members(geometry: object, path: str) -> Iterator[Shape]:
    """The geometry, or those that it consists of: a collection's members, a MultiPoint's points."""
    if not isinstance(geometry, dict):
        raise Rejected(
            f"{sentence(describe(geometry))} is not a geometry.",
            'Write {"type": "Point", "coordinates": [lon, lat]}, or null where the place is not known.',
            field=path,
        )
    kind = geometry.get("type")
    if kind is None:
        raise Rejected("The geometry has no type.", 'Write for example: "type": "Point"', field=f"{path}.type")
    if kind not in TYPES:
        rejected = not_one_of(kind, TYPES, "the type of geometry")
        raise Rejected(rejected.problem, rejected.fix, field=f"{path}.type")
    if kind == "GeometryCollection":
        for index, member in enumerate(_list_in(geometry, "geometries", path)):
            yield from _members(member, f"{path}.geometries[{index}]")
        return
    coordinates = _list_in(geometry, "coordinates", path)
    if not _has_any(coordinates):
        return
    if kind == "MultiPoint":
        yield from (
            Shape("Point", _as_list(point, f"{path}.coordinates[{index}]")) for index, point in enumerate(coordinates)
        )
    else:
        yield Shape(str(kind), coordinates)


def _as_list(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise _not_a_position(value, path)
    return value


def _list_in(geometry: dict[str, object], key: str, path: str) -> list[object]:
    if key not in geometry:
        raise Rejected(
            f"The geometry has no {key}.",
            f'Write "{key}": […], or "geometry": null where the place is not known.',
            field=path,
        )
    value = geometry[key]
    if value is None:
        return []
    if not isinstance(value, list):
        raise Rejected(
            f"{sentence(describe(value))} is not a list of {key}.",
            "Write square brackets around it.",
            field=f"{path}.{key}",
        )
    return value


def _has_any(coordinates: object) -> bool:
    """Whether there is any position; `[]` and `[[]]` are no location, as null is."""
    return any(map(_has_any, coordinates)) if isinstance(coordinates, list) else coordinates is not None


def count_vertices(geometry: object) -> int:
    """How many positions a geometry has, counted without looking at each."""
    if not isinstance(geometry, dict):
        return 0
    members = geometry.get("geometries")
    if isinstance(members, list):
        return sum(map(count_vertices, members))
    coordinates = geometry.get("coordinates")
    return _count(coordinates) if isinstance(coordinates, list) else 0


def _count(coordinates: list[object]) -> int:
    first = coordinates[0] if coordinates else None
    if not isinstance(first, list):
        return 1 if coordinates else 0
    if first and isinstance(first[0], list):
        return sum(_count(part) for part in coordinates if isinstance(part, list))
    return len(coordinates)


def read_lonlat(value: object, path: str = "") -> LonLat:
    """A position of exactly two numbers."""
    if isinstance(value, list) and len(value) != 2:
        joined = split_by_comma(value) if len(value) == 4 else ""
        fix = f"Write: {joined}" if joined else "Write [lon, lat]."
        raise Rejected(f"{listed(value)} has {_numbers(len(value))}, not two.", fix, field=path)
    return read_position(value, path).lonlat


def _numbers(count: int) -> str:
    return "one number" if count == 1 else f"{count} numbers"


def _not_a_position(value: object, path: str) -> Rejected:
    return Rejected(
        f"{sentence(describe(value))} is not a position.",
        "Write [lon, lat], or [lon, lat, altitude in metres].",
        field=path,
    )


def read_position(value: object, path: str) -> Position:
    """One position; longitudes beyond ±180 are wrapped.

    Raises `Rejected` for anything else that is not longitude, latitude and, where known, altitude.
    """
    if not isinstance(value, list) or not value or isinstance(value[0], list):
        raise _not_a_position(value, path)
    if len(value) == 2 and type(value[0]) is type(value[1]) is float and abs(value[0]) <= 180 and abs(value[1]) <= 90:
        return Position(value[0], value[1])
    if len(value) < 2:
        raise Rejected(f"{listed(value)} has only one number.", "Write [lon, lat].", field=path)
    if isinstance(value[0], str) or isinstance(value[1], str):
        raise _written_as_text(value, path)
    for index, part in enumerate(value[:4]):
        if type(part) not in _NUMBERS and not (part is None and index >= 2):
            raise _not_a_number(part, index, path)
    _check_commas(value, path)
    lon, lat = value[0], value[1]
    _check_degrees(lon, lat, path)
    altitude_m = None if len(value) < 3 or value[2] is None else _altitude(value[2], path)
    stamp = None if len(value) < 4 or value[3] is None else number(value[3])
    if stamp is not None and abs(stamp) < _EARLIEST_STAMP:
        stamp = None
    return Position(_wrapped(float(lon)), float(lat), altitude_m, stamp)


def _written_as_text(value: list[object], path: str) -> Rejected:
    """A position of which longitude or latitude is text: ``"13,4"``, ``52°24'48"N``."""
    texts = [part if isinstance(part, str) else describe(part) for part in value[:2]]
    angles = [read_angle(text) for text in texts]
    index = 0 if isinstance(value[0], str) else 1
    problem = f"{describe(value[index])} is text, not a number of degrees."
    first, second = angles
    if first is None or second is None:
        return Rejected(
            problem, "Write degrees with a decimal point and without quotes, such as 13.4.", field=f"{path}[{index}]"
        )
    if first.axis == "latitude" or second.axis == "longitude":
        first, second = second, first
        problem = f"{problem} Longitude comes first."
    return Rejected(problem, f"Write: [{first.written}, {second.written}]", field=f"{path}[{index}]")


def _not_a_number(part: object, index: int, path: str) -> Rejected:
    names = ("longitude", "latitude", "altitude", "time")
    if index == 2 and isinstance(part, str):
        return Rejected(
            f"The altitude {describe(part)} is text, not a number of metres.",
            suggest_number(part, Unit.METRES, LOWEST_M, HIGHEST_M),
            field=f"{path}[2]",
        )
    fix = "Write null where it is not known." if index >= 2 else "Write a number of degrees."
    return Rejected(f"The {names[index]} is {describe(part)}, not a number.", fix, field=f"{path}[{index}]")


def _check_commas(value: list[object], path: str) -> None:
    """Refuse decimals that a comma has taken apart: ``[13,4, 52,41]``, ``[61, 56, 20,700]``."""
    if len(value) != 4:
        return
    lon, lat, whole, rest = value
    if not isinstance(whole, int) or not isinstance(rest, int) or not 0 <= rest <= 999:
        return
    readings = []
    if joined := split_by_comma(value):
        readings.append(f"{joined} if these are decimal commas")
    if rest >= 100:
        readings.append(
            f"[{describe(lon)}, {describe(lat)}, {whole}{rest}] if the comma separates the thousands of an altitude"
        )
    fix = f"Write {', or '.join(readings)}." if readings else "Write [lon, lat], or [lon, lat, altitude in metres]."
    raise Rejected(
        f"{listed(value)} has four numbers: a comma separates numbers, and decimals need a point.", fix, field=path
    )


def _altitude(value: object, path: str) -> float:
    try:
        return altitude(value)
    except Rejected as rejected:
        raise Rejected(
            rejected.problem, "Altitudes are in metres; leave out the number where it is not known.", field=f"{path}[2]"
        ) from None


def _check_degrees(lon: float, lat: float, path: str) -> None:
    if abs(lat) <= 90 and abs(lon) <= _BEYOND_DEGREES:
        return
    found = f"longitude {lon:.10g}, latitude {lat:.10g}" if max(abs(lon), abs(lat)) < 1e15 else "numbers of this size"
    problem = f"There is no place at {found}."
    if abs(lon) <= 90 and abs(lat) <= 180:
        raise Rejected(
            f"{problem} Longitude comes first, then latitude; they look swapped.",
            f"Write: [{lat:.10g}, {lon:.10g}]",
            field=path,
        )
    if looks_projected(lon, lat):
        raise Rejected(problem, f"These look like projected metres. {EXPORT_IN_DEGREES}", field=path)
    raise Rejected(
        problem, "Latitudes are from -90 to 90, longitudes from -180 to 180. Correct the number.", field=path
    )


EXPORT_IN_DEGREES = "Export the layer in WGS84 (EPSG:4326)."


def looks_projected(lon: object, lat: object) -> bool:
    """Whether two numbers cannot be degrees, but may be metres of a projection."""
    return isinstance(lon, (int, float)) and isinstance(lat, (int, float)) and max(abs(lon), abs(lat)) > _BEYOND_DEGREES


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


_NESTING = "Check the nesting of the brackets: each position has brackets of its own, [[lon, lat], [lon, lat]]."


def read_positions(values: object, path: str) -> list[Position]:
    """A list of positions."""
    if not isinstance(values, list):
        raise Rejected(f"{sentence(describe(values))} is not a list of positions.", _NESTING, field=path)
    if values and type(values[0]) in _NUMBERS:
        raise Rejected("There is a number where a position should be.", _NESTING, field=path)
    return _plain_positions(values) or [read_position(value, f"{path}[{index}]") for index, value in enumerate(values)]


def _plain_positions(values: list[object]) -> list[Position] | None:
    """Positions that are all of two numbers, or all of three, and within bounds: checked as columns, as nearly all
    lines can be. None for any others.
    """
    if set(map(type, values)) != {list}:
        return None
    rows = cast("list[list[float]]", values)
    sizes = set(map(len, rows))
    if sizes not in ({2}, {3}):
        return None
    flat = list(chain.from_iterable(rows))
    if not _NUMBERS.issuperset(map(type, flat)):
        return None
    size = sizes.pop()
    lons, lats, altitudes = flat[::size], flat[1::size], flat[2::size] if size == 3 else []
    if not (min(lons) >= -180 and max(lons) <= 180 and min(lats) >= -90 and max(lats) <= 90):
        return None
    if altitudes and not (min(altitudes) >= LOWEST_M and max(altitudes) <= HIGHEST_M):
        return None
    known = map(float, altitudes) if altitudes else repeat(None)
    return list(map(Position, map(float, lons), map(float, lats), known))


def read_lines(shape: Shape) -> list[list[Position]]:
    """The parts of a LineString or MultiLineString, each of two positions or more, or empty."""
    path = "geometry.coordinates"
    parts: list[tuple[object, str]] = [(shape.coordinates, path)]
    if shape.type == "MultiLineString":
        parts = [(part, f"{path}[{index}]") for index, part in enumerate(shape.coordinates)]
    lines = [read_positions(part, where) for part, where in parts]
    for line, (_, where) in zip(lines, parts, strict=True):
        if len(line) == 1:
            raise Rejected("The line has only one position.", "Add the other end, or make it a Point.", field=where)
    return lines


def read_polygons(shape: Shape, repaired: Callable[[str, int], None]) -> tuple[tuple[Ring, ...], ...]:
    """The polygons of a Polygon or MultiPolygon: rings closed, wound as RFC 7946 requires, without repeated
    positions.
    """
    path = "geometry.coordinates"
    polygons: list[tuple[object, str]] = [(shape.coordinates, path)]
    if shape.type == "MultiPolygon":
        polygons = [(polygon, f"{path}[{index}]") for index, polygon in enumerate(shape.coordinates)]
    return tuple(tuple(_rings(polygon, where, repaired)) for polygon, where in polygons if polygon)


def _rings(polygon: object, path: str, repaired: Callable[[str, int], None]) -> Iterator[Ring]:
    if not isinstance(polygon, list) or (polygon and not isinstance(polygon[0], list)):
        raise Rejected(
            f"{sentence(describe(polygon))} is not a list of rings.",
            "Check the nesting of the brackets: a polygon is a list of rings, a ring a list of positions.",
            field=path,
        )
    for index, ring in enumerate(polygon):
        where = f"{path}[{index}]"
        positions = [position.lonlat for position in read_positions(ring, where)]
        yield _repaired_ring(positions, index == 0, where, repaired)


def _repaired_ring(ring: list[LonLat], is_outer: bool, path: str, repaired: Callable[[str, int], None]) -> Ring:
    if len(ring) < 4:
        raise Rejected(
            f"The ring has only {_positions(len(ring))}; it needs four, the last the same as the first.",
            "Add the missing corners.",
            field=path,
        )
    if ring[0] != ring[-1]:
        ring.append(ring[0])
        repaired(OPEN, 1)
    distinct = without_repeats(ring)
    repaired(REPEATED, len(ring) - len(distinct))
    if len(distinct) < 4:
        raise Rejected("The ring has fewer than three different positions.", "Add the missing corners.", field=path)
    if (area := _signed_area(distinct)) and (area > 0) != is_outer:
        distinct.reverse()
        repaired(WOUND, 1)
    return tuple(distinct)


def _positions(count: int) -> str:
    return "one position" if count == 1 else f"{count} positions"


def without_repeats(line: list[LonLat]) -> list[LonLat]:
    """The line without positions equal to the one before."""
    return line[:1] + [after for before, after in pairwise(line) if after != before]


def _signed_area(ring: list[LonLat]) -> float:
    """Twice the area in square degrees, positive where the ring is anticlockwise; each step takes the short way around
    the globe.
    """
    origin_lat = ring[0][1]
    area = lon = 0.0
    for (before_lon, before_lat), (after_lon, after_lat) in pairwise(ring):
        step = after_lon - before_lon
        if abs(step) > 180 and abs(step) != 360:
            step -= 360 if step > 0 else -360
        area += lon * (after_lat - before_lat) - step * (before_lat - origin_lat)
        lon += step
    return area


def time_of_stamp(stamp: float | None) -> datetime | None:
    """Seconds or milliseconds since 1970 as a moment; what would be centuries from now in seconds is read as
    milliseconds.
    """
    if stamp is None:
        return None
    return since_epoch(stamp if abs(stamp) < 1e10 else stamp / 1000)


def since_epoch(seconds: float) -> datetime:
    """The moment so many seconds after 1970-01-01T00:00Z. Raises `Rejected` beyond the years 1 to 9999."""
    try:
        return EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise Rejected(
            f"{seconds:g} seconds since 1970 is outside the years 1 to 9999.",
            f'Write the time as text: "{INSTANT_EXAMPLE}"',
        ) from None
