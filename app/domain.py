"""The domain classes: frozen values without input, output or folium.

Longitude comes first everywhere. Degrees are WGS84, altitudes are metres above mean sea level, distances are
kilometres unless the name says metres, datetimes are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from app.dates import EPOCH, Span
from app.text import Text, lookup

__all__ = [
    "MODES",
    "SPEEDS",
    "Account",
    "AnyFeature",
    "Area",
    "Author",
    "Basemap",
    "Basis",
    "BorderStatus",
    "Borders",
    "Bounds",
    "Ceiling",
    "Chapter",
    "Citation",
    "Claim",
    "Clock",
    "Event",
    "Exhibit",
    "Feature",
    "Fix",
    "Flight",
    "Layer",
    "Licence",
    "LonLat",
    "Mode",
    "Person",
    "ProjectionName",
    "Reach",
    "Ring",
    "Site",
    "Source",
    "Span",
    "Status",
    "Style",
    "Surface",
    "Territory",
    "Text",
    "Tiles",
    "Travel",
    "View",
]

LonLat = tuple[float, float]
"""Longitude and latitude in degrees."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees; east exceeds 180 where the box crosses the antimeridian."""

Ring = tuple[LonLat, ...]
"""A line of positions; a polygon's ring repeats its first position at the end."""


class Basis(StrEnum):
    """The evidence for a position, time or altitude, strongest first."""

    DOCUMENTED = "documented"
    """A source states it."""
    INFERRED = "inferred"
    """Derived from the words of a source."""
    INTERPOLATED = "interpolated"
    """Computed from the fixes before and after."""


_STRENGTH = tuple(Basis)
_WHOLE_DAY = timedelta(hours=6)
"""A time that may be off by so much is only that of a day."""


class Status(StrEnum):
    """Whether a flight took place."""

    FLOWN = "flown"
    PLANNED = "planned"
    """Planned, but not flown."""


class Mode(StrEnum):
    """The mode of travel along a track."""

    AIR = "air"
    ROAD = "road"
    SEA = "sea"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Travel:
    """What a mode of travel means.

    `fastest_kmh`, `highest_m`: no leg is faster and no fix higher, unless a flight says so itself; the record of
    aircraft that breathe air is 37,650 m. `lowest_m`: below the shore of the Dead Sea, or the deepest sea. `airborne`:
    it has an altitude, the colour of flights, and a place on the atlas and in a kiosk's attract loop. `shape`: its
    silhouette on the map.
    """

    fastest_kmh: float
    lowest_m: float
    highest_m: float
    airborne: bool
    shape: Literal["airframe", "hull", "dot"]


MODES: Mapping[Mode, Travel] = MappingProxyType(
    {
        Mode.AIR: Travel(3600, -450, 38_000, airborne=True, shape="airframe"),
        Mode.ROAD: Travel(120, -450, 6_000, airborne=False, shape="hull"),
        Mode.SEA: Travel(70, -11_000, 4_000, airborne=False, shape="hull"),
        Mode.FOOT: Travel(15, -450, 8_900, airborne=False, shape="dot"),
    }
)
"""What each mode of travel means; everything that depends on the mode reads this table."""


SPEEDS = (1, 10, 60, 300, 600, 3600, 21_600, 86_400, 604_800)
"""The speeds of playback: seconds of the exhibit in a second, up to a week."""


class ProjectionName(StrEnum):
    """A projection of printed maps; on the screen a map is Mercator's or stereographic."""

    AUTO = "auto"
    """One of the others, by the extent of each map."""
    MERCATOR = "mercator"
    LAMBERT_CONFORMAL = "lambert-conformal"
    AZIMUTHAL_EQUAL_AREA = "azimuthal-equal-area"
    STEREOGRAPHIC = "stereographic"
    """About the pole where the map is beyond the 56th parallel, else about its middle."""
    OBLIQUE_MERCATOR = "oblique-mercator"
    """About the great circle along which the flights ran; where there is none, as for `AUTO`."""


class Surface(StrEnum):
    """What an area or line of a site plan represents; each has a default style."""

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
    """Whether ``/notes/`` compares its accounts with those of other sources."""
    doi: str = ""
    aliases: tuple[str, ...] = ()
    """Further ids by which it can be cited."""
    csl: str = ""
    """The whole entry as an object of CSL-JSON; empty for a source that is not from a file."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of its DOI and of its page, once where they are the same."""
        doi = f"https://doi.org/{self.doi}" if self.doi else ""
        same = self.doi and self.url.lower().endswith(f"doi.org/{self.doi}".lower())
        return tuple(filter(None, (doi, "" if same else self.url)))


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a source by its id, and where in it: a page, a chapter, a minute; empty for the work as a
    whole.
    """

    source: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a disputed point, with the values that it gives."""

    says: Text
    citations: tuple[Citation, ...] = ()
    preferred: bool = False
    time: datetime | None = None
    position: LonLat | None = None
    altitude_m: float | None = None
    quote: Text = Text()
    """The exact words of the first source cited, in the language in which they were written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A disputed point and all accounts of it. `fix` is the number, from 1, of the fix that it is about."""

    topic: Text
    accounts: tuple[Account, ...]
    assessment: Text = Text()
    fix: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A curator's style for a feature, by simplestyle 1.1.0; None is the default."""

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
    """The base class of all features.

    `id` is unique in the exhibit; duplicates were renamed when the exhibit was read. `properties` are the curator's
    other properties, unchanged, for the layer's download.
    """

    id: str
    name: Text
    description: Text = Text()
    when: Span | None = None
    basis: Basis = Basis.DOCUMENTED
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    style: Style = Style()
    properties: tuple[tuple[str, object], ...] = ()

    @property
    def kind(self) -> str:
        """Its value of ``properties.kind`` in GeoJSON."""
        return type(self).__name__.lower()


@dataclass(frozen=True, slots=True)
class Fix:
    """One known point of a track. `altitude_m` and `time` are None where unknown.

    `altitude_hold` is about the altitude from this fix to the next one that has an altitude: True where it was held
    until shortly before that, False where it is unknown, None where it may be interpolated. `zone` is the IANA time
    zone of the place, or empty. `basis` is the evidence of the fix as a whole, the weaker of those of its position and
    its time; `position_basis`, `time_basis` and `altitude_basis` are given where one of them is another.
    """

    lon: float
    lat: float
    altitude_m: float | None = None
    time: datetime | None = None
    basis: Basis = Basis.INTERPOLATED
    position_uncertainty_km: float | None = None
    time_uncertainty_min: float | None = None
    place: Text = Text()
    note: Text = Text()
    citations: tuple[Citation, ...] = ()
    altitude_hold: bool | None = None
    zone: str = ""
    altitude_uncertainty_m: float | None = None
    position_basis: Basis | None = None
    time_basis: Basis | None = None
    altitude_basis: Basis | None = None

    @property
    def bases_apart(self) -> tuple[tuple[str, Basis], ...]:
        """The evidence of the ``position``, the ``time`` and the ``altitude``, where it is another than that of the
        whole.
        """
        given = (
            ("position", True, self.position_basis),
            ("time", self.time is not None, self.time_basis),
            ("altitude", self.altitude_m is not None, self.altitude_basis),
        )
        return tuple((what, basis) for what, is_known, basis in given if is_known and basis not in (None, self.basis))

    @property
    def has_only_day(self) -> bool:
        """Whether its time may be off by so much that only the day is known."""
        return timedelta(minutes=self.time_uncertainty_min or 0) >= _WHOLE_DAY


@dataclass(frozen=True, slots=True)
class Flight(Feature):
    """A track through two or more fixes, in order of travel.

    A track given in parts (a MultiLineString) has the index of each further part's first fix in `breaks`;
    between parts nothing is drawn. Longitudes are as the curator wrote them, within ±180. `min_speed_kmh` and
    `max_speed_kmh` are between what the aircraft can fly, `max_altitude_m` is the highest that it can.
    """

    fixes: tuple[Fix, ...] = ()
    breaks: tuple[int, ...] = ()
    status: Status = Status.FLOWN
    mode: Mode = Mode.AIR
    aircraft: Text = Text()
    min_speed_kmh: float | None = None
    max_speed_kmh: float | None = None
    max_altitude_m: float | None = None

    def __hash__(self) -> int:
        return hash(self.id)  # hashing every fix would be too slow for the caches

    def leg_basis(self, index: int) -> Basis:
        """The evidence for the leg from fix `index` to the next: the weaker of its two ends."""
        return max(self.fixes[index].basis, self.fixes[index + 1].basis, key=_STRENGTH.index)

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The index of each part's first fix, and of the first after it."""
        return tuple(pairwise((0, *self.breaks, len(self.fixes))))

    @property
    def is_timed(self) -> bool:
        """Whether the track can be played: at least two fixes have times."""
        return sum(fix.time is not None for fix in self.fixes) >= 2


@dataclass(frozen=True, slots=True)
class Site(Feature):
    """A place. `position` is None where no point is known: the site is then only listed."""

    position: LonLat | None = None
    altitude_m: float | None = None
    position_uncertainty_km: float | None = None


@dataclass(frozen=True, slots=True)
class Event(Site):
    """Something that happened at a place and, usually, at a known time."""


@dataclass(frozen=True, slots=True)
class Area(Feature):
    """Polygons (rings, outer first) or, where `lines` is given, lines such as a border or a road."""

    polygons: tuple[tuple[Ring, ...], ...] = ()
    lines: tuple[Ring, ...] = ()
    surface: Surface | None = None


@dataclass(frozen=True, slots=True)
class Reach(Feature):
    """A circle on the ground: the range `radius_km` around `position`, for targets at `target_height_m` where that
    matters.
    """

    position: LonLat | None = None
    radius_km: float = 0.0
    target_height_m: float | None = None


AnyFeature = Flight | Site | Event | Area | Reach
"""Every kind of feature; code that matches them ends in `typing.assert_never`."""

LISTED = 1000
"""How many features of a layer the page lists; all of them are on the map and in the download."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One GeoJSON file of the exhibit. `file` is its name in the folder."""

    id: str
    name: Text
    file: str
    features: tuple[AnyFeature, ...] = ()
    visible: bool = True

    @property
    def listed(self) -> tuple[AnyFeature, ...]:
        """The features that the page lists: the first `LISTED`."""
        return self.features[:LISTED]


@dataclass(frozen=True, slots=True)
class Tiles:
    """Raster tiles in Web Mercator: their zoom levels and extent."""

    least_zoom: int
    most_zoom: int
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Basemap:
    """A curator's own basemap, above the world and below everything else: `tiles`, or a scan between its `corners`.

    The corners are clockwise from the picture's upper left. It is drawn from `min_zoom` to `max_zoom`. `version` is a
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


class BorderStatus(StrEnum):
    """What a territory is, by the letters of the world's borders."""

    SOVEREIGN = "S"
    DEPENDENCY = "D"
    TRUST_TERRITORY = "T"
    AUTONOMOUS = "A"
    """Self-governing inside a larger whole."""
    OCCUPIED = "O"
    DISPUTED = "X"
    """Disputed, or recognised by few."""
    UNKNOWN = "U"
    """No border is known."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A polygon, or several, of a curator's own borders, shown during `when`, or whenever its borders are.

    `sovereign` is the state that rules it, empty where it is itself; `is_schematic` where its lines follow no survey.
    """

    name: Text
    polygons: tuple[tuple[Ring, ...], ...]
    status: BorderStatus = BorderStatus.SOVEREIGN
    sovereign: Text = Text()
    is_schematic: bool = False
    when: Span | None = None


@dataclass(frozen=True, slots=True)
class Borders:
    """A curator's own borders, which replace the world's on the days of their territories.

    `name` says after which map or work they are drawn; `when` is the time of those territories that have none of their
    own, and bounds that of the others. None is always. With `has_land` the territories are all the land there is, and
    everything else is sea.
    """

    name: Text
    file: str
    territories: tuple[Territory, ...] = ()
    attribution: Text = Text()
    citations: tuple[Citation, ...] = ()
    when: Span | None = None
    has_land: bool = False

    def days_of(self, territory: Territory) -> tuple[date, date] | None:
        """The first and the last day of a territory; None where it is beyond the time of the borders."""
        spans = [span for span in (self.when, territory.when) if span]
        first = max((span.start.date() for span in spans), default=date.min)
        last = min((span.end.date() for span in spans), default=date.max)
        return (first, last) if first <= last else None

    def covers(self, day: date) -> bool:
        """Whether some territory is shown on `day`."""
        return any(days[0] <= day <= days[1] for days in map(self.days_of, self.territories) if days)

    @property
    def is_constant(self) -> bool:
        """Whether they are the same on all days of `when`."""
        return not any(territory.when for territory in self.territories)


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows: either a centre with a zoom level, or bounds to be fitted. `about` is the centre of the
    stereographic projection, None for Mercator's.
    """

    center: LonLat | None = None
    zoom: float | None = None
    bounds: Bounds | None = None
    about: LonLat | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step of the story. `body` is Markdown by language; `layers` are the visible ones, or None for no change.

    `inset` is what a small map in the corner of the large one shows, at another scale.
    `speed` is that of playback from its date to the next chapter's, one of `SPEEDS`; None for the usual one.
    """

    id: str
    title: Text
    body: Text = Text()
    view: View | None = None
    inset: View | None = None
    date: datetime | None = None
    focus: str | None = None
    layers: tuple[str, ...] | None = None
    speed: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the deck: an IANA time zone, its name, and the sources for its offsets; shown only during `when`, if
    given.
    """

    zone: str
    name: Text
    citations: tuple[Citation, ...] = ()
    when: Span | None = None

    def is_shown_at(self, moment: datetime) -> bool:
        """Whether it is shown at a moment."""
        return self.when is None or self.when.start <= moment <= self.when.end


@dataclass(frozen=True, slots=True)
class Thread:
    """A link to another exhibit: its slug, and how the two are related."""

    to: str
    says: Text


@dataclass(frozen=True, slots=True)
class Ceiling:
    """An altitude of the profile: a line at `altitude_m`, or a band up to `top_m`; in acts that overlap `when`, or in
    all.
    """

    name: Text
    altitude_m: float
    top_m: float | None = None
    basis: Basis = Basis.DOCUMENTED
    citations: tuple[Citation, ...] = ()
    when: Span | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made an exhibit: a person with a family name and given names, or an institution, whose name is `family`."""

    family: str
    given: str = ""
    orcid: str = ""

    @property
    def name(self) -> str:
        """``Anna Heyser``."""
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """``Heyser, Anna``."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of an exhibit: its address, and its SPDX identifier, or nothing for one that SPDX does not list."""

    url: str
    id: str = ""

    @property
    def name(self) -> str:
        """``CC BY-SA 4.0``; the address of a licence without identifier."""
        name, dash, version = self.id.rpartition("-")
        return f"{name.replace('CC-', 'CC ')} {version}" if dash else self.id or self.url


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the index of a book: the name as it is printed there, ``Powers, Francis Gary``, and by language the
    words by which the exhibit calls them; those of the language "" are for every other one.
    """

    name: Text
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def words_in(self, language: str) -> tuple[str, ...]:
        """The words to look for; where none are given, the name before its comma."""
        given = dict(self.words)
        known = next((given[tag] for tag in (*lookup(language), "") if tag in given), None)
        return known or (re.split("[,，、]", self.name.in_language(language))[0].strip(),)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit, read and checked.

    `media` are the names of the files below ``media/``. `version` is a hash of every byte that the exhibit was read
    from, and `updated` the day of its last change, where its authors give it. `doi` is without its address; `contact`
    is a ``mailto:`` or ``https:`` address, or empty. `projection` is that of its printed maps.
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
    projection: ProjectionName = ProjectionName.AUTO
    clocks: tuple[Clock, ...] = ()
    borders: tuple[Borders, ...] = ()
    basemaps: tuple[Basemap, ...] = ()
    layers: tuple[Layer, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    threads: tuple[Thread, ...] = ()
    people: tuple[Person, ...] = ()
    sources: tuple[Source, ...] = ()
    media: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    licence: Licence | None = None
    doi: str = ""
    contact: str = ""
    updated: date | None = None
    version: str = ""
    folder: str = field(default="", compare=False)

    @property
    def language(self) -> str:
        """The language shown first."""
        return self.languages[0]

    @property
    def doi_address(self) -> str:
        """The address of its DOI, or nothing."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def edition(self) -> str:
        """The version of the content, and the day of its last change: ``0f3a2b1c4d5e (2026-11-30)``."""
        return f"{self.version[:12]} ({self.updated})" if self.updated else self.version[:12]

    @property
    def features(self) -> tuple[AnyFeature, ...]:
        """Every feature of every layer, in the curator's order."""
        return tuple(feature for layer in self.layers for feature in layer.features)

    @property
    def flights(self) -> tuple[Flight, ...]:
        """Every flight, in the curator's order."""
        return tuple(feature for feature in self.features if isinstance(feature, Flight))

    def borders_on(self, day: date) -> Borders | None:
        """Its own borders of a day: the first in the curator's order that have territories then."""
        return next((borders for borders in self.borders if borders.covers(day)), None)

    def has_own_land(self, day: date) -> bool:
        """Whether the land of a day is its own, and not the world's."""
        borders = self.borders_on(day)
        return borders is not None and borders.has_land

    @property
    def opening_moment(self) -> datetime:
        """The moment at which it opens: `opening_date`, else the first of its fixes, else that of its dated features,
        else that of its period.
        """
        times = [fix.time for flight in self.flights for fix in flight.fixes if fix.time]
        dated = [feature.when.start for feature in self.features if feature.when]
        period = [self.period.start] if self.period else [EPOCH]
        return self.opening_date or min(times or dated or period)

    @property
    def opening_span(self) -> Span | None:
        """The date or period at whose beginning it opens, where neither it nor a track gives a moment."""
        if self.opening_date or any(fix.time for flight in self.flights for fix in flight.fixes):
            return None
        dated = [feature.when for feature in self.features if feature.when]
        spans = dated or [span for span in (self.period,) if span]
        first = min(spans, key=lambda span: span.start, default=None)
        return None if first is None or first.is_instant else first

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day (UTC) of its period, features, fixes and chapters; None where none of them has a date."""
        moments = list(self._moments())
        return (min(moments).date(), max(moments).date()) if moments else None

    def _moments(self) -> Iterator[datetime]:
        for span in (self.period, *(feature.when for feature in self.features)):
            if span:
                yield from (span.start, span.end)
        yield from (fix.time for flight in self.flights for fix in flight.fixes if fix.time)
        yield from filter(None, (self.opening_date, *(chapter.date for chapter in self.chapters)))
