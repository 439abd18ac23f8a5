"""A curator's own borders: a GeoJSON file of territories that replace those of the world on their days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from app.content.fields.context import ReadContext
from app.content.fields.table import Table
from app.content.fields.values import describe, did_you_mean, flag, join_names, sentence, shorten, span, string
from app.content.formats.recognition import check_geojson
from app.content.formats.strict_json import read_json
from app.content.layers.geojson_reader import check_degrees, features_of, geojson_text, not_a_feature
from app.content.layers.geometry import Repairs, count_vertices, read_polygons, read_shapes
from app.domain import Borders, BorderStatus, Exhibit, Ring, Territory, Text
from app.errors import Rejected, Report
from app.world import FIRST_DAY, LAST_DAY, World, has_borders, unknown_borders

KEYS = ("file", "name", "attribution", "when", "land", "citations")
_LANDS = ("world", "own")
PROPERTIES = ("name", "sovereign", "status", "schematic", "when")
_ALSO = ("alliance",)
"""What a download of the world's borders has and is not read."""
MOST_VERTICES = 30_000
"""In one file: about 50 kB of every page, compressed."""
_MEANT = {
    BorderStatus.SOVEREIGN: "a state",
    BorderStatus.DEPENDENCY: "a dependency",
    BorderStatus.TRUST_TERRITORY: "a trust territory or mandate",
    BorderStatus.AUTONOMOUS: "self-governing inside a larger whole",
    BorderStatus.OCCUPIED: "occupied",
    BorderStatus.DISPUTED: "disputed",
    BorderStatus.UNKNOWN: "no border known",
}
_SLIVER = 0.005
"""Degrees: neighbours that overlap by less than twice as much have been drawn with little care, not twice."""


def read_borders(table: Table) -> Borders | None:
    """An entry of `[[borders]]`, its file not read yet; None, and reported, where it has none."""
    file = table.need("file", _file, "The borders have no file.", 'Write for example: file = "borders.geojson"')
    name, attribution = table.words("name"), table.words("attribution")
    when, citations = table.take("when", span, None), table.citations()
    if file and not name:
        stem = file.rpartition(".")[0]
        name = Text.of(stem, table.context.languages[0])
        problem = f"The borders do not say after which map or work they are drawn; “{stem}” is shown until they do."
        table.warn("name", problem, 'Write for example: name = "William Faden’s map of 1783"')
    if not attribution:
        problem = "The borders do not say who drew them, and who permits their use."
        table.warn("attribution", problem, 'Write: attribution = "…"')
    has_land = table.take("land", _has_land, False)
    return Borders(name, file, (), attribution, citations, when, has_land) if file else None


def _has_land(value: object) -> bool:
    if value not in _LANDS:
        raise Rejected(
            f"{sentence(describe(value))} is not the land of borders.",
            'Write land = "world" to cut the territories at the coast of the world, or land = "own" if they are all '
            "the land there is and the rest is sea.",
        )
    return value == "own"


def _file(value: object) -> str:
    name = string(value)
    if not name.lower().endswith((".geojson", ".json")):
        raise Rejected(f"{describe(name)} is not GeoJSON.", "Export the borders as GeoJSON in WGS84 (EPSG:4326).")
    return name


def read_territories(data: bytes, context: ReadContext) -> tuple[Territory, ...]:
    """The territories of a file, those that cannot be used reported and left out.

    Raises `Rejected` where the file as a whole cannot be used.
    """
    check_geojson(data)
    collection = features_of(read_json(geojson_text(data), context.limits.json_depth, context.report), context)
    check_degrees(collection)
    count = sum(count_vertices(feature.get("geometry")) for feature in collection if isinstance(feature, dict))
    if count > MOST_VERTICES:
        raise Rejected(
            f"The borders have {count:,} vertices; at most {MOST_VERTICES:,} are allowed.",
            f"Simplify the file so that neighbours keep their common border, for example with mapshaper: "
            f"-simplify {100 * MOST_VERTICES // count}% keep-shapes",
            field="features",
        )
    repairs = Repairs()
    found: list[Territory] = []
    paths = context.feature_paths[context.report.location().file] = list[str]()
    for index, raw in enumerate(collection):
        path = f"features[{index}]"
        name = _name_in(raw)
        label = f"{shorten(name)} ({path})" if name else path
        with context.report.at(feature=label, path=path):
            found.append(_territory(raw, context, repairs))
            paths.append(path)
    with context.report.at(feature=""):
        repairs.report(context.report)
        if not found:
            raise Rejected("No territory of the file can be shown.", "Add a polygon with a name.", field="features")
    return tuple(found)


def _name_in(raw: object) -> str:
    """The name of a feature for messages."""
    properties = raw.get("properties") if isinstance(raw, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, dict):
        name = next(iter(name.values()), "")
    return name if isinstance(name, str) and name.isprintable() else ""


def _territory(raw: object, context: ReadContext, repairs: Repairs) -> Territory:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        raise not_a_feature(raw)
    properties = raw.get("properties")
    table = Table(properties if isinstance(properties, dict) else {}, context, "properties")
    for key in table.values:
        if key not in (*PROPERTIES, *_ALSO) and (fix := did_you_mean(key, PROPERTIES, cutoff=0.8)):
            table.warn(shorten(key), f"The key {describe(key)} is not read.", fix)
    polygons = tuple(_polygons(raw.get("geometry"), repairs))
    status = table.take("status", _status, BorderStatus.SOVEREIGN)
    name = table.words("name")
    if not name and status is BorderStatus.UNKNOWN:
        name = World.default().names["Borders not known"]
    elif not name:
        raise Rejected(
            "The territory has no name; it is left out.",
            'Write: "name": "…", or "status": "U" where no border is known.',
            field="properties.name",
        )
    sovereign = Text() if table.values.get("sovereign") == "" else table.words("sovereign")
    return Territory(
        name,
        polygons,
        status,
        Text() if sovereign == name else sovereign,
        table.take("schematic", flag, False),
        table.take("when", span, None),
    )


def _status(value: object) -> BorderStatus:
    if value in [status.value for status in BorderStatus]:
        return BorderStatus(value)
    letters = join_names([f"“{status}” ({meant})" for status, meant in _MEANT.items()], len(_MEANT), last="or")
    raise Rejected(f"{sentence(describe(value))} is not the status of a territory.", f"Write one of these: {letters}.")


def _polygons(geometry: object, repairs: Repairs) -> Iterator[tuple[Ring, ...]]:
    """The polygons of a geometry, each valid."""
    shapes = read_shapes(geometry)
    other = next((shape.type for shape in shapes if not shape.type.endswith("Polygon")), "" if shapes else "empty")
    if other:
        raise Rejected(
            "The territory has no polygon." if other == "empty" else f"A territory is a polygon, not a {other}.",
            "Draw it as a Polygon or a MultiPolygon, or remove the feature.",
            field="geometry" if other == "empty" else "geometry.type",
        )
    for shape in shapes:
        polygons = read_polygons(shape, lambda kind, count: repairs.add(kind, "the borders", count))
        for number, rings in enumerate(polygons):
            path = f"geometry.coordinates{f'[{number}]' if shape.type == 'MultiPolygon' else ''}"
            _check_rings(rings, path)
            yield rings


def _check_rings(rings: Sequence[Ring], path: str) -> None:
    """Raises `Rejected` for rings that cross themselves, each other or 180°."""
    for number, ring in enumerate(rings):
        for (west, _), (east, _) in pairwise(ring):
            if 180 < abs(west - east) < 360:
                raise Rejected(
                    f"The ring jumps from longitude {west:g} to {east:g}.",
                    "If it crosses the meridian of 180°, cut the polygon there (RFC 7946, 3.1.9); if not, add "
                    "positions in between.",
                    field=f"{path}[{number}]",
                )
    if not (shape := shapely.Polygon(rings[0], rings[1:])).is_valid:
        reason, _, place = shapely.is_valid_reason(shape).rstrip("]").partition("[")
        lon, lat = map(float, place.split())
        crosses = "The ring crosses itself" if "elf-intersection" in reason else "The rings do not make a polygon"
        raise Rejected(
            f"{crosses} near {lon:.4g}, {lat:.4g}.",
            "Correct it there, or in QGIS with Processing, Fix geometries.",
            field=path,
        )


def report_borders(exhibit: Exhibit, toml: str, paths: Mapping[str, Sequence[str]], report: Report) -> None:
    """Report territories that overlap or are never shown, days without any, and days that two entries share.

    `toml` is the name of exhibit.toml, `paths` are those of the territories by file.
    """
    days = exhibit.days
    for number, borders in enumerate(exhibit.borders):
        with report.at(file=borders.file):
            _report_overlaps(borders, paths[borders.file], report)
            for territory, path in zip(borders.territories, paths[borders.file], strict=True):
                with report.at(feature=_label(territory, path), path=path):
                    _report_never_shown(borders, territory, days, report)
        with report.at(file=toml, feature=f"borders[{number}]", path=f"borders[{number}]"):
            if days:
                _report_gaps(borders, days, report)
    for one, other in combinations(exhibit.borders, 2):
        if day := _common_day(one, other, days or (date.min, date.max)):
            with report.at(file=toml):
                report.warn(
                    f"“{one.name}” and “{other.name}” both have territories on {day}; “{one.name}” is shown then.",
                    "Write a “when” for each that the other does not have.",
                    field="borders",
                )


def _label(territory: Territory, path: str) -> str:
    return f"{shorten(str(territory.name))} ({path})"


def _report_overlaps(borders: Borders, paths: Sequence[str], report: Report) -> None:
    shapes = [shapely.MultiPolygon([(rings[0], rings[1:]) for rings in each.polygons]) for each in borders.territories]
    tree = shapely.STRtree(shapes)
    for index, shape in enumerate(shapes):
        for other in sorted(int(found) for found in tree.query(shape, "intersects") if found > index):
            one, two = borders.territories[index], borders.territories[other]
            day = _common(borders, one, two)
            if day and (place := _overlap(shape, shapes[other])):
                with report.at(feature=_label(two, paths[other]), path=paths[other]):
                    report.warn(
                        f"“{two.name}” overlaps “{one.name}” near {place.x:.4g}, {place.y:.4g}; “{one.name}” is shown "
                        f"there{'' if borders.is_constant else f' on {day}'}.",
                        "Cut one of the two, for example in QGIS with Vector, Difference; or write times that they do "
                        'not share: "when": "…"',
                    )


def _overlap(one: BaseGeometry, other: BaseGeometry) -> shapely.Point | None:
    """A place where two shapes overlap by more than a sliver."""
    core = shapely.intersection(one, other).buffer(-_SLIVER)
    return None if core.is_empty else core.representative_point()


def _common(borders: Borders, one: Territory, two: Territory) -> date | None:
    """The first day on which both territories are shown."""
    match borders.days_of(one), borders.days_of(two):
        case (first, last), (start, end) if max(first, start) <= min(last, end):
            return max(first, start)
    return None


def _common_day(one: Borders, other: Borders, days: tuple[date, date]) -> date | None:
    """The first of some days on which both have territories."""
    spans = [
        (max(days[0], *starts), min(days[1], *ends))
        for starts, ends in (
            zip(mine, others, strict=True)
            for mine in filter(None, map(one.days_of, one.territories))
            for others in filter(None, map(other.days_of, other.territories))
        )
    ]
    return min((first for first, last in spans if first <= last), default=None)


def _report_never_shown(borders: Borders, territory: Territory, days: tuple[date, date] | None, report: Report) -> None:
    shown = borders.days_of(territory)
    if shown is None:
        report.warn(
            f"“{territory.name}” is never shown: its time is outside that of the borders.",
            "Correct “when” of the territory, or that of the borders in exhibit.toml.",
            field="when",
        )
    elif days and (shown[1] < days[0] or shown[0] > days[1]):
        report.note(f"“{territory.name}” is not shown: its time has no day of the exhibit.", field="when")


def _report_gaps(borders: Borders, days: tuple[date, date], report: Report) -> None:
    """Warn of days within the time of the borders, and of the exhibit, that have no territory."""
    spans = sorted(filter(None, map(borders.days_of, borders.territories)))
    if not spans:
        return
    first, last = (borders.when.start.date(), borders.when.end.date()) if borders.when else (spans[0][0], spans[-1][1])
    at, last = max(first, days[0]), min(last, days[1])
    for start, end in [*spans, (last + timedelta(days=1), last)] if last < date.max else spans:
        if start > at and at <= last:
            until = min(start - timedelta(days=1), last)
            instead = "the borders of the world" if has_borders(at) and has_borders(until) else "no borders"
            report.warn(
                f"No territory of {borders.file} has a day from {at} to {until}; {instead} are shown then.",
                "Lengthen the time of its territories; or, if that is meant, write [[borders]] for each time, with a "
                "“when” of its own.",
                field="when",
            )
        if end == date.max:
            return
        at = max(at, end + timedelta(days=1))


def note_unknown_borders(exhibit: Exhibit, report: Report) -> None:
    """Note once that an exhibit has days for which no borders are known; an open end of its period is no such day."""
    beyond = [
        day
        for day in exhibit.days or ()
        if not has_borders(day) and day not in (date.min, date.max) and not exhibit.borders_on(day)
    ]
    if beyond:
        report.note(
            f"{unknown_borders(beyond[0])}: the map has borders from {FIRST_DAY} to {LAST_DAY}, "
            "and shows only land and water on other days.",
            f"Correct the dates if {join_names(sorted({str(day) for day in beyond}))} is not meant; or bring your own "
            "borders with [[borders]].",
            field="period",
        )
