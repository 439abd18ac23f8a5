"""Compare the borders of a day with another set of borders: a second opinion that is only looked at.

Run from the project's folder with the requirements of the tests, and with another set's polygons in GeoJSON (`NAME`, and `SUBJECTO` for who rules them):

    PYTHONPATH=. .venv/bin/python geodata/world/build/compare.py world_1914.geojson 1914-06-28

Pairs of places on land, 40 to 250 km apart and each within 125 km of a border of either set, are asked in both sets
whether the two are under one sovereign, and if the sets differ in that, whether both draw a line between them all the
same, as between two colonies of which one set does not say whose they are. Printed are the shares of pairs for which
both sets say the same, and the pairs that a line parts in one set alone, in groups: how many, where, and whose the two
places are here and there. Land that is `U` is left out.
Nothing of the other set is written.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from app.world import World

PAIRS = 3000
REACH_KM, BESIDE_KM = 125.0, 15.0
NEAREST_KM, FARTHEST_KM = 40.0, 250.0
GEOD = Geod(ellps="WGS84")
Owner = tuple[str, str]
"""A name and a sovereign."""
Pair = tuple[Owner, Owner]
FEWEST = 4
"""Pairs of a group that is printed."""
SEED = 1900


@dataclass(frozen=True)
class BorderSet:
    """Polygons, each with its name and its sovereign."""

    shapes: Sequence[BaseGeometry]
    owners: Sequence[Owner]

    @classmethod
    def of_day(cls, day: date) -> BorderSet:
        """Our own borders, land of unknown border left out."""
        known = [(each, shape) for each, shape in World.default().territories(day).items() if each.status != "U"]
        return cls(
            [shape for _, shape in known], [(each.name, each.sovereign or each.name) for each, _ in known]
        )

    @classmethod
    def of_file(cls, path: Path) -> BorderSet:
        """Another set's; a polygon without a name is land whose ruler it does not know."""
        found = [
            (shapely.make_valid(shapely.geometry.shape(feature["geometry"])), feature["properties"])
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
            if feature["geometry"] and feature["properties"].get("NAME")
        ]
        return cls(
            [shape for shape, _ in found],
            [(each["NAME"], each.get("SUBJECTO") or each["NAME"]) for _, each in found],
        )

    def owners_at(self, places: np.ndarray) -> list[Owner | None]:
        """Whose each place is; None at sea."""
        shapes, points = shapely.STRtree(shapely.points(places)).query(self.shapes, "contains")
        found = dict(zip(points.tolist(), shapes.tolist(), strict=True))
        return [self.owners[found[number]] if number in found else None for number in range(len(places))]

    def near_borders(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """Places spread along the edges of the polygons, with land of another owner within `BESIDE_KM`."""
        edges = shapely.get_parts(shapely.boundary(np.array(self.shapes))).tolist()
        lengths = np.array([GEOD.geometry_length(edge) for edge in edges])
        chosen = chance.choice(len(edges), count, p=lengths / lengths.sum())
        lines = np.array(edges)[chosen]
        places = shapely.get_coordinates(shapely.line_interpolate_point(lines, chance.random(count), normalized=True))
        about = [self.owners_at(moved(places, bearing, BESIDE_KM)) for bearing in range(0, 360, 45)]
        owners = [{each for each in of_place if each} for of_place in zip(*about, strict=True)]
        return np.asarray(places[[len(found) > 1 for found in owners]])


def moved(places: np.ndarray, bearing: float | np.ndarray, km: float | np.ndarray) -> np.ndarray:
    """Places so far from others."""
    bearings, metres = np.broadcast_to(bearing, len(places)), np.broadcast_to(km * 1000.0, len(places))
    lon, lat, _ = GEOD.fwd(places[:, 0], places[:, 1], bearings, metres)
    return np.column_stack((lon, lat))


def pairs_about(places: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """For each place two others within `REACH_KM` of it, as far from each other as asked: longitudes and latitudes."""
    count = len(places)
    ends = [
        moved(places, chance.uniform(0, 360, count), REACH_KM * np.sqrt(chance.random(count))) for _ in range(2)
    ]
    metres = GEOD.inv(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])[2]
    far = (metres >= NEAREST_KM * 1000) & (metres <= FARTHEST_KM * 1000)
    return np.asarray(np.stack(ends, axis=1)[far])


def are_one(pair: Pair) -> bool:
    """Whether two places are under one name or one sovereign."""
    one, other = pair
    return one[0] == other[0] or one[1] == other[1]


def are_two(pair: Pair) -> bool:
    """Whether a line is drawn between two places, between two sovereigns or within one's."""
    one, other = pair
    return one[0] != other[0]


def compare(ours: BorderSet, theirs: BorderSet) -> None:
    """Print the agreement and the groups of disagreement."""
    chance = np.random.default_rng(SEED)
    places = np.concatenate([each.near_borders(10 * PAIRS, chance) for each in (ours, theirs)])
    pairs = pairs_about(chance.permutation(places), chance)
    here, there = (owners_of_pairs(each, pairs) for each in (ours, theirs))
    both = [
        (mine, other, pair) for mine, other, pair in zip(here, there, pairs, strict=True) if mine and other
    ][:PAIRS]
    groups: dict[tuple[str, str], list[np.ndarray]] = defaultdict(list)
    differ = [each for each in both if are_one(each[0]) != are_one(each[1])]
    for mine, other, pair in differ:
        if not (are_two(mine) and are_two(other)):
            groups[label(mine), label(other)].append(pair)
    apart = sum(map(len, groups.values()))
    shares = [f"{100 * (1 - count / len(both)):.1f} %" for count in (len(differ), apart)]
    print(f"{len(both)} pairs: one sovereign or not {shares[0]}, a line between them or not {shares[1]}, {len(groups)} groups")
    for (name, name_there), found in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(found) >= FEWEST:
            lon, lat = np.median(np.concatenate(found), axis=0)
            print(f"{len(found):4} about {lat:.1f} {lon:.1f}: {name} | there {name_there}")


def owners_of_pairs(borders: BorderSet, pairs: np.ndarray) -> list[Pair | None]:
    """Whose the two places of each pair are; None where one is at sea."""
    owners = borders.owners_at(pairs.reshape(-1, 2))
    return [(one, other) if one and other else None for one, other in zip(owners[::2], owners[1::2], strict=True)]


def label(pair: Pair) -> str:
    """Two owners in words, in alphabetical order."""
    return " / ".join(sorted({name if name == sovereign else f"{name} ({sovereign})" for name, sovereign in pair}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="the other set, as GeoJSON")
    parser.add_argument("day", type=date.fromisoformat, help="the day of our borders")
    asked = parser.parse_args()
    compare(BorderSet.of_day(asked.day), BorderSet.of_file(asked.file))
