"""The features of a layer: from GeoJSON to the domain. A new kind of feature needs one entry in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict

from app.content.fields.numbers import Unit, find_odd_number
from app.content.fields.table import Table
from app.content.fields.values import (
    altitude,
    choice,
    color,
    describe,
    join_names,
    not_negative,
    not_one_of,
    number,
    ranged,
    sentence,
    span,
    string,
)
from app.content.layers import advice, flight, vertices
from app.content.layers.chronology import report_altitudes, report_too_fast
from app.content.layers.claims import read_claims
from app.content.layers.geometry import (
    Position,
    Repairs,
    Shape,
    read_lines,
    read_lonlat,
    read_polygons,
    read_position,
    read_shapes,
)
from app.domain import (
    MODES,
    AnyFeature,
    Area,
    Basis,
    Citation,
    Event,
    Flight,
    LonLat,
    Mode,
    Reach,
    Ring,
    Site,
    Span,
    Style,
    Surface,
    Text,
)
from app.errors import Rejected, Report
from app.geodesy import join_polygons
from app.geodesy.shapes import WIDEST_CIRCLE_KM

STYLE_KEYS = (
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "fill",
    "fill-opacity",
    "marker-color",
    "marker-size",
    "marker-symbol",
)
COMMON_KEYS = ("kind", "name", "title", "description", "when", "basis", "citations", "claims", *STYLE_KEYS)
_SIZES = ("small", "medium", "large")


class Common(TypedDict):
    """The fields that every feature has."""

    id: str
    name: Text
    description: Text
    when: Span | None
    basis: Basis
    citations: tuple[Citation, ...]
    style: Style
    properties: tuple[tuple[str, object], ...]


def read_feature(feature: dict[str, object], feature_id: str, table: Table, repairs: Repairs) -> tuple[AnyFeature, ...]:
    """The domain's objects for one GeoJSON feature; `table` reads its properties. Several points become several
    features.

    A property that cannot be used is reported and left out; raises `Rejected` where the feature itself cannot be shown.
    """
    shapes = read_shapes(feature.get("geometry"))
    if len(shapes) <= 1:
        return (_read_one(shapes[0] if shapes else None, feature_id, table, repairs),)
    if table.values.get("kind") == "flight" and all(shape.type == "Point" for shape in shapes):
        line = Shape("LineString", [shape.coordinates for shape in shapes])
        return (_read_one(line, feature_id, table, repairs),)
    parts = [f"{feature_id}-{index}" if index > 1 else feature_id for index in range(1, len(shapes) + 1)]
    table.context.report.note(
        f"The feature has {len(shapes)} separate geometries; it is read as {len(shapes)} features "
        f"({join_names(parts, 3)}).",
        field="geometry",
    )
    first = _read_one(shapes[0], parts[0], table, repairs)
    others = Table(table.values, replace(table.context, report=Report()), table.path)  # their words are reported once
    rest = (_read_one(shape, part, others, repairs) for shape, part in zip(shapes[1:], parts[1:], strict=True))
    return (first, *rest)


def _read_one(shape: Shape | None, feature_id: str, table: Table, repairs: Repairs) -> AnyFeature:
    name = _kind_of(table, shape)
    kind = KINDS[name]
    if shape and shape.type not in kind.geometries:
        raise Rejected(
            f"A feature of the kind “{name}” cannot be a {shape.type}; it is a "
            f"{join_names(kind.geometries, last='or')}.",
            "Correct the kind or the geometry.",
            field="geometry.type",
        )
    return kind.build(shape, _common(table, feature_id, name), table, repairs)


def _kind_of(table: Table, shape: Shape | None) -> str:
    """The kind as given, else as the geometry suggests."""
    given = table.values.get("kind")
    if given is None:
        return next(name for name, kind in KINDS.items() if shape is None or shape.type in kind.default_for)
    if not isinstance(given, str) or given not in KINDS:
        rejected = not_one_of(given, KINDS, "the kind")
        raise Rejected(rejected.problem, rejected.fix, field="properties.kind")
    return given


def _common(table: Table, feature_id: str, kind: str) -> Common:
    known = KINDS[kind].known
    further = {
        key: value
        for key, value in table.values.items()
        if key not in known and not (value is None and key in EVERY_KEY) and _is_json(key, value, table)
    }
    if further:
        times = [key for key in TIME_LIKE if key in further]
        if times:
            _report_unread_times(times[0], kind, table)
        unread = {key: value for key, value in further.items() if key not in TIME_LIKE}
        Table(unread, table.context, table.path).note_misspelled(EVERY_KEY)
    return Common(
        id=feature_id,
        name=_name(table, feature_id, kind),
        description=table.markdown("description"),
        when=table.take("when", span, None),
        basis=table.take("basis", choice(Basis), Basis.DOCUMENTED),
        citations=table.citations(),
        style=_style(table),
        properties=tuple(further.items()),
    )


TIME_LIKE = ("time", "start", "begin", "date", "timestamp", "datetime", "datetimes", "timespan", "end")
"""Keys under which other programs write times that are not read here."""


def _report_unread_times(key: str, kind: str, table: Table) -> None:
    """Say of a time that is not read where to write it, unless the feature has its times elsewhere."""
    if kind != "flight":
        if table.values.get("when") is None:
            table.warn(
                key,
                f"“{key}” is not read as a time.",
                'Call it “when”, and write the date such as "when": "1960-05-01"',
            )
    elif not vertices.has_times(table):
        table.warn(
            key,
            f"“{key}” is not read as a time, so the flight cannot be played.",
            'Write a time for each position: "coordinateProperties": {"times": ["1960-05-01T05:53Z", …]}',
        )


def _name(table: Table, feature_id: str, kind: str) -> Text:
    """The name, or the id instead, since the list of places needs one; an area may have none."""
    key = "name" if table.values.get("name") is not None else "title"
    name = table.words(key)
    if name or kind == "area":
        return name
    if table.values.get(key) is None:
        table.warn("name", "The feature has no name; its id is shown instead.", 'Write: "name": "…"')
    return Text.of(feature_id, table.context.languages[0])


def _is_json(key: str, value: object, table: Table) -> bool:
    """Whether a property can be written to a download; a number that JSON does not have cannot."""
    odd = find_odd_number(value)
    if odd:
        problem = f"{sentence(describe(odd))} is not a number in JSON."
        table.reject(key, Rejected(problem, "Write null where it is not known."))
    return odd is None


PLAIN = Style()
"""The style of a feature that has none of its own."""
_STYLE = frozenset(STYLE_KEYS)


def _style(table: Table) -> Style:
    if _STYLE.isdisjoint(table.values):
        return PLAIN
    opacity = ranged(0, 1, "a number from 0 to 1")
    width = not_negative(Unit.PLAIN)
    return Style(
        table.take("stroke", color, None),
        table.take("stroke-width", width, None),
        table.take("stroke-opacity", opacity, None),
        table.take("fill", color, None),
        table.take("fill-opacity", opacity, None),
        table.take("marker-color", color, None),
        table.take("marker-size", _size, None),
        table.take("marker-symbol", _symbol, None),
    )


def _size(value: object) -> str:
    if not isinstance(value, str) or value not in _SIZES:
        raise not_one_of(value, _SIZES, "the size")
    return value


def _symbol(value: object) -> str:
    """A name, or a digit that some programs write as a number."""
    return str(value) if type(value) is int else string(value)


def _flight(shape: Shape | None, common: Common, table: Table, repairs: Repairs) -> Flight:
    track = flight.read_track(shape, table, common["id"], repairs) if shape else flight.TrackColumns()
    if track.further:
        common["properties"] = (*common["properties"], ("coordinateProperties", track.further))
    mode, fastest, highest = flight.read_mode(table), flight.read_max_speed(table), flight.read_max_altitude(table)
    report, origin, usual = table.context.report, table.context.origin, MODES[mode]
    report_too_fast(track.fixes, track.breaks, fastest or usual.fastest_kmh, track.time_field, report, origin)
    report_altitudes(track.fixes, usual.lowest_m, highest or usual.highest_m, track.position_field, report, origin)
    return Flight(
        **common,
        claims=read_claims(table, len(track.fixes)),
        fixes=tuple(track.fixes),
        breaks=tuple(track.breaks),
        status=flight.read_status(table),
        mode=mode,
        aircraft=table.words("aircraft"),
        min_speed_kmh=flight.read_min_speed(table),
        max_speed_kmh=fastest,
        max_altitude_m=highest,
    )


def _site(shape: Shape | None, common: Common, table: Table, _: Repairs) -> Site:
    return Site(**common, claims=read_claims(table, 0), **_point(shape, table))


def _event(shape: Shape | None, common: Common, table: Table, _: Repairs) -> Event:
    return Event(**common, claims=read_claims(table, 0), **_point(shape, table))


class _Point(TypedDict):
    position: LonLat | None
    altitude_m: float | None
    position_uncertainty_km: float | None


def _point(shape: Shape | None, table: Table) -> _Point:
    uncertainty = table.take("position_uncertainty_km", not_negative(Unit.KILOMETRES), None)
    at = _position(shape)
    if at and at.altitude_m and at.altitude_m > MODES[Mode.AIR].highest_m:
        problem = f"The altitude is {at.altitude_m:,.0f} m, above any aircraft."
        fix = advice.on_feet(table.context.origin, at.altitude_m)
        table.context.report.note(problem, fix, field="geometry.coordinates[2]")
    return _Point(position=at and at.lonlat, altitude_m=at and at.altitude_m, position_uncertainty_km=uncertainty)


def _position(shape: Shape | None) -> Position | None:
    return read_position(shape.coordinates, "geometry.coordinates") if shape else None


def _area(shape: Shape | None, common: Common, table: Table, repairs: Repairs) -> Area:
    polygons: tuple[tuple[Ring, ...], ...] = ()
    lines: tuple[Ring, ...] = ()
    if shape and shape.type.endswith("Polygon"):
        polygons = join_polygons(read_polygons(shape, lambda kind, count: repairs.add(kind, common["id"], count)))
    elif shape:
        lines = tuple(tuple(position.lonlat for position in line) for line in read_lines(shape) if line)
    surface = table.take("surface", choice(Surface), None)
    return Area(**common, claims=read_claims(table, 0), polygons=polygons, lines=lines, surface=surface)


def _reach(shape: Shape | None, common: Common, table: Table, _: Repairs) -> Reach:
    if table.values.get("radius_km") is None:
        raise Rejected(
            "The circle has no radius.",
            'Write its radius in kilometres, such as "radius_km": 28.5',
            field="properties.radius_km",
        )
    wanted = f"a radius in kilometres, above zero and at most {WIDEST_CIRCLE_KM:,.0f}"
    try:
        radius = number(table.values["radius_km"], 5e-324, WIDEST_CIRCLE_KM, wanted, Unit.KILOMETRES)
    except Rejected as rejected:
        raise Rejected(rejected.problem, rejected.fix, field="properties.radius_km") from None
    return Reach(
        **common,
        claims=read_claims(table, 0),
        position=_center(shape, table),
        radius_km=radius,
        target_height_m=table.take("target_height_m", altitude, None),
    )


def _center(shape: Shape | None, table: Table) -> LonLat | None:
    """The circle's center: the point, or `center` where the geometry is the circle itself, as in a download."""
    if shape is None or shape.type == "Point":
        at = _position(shape)
        return at and at.lonlat
    if table.values.get("center") is None:
        raise Rejected(
            f"The {shape.type} does not say where the circle's center is.",
            'Make the geometry a Point at the center, or write "center": [lon, lat] beside it.',
            field="geometry.type",
        )
    return read_lonlat(table.values["center"], "properties.center")


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to know of one kind of feature: how it is built, from which geometries and keys.

    `default_for` lists the geometries that are of this kind where the file does not say; the first kind of all is that
    of a feature without location.
    """

    build: Callable[[Shape | None, Common, Table, Repairs], AnyFeature]
    geometries: tuple[str, ...]
    keys: tuple[str, ...]
    default_for: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


def _kind(kind: Kind, *other_keys: str) -> Kind:
    return replace(kind, known=frozenset((*COMMON_KEYS, *kind.keys, "id", *other_keys)))


KINDS: dict[str, Kind] = {
    "site": _kind(Kind(_site, ("Point",), ("position_uncertainty_km",), default_for=("Point",))),
    "event": _kind(Kind(_event, ("Point",), ("position_uncertainty_km",))),
    "flight": _kind(
        Kind(
            _flight,
            ("LineString", "MultiLineString"),
            flight.KEYS,
            default_for=("LineString", "MultiLineString"),
        ),
        *vertices.TIME_KEYS,
    ),
    "area": _kind(
        Kind(
            _area,
            ("Polygon", "MultiPolygon", "LineString", "MultiLineString"),
            ("surface",),
            default_for=("Polygon", "MultiPolygon"),
        )
    ),
    "reach": _kind(Kind(_reach, ("Point", "Polygon", "MultiPolygon"), ("radius_km", "target_height_m", "center"))),
}
"""Every kind of feature by its word in `properties.kind`."""

EVERY_KEY = frozenset[str]().union(*(kind.known for kind in KINDS.values()))
