"""One layer: a GeoJSON file, feature by feature; what is wrong with one costs that one alone."""

from __future__ import annotations

import re

from app.content.desk import Desk
from app.content.encoding import decode
from app.content.features import read_feature
from app.content.geometry import TYPES, Repairs, looks_projected, vertices
from app.content.strict_json import read_json
from app.content.table import Table
from app.content.values import clipped, describe
from app.domain import Feature
from app.errors import Rejected, Report

_DEGREES = re.compile(r"(CRS:?84|EPSG:{1,2}(\d+(\.\d+)?:)?4326)$", re.IGNORECASE)


def read_features(data: bytes, desk: Desk, stem: str) -> tuple[Feature, ...]:
    """The healthy features of a layer file; everything else is told to `desk`. `stem` names those without an id.

    Raises `Rejected` where the file as a whole cannot be used.
    """
    collection = _collection(read_json(decode(data), desk.limits.json_depth, desk.report), desk)
    _check_limits(collection, desk)
    _check_degrees(collection)
    return _features(collection, desk, stem)


def _collection(value: object, desk: Desk) -> list[object]:
    """The features of a FeatureCollection; a bare feature or geometry is taken for a collection of one."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str):
        found = describe(value) if kind is None else f"the type {describe(kind)}"
        raise Rejected(found, "a GeoJSON FeatureCollection", 'Write {"type": "FeatureCollection", "features": […]}.')
    _check_crs(value.get("crs"))
    if kind == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list):
            raise Rejected(
                describe(features) if features is not None else "no features",
                "a list of features",
                "Put them between square brackets.",
                field="features",
            )
        return features
    if kind == "Feature":
        desk.report.note("a Feature by itself", "a FeatureCollection", "Read as a collection of one.")
        return [value]
    if kind in TYPES:
        desk.report.note(f"a {kind} by itself", "a FeatureCollection", "Read as a collection of one feature.")
        return [{"type": "Feature", "properties": {}, "geometry": value}]
    mend = "Export the layer as GeoJSON." if kind == "Topology" else ""
    raise Rejected(f"the type {describe(kind)}", "a FeatureCollection", mend, field="type")


def _check_crs(crs: object) -> None:
    """The older GeoJSON's `crs` may only say what RFC 7946 says anyway."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not _DEGREES.search(name):
        raise Rejected(
            f"the reference system {describe(name if name is not None else crs)}: not longitude/latitude",
            "WGS84 longitude and latitude (CRS84)",
            "Export the layer in EPSG:4326.",
            field="crs",
        )


def _check_limits(features: list[object], desk: Desk) -> None:
    limits = desk.limits
    if len(features) > limits.features:
        raise Rejected(
            f"{len(features):,} features",
            f"at most {limits.features:,} in a layer",
            "Split the layer, or raise the limit in the settings.",
            field="features",
        )
    count = sum(vertices(feature.get("geometry")) for feature in features if isinstance(feature, dict))
    if count > limits.vertices:
        raise Rejected(
            f"{count:,} vertices",
            f"at most {limits.vertices:,} in a layer",
            "Simplify or split the layer, or raise the limit in the settings.",
            field="features",
        )


def _check_degrees(features: list[object]) -> None:
    """Refuse the whole file in one sentence where no feature at all is in degrees."""
    firsts = [first for feature in features if isinstance(feature, dict) and (first := _first_position(feature.get("geometry")))]
    if firsts and all(looks_projected(*first) for first in firsts):
        lon, lat = firsts[0]
        raise Rejected(
            f"coordinates such as {lon:.10g}, {lat:.10g}: projected metres?",
            "degrees of longitude and latitude",
            "Export the layer in WGS84 (EPSG:4326).",
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


def _features(collection: list[object], desk: Desk, stem: str) -> tuple[Feature, ...]:
    repairs = Repairs()
    features = []
    for index, raw in enumerate(collection):
        feature_id, label = _id(raw), f"features[{index}]"
        with desk.report.at(feature=f"{clipped(feature_id)} ({label})" if feature_id else label):
            if not isinstance(raw, dict) or raw.get("type") != "Feature":
                raise _no_feature(raw)
            table = Table(_properties(raw, desk.report), desk, "properties")
            if not feature_id:
                feature_id = f"{stem}-{index + 1}"
                desk.report.warn(
                    "no id",
                    "an id of its own for each feature",
                    f'Add "id" beside "type"; it is called “{feature_id}” for now.',
                    field="id",
                )
            features.append(read_feature(raw, feature_id, table, repairs))
    with desk.report.at(feature=""):
        repairs.tell(desk.report)
    return tuple(features)


def _no_feature(raw: object) -> Rejected:
    if not isinstance(raw, dict):
        return Rejected(describe(raw), "a feature", 'Write {"type": "Feature", …}.')
    kind = raw.get("type")
    mend = 'Wrap it: {"type": "Feature", "geometry": …}.' if kind in TYPES else 'Write "type": "Feature".'
    return Rejected("a feature without type" if kind is None else f"the type {describe(kind)}", "Feature", mend, field="type")


def _id(feature: object) -> str:
    """The id beside `type`, or where some programs put it, among the properties; empty where there is none."""
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
        report.note("no geometry", "a geometry, or null where no location is known", "Read as null.", field="geometry")
    properties = feature.get("properties")
    if properties is None or isinstance(properties, dict):
        return properties or {}
    report.error(describe(properties), "an object, or null", field="properties")
    return {}
