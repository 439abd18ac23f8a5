"""What one page needs of the world: its region in full detail, its days, its languages; the rest coarse."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

from app.domain import Bounds
from app.text import Text
from app.world.water import is_great

if TYPE_CHECKING:
    from app.world import World

MARGIN = 0.5
"""Degrees: how far beyond the bounds the fine level is still carried."""


def extract(world: World, bounds: Bounds, first_day: date, last_day: date, languages: tuple[str, ...]) -> bytes:
    """Compressed JSON, the same bytes for the same asking: see `docs/world.md` for its members."""
    document = {**_shapes(world, bounds), **_water(world, bounds), "regions": _regions(world, bounds),
                **_history(world, first_day, last_day, languages)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _shapes(world: World, bounds: Bounds) -> dict[str, object]:
    topology = world.topology
    fine = [arc if _meet(box, bounds) else "" for arc, box in zip(topology.fine, topology.boxes, strict=True)]
    return {"quantum": topology.quantum, "frame": [-180, -90, 180, 90], "polygons": topology.polygons, "coarse": topology.coarse,
            "fine": fine, "anchors": topology.anchors}


def _water(world: World, bounds: Bounds) -> dict[str, object]:
    water = world.water
    return {"lakes": [lake for lake, box in zip(water.lakes, water.lake_boxes, strict=True) if is_great(box) or _meet(box, bounds)],
            "rivers": [river for river, box in zip(water.rivers, water.river_boxes, strict=True) if _meet(box, bounds)]}


def _regions(world: World, bounds: Bounds) -> list[object]:
    """The insets that lie in the bounds, with their atoms as numbers."""
    numbers = {atom: number for number, atom in enumerate(world.topology.atoms)}
    return [{**region, "atoms": [numbers[atom] for atom in region["atoms"]]} for region in world.regions if _meet(region["frame"], bounds)]


def _meet(box: Bounds, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    if box[3] < south - MARGIN or box[1] > north + MARGIN:
        return False
    return any(box[0] + turn <= east + MARGIN and box[2] + turn >= west - MARGIN for turn in (-360, 0, 360))


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
