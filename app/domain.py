"""The nouns of Overflight: frozen values, no input or output, nothing of folium.

Longitude stands first everywhere. Degrees are WGS84, heights are metres above mean sea level, distances are
kilometres unless the name says metres, moments are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.dates import Span
from app.text import Text

__all__ = [
    "Account",
    "Area",
    "Basemap",
    "Basis",
    "Bounds",
    "Ceiling",
    "Chapter",
    "Claim",
    "Clock",
    "Event",
    "Exhibit",
    "Feature",
    "Fix",
    "Flight",
    "Layer",
    "LonLat",
    "Mode",
    "Reach",
    "Ring",
    "Site",
    "Source",
    "Span",
    "Status",
    "Style",
    "Surface",
    "Text",
    "Tiles",
    "View",
]

LonLat = tuple[float, float]
"""Longitude and latitude in degrees."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees; east may exceed 180 where the box crosses the antimeridian."""

Ring = tuple[LonLat, ...]
"""A line of positions; a polygon's ring repeats its first position at the end."""


class Basis(StrEnum):
    """What a position, time or height rests on, strongest first."""

    DOCUMENTED = "documented"
    """A source says it."""
    INFERRED = "inferred"
    """Reasoned from a source's words."""
    INTERPOLATED = "interpolated"
    """Placed between two fixes by arithmetic alone."""


_STRENGTH = tuple(Basis)


class Status(StrEnum):
    """Whether a flight took place."""

    FLOWN = "flown"
    PLANNED = "planned"
    """Planned, and never flown."""


class Mode(StrEnum):
    """How a track was travelled."""

    AIR = "air"
    ROAD = "road"
    SEA = "sea"
    FOOT = "foot"


class Surface(StrEnum):
    """What an area or line of a site plan stands for; each has a house style."""

    WATER = "water"
    LAND = "land"
    WOOD = "wood"
    ROAD = "road"
    BRIDGE = "bridge"
    BUILDING = "building"
    RUNWAY = "runway"
    BORDER = "border"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography, from CSL-JSON."""

    id: str
    title: str
    kind: str = "document"
    authors: tuple[str, ...] = ()
    issued: str = ""
    container: str = ""
    publisher: str = ""
    url: str = ""
    note: str = ""
    checked: bool = False
    """Whether what it says is listed beside what the others say."""


@dataclass(frozen=True, slots=True)
class Account:
    """One side of a contested point, with what it would change on the map."""

    says: Text
    citations: tuple[str, ...] = ()
    preferred: bool = False
    time: datetime | None = None
    position: LonLat | None = None
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A contested point and all accounts of it. `fix` is the number, from 1, of the fix it concerns."""

    topic: Text
    accounts: tuple[Account, ...]
    assessment: Text = Text()
    fix: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A curator's own look for a feature, simplestyle 1.1.0; None keeps the house's."""

    stroke: str | None = None
    stroke_width: float | None = None
    stroke_opacity: float | None = None
    fill: str | None = None
    fill_opacity: float | None = None
    marker_color: str | None = None
    marker_size: str | None = None
    marker_symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """What every thing on the map has in common.

    `id` is unique in the exhibit; duplicates were told apart in the reading. `properties` are the curator's
    further properties, verbatim, for the layer's download.
    """

    id: str
    name: Text
    description: Text = Text()
    when: Span | None = None
    basis: Basis = Basis.DOCUMENTED
    citations: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    style: Style = Style()
    properties: tuple[tuple[str, object], ...] = ()

    @property
    def kind(self) -> str:
        """The word for it in a file's `properties.kind`."""
        return type(self).__name__.lower()


@dataclass(frozen=True, slots=True)
class Fix:
    """One known point of a track. `altitude_m` and `time` are None where no source gives them."""

    lon: float
    lat: float
    altitude_m: float | None = None
    time: datetime | None = None
    basis: Basis = Basis.INTERPOLATED
    position_uncertainty_km: float | None = None
    time_uncertainty_min: float | None = None
    place: Text = Text()
    note: Text = Text()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flight(Feature):
    """A track through two or more fixes, in order of travel.

    A track given in parts (a MultiLineString) has the index of each further part's first fix in `breaks`;
    between parts nothing is drawn. Longitudes are as the curator wrote them, within ±180.
    """

    fixes: tuple[Fix, ...] = ()
    breaks: tuple[int, ...] = ()
    status: Status = Status.FLOWN
    mode: Mode = Mode.AIR
    aircraft: Text = Text()
    max_speed_kmh: float | None = None

    def __hash__(self) -> int:
        return hash(self.id)  # a flight has too many fixes to hash each of them whenever it is looked up

    def leg_basis(self, index: int) -> Basis:
        """What the leg from fix `index` to the next rests on: the weaker of its two ends."""
        return max(self.fixes[index].basis, self.fixes[index + 1].basis, key=_STRENGTH.index)

    @property
    def is_timed(self) -> bool:
        """Whether the track can be played: at least two fixes have times."""
        return sum(fix.time is not None for fix in self.fixes) >= 2


@dataclass(frozen=True, slots=True)
class Site(Feature):
    """A place. `position` is None where no honest point can be given: it then stands in the list only."""

    position: LonLat | None = None
    altitude_m: float | None = None
    position_uncertainty_km: float | None = None


@dataclass(frozen=True, slots=True)
class Event(Site):
    """Something that happened at a place and, as a rule, at a time."""


@dataclass(frozen=True, slots=True)
class Area(Feature):
    """Polygons (rings, outer first) or, where `lines` is given, lines such as a border or a road."""

    polygons: tuple[tuple[Ring, ...], ...] = ()
    lines: tuple[Ring, ...] = ()
    surface: Surface | None = None


@dataclass(frozen=True, slots=True)
class Reach(Feature):
    """A circle on the ground: what lies within `radius_km` of `position`, at `target_height_m` where that matters."""

    position: LonLat | None = None
    radius_km: float = 0.0
    target_height_m: float | None = None


LISTED = 1000
"""How many features of a layer the reading lists; all of them stand on the map and in the layer's download."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One GeoJSON file of the exhibit. `file` is its name in the folder."""

    id: str
    name: Text
    file: str
    features: tuple[Feature, ...] = ()
    visible: bool = True

    @property
    def listed(self) -> tuple[Feature, ...]:
        """The features that the reading lists: all, unless there are very many."""
        return self.features[:LISTED]


@dataclass(frozen=True, slots=True)
class Tiles:
    """Ready-made pictures of Web Mercator by zoom level, column and row: the levels that there are, and where."""

    least_zoom: int
    most_zoom: int
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Basemap:
    """A map of the curator's own that lies on the world and under all else: `tiles`, or a scan between its `corners`.

    The corners run clockwise from the picture's upper left. It is drawn from `min_zoom` to `max_zoom`. `version` is a
    hash of its file, `size` the file's bytes; `mimetype` is that of the scan.
    """

    id: str
    name: Text
    file: str
    attribution: Text = Text()
    visible: bool = True
    min_zoom: float = 0
    max_zoom: float = 24
    corners: tuple[LonLat, ...] = ()
    tiles: Tiles | None = None
    mimetype: str = ""
    version: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows: either a centre with a zoom level, or bounds to be fitted."""

    center: LonLat | None = None
    zoom: float | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step of the story. `body` is Markdown by language; `layers` lists those on show, or None for no change."""

    id: str
    title: Text
    body: Text = Text()
    view: View | None = None
    date: datetime | None = None
    focus: str | None = None
    layers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the deck: an IANA time zone under a name of the day, with the source of the reckoning. It may hang only for a time."""

    zone: str
    name: Text
    citations: tuple[str, ...] = ()
    when: Span | None = None

    def hangs(self, moment: datetime) -> bool:
        """Whether it is on show at a moment."""
        return self.when is None or self.when.start <= moment <= self.when.end


@dataclass(frozen=True, slots=True)
class Thread:
    """What leads from one exhibit to another: the other's slug, and in words how."""

    to: str
    says: Text


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A height of the profile: a line at `altitude_m`, or a band up to `top_m`; of the acts that touch `when`, or of all."""

    name: Text
    altitude_m: float
    top_m: float | None = None
    basis: Basis = Basis.DOCUMENTED
    citations: tuple[str, ...] = ()
    when: Span | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit, whole and checked: what a page is made from.

    `media` maps names below ``media/`` to nothing but themselves: the list by which pictures are looked up.
    `version` is the hash of every byte that it was read from.
    """

    slug: str
    title: Text
    subtitle: Text = Text()
    summary: Text = Text()
    period: Span | None = None
    languages: tuple[str, ...] = ("en",)
    opening: View = View()
    opening_date: datetime | None = None
    limits: Bounds | None = None
    max_zoom: float = 11
    clocks: tuple[Clock, ...] = ()
    basemaps: tuple[Basemap, ...] = ()
    layers: tuple[Layer, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    threads: tuple[Thread, ...] = ()
    sources: tuple[Source, ...] = ()
    media: tuple[str, ...] = ()
    version: str = ""
    folder: str = field(default="", compare=False)

    @property
    def language(self) -> str:
        """The language shown first."""
        return self.languages[0]

    @property
    def features(self) -> tuple[Feature, ...]:
        """Every feature of every layer, in the curator's order."""
        return tuple(feature for layer in self.layers for feature in layer.features)

    @property
    def flights(self) -> tuple[Flight, ...]:
        """Every flight, in the curator's order."""
        return tuple(feature for feature in self.features if isinstance(feature, Flight))
