"""Joins the polygons of atoms that are one on every day of a page, so that the page need not carry the lines between
them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from app.world.topology import Rings, Topology


def join_polygons(topology: Topology, polygons: list[list[Rings]], groups: Iterable[list[int]]) -> set[int]:
    """Join, in `polygons` (by atom), what the atoms of each group share a line with; the numbers of the arcs that are
    then in none.

    The joined polygons go to the first atom of the group; the others keep none.
    """
    inner: set[int] = set()
    for group in groups:
        found = [rings for atom in group for rings in polygons[atom]]
        uses = Counter(max(arc, ~arc) for rings in found for ring in rings for arc in ring)
        shared = {arc for arc, count in uses.items() if count > 1}
        if shared:
            inner |= shared
            for atom in group:
                polygons[atom] = []
            oriented = [_oriented(topology, rings) for rings in found]
            polygons[group[0]] = [_joined(topology, part, shared) for part in _connected(oriented, shared)]
    return inner


def _oriented(topology: Topology, rings: Rings) -> Rings:
    """The same polygon, its outer ring anticlockwise and its holes clockwise."""
    return [
        ring if (_doubled_area(topology, ring) > 0) == (number == 0) else [~arc for arc in reversed(ring)]
        for number, ring in enumerate(rings)
    ]


def _doubled_area(topology: Topology, ring: list[int]) -> float:
    """Twice the area within a ring in square degrees, negative where it runs clockwise."""
    return sum(topology.doubled_areas[arc] if arc >= 0 else -topology.doubled_areas[~arc] for arc in ring)


def _connected(polygons: list[Rings], shared: set[int]) -> list[list[Rings]]:
    """The polygons in parts that hang together by shared arcs, in their order."""
    part_of = list(range(len(polygons)))

    def root(number: int) -> int:
        while part_of[number] != number:
            number = part_of[number]
        return number

    first: dict[int, int] = {}
    for number, rings in enumerate(polygons):
        for arc in (max(arc, ~arc) for ring in rings for arc in ring):
            if arc in shared:
                one, other = sorted((root(first.setdefault(arc, number)), root(number)))
                part_of[other] = one
    parts: dict[int, list[Rings]] = defaultdict(list)
    for number, rings in enumerate(polygons):
        parts[root(number)].append(rings)
    return list(parts.values())


def _joined(topology: Topology, polygons: list[Rings], shared: set[int]) -> Rings:
    """The outline of polygons that hang together: the outer ring, then holes."""
    arcs = [arc for rings in polygons for ring in rings for arc in ring if max(arc, ~arc) not in shared]
    leaving = defaultdict(list)
    for arc in reversed(arcs):
        leaving[_start(topology, arc)].append(arc)
    rings = []
    for arc in arcs:
        start = _start(topology, arc)
        if arc in leaving[start]:
            leaving[start].remove(arc)
            ring = [arc]
            while (at := _start(topology, ~ring[-1])) != start:
                ring.append(leaving[at].pop())
            rings.append(ring)
    return sorted(rings, key=lambda ring: -_extent(topology, ring))


def _start(topology: Topology, arc: int) -> tuple[float, float]:
    return topology.lines[arc][0] if arc >= 0 else topology.lines[~arc][-1]


def _extent(topology: Topology, ring: list[int]) -> float:
    boxes = [topology.boxes[max(arc, ~arc)] for arc in ring]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    return width * (max(box[3] for box in boxes) - min(box[1] for box in boxes))
