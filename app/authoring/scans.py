"""Scans of maps as basemaps: the picture for the page, and where its corners are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.authoring.draft import Draft
from app.authoring.layers import added_table, ids_on_map
from app.authoring.pictures import is_ending_of, plain_name
from app.content import (
    LARGEST_SIDE,
    PICTURE_ERRORS,
    SCAN_COMPANIONS,
    Placement,
    as_slug,
    as_webp,
    doubts,
    free_id,
    georeferenced,
    open_picture,
    quiet,
)
from app.errors import Rejected

_LARGEST = 1_000_000
_KEPT = ("JPEG", "PNG", "WEBP")


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
    size = image.size
    placement = georeferenced(path.name, image, lambda name: _text(path.with_name(name)))
    if placement is None:
        return None
    is_kept = image.format in _KEPT and max(image.size) <= LARGEST_SIDE and not image.getexif()
    try:
        if is_kept:
            with quiet():
                image.load()
            ending = path.suffix if is_ending_of(path.suffix, image) else f".{str(image.format).lower()}"
            made = data
        else:
            made, ending = as_webp(image, LARGEST_SIDE), ".webp"
    except (*PICTURE_ERRORS, Rejected):
        raise Rejected(f"The picture {path.name} is damaged.", "Save it again.") from None
    changes = (
        "" if is_kept else "converted to WebP",
        f"scaled from {size[0]:,} × {size[1]:,} pixels" if max(size) > LARGEST_SIDE else "",
        *map(": ".join, doubts(placement, size)),
    )
    return Scan(path.name, plain_name(path.stem, ending), made, placement, tuple(filter(None, changes)))


def is_companion(path: Path) -> bool:
    """Whether a file says where a scan beside it is."""
    return path.name.lower().endswith(SCAN_COMPANIONS)


def _text(path: Path) -> str:
    """The text of a file beside a scan; empty where there is none."""
    if not path.is_file():
        return ""
    if path.stat().st_size > _LARGEST:
        raise Rejected(f"{path.name} has more than {_LARGEST:,} bytes.", "Export it again.")
    return path.read_text(encoding="utf-8", errors="replace")


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
