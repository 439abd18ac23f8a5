"""Builds what stands in `geodata/world/` from public packages: `make world`, for authors only."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable
from pathlib import Path

import anchors
import coverage
import gshhg
import heights
import inputs
import regions
import relief
import reservoirs
import rivers
import shapely
import topology
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
TARGET = HERE.parent
FINE, COARSE = (0.02, 4.0), (0.12, 250.0)
"""Tolerance in degrees and the smallest island in km², by level."""
LAKES = 0.012, 150.0
"""The same for lakes."""
GREAT_KM2 = 4000.0
"""A lake so large shows on a map of the whole world."""
WORLD = (-180.0, -90.0, 180.0, 90.0)


def write(name: str, document: object) -> None:
    """A document as compressed JSON, the same bytes each time: no name, no date, level 9."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (TARGET / name).write_bytes(data)
    print(f"{name}: {len(text):,} characters, {len(data):,} bytes")


def build_borders() -> None:
    """The atoms of the world as one topology."""
    gpkg = inputs.QGIS.unpacked() / "usr/share/qgis/resources/data/world_map.gpkg"
    full = coverage.build_atoms(gpkg)
    fine = coverage.thinned(full, *FINE)
    coarse = coverage.thinned(fine, *COARSE)
    print("vertices", *(sum(map(shapely.get_num_coordinates, level.values())) for level in (full, fine, coarse)))
    document = topology.build_topology(fine, coarse, coverage.QUANTUM, WORLD)
    write("topology.json.gz", {**document, "anchors": [anchors.anchors(shape) for shape in fine.values()]})


def build_water() -> None:
    """Lakes and rivers as lines of their own, each in a file of its own: their licences differ."""
    parts = [part for lake in gshhg.lakes(LAKES[1]) for part in shapely.get_parts(shapely.simplify(lake, LAKES[0])) if part.area > 0]
    lakes = sorted(parts, key=gshhg.km2, reverse=True)
    great = [shapely.simplify(lake, COARSE[0]) for lake in lakes if gshhg.km2(lake) >= GREAT_KM2]
    since = list(reservoirs.years(lakes))
    write("lakes.json.gz", {"quantum": coverage.QUANTUM, "fine": packed_lakes(lakes, since, coverage.QUANTUM),
                            "coarse": packed_lakes(great, since, coverage.QUANTUM)})
    write("rivers.json.gz", {"quantum": coverage.QUANTUM,
                             "rivers": [topology.polyline(river.coords, coverage.QUANTUM) for river in rivers.rivers()]})


def packed_lakes(lakes: list[BaseGeometry], since: Iterable[str], quantum: float) -> list[list[str]]:
    """Each polygon as the day from which it is there, then its rings, outer first."""
    return [[day, *(topology.polyline(ring.coords, quantum) for ring in (lake.exterior, *lake.interiors))]
            for lake, day in zip(lakes, since, strict=False)]


def build_regions() -> None:
    """The regions for the places that exhibits go close to."""
    documents = {}
    for region in regions.REGIONS:
        shapes, lakes, streams = regions.build(region)
        documents[region.id] = {
            **topology.build_topology(shapes, {}, regions.QUANTUM, region.box),
            "lakes": packed_lakes(lakes, reservoirs.years(lakes), regions.QUANTUM),
            "rivers": [topology.polyline(line.coords, regions.QUANTUM) for line in streams],
        }
    write("regions.json.gz", documents)


if __name__ == "__main__":
    began = time.monotonic()
    build_borders()
    build_water()
    build_regions()
    relief.build(TARGET / "relief.zip")
    heights.build(TARGET / "heights.gz")
    print(f"{time.monotonic() - began:.1f} s")
