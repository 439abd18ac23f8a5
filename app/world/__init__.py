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
from app.world.extract import Portion, extract
from app.world.places import City, Label, Sea, read_cities, read_labels, read_seas
from app.world.tables import rows, words
from app.world.timeline import FIRST_DAY, LAST_DAY, Timeline
from app.world.topology import Topology, read_packed
from app.world.water import Water

__all__ = ["FIRST_DAY", "LAST_DAY", "Portion", "Territory", "World"]

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
        groups: dict[Territory, list[str]] = defaultdict(list)
        for atom in self.topology.atoms:
            groups[self.territory(atom, day)].append(atom)
        return {territory: self.topology.joined(tuple(atoms)) for territory, atoms in groups.items()}

    def extract(self, portion: Portion) -> bytes:
        """What a page needs that shows `portion`: compressed JSON, the same bytes each time; see `docs/world.md`."""
        return extract(self, portion)

    @cached_property
    def names(self) -> dict[str, Text]:
        """The names of territories in all languages, by their English form."""
        return {row["en"]: words(row) for row in rows(self.folder / "names.tsv")}

    @cached_property
    def labels(self) -> dict[str, Label]:
        """Where and how a name stands on the map, for those that need to be told."""
        return read_labels(self.folder)

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Cities with their names of the day."""
        return read_cities(self.folder)

    @cached_property
    def seas(self) -> tuple[Sea, ...]:
        """Seas, straits and great lakes."""
        return tuple(read_seas(self.folder))

    def borders_geojson(self, day: date) -> dict[str, object]:
        """The borders of `day` as an RFC 7946 FeatureCollection: outer rings anticlockwise, cut at the antimeridian.

        Raises `NotFound` outside 1945–1991.
        """
        found = sorted(self.territories(day).items(), key=lambda item: (item[0].name, item[0].sovereign, item[0].status))
        return {"type": "FeatureCollection", "features": [_feature(territory, shape) for territory, shape in found]}


def _feature(territory: Territory, shape: BaseGeometry) -> dict[str, object]:
    properties = {
        "name": territory.name,
        "sovereign": territory.sovereign or territory.name,
        "status": territory.status,
        "alliance": "; ".join(territory.alliances),
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(shapely.orient_polygons(shape))}
