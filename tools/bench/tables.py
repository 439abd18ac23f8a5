"""The same fixes and places as GeoJSON, as tables and as tracks, and what it costs to read them."""

from __future__ import annotations

import csv
import gc
import io
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl

from app.content.fields.context import ReadContext
from app.content.importers.import_settings import ImportSettings
from app.content.layers.layer_reader import read_layer
from app.domain import Basis
from app.errors import Report
from bench import content

Rows = Sequence[Sequence[Any]]

_START = datetime(1960, 5, 1, tzinfo=UTC)


def fixes(count: int) -> dict[str, bytes]:
    """A flight with times and altitudes, by format."""
    way = content.track(count)
    moments = [_START + timedelta(seconds=number) for number in range(count)]
    known: dict[str, list[str]] = {
        "times": [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in moments],
        "basis": ["documented"] * count,
    }
    line = {"type": "LineString", "coordinates": [(lon, lat, 9000.0) for lon, lat in way]}
    properties = {"name": "Flight", "max_speed_kmh": 1e6, "coordinateProperties": known}
    feature = {"type": "Feature", "id": "f", "geometry": line, "properties": properties}
    rows = [(moment.replace(tzinfo=None), lat, lon, 9000) for moment, (lon, lat) in zip(moments, way, strict=True)]
    table = (("Time (UTC)", "Latitude", "Longitude", "Altitude (m)"), *rows)
    tracks = {"GPX": _gpx(way, known["times"]), "KML": _kml(way, known["times"])}
    return _by_format([feature], table) | tracks


def _gpx(way: Sequence[content.Position], times: Sequence[str]) -> bytes:
    points = (
        f'<trkpt lat="{lat}" lon="{lon}"><ele>9000.0</ele><time>{moment}</time></trkpt>'
        for (lon, lat), moment in zip(way, times, strict=True)
    )
    return f"<gpx><trk><name>Flight</name><trkseg>{''.join(points)}</trkseg></trk></gpx>".encode()


def _kml(way: Sequence[content.Position], times: Sequence[str]) -> bytes:
    whens = "".join(f"<when>{moment}</when>" for moment in times)
    coords = "".join(f"<gx:coord>{lon} {lat} 9000.0</gx:coord>" for lon, lat in way)
    return f"<kml><Placemark><name>Flight</name><gx:Track>{whens}{coords}</gx:Track></Placemark></kml>".encode()


def places(count: int) -> dict[str, bytes]:
    """Named points, by format."""
    positions = content.points(count)
    features = content.collection(positions, [])["features"]
    rows = [(f"Place {number}", lat, lon) for number, (lon, lat) in enumerate(positions, 1)]
    return _by_format(features, (("Name", "Latitude", "Longitude"), *rows))


def _by_format(features: list[Any], rows: Rows) -> dict[str, bytes]:
    text, book, binary = io.StringIO(), openpyxl.Workbook(write_only=True), io.BytesIO()
    csv.writer(text).writerows(rows)
    sheet = book.create_sheet("Sheet")
    for row in rows:
        sheet.append(row)
    book.save(binary)
    geojson = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"GeoJSON": geojson, "CSV": text.getvalue().encode(), "XLSX": binary.getvalue()}


def cost(data: bytes) -> float:
    """Seconds of CPU to read a layer."""
    context = ReadContext(Report())
    settings = ImportSettings(basis=Basis.DOCUMENTED, name="Layer")
    gc.disable()
    try:
        started = time.process_time()
        with context.report.at(file="layer"):
            read_layer(data, settings, context, "layer")
        return time.process_time() - started
    finally:
        gc.enable()
