"""A project of QGIS, packed with the GeoPackage that it shows: it opens with styles, names and the Temporal Controller.

A project names the files that it shows, and a browser names a download as it likes: hence the two in one archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from app.dates import parse_instant, seconds
from app.domain import Bounds, Exhibit
from app.geodesy import bounds
from app.interchange import geopackage, qgis
from app.interchange.archive import archive
from app.interchange.flat import Row, fixes, leg_rows, places
from app.interchange.words import about, number
from app.interchange.xml import Element, add, doctyped

_DATA = "fixes.gpkg"
_MARGIN = 1.0
_DEGREES = "EPSG:4326"
_FRAMES = 150
"""About how many steps the whole time is played in."""
_STEPS = ((60, "min"), (600, "min"), (3_600, "h"), (86_400, "d"), (7 * 86_400, "wk"), (30 * 86_400, "mon"))
"""Seconds of a step, and QGIS's unit for it."""
_UNITS = {"min": 60, "h": 3_600, "d": 86_400, "wk": 7 * 86_400, "mon": 30 * 86_400}
_ANIMATED = "1"
"""QGIS's number for a Temporal Controller that plays."""


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The archive: the project, and the GeoPackage beside it."""
    project = doctyped(_project(exhibit, language, about(exhibit, language, notes)))
    return archive([(f"{exhibit.slug}.qgs", project), (_DATA, geopackage.write(exhibit, language, notes))])


def _project(exhibit: Exhibit, language: str, description: str) -> Element:
    legs, points, sites = (list(rows(exhibit, language)) for rows in (leg_rows, fixes, places))
    tables = (
        ("places", "Point", sites, qgis.points(stay=False), "name"),
        ("fixes", "Point", points, qgis.points(stay=True), "place"),
        ("legs", "Line", legs, qgis.lines(), ""),
    )
    title = exhibit.title.in_language(language)
    root = Element("qgis", {"version": qgis.VERSION, "projectname": title})
    add(root, "title", title)
    add(add(add(root, "projectCrs"), "spatialrefsys"), "authid", _DEGREES)
    properties = add(root, "properties")
    add(add(properties, "SpatialRefSys"), "ProjectionsEnabled", "1", type="int")
    tree, layers = add(root, "layer-tree-group"), add(root, "projectlayers")
    for table, geometry, _, style, label in tables:
        attributes = {"id": _id(table), "name": table, "checked": "Qt::Checked", "providerKey": "ogr"}
        add(tree, "layer-tree-layer", **attributes, source=_source(table))
        _layer(layers, table, geometry, style, label)
    _canvas(root, [*legs, *points, *sites])
    _time(root, properties, [*legs, *points])
    metadata = add(root, "projectMetadata")
    add(metadata, "title", title)
    add(metadata, "abstract", description)
    return root


def _id(table: str) -> str:
    return f"overflight_{table}"  # QGIS reads no id of up to ten characters


def _source(table: str) -> str:
    return f"./{_DATA}|layername={table}"


def _layer(layers: Element, table: str, geometry: str, style: Element, label: str) -> None:
    layer = add(layers, "maplayer", type="vector", geometry=geometry, labelsEnabled=str(int(bool(label))))
    add(layer, "id", _id(table))
    add(layer, "datasource", _source(table))
    add(layer, "layername", table)
    add(add(add(layer, "srs"), "spatialrefsys"), "authid", _DEGREES)
    add(layer, "provider", "ogr", encoding="UTF-8")
    layer.extend(style)
    if label:
        settings = add(add(layer, "labeling", type="simple"), "settings")
        text = {"fieldName": label, "fontSize": "8", "fontSizeUnit": "Point", "textColor": qgis.INK}
        buffer = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": "255,255,255,255"}
        add(add(settings, "text-style", **text), "text-buffer", **buffer)


def _canvas(root: Element, rows: list[Row]) -> None:
    """The map as it opens: everything."""
    positions = [(at[0], at[1]) for row in rows for piece in row.pieces for at in piece]
    west, south, east, north = bounds(positions) if positions else _whole()
    canvas = add(root, "mapcanvas", name="theMapCanvas")
    add(canvas, "units", "degrees")
    extent = add(canvas, "extent")
    limits = (("xmin", west - _MARGIN), ("ymin", south - _MARGIN), ("xmax", east + _MARGIN), ("ymax", north + _MARGIN))
    for tag, value in limits:
        add(extent, tag, number(value))
    add(add(add(canvas, "destinationsrs"), "spatialrefsys"), "authid", _DEGREES)


def _whole() -> Bounds:
    return -180.0, -90.0, 180.0, 90.0


def _time(root: Element, properties: Element, rows: list[Row]) -> None:
    """From the first to the last known time, in steps of the length that fits; nothing where no time is known."""
    times = sorted(chain.from_iterable(map(_times, rows)), key=lambda each: seconds(parse_instant(each)))
    if not times:
        return
    length = seconds(parse_instant(times[-1])) - seconds(parse_instant(times[0]))
    step, unit = next((each for each in _STEPS if length <= _FRAMES * each[0]), _STEPS[-1])
    count = number(step / _UNITS[unit])
    settings = add(root, "ProjectTimeSettings", timeStep=count, timeStepUnit=unit, frameRate="5")
    span = add(settings, "TemporalRange")
    add(span, "start", times[0])
    add(span, "end", times[-1])
    add(add(properties, "TemporalControllerWidget"), "NavigationMode", _ANIMATED, type="int")


def _times(row: Row) -> Iterator[str]:
    yield from (str(time) for time in (row.fields["time"], row.fields["end_time"]) if time)
