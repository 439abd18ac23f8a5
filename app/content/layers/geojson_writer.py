"""A layer as RFC 7946 GeoJSON, for QGIS and other programs: cut at the antimeridian, with everything that is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan
from typing import Any, assert_never

import shapely

from app import geodesy
from app.dates import iso
from app.domain import (
    Account,
    AnyFeature,
    Area,
    Citation,
    Claim,
    Exhibit,
    Fix,
    Flight,
    Layer,
    LonLat,
    Reach,
    Ring,
    Site,
    Style,
    Text,
)

Json = dict[str, Any]
Row = tuple[float, float, float, float]
"""Longitude, latitude, altitude (NaN where unknown), and the number of the fix, with a fraction where a line was cut.
"""


def write_layer(layer: Layer, language: str = "en") -> Json:
    """The layer as a FeatureCollection that can be used in an exhibit again.

    Words in `language` alone are plain strings, as a curator writes them; pass the exhibit's first language.
    A reach is drawn as its geodesic circle, with `radius_km` and `center` beside it.
    """
    return {"type": "FeatureCollection", "features": [_feature(feature, language) for feature in layer.features]}


def layer_document(exhibit: Exhibit, layer: Layer) -> Json:
    """A layer of an exhibit, with the foreign member ``metadata``: whose it is and what may be done with it."""
    whole = write_layer(layer, exhibit.language)
    return {"type": whole["type"], "metadata": metadata(exhibit), "features": whole["features"]}


def metadata(exhibit: Exhibit) -> Json:
    """Title, version, authors, licence, DOI and contact of an exhibit; what is not given is left out."""
    licence = exhibit.licence
    return _given(
        exhibit=exhibit.slug,
        title=_words(exhibit.title, exhibit.language),
        version=exhibit.version,
        updated=exhibit.updated and exhibit.updated.isoformat(),
        authors=[
            _given(name=author.inverted, orcid=author.orcid and f"https://orcid.org/{author.orcid}")
            for author in exhibit.authors
        ],
        licence=licence and _given(id=licence.id, url=licence.url),
        doi=exhibit.doi,
        contact=exhibit.contact,
    )


def _feature(feature: AnyFeature, language: str) -> Json:
    geometry, known = _shape(feature, language)
    properties = {
        "kind": feature.kind,
        "name": _words(feature.name, language),
        "description": _words(feature.description, language),
        **_when(feature),
        "basis": feature.basis.value,
        "citations": _citations(feature.citations),
        "claims": [_claim(claim, language) for claim in feature.claims],
        **_style(feature.style),
    }
    given = {key: value for key, value in (properties | known).items() if value not in (None, [], {}, "")}
    return {"type": "Feature", "id": feature.id, "geometry": geometry, "properties": dict(feature.properties) | given}


def _shape(feature: AnyFeature, language: str) -> tuple[Json | None, Json]:
    """The geometry, and the properties that only this kind has."""
    match feature:
        case Flight():
            return _flight(feature, language)
        case Reach():
            return _reach(feature)
        case Site():
            return _point(feature.position, feature.altitude_m), {
                "position_uncertainty_km": feature.position_uncertainty_km
            }
        case Area():
            return _area(feature), {"surface": feature.surface and feature.surface.value}
        case _:
            assert_never(feature)


def _when(feature: AnyFeature) -> Json:
    """The date. From one time of day to another, as two moments: of an interval GDAL and QGIS keep only the first."""
    edtf = feature.when.edtf if feature.when else ""
    start, _, end = edtf.partition("/")
    if isinstance(feature, (Site, Reach)) and "T" in start and "T" in end:
        return {"start": start, "end": end}
    return {"when": edtf}


def _words(text: Text, language: str) -> str | dict[str, str]:
    words = text.as_dict()
    return words[language] if list(words) == [language] else words


def _style(style: Style) -> Json:
    """simplestyle 1.1.0."""
    return {
        "stroke": style.stroke,
        "stroke-width": style.stroke_width,
        "stroke-opacity": style.stroke_opacity,
        "fill": style.fill,
        "fill-opacity": style.fill_opacity,
        "marker-color": style.marker_color,
        "marker-size": style.marker_size,
        "marker-symbol": style.marker_symbol,
    }


def _citations(citations: tuple[Citation, ...]) -> list[str | Json]:
    """Each citation as its source's id, or as a table where it has a locator."""
    return [{"id": each.source, "locator": each.locator} if each.locator else each.source for each in citations]


def _claim(claim: Claim, language: str) -> Json:
    return _given(
        topic=_words(claim.topic, language),
        fix=claim.fix,
        accounts=[_account(account, language) for account in claim.accounts],
        assessment=_words(claim.assessment, language),
    )


def _account(account: Account, language: str) -> Json:
    return _given(
        says=_words(account.says, language),
        citations=_citations(account.citations),
        preferred=account.preferred or None,
        time=account.time and iso(account.time),
        position=account.position and list(account.position),
        altitude_m=account.altitude_m,
        quote=_words(account.quote, language),
    )


def _given(**members: object) -> Json:
    return {key: value for key, value in members.items() if value not in (None, [], {}, "")}


def _point(position: LonLat | None, altitude_m: float | None = None) -> Json | None:
    if position is None:
        return None
    return {"type": "Point", "coordinates": [*position] if altitude_m is None else [*position, altitude_m]}


def _flight(flight: Flight, language: str) -> tuple[Json | None, Json]:
    """The track, and what is known of each vertex, with the same nesting; cut points have only their altitude."""
    parts = [piece for part in _parts(flight) for piece in geodesy.cut_line(part)]
    known = _given(
        status=flight.status.value,
        mode=flight.mode.value,
        aircraft=_words(flight.aircraft, language),
        min_speed_kmh=flight.min_speed_kmh,
        max_speed_kmh=flight.max_speed_kmh,
        max_altitude_m=flight.max_altitude_m,
    )
    if not parts:
        return None, known
    single = len(parts) == 1
    columns = _columns(flight, language)
    nested = {key: [[_at(column, row) for row in part] for part in parts] for key, column in columns.items()}
    known["coordinateProperties"] = {key: column[0] if single else column for key, column in nested.items()}
    coordinates = [[_position(row, flight) for row in part] for part in parts]
    return {
        "type": "LineString" if single else "MultiLineString",
        "coordinates": coordinates[0] if single else coordinates,
    }, known


def _parts(flight: Flight) -> list[list[Row]]:
    rows = [
        (fix.lon, fix.lat, nan if fix.altitude_m is None else fix.altitude_m, float(index))
        for index, fix in enumerate(flight.fixes)
    ]
    return [rows[start:end] for start, end in flight.parts if start < end]


def _position(row: Row, flight: Flight) -> list[float]:
    """The position of a cut point, or the exact one of a fix; a fix on the antimeridian is on the side of its piece."""
    lon, lat, altitude, number = row
    if number.is_integer() and abs(lon) != 180:
        lon, lat = flight.fixes[int(number)].lon, flight.fixes[int(number)].lat
    return [lon, lat] if isnan(altitude) else [lon, lat, altitude]


def _at(column: Sequence[object], row: Row) -> object:
    number = row[3]
    return column[int(number)] if number.is_integer() else None


def _columns(flight: Flight, language: str) -> dict[str, list[object]]:
    """The arrays of `coordinateProperties`; an array of nulls is left out."""
    values: dict[str, Callable[[Fix], object]] = {
        "times": lambda fix: fix.time and iso(fix.time),
        "basis": lambda fix: fix.basis.value,
        "position_uncertainty_km": lambda fix: fix.position_uncertainty_km,
        "time_uncertainty_min": lambda fix: fix.time_uncertainty_min,
        "altitude_uncertainty_m": lambda fix: fix.altitude_uncertainty_m,
        "position_basis": lambda fix: fix.position_basis and fix.position_basis.value,
        "time_basis": lambda fix: fix.time_basis and fix.time_basis.value,
        "altitude_basis": lambda fix: fix.altitude_basis and fix.altitude_basis.value,
        "altitude_hold": lambda fix: fix.altitude_hold,
        "zones": lambda fix: fix.zone or None,
        "places": lambda fix: _words(fix.place, language) or None,
        "notes": lambda fix: _words(fix.note, language) or None,
        "citations": lambda fix: _citations(fix.citations) or None,
    }
    columns = {key: [value(fix) for fix in flight.fixes] for key, value in values.items()}
    further = dict(flight.properties).get("coordinateProperties")
    columns |= further if isinstance(further, dict) else {}
    return {key: column for key, column in columns.items() if any(value is not None for value in column)}


def _area(area: Area) -> Json | None:
    if area.lines:
        return _multi("LineString", [list(map(list, piece)) for line in area.lines for piece in geodesy.cut_line(line)])
    return _multi("Polygon", [polygon for whole in area.polygons for polygon in _cut(whole)])


def _cut(polygon: Sequence[Ring]) -> list[list[list[list[float]]]]:
    """A polygon's parts within ±180; those of a ring around a pole touch where it began, and are joined again."""
    parts = geodesy.cut_polygon(polygon)
    if len(parts) > 1:
        joined = shapely.union_all([shapely.Polygon(outer, holes) for outer, *holes in parts])
        parts = [_rings(part) for part in shapely.get_parts(shapely.orient_polygons(joined))]
    return [[[list(position) for position in ring] for ring in part] for part in parts]


def _rings(polygon: shapely.Polygon) -> list[Ring]:
    return [tuple(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def _multi(kind: str, parts: list[Any]) -> Json | None:
    if not parts:
        return None
    return (
        {"type": kind, "coordinates": parts[0]} if len(parts) == 1 else {"type": f"Multi{kind}", "coordinates": parts}
    )


def _reach(reach: Reach) -> tuple[Json | None, Json]:
    known = _given(radius_km=reach.radius_km, target_height_m=reach.target_height_m)
    if reach.position is None:
        return None, known
    return _multi("Polygon", _cut([geodesy.circle(reach.position, reach.radius_km)])), known | {
        "center": list(reach.position)
    }
