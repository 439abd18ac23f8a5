"""exhibit.toml: what an exhibit is called, what it shows first, its layers and chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import zones
from app.content.basemaps import KEYS as BASEMAP_KEYS
from app.content.basemaps import read_basemap
from app.content.desk import Desk
from app.content.encoding import decode
from app.content.geometry import read_position
from app.content.strict_toml import read_toml
from app.content.table import Table
from app.content.values import SLUG, box, choice, clipped, describe, flag, height, instant, meant, number, ranged, slug, span, string
from app.domain import Basemap, Basis, Bounds, Ceiling, Chapter, Clock, LonLat, Span, Text, Thread, View
from app.errors import Rejected

FILE = "exhibit.toml"
KEYS = (
    "title",
    "subtitle",
    "summary",
    "period",
    "languages",
    "limits",
    "max_zoom",
    "opening",
    "clocks",
    "basemaps",
    "layers",
    "chapters",
    "ceilings",
    "threads",
)
VIEW_KEYS = ("center", "zoom", "bounds")
OPENING_KEYS = (*VIEW_KEYS, "date")
CLOCK_KEYS = ("zone", "name", "when", "citations")
LAYER_KEYS = ("id", "file", "name", "visible")
CHAPTER_KEYS = ("id", "view", "date", "focus", "layers")
CEILING_KEYS = ("name", "altitude_m", "top_m", "when", "basis", "citations")
THREAD_KEYS = ("to", "says")

DEFAULT_MAX_ZOOM = 11.0


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """A layer as exhibit.toml names it."""

    id: str
    file: str
    name: Text
    visible: bool


class ExhibitFile:
    """The parsed file, its tables read one after the other. Raises `Rejected` where it is not TOML."""

    def __init__(self, data: bytes, desk: Desk) -> None:
        self.table = Table(read_toml(decode(data)), desk)
        self.desk = desk
        desk.languages = self.languages = self._languages()
        self.labels: dict[tuple[str, str], str] = {}
        """How faults name an entry of a list: ``chapters``, ``take-off`` as ``take-off (chapters[0])``."""

    def title(self, fallback: str) -> Text:
        """The title; without one the exhibit is called by its folder."""
        title = self.table.words("title")
        if not title:
            self.desk.report.error("no words", "a title", f'Add title = "…"; the exhibit is called “{fallback}” for now.', field="title")
        return title or Text.of(fallback, self.languages[0])

    def subtitle(self) -> Text:
        """The line below the title."""
        return self.table.words("subtitle")

    def summary(self) -> Text:
        """The words of the atlas card."""
        return self.table.words("summary")

    def period(self) -> Span | None:
        """What the exhibit is about."""
        return self.table.need("period", span, "the date or interval that the exhibit is about", 'Add period = "1960-05-01".')

    def limits(self) -> Bounds | None:
        """The box that the kiosk does not leave."""
        return self.table.take("limits", box, None)

    def max_zoom(self) -> float:
        """The closest zoom with honest detail."""
        return self.table.take("max_zoom", ranged(1, 19, "a zoom level from 1 to 19"), DEFAULT_MAX_ZOOM)

    def opening(self) -> Table:
        """The table of the first view."""
        opening = Table(self.table.take("opening", _table, {}), self.desk, "opening")
        opening.check_keys(OPENING_KEYS)
        return opening

    def check_keys(self) -> None:
        """Tell of unknown keys."""
        self.table.check_keys(KEYS)

    def _languages(self) -> tuple[str, ...]:
        listed = self.table.take("languages", _list, ["en"])
        tags = []
        for index, tag in enumerate(listed):
            try:
                tags.append(_language(tag))
            except Rejected as rejected:
                self.table.reject(f"languages[{index}]", rejected)
        return tuple(dict.fromkeys(tags)) or ("en",)

    def clocks(self) -> tuple[Clock, ...]:
        """The zones on show; one that is unknown is told and left out."""
        return tuple(clock for table in self._tables("clocks", "clocks", CLOCK_KEYS) if (clock := _clock(table)))

    def ceilings(self) -> tuple[Ceiling, ...]:
        """The lines and bands of the profile."""
        return tuple(ceiling for table in self._tables("ceilings", "ceilings", CEILING_KEYS) if (ceiling := _ceiling(table)))

    def threads(self) -> tuple[Thread, ...]:
        """What leads on to other exhibits."""
        return tuple(thread for table in self._tables("threads", "threads", THREAD_KEYS) if (thread := _thread(table)))

    def basemaps(self, taken: frozenset[str]) -> tuple[Basemap, ...]:
        """The curator's own maps as they are named, their files not looked at yet; layers have `taken` some ids."""
        entries: dict[str, Basemap] = {}
        for table in self._tables("basemaps", "basemaps", BASEMAP_KEYS):
            entry = read_basemap(table)
            if entry and entry.id in taken | entries.keys():
                table.reject("id", Rejected(f"the id “{entry.id}” a second time", "an id that no other basemap or layer has", "Rename it."))
            elif entry:
                entries[entry.id] = entry
        return tuple(entries.values())

    def layers(self) -> tuple[LayerEntry, ...]:
        """The layers as they are named, each id and each file once."""
        entries: dict[str, LayerEntry] = {}
        files: set[str] = set()
        for table in self._tables("layers", "layers", LAYER_KEYS):
            file = table.need("file", string, "the name of a GeoJSON file in this folder", 'Add file = "….geojson".')
            if file is None:
                continue
            layer_id = _layer_id(table, file)
            if layer_id in entries:
                table.reject(
                    "id", Rejected(f"the id “{layer_id}” a second time", "each layer's own id", "Rename one of the two; the first counts.")
                )
            elif file in files:
                table.reject(
                    "file", Rejected(f"the file {describe(file)} a second time", "each file in one layer", "Remove one of the two.")
                )
            else:
                files.add(file)
                entries[layer_id] = LayerEntry(layer_id, file, _layer_name(table, layer_id), table.take("visible", flag, True))
        return tuple(entries.values())

    def chapters(self, layers: frozenset[str]) -> tuple[Chapter, ...]:
        """The chapters without their words; `focus` is not looked up yet."""
        chapters: dict[str, Chapter] = {}
        for table in self._tables("chapters", "chapters", CHAPTER_KEYS):
            chapter_id = table.need("id", slug, "the chapter's id", 'Add id = "take-off".')
            if chapter_id is None:
                continue
            if chapter_id in chapters:
                table.reject(
                    "id",
                    Rejected(f"the id “{chapter_id}” a second time", "each chapter's own id", "Rename one of the two; the first counts."),
                )
                continue
            chapters[chapter_id] = Chapter(
                id=chapter_id,
                title=Text(),
                view=_chapter_view(table),
                date=table.take("date", instant, None),
                focus=table.take("focus", string, None),
                layers=_chapter_layers(table, layers),
            )
        return tuple(chapters.values())

    def _tables(self, key: str, wanted: str, known: tuple[str, ...]) -> Iterator[Table]:
        """Each table of a list, its faults told under its own name."""
        for table in self.table.tables(key, wanted):
            name = next((value for value in (table.values.get("id"), table.values.get("zone")) if isinstance(value, str)), "")
            label = f"{clipped(name)} ({table.path})" if name else table.path
            self.labels.setdefault((key, name), label)
            table.path = ""
            with self.desk.report.at(feature=label):
                table.check_keys(known)
                yield table


def read_view(table: Table) -> View | None:
    """A centre with a zoom level, or bounds; None where neither is given or can be used."""
    center, bounds = table.take("center", _lonlat, None), table.take("bounds", box, None)
    zoom = table.take("zoom", ranged(0, 19, "a zoom level from 0 to 19"), None)
    if bounds and center:
        table.warn("bounds", "bounds beside a centre", "one of the two", "Remove one; the bounds count for now.")
    if bounds:
        return View(bounds=bounds)
    if center and zoom is None and table.values.get("zoom") is None:
        table.reject("zoom", Rejected("no zoom level beside the centre", "a number from 0 to 19", "Add zoom = 6."))
    if zoom is not None and table.values.get("center") is None:
        table.reject("center", Rejected("no centre beside the zoom level", "longitude and latitude", "Add center = [lon, lat]."))
    return View(center=center, zoom=zoom) if center and zoom is not None else None


def _chapter_view(table: Table) -> View | None:
    values = table.take("view", _table, None)
    if values is None:
        return None
    view = Table(values, table.desk, "view")
    view.check_keys(VIEW_KEYS)
    return read_view(view)


def _chapter_layers(table: Table, known: frozenset[str]) -> tuple[str, ...] | None:
    names = table.take("layers", _list, None)
    if names is None:
        return None
    kept = []
    for index, name in enumerate(names):
        if isinstance(name, str) and name in known:
            kept.append(name)
        else:
            mend = meant(name, known) if isinstance(name, str) else ""
            table.reject(
                f"layers[{index}]",
                Rejected(f"the layer {describe(name)}", "the id of a layer of this file", mend or "Add the layer, or correct the id."),
            )
    return tuple(kept)


def _layer_id(table: Table, file: str) -> str:
    """The layer's id, or one made from the file's name."""
    if table.values.get("id") is not None and (given := table.take("id", slug, None)):
        return given
    made = "-".join(part for part in _words_of(file) if part) or "layer"
    table.warn("id", "no id that can be used", "an id for each layer", f'Add id = "{made}"; it is called so for now.')
    return made


def _words_of(file: str) -> list[str]:
    stem = file.rpartition("/")[2].partition(".")[0].lower()
    return "".join(letter if SLUG.fullmatch(letter) else " " for letter in stem).split()


def _layer_name(table: Table, layer_id: str) -> Text:
    name = table.words("name")
    if not name:
        table.warn("name", "no words", "the layer's name", f'Add name = "…"; it is called “{layer_id}” for now.')
    return name or Text.of(layer_id, table.desk.languages[0])


def _clock(table: Table) -> Clock | None:
    zone = table.need("zone", _zone, "an IANA time zone", 'Add zone = "Europe/Moscow".')
    name, citations, when = table.words("name"), table.citations(), table.take("when", span, None)
    return Clock(zone, name or Text.of(_city(zone), table.desk.languages[0]), citations, when) if zone else None


def _zone(value: object) -> str:
    name = string(value)
    if name not in zones.names():
        raise Rejected(f"the zone {describe(name)}", "an IANA time zone such as Europe/Moscow", meant(name, zones.names()))
    return name


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _ceiling(table: Table) -> Ceiling | None:
    name = table.words("name")
    altitude = table.need("altitude_m", height, "a height in metres", "Add altitude_m = 20700.")
    if not name:
        table.reject("name", Rejected("no words", "what the line stands for", 'Add name = "…".'))
    if not name or altitude is None:
        return None
    top = table.take("top_m", lambda value: number(value, altitude, wanted=f"a height above {altitude:g} m, where the band begins"), None)
    basis, when = table.take("basis", choice(Basis), Basis.DOCUMENTED), table.take("when", span, None)
    return Ceiling(name, altitude, top, basis, table.citations(), when)


def _thread(table: Table) -> Thread | None:
    to = table.need("to", slug, "the slug of the exhibit to which it leads", 'Add to = "glienicke-bridge".')
    says = table.words("says")
    if not says:
        table.reject("says", Rejected("no words", "how the one leads to the other", 'Add says = "…".'))
    return Thread(to, says) if to and says else None


def _lonlat(value: object) -> LonLat:
    return read_position(value, "").lonlat


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Rejected(describe(value), "a table", "Write { key = value }.")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Rejected(describe(value), "a list", "Put the values between square brackets.")
    return value


def _language(value: object) -> str:
    tag = string(value)
    parts = tag.split("-")
    if not 2 <= len(parts[0]) <= 3 or not parts[0].isalpha() or not tag.isascii() or not all(part.isalnum() for part in parts):
        raise Rejected(describe(tag), "a language tag such as en, de or ru", "Correct it.")
    return tag
