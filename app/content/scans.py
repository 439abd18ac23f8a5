"""A curator's scan as pages need it: a picture that browsers show, and where it is, by files that a GIS has written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.content.folder import basemap_path
from app.content.formats import georeferences
from app.content.formats.georeferences import Placement, System
from app.content.formats.pictures import (
    ERRORS,
    LARGEST_SIDE,
    PAGE_SIDE,
    in_common_mode,
    open_picture,
    quiet,
    read_exif,
    without_notes,
)
from app.content.formats.recognition import Format, recognize
from app.content.formats.tile_archives import picture_type
from app.domain import Basemap, Exhibit
from app.errors import NotFound, Rejected

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

ANNOTATION = ".georeference.json"
COMPANIONS = (*georeferences.WORLD_FILES, georeferences.POINTS, ".prj", ANNOTATION, ".aux.xml")
"""The endings of files that say where a scan beside them is."""

_FAR_PX = 0.01
"""A residual of this share of the picture's longer side is worth a look."""
_UNEVEN = 0.005
"""From this share of its height on, a scan in degrees is visibly out of place in its middle."""
_QUALITY = 80
_SMALLER = 0.8
_LEAST_SIDE = 200

TextOf = Callable[[str], str]
"""The text of a file beside a scan, by its name; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, and its media type."""

    data: bytes
    mimetype: str


def shown(basemap: Basemap, data: bytes) -> Basemap:
    """The basemap with the type and size of its picture, and a hash of its file. Raises `Rejected` where `data` is no
    picture.
    """
    picture = page_picture(data)
    return replace(basemap, mimetype=picture.mimetype, version=sha256(data).hexdigest()[:12], size=len(picture.data))


def scan_picture(exhibit: Exhibit, basemap: Basemap) -> Picture:
    """The picture of one of the exhibit's scans. Raises `NotFound` where it cannot be read."""
    try:
        return page_picture(basemap_path(exhibit, basemap).read_bytes())
    except (OSError, Rejected) as error:
        raise NotFound(f"The basemap {basemap.id!r} cannot be read at the moment.") from error


def page_picture(data: bytes) -> Picture:
    """A PNG, JPEG or WebP as it is; a TIFF as WebP, with at most `LARGEST_SIDE` pixels on its longer side.

    Raises `Rejected` for anything else.
    """
    if mimetype := picture_type(data):
        return Picture(data, mimetype)
    if recognize(data, texts=False) is not Format.TIFF:
        raise Rejected(
            "The file is not a PNG, JPEG, WebP or TIFF picture.", "Open it in a picture program and save it as PNG."
        )
    return _converted(data)


@lru_cache(maxsize=4)
def _converted(data: bytes) -> Picture:
    """A TIFF as WebP; the same one is converted once."""
    return Picture(as_webp(open_picture(data), LARGEST_SIDE), "image/webp")


@lru_cache(maxsize=4)
def scan_within(picture: Picture, most: int) -> Picture:
    """The picture in at most `most` bytes: as it is, or else as WebP with fewer pixels. Raises `Rejected` where it is
    damaged, or too large to be decoded.
    """
    side = PAGE_SIDE
    while len(picture.data) > most:
        smaller = Picture(as_webp(open_picture(picture.data), side), "image/webp")
        if len(smaller.data) <= most or side <= _LEAST_SIDE:
            return smaller
        side = int(side * _SMALLER)
    return picture


def as_webp(image: ImageFile, side: int) -> bytes:
    """The pixels alone, with at most `side` of them on the longer side. Raises `Rejected` for a damaged picture."""
    file = BytesIO()
    try:
        with quiet():
            image.draft("RGB", (side, side))
            drawn = in_common_mode(image)
            drawn.thumbnail((side, side), reducing_gap=3.0)
            without_notes(drawn).save(file, "WEBP", quality=_QUALITY, method=4)
    except ERRORS:
        raise Rejected("The picture is damaged.", "Save it again.") from None
    return file.getvalue()


def georeferenced(name: str, image: ImageFile, text_of: TextOf) -> Placement | None:
    """Where a scan is, by a file beside it or by its tags; None where neither says so. Control points go before a world
    file, since they are the original.

    Raises `Rejected` where what there is cannot be used.
    """
    for companion in companions(name):
        if text := text_of(companion):
            if companion.endswith(georeferences.POINTS):
                return georeferences.points_file(text, image.size)
            if companion.endswith(ANNOTATION):
                return georeferences.annotation(text.encode(), image.size)
            return georeferences.world_file(text, _projection(name, text_of), image.size)
    return georeferences.geotiff(image)


def companions(name: str) -> Iterator[str]:
    """The names of the files that can say where a scan of this name is, in the order in which they are looked for."""
    stem = PurePath(name).stem
    yield f"{name}{georeferences.POINTS}"
    yield f"{stem}{georeferences.POINTS}"
    yield f"{stem}{ANNOTATION}"
    for ending in georeferences.WORLD_FILES:
        yield f"{stem}{ending}"
        yield f"{stem}{ending.upper()}"


def _projection(name: str, text_of: TextOf) -> str:
    stem = PurePath(name).stem
    return text_of(f"{stem}.prj") or text_of(f"{stem}.PRJ")


def place(basemap: Basemap, data: bytes, text_of: TextOf) -> tuple[Basemap, tuple[tuple[str, str], ...]]:
    """The basemap with the corners that the scan itself or a file beside it gives, and what is doubtful about them.

    Raises `Rejected` where nothing says where the scan is.
    """
    image = open_picture(data)
    if read_exif(image).is_turned:
        raise Rejected(
            "The camera has noted that the picture is to be turned, so it is not clear which way its pixels lie.",
            f"Add it with flask exhibit import, or save {basemap.file} upright and georeference it again.",
        )
    placement = georeferenced(basemap.file, image, text_of)
    if placement is None:
        stem = PurePath(basemap.file).stem
        raise Rejected(
            "Neither the scan nor a file beside it says where it is.",
            f"Put {stem}.points, {stem}{ANNOTATION} or a world file such as {stem}.pgw beside it, or write corners or "
            "bounds in place of georeference.",
        )
    return replace(basemap, corners=placement.corners), doubts(placement, image.size)


def doubts(placement: Placement, size: tuple[int, int]) -> tuple[tuple[str, str], ...]:
    """What is doubtful about the place of a scan, each with what to do."""
    (_, north), _, (_, south), _ = placement.corners
    middle = georeferences.mercator((north + south) / 2)
    top, bottom = georeferences.mercator(north), georeferences.mercator(south)
    off = abs((middle - bottom) / (top - bottom) - 0.5) if placement.system is System.DEGREES else 0.0
    found = []
    if off > _UNEVEN:
        found.append(
            (f"drawn in degrees, so its middle is {off:.1%} of its height out of place", "export it in EPSG:3857")
        )
    if placement.residual_px > _FAR_PX * max(size):
        found.append(("the control points do not agree well", "check them in QGIS"))
    return tuple(found)
