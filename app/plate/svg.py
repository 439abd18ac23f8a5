"""Pieces of SVG as text: elements, path data and lines of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from markupsafe import escape
from shapely.geometry.base import BaseGeometry

from app.geodesy.arrays import FloatArray
from app.plate.styles import Line
from app.plate.typeface import Face

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

HALO_WIDTH = 3.5
"""The width of the halo about a name, in pixels."""
BASELINE = 0.35
"""How far below its middle a line of words has its baseline, as a share of its size."""
TOLERANCE = 0.12
"""How far, in pixels, a drawn line may leave the line that it stands for."""

LEAST_SIGHT = 12.0
"""The pixels from which a piece of land counts as in sight."""


def number(value: float) -> str:
    """A length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; underscores in the names of attributes are hyphens, and attributes that are None are left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def stroke(color: str, line: Line, **attributes: object) -> dict[str, object]:
    """The attributes of a stroked line without fill."""
    dash = " ".join(number(length) for length in line.dash) or None
    return {"fill": "none", "stroke": color, "stroke_width": line.width, "stroke_dasharray": dash, **attributes}


def path_of(xy: FloatArray, *, closed: bool = False) -> str:
    """The path data of one line through positions in pixels."""
    steps = " ".join(f"{x:g} {y:g}" for x, y in np.round(xy, 1).tolist())
    return f"M{steps}{'Z' if closed else ''}"


def path_data(shapes: Sequence[BaseGeometry] | np.ndarray, *, closed: bool) -> str:
    """The path data of lines, or of the rings of polygons, in pixels."""
    simple = shapely.simplify(np.asarray(shapes, object), TOLERANCE, preserve_topology=False)
    parts = shapely.get_parts(simple[~(shapely.is_missing(simple) | shapely.is_empty(simple))])
    if closed:
        parts = shapely.get_rings(parts[shapely.get_type_id(parts) == 3])
    else:
        parts = parts[shapely.get_type_id(parts) == 1]
    if not len(parts):
        return ""
    xy, owner = shapely.get_coordinates(parts, return_index=True)
    lengths = list(map(_tenths, np.rint(xy * 10).astype(int).ravel().tolist()))
    edges = [0, *(2 * (np.flatnonzero(np.diff(owner)) + 1)).tolist(), len(lengths)]
    if closed:
        return "".join(f"M{' '.join(lengths[first : end - 2])}Z" for first, end in pairwise(edges))
    return "".join(f"M{' '.join(lengths[first:end])}" for first, end in pairwise(edges))


@cache
def _tenths(count: int) -> str:
    """Tenths of a pixel in pixels."""
    return f"{count / 10:g}"


def clipped(shapes: Sequence[BaseGeometry] | np.ndarray, box: Box) -> np.ndarray:
    """The shapes as far as they are within a box."""
    return np.asarray(shapely.clip_by_rect(np.asarray(shapes, object), *box))


def is_in_sight(shapes: np.ndarray) -> bool:
    """Whether some of the shapes, in pixels, is large enough to be seen."""
    west, south, east, north = shapely.bounds(shapes).T
    return bool((np.maximum(east - west, north - south) >= LEAST_SIGHT).any())


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words with its face and colour."""

    text: str
    face: Face
    color: str

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.face.width(self.text)

    def at(self, x: float, middle: float, *, halo: str | None = None, anchor: str = "start") -> str:
        """The line with its middle at that height; `anchor` says which end is at `x`."""
        face = self.face
        attributes: dict[str, object] = {
            "x": x,
            "y": middle + BASELINE * face.size,
            "class_": face.family,
            "font_size": face.size,
            "font_weight": face.weight if face.weight != 400 else None,
            "font_style": "italic" if face.italic else None,
            "letter_spacing": face.spacing or None,
            "text_anchor": anchor if anchor != "start" else None,
            "fill": self.color,
        }
        words = str(escape(self.text))
        if halo is None:
            return element("text", words, **attributes)
        under = {**attributes, "fill": halo, "stroke": halo, "stroke_width": HALO_WIDTH, "aria_hidden": "true"}
        return element("text", words, **under, stroke_linejoin="round") + element("text", words, **attributes)

    def fitted(self, room: float, least: float) -> Words:
        """The same words as small as it takes to fit a room, but not smaller than `least`, then cut short."""
        if self.width <= room:
            return self
        size = max(least, self.face.size * room / self.width - 0.01)
        small = replace(self, face=replace(self.face, size=size, spacing=self.face.spacing * size / self.face.size))
        text = small.text
        while text and small.width > room:
            text = text[:-1].rstrip()
            small = replace(small, text=f"{text}…")
        return small


def wrapped(text: str, face: Face, room: float) -> list[str]:
    """The words in lines no wider than a room; a script without spaces is broken anywhere."""
    pieces = text.split(" ") if " " in text else list(text)
    joint = " " if " " in text else ""
    lines: list[str] = []
    for piece in pieces:
        if lines and face.width(f"{lines[-1]}{joint}{piece}") <= room:
            lines[-1] += f"{joint}{piece}"
        else:
            lines.append(piece)
    return lines


def joined(parts: Iterable[str]) -> str:
    """Pieces of SVG, one a line."""
    return "\n".join(part for part in parts if part)
