"""What one page needs of the world: its region in full detail, its days, its languages; the rest coarse."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.domain import Borders
from app.text import Text
from app.world.cells import Cells, cells_of, meet
from app.world.joining import join_polygons
from app.world.own import OwnBorders
from app.world.polyline import rounded
from app.world.timeline import FIRST_DAY, LAST_DAY
from app.world.topology import COARSE_QUANTUM

if TYPE_CHECKING:
    from app.world import World
    from app.world.places import City

QUANTUM = 0.004
"""The unit in degrees of what is shown closely, a fifth of the tolerance of the fine level."""
EVERYWHERE = 2
"""Cities up to this rank are named on every page."""
ALWAYS = 0
"""The rank of cities that are named at every zoom."""

_LISTS = (
    *("polygons", "coarse", "fine", "anchors", "lakes", "rivers", "regions"),
    *("holdings", "memberships", "territories", "seas", "cities"),
)
_NO_LAND: dict[str, object] = {
    "quantum": QUANTUM,
    "frame": [-180, -90, 180, 90],
    **{member: [] for member in _LISTS},
    "relief": {},
    "blocs": {},
}

_DETAILS = ("fine", "lakes", "rivers", "regions", "relief")


@dataclass(frozen=True, slots=True)
class Portion:
    """What a page shows: `cells` closely, from `first` to `last` day, in `languages` (English always), without some
    cities.

    `without` are English names of cities that the exhibit itself names, `titled` of those that are named at every zoom;
    `regions` are the cells whose regions come along, all of `cells` where it is None; `seen` are the cells that its
    views show; `own` are the borders that replace those of the tables on their days. On the days that the tables do not
    cover there are no territories, alliances or cities.
    """

    cells: Cells
    first: date
    last: date
    languages: tuple[str, ...] = ("en",)
    without: frozenset[str] = frozenset()
    regions: Cells | None = None
    titled: frozenset[str] = frozenset()
    seen: Cells = frozenset()
    own: tuple[Borders, ...] = ()

    @property
    def has_borders(self) -> bool:
        """Whether the tables cover any of its days."""
        return self.first <= LAST_DAY and self.last >= FIRST_DAY

    @property
    def shows_borders(self) -> bool:
        """Whether it shows those of the tables on any of its days."""
        return self.has_borders and not any(map(self._is_covered_by, self.own))

    @property
    def shows_land(self) -> bool:
        """Whether it shows the land of the world on any of its days."""
        return not any(borders.has_land and self._is_covered_by(borders) for borders in self.own)

    def _is_covered_by(self, borders: Borders) -> bool:
        """Whether they are the borders of all of its days."""
        return borders.is_constant and borders.covers(self.first) and borders.covers(self.last)


def extract(world: World, portion: Portion) -> bytes:
    """Compressed JSON, the same bytes for the same asking: see `docs/explanation/world.md` for its members."""
    return _compressed(_document(world, portion))


def extract_in_two(world: World, portion: Portion) -> tuple[bytes, bytes]:
    """What `extract` gives in two documents: what the map of the world needs, and the details of a closer view."""
    document = _document(world, portion)
    details = {member: document.pop(member) for member in _DETAILS}
    # Islands that are not at the coarse level are part of the first document.
    fine, coarse = details["fine"], document["coarse"]
    document["fine"] = ["" if rough else arc for rough, arc in zip(coarse, fine, strict=True)]
    details["fine"] = [arc if rough else "" for rough, arc in zip(coarse, fine, strict=True)]
    document |= {"lakes": [], "rivers": [], "regions": [], "relief": {}}
    return _compressed(document), _compressed(details)


def _document(world: World, portion: Portion) -> dict[str, Any]:
    return {
        **(_of_world(world, portion) if portion.shows_land else _NO_LAND),
        "known": [FIRST_DAY.isoformat(), (LAST_DAY + timedelta(days=1)).isoformat()],
        **({"own": [_own(world, borders, portion) for borders in portion.own]} if portion.own else {}),
    }


def _compressed(document: dict[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _of_world(world: World, portion: Portion) -> dict[str, object]:
    """Land, water, relief, borders and names of the world."""
    cells = portion.cells
    history = _history(world, portion)
    return {
        **_shapes(world, cells, history),
        "lakes": [
            [since, *(rounded(ring, world.water.quantum, QUANTUM) for ring in rings)]
            for since, *rings in world.water.lakes_in(cells, portion.last)
        ],
        "rivers": [rounded(line, world.water.quantum, QUANTUM) for line in world.water.rivers_in(cells)],
        "regions": _regions(world, cells if portion.regions is None else portion.regions),
        "relief": world.relief.pictures_in(cells | portion.seen),
        **history,
        "seas": [[*sea.position, sea.zoom, _in_languages(sea.name, portion)] for sea in world.seas],
        "cities": [_city(city, portion) for city in world.cities if portion.has_borders and _is_named(city, portion)],
    }


def _own(world: World, borders: Borders, portion: Portion) -> dict[str, object]:
    return OwnBorders(borders, portion.first, portion.last).document(world.topology, portion.languages)


def _shapes(world: World, cells: Cells, history: dict[str, Any]) -> dict[str, object]:
    """The topology with its fine level in the cells alone, without the islands that are then in neither level."""
    topology = world.topology
    fine = [arc if meet(box, cells) else "" for arc, box in zip(topology.fine, topology.boxes, strict=True)]
    is_drawn = [bool(each or other) for each, other in zip(topology.coarse, fine, strict=True)]
    polygons = [
        [rings for rings in of_atom if all(is_drawn[max(arc, ~arc)] for arc in rings[0])]
        for of_atom in topology.polygons
    ]
    groups: dict[str, list[int]] = defaultdict(list)
    for number in range(len(polygons)):
        groups[json.dumps([history["holdings"][number], history["memberships"][number]])].append(number)
    inner = join_polygons(topology, polygons, groups.values())
    named = {max(group, key=lambda number: _room(topology.anchors[number])) for group in groups.values()}
    return {
        "quantum": QUANTUM,
        "coarseQuantum": COARSE_QUANTUM,
        "frame": [-180, -90, 180, 90],
        "polygons": polygons,
        "coarse": ["" if number in inner else arc for number, arc in enumerate(topology.rough)],
        "fine": ["" if number in inner else rounded(arc, topology.quantum, QUANTUM) for number, arc in enumerate(fine)],
        "anchors": [
            [_about(*anchor) for anchor in anchors] if number in named else []
            for number, anchors in enumerate(topology.anchors)
        ],
    }


def _room(anchors: list[list[float]]) -> float:
    """The room of the largest place for a name."""
    return anchors[0][2] if anchors else 0.0


def _about(lon: float, lat: float, room: float) -> list[float]:
    """An anchor, no more exact than a name in so much room needs it."""
    decimals = 1 if room > 1 else 2
    return [round(lon, decimals), round(lat, decimals), round(room, decimals)]


def _regions(world: World, cells: Cells) -> list[object]:
    """The regions that lie in the cells, with their atoms as numbers."""
    numbers = {atom: number for number, atom in enumerate(world.topology.atoms)}
    return [
        {**region, "atoms": [numbers[atom] for atom in region["atoms"]]}
        for region in world.regions
        if meet(tuple(region["frame"]), cells)
    ]


def _history(world: World, portion: Portion) -> dict[str, object]:
    territories: dict[tuple[str, str, str], int] = {}
    holdings = []
    for atom in world.topology.atoms:
        rows: list[list[object]] = []
        for day in _days(world, atom, portion):
            holding = world.timeline.holding(atom, day)
            number = territories.setdefault((holding.name, holding.sovereign, holding.status), len(territories))
            row = [number, 1] if holding.is_schematic else [number]
            if not rows or rows[-1][1:] != row:
                rows.append([_since(day, portion), *row])
        holdings.append(rows)
    memberships = [list(_memberships(world, atom, portion)) for atom in world.topology.atoms]
    present = {str(alliance) for of_atom in memberships for alliance, *_ in of_atom}
    return {
        "holdings": holdings,
        "memberships": memberships,
        "blocs": {
            name: [bloc.tint, _in_languages(bloc.name, portion)]
            for name, bloc in world.blocs.items()
            if name in present
        },
        "territories": [_territory(world, *territory, portion) for territory in territories],
    }


def _days(world: World, atom: str, portion: Portion) -> Iterator[date]:
    if portion.shows_borders:
        yield max(portion.first, FIRST_DAY)
        yield from (
            holding.start for holding in world.timeline.holdings[atom] if portion.first < holding.start <= portion.last
        )


def _memberships(world: World, atom: str, portion: Portion) -> Iterator[list[str]]:
    for membership in world.timeline.memberships.get(atom, ()):
        if (
            portion.shows_borders
            and world.blocs[membership.alliance].is_drawn
            and membership.start <= portion.last
            and (membership.until is None or membership.until > portion.first)
        ):
            yield [membership.alliance, _since(membership.start, portion), str(membership.until or "")]


def _territory(world: World, name: str, sovereign: str, status: str, portion: Portion) -> dict[str, object]:
    label = world.labels.get(name)
    return {
        "name": _in_languages(world.names[name], portion),
        "status": status,
        **({"sovereign": _in_languages(world.names[sovereign], portion)} if sovereign else {}),
        **({"anchors": [_standing(world, *anchor) for anchor in label.anchors]} if label else {}),
        **({"short": _in_languages(label.short, portion)} if label and label.short else {}),
    }


def _standing(world: World, lon: float, lat: float, room: float, atom: str) -> list[float]:
    """A given anchor, with the number of the atom on which it stands."""
    return [lon, lat, room, *([world.topology.atoms.index(atom)] if atom else [])]


def _is_named(city: City, portion: Portion) -> bool:
    lon, lat = city.position
    names = {str(name) for _, name in city.names}
    if city.names[0][0] > portion.last:
        return False
    if names & portion.titled:
        return True
    near = any(cell in portion.cells for cell in cells_of((lon, lat, lon, lat)))
    return (near or _rank(city, portion) <= EVERYWHERE) and not names & portion.without


def _rank(city: City, portion: Portion) -> int:
    """The highest that it has on a day of the page."""
    days = (portion.first, *(since for since, _ in city.names if portion.first < since <= portion.last))
    return min(found[1] for day in days if (found := city.on(day)))


def _city(city: City, portion: Portion) -> list[object]:
    names = [(since, name) for since, name in city.names if since <= portion.last]
    later = [since for since, _ in names[1:] if since > portion.first]
    shown = names[-len(later) - 1 :]
    rank = ALWAYS if any(str(name) in portion.titled for _, name in city.names) else _rank(city, portion)
    return [*city.position, rank, [[_since(since, portion), _in_languages(name, portion)] for since, name in shown]]


def _since(day: date, portion: Portion) -> str:
    return "" if day <= portion.first else day.isoformat()


def _in_languages(text: Text, portion: Portion) -> dict[str, str]:
    return {tag: said for tag, said in text if tag == "en" or tag in portion.languages}
