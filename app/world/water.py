"""Lakes and rivers, as they lie packed in the folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from app.domain import Bounds
from app.world.cells import Cells, meet
from app.world.polyline import box
from app.world.topology import read_packed


@dataclass(frozen=True)
class Water:
    """Each of `lakes` as the day from which it is there ("" from the beginning) and its rings, outer first; `rivers` as
    lines.

    Positions are encoded in units of `quantum` degrees.

    The largest lakes stand first; `coarse` has those of them that show on a map of the whole world, with fewer
    vertices.
    """

    quantum: float
    lakes: list[list[str]]
    coarse: list[list[str]]
    rivers: list[str]

    @classmethod
    def read(cls, folder: Path) -> Water:
        """Read both files of `folder`."""
        lakes, rivers = read_packed(folder / "lakes.json.gz"), read_packed(folder / "rivers.json.gz")
        return cls(lakes["quantum"], lakes["fine"], lakes["coarse"], rivers["rivers"])

    def lakes_in(self, cells: Cells, until: date) -> list[list[str]]:
        """The lakes in `cells`, and coarsely the large ones elsewhere, without reservoirs that filled after `until`."""
        near = [meet(bounds, cells) for bounds in self._lake_boxes]
        found = [lake for lake, here in zip(self.lakes, near, strict=True) if here]
        found += [lake for lake, here in zip(self.coarse, near, strict=False) if not here]
        return [lake for lake in found if lake[0] <= until.isoformat()]

    def rivers_in(self, cells: Cells) -> list[str]:
        """The rivers in `cells`."""
        return [line for line, bounds in zip(self.rivers, self._river_boxes, strict=True) if meet(bounds, cells)]

    @cached_property
    def _lake_boxes(self) -> list[Bounds]:
        return [box(outline, self.quantum) for _, outline, *_ in self.lakes]

    @cached_property
    def _river_boxes(self) -> list[Bounds]:
        return [box(line, self.quantum) for line in self.rivers]
