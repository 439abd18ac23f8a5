"""Areas, the lines of site plans, circles of reach, sites and events on a plate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app import geodesy
from app.domain import Area, Basis, Event, Reach, Ring, Site
from app.geodesy.arrays import FloatArray, columns
from app.plate.frame import MapFrame
from app.plate.labels import AROUND, WITHIN, Label
from app.plate.moment import Scene
from app.plate.styles import Styles
from app.plate.svg import Words, clipped, element, joined, number, path_data, stroke
from app.plate.typeface import Face, Family

_LOOKS: dict[str, dict[str, str]] = {
    "water": {"fill": "sea", "stroke": "shore"},
    "land": {"fill": "land"},
    "wood": {"fill": "wood"},
    "road": {"fill": "road", "stroke": "road-edge", "line": "road"},
    "bridge": {"fill": "paper", "stroke": "ink"},
    "building": {"fill": "building", "stroke": "ink"},
    "runway": {"fill": "road", "stroke": "ink", "line": "ink"},
    "border": {"stroke": "ink", "line": "ink"},
    "line": {"stroke": "ink", "line": "paper"},
    "reach": {"fill": "reach", "stroke": "reach"},
    "area": {"fill": "ink", "stroke": "ink", "line": "ink"},
}
_SIZES = {"small": 3.4, "medium": 4.6, "large": 6.4}
_DIAMOND = 1.25
_SYMBOL_ROOM, _SYMBOL_TEXT = 3.4, 1.35
"""What a symbol adds to its mark's radius in pixels, and the size of its text as a share of that."""
_SYMBOL = re.compile(r"[a-zA-Z\d]")
"""What of a `marker-symbol` is drawn: a letter or a digit, not the names of icons."""
_RANKS = {"event": 18.0, "site": 22.0, "reach": 40.0, "area": 45.0}
_MOST_MARKS = 2000
"""The most marks of places that are drawn."""
_NAME_WIDTH = 60.0
"""The pixels from which an area is wide enough for its name."""


class Places:
    """The visible areas and places of a scene in a frame."""

    def __init__(self, scene: Scene, frame: MapFrame, styles: Styles, language: str) -> None:
        self.scene, self.frame, self.styles, self.language = scene, frame, styles, language
        self.marks: set[str] = set()
        """What of the legend explains what was drawn."""
        self.sites = [
            (site, point)
            for site in scene.features
            if isinstance(site, Site) and site.position
            for point in frame.points(site.position)
        ][:_MOST_MARKS]

    def areas(self) -> str:
        """Areas, lines and circles."""
        return joined(self._area(feature) for feature in self.scene.features if isinstance(feature, Area | Reach))

    def _area(self, feature: Area | Reach) -> str:
        surface = _surface(feature)
        look, style, own = _LOOKS[surface], feature.style, self.styles.own
        shapes = [shapely.polygons(xy) for xy in self._outlines(feature)]
        ways = [shapely.linestrings(xy) for line in _lines(feature) for xy in self._copies(line)]
        filled = path_data(clipped(shapes, self.frame.outer), closed=True) if shapes else ""
        drawn = path_data(clipped(ways, self.frame.outer), closed=False) if ways else ""
        if filled and surface == "reach":
            self.marks.add("reach")
        parts = []
        if filled:
            fill, alpha = self._fill(feature)
            edge = self._stroke(surface, "edge", own(style.stroke) or self._named(look.get("stroke")), feature)
            inside = {"fill": fill, "fill_opacity": alpha, "fill_rule": "evenodd"}
            parts.append(element("path", d=filled, **(edge | inside), data_feature=feature.id))
        if drawn:
            color = own(style.stroke) or self._named(look.get("line") or look.get("stroke"))
            parts.append(
                element("path", d=drawn, **self._stroke(surface, "way", color, feature), data_feature=feature.id)
            )
        return joined(parts)

    def _fill(self, feature: Area | Reach) -> tuple[str, float]:
        """With what colour an area is filled, and how opaque that is."""
        surface, style = _surface(feature), feature.style
        color = self.styles.own(style.fill) or self._named(_LOOKS[surface].get("fill"))
        return color, style.fill_opacity if style.fill_opacity is not None else self.styles.alpha(surface)

    @cached_property
    def cover(self) -> BaseGeometry | None:
        """All that opaque areas hide of what is below them; None where there are none."""
        hidden = [
            shapely.difference(*map(self._union, ([outer], inner)))
            for feature in self.scene.features
            if isinstance(feature, Area) and self._hides(feature)
            for outer, *inner in map(geodesy.unwrap_polygon, feature.polygons)
        ]
        return shapely.union_all(hidden) if hidden else None

    def _hides(self, feature: Area) -> bool:
        color, alpha = self._fill(feature)
        return color != "none" and alpha >= 1

    def _union(self, rings: Sequence[Ring]) -> BaseGeometry:
        """The areas within some rings, as far as they are in the frame."""
        polygons = [shapely.Polygon(xy) for ring in rings for xy in self._copies(ring)]
        return shapely.union_all(shapely.make_valid(clipped(polygons, self.frame.outer)))

    def _named(self, name: str | None) -> str:
        return self.styles.color(name) if name else "none"

    def _stroke(self, surface: str, part: str, color: str, feature: Area | Reach) -> dict[str, object]:
        line = self.styles.line(f"{part}-{surface}")
        width = feature.style.stroke_width
        return stroke(color, line, stroke_linejoin="round", stroke_opacity=feature.style.stroke_opacity) | (
            {"stroke_width": float(width)} if width is not None else {}
        )

    def _outlines(self, feature: Area | Reach) -> Iterator[FloatArray]:
        if isinstance(feature, Reach):
            if feature.position:
                yield from self._copies(geodesy.circle(feature.position, feature.radius_km))
            return
        for rings in feature.polygons:
            for ring in geodesy.unwrap_polygon(rings):
                yield from self._copies(ring)

    def _copies(self, line: Ring | list[tuple[float, float]]) -> Iterator[FloatArray]:
        lon, lat = columns(tuple(line))
        yield from self.frame.copies(np.array(geodesy.unwrap(lon)), lat)

    def draw(self) -> str:
        """The marks of sites (round) and events (square on its corner)."""
        return joined(self._mark(site, *point) for site, point in self.sites)

    def _mark(self, site: Site, x: float, y: float) -> str:
        radius, edge = self.styles.numbers("mark-site")
        symbol = site.style.marker_symbol or ""
        symbol = symbol.upper() if _SYMBOL.fullmatch(symbol) else ""
        size = _SIZES.get(site.style.marker_size or "", radius) + (_SYMBOL_ROOM if symbol else 0)
        color = self.styles.own(site.style.marker_color) or self.styles.color("ink")
        filled = site.basis is Basis.DOCUMENTED
        is_event = isinstance(site, Event)
        self.marks |= {"event" if is_event else "site"} | (set() if filled else {"hollow"})
        fill, contrast = (color, self.styles.color("paper")) if filled else (self.styles.color("paper"), color)
        look = {"fill": fill, "stroke": contrast, "stroke_width": edge, "data_feature": site.id}
        if is_event:
            mark = element("path", d=diamond(x, y, size), **look)
        else:
            mark = element("circle", cx=x, cy=y, r=size, **look)
        letter = Words(symbol, Face("sans", size * _SYMBOL_TEXT, weight=700), contrast)
        return mark + (letter.at(x, y, anchor="middle") if symbol else "")

    def labels(self) -> Iterator[Label]:
        """The names of places and areas."""
        halo, face = self.styles.color("halo"), Face("sans", 13)
        for site, point in self.sites:
            words = Words(site.name.in_language(self.language), face, self.styles.color("ink"))
            rank = _RANKS["event" if isinstance(site, Event) else "site"]
            yield Label((point,), (words,), rank, halo, key=site.id)
        for feature in self.scene.features:
            if isinstance(feature, Area | Reach) and _surface(feature) not in {"line", "land"}:
                yield from self._area_labels(feature)

    def _area_labels(self, feature: Area | Reach) -> Iterator[Label]:
        outlines = list(self._outlines(feature)) or [xy for line in _lines(feature) for xy in self._copies(line)]
        is_reach = isinstance(feature, Reach)
        for xy in outlines[:3]:
            if not is_reach and not _lines(feature) and float(np.ptp(xy[:, 0])) < _NAME_WIDTH:
                continue
            top = xy[int(xy[:, 1].argmin())]
            middle = xy[len(xy) // 2] if _lines(feature) else (xy.max(axis=0) + xy.min(axis=0)) / 2
            x, y = (float(value) for value in (top if is_reach else middle))
            words = self._area_name(feature)
            sides = ("top", "bottom") if is_reach else AROUND if _lines(feature) else WITHIN
            rank = _RANKS["reach" if is_reach else "area"]
            if self.frame.contains(x, y):
                yield Label(((x, y),), (words,), rank, self.styles.color("halo"), gap=4, sides=sides)

    def _area_name(self, feature: Area | Reach) -> Words:
        """The name of an area, in the face of its surface; Japanese has no italics."""
        surface = _surface(feature)
        is_water = surface == "water"
        family: Family = "serif" if is_water or surface == "wood" else "sans"
        is_slanted = is_water and self.language != "ja"
        face = Face(family, 14, italic=is_slanted) if is_water else Face(family, 12.5)
        color = self.styles.color("label-sea" if is_water else "quiet")
        return Words(feature.name.in_language(self.language), face, color)

    def marks_in_sight(self) -> FloatArray:
        """The middles of the marks of sites and events."""
        return np.array([point for _, point in self.sites]).reshape(-1, 2)


def diamond(x: float, y: float, size: float) -> str:
    """The path of an event's mark."""
    reach = size * _DIAMOND
    corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    return f"M{' '.join(f'{number(across)} {number(down)}' for across, down in corners)}Z"


def _surface(feature: Area | Reach) -> str:
    return "reach" if isinstance(feature, Reach) else str(feature.surface or "area")


def _lines(feature: Area | Reach) -> tuple[Ring, ...]:
    return () if isinstance(feature, Reach) else feature.lines
