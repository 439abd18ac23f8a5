"""An exhibit in the formats of other programs: a module for each, and what each leaves out.

A writer turns an exhibit into bytes, the same each time. It writes what the sources say, as exactly as they say it and
no more: what a format draws between two fixes is marked as drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, cast

from app.domain import Exhibit, Flight
from app.errors import NotFound
from app.interchange.contents import Content, left_out

__all__ = ["FORMATS", "IIIF_MIMETYPE", "Content", "Format", "find_formats", "part_of"]


IIIF_MIMETYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
"""The media type of `app.interchange.iiif`, whose documents need the public address and are therefore no `Format`."""


class Writer(Protocol):
    """What a format's module has: `exhibit` in the format, with the words in `language`."""

    def __call__(self, exhibit: Exhibit, language: str, notes: tuple[str, ...], /) -> bytes:
        """The file; `notes` say what is left out, for a format that has a place for a note."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name of its file, its media type, what it is for, and what it keeps of an exhibit.

    `writer` is the name of its module in this package, and of the function there.
    """

    key: str
    file: str
    mimetype: str
    writer: str
    keeps: frozenset[Content]

    def write(self, exhibit: Exhibit, language: str = "") -> bytes:
        """The file, with the words in `language`, or in the exhibit's first language."""
        module, function = self.writer.split(".")
        write = cast("Writer", getattr(import_module(f"{__name__}.{module}"), function))
        return write(exhibit, language or exhibit.language, self.losses(exhibit))

    def losses(self, exhibit: Exhibit) -> tuple[str, ...]:
        """What the exhibit has and the format has no place for: ``12 conflicting accounts``."""
        return left_out(exhibit, self.keeps)


_FIXES = frozenset(
    {
        Content.FIXES,
        Content.PARTS,
        Content.TIMES,
        Content.ALTITUDES,
        Content.EVIDENCE,
        Content.UNCERTAINTIES,
        Content.HOLDS,
        Content.ZONES,
        Content.FIX_WORDS,
        Content.FIX_SOURCES,
        Content.FLIGHT_NAMES,
        Content.FLIGHT_IDS,
    }
)
_PLACES = frozenset(
    {
        Content.PLACES,
        Content.PLACE_IDS,
        Content.PLACE_WORDS,
        Content.PLACE_DATES,
        Content.PLACE_EVIDENCE,
        Content.PLACE_SOURCES,
    }
)
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = frozenset({Content.FLIGHT_NAMES, Content.FLIGHT_IDS})
_GPX = {Content.PLANS, Content.FLIGHT_WORDS}
_KML = _GPX | {
    Content.FLIGHT_SOURCES,
    Content.DETAILS,
    Content.UNPLACED,
    Content.AREAS,
    Content.REACHES,
    Content.ACCOUNTS,
    Content.STORY,
}
_CZML = {
    *(_FIXES - {Content.ZONES}),
    *_PLACES,
    *_GPX,
    Content.FLIGHT_SOURCES,
    Content.AREAS,
    Content.REACHES,
} - {Content.PLACE_DATES}
_GIS = (_FIXES | _PLACES) - {Content.HOLDS, Content.ZONES} | {Content.PLANS}
_MOVING = frozenset({Content.TIMES, Content.ALTITUDES, Content.HOLDS, Content.PARTS, Content.PLANS})
_FIX_TABLE = _FIXES | {Content.FLIGHT_TRANSLATIONS}
_PLACE_TABLE = _PLACES | {Content.PLACE_TRANSLATIONS}

FORMATS = (
    Format("gpx", "flights.gpx", "application/gpx+xml", "gpx.write", _FIXES | _PLACES | _GPX),
    Format("kml", "flights.kml", "application/vnd.google-earth.kml+xml", "kml.write", _FIXES | _PLACES | _KML),
    Format("kmz", "flights.kmz", "application/vnd.google-earth.kmz", "kml.write_kmz", _FIXES | _PLACES | _KML),
    Format("czml", "flights.czml", "application/json", "czml.write", frozenset(_CZML)),
    Format("geojson", "fixes.geojson", "application/geo+json", "geojson.write", _GIS),
    Format("gpkg", "fixes.gpkg", "application/geopackage+sqlite3", "geopackage.write", _GIS),
    Format("qgis", "fixes.qgis.zip", "application/zip", "qgis_project.write", _GIS),
    Format("mfjson", "flights.mf.json", "application/geo+json", "moving_features.write", _MOVING | _NAMES),
    Format("csv", "fixes.csv", _CSV, "tables.fixes_csv", _FIX_TABLE),
    Format("xlsx", "fixes.xlsx", _XLSX, "tables.fixes_xlsx", _FIX_TABLE),
    Format("places-csv", "places.csv", _CSV, "tables.places_csv", _PLACE_TABLE),
    Format("places-xlsx", "places.xlsx", _XLSX, "tables.places_xlsx", _PLACE_TABLE),
    Format("lpf", "places.lpf.json", "application/ld+json", "linked_places.write", _PLACE_TABLE),
)
"""Every format, in the order in which the documentation lists them."""


def find_formats(keys: Iterable[str]) -> tuple[Format, ...]:
    """The formats with some keys; ``all`` is every format. Raises `NotFound` for an unknown key."""
    known = {each.key: each for each in FORMATS}
    found: dict[str, Format] = {}
    for key in keys:
        if key != "all" and key not in known:
            raise NotFound(f"There is no format {key!r}. Use one of {', '.join(known)}, or all.")
        found |= known if key == "all" else {key: known[key]}
    return tuple(found.values())


def part_of(exhibit: Exhibit, layer: str = "", flight: str = "") -> Exhibit:
    """The exhibit with one layer alone, or with one flight alone. Raises `NotFound` for an unknown id."""
    layers = [each for each in exhibit.layers if not layer or each.id == layer]
    if flight:
        layers = [
            replace(each, features=(found,))
            for each in layers
            for found in each.features
            if found.id == flight and isinstance(found, Flight)
        ]
    if not layers and (layer or flight):
        raise NotFound(f"The exhibit {exhibit.slug!r} has no {f'flight {flight!r}' if flight else f'layer {layer!r}'}.")
    return replace(exhibit, layers=tuple(layers))
