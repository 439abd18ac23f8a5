"""The curator's own maps: a scan with the places of its corners, or ready-made tiles."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from app.content.archives import SUFFIXES, picture_type
from app.content.geometry import read_position
from app.content.table import Table
from app.content.values import box, describe, flag, listed, ranged, slug, string
from app.domain import Basemap, LonLat, Text
from app.errors import Rejected

KEYS = ("id", "name", "file", "attribution", "corners", "bounds", "visible", "min_zoom", "max_zoom")
SCANS = (".png", ".jpg", ".jpeg", ".webp")

_CORNERS = "[[lon, lat], …]: upper left, upper right, lower right, lower left"
_zoom = ranged(0, 24, "a zoom level from 0 to 24")


def read_basemap(table: Table) -> Basemap | None:
    """An entry of `[[basemaps]]`, its file not looked at yet; None, and told, where it cannot be used."""
    basemap_id = table.need("id", slug, "the basemap's id", 'Add id = "town-plan".')
    file = table.need("file", _file, "the name of a scan or a tile archive in this folder", 'Add file = "….pmtiles".')
    corners = _corners(table)
    least, most = table.take("min_zoom", _zoom, 0.0), table.take("max_zoom", _zoom, 24.0)
    if least > most:
        table.reject("min_zoom", Rejected(f"{least:g} above max_zoom = {most:g}", "the lower of the two", "Exchange them."))
        least, most = 0.0, 24.0
    is_scan = file is not None and file.lower().endswith(SCANS)
    if file and is_scan and not corners and not {"corners", "bounds"} & table.values.keys():
        table.reject("corners", Rejected("nothing", f"where the scan lies, {_CORNERS}; or bounds", "Add corners or bounds."))
    if file and not is_scan and corners:
        key = "corners" if "corners" in table.values else "bounds"
        table.warn(key, "a place for tiles", "none: tiles know where they lie", "Remove it.")
    if basemap_id is None or file is None or (is_scan and not corners):
        return None
    return Basemap(
        id=basemap_id,
        name=_words(table, "name", "the basemap's name", basemap_id),
        file=file,
        attribution=_words(table, "attribution", "who made the map and who lets us show it", ""),
        visible=table.take("visible", flag, True),
        min_zoom=least,
        max_zoom=most,
        corners=corners if is_scan else (),
    )


def with_scan(basemap: Basemap, data: bytes) -> Basemap:
    """The basemap with what its picture tells. Raises `Rejected` where `data` is no picture."""
    mimetype = picture_type(data)
    if mimetype is None:
        raise Rejected("no picture", "a PNG, JPEG or WebP", "Save it anew from a program that shows it.")
    return replace(basemap, mimetype=mimetype, version=sha256(data).hexdigest()[:12], size=len(data))


def _words(table: Table, key: str, wanted: str, instead: str) -> Text:
    words = table.words(key)
    if not words:
        table.warn(key, "no words", wanted, f'Add {key} = "…".')
    return words or (Text.of(instead, table.desk.languages[0]) if instead else Text())


def _file(value: object) -> str:
    name = string(value)
    if not name.lower().endswith((*SCANS, *SUFFIXES)):
        raise Rejected(describe(name), f"a file that ends in {listed((*SCANS, *SUFFIXES))}", "Convert it.")
    return name


def _corners(table: Table) -> tuple[LonLat, ...]:
    """The four corners as they are given, or those of the bounds; none where neither is given or can be used."""
    corners, bounds = table.take("corners", _quadrangle, ()), table.take("bounds", box, None)
    if corners and bounds:
        table.warn("bounds", "bounds beside corners", "one of the two", "Remove one; the corners count for now.")
    if bounds and not corners:
        west, south, east, north = bounds
        return (west, north), (east, north), (east, south), (west, south)
    return corners


def _quadrangle(value: object) -> tuple[LonLat, ...]:
    """Four positions, clockwise as the map shows them, with no corner that goes in."""
    if not isinstance(value, list) or len(value) != 4:
        raise Rejected(describe(value), _CORNERS, "Write four positions.")
    corners = tuple(read_position(position, f"[{index}]").lonlat for index, position in enumerate(value))
    if not all(_turns_right(*(corners[(index + step) % 4] for step in range(3))) for index in range(4)):
        raise Rejected("corners that do not run clockwise round the scan", _CORNERS, "Put them in this order.")
    return corners


def _turns_right(one: LonLat, two: LonLat, three: LonLat) -> bool:
    return (two[0] - one[0]) * (three[1] - two[1]) < (two[1] - one[1]) * (three[0] - two[0])
