"""A curator's own basemaps: a scan with the positions of its corners, or an archive of map tiles."""

from __future__ import annotations

from enum import StrEnum
from itertools import permutations

from app.content.fields.table import Table
from app.content.fields.values import box, choice, describe, flag, join_names, ranged, sentence, slug, string
from app.content.folder import basemap_path
from app.content.formats import tile_archives
from app.content.layers.geometry import read_lonlat
from app.domain import Basemap, Exhibit, LonLat, Text
from app.errors import Rejected
from app.media import TILES

KEYS = ("id", "name", "file", "attribution", "corners", "bounds", "georeference", "visible", "min_zoom", "max_zoom")
SCANS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")

_ORDER = "upper left, upper right, lower right, lower left"
_PLACES = {"corners", "bounds", "georeference"}
_zoom = ranged(0, 24, "a zoom level from 0 to 24")


def read_basemap(table: Table) -> Basemap | None:
    """An entry of `[[basemaps]]`, its file not read yet; None, and reported, where it cannot be used.

    A scan without corners has them in its file or in one beside it.
    """
    basemap_id = table.need("id", slug, "The basemap has no id.", 'Write for example: id = "town-plan"')
    file = table.need("file", _file, "The basemap has no file.", 'Write for example: file = "town-plan.png"')
    corners = _corners(table)
    least, most = table.take("min_zoom", _zoom, 0.0), table.take("max_zoom", _zoom, 24.0)
    if least > most:
        table.reject(
            "min_zoom",
            Rejected(
                f"min_zoom ({least:g}) is above max_zoom ({most:g}).",
                f"Write: min_zoom = {most:g} and max_zoom = {least:g}",
            ),
        )
        least, most = 0.0, 24.0
    is_scan = file is not None and is_scan_file(file)
    is_georeferenced = _is_georeferenced(table, is_scan, has_corners=bool(corners))
    if file and is_scan and not corners and not _PLACES & table.values.keys():
        table.reject(
            "corners",
            Rejected(
                "The scan has no place on the map: it needs corners, bounds or a georeference.",
                f"Write: corners = [[lon, lat], …] in this order: {_ORDER}; or bounds = […]; or, if the file or one "
                'beside it says where it is, georeference = "file".',
            ),
        )
    if file and not is_scan and corners:
        key = "corners" if "corners" in table.values else "bounds"
        table.warn(key, "Map tiles know their place; corners and bounds are for scans.", f"Remove {key}.")
    if basemap_id is None or file is None or (is_scan and not corners and not is_georeferenced):
        return None
    return Basemap(
        id=basemap_id,
        name=_words(table, "name", "The basemap has no name.", basemap_id),
        file=file,
        attribution=_words(table, "attribution", "The basemap does not say who made it, and who permits its use.", ""),
        visible=table.take("visible", flag, True),
        min_zoom=least,
        max_zoom=most,
        corners=corners if is_scan else (),
    )


def is_scan_file(name: str) -> bool:
    """Whether a basemap's file is a picture, by its ending; the others are archives of tiles."""
    return name.lower().endswith(SCANS)


def read_tile(exhibit: Exhibit, basemap: Basemap, zoom: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of one of the exhibit's basemaps and its media type; None where the archive has none there.

    Raises `NotFound` for a tile that cannot exist, and where the archive cannot be read.
    """
    return tile_archives.read_tile(basemap_path(exhibit, basemap), basemap, zoom, x, y)


class _Origin(StrEnum):
    """What says where a scan is."""

    FILE = "file"


def _is_georeferenced(table: Table, is_scan: bool, *, has_corners: bool) -> bool:
    """Whether the scan's own file, or one beside it, says where it is."""
    asked = table.take("georeference", choice(_Origin), None) is not None
    if asked and not is_scan:
        table.warn("georeference", "Map tiles know their place; a georeference is for scans.", "Remove georeference.")
    elif asked and has_corners:
        problem = "There are corners or bounds and a georeference; the georeference is ignored."
        table.warn("georeference", problem, "Remove georeference, or corners and bounds.")
    return asked


def _words(table: Table, key: str, problem: str, fallback: str) -> Text:
    words = table.words(key)
    if not words:
        table.warn(key, problem, f'Write: {key} = "…"')
    return words or (Text.of(fallback, table.context.languages[0]) if fallback else Text())


def _file(value: object) -> str:
    name = string(value)
    if not name.lower().endswith((*SCANS, *TILES)):
        endings = join_names((*SCANS, *TILES), last="or")
        raise Rejected(
            f"{describe(name)} cannot be shown as a basemap.", f"Convert it to a file that ends in {endings}."
        )
    return name


def _corners(table: Table) -> tuple[LonLat, ...]:
    """The four corners as given, or those of the bounds; none where neither is given or can be used."""
    corners, bounds = table.take("corners", _quadrangle, ()), table.take("bounds", box, None)
    if corners and bounds:
        table.warn("bounds", "There are corners and bounds; the bounds are ignored.", "Remove one of the two.")
    if bounds and not corners:
        west, south, east, north = bounds
        return (west, north), (east, north), (east, south), (west, south)
    return corners


def _quadrangle(value: object) -> tuple[LonLat, ...]:
    """Four positions, clockwise on the map, of a convex quadrangle."""
    if not isinstance(value, list) or len(value) != 4:
        raise Rejected(
            f"{sentence(describe(value))} is not four corners.",
            f"Write four positions [lon, lat] in this order: {_ORDER}.",
        )
    corners = tuple(read_lonlat(position, f"[{index}]") for index, position in enumerate(value))
    if not _is_clockwise(corners):
        raise Rejected("The corners do not go clockwise around the scan.", _reordered(corners))
    return corners


def _reordered(corners: tuple[LonLat, ...]) -> str:
    """Latitude written first turns the order round as well, so both are offered."""
    exchanged = tuple((lat, lon) for lon, lat in corners)
    order = next((order for order in permutations(corners) if _is_upright(order)), None)
    in_order = f"write them as {_ORDER}: {_written(order)}" if order else f"write them in this order: {_ORDER}"
    if _is_clockwise(exchanged) and all(abs(lat) <= 90 for _, lat in exchanged):
        return (
            f"If each corner was written latitude first, write: {_written(exchanged)}. If only the order is wrong, "
            f"{in_order}"
        )
    return sentence(in_order)


def _written(corners: tuple[LonLat, ...]) -> str:
    return f"[{', '.join(f'[{lon:g}, {lat:g}]' for lon, lat in corners)}]"


def _is_upright(corners: tuple[LonLat, ...]) -> bool:
    """Whether this is the order of the corners of a map with north at its top."""
    upper_left, upper_right, lower_right, lower_left = corners
    return (
        _is_clockwise(corners)
        and min(upper_left[1], upper_right[1]) >= max(lower_left[1], lower_right[1])
        and max(upper_left[0], lower_left[0]) <= min(upper_right[0], lower_right[0])
    )


def _is_clockwise(corners: tuple[LonLat, ...]) -> bool:
    return all(_turns_right(*(corners[(index + step) % 4] for step in range(3))) for index in range(4))


def _turns_right(one: LonLat, two: LonLat, three: LonLat) -> bool:
    return (two[0] - one[0]) * (three[1] - two[1]) < (two[1] - one[1]) * (three[0] - two[0])
