"""The shapes of the world: arcs that neighbours share, and the polygons that they close."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from app.domain import Bounds, LonLat
from app.world.polyline import box, decode, rounded

Rings = list[list[int]]
COARSE_QUANTUM = 0.02
"""The unit in degrees in which pages have the coarse level, a sixth of its tolerance."""


@dataclass(frozen=True)
class Topology:
    """The atoms of `topology.json` as one coverage; decoded only when somebody asks.

    `polygons` stand by atom as rings, outer first, of numbers of arcs (``~number`` where one is run backwards);
    `coarse` and `fine` are the arcs' two levels, empty where a level leaves them out; `anchors` are by atom
    longitude, latitude and radius of the circles in which a name may stand, largest first.
    """

    quantum: float
    atoms: list[str]
    polygons: list[list[Rings]]
    coarse: list[str]
    fine: list[str]
    anchors: list[list[list[float]]]

    @classmethod
    def read(cls, path: Path) -> Topology:
        """Read the compressed document at `path`."""
        document = read_packed(path)
        return cls(**{name: document[name] for name in ("quantum", "atoms", "polygons", "coarse", "fine", "anchors")})

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """The atoms at full detail, degrees: a valid coverage."""
        return {
            atom: shapely.MultiPolygon([_polygon(rings, self.lines) for rings in polygons])
            for atom, polygons in zip(self.atoms, self.polygons, strict=True)
        }

    def joined(self, atoms: tuple[str, ...]) -> BaseGeometry:
        """Several atoms as one shape; from one day to the next most stay together, so that what was joined is kept."""
        if atoms not in self._joined:
            shapes = [self.shapes[atom] for atom in atoms]
            self._joined[atoms] = shapely.coverage_union_all(shapes) if len(shapes) > 1 else shapes[0]
        return self._joined[atoms]

    @cached_property
    def _joined(self) -> dict[tuple[str, ...], BaseGeometry]:
        return {}

    @cached_property
    def boxes(self) -> list[Bounds]:
        """About where each arc lies: the bounds of its coarse level, or of the fine one where there is no other."""
        return [box(coarse or fine, self.quantum) for coarse, fine in zip(self.coarse, self.fine, strict=True)]

    @cached_property
    def doubled_areas(self) -> list[float]:
        """What each arc adds to twice the area within a ring, square degrees, positive if run anticlockwise."""
        return [sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(line)) for line in self.lines]

    @cached_property
    def rough(self) -> list[str]:
        """The coarse level in units of `COARSE_QUANTUM`."""
        return [rounded(arc, self.quantum, COARSE_QUANTUM) for arc in self.coarse]

    @cached_property
    def lines(self) -> list[list[LonLat]]:
        """The positions of each arc at full detail; the ends are those of the coarse level too."""
        return [decode(arc, self.quantum) for arc in self.fine]


def read_packed(path: Path) -> Any:
    """A compressed JSON document."""
    return json.loads(gzip.decompress(path.read_bytes()))


def _polygon(rings: Rings, arcs: list[list[LonLat]]) -> BaseGeometry:
    shell, *holes = (_ring(ring, arcs) for ring in rings)
    return shapely.Polygon(shell, holes)


def _ring(numbers: Iterable[int], arcs: list[list[LonLat]]) -> list[LonLat]:
    ring: list[LonLat] = []
    for number in numbers:
        ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0 :]
    return ring
