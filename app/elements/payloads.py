"""What crosses from Python to the browser, key by key.

`tools/payload_types.py` writes these types for the scripts, as ``app/static/js/payloads.d.ts``. Longitude stands first
in a position, latitude first in what Leaflet takes. Moments are seconds since 1970, altitudes metres, distances
kilometres.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from app.domain import Basis, Bounds, LonLat, Mode, Status, Surface
from app.geodesy.packing import Column
from app.geodesy.track import PackedTrack
from app.text import Text

LatLon = tuple[float, float]
"""Latitude and longitude, as Leaflet takes a position."""

Corners = tuple[LatLon, LatLon]
"""South-west and north-east, latitude first, as Leaflet takes bounds."""


class ViewPayload(TypedDict):
    """What the map shows: `bounds`, or a `center` (latitude first) with a `zoom`. `projection` is the centre of the
    stereographic projection, or null for Mercator's; without it the map keeps that which it has.
    """

    bounds: NotRequired[Corners]
    center: NotRequired[LatLon]
    zoom: NotRequired[float]
    projection: NotRequired[LatLon | None]


class ClockPayload(TypedDict):
    """The moment shown first, and what the exhibit spans; `span` names the date or period of which the first moment is
    only the beginning.
    """

    now: float
    start: float
    end: float
    span: Text | None


class LayerPayload(TypedDict):
    """A layer or basemap that can be shown or hidden."""

    id: str
    visible: bool


class TravelPayload(TypedDict):
    """What a mode of travel means: `domain.Travel`, without what only Python needs."""

    airborne: bool
    shape: Literal["airframe", "hull", "dot"]


class StylePayload(TypedDict):
    """A curator's own look for a feature, simplestyle 1.1.0 in camel case; what it does not say is left out."""

    stroke: NotRequired[str]
    strokeWidth: NotRequired[float]
    strokeOpacity: NotRequired[float]
    fill: NotRequired[str]
    fillOpacity: NotRequired[float]
    markerColor: NotRequired[str]
    markerSize: NotRequired[str]
    markerSymbol: NotRequired[str]


class NamedFixPayload(TypedDict):
    """A fix with a name; `number` counts from 1, `time` is an ISO instant, `offset` is how many minutes the place's
    clocks were east of UTC, null where its zone is not given, `contested` whether accounts of it differ.
    """

    number: int
    place: Text
    time: str | None
    offset: int | None
    contested: bool


class FlightPayload(TypedDict):
    """A flight with its track. `isTimed`: it can be played; `hasProfile`: its altitudes can be drawn over time.

    Columns by fix: `basis` (0 documented, 1 inferred, 2 interpolated), `hasAltitude` (0 or 1), `timeUncertainty`,
    how many seconds its time may be off, `meanKmh`, the mean speed that is shown from it to the next fix, and
    `meanSince`, the index of the fix since which that is the mean. `ground`, by vertex of the track, is about how high
    the land below it is in hundreds of metres; it is empty without a profile.
    """

    id: str
    name: Text
    layer: str
    status: Status
    mode: Mode
    style: StylePayload
    isTimed: bool
    hasProfile: bool
    basis: Column
    hasAltitude: Column
    timeUncertainty: Column
    meanKmh: Column
    meanSince: Column
    ground: Column
    fixes: list[NamedFixPayload]
    track: PackedTrack


class AccountPayload(TypedDict):
    """A conflicting account of a fix (`fix` counts from 0); null where it says nothing."""

    flight: str
    fix: int
    says: Text
    time: float | None
    position: LonLat | None
    altitude: float | None


class PresentationPayload(TypedDict):
    """How the page was asked for."""

    kiosk: bool
    offline: bool
    embed: bool


class StagePayload(TypedDict):
    """What all elements of a page share."""

    view: ViewPayload | None
    clock: ClockPayload
    layers: list[LayerPayload]
    flights: list[FlightPayload]
    modes: dict[Mode, TravelPayload]
    accounts: dict[str, AccountPayload]
    presentation: PresentationPayload
    messages: dict[str, Text]


class OwnBordersPayload(TypedDict):
    """What is said of an exhibit's own borders: after what they are drawn, who drew them, and of which time they are if
    they never change.
    """

    name: Text
    date: Text | None
    attribution: Text


class WorldMapPayload(TypedDict):
    """Where the world's document is, and where its details are if they do not come with it, the zoom level from which
    its regions are drawn, and the exhibit's own borders in the order of the document's.
    """

    data: str
    details: str
    regionsFrom: float
    own: list[OwnBordersPayload]


class TilesPayload(TypedDict):
    """The zoom levels that there are tiles of, and where."""

    zooms: tuple[int, int]
    bounds: Bounds


class BasemapPayload(TypedDict):
    """A map of the curator's own: tiles, or a scan between its corners (clockwise from the upper left)."""

    id: str
    address: str
    attribution: dict[str, str]
    zooms: tuple[float, float]
    tiles: NotRequired[TilesPayload]
    corners: NotRequired[list[LonLat]]


class BasemapsPayload(TypedDict):
    """The basemaps for which the page has an address, in drawing order."""

    basemaps: list[BasemapPayload]


class AreaPayload(TypedDict):
    """An area, the lines of a site plan, or a circle of reach; a ring or line is two columns, longitudes and
    latitudes.
    """

    id: str
    name: Text
    layer: str
    surface: Surface | Literal["reach"] | None
    style: StylePayload
    polygons: list[list[tuple[Column, Column]]]
    lines: list[tuple[Column, Column]]


class AreasPayload(TypedDict):
    """Areas and circles in drawing order."""

    areas: list[AreaPayload]


class LookPayload(TypedDict):
    """What the marks of many places have in common."""

    event: bool
    basis: Basis
    style: StylePayload


class MorePayload(TypedDict):
    """What the card says of a place that the list leaves out."""

    when: NotRequired[str]
    description: NotRequired[Text | str]


class PlacesPayload(TypedDict):
    """Sites and events as columns of equal length; `layer` and `look` are indices into `layers` and `looks`, `more` is
    by index.
    """

    layers: list[str]
    looks: list[LookPayload]
    id: list[str]
    name: list[Text | str]
    layer: Column
    look: Column
    lon: Column
    lat: Column
    more: dict[int, MorePayload]


class FeatureCardPayload(TypedDict):
    """Where each card points (latitude first), and the layer of what it is about, by key."""

    anchors: dict[str, LatLon]
    layers: dict[str, str]


class SearchPayload(TypedDict):
    """Further names by which a row of the list is found, by key."""

    aliases: dict[str, str]


class ChapterPayload(TypedDict):
    """What a chapter of the story does; null where it changes nothing."""

    id: str
    view: ViewPayload | None
    date: float | None
    focus: str | None
    layers: list[str] | None


class InsetsPayload(TypedDict):
    """What the small map shows, by chapter; the other chapters have none."""

    views: dict[str, ViewPayload]


class StoryPayload(TypedDict):
    """The chapters in order."""

    chapters: list[ChapterPayload]


class ActPayload(TypedDict):
    """A stretch of time that is played at a time: the layers that show it, the chapter that is about it, and its
    speeds, each with the moment from which it holds.
    """

    start: float
    end: float
    layers: list[str]
    chapter: str | None
    paces: list[tuple[float, int]]


class MomentsPayload(TypedDict):
    """The fixes and events in order of time, as columns of one length: `at` in milliseconds since 1970, and how many it
    `lasts`; `flight` is the index of a fix's flight, null for an event; `number` that of the fix, or of the event in
    `events`, from 1; `basis` (0 documented, 1 inferred, 2 interpolated); `sources`, how many it cites. `names` are by
    index; most fixes have none.
    """

    at: Column
    lasts: Column
    flight: Column
    number: Column
    basis: Column
    sources: Column
    events: list[str]
    names: dict[int, Text]


ZonePayload = TypedDict(
    "ZonePayload",
    {"offsets": tuple[tuple[float, int], ...], "from": float | None, "until": float | None},
)
"""A clock's offsets, as a moment and the minutes east of UTC from then on; `from` and `until` where it has a time of
its own.
"""

CeilingPayload = TypedDict(
    "CeilingPayload",
    {
        "name": Text,
        "altitude": float,
        "top": float | None,
        "from": float | None,
        "until": float | None,
        "basis": Basis,
        "sources": list[str],
    },
)
"""An altitude of the profile: a line, or a band up to `top`."""


class AuthorPayload(TypedDict):
    """An author; an institution has no given names."""

    family: str
    given: str


class CitationPayload(TypedDict):
    """What a citation of the page says; `updated` is empty where the exhibit does not say when it was last changed."""

    slug: str
    title: Text
    subtitle: Text
    version: str
    updated: str
    authors: list[AuthorPayload]


class TimeDeckPayload(TypedDict):
    """What the deck knows beside the flights; zones in the order of the exhibit's clocks."""

    acts: list[ActPayload]
    moments: MomentsPayload
    zones: list[ZonePayload]
    ceilings: list[CeilingPayload]
    citation: CitationPayload
    speeds: list[int]


class CorrectionPayload(TypedDict):
    """Whom a correction is sent to, and what it is about."""

    contact: str
    title: Text
    version: str


class AtlasFlightPayload(TypedDict):
    """A flight on the atlas's timeline, by when it began."""

    at: float
    year: int
    layer: str
    name: Text


class AtlasExhibitPayload(TypedDict):
    """An exhibit on the atlas's timeline."""

    slug: str
    title: Text
    flights: list[AtlasFlightPayload]


ThreadPayload = TypedDict("ThreadPayload", {"from": str, "to": str, "says": Text})
"""What leads from one exhibit to another."""


class TimelinePayload(TypedDict):
    """The years that there are borders for, the exhibits, and what leads from one to another."""

    first: int
    last: int
    exhibits: list[AtlasExhibitPayload]
    threads: list[ThreadPayload]


class TimingPayload(TypedDict):
    """Seconds without a touch, of the question that follows, and of a scene of the attract loop."""

    idleSeconds: int
    warningSeconds: int
    sceneSeconds: int


class SceneMomentPayload(TypedDict):
    """A documented fix of a scene."""

    at: float
    place: Text


ScenePayload = TypedDict(
    "ScenePayload",
    {
        "title": Text,
        "line": Text,
        "view": ViewPayload | None,
        "layers": list[str],
        "from": float | None,
        "to": float | None,
        "moments": list[SceneMomentPayload],
    },
)
"""A scene of the attract loop; `from` and `to` are equal where the clock stands still, null where there is no date."""


class KioskPayload(TimingPayload):
    """An exhibit of a kiosk."""

    scenes: list[ScenePayload]


class ProblemPayload(TypedDict):
    """A fault in an exhibit's folder: where, what, and what to write instead."""

    severity: Literal["error", "warning"]
    exhibit: str
    place: str
    problem: str
    fix: str


class ChangesPayload(TypedDict):
    """What an editor's page is sent: whether the server has another version than the page, or none at all, when the
    version was saved that visitors see while the files are broken, the first problems, and how many there are.
    """

    isOutdated: bool
    isMissing: bool
    shownSince: str | None
    problems: list[ProblemPayload]
    count: int


class EditingPayload(TypedDict):
    """The stream of changes, and the words of an editor's page in every language."""

    changes: str
    messages: dict[str, dict[str, str]]


class PlaylistPayload(TimingPayload):
    """The page around several exhibits of a kiosk."""

    messages: dict[str, Text]


class ShellPayload(TypedDict):
    """The page that stays on a kiosk's screen: addresses, how often to ask, and opening hours by weekday in minutes."""

    show: str
    version: str
    visits: str | None
    staff: str | None
    pollSeconds: int
    hours: tuple[tuple[tuple[int, int], ...], ...]


class EntryPayload(TypedDict):
    """An entry of a message table: text or HTML, and its language where that is another."""

    text: NotRequired[str]
    html: NotRequired[str]
    lang: NotRequired[str]


class LanguagePayload(TypedDict):
    """The page's language and all there are; `entries` is what scripts say, `others` the address of the other
    languages' tables.
    """

    current: str
    all: tuple[str, ...]
    rightToLeft: tuple[str, ...]
    entries: dict[int, str | EntryPayload]
    others: str | None


class DeskFixPayload(TypedDict):
    """What a layer's file has of a fix; the time as written, or in the zone that was asked for."""

    lon: float
    lat: float
    altitude_m: float | None
    time: str | None
    basis: str | None
    position_basis: str | None
    time_basis: str | None
    altitude_basis: str | None
    position_uncertainty_km: float | None
    time_uncertainty_min: float | None
    altitude_uncertainty_m: float | None
    place: str | dict[str, str] | None
    note: str | dict[str, str] | None
    zone: str | None
    citations: str


class DeskAccountPayload(TypedDict):
    """One account of a disputed point, with the values that it gives instead."""

    says: str | dict[str, str]
    citations: str
    preferred: bool
    time: str | None
    position: LonLat | None
    altitude_m: float | None


class DeskClaimPayload(TypedDict):
    """A disputed point of a feature, and all accounts of it."""

    topic: str | dict[str, str]
    fix: int | None
    assessment: str | dict[str, str] | None
    accounts: list[DeskAccountPayload]


class DeskBasemapPayload(TypedDict):
    """A base map: of a scan its upper left, upper right, lower right and lower left corners, or none; the file that
    says where it is, if that is no part of exhibit.toml.
    """

    id: str
    name: str | dict[str, str]
    corners: list[LonLat]
    placed_by: str


class DeskMediaPayload(TypedDict):
    """A file of media/ that can be put into the words; of a film the languages of its captions."""

    name: str
    captions: list[str] | None


class DeskFeaturePayload(TypedDict):
    """What a layer's file has of a feature; `position` of a point, `fixes` of a line, `rings` of corners of an area.
    `parts` counts the fixes in each part of a line, or the rings in each of an area; empty where there are no parts.
    """

    id: str
    geometry: str
    position: LonLat | None
    fixes: list[DeskFixPayload]
    rings: list[list[LonLat]]
    parts: list[int]
    name: str | dict[str, str] | None
    kind: str | None
    aircraft: str | dict[str, str] | None
    when: str | None
    basis: str | None
    position_uncertainty_km: float | None
    radius_km: float | None
    description: str | dict[str, str] | None
    citations: str
    claims: list[DeskClaimPayload]


class DeskLayerPayload(TypedDict):
    """A layer on the desk; `problem` says why its features cannot be edited there, `convertible` whether they can when
    it is written as GeoJSON.
    """

    id: str
    name: str | dict[str, str]
    file: str
    features: list[DeskFeaturePayload]
    problem: str
    convertible: bool


class DeskSectionPayload(TypedDict):
    """The heading and the words of a chapter in one language."""

    title: str
    words: str


class DeskChapterPayload(TypedDict):
    """A chapter as exhibit.toml and the stories have it; `view` and `inset` in the words of exhibit.toml,
    `layers` those on show, null where they stay as they are.
    """

    id: str
    view: str
    inset: str
    date: str
    focus: str
    layers: list[str] | None
    stories: dict[str, DeskSectionPayload]


class DeskWherePayload(TypedDict):
    """The place of a problem: the file, the line and column of a text, or the rows of a table in words (``3–9, 12``),
    the feature and the field.
    """

    file: str
    line: int | None
    column: int | None
    rows: str
    feature: str
    field: str


class DeskFaultPayload(TypedDict):
    """A problem: how severe it is, where, the text of its line if no form has it, what is wrong and what to write
    instead; of words without a translation the language, else empty.
    """

    severity: str
    where: DeskWherePayload
    line: str
    problem: str
    fix: str
    translation: str


class DeskStatePayload(TypedDict):
    """A state of the history; `files` differ from those that there are now."""

    number: int
    saved: str
    change: str
    files: list[str]


class DeskExhibitPayload(TypedDict):
    """What exhibit.toml says of the exhibit as a whole."""

    title: str | dict[str, str] | None
    subtitle: str | dict[str, str] | None
    summary: str | dict[str, str] | None
    period: str | None


class DeskMentionPayload(TypedDict):
    """A chapter or a feature that cites a source: its id and its name."""

    id: str
    name: str
    chapter: bool


class DeskSourcePayload(TypedDict):
    """A source on the desk: what it says, by key of CSL; where it is cited; whether it can be edited there."""

    id: str
    fields: dict[str, str]
    cited: list[DeskMentionPayload]
    editable: bool


class DeskTranslationPayload(TypedDict):
    """Words with their translation; `changed` where it is of other words, and is to be checked."""

    words: str
    place: str
    translation: str
    changed: bool


class DeskTranslationsPayload(TypedDict):
    """The words of an exhibit in one further language: what is missing first, then what has changed, then the rest; and
    the ids of chapters without words in it.
    """

    entries: list[DeskTranslationPayload]
    chapters: list[str]
    problem: str


class DeskPayload(TypedDict):
    """All that the desk's forms show of an exhibit. `version` differs whenever the files do; `lists` are the clocks,
    ceilings, threads, layers and base maps, each row with all of its keys; `scans` are the files that can become base
    maps.
    """

    version: str
    languages: list[str]
    exhibit: DeskExhibitPayload
    lists: dict[str, list[dict[str, str | float | bool | list[float] | dict[str, str] | None]]]
    chapters: list[DeskChapterPayload]
    layers: list[DeskLayerPayload]
    basemaps: list[DeskBasemapPayload]
    sources: list[DeskSourcePayload]
    media: list[DeskMediaPayload]
    scans: list[str]
    faults: list[DeskFaultPayload]
    undo: bool
    redo: bool
    states: list[DeskStatePayload]
    current: int


class DeskCandidatePayload(TypedDict):
    """Where a place may be: its name and `provider` as the place's source will have them, the day when that was asked;
    `at` has longitude and latitude.
    """

    name: str
    at: LonLat
    provider: str
    asked: str


class DeskUnlocatedPayload(TypedDict):
    """A place with an address and no position: the number of its feature in the file, and where it may be."""

    file: str
    index: int
    name: str
    address: str
    candidates: list[DeskCandidatePayload]


class DeskPlacesPayload(TypedDict):
    """The places that have an address and no position; the layers that must be GeoJSON first; the services that can be
    asked, by id and name; and why there is nothing to show.
    """

    places: list[DeskUnlocatedPayload]
    locked: list[str]
    services: list[tuple[str, str]]
    problem: str


class DeskSizePayload(TypedDict):
    """How many bytes a file to download has, and those of its largest parts: ``flights``, ``places``, ``areas``,
    ``languages``, or a file of ``media/``.
    """

    bytes: int
    parts: list[tuple[str, int]]


class DeskReadingPayload(TypedDict):
    """A reading between which a curator decides: a setting of the layer, its value, and what it means then."""

    setting: str
    value: str | bool
    meaning: str


class DeskImportFaultPayload(TypedDict):
    """A problem of a file that is being added; of a table, with its rows and the heading of its column. `setting` is
    that of the layer which would change it, empty for none.
    """

    severity: str
    where: DeskWherePayload
    problem: str
    fix: str
    rows: list[int]
    column: str
    setting: str
    readings: list[DeskReadingPayload]


class DeskTablePayload(TypedDict):
    """A table that is being added: its headings with the meaning that each is taken for, and its first rows with their
    numbers; `doubts` has by row and heading the two readings of a cell.
    """

    headings: list[tuple[str, str]]
    rows: list[tuple[str, ...]]
    numbers: list[int]
    count: int
    sheets: list[str]
    doubts: dict[str, str]


class DeskImportFilePayload(TypedDict):
    """A file that is being added. `kind` is layer, sources, picture, scan, companion or story; `settings` are those of
    the layer, and `asked` is the one without which it cannot be read; `words` says by language what a picture shows.
    `exists` where the exhibit has a file of that name, which `replaces` allows to be replaced.
    """

    name: str
    file: str
    kind: str
    summary: str
    settings: dict[str, str | bool | dict[str, str]]
    asked: str
    table: DeskTablePayload | None
    faults: list[DeskImportFaultPayload]
    words: dict[str, str]
    credit: str
    exists: bool
    replaces: bool


class DeskWantedPayload(TypedDict):
    """What is missing: the key of a message of the interface, empty where nothing is, and its values."""

    key: str
    values: dict[str, str]


class DeskImportPayload(TypedDict):
    """What is being added to an exhibit, or makes a new one; nothing of it is written yet. `preview` is the address of
    the page that it would have, empty where there is none; `wanted` says what is missing before it can be kept.
    """

    slug: str
    title: str
    languages: list[str]
    period: str
    new: bool
    files: list[DeskImportFilePayload]
    faults: list[DeskImportFaultPayload]
    preview: str
    wanted: DeskWantedPayload


class DeskColumnsPayload(TypedDict):
    """The meanings that a column of a table can have, and those of them that can be in several languages."""

    meanings: list[str]
    translated: list[str]


class DeskSetupPayload(TypedDict):
    """What the desk's scripts need of a page: the slug of its exhibit, the messages by key, and for the import screen
    what a column can be.
    """

    slug: str
    messages: dict[str, str]
    columns: NotRequired[DeskColumnsPayload]
