"""A curator's own borders: the pieces of land that ever change hands in them, and who holds which when.

The pieces are found from the territories' outlines, so that neighbours share their lines as those of the world do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app.domain import Borders, LonLat, Territory
from app.text import Text
from app.world.polyline import encode
from app.world.topology import Rings, Topology

QUANTUM = 0.0005
"""The unit in degrees of the positions, about 50 m."""
TINTS = ("treaty", "nato", "dependency", "pact")
"""The colours of the palette by which neighbouring states differ."""
_LEAST_ROOM = 0.02
"""Degrees: the radius of a circle that is too small for a name."""
_ROUGH = 0.05
"""Degrees within which the largest circle is found."""

Line = list[LonLat]
Step = tuple[LonLat, LonLat]
Nation = tuple[Text, Text, str]
"""A territory as the map names and draws it: its name, its sovereign and its status."""


@dataclass(frozen=True)
class OwnBorders:
    """Borders as far as they are shown from `first` to `last` day.

    Where territories overlap, the first in the curator's order holds the land.
    """

    borders: Borders
    first: date
    last: date

    @cached_property
    def _shown(self) -> list[tuple[Territory, date, date]]:
        """The territories that have a day here, with their first and last."""
        found = ((each, self.borders.days_of(each)) for each in self.borders.territories)
        return [
            (each, max(days[0], self.first), min(days[1], self.last))
            for each, days in found
            if days and days[0] <= self.last and days[1] >= self.first
        ]

    @cached_property
    def _lines(self) -> list[BaseGeometry]:
        """Every line of the territories once, from one meeting of lines to the next."""
        outlines = [shapely.LineString(ring) for each, _, _ in self._shown for rings in each.polygons for ring in rings]
        noded = shapely.union_all(outlines, grid_size=QUANTUM)
        return [line for line in shapely.get_parts(shapely.line_merge(noded)).tolist() if line.length]

    @cached_property
    def pieces(self) -> list[shapely.Polygon]:
        """The pieces of land that some territory has on some day."""
        faces = shapely.get_parts(shapely.polygonize(self._lines)).tolist()
        return [face for face, holders in zip(faces, self._holders(faces), strict=True) if holders]

    def _holders(self, pieces: list[shapely.Polygon]) -> list[list[int]]:
        """The territories that cover each piece on any day, in their order."""
        tree = shapely.STRtree([shapely.point_on_surface(piece) for piece in pieces])
        holders: list[list[int]] = [[] for _ in pieces]
        for number, (territory, _, _) in enumerate(self._shown):
            for rings in territory.polygons:
                for piece in tree.query(shapely.Polygon(rings[0], rings[1:]), "intersects").tolist():
                    holders[piece].append(number)
        return [list(dict.fromkeys(each)) for each in holders]

    @cached_property
    def nations(self) -> list[Nation]:
        """What the territories are, each once; `holdings` refer to them by number."""
        return list(dict.fromkeys(_nation(each) for each, _, _ in self._shown))

    @cached_property
    def changes(self) -> list[date]:
        """The first day, and every later one on which a territory appears or ends."""
        edges = {edge for _, start, end in self._shown for edge in (start, _after(end))}
        return sorted({self.first, *(edge for edge in edges if self.first < edge <= self.last)})

    @cached_property
    def holdings(self) -> list[list[tuple[date, int | None, bool]]]:
        """By piece the nation that holds it from each day on, None for no one, and whether that follows no survey."""
        found = []
        for holders in self._holders(self.pieces):
            rows: list[tuple[date, int | None, bool]] = []
            for day in self.changes:
                held = next((self._shown[each] for each in holders if _is_shown(self._shown[each], day)), None)
                row = (self.nations.index(_nation(held[0])), held[0].is_schematic) if held else (None, False)
                if not rows or rows[-1][1:] != row:
                    rows.append((day, *row))
            found.append(rows)
        return found

    def on(self, day: date) -> list[tuple[int | None, bool]]:
        """By piece the nation that holds it on `day`, and whether that follows no survey."""
        return [next(row[1:] for row in reversed(rows) if row[0] <= day) for rows in self.holdings]

    @cached_property
    def lines(self) -> list[Line]:
        """Every line in degrees."""
        return [[(x, y) for x, y in line.coords] for line in self._lines]

    @cached_property
    def rings(self) -> list[list[Rings]]:
        """By piece its polygons as rings of numbers of `lines`, ``~number`` where one is run backwards."""
        numbers = {(line[0], line[1]): number for number, line in enumerate(self.lines)}
        numbers |= {(line[-1], line[-2]): ~number for number, line in enumerate(self.lines)}
        return [[[_arcs(list(ring.coords), numbers) for ring in _outline(piece)]] for piece in self.pieces]

    @cached_property
    def sides(self) -> list[list[int]]:
        """The pieces on the sides of each line."""
        found: list[list[int]] = [[] for _ in self._lines]
        for piece, polygons in enumerate(self.rings):
            for arc in (max(arc, ~arc) for rings in polygons for ring in rings for arc in ring):
                found[arc].append(piece)
        return found

    @cached_property
    def tints(self) -> list[str]:
        """By nation its colour: that of its sovereign; neighbours differ as far as the colours suffice."""
        states = [str(sovereign) or str(name) for name, sovereign, _ in self.nations]
        near: dict[str, set[str]] = defaultdict(set)
        for sides in self.sides:
            seen = {states[held] for side in sides for _, held, _ in self.holdings[side] if held is not None}
            for state in seen:
                near[state] |= seen - {state}
        chosen: dict[str, str] = {}
        for state in sorted(dict.fromkeys(states), key=lambda state: -len(near[state])):
            used = [chosen[other] for other in near[state] if other in chosen]
            chosen[state] = min(TINTS, key=used.count)
        return [chosen[state] for state in states]

    def document(self, land: Topology, languages: Iterable[str]) -> dict[str, object]:
        """What a page has of them: see `docs/explanation/world.md`."""
        shown = tuple(languages)
        return {
            "quantum": QUANTUM,
            "frame": [-180, -90, 180, 90],
            "polygons": self.rings,
            "coarse": [encode(line, QUANTUM) for line in self.lines],
            "fine": [],
            "anchors": self.anchors(land),
            **({"isLand": True} if self.borders.has_land else {}),
            "holdings": [[self._row(*row) for row in rows] for rows in self.holdings],
            "territories": [
                {
                    "name": _in_languages(name, shown),
                    "status": status,
                    "tint": tint,
                    **({"sovereign": _in_languages(sovereign, shown)} if sovereign else {}),
                }
                for (name, sovereign, status), tint in zip(self.nations, self.tints, strict=True)
            ],
        }

    def _row(self, day: date, held: int | None, is_schematic: bool) -> list[object]:
        since = "" if day == self.first else day.isoformat()
        return [since, held, 1] if is_schematic else [since, held]

    def anchors(self, land: Topology) -> list[list[list[float]]]:
        """By piece the circle in which a name may be placed on `land`, or on the piece if that is land itself:
        longitude, latitude and radius in degrees of longitude, as in `Topology.anchors`; none where there is no land.
        """
        circles = map(_circle, self.pieces if self.borders.has_land else self._on(land))
        return [[circle] if circle[2] >= _LEAST_ROOM else [] for circle in circles]

    def _on(self, land: Topology) -> Iterator[BaseGeometry]:
        """By piece what of it is on `land`."""
        shapes = [polygon for shape in land.shapes.values() for polygon in shapely.get_parts(shape).tolist()]
        tree = shapely.STRtree(shapes)
        for piece in self.pieces:
            near = [shapes[number] for number in tree.query(piece, "intersects")]
            yield shapely.intersection(piece, shapely.union_all(near))


def _nation(territory: Territory) -> Nation:
    return territory.name, territory.sovereign, territory.status.value


def _is_shown(shown: tuple[Territory, date, date], day: date) -> bool:
    _, start, end = shown
    return start <= day <= end


def _outline(piece: shapely.Polygon) -> list[shapely.LinearRing]:
    return [piece.exterior, *piece.interiors]


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _arcs(ring: Line, numbers: Mapping[Step, int]) -> list[int]:
    """The lines along a ring: each is named where it begins."""
    return [numbers[step] for step in pairwise(ring) if step in numbers]


def _circle(shape: BaseGeometry) -> list[float]:
    """The largest circle within a shape as Mercator's projection has it: longitude, latitude, radius."""
    parts = [part for part in shapely.get_parts(shapely.transform(shape, _to_mercator)) if part.area]
    if not parts:
        return [0, 0, 0]
    radius = shapely.maximum_inscribed_circle(max(parts, key=lambda part: float(part.area)), _ROUGH)
    x, y = radius.coords[0]
    decimals = 1 if radius.length > 1 else 2
    return [round(value, decimals) for value in (x, math.degrees(math.atan(math.sinh(math.radians(y)))), radius.length)]


def _to_mercator(positions: np.ndarray) -> np.ndarray:
    lat = np.radians(np.clip(positions[:, 1], -85, 85))
    return np.column_stack((positions[:, 0], np.degrees(np.arcsinh(np.tan(lat)))))


def _in_languages(text: Text, languages: tuple[str, ...]) -> dict[str, str]:
    """Text by language; what the scripts compare names by, the English, always."""
    return {"en": text.in_language("en")} | {tag: said for tag, said in text if tag in languages}
