"""The shapes of the world: arcs that neighbours share, and the polygons that they close."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from app.domain import Bounds, LonLat

Rings = list[list[int]]


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
        arcs = [decode(arc, self.quantum) for arc in self.fine]
        return {
            atom: shapely.MultiPolygon([_polygon(rings, arcs) for rings in polygons])
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


def read_packed(path: Path) -> Any:
    """A compressed JSON document."""
    return json.loads(gzip.decompress(path.read_bytes()))


def decode(text: str, quantum: float) -> list[LonLat]:
    """Positions in degrees from the Encoded Polyline Algorithm Format, longitude first, in units of `quantum`."""
    numbers = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    per_degree = round(1 / quantum)
    positions = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        positions.append((x / per_degree, y / per_degree))
    return positions


def box(text: str, quantum: float) -> Bounds:
    """The bounds of encoded positions."""
    lons, lats = zip(*decode(text, quantum), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _polygon(rings: Rings, arcs: list[list[LonLat]]) -> BaseGeometry:
    shell, *holes = (_ring(ring, arcs) for ring in rings)
    return shapely.Polygon(shell, holes)


def _ring(numbers: Iterable[int], arcs: list[list[LonLat]]) -> list[LonLat]:
    ring: list[LonLat] = []
    for number in numbers:
        ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0 :]
    return ring
