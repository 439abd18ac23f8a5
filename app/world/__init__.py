"""The world as it was: borders, names and water of any day from 1945 to 1991.

Everything comes from `geodata/world/`, derived data with its own README; nothing is read before somebody asks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from app.errors import NotFound
from app.text import Text
from app.world.cells import Cells
from app.world.extract import extract
from app.world.timeline import FIRST_DAY, LAST_DAY, Timeline
from app.world.topology import Topology, read_packed
from app.world.water import Water

__all__ = ["FIRST_DAY", "LAST_DAY", "Territory", "World"]

FOLDER = Path(__file__).resolve().parents[2] / "geodata" / "world"


@dataclass(frozen=True, slots=True)
class Territory:
    """What stands as one on the map of a day: see `timeline.Holding` for `sovereign` and `status`."""

    name: str
    sovereign: str
    status: str
    alliances: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """The world's data in `folder`."""

    folder: Path = FOLDER

    @classmethod
    @cache
    def default(cls) -> World:
        """The world that lies in the project's own `geodata/world`."""
        return cls()

    @cached_property
    def timeline(self) -> Timeline:
        """Who held what."""
        return Timeline.read(self.folder)

    @cached_property
    def topology(self) -> Topology:
        """The shapes."""
        return Topology.read(self.folder / "topology.json.gz")

    @cached_property
    def water(self) -> Water:
        """Lakes and rivers."""
        return Water.read(self.folder)

    @cached_property
    def regions(self) -> list[dict[str, Any]]:
        """The insets in full detail: topologies of their own, with lakes and rivers."""
        return list(read_packed(self.folder / "regions.json.gz").values())

    @property
    def changes(self) -> tuple[date, ...]:
        """Every day after 1 January 1945 on which anything on the map changes, in order."""
        return self.timeline.changes

    def territory(self, atom: str, day: date) -> Territory:
        """What `atom` belonged to on `day`."""
        holding = self.timeline.holding(atom, day)
        return Territory(holding.name, holding.sovereign, holding.status, self.timeline.alliances(atom, day))

    def territories(self, day: date) -> dict[Territory, BaseGeometry]:
        """Every territory of `day` with its shape, in degrees: valid, and none over another. Raises `NotFound` outside 1945–1991."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise NotFound(f"There are borders for every day from {FIRST_DAY} to {LAST_DAY}, and none for {day}.")
        groups: dict[Territory, list[BaseGeometry]] = defaultdict(list)
        for atom, shape in self.topology.shapes.items():
            groups[self.territory(atom, day)].append(shape)
        return {territory: shapely.coverage_union_all(shapes) for territory, shapes in groups.items()}

    def extract(self, cells: Cells, first_day: date, last_day: date, languages: tuple[str, ...] = ("en",)) -> bytes:
        """What a page needs that shows `cells` closely, from `first_day` to `last_day`: compressed JSON, the same bytes each time."""
        return extract(self, cells, first_day, last_day, languages)

    @cached_property
    def names(self) -> dict[str, Text]:
        """The names of states and territories in other languages, by their English form."""
        return {}

    def borders_geojson(self, day: date) -> dict[str, object]:
        """The borders of `day` as an RFC 7946 FeatureCollection: outer rings anticlockwise, cut at the antimeridian.

        Raises `NotFound` outside 1945–1991.
        """
        found = sorted(self.territories(day).items(), key=lambda item: (item[0].name, item[0].sovereign, item[0].status))
        return {"type": "FeatureCollection", "features": [_feature(territory, shape) for territory, shape in found]}


def _feature(territory: Territory, shape: BaseGeometry) -> dict[str, object]:
    properties = {"name": territory.name, "sovereign": territory.sovereign or territory.name, "status": territory.status,
                  "alliance": "; ".join(territory.alliances)}
    return {"type": "Feature", "properties": properties, "geometry": mapping(shapely.orient_polygons(shape))}
