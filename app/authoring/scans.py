"""Scans of maps as basemaps: the picture for the page, and where its corners are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

from app.authoring.draft import Draft
from app.authoring.layers import added_table, free_id, ids_on_map
from app.authoring.pictures import in_common_mode, is_ending_of, plain_name, without_notes
from app.content import LARGEST_SIDE, PICTURE_ERRORS, Placement, as_slug, georeferences, open_picture, quiet
from app.errors import Rejected

_ANNOTATION = ".georeference.json"
_LARGEST = 1_000_000
_KEPT = ("JPEG", "PNG", "WEBP")
_FAR_PX = 0.01
"""A residual of this share of the picture's longer side is worth a look."""
_UNEVEN = 0.005
"""From this share of its height on, a scan in degrees is visibly out of place in its middle."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture beside exhibit.toml, made of the file `original`, and its corners. `changes` says what was done."""

    original: str
    name: str
    data: bytes
    placement: Placement
    changes: tuple[str, ...]
    attribution: str = ""

    @property
    def summary(self) -> str:
        """``corners 13, 52.5 to 13.2, 52.3; 4 control points, at most 2.1 pixels off (point 3)``."""
        (west, north), _, (east, south), _ = self.placement.corners
        points = self.placement.points
        fit = (
            f"{points} control points, at most {self.placement.residual_px:.1f} pixels off "
            f"(point {self.placement.worst})"
            if points
            else ""
        )
        return "; ".join(
            filter(None, (f"upper left {west:g}, {north:g}, lower right {east:g}, {south:g}", fit, *self.changes))
        )


def read_scan(path: Path) -> Scan | None:
    """The scan in a file, by its tags or by a file beside it that says where it is; None for any other picture.

    Raises `Rejected` where what there is cannot be used.
    """
    data = path.read_bytes()
    image = open_picture(data)
    placement = _beside(path, image.size) or georeferences.geotiff(image)
    if placement is None:
        return None
    is_kept = image.format in _KEPT and max(image.size) <= LARGEST_SIDE and not image.getexif()
    try:
        with quiet():
            if is_kept:
                image.load()
                ending = path.suffix if is_ending_of(path.suffix, image) else f".{str(image.format).lower()}"
                made = data
            else:
                file = BytesIO()
                drawn = in_common_mode(image)
                drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE), reducing_gap=3.0)
                without_notes(drawn).save(file, "WEBP", quality=80, method=4)
                made, ending = file.getvalue(), ".webp"
    except PICTURE_ERRORS:
        raise Rejected(f"The picture {path.name} is damaged.", "Save it again.") from None
    return Scan(path.name, plain_name(path.stem, ending), made, placement, _changes(image.size, placement, is_kept))


def _changes(size: tuple[int, int], placement: Placement, is_kept: bool) -> tuple[str, ...]:
    (_, north), _, (_, south), _ = placement.corners
    middle = georeferences.mercator((north + south) / 2)
    top, bottom = georeferences.mercator(north), georeferences.mercator(south)
    off = abs((middle - bottom) / (top - bottom) - 0.5) if placement.system is georeferences.System.DEGREES else 0.0
    changes = (
        "" if is_kept else "converted to WebP",
        f"scaled from {size[0]:,} × {size[1]:,} pixels" if max(size) > LARGEST_SIDE else "",
        f"drawn in degrees, so its middle is {off:.1%} of its height out of place: export it in EPSG:3857"
        if off > _UNEVEN
        else "",
        "the control points do not agree well: check them in QGIS"
        if placement.residual_px > _FAR_PX * max(size)
        else "",
    )
    return tuple(filter(None, changes))


def is_companion(path: Path) -> bool:
    """Whether a file says where a scan beside it is."""
    return path.name.lower().endswith(
        (*georeferences.WORLD_FILES, georeferences.POINTS, ".prj", _ANNOTATION, ".aux.xml")
    )


def _beside(path: Path, size: tuple[int, int]) -> Placement | None:
    """The place of a scan by the file beside it: control points before a world file, since they are the original."""
    if text := _text(path, f"{path.name}{georeferences.POINTS}", f"{path.stem}{georeferences.POINTS}"):
        return georeferences.points_file(text, size)
    if text := _text(path, f"{path.stem}{_ANNOTATION}"):
        return georeferences.annotation(text.encode(), size)
    endings = (*georeferences.WORLD_FILES, *(ending.upper() for ending in georeferences.WORLD_FILES))
    if text := _text(path, *(f"{path.stem}{ending}" for ending in endings)):
        return georeferences.world_file(text, _text(path, f"{path.stem}.prj", f"{path.stem}.PRJ"), size)
    return None


def _text(scan: Path, *names: str) -> str:
    """The text of the first of these files beside a scan; empty where there is none."""
    found = next((scan.with_name(name) for name in names if scan.with_name(name).is_file()), None)
    if found is None:
        return ""
    if found.stat().st_size > _LARGEST:
        raise Rejected(f"{found.name} has more than {_LARGEST:,} bytes.", "Export it again.")
    return found.read_text(encoding="utf-8", errors="replace")


def with_scan(draft: Draft, scan: Scan) -> Draft:
    """The draft with the scan as a basemap; everything else in exhibit.toml stays as it is.

    Raises `Rejected` where exhibit.toml cannot be changed.
    """
    name = re.sub(r"[-_\s]+", " ", PurePath(scan.original).stem).strip()
    table = {
        "id": free_id(as_slug(PurePath(scan.name).stem) or "scan", ids_on_map(draft)),
        "file": scan.name,
        "name": name[:1].upper() + name[1:],
        **({"attribution": scan.attribution} if scan.attribution else {}),
        "corners": [list(corner) for corner in scan.placement.corners],
    }
    return added_table(draft.having({scan.name: scan.data}), "basemaps", table)
