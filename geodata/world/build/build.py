"""Builds what stands in `geodata/world/` from public packages: `make world`, for authors only."""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import coverage
import inputs
import shapely
import topology

HERE = Path(__file__).parent
TARGET = HERE.parent
FINE, COARSE = (0.02, 4.0), (0.12, 250.0)
"""Tolerance in degrees and the smallest island in km², by level."""


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
    write("topology.json.gz", topology.build_topology(fine, coarse))


if __name__ == "__main__":
    began = time.monotonic()
    build_borders()
    print(f"{time.monotonic() - began:.1f} s")
    sys.exit(0)
