"""Names that are no territory's: cities with their names of the day, seas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from app.dates import FIRST_DAY
from app.domain import LonLat
from app.text import Text
from app.world.tables import day, rows, words


@dataclass(frozen=True, slots=True)
class City:
    """A city; each of `names` holds from its day on, and so does the rank in the same place: 1 is shown on a map of the
    world, 6 only close by. Before the first day there is no city.
    """

    position: LonLat
    ranks: tuple[int, ...]
    names: tuple[tuple[date, Text], ...]

    def on(self, day: date) -> tuple[Text, int] | None:
        """Its name and its rank on a day."""
        found = zip(self.names, self.ranks, strict=True)
        return next(((name, rank) for (since, name), rank in reversed(list(found)) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Sea:
    """A sea, strait or great lake, named from a zoom level on."""

    position: LonLat
    zoom: int
    name: Text


@dataclass(frozen=True, slots=True)
class Label:
    """A territory's name on the map: `anchors` are longitude, latitude and room in degrees, each with the atom there
    ("" at sea), without which the territory has no name there; `short` may be empty.
    """

    anchors: tuple[tuple[float, float, float, str], ...]
    short: Text


def read_labels(folder: Path) -> dict[str, Label]:
    """The labels of `folder` by the territory's English name."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(folder / "labels.tsv"):
        found[row["name"]].append(row)
    return {
        name: Label(
            tuple((float(row["lon"]), float(row["lat"]), float(row["room"]), row["atom"]) for row in group),
            words(group[0]),
        )
        for name, group in found.items()
    }


def read_cities(folder: Path) -> tuple[City, ...]:
    """The cities of `folder`, in its order."""

    def position(row: dict[str, str]) -> LonLat:
        return float(row["lon"]), float(row["lat"])

    found = ((where, list(group)) for where, group in groupby(rows(folder / "cities.tsv"), position))
    return tuple(
        City(
            where,
            tuple(int(row["rank"]) for row in group),
            tuple((day(row["from"]) or FIRST_DAY, words(row)) for row in group),
        )
        for where, group in found
    )


def read_seas(folder: Path) -> Iterator[Sea]:
    """The seas of `folder`, in its order."""
    for row in rows(folder / "seas.tsv"):
        yield Sea((float(row["lon"]), float(row["lat"])), int(row["zoom"]), words(row))
