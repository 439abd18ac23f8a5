"""IIIF Presentation 3: a manifest of the exhibit's plate and scans with places and dates; and the positions of scans.

Addresses in a manifest are those of the public site, so there is one only where that is known.
"""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.content import open_picture, scan_picture
from app.domain import Basemap, Exhibit, LonLat, Text
from app.errors import NotFound, Rejected
from app.geodesy import cut_line
from app.interchange.contents import places_of
from app.interchange.words import stamp

Json = dict[str, Any]
Size = tuple[int, int]
"""Width and height in pixels."""

_PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
_NAV_PLACE = "http://iiif.io/api/extension/navplace/context.json"
_GEOREFERENCE = "http://iiif.io/api/extension/georef/1/context.json"
_PLATE: Size = (2970, 2100)
"""The plate's size: an A4 sheet, on its side, ten to the millimetre."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an exhibit is on the web; `site_url` is the public address of the atlas."""

    site_url: str
    exhibit: Exhibit

    @property
    def home(self) -> str:
        """What the addresses of its parts begin with."""
        return f"{self.site_url}{self.exhibit.slug}/"

    @property
    def page(self) -> str:
        """Its page."""
        return self.home

    def scan(self, basemap: Basemap) -> str:
        """The picture of a scan."""
        return f"{self.home}basemaps/{basemap.id}?v={basemap.version}"


class SiteAddresses(Addresses):
    """The same in a static site, where a file is known by its ending."""

    @property
    def page(self) -> str:
        """Its page."""
        return f"{self.site_url}{self.exhibit.slug}.html"

    def scan(self, basemap: Basemap) -> str:
        """The picture of a scan."""
        return f"{self.site_url}{quote(self.file(basemap))}"

    def file(self, basemap: Basemap) -> str:
        """The file of a scan in the site."""
        return f"{self.exhibit.slug}/basemaps/{basemap.id}{mimetypes.guess_extension(basemap.mimetype) or ''}"


def manifest(exhibit: Exhibit, addresses: Addresses) -> bytes:
    """The exhibit as a manifest: its plate, then its scans."""
    home = addresses.home
    whole: Json = {
        "@context": [_NAV_PLACE, _PRESENTATION],
        "id": f"{home}manifest.json",
        "type": "Manifest",
        "label": _language_map(exhibit.title),
        "summary": _language_map(exhibit.summary),
        "homepage": [
            {"id": addresses.page, "type": "Text", "label": _language_map(exhibit.title), "format": "text/html"},
        ],
        "rights": _rights(exhibit),
        "requiredStatement": _credit(exhibit),
        "navDate": _nav_date(exhibit),
        "navPlace": _nav_place(f"{home}manifest.json/places", _features(exhibit, home)),
        "items": [
            _canvas(f"{home}canvas/plate", exhibit.title, f"{home}plate.svg", "image/svg+xml", _PLATE),
            *(_scan(exhibit, scan, addresses, size) for scan, size in _scans(exhibit)),
        ],
    }
    return _written({key: value for key, value in whole.items() if value})


def scans(exhibit: Exhibit) -> list[Basemap]:
    """The scans that a manifest has."""
    return [basemap for basemap, _ in _scans(exhibit)]


def georeference(exhibit: Exhibit, basemap: Basemap, addresses: Addresses) -> bytes:
    """The position of a scan, as an annotation of the Georeference Extension, which Allmaps reads.

    Raises `NotFound` for tiles, and for a picture whose size cannot be read.
    """
    size = _size(exhibit, basemap) if basemap.corners else None
    if size is None:
        raise NotFound(f"The basemap {basemap.id!r} is not a scan.")
    annotation = _annotation(exhibit, basemap, addresses.home, size)
    return _written({"@context": [_GEOREFERENCE, _PRESENTATION], **annotation})


def _scan(exhibit: Exhibit, basemap: Basemap, addresses: Addresses, size: Size) -> Json:
    """A canvas of a scan, with its outline on the map and the annotation with its position."""
    home = addresses.home
    key = f"{home}canvas/{basemap.id}"
    canvas = _canvas(key, basemap.name, addresses.scan(basemap), basemap.mimetype, size)
    outline = {"type": "Polygon", "coordinates": [[list(at) for at in (*basemap.corners, basemap.corners[0])]]}
    if basemap.attribution:
        canvas["requiredStatement"] = {"label": {"none": ["©"]}, "value": _language_map(basemap.attribution)}
    page = {"id": f"{key}/annotations", "type": "AnnotationPage", "items": [_annotation(exhibit, basemap, home, size)]}
    return canvas | {
        "navPlace": _nav_place(f"{key}/place", [_feature(f"{key}/place/1", basemap.name, outline)]),
        "annotations": [page],
    }


def _canvas(key: str, label: Text, image: str, mimetype: str, size: Size) -> Json:
    shape = {"width": size[0], "height": size[1]}
    painting = {
        "id": f"{key}/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": {"id": image, "type": "Image", "format": mimetype, **shape},
        "target": key,
    }
    page = {"id": f"{key}/page", "type": "AnnotationPage", "items": [painting]}
    return {"id": key, "type": "Canvas", "label": _language_map(label), **shape, "items": [page]}


def _annotation(exhibit: Exhibit, basemap: Basemap, home: str, size: Size) -> Json:
    """The four corners as control points; a thin plate goes through them exactly."""
    width, height = size
    pixels = ((0, 0), (width, 0), (width, height), (0, height))
    outline = " ".join(f"{x},{y}" for x, y in pixels)
    whole = {"id": f"{home}manifest.json", "type": "Manifest", "label": _language_map(exhibit.title)}
    key = f"{home}canvas/{basemap.id}"
    canvas: Json = {"id": key, "type": "Canvas", "width": width, "height": height, "partOf": [whole]}
    return {
        "id": f"{home}basemaps/{basemap.id}/georeference.json",
        "type": "Annotation",
        "motivation": "georeferencing",
        "target": {
            "type": "SpecificResource",
            "source": canvas,
            "selector": {
                "type": "SvgSelector",
                "value": f'<svg width="{width}" height="{height}"><polygon points="{outline}" /></svg>',
            },
        },
        "body": {
            "type": "FeatureCollection",
            "transformation": {"type": "thinPlateSpline"},
            "features": [
                {
                    "type": "Feature",
                    "properties": {"resourceCoords": list(pixel)},
                    "geometry": {"type": "Point", "coordinates": list(corner)},
                }
                for pixel, corner in zip(pixels, basemap.corners, strict=True)
            ],
        },
    }


def _scans(exhibit: Exhibit) -> list[tuple[Basemap, Size]]:
    """The scans whose size can be read."""
    return [(each, size) for each in exhibit.basemaps if each.corners and (size := _size(exhibit, each))]


def _size(exhibit: Exhibit, basemap: Basemap) -> Size | None:
    try:
        return open_picture(scan_picture(exhibit, basemap).data).size
    except (NotFound, Rejected):
        return None


def _features(exhibit: Exhibit, home: str) -> list[Json]:
    """The places as points, and the flights as lines through their fixes."""
    points: list[tuple[str, Text, Json]] = [
        (place.id, place.name, {"type": "Point", "coordinates": list(place.position or ())})
        for place in places_of(exhibit)
    ]
    lines: list[tuple[str, Text, Json]] = [
        (flight.id, flight.name, {"type": "MultiLineString", "coordinates": pieces})
        for flight in exhibit.flights
        if (pieces := _pieces([(fix.lon, fix.lat) for fix in flight.fixes]))
    ]
    return [_feature(f"{home}place/{key}", name, shape) for key, name, shape in (*points, *lines)]


def _pieces(positions: list[LonLat]) -> list[list[list[float]]]:
    return [[list(at) for at in piece] for piece in cut_line(positions) if len(piece) > 1]


def _feature(key: str, label: Text, geometry: Json) -> Json:
    return {"id": key, "type": "Feature", "properties": {"label": _language_map(label)}, "geometry": geometry}


def _nav_place(key: str, features: list[Json]) -> Json:
    return {"id": key, "type": "FeatureCollection", "features": features} if features else {}


def _nav_date(exhibit: Exhibit) -> str:
    """The beginning of the exhibit's period; empty where it has none."""
    start = exhibit.period.known_start if exhibit.period else None
    return stamp(start) if start else ""


def _rights(exhibit: Exhibit) -> str:
    """The licence's address, where it is one that the standard allows: Creative Commons or RightsStatements."""
    url = exhibit.licence.url if exhibit.licence else ""
    plain = url.replace("https://", "http://")
    return plain if plain.startswith(("http://creativecommons.org/", "http://rightsstatements.org/")) else ""


def _credit(exhibit: Exhibit) -> Json:
    names = [author.name for author in exhibit.authors]
    return {"label": {"none": ["©"]}, "value": {"none": [", ".join(names)]}} if names else {}


def _language_map(text: Text) -> Json:
    return {tag: [words] for tag, words in text if words}


def _written(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
