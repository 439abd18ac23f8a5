"""One feature of a layer: from GeoJSON to the noun of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from app.content import flight, vertices
from app.content.chronology import tell_too_fast
from app.content.claims import read_claims
from app.content.geometry import Position, Repairs, read_lines, read_polygons, read_position, shape_of
from app.content.strict_json import find_odd_number
from app.content.table import Table
from app.content.values import choice, colour, describe, height, listed, meant, not_negative, number, ranged, span, string
from app.domain import Area, Basis, Event, Feature, Flight, LonLat, Reach, Ring, Site, Span, Style, Surface, Text
from app.errors import Rejected
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
KIND_KEYS: dict[str, tuple[str, ...]] = {
    "flight": flight.KEYS,
    "site": ("position_uncertainty_km",),
    "event": ("position_uncertainty_km",),
    "area": ("surface",),
    "reach": ("radius_km", "target_height_m", "center"),
}
"""What each kind reads besides the common keys."""

GEOMETRIES: dict[str, tuple[str, ...]] = {
    "flight": ("LineString", "MultiLineString"),
    "site": ("Point",),
    "event": ("Point",),
    "area": ("Polygon", "MultiPolygon", "LineString", "MultiLineString"),
    "reach": ("Point", "Polygon", "MultiPolygon"),
}
_KIND_OF = {"LineString": "flight", "MultiLineString": "flight", "Polygon": "area", "MultiPolygon": "area", "Point": "site"}
_MENDS = {
    "MultiPoint": "Make each point a feature of its own.",
    "GeometryCollection": "Make each geometry a feature of its own.",
}
_SIZES = ("small", "medium", "large")
_KNOWN = {
    kind: frozenset((*COMMON_KEYS, *keys, "id", *(vertices.TIME_KEYS if kind == "flight" else ()))) for kind, keys in KIND_KEYS.items()
}
_EVERY_KEY = frozenset().union(*_KNOWN.values())

Shape = tuple[str, list[object]] | None


class Common(TypedDict):
    """The fields that every feature has."""

    id: str
    name: Text
    description: Text
    when: Span | None
    basis: Basis
    citations: tuple[str, ...]
    style: Style
    properties: tuple[tuple[str, object], ...]


def read_feature(feature: dict[str, object], feature_id: str, table: Table, repairs: Repairs) -> Feature:
    """The noun for one GeoJSON feature; `table` reads its properties.

    A property that cannot be used is told and left out; raises `Rejected` where the feature itself cannot be shown.
    """
    shape = shape_of(feature.get("geometry"))
    kind = _kind(table, shape)
    if shape and shape[0] not in GEOMETRIES[kind]:
        raise Rejected(
            f"a {shape[0]} for a thing of the kind “{kind}”",
            " or ".join(GEOMETRIES[kind]),
            _MENDS.get(shape[0], "Correct the kind or the geometry."),
            field="geometry.type",
        )
    return _BUILDERS[kind](shape, _common(table, feature_id, kind), table, repairs)


def _kind(table: Table, shape: Shape) -> str:
    """The kind as given, else as the geometry suggests."""
    given = table.values.get("kind")
    if given is None:
        if shape and shape[0] not in _KIND_OF:
            raise Rejected(f"a {shape[0]}", listed(_KIND_OF), _MENDS[shape[0]], field="geometry.type")
        return _KIND_OF[shape[0]] if shape else "site"
    if not isinstance(given, str) or given not in GEOMETRIES:
        mend = meant(given, GEOMETRIES) if isinstance(given, str) else ""
        raise Rejected(f"the kind {describe(given)}", f"one of {listed(GEOMETRIES)}", mend, field="properties.kind")
    return given


def _common(table: Table, feature_id: str, kind: str) -> Common:
    known = _KNOWN[kind]
    further = {key: value for key, value in table.values.items() if key not in known and _is_json(key, value, table)}
    if further:
        Table(further, table.desk, table.path).note_slips(_EVERY_KEY)
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


def _name(table: Table, feature_id: str, kind: str) -> Text:
    """The name, or the id in its place, for the list of places has to call a thing something; an area may go without."""
    key = "name" if table.values.get("name") is not None else "title"
    name = table.words(key)
    if name or kind == "area":
        return name
    if table.values.get(key) is None:
        table.warn("name", "no name", "words to call it by", "Add a name; it is called by its id for now.")
    return Text.of(feature_id, table.desk.languages[0])


def _is_json(key: str, value: object, table: Table) -> bool:
    """Whether a property can be handed out again; a number that is none can not."""
    odd = find_odd_number(value)
    if odd:
        table.reject(key, Rejected(describe(odd), "a number that JSON knows", "Write null where it is not known."))
    return odd is None


_PLAIN = Style()
_STYLE = frozenset(STYLE_KEYS)


def _style(table: Table) -> Style:
    if _STYLE.isdisjoint(table.values):
        return _PLAIN
    opacity = ranged(0, 1, "a number from 0 to 1")
    return Style(
        table.take("stroke", colour, None),
        table.take("stroke-width", not_negative, None),
        table.take("stroke-opacity", opacity, None),
        table.take("fill", colour, None),
        table.take("fill-opacity", opacity, None),
        table.take("marker-color", colour, None),
        table.take("marker-size", _size, None),
        table.take("marker-symbol", string, None),
    )


def _size(value: object) -> str:
    if not isinstance(value, str) or value not in _SIZES:
        raise Rejected(describe(value), f"one of {listed(_SIZES)}")
    return value


def _flight(shape: Shape, common: Common, table: Table, repairs: Repairs) -> Flight:
    track = flight.read_track(*shape, table, common["id"], repairs) if shape else flight.Track()
    if track.further:
        common["properties"] = (*common["properties"], ("coordinateProperties", track.further))
    mode, fastest = flight.read_mode(table), flight.read_max_speed(table)
    tell_too_fast(track.fixes, track.breaks, mode, fastest, table)
    return Flight(
        **common,
        claims=read_claims(table, len(track.fixes)),
        fixes=tuple(track.fixes),
        breaks=tuple(track.breaks),
        status=flight.read_status(table),
        mode=mode,
        aircraft=table.words("aircraft"),
        max_speed_kmh=fastest,
    )


def _site(shape: Shape, common: Common, table: Table, _: Repairs) -> Site:
    return Site(**common, claims=read_claims(table, 0), **_point(shape, table))


def _event(shape: Shape, common: Common, table: Table, _: Repairs) -> Event:
    return Event(**common, claims=read_claims(table, 0), **_point(shape, table))


class _Point(TypedDict):
    position: LonLat | None
    altitude_m: float | None
    position_uncertainty_km: float | None


def _point(shape: Shape, table: Table) -> _Point:
    uncertainty = table.take("position_uncertainty_km", not_negative, None)
    at = _position(shape)
    return _Point(position=at and at.lonlat, altitude_m=at and at.altitude_m, position_uncertainty_km=uncertainty)


def _position(shape: Shape) -> Position | None:
    return read_position(shape[1], "geometry.coordinates") if shape else None


def _area(shape: Shape, common: Common, table: Table, repairs: Repairs) -> Area:
    polygons: tuple[tuple[Ring, ...], ...] = ()
    lines: tuple[Ring, ...] = ()
    if shape and shape[0].endswith("Polygon"):
        polygons = join_polygons(read_polygons(*shape, lambda kind, count: repairs.add(kind, common["id"], count)))
    elif shape:
        lines = tuple(tuple(position.lonlat for position in line) for line in read_lines(*shape) if line)
    surface = table.take("surface", choice(Surface), None)
    return Area(**common, claims=read_claims(table, 0), polygons=polygons, lines=lines, surface=surface)


def _reach(shape: Shape, common: Common, table: Table, _: Repairs) -> Reach:
    if table.values.get("radius_km") is None:
        raise Rejected("no radius", "the circle's radius in kilometres", "Add radius_km.", field="properties.radius_km")
    try:
        radius = number(table.values["radius_km"], 5e-324, WIDEST_CIRCLE_KM)
    except Rejected as rejected:
        wanted = f"a radius above zero and at most {WIDEST_CIRCLE_KM:,.0f}, in kilometres"
        raise Rejected(rejected.found, wanted, rejected.mend, field="properties.radius_km") from None
    return Reach(
        **common,
        claims=read_claims(table, 0),
        position=_center(shape, table),
        radius_km=radius,
        target_height_m=table.take("target_height_m", height, None),
    )


def _center(shape: Shape, table: Table) -> LonLat | None:
    """The circle's centre: the point, or, where the circle itself is drawn as in a download, `center`."""
    if shape is None or shape[0] == "Point":
        at = _position(shape)
        return at and at.lonlat
    if table.values.get("center") is None:
        raise Rejected(
            f"a {shape[0]} without its centre",
            "a Point, or properties.center beside the circle",
            "Make it the centre's Point.",
            field="geometry.type",
        )
    return read_position(table.values["center"], "properties.center").lonlat


_BUILDERS: dict[str, Callable[[Shape, Common, Table, Repairs], Feature]] = {
    "flight": _flight,
    "site": _site,
    "event": _event,
    "area": _area,
    "reach": _reach,
}
