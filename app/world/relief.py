"""The shaded relief of the land, in pictures of which a page contains only those it needs."""

from __future__ import annotations

import base64
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.domain import Bounds
from app.world.cells import Cells, touched

WORLD = "0/0/0"
"""The picture of the whole world, which every page contains."""
MOST_BYTES = 38_000
"""The most that the pictures of a page may have together."""


@dataclass(frozen=True)
class Relief:
    """Pictures by ``<zoom>/<column>/<row>``, the tiles of Web Mercator: grey is flat, dark is shadow, bright is
    light.
    """

    pictures: dict[str, bytes]

    @classmethod
    def read(cls, path: Path) -> Relief:
        """Read the archive at `path`."""
        with zipfile.ZipFile(path) as archive:
            return cls({name.removesuffix(".avif"): archive.read(name) for name in sorted(archive.namelist())})

    def pictures_in(self, cells: Cells) -> dict[str, str]:
        """The world, and the pictures that show most of `cells` as far as `MOST_BYTES` reach; in base64."""
        shown = {name: len(cells & touched(bounds_of(name))) for name in self.pictures}
        room = MOST_BYTES - len(self.pictures[WORLD])
        chosen = [WORLD]
        for name in sorted(self.pictures.keys() - {WORLD}, key=lambda name: (-shown[name], name)):
            if shown[name] and len(self.pictures[name]) <= room:
                chosen.append(name)
                room -= len(self.pictures[name])
        return {name: base64.b64encode(self.pictures[name]).decode("ascii") for name in sorted(chosen)}


def bounds_of(name: str) -> Bounds:
    """The bounds of a tile in degrees, a little inside its edges."""
    zoom, column, row = map(int, name.split("/"))
    inside = 1e-6
    west, east = (step * 360 / 2**zoom - 180 for step in (column, column + 1))
    north, south = (math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * step / 2**zoom)))) for step in (row, row + 1))
    return west + inside, south + inside, east - inside, north - inside
