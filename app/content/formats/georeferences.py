"""Where a scan is: world files, the tags of GeoTIFF, control points of QGIS and of IIIF Georeference Annotations.

All lead to the four corners that a basemap has. Coordinates are read in two systems: longitude and latitude (EPSG:4326)
and Web Mercator (EPSG:3857), in which the map is drawn; others are refused, since converting them needs tables that
only a GIS has.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import atan, degrees, exp, isfinite, log, pi, radians, tan
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.content.formats.pictures import ERRORS, quiet
from app.domain import LonLat
from app.errors import Rejected
from app.geodesy.ellipsoid import EQUATORIAL_RADIUS_M

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

Matrix = npt.NDArray[np.float64]
Size = tuple[int, int]
Corners = tuple[LonLat, LonLat, LonLat, LonLat]
"""Upper left, upper right, lower right, lower left."""

WORLD_FILES = (".jgw", ".jpgw", ".jpegw", ".pgw", ".pngw", ".tfw", ".tifw", ".tiffw", ".wld")
POINTS = ".points"

_SCALE, _TIEPOINTS, _MATRIX, _KEYS = 33550, 33922, 34264, 34735
_MODEL, _RASTER, _GEOGRAPHIC, _PROJECTED = 1024, 1025, 2048, 3072
_MOST_POINTS = 10_000
_EXPORT = (
    "In QGIS, export the georeferenced raster (Layer › Save as) in EPSG:3857, or choose EPSG:3857 or EPSG:4326 as the "
    "target in the georeferencer."
)
_AUTHORITY = re.compile(r'(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]?\s*$')


class System(Enum):
    """The coordinates of a file."""

    DEGREES = 4326
    MERCATOR = 3857


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A pixel (from the upper left corner, downwards) and where it is."""

    column: float
    row: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placement:
    """The corners of a scan, and how well its control points agree: the largest distance in pixels, and whose it is."""

    corners: Corners
    system: System
    points: int = 0
    residual_px: float = 0.0
    worst: int = 0


def world_file(text: str, projection: str, size: Size) -> Placement:
    """The place of a scan by its world file; `projection` is the text of its .prj, or empty.

    Raises `Rejected`.
    """
    try:
        a, d, b, e, c, f = (float(line.replace(",", ".")) for line in text.split())
    except ValueError:
        raise Rejected("The world file does not have six numbers.", "Export it again.") from None
    matrix = np.array([[a, b, c - (a + b) / 2], [d, e, f - (d + e) / 2]])
    return _by_matrix(matrix, size, _system(projection, _ends(matrix, size)))


def points_file(text: str, size: Size) -> Placement:
    """The place of a scan by the control points of QGIS's georeferencer. Raises `Rejected`."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        rows = [row for row in csv.DictReader(lines[: _MOST_POINTS + 1]) if (row.get("enable") or "1").strip() != "0"]
        column, line = ("sourceX", "sourceY") if rows and "sourceX" in rows[0] else ("pixelX", "pixelY")
        points = [
            ControlPoint(float(row[column]), -float(row[line]), float(row["mapX"]), float(row["mapY"])) for row in rows
        ]
    except (KeyError, TypeError, ValueError, csv.Error):
        raise Rejected(
            "The file of control points cannot be read.", "Save the points again in QGIS's georeferencer."
        ) from None
    projection = next((line.partition(":")[2] for line in comments if line.upper().startswith("#CRS:")), "")
    return _by_points(points, size, _system(projection, [(point.x, point.y) for point in points]))


def annotation(data: bytes, size: Size) -> Placement:
    """The place of a scan by a IIIF Georeference Annotation, whose pixels are those of the scan. Raises `Rejected`."""
    try:
        value = json.loads(data)
        first = value["items"][0] if value.get("type") == "AnnotationPage" else value
        points = [
            ControlPoint(
                *map(float, feature["properties"]["resourceCoords"]), *map(float, feature["geometry"]["coordinates"])
            )
            for feature in first["body"]["features"][:_MOST_POINTS]
        ]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Rejected(
            "This is no IIIF Georeference Annotation.", "Export it again, for example from Allmaps."
        ) from None
    return _by_points(points, size, System.DEGREES)


def geotiff(image: ImageFile) -> Placement | None:
    """The place of a scan by its tags; None for a picture without any. Raises `Rejected`."""
    from PIL.TiffImagePlugin import TiffImageFile

    if not isinstance(image, TiffImageFile):
        return None
    try:
        with quiet():
            tags = {tag: _numbers(image.tag_v2.get(tag)) for tag in (_SCALE, _TIEPOINTS, _MATRIX, _KEYS)}
    except ERRORS:
        raise Rejected("The tags of the GeoTIFF are damaged.", "Export it again.") from None
    if not any(tags[tag] for tag in (_SCALE, _TIEPOINTS, _MATRIX)):
        return None
    keys = {int(key): int(value) for key, _, _, value in zip(*[iter(tags[_KEYS][4:])] * 4, strict=False)}
    system = _of_keys(keys)
    half = 0.5 if keys.get(_RASTER) == 2 else 0.0
    ties = [tuple(tags[_TIEPOINTS][at : at + 6]) for at in range(0, len(tags[_TIEPOINTS]) - 5, 6)][:_MOST_POINTS]
    if len(tags[_MATRIX]) == 16:
        m = tags[_MATRIX]
        return _by_matrix(_shifted(np.array([[m[0], m[1], m[3]], [m[4], m[5], m[7]]]), half), image.size, system)
    if len(tags[_SCALE]) >= 2 and ties:
        (column, row, _, x, y, _), (across, down) = ties[0], tags[_SCALE][:2]
        matrix = np.array([[across, 0.0, x - across * column], [0.0, -down, y + down * row]])
        return _by_matrix(_shifted(matrix, half), image.size, system)
    points = [ControlPoint(column + half, row + half, x, y) for column, row, _, x, y, _ in ties]
    return _by_points(points, image.size, system)


def _numbers(value: object) -> list[float]:
    return [float(each) for each in value] if isinstance(value, tuple) else []


def _shifted(matrix: Matrix, half: float) -> Matrix:
    """A matrix for the corners of pixels, of one for points that are `half` a pixel from them."""
    moved = matrix.copy()
    moved[:, 2] -= half * matrix[:, :2].sum(axis=1)
    return moved


def _of_keys(keys: dict[int, int]) -> System:
    code = keys.get(_PROJECTED if keys.get(_MODEL) == 1 else _GEOGRAPHIC, 0)
    if code in (System.DEGREES.value, System.MERCATOR.value):
        return System(code)
    named = f"EPSG:{code}" if 0 < code < 32767 else "coordinates of its own"
    raise Rejected(f"The scan is in {named}, not in EPSG:3857 or EPSG:4326.", _EXPORT)


def _system(projection: str, positions: Sequence[tuple[float, float]]) -> System:
    """By the text of a projection; without one, numbers that can be degrees are degrees."""
    text = projection.strip()
    if not text:
        if all(abs(x) <= 180 and abs(y) <= 90 for x, y in positions):
            return System.DEGREES
        x, y = positions[0]
        raise Rejected(
            f"Coordinates such as {x:.10g}, {y:.10g} are not degrees, and nothing says in which system they are.",
            f"Put the .prj of the world file beside it. {_EXPORT}",
        )
    code = _AUTHORITY.search(text)
    folded = re.sub(r"[\s_/-]+", "", text.casefold())
    is_projected = folded.startswith(("projcs", "projcrs"))
    if (code and int(code[1]) == 3857) or (is_projected and ("pseudomercator" in folded or "webmercator" in folded)):
        return System.MERCATOR
    if (code and int(code[1]) == 4326) or (not is_projected and "wgs" in folded and "84" in folded):
        return System.DEGREES
    name = re.search(r'"([^"]{1,80})"', text)
    raise Rejected(f"The scan is in “{name[1] if name else text[:80]}”, not in EPSG:3857 or EPSG:4326.", _EXPORT)


def _ends(matrix: Matrix, size: Size) -> list[tuple[float, float]]:
    """The positions of the four corners of a picture, clockwise from the upper left."""
    width, height = size
    pixels = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=float)
    with np.errstate(all="ignore"):
        return [(float(x), float(y)) for x, y in pixels @ matrix.T]


def _by_matrix(matrix: Matrix, size: Size, system: System) -> Placement:
    return Placement(_checked([_to_degrees(x, y, system) for x, y in _ends(matrix, size)]), system)


def _by_points(points: Sequence[ControlPoint], size: Size, system: System) -> Placement:
    """The affine map that fits the points best in Web Mercator, in which the map is drawn."""
    targets = np.array([_to_mercator(point, system) for point in points]).reshape(-1, 2)
    pixels = np.array([[point.column, point.row, 1.0] for point in points]).reshape(-1, 3)
    if not (np.isfinite(targets).all() and np.isfinite(pixels).all()):
        raise Rejected("A control point has no position on the map.", "Correct or remove the point.")
    if (np.abs(pixels[:, :2] / size - 0.5) > 1).any():
        raise Rejected(
            f"The control points are not in pixels of this picture, which has {size[0]:,} × {size[1]:,}.",
            "Put the points beside the picture for which they were made.",
        )
    if len(points) < 3 or np.linalg.matrix_rank(pixels - pixels[0], tol=1.0) < 2:
        raise Rejected(
            "The control points do not place the scan: at least three are needed, not all in one line.",
            "Add points in the georeferencer.",
        )
    with np.errstate(all="ignore"):
        matrix, *_ = np.linalg.lstsq(pixels, targets, rcond=None)
        away = np.linalg.norm(pixels @ matrix - targets, axis=1)
        metres_per_pixel = float(np.sqrt(abs(np.linalg.det(matrix[:2])))) or 1.0
    corners = _checked([_to_degrees(x, y, System.MERCATOR) for x, y in _ends(matrix.T, size)])
    return Placement(
        corners, System.MERCATOR, len(points), float(away.max()) / metres_per_pixel, int(away.argmax()) + 1
    )


def _to_degrees(x: float, y: float, system: System) -> LonLat:
    if system is System.DEGREES:
        return x, y
    y = min(max(y / EQUATORIAL_RADIUS_M, -10.0), 10.0)
    return degrees(x / EQUATORIAL_RADIUS_M), degrees(2 * atan(exp(y)) - pi / 2)


def _to_mercator(point: ControlPoint, system: System) -> tuple[float, float]:
    if system is System.MERCATOR:
        return point.x, point.y
    if abs(point.y) > 85:
        return point.x, float("nan")
    return EQUATORIAL_RADIUS_M * radians(point.x), EQUATORIAL_RADIUS_M * mercator(point.y)


def mercator(lat: float) -> float:
    """How far north a latitude is on the map, as a part of the globe's radius."""
    return log(tan(pi / 4 + radians(lat) / 2))


def _checked(corners: Sequence[LonLat]) -> Corners:
    if not all(isfinite(lon) and isfinite(lat) and abs(lon) <= 540 and abs(lat) <= 85.06 for lon, lat in corners):
        raise Rejected("The corners of the scan are not on the map.", "Georeference the scan again.")
    area = sum(
        lon * next_lat - next_lon * lat
        for (lon, lat), (next_lon, next_lat) in zip(corners, (*corners[1:], corners[0]), strict=True)
    )
    if area >= 0:
        raise Rejected("The scan would be mirrored, or have no area.", "Correct the control points.")
    one, two, three, four = ((round(lon, 6), round(lat, 6)) for lon, lat in corners)
    return one, two, three, four
