"""One layer: a GeoJSON file, feature by feature; a fault in one feature costs only that feature."""

from __future__ import annotations

import re
from functools import cache

from app.content.fields.context import ReadContext
from app.content.fields.table import Table
from app.content.fields.values import describe, did_you_mean, sentence, shorten
from app.content.formats.encoding import decode
from app.content.formats.recognition import check_geojson
from app.content.formats.strict_json import JsonPositions, lines_as_collection, read_json
from app.content.importers.import_settings import ImportSettings, ZeroAltitude
from app.content.layers.conventions import Conventions, report_padded_altitudes, without_zero_altitudes
from app.content.layers.features import read_feature
from app.content.layers.geometry import EXPORT_IN_DEGREES, TYPES, Repairs, count_vertices, looks_projected
from app.content.layers.ids import clean_id
from app.content.layers.joined_points import joined_points
from app.content.layers.plain_places import read_plain_place
from app.domain import AnyFeature
from app.errors import Rejected, Report

_DEGREES = re.compile(r"(CRS:?84h?|EPSG[:/]{1,2}(\d+(\.\d+)?[:/])?(4326|4979))$", re.IGNORECASE)
"""With altitudes (4979, CRS84h) or without; GDAL names the first for every layer that has altitudes."""
_COLLECTION = '{"type": "FeatureCollection", "features": […]}'


def read_features(
    data: bytes, context: ReadContext, stem: str, settings: ImportSettings | None = None
) -> tuple[AnyFeature, ...]:
    """The valid features of a layer file; everything else is reported to `context`. `stem` names those without an id.

    Raises `Rejected` where the file as a whole cannot be used.
    """
    check_geojson(data)
    text = geojson_text(data)
    value = read_json(text, context.limits.json_depth, context.report)
    settings = settings or ImportSettings()
    collection = features_of(value, context)
    if settings.zero_altitude is ZeroAltitude.UNKNOWN:
        collection = without_zero_altitudes(collection, context.report)
    elif settings.zero_altitude is None and isinstance(value, dict) and "4979" in str(value.get("crs")):
        report_padded_altitudes(collection, context.report)
    joined = joined_points(collection, settings, stem, context.report)

    @cache
    def positions() -> JsonPositions:
        return JsonPositions(text)

    def line(path: str) -> int:
        return positions().line(joined.origin(path) if joined else path)

    if joined:
        context.lines[context.report.location().file] = line
        collection = joined.features
    conventions = Conventions(settings, context, lambda path: line(str(path)))
    return read_collection(conventions.rewritten(collection), context, stem)


def read_collection(
    collection: list[object], context: ReadContext, stem: str, first: int = 0
) -> tuple[AnyFeature, ...]:
    """The valid features of a list of GeoJSON features, which are counted from `first`; raises `Rejected` where none of
    them can be used.
    """
    _check_limits(collection, context)
    check_degrees(collection)
    return _features(collection, context, stem, first)


def geojson_text(data: bytes) -> str:
    """The text of a layer file as one JSON value; lines of newline-delimited GeoJSON stay the same lines."""
    text = decode(data)
    return lines_as_collection(text) or text


def features_of(value: object, context: ReadContext) -> list[object]:
    """The features of a FeatureCollection; a single feature or geometry is read as a collection of one.

    Raises `Rejected` for anything else.
    """
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str):
        problem = "The file has no type" if isinstance(value, dict) else f"{sentence(describe(value))} is not GeoJSON"
        raise Rejected(f"{problem}; a layer is a FeatureCollection.", f"Write: {_COLLECTION}")
    _check_crs(value.get("crs"))
    if kind == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list):
            problem = (
                "The collection has no features."
                if features is None
                else f"“features” is {describe(features)}, not a list."
            )
            raise Rejected(problem, 'Write: "features": […]', field="features")
        return features
    if kind == "MovingFeature":
        return [value | {"type": "Feature", "geometry": None}]
    if kind == "Feature":
        context.report.note("The file is a single Feature; it is read as a collection of one.")
        return [value]
    if kind in TYPES:
        context.report.note(f"The file is a single {kind}; it is read as a collection of one feature.")
        return [{"type": "Feature", "properties": {}, "geometry": value}]
    if kind == "Topology":
        raise Rejected(
            "This is TopoJSON, not GeoJSON.", "Export the layer as GeoJSON, for example with mapshaper.", field="type"
        )
    if kind in ("Annotation", "AnnotationPage"):
        raise Rejected(
            "This is a IIIF Georeference Annotation, which says where a scan is, and no layer.",
            "Rename it after the scan, such as plan.georeference.json for plan.jpg, and add both to the exhibit.",
            field="type",
        )
    fix = did_you_mean(kind, ("FeatureCollection", "Feature", *TYPES)) or f"Write: {_COLLECTION}"
    raise Rejected(f"The type {describe(kind)} is not GeoJSON.", fix, field="type")


def _check_crs(crs: object) -> None:
    """The `crs` of older GeoJSON may only name what RFC 7946 prescribes."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not _DEGREES.search(name):
        found = describe(name if name is not None else crs)
        raise Rejected(
            f"The coordinates are in {found}, not in longitude and latitude.", EXPORT_IN_DEGREES, field="crs"
        )


def _check_limits(features: list[object], context: ReadContext) -> None:
    limits = context.limits
    if len(features) > limits.features:
        raise Rejected(
            f"The layer has {len(features):,} features; at most {limits.features:,} are allowed.",
            "Split the layer, or raise the limit in the settings.",
            field="features",
        )
    count = sum(count_vertices(feature.get("geometry")) for feature in features if isinstance(feature, dict))
    if count > limits.vertices:
        raise Rejected(
            f"The layer has {count:,} vertices; at most {limits.vertices:,} are allowed.",
            "Simplify or split the layer, or raise the limit in the settings.",
            field="features",
        )


def check_degrees(features: list[object]) -> None:
    """Refuse the whole file with one message where no feature is in degrees."""
    firsts = (
        first
        for feature in features
        if isinstance(feature, dict) and (first := _first_position(feature.get("geometry")))
    )
    lon, lat = next(firsts, (0, 0))
    if looks_projected(lon, lat) and all(looks_projected(*first) for first in firsts):
        raise Rejected(
            f"Coordinates such as {lon:.10g}, {lat:.10g} are not degrees; they look like projected metres.",
            EXPORT_IN_DEGREES,
            field="features",
        )


def _first_position(geometry: object) -> tuple[float, float] | None:
    inner = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(inner, list) and inner and isinstance(inner[0], list):
        inner = inner[0]
    match inner:
        case [int() | float() as lon, int() | float() as lat, *_] if max(abs(lon), abs(lat)) < 1e15:
            return lon, lat
    return None


def _features(collection: list[object], context: ReadContext, stem: str, first: int) -> tuple[AnyFeature, ...]:
    repairs = Repairs()
    features: list[AnyFeature] = []
    paths = context.feature_paths[stem] = list[str]()
    for index, raw in enumerate(collection, first):
        path = f"features[{index}]"
        if (place := read_plain_place(raw, context)) is not None:
            features.append(place)
            paths.append(path)
            continue
        written = _id(raw)
        name = written if written.isprintable() else describe(written)
        label = f"{shorten(name)} ({path})" if written else path
        with context.report.at(feature=label, path=path):
            if not isinstance(raw, dict) or raw.get("type") != "Feature":
                raise not_a_feature(raw)
            table = Table(_properties(raw, context.report), context, "properties")
            feature_id = clean_id(written, context.report, context.origin) or f"{stem}-{index + 1}"
            if not written:
                context.report.warn(
                    "The feature has no id; one is made of its number until it has one.",
                    f'Write: "id": "{feature_id}"',
                    field="id",
                )
            found = read_feature(raw, feature_id, table, repairs)
            features += found
            paths += [path] * len(found)
    with context.report.at(feature=""):
        repairs.report(context.report)
    return tuple(features)


def not_a_feature(raw: object) -> Rejected:
    """What to say of something in a collection that is no feature."""
    if not isinstance(raw, dict):
        return Rejected(f"{sentence(describe(raw))} is not a feature.", 'Write: {"type": "Feature", …}')
    kind = raw.get("type")
    if kind in TYPES:
        fix = 'Write around it: {"type": "Feature", "properties": {}, "geometry": …}'
        return Rejected(f"This is a {kind}, not a feature.", fix, field="type")
    problem = "The feature has no type." if kind is None else f"The type is {describe(kind)}, not Feature."
    return Rejected(problem, 'Write: "type": "Feature"', field="type")


def _id(feature: object) -> str:
    """The id beside `type`, or where some programs write it, in the properties; empty where there is none."""
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties")
    candidates = [feature.get("id"), properties.get("id") if isinstance(properties, dict) else None]
    for value in candidates:
        if isinstance(value, str) and value.strip():
            return value
        if type(value) in (int, float):
            return str(value)
    return ""


def _properties(feature: dict[str, object], report: Report) -> dict[str, object]:
    if "geometry" not in feature:
        fix = 'Write: "geometry": null'
        report.note("The feature has no geometry; it is listed without a place.", fix, field="geometry")
    properties = feature.get("properties")
    if properties is None or isinstance(properties, dict):
        return properties or {}
    report.error(f"{sentence(describe(properties))} is not an object.", 'Write: "properties": {…}', field="properties")
    return {}
