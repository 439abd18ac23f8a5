"""What one page needs of the world: its region in full detail, its days, its languages; the rest coarse."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

from app.text import Text
from app.world.cells import Cells, meet

if TYPE_CHECKING:
    from app.world import World

def extract(world: World, cells: Cells, first_day: date, last_day: date, languages: tuple[str, ...]) -> bytes:
    """Compressed JSON, the same bytes for the same asking: see `docs/world.md` for its members."""
    document = {
        **_shapes(world, cells),
        "lakes": world.water.lakes_in(cells),
        "rivers": world.water.rivers_in(cells),
        "regions": _regions(world, cells),
        **_history(world, first_day, last_day, languages),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _shapes(world: World, cells: Cells) -> dict[str, object]:
    topology = world.topology
    fine = [arc if meet(box, cells) else "" for arc, box in zip(topology.fine, topology.boxes, strict=True)]
    return {"quantum": topology.quantum, "frame": [-180, -90, 180, 90], "polygons": topology.polygons, "coarse": topology.coarse,
            "fine": fine, "anchors": topology.anchors}


def _regions(world: World, cells: Cells) -> list[object]:
    """The insets that lie in the cells, with their atoms as numbers."""
    numbers = {atom: number for number, atom in enumerate(world.topology.atoms)}
    return [{**region, "atoms": [numbers[atom] for atom in region["atoms"]]} for region in world.regions if meet(region["frame"], cells)]


def _history(world: World, first_day: date, last_day: date, languages: tuple[str, ...]) -> dict[str, object]:
    territories: dict[tuple[str, str, str], int] = {}
    holdings = []
    memberships = []
    for atom in world.topology.atoms:
        days = [first_day, *(holding.start for holding in world.timeline.holdings[atom] if first_day < holding.start <= last_day)]
        rows: list[list[object]] = []
        for day in days:
            holding = world.timeline.holding(atom, day)
            number = territories.setdefault((holding.name, holding.sovereign, holding.status), len(territories))
            if not rows or rows[-1][1] != number:
                rows.append([_iso(day, first_day), number])
        holdings.append(rows)
        memberships.append([[membership.alliance, _iso(membership.start, first_day), str(membership.until or "")]
                            for membership in world.timeline.memberships.get(atom, ())
                            if membership.start <= last_day and (membership.until is None or membership.until > first_day)])
    return {"holdings": holdings, "memberships": memberships,
            "territories": [{"name": _words(world, name, languages), "sovereign": _words(world, sovereign, languages), "status": status}
                            for name, sovereign, status in territories]}


def _iso(day: date, first_day: date) -> str:
    return "" if day <= first_day else day.isoformat()


def _words(world: World, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """A name by language, English always among them; nothing for no name."""
    words = {"en": name, **world.names.get(name, Text()).as_dict()} if name else {}
    return {tag: said for tag, said in words.items() if tag == "en" or tag in languages}
