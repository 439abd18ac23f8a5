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
    """A city; each of `names` holds from its day on. `rank` 1 is shown on a map of the world, 6 only close by."""

    position: LonLat
    rank: int
    names: tuple[tuple[date, Text], ...]


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

    def key(row: dict[str, str]) -> tuple[float, float, int]:
        return float(row["lon"]), float(row["lat"]), int(row["rank"])

    return tuple(
        City((lon, lat), rank, tuple((day(row["from"]) or FIRST_DAY, words(row)) for row in group))
        for (lon, lat, rank), group in groupby(rows(folder / "cities.tsv"), key)
    )


def read_seas(folder: Path) -> Iterator[Sea]:
    """The seas of `folder`, in its order."""
    for row in rows(folder / "seas.tsv"):
        yield Sea((float(row["lon"]), float(row["lat"])), int(row["zoom"]), words(row))
