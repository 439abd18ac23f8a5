"""A curator's own borders on a plate: they are drawn on the world's land and cut at its coast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import shapely

from app.domain import Exhibit
from app.plate.frame import MapFrame
from app.plate.svg import clipped, is_in_sight, path_data
from app.text import Text
from app.world import World
from app.world.own import OwnBorders

STATE = "state "
"""What the kinds of land of a curator's own states begin with, before the colour."""
_STEP = 0.5
"""Degrees between two positions of a line, which is straight on a map of longitudes and latitudes only."""


@lru_cache(maxsize=8)
def own_borders(exhibit: Exhibit, day: date) -> OwnBorders | None:
    """The borders that an exhibit has of its own on a day, over all its days so that colours stay the same."""
    borders = exhibit.borders_on(day)
    return OwnBorders(borders, *(exhibit.days or (day, day))) if borders else None


@lru_cache(maxsize=8)
def _anchors(borders: OwnBorders) -> list[list[list[float]]]:
    return borders.anchors(World.default().topology)


@dataclass(frozen=True)
class OwnGround:
    """The borders of a day in a frame."""

    frame: MapFrame
    borders: OwnBorders
    day: date

    @cached_property
    def _held(self) -> list[int | None]:
        """By piece the nation that holds it."""
        return [held for held, _ in self.borders.on(self.day)]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The path data of each kind of land in sight; of what is hatched, also that of its tint."""
        by_kind: dict[str, list[shapely.Polygon]] = defaultdict(list)
        for piece, held in zip(self.borders.pieces, self._held, strict=True):
            if held is not None:
                status = self.borders.nations[held][2]
                kinds = [f"{STATE}{self.borders.tints[held]}"]
                kinds += ["doubtful"] * (status in "OX") + ["unknown"] * (status == "U")
                for kind in kinds:
                    by_kind[kind].append(piece)
        return {kind: data for kind, pieces in by_kind.items() if (data := self._filled(pieces))}

    @cached_property
    def is_schematic(self) -> bool:
        """Whether land in sight has lines that follow no survey."""
        held = zip(self.borders.pieces, self.borders.on(self.day), strict=True)
        return is_in_sight(self._in_sight([piece for piece, (_, is_schematic) in held if is_schematic]))

    def _filled(self, pieces: Sequence[shapely.Polygon]) -> str:
        return path_data(self._in_sight(pieces), closed=True)

    def _in_sight(self, pieces: Sequence[shapely.Polygon]) -> np.ndarray:
        """The pieces in pixels, as far as they are in the frame."""
        rings = [[piece.exterior, *piece.interiors] for piece in pieces]
        found = []
        for shell, *holes in rings:
            inner = [list(self._copies(np.array(hole.coords))) for hole in holes]
            for number, outer in enumerate(self._copies(np.array(shell.coords))):
                found.append(shapely.Polygon(outer, [copies[number] for copies in inner if number < len(copies)]))
        return clipped(found, self.frame.outer)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each kind of line with its path data."""
        by_kind: dict[str, list[shapely.LineString]] = defaultdict(list)
        for line, sides in zip(self.borders.lines, self.borders.sides, strict=True):
            if kind := self._kind_of_line(sides):
                by_kind[kind] += [shapely.LineString(xy) for xy in self._copies(np.array(line))]
        for kind, found in by_kind.items():
            if data := path_data(clipped(found, self.frame.outer), closed=False):
                yield kind, data

    def _kind_of_line(self, sides: Iterable[int]) -> str:
        """What a line between the pieces on its two sides is; empty for none."""
        held = [self._held[side] for side in sides]
        if self.borders.borders.has_land and [each is None for each in (*held, None)[:2]].count(True) == 1:
            return "coast"
        nations = [self.borders.nations[each] for each in held if each is not None]
        names = [str(name) for name, _, _ in nations]
        if not nations or (len(names) == 2 and names[0] == names[1]):
            return ""
        statuses = "".join(status for _, _, status in nations)
        return "" if "U" in statuses else "doubtful" if set(statuses) & set("OX") else "border"

    def _copies(self, lonlat: np.ndarray) -> Iterator[np.ndarray]:
        """A line of degrees in pixels, once for each turn by which it is in sight."""
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(lonlat), _STEP))
        yield from self.frame.copies(dense[:, 0], dense[:, 1])

    def names(self) -> Iterator[tuple[Text, str, list[list[float]]]]:
        """Each name with its status and the circle that is free for it."""
        best: dict[str, tuple[Text, str, list[list[float]]]] = {}
        for held, anchors in zip(self._held, _anchors(self.borders), strict=True):
            if held is not None and anchors:
                name, _, status = self.borders.nations[held]
                found = best.get(str(name))
                if found is None or anchors[0][2] > found[2][0][2]:
                    best[str(name)] = (name, status, anchors)
        yield from best.values()
