"""From provinces to atoms: one planar coverage on an integer grid, cut, thinned, and without specks."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from atoms import CUTS, LEFT_OUT, PARTS, WHOLE
from shapely.geometry.base import BaseGeometry

Atoms = dict[str, BaseGeometry]

QUANTUM = 0.002
"""Degrees: every vertex lies on this grid, so that what is written is exactly what was checked."""
CLIPPED_AT = 179.899, 89.899
"""Natural Earth's polygons stop a little short of the antimeridian and the pole; from here on they are drawn up to them."""
KM2_PER_DEGREE2 = 111.32 * 110.57


def build_atoms(gpkg: Path) -> Atoms:
    """The atoms at full detail, a valid coverage."""
    return _faces_by_atom(_provinces_by_atom(gpkg))


def thinned(atoms: Atoms, tolerance: float, smallest_km2: float) -> Atoms:
    """The same coverage with fewer vertices and without small islands; shared edges stay shared, nodes stay nodes.

    `tolerance` is in degrees, about the square root of the smallest triangle kept (Visvalingam and Whyatt 1993).
    An atom always keeps its largest piece, and a piece that touches another is always kept.
    """
    kept = _without_specks(atoms, smallest_km2)
    simple = shapely.coverage_simplify(np.array(list(kept.values()), dtype=object), tolerance)
    if not shapely.coverage_is_valid(simple):
        raise ValueError("the thinned coverage is not valid")
    return dict(zip(kept, simple, strict=True))


def _provinces_by_atom(gpkg: Path) -> Atoms:
    meta, _, wkb, columns = pyogrio.raw.read(gpkg, layer="states_provinces")
    table = dict(zip(meta["fields"], columns, strict=True))
    part_of = {(country, name): atom for atom, (country, names) in PARTS.items() for name in names}
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    seen = set()
    for country, name, geometry in zip(table["adm0_a3"], table["name"], shapely.from_wkb(wkb), strict=True):
        seen.add((country, name))
        if country not in LEFT_OUT:
            groups[part_of.get((country, name)) or WHOLE.get(country, country)].append(geometry)
    if missing := part_of.keys() - seen:
        raise ValueError(f"no such provinces: {sorted(missing)}")
    return {atom: shapely.transform(shapely.coverage_union_all(groups[atom]), _to_the_edge) for atom in sorted(groups)}


def _to_the_edge(points: np.ndarray) -> np.ndarray:
    edge = np.sign(points) * (180.0, 90.0)
    return np.where(np.abs(points) > CLIPPED_AT, edge, points)


def _faces_by_atom(provinces: Atoms) -> Atoms:
    """Draw the cuts, put everything on the grid with every crossing a node, and give each face to its atom."""
    lines = [shapely.boundary(geometry) for geometry in provinces.values()]
    lines += [shapely.intersection(cut.area.boundary, provinces[cut.of].buffer(QUANTUM)) for cut in CUTS]
    network = shapely.union_all(lines, grid_size=QUANTUM)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(network))))
    inside = shapely.point_on_surface(faces)
    names = list(provinces)
    groups = defaultdict(list)
    for face, province in zip(*shapely.STRtree(list(provinces.values())).query(inside, predicate="within"), strict=True):
        groups[_atom(names[province], inside[face])].append(faces[face])
    return {atom: shapely.coverage_union_all(groups[atom]) for atom in sorted(groups)}


def _atom(province: str, point: BaseGeometry) -> str:
    return next((cut.becomes for cut in CUTS if cut.of == province and cut.area.covers(point)), province)


def _without_specks(atoms: Atoms, smallest_km2: float) -> Atoms:
    parts = {atom: shapely.get_parts(geometry) for atom, geometry in atoms.items()}
    uses = Counter(vertex for pieces in parts.values() for piece in pieces for vertex in set(map(tuple, shapely.get_coordinates(piece))))
    kept = {}
    for atom, pieces in parts.items():
        sizes = [_km2(piece) for piece in pieces]
        kept[atom] = shapely.multipolygons([
            piece for piece, size in zip(pieces, sizes, strict=True)
            if size >= smallest_km2 or size == max(sizes) or any(uses[tuple(vertex)] > 1 for vertex in shapely.get_coordinates(piece))])
    return kept


def _km2(polygon: BaseGeometry) -> float:
    return float(polygon.area * KM2_PER_DEGREE2 * np.cos(np.radians(polygon.centroid.y)))
