"""One topology for the world: arcs that neighbours share, each in two levels of detail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
import shapely
from coverage import Atoms

Vertex = tuple[int, int]
Arc = tuple[Vertex, ...]

LONGEST = 120
"""An arc is cut into pieces of about so many vertices, so that a page can carry only those of its region."""
Frame = tuple[float, float, float, float]
"""West, south, east, north: where the shapes are cut off. Arcs along it are no coast."""


def build_topology(fine: Atoms, coarse: Atoms, quantum: float, frame: Frame) -> dict[str, object]:
    """The document `topology.json`: see `geodata/world/README.md`.

    `coarse` must be `fine` thinned further, so that its vertices are among fine's; it may be empty.
    """
    rings = {atom: [[integers(ring.coords, quantum) for ring in (part.exterior, *part.interiors)] for part in shapely.get_parts(geometry)]
             for atom, geometry in fine.items()}
    kept = {vertex for geometry in coarse.values() for vertex in integers(shapely.get_coordinates(geometry), quantum)}
    every_ring = [ring for polygons in rings.values() for polygon in polygons for ring in polygon]
    nodes = _nodes(every_ring, integers([frame[:2], frame[2:]], quantum))
    kept |= {vertex for ring in every_ring if not kept.isdisjoint(ring) for vertex in nodes.intersection(ring)}
    numbers: dict[Arc, int] = {}
    polygons = [[[_reference(ring, nodes, kept, numbers) for ring in polygon] for polygon in rings[atom]] for atom in fine]
    return {
        "quantum": quantum,
        "frame": frame,
        "atoms": list(fine),
        "polygons": polygons,
        "coarse": [encode(_coarse(arc, kept)) for arc in numbers],
        "fine": [encode(arc) for arc in numbers],
    }


def encode(arc: Sequence[Vertex]) -> str:
    """The Encoded Polyline Algorithm Format, longitude first: deltas, zigzag, five bits to a letter."""
    letters = []
    before = (0, 0)
    for vertex in arc:
        for delta in (vertex[0] - before[0], vertex[1] - before[1]):
            value = (delta << 1) ^ (delta >> 63)
            while value >= 0x20:
                letters.append(chr((0x20 | (value & 0x1F)) + 63))
                value >>= 5
            letters.append(chr(value + 63))
        before = vertex
    return "".join(letters)


def integers(points: object, quantum: float) -> list[Vertex]:
    """Positions in degrees as multiples of `quantum`."""
    return [(int(x), int(y)) for x, y in np.rint(np.asarray(points) / quantum)]


def polyline(points: object, quantum: float) -> str:
    """Positions in degrees as one text."""
    return encode([vertex for vertex, _ in groupby(integers(points, quantum))])


def _nodes(rings: list[list[Vertex]], frame: list[Vertex]) -> set[Vertex]:
    """Where more than two ways lead on, and every vertex on the frame."""
    (west, south), (east, north) = frame
    neighbours: dict[Vertex, set[Vertex]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {vertex for vertex, ways in neighbours.items() if len(ways) != 2 or vertex[0] in (west, east) or vertex[1] in (south, north)}


def _reference(ring: list[Vertex], nodes: set[Vertex], kept: set[Vertex], numbers: dict[Arc, int]) -> list[int]:
    """The ring as numbers of arcs, ``~number`` where an arc is run backwards; new arcs get the next number."""
    found = []
    for arc in _cut(ring, nodes, kept):
        backwards = arc[::-1]
        if backwards in numbers:
            found.append(~numbers[backwards])
        else:
            found.append(numbers.setdefault(arc, len(numbers)))
    return found


def _cut(ring: list[Vertex], nodes: set[Vertex], kept: set[Vertex]) -> Iterator[Arc]:
    open_ring = ring[:-1]
    starts = [i for i, vertex in enumerate(open_ring) if vertex in nodes]
    if not starts:
        lowest = min((vertex for vertex in open_ring if vertex in kept), default=min(open_ring))
        starts = [open_ring.index(lowest)]
    turned = open_ring[starts[0]:] + open_ring[:starts[0]] + [open_ring[starts[0]]]
    begin = 0
    for end in range(1, len(turned)):
        if end == len(turned) - 1 or turned[end] in nodes:
            yield from _pieces(tuple(turned[begin:end + 1]), kept)
            begin = end


def _pieces(arc: Arc, kept: set[Vertex]) -> Iterator[Arc]:
    """A long arc in pieces that meet at vertices of the coarse level, the same whichever way it is run."""
    if arc[::-1] < arc:
        yield from (piece[::-1] for piece in reversed(list(_pieces(arc[::-1], kept))))
        return
    begin = 0
    for i in range(1, len(arc) - 1):
        if i - begin >= LONGEST and arc[i] in kept:
            yield arc[begin:i + 1]
            begin = i
    yield arc[begin:]


def _coarse(arc: Arc, kept: set[Vertex]) -> list[Vertex]:
    """What the coarse level keeps of an arc; nothing of an island that it leaves out."""
    return [vertex for vertex in arc if vertex in kept] if arc[0] in kept and arc[-1] in kept else []
