"""Flat GeoJSON (RFC 7946) for QGIS and other GIS: no nested properties, one time and one end for each feature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.domain import Exhibit
from app.interchange.flat import Row, fixes, leg_rows, places
from app.interchange.words import about


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """Fixes, legs and places as features; `table` says which of them one is."""
    whole = {
        "type": "FeatureCollection",
        "description": about(exhibit, language, notes),
        "features": list(_features(exhibit, language)),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _features(exhibit: Exhibit, language: str) -> Iterator[dict[str, Any]]:
    for table, rows in (("leg", leg_rows), ("fix", fixes), ("place", places)):
        for row in rows(exhibit, language):
            yield {"type": "Feature", "geometry": _geometry(row), "properties": {"table": table, **row.fields}}


def _geometry(row: Row) -> dict[str, Any]:
    if len(row.pieces) == 1 and len(row.pieces[0]) == 1:
        return {"type": "Point", "coordinates": row.pieces[0][0]}
    if len(row.pieces) == 1:
        return {"type": "LineString", "coordinates": row.pieces[0]}
    return {"type": "MultiLineString", "coordinates": row.pieces}
