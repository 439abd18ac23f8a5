"""The world as it was: borders, names and water of any day that its tables cover.

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
from shapely.geometry.base import BaseGeometry

from app.assets import script_json
from app.errors import NotFound
from app.text import Text, interface
from app.world.extract import Portion, extract, extract_in_two
from app.world.heights import Heights
from app.world.places import City, Label, Sea, read_cities, read_labels, read_seas
from app.world.relief import Relief
from app.world.tables import FOLDER, rows, words
from app.world.timeline import (
    FIRST_DAY,
    LAST_DAY,
    BorderHistory,
    has_borders,
    unknown_borders,
    unknown_borders_key,
)
from app.world.topology import Topology, read_packed
from app.world.water import Water

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Portion",
    "Territory",
    "World",
    "has_borders",
    "unknown_borders",
    "unknown_borders_key",
]


@dataclass(frozen=True, slots=True)
class Territory:
    """An area drawn as one on the map of a day: see `timeline.Holding` for `sovereign` and `status`."""

    name: str
    sovereign: str
    status: str
    alliances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bloc:
    """An alliance on the map: `tint` is ``nato`` or ``pact`` for two that face each other, ``csto`` for the CSTO,
    ``treaty`` for the others, ``none`` for those that are not drawn.
    """

    tint: str
    name: Text

    @property
    def is_drawn(self) -> bool:
        """Whether the map shows its members."""
        return self.tint != "none"


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
    def timeline(self) -> BorderHistory:
        """Who held what."""
        return BorderHistory.read(self.folder)

    @cached_property
    def topology(self) -> Topology:
        """The shapes."""
        return Topology.read(self.folder / "topology.json.gz")

    @cached_property
    def water(self) -> Water:
        """Lakes and rivers."""
        return Water.read(self.folder)

    @cached_property
    def relief(self) -> Relief:
        """Light and shadow of the land."""
        return Relief.read(self.folder / "relief.zip")

    @cached_property
    def heights(self) -> Heights:
        """How high the land is."""
        return Heights.read(self.folder / "heights.gz")

    @cached_property
    def regions(self) -> list[dict[str, Any]]:
        """The regions in full detail: topologies of their own, with lakes and rivers."""
        return list(read_packed(self.folder / "regions.json.gz").values())

    @property
    def changes(self) -> tuple[date, ...]:
        """Every day after the first on which anything on the map changes, in order."""
        return self.timeline.changes

    def territory(self, atom: str, day: date) -> Territory:
        """What `atom` belonged to on `day`."""
        holding = self.timeline.holding(atom, day)
        return Territory(holding.name, holding.sovereign, holding.status, self.timeline.alliances(atom, day))

    def territories(self, day: date) -> dict[Territory, BaseGeometry]:
        """Every territory of `day` with its shape in degrees: valid, without overlaps.

        Raises `NotFound` on a day that the tables do not cover.
        """
        return {territory: self.topology.joined(atoms) for territory, atoms in self._groups(day).items()}

    def _groups(self, day: date) -> dict[Territory, tuple[str, ...]]:
        """Every territory of `day` with its atoms."""
        if not has_borders(day):
            explanation = Text(
                tuple(
                    (tag, words.format(date=day.isoformat(), last=LAST_DAY.isoformat()))
                    for tag, words in interface()[unknown_borders_key(day)]
                )
            )
            raise NotFound(
                f"{unknown_borders(day)}. There are borders for every day from {FIRST_DAY} to {LAST_DAY}.", explanation
            )
        groups: dict[Territory, list[str]] = defaultdict(list)
        for atom in self.topology.atoms:
            groups[self.territory(atom, day)].append(atom)
        return {territory: tuple(atoms) for territory, atoms in groups.items()}

    def extract(self, portion: Portion) -> bytes:
        """What a page needs that shows `portion`: compressed JSON, the same bytes each time; see
        `docs/explanation/world.md`.
        """
        return extract(self, portion)

    def extract_in_two(self, portion: Portion) -> tuple[bytes, bytes]:
        """The same in two documents: what a page shows at first, and the details of a closer view."""
        return extract_in_two(self, portion)

    @cached_property
    def names(self) -> dict[str, Text]:
        """The names of territories in all languages, by their English form."""
        return {row["en"]: words(row) for row in rows(self.folder / "names.tsv")}

    @cached_property
    def blocs(self) -> dict[str, Bloc]:
        """How the members of each alliance are drawn, by its name in `alliances.tsv`."""
        return {row["alliance"]: Bloc(row["tint"], words(row)) for row in rows(self.folder / "blocs.tsv")}

    @cached_property
    def labels(self) -> dict[str, Label]:
        """Where and how a name is placed on the map, for names that need it."""
        return read_labels(self.folder)

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Cities with their names of the day."""
        return read_cities(self.folder)

    @cached_property
    def seas(self) -> tuple[Sea, ...]:
        """Seas, straits and great lakes."""
        return tuple(read_seas(self.folder))

    def borders_geojson(self, day: date) -> str:
        """The borders of `day` as an RFC 7946 FeatureCollection: outer rings anticlockwise, cut at the antimeridian.

        Raises `NotFound` on a day that the tables do not cover.
        """
        found = sorted(self._groups(day).items(), key=lambda item: (item[0].name, item[0].sovereign, item[0].status))
        features = ",".join(self._feature(territory, atoms) for territory, atoms in found)
        return f'{{"type":"FeatureCollection","features":[{features}]}}'

    def _feature(self, territory: Territory, atoms: tuple[str, ...]) -> str:
        return f'{{"type":"Feature","properties":{_properties(territory)},"geometry":{self._geometry(atoms)}}}'

    def _geometry(self, atoms: tuple[str, ...]) -> str:
        """The shape of several atoms as GeoJSON; kept, as from one day to the next most stay together."""
        if atoms not in self._geometries:
            self._geometries[atoms] = shapely.to_geojson(shapely.orient_polygons(self.topology.joined(atoms)))
        return self._geometries[atoms]

    @cached_property
    def _geometries(self) -> dict[tuple[str, ...], str]:
        return {}


@cache
def _properties(territory: Territory) -> str:
    """A territory's properties as JSON; kept, as most are the same from one day to the next."""
    properties = {
        "name": territory.name,
        "sovereign": territory.sovereign or ("" if territory.status == "U" else territory.name),
        "status": territory.status,
        "alliance": "; ".join(territory.alliances),
    }
    return script_json(properties)
