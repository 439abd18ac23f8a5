"""Lakes and rivers, as they lie packed in the folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.domain import Bounds
from app.world.topology import box, read_packed

GREAT_DEGREES = 1.0
"""A lake that is longer than this is carried by every page."""


@dataclass(frozen=True)
class Water:
    """`lakes` as rings, outer first, and `rivers` as lines, both encoded in units of `quantum` degrees."""

    quantum: float
    lakes: list[list[str]]
    rivers: list[str]

    @classmethod
    def read(cls, folder: Path) -> Water:
        """Read both files of `folder`."""
        lakes, rivers = read_packed(folder / "lakes.json.gz"), read_packed(folder / "rivers.json.gz")
        return cls(lakes["quantum"], lakes["lakes"], rivers["rivers"])

    @cached_property
    def lake_boxes(self) -> list[Bounds]:
        """Where each lake lies."""
        return [box(rings[0], self.quantum) for rings in self.lakes]

    @cached_property
    def river_boxes(self) -> list[Bounds]:
        """Where each river lies."""
        return [box(line, self.quantum) for line in self.rivers]


def is_great(bounds: Bounds) -> bool:
    """Whether a lake of these bounds shows on a map of the whole world."""
    west, south, east, north = bounds
    return max(east - west, north - south) >= GREAT_DEGREES
