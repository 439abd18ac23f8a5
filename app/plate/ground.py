"""The world of a day on a plate: sea, land by alliance, water, coasts and borders, and the names of all of them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app.domain import LonLat
from app.geodesy.arrays import FloatArray, IntArray
from app.plate.frame import MapFrame
from app.plate.labels import WITHIN, Label
from app.plate.own_ground import STATE, OwnGround
from app.plate.relief import shading
from app.plate.styles import Styles
from app.plate.svg import Box, Words, clipped, element, is_in_sight, joined, path_data, stroke
from app.plate.typeface import Face
from app.text import Text
from app.world import Territory, World, has_borders
from app.world.own import OwnBorders
from app.world.polyline import decode

FINE_FROM = 3.2
"""The zoom level from which the fine lines are drawn: a printer is finer than a screen."""
RIVERS_FROM = 3.7
CITY_ZOOMS = (0, 3.0, 4.0, 4.9, 5.8, 6.8, 7.8)
"""Where cities of each rank begin to be named, sooner than on a screen."""
_LAST_RANK = len(CITY_ZOOMS) - 1
_Place = tuple[float, float, float]
"""A circle that is free for a name: longitude, latitude and radius in degrees."""
_Named = tuple[str, Territory, Sequence[_Place]]
"""A name, whose it is, and the circles that are free for it."""
KINDS = ("nato", "pact", "csto", "treaty", "dependency", "doubtful", "unknown")
"""The kinds of land that the legend explains, in its order."""
LINES = ("coast", "doubtful", "border", "curtain")
"""The lines between lands, in the order in which they are drawn."""
_BLOCS = ("nato", "pact", "csto", "treaty")
_FACES = ((20.0, 5.0, 0.95), (16.0, 2.0, 1.3), (13.0, 0.6, 1.9), (11.0, 0.3, 2.2))
"""The faces of territories: size, spacing, and how many times longer a name may be than the circle that is free."""
_SMALL = 11.0
"""The size of names that stand in the middle of their circle or nowhere, where the largest cities leave room."""
_LONGEST_STEP = 1.0
"""Degrees between two vertices of a line at most."""
_LEAST_LAKE = 3.0
"""The pixels from which a lake is drawn."""
_SMALLEST_ROOM = 9.0
"""The radius in pixels of a circle that is too small for a name."""
_RANKS = {"state": 50.0, "sea": 70.0, "city": 80.0, "small": 81.5, "most_room": 20.0}
_QUALIFIER = re.compile(r"^(.*?)\s*([(（].*[)）])?$")
_STEPS = (30, 30, 30, 20, 10, 10, 5, 5, 2, 1, 1, 0.5)
"""Degrees between two lines of the graticule, by zoom."""


@dataclass(frozen=True)
class Arcs:
    """Lines in degrees, one after the other; line i is from `starts[i]` up to `starts[i + 1]`."""

    lon: FloatArray
    lat: FloatArray
    starts: IntArray

    @classmethod
    def of(cls, texts: Iterable[str], quantum: float) -> Arcs:
        """Decode lines."""
        lines = [_dense(np.array(decode(text, quantum)).reshape(-1, 2)) for text in texts]
        lon, lat = np.concatenate([*lines, np.empty((0, 2))]).T
        return cls(lon, lat, np.cumsum([0, *(len(line) for line in lines)]))


def _dense(line: FloatArray) -> FloatArray:
    """A line in degrees with further vertices, none farther than `_LONGEST_STEP` from the next: a border along a
    parallel, which has no vertex between its ends, is bent on most maps.
    """
    steps = np.abs(np.diff(line, axis=0)).max(axis=1, initial=0)
    pieces = np.maximum(1, np.ceil(steps / _LONGEST_STEP)).astype(int)
    if pieces.max(initial=1) == 1:
        return line
    places = np.concatenate([*(index + np.arange(count) / count for index, count in enumerate(pieces)), [len(pieces)]])
    known = np.arange(len(line))
    return np.column_stack([np.interp(places, known, column) for column in line.T])


@dataclass(frozen=True)
class ProjectedArcs:
    """Arcs in the pixels of a frame, of which those with index i are at `starts[i]` to `starts[i + 1]` of `xy`."""

    arcs: Arcs
    xy: FloatArray
    in_sight: np.ndarray
    """Whether the box about each arc touches the frame, and some of the arc is near enough to be drawn."""
    low: FloatArray
    high: FloatArray
    near: np.ndarray
    frame: MapFrame

    @classmethod
    def of(cls, arcs: Arcs, frame: MapFrame, turn: int) -> ProjectedArcs:
        """Arcs, shifted by so many turns."""
        xy = frame.pixels(arcs.lon + 360 * turn, arcs.lat)
        low, high = of_each(np.minimum, xy, arcs.starts, np.inf), of_each(np.maximum, xy, arcs.starts, -np.inf)
        near = of_each(np.logical_or, frame.is_near(arcs.lon, arcs.lat)[:, None], arcs.starts, False)[:, 0]
        return cls(arcs, xy, near & _touches(low, high, frame.outer), low, high, near, frame)

    def rings_in_sight(self, numbers: IntArray, starts: IntArray) -> np.ndarray:
        """Whether rings are in sight; the arcs of ring i are those of `numbers` from `starts[i]` up to the next."""
        low = np.minimum.reduceat(self.low[numbers], starts)
        high = np.maximum.reduceat(self.high[numbers], starts)
        near = np.logical_or.reduceat(self.near[numbers], starts)
        return np.asarray(near & _touches(low, high, self.frame.outer))


def of_each(reduce: np.ufunc, values: np.ndarray, starts: IntArray, empty: float | bool) -> np.ndarray:
    """One value for each arc: `reduce` over those of its vertices, `empty` for an arc without vertices."""
    is_empty = np.diff(starts) == 0
    padded = np.concatenate((values, values[-1:]))
    found: np.ndarray = np.where(is_empty[:, None], empty, reduce.reduceat(padded, starts[:-1]))
    return found


def _touches(low: FloatArray, high: FloatArray, box: Box) -> np.ndarray:
    left, top, right, bottom = box
    across = (low[:, 0] <= right) & (high[:, 0] >= left)
    return np.asarray(across & (low[:, 1] <= bottom) & (high[:, 1] >= top))


@cache
def arcs(*, fine: bool) -> Arcs:
    """Every arc of the world's topology: fine where it has that level, or coarse, where some are empty."""
    topology = World.default().topology
    if not fine:
        return Arcs.of(topology.coarse, topology.quantum)
    both = zip(topology.coarse, topology.fine, strict=True)
    return Arcs.of((detailed or rough for rough, detailed in both), topology.quantum)


@cache
def _rivers() -> Arcs:
    water = World.default().water
    return Arcs.of(water.rivers, water.quantum)


@cache
def _lakes() -> tuple[Arcs, tuple[str, ...]]:
    """The rings of all lakes, and the day since which each is there."""
    water = World.default().water
    rings = [(since, ring) for since, *rings in water.lakes for ring in rings]
    return Arcs.of((ring for _, ring in rings), water.quantum), tuple(since for since, _ in rings)


@dataclass(frozen=True)
class Ground:
    """The world of `day` in a frame."""

    frame: MapFrame
    day: date
    language: str
    styles: Styles
    borders: OwnBorders | None = None
    """Those that replace the world's."""
    is_shaded: bool = True
    cover: BaseGeometry | None = None
    """What hides the land below it, in the frame."""

    @cached_property
    def own(self) -> OwnGround | None:
        """The borders that replace the world's, in the frame."""
        return OwnGround(self.frame, self.borders, self.day) if self.borders else None

    @property
    def has_own_land(self) -> bool:
        """Whether the land is the exhibit's own, and nothing of the world is drawn."""
        return self.borders is not None and self.borders.borders.has_land

    @cached_property
    def territories(self) -> list[Territory | None]:
        """What each atom belongs to; None on a day without known borders, and where others replace them."""
        world = World.default()
        known = has_borders(self.day) and not self.borders
        return [world.territory(atom, self.day) if known else None for atom in world.topology.atoms]

    @cached_property
    def _tints(self) -> list[str]:
        """The tint of each atom."""
        return [_tint(territory) for territory in self.territories]

    @cached_property
    def _shapes(self) -> list[tuple[int, list[np.ndarray]]]:
        """Each polygon in sight: its atom, and its rings within the frame."""
        found: list[tuple[int, list[np.ndarray]]] = []
        for turn, level in self._level.items():
            for index in np.flatnonzero(level.rings_in_sight(*_outer_rings())).tolist():
                atom, rings = atom_polygons()[index]
                if not self.frame.is_home(_first_lon(level.arcs, rings[0]), turn):
                    continue
                outer, *inner = (ring_of(level.xy, level.arcs.starts, ring) for ring in rings)
                if outer is not None:
                    found.append((atom, [outer, *(ring for ring in inner if ring is not None)]))
        return found

    @cached_property
    def _level(self) -> dict[int, ProjectedArcs]:
        """The arcs of the world, fine or coarse, for each turn."""
        return self._projected(arcs(fine=self.frame.zoom >= FINE_FROM))

    def _projected(self, level: Arcs) -> dict[int, ProjectedArcs]:
        return {turn: ProjectedArcs.of(level, self.frame, turn) for turn in self.frame.turns}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The path data of each kind of land in sight; of what is hatched, also that of its tint."""
        return ({} if self.has_own_land else self._land) | (self.own.kinds if self.own else {})

    @cached_property
    def _land(self) -> dict[str, str]:
        by_kind: dict[str, list[np.ndarray]] = defaultdict(list)
        for atom, rings in self._shapes:
            for kind in self.kinds_of(atom):
                by_kind[kind] += rings
        return {kind: data for kind, rings in by_kind.items() if (data := self._filled(rings))}

    @cached_property
    def _atoms(self) -> frozenset[int]:
        """The atoms in sight, but not those that are covered."""
        return frozenset(atom for atom, rings in self._shapes if self.cover is None or self._is_bare(rings))

    def _is_bare(self, rings: Sequence[np.ndarray]) -> bool:
        outer, *inner = (shapely.make_valid(self._within([ring])) for ring in rings)
        bare = shapely.difference(outer, shapely.union_all([self.cover, *np.ravel(inner)]))
        return is_in_sight(bare)

    def has(self, kind: str) -> bool:
        """Whether land of a kind is in sight."""
        is_own = self.own is not None and kind in self.own.kinds
        return is_own or (kind in self.kinds and any(kind in self.kinds_of(atom) for atom in self._atoms))

    def alliances(self, kind: str) -> list[Text]:
        """The names of the alliances in sight that are drawn as a kind."""
        blocs = World.default().blocs
        seen = {name for atom in self._atoms if (here := self.territories[atom]) for name in here.alliances}
        return list(dict.fromkeys(bloc.name for name, bloc in blocs.items() if name in seen and bloc.tint == kind))

    @cached_property
    def is_schematic(self) -> bool:
        """Whether land in sight has lines that follow no survey."""
        if self.own:
            return self.own.is_schematic
        if not has_borders(self.day):
            return False
        world = World.default()
        of_atom = [world.timeline.holding(atom, self.day).is_schematic for atom in world.topology.atoms]
        rings = [outer for atom, (outer, *_) in self._shapes if of_atom[atom]]
        return bool(rings) and is_in_sight(self._within(rings))

    def _filled(self, rings: Sequence[np.ndarray]) -> str:
        return path_data(self._within(rings), closed=True)

    def _within(self, rings: Sequence[np.ndarray]) -> np.ndarray:
        """The areas within some rings, as far as they are in the frame."""
        polygons = shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=_owners(rings)))
        return clipped(polygons, self.frame.outer)

    def kinds_of(self, atom: int) -> Iterator[str]:
        """What a piece of land is drawn as: its tint, and what is drawn over that."""
        territory = self.territories[atom]
        yield self._tints[atom]
        if territory and territory.status in "OX":
            yield "doubtful"
        if territory and territory.status == "U":
            yield "unknown"

    def draw(self) -> str:
        """Sea, graticule, land and water."""
        left, top, right, bottom = self.frame.box
        sea = element("rect", x=left, y=top, width=right - left, height=bottom - top, fill=self.styles.color("sea"))
        if self.own and self.has_own_land:
            lines = (self._stroke(*line) for line in self.own.lines())
            return joined([sea, self._graticule(), self._fills(self.own.kinds), *lines])
        land = self._fills(self._land)
        if not self.own:
            return joined([sea, self._graticule(), land, self._relief, self._water(), *self._lines()])
        coast = element("path", d=self._land.get("land", ""), clip_rule="evenodd")
        return joined(
            [
                element("defs", element("clipPath", coast, id="land")),
                *(sea, self._graticule(), land, self._on_land(self._fills(self.own.kinds)), self._relief),
                self._water(),
                *(self._on_land(joined(self._stroke(*line) for line in self.own.lines())), *self._lines()),
            ]
        )

    @cached_property
    def _relief(self) -> str:
        return shading(self.frame, self.styles) if self.is_shaded else ""

    def _on_land(self, drawn: str) -> str:
        return element("g", drawn, clip_path="url(#land)")

    def _fills(self, kinds: dict[str, str]) -> str:
        return joined(
            element("path", d=data, fill=self.fill(kind), fill_rule="evenodd")
            for kind, data in sorted(kinds.items(), key=lambda item: item[0] in {"doubtful", "unknown"})
        )

    def fill(self, kind: str) -> str:
        """What a kind of land is filled with."""
        if kind in {"pact", "csto", "doubtful", "unknown", *self.styles.lined}:
            return f"url(#{kind})"
        return self.styles.color(kind.removeprefix(STATE))

    def _lines(self) -> Iterator[str]:
        for name in LINES:
            numbers = [number for number, line in self.line_kinds.items() if line == name]
            if data := self._stroked(self._level, numbers):
                yield self._stroke(name, data)

    def _stroke(self, name: str, data: str) -> str:
        look = stroke(self.styles.color(name), self.styles.line(name), stroke_linejoin="round")
        return element("path", d=data, **look)

    @cached_property
    def line_kinds(self) -> dict[int, str]:
        """What the line along each arc is, for arcs that are drawn at all."""
        kinds = ((arc, self.line_between(sides)) for arc, sides in arc_sides().items())
        return {arc: kind for arc, kind in kinds if kind}

    def line_between(self, sides: tuple[int, ...]) -> str:
        """What the line between the atoms on its two sides is; empty for none."""
        if len(sides) == 1:
            return "coast"
        one, other = (self.territories[side] for side in sides[:2])
        if one is None or other is None or one.name == other.name or "U" in (one.status, other.status):
            return ""
        if {self._tints[side] for side in sides[:2]} == {"nato", "pact"}:
            return "curtain"
        return "doubtful" if {one.status, other.status} & set("OX") else "border"

    def _stroked(self, levels: dict[int, ProjectedArcs], numbers: Sequence[int]) -> str:
        """The path data of some lines, as far as they are in sight."""
        lines: list[np.ndarray] = []
        for turn, level in levels.items():
            starts, lon = level.arcs.starts, level.arcs.lon
            for number in np.asarray(numbers, int)[level.in_sight[numbers]].tolist():
                first, last = starts[number], starts[number + 1]
                if last - first > 1 and self.frame.is_home(float(lon[first]), turn):
                    lines.append(level.xy[first:last])
        if not lines:
            return ""
        shapes = shapely.linestrings(np.concatenate(lines), indices=_owners(lines))
        return path_data(clipped(shapes, self.frame.outer), closed=False)

    def _water(self) -> str:
        color, parts = self.styles.color, []
        if self.frame.zoom >= RIVERS_FROM:
            rivers = _rivers()
            data = self._stroked(self._projected(rivers), range(len(rivers.starts) - 1))
            line = self.styles.line("graticule")
            parts.append(element("path", d=data, **stroke(color("river"), line)) if data else "")
        lakes, since = _lakes()
        rings = []
        for turn, level in self._projected(lakes).items():
            is_seen = level.in_sight & ((level.high - level.low).max(axis=1) > _LEAST_LAKE)
            for number in np.flatnonzero(is_seen).tolist():
                first, last = lakes.starts[number], lakes.starts[number + 1]
                if since[number] <= self.day.isoformat() and self.frame.is_home(float(lakes.lon[first]), turn):
                    rings.append(level.xy[first:last])
        if rings and (data := self._filled(rings)):
            shore = stroke(color("shore"), self.styles.line("shore")) | {"fill": color("lake")}
            parts.append(element("path", d=data, fill_rule="evenodd", **shore))
        return joined(parts)

    def _graticule(self) -> str:
        lines = [shapely.linestrings(xy) for _, _, xy in self.graticule]
        data = path_data(clipped(lines, self.frame.box), closed=False) if lines else ""
        return (
            element("path", d=data, **stroke(self.styles.color("graticule"), self.styles.line("graticule")))
            if data
            else ""
        )

    @cached_property
    def graticule(self) -> list[tuple[str, float, FloatArray]]:
        """Meridians (``lon``) and parallels (``lat``) at round degrees: which, the degrees, and the line in pixels."""
        lon, lat = self.frame.degrees(self.frame.outline)
        step = _STEPS[min(len(_STEPS) - 1, max(0, round(self.frame.zoom + 0.5)))]
        north, south = min(84.0, lat.max()), max(-84.0, lat.min())
        whole = not self.frame.projection.wraps and (north > 80 or np.ptp(lon) > 300)
        west, east = (-180.0, 180.0) if whole else (lon.min(), lon.max())
        if not self.frame.projection.repeats:
            middle = self.frame.projection.lon
            west, east = max(west, middle - 180), min(east, middle + 180)
        found: list[tuple[str, float, FloatArray]] = []
        for meridian in np.arange(np.ceil(west / step) * step, east + (0 if whole else 1e-9), step):
            along = np.linspace(south, 84.0 if whole else north, 60)
            found.append(("lon", float(meridian), self.frame.pixels(np.full(60, meridian), along)))
        for parallel in np.arange(np.ceil(south / step) * step, north + 1e-9, step):
            around = np.linspace(west, east, 181)
            found.append(("lat", float(parallel), self.frame.pixels(around, np.full(181, parallel))))
        return found

    @cached_property
    def _cities(self) -> list[tuple[Text, list[tuple[float, float]], int]]:
        """The cities in sight under their names of the day, with their points and ranks."""
        if not has_borders(self.day):
            return []
        there = [(city.position, *found) for city in World.default().cities if (found := city.on(self.day))]
        large = [city for city in there if self.frame.zoom >= CITY_ZOOMS[min(city[2], _LAST_RANK)]]
        seen = itertools.compress(large, self._in_sight([position for position, _, _ in large]))
        return [(name, points, rank) for position, name, rank in seen if (points := self.frame.points(position))]

    def _in_sight(self, positions: Sequence[LonLat]) -> Iterable[bool]:
        return self.frame.may_show(*zip(*positions, strict=True)) if positions else ()

    def labels(self, named: frozenset[str]) -> Iterator[Label]:
        """The names of territories, seas and cities but those in `named`."""
        yield from self._own_labels(self.own) if self.own else self._territory_labels()
        if self.has_own_land:
            return
        yield from self._sea_labels()
        halo, face = self.styles.color("halo"), Face("sans", 12.5)
        (radius,) = self.styles.numbers("mark-city")
        for name, points, rank in self._cities:
            words = Words(name.in_language(self.language), face, self.styles.color("label-city"))
            if not any(text in named for _, text in name):
                for x, y in points:
                    dot = element("circle", cx=x, cy=y, r=radius, fill=self.styles.color("dot"))
                    yield Label(((x, y),), (words,), _RANKS["city"] + rank, halo, gap=7, dot=dot)

    @property
    def _slant(self) -> bool:
        """Japanese has no italics."""
        return self.language != "ja"

    def _sea_labels(self) -> Iterator[Label]:
        for sea in World.default().seas:
            if sea.zoom + 0.2 <= self.frame.zoom <= sea.zoom + 5:
                size, spacing = (15 if sea.zoom < 3 else 13), (2.5 if sea.zoom < 4 else 1)
                face = Face("serif", size, italic=self._slant, spacing=spacing)
                name, color = sea.name.in_language(self.language), self.styles.color("sea")
                words = Words(name, face, self.styles.color("label-sea"))
                for point in self.frame.points(sea.position):
                    yield Label((point,), (words,), _RANKS["sea"] + sea.zoom, color, sides=("center",), name=name)

    def _territory_labels(self) -> Iterator[Label]:
        world = World.default()
        by_name: dict[str, tuple[Territory, dict[str, list[list[float]]]]] = {}
        topology = world.topology
        for territory, atom, of_atom in zip(self.territories, topology.atoms, topology.anchors, strict=True):
            if territory and of_atom:
                by_name.setdefault(territory.name, (territory, {}))[1][atom] = of_atom
        yield from self._labels_at(list(self._named(by_name)))

    def _named(self, by_name: Mapping[str, tuple[Territory, dict[str, list[list[float]]]]]) -> Iterator[_Named]:
        """The names of territories with the places that are free for them."""
        world = World.default()
        for name, (territory, anchors) in by_name.items():
            given = world.labels.get(name)
            own = [(lon, lat, room) for lon, lat, room in max(anchors.values(), key=lambda each: each[0][2])]
            standing = [place for *place, atom in given.anchors if not atom or atom in anchors] if given else []
            places = [(lon, lat, room) for lon, lat, room in standing] or own
            text = given.short if given and given.short else world.names.get(name, Text.of(name))
            yield text.in_language(self.language), territory, places

    def _own_labels(self, own: OwnGround) -> Iterator[Label]:
        named: list[_Named] = []
        for name, status, anchors in own.names():
            places = [(lon, lat, room) for lon, lat, room in anchors]
            named.append((name.in_language(self.language), Territory(str(name), "", status, ()), places))
        yield from self._labels_at(named)

    def _labels_at(self, named: Sequence[_Named]) -> Iterator[Label]:
        """The largest form of each name that one of its places has room for."""
        owners = [(text, territory) for text, territory, places in named for _ in places]
        places = [place for _, _, places in named for place in places]
        if not places:
            return
        lon, lat, degrees = np.array(places).T
        rooms = degrees * 111.2 * np.cos(np.radians(lat)) * self.frame.pixels_per_km(lon, lat)
        for index in np.flatnonzero(self.frame.may_show(lon, lat)).tolist():
            yield from self._labels_in(*owners[index], places[index], float(rooms[index]))

    def _labels_in(self, text: str, territory: Territory, place: _Place, room: float) -> Iterator[Label]:
        """The largest form of a name that fits in a circle."""
        match = _QUALIFIER.match(text)
        short, qualifier = (match[1], match[2]) if match else (text, None)
        lon, lat, degrees = place
        for point in self.frame.points((lon, lat)):
            form = self._form(short, room, leans=territory.status != "S")
            if room < _SMALLEST_ROOM or form is None:
                continue
            lines, is_small = [*form], form[0].face.size == _SMALL
            if qualifier and form[0].face.size > 13:
                small = Face("serif", 11, italic=self._slant)
                lines.append(Words(qualifier, small, self.styles.color("label-state")))
            rank = _RANKS["small"] if is_small else _RANKS["state"] - min(_RANKS["most_room"], degrees)
            about = () if is_small else _about(point, room)
            points = (point, *(p for p in about if self.frame.contains(*p)))
            yield Label(
                points,
                tuple(lines),
                rank,
                self.styles.color("halo"),
                sides=WITHIN,
                name=f"territory {territory.name}",
            )

    def _form(self, text: str, room: float, *, leans: bool) -> tuple[Words, ...] | None:
        """The lines of a name in the largest face that fits in a circle; None where none does."""
        for size, spacing, overhang in _FACES:
            face = Face("serif", size, italic=leans and self._slant, spacing=spacing)
            for lines in ([text], _in_two(text, face)):
                if max(face.width(line) for line in lines) <= 2 * room * overhang and len(lines) * size < 2.4 * room:
                    return tuple(Words(line, face, self.styles.color("label-state")) for line in lines)
        return None


def _owners(lines: Sequence[np.ndarray]) -> IntArray:
    """Of all vertices of some lines the index of their line."""
    return np.repeat(np.arange(len(lines)), [len(line) for line in lines])


def _about(point: tuple[float, float], room: float) -> Iterator[tuple[float, float]]:
    """Points about one where its name may be too, nearer and further."""
    for share in (0.4, 0.75):
        for angle in np.arange(0, 2 * np.pi, np.pi / 4):
            yield point[0] + share * room * float(np.cos(angle)), point[1] + share * room * float(np.sin(angle))


def _in_two(text: str, face: Face) -> list[str]:
    """A text in two lines as even as possible."""
    words = text.split(" ")
    halves = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return min(halves, key=lambda lines: max(map(face.width, lines)), default=[text])


def _tint(territory: Territory | None) -> str:
    """The tint of land: its bloc's, else that of a dependency where another state rules it, else plain."""
    if territory is None:
        return "land"
    blocs = World.default().blocs
    tints = {blocs[name].tint for name in territory.alliances if name in blocs}
    bloc = next((each for each in _BLOCS if each in tints), None)
    return bloc or ("dependency" if territory.status in "DT" else "land")


@cache
def atom_polygons() -> tuple[tuple[int, list[list[int]]], ...]:
    """Every polygon with the number of its atom."""
    return tuple((atom, rings) for atom, of_atom in enumerate(World.default().topology.polygons) for rings in of_atom)


@cache
def _outer_rings() -> tuple[IntArray, IntArray]:
    """The arcs of the outer rings of all polygons, and where those of each begin."""
    outer = [[max(number, ~number) for number in rings[0]] for _, rings in atom_polygons()]
    return np.concatenate(outer), np.cumsum([0, *map(len, outer[:-1])])


@cache
def arc_sides() -> dict[int, tuple[int, ...]]:
    """The atoms on the sides of each arc, without those arcs that run along the edge of the map of the world."""
    sides: dict[int, list[int]] = defaultdict(list)
    for atom, rings in atom_polygons():
        for arc in (max(arc, ~arc) for ring in rings for arc in ring):
            sides[arc].append(atom)
    boxes = World.default().topology.boxes
    return {arc: tuple(atoms) for arc, atoms in sides.items() if not _is_edge(boxes[arc])}


@cache
def land_rings() -> Arcs:
    """The coarse coasts as rings, also across the longitude of 180 degrees."""
    level = arcs(fine=False)
    degrees = np.column_stack((level.lon, level.lat))
    lands = []
    for _, rings in atom_polygons():
        outer, *inner = (ring_of(degrees, level.starts, ring) for ring in rings)
        if outer is not None:
            is_east = outer[:, 0].min() == -180 and outer[:, 0].max() < 180
            turn = (360.0, 0.0) if is_east else (0.0, 0.0)
            lands.append(shapely.Polygon(outer + turn, [ring + turn for ring in inner if ring is not None]))
    rings = shapely.get_rings(shapely.get_parts(shapely.union_all(shapely.make_valid(lands))))
    at, owner = shapely.get_coordinates(rings, return_index=True)
    is_real = np.abs(at[:, 1]) < 90
    counts = np.bincount(owner[is_real], minlength=len(rings))
    lon, lat = at[is_real].T
    return Arcs(lon, lat, np.cumsum([0, *counts.tolist()]))


def _is_edge(box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return (west == east and abs(west) == 180) or (south == north and abs(south) == 90)


def ring_of(xy: FloatArray, starts: IntArray, numbers: Sequence[int]) -> np.ndarray | None:
    """A ring of arcs (``~number`` where one is run backwards); None where the level lacks one of them."""
    parts = []
    for number in numbers:
        arc = max(number, ~number)
        part = xy[starts[arc] : starts[arc + 1]]
        if not len(part):
            return None
        parts.append(part if number >= 0 else part[::-1])
    ring = np.concatenate(parts)
    return np.vstack((ring, ring[:1])) if len(ring) > 2 else None


def _first_lon(level: Arcs, numbers: Sequence[int]) -> float:
    """The longitude of some vertex of a ring; 0 where it has none."""
    first = level.starts[max(numbers[0], ~numbers[0])]
    return float(level.lon[first]) if first < level.lon.size else 0.0
