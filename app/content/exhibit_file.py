"""exhibit.toml: the title of an exhibit, what it shows first, its layers and chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import inf

from app.content import authorship, people
from app.content.basemaps import KEYS as BASEMAP_KEYS
from app.content.basemaps import read_basemap
from app.content.borders import KEYS as BORDERS_KEYS
from app.content.borders import read_borders
from app.content.fields.context import ReadContext
from app.content.fields.numbers import Unit
from app.content.fields.table import Table
from app.content.fields.values import (
    altitude,
    as_slug,
    box,
    choice,
    day,
    describe,
    did_you_mean,
    doi,
    flag,
    instant,
    listed,
    not_one_of,
    ranged,
    sentence,
    shorten,
    slug,
    span,
    string,
    zone,
)
from app.content.formats.encoding import decode
from app.content.formats.recognition import check_text
from app.content.formats.strict_toml import read_toml
from app.content.importers import import_settings
from app.content.importers.import_settings import ImportSettings
from app.content.layers.geometry import read_lonlat
from app.content.layers.misplaced import NamedView
from app.domain import (
    SPEEDS,
    Author,
    Basemap,
    Basis,
    Borders,
    Bounds,
    Ceiling,
    Chapter,
    Clock,
    Licence,
    LonLat,
    Person,
    ProjectionName,
    Span,
    Text,
    Thread,
    View,
)
from app.errors import Rejected
from app.geodesy.projection import stereographic_centre
from app.text import languages as interface_languages

FILE = "exhibit.toml"
KEYS = (
    "title",
    "subtitle",
    "summary",
    "period",
    "languages",
    "limits",
    "max_zoom",
    "projection",
    "opening",
    "clocks",
    "borders",
    "basemaps",
    "layers",
    "chapters",
    "ceilings",
    "threads",
    "people",
    *authorship.KEYS,
)
_SCREEN_PROJECTIONS = (ProjectionName.MERCATOR.value, ProjectionName.STEREOGRAPHIC.value)
"""Those that the map on the screen can have."""
VIEW_KEYS = ("center", "zoom", "bounds", "projection", "about")
OPENING_KEYS = (*VIEW_KEYS, "date")
CLOCK_KEYS = ("zone", "name", "when", "citations")
LAYER_KEYS = ("id", "file", "name", "visible", *import_settings.KEYS)
CHAPTER_KEYS = ("id", "view", "inset", "date", "focus", "layers", "speed")
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
    settings: ImportSettings


class ExhibitFile:
    """The parsed file, its tables read one after the other. Raises `Rejected` where it is not TOML."""

    def __init__(self, data: bytes, context: ReadContext) -> None:
        check_text(data)
        self.table = Table(read_toml(decode(data)), context)
        self.context = context
        context.languages = self.languages = self._languages()
        self.labels: dict[str, tuple[str, str]] = {}
        """By the id of a chapter, how faults name it and its path: ``take-off (chapters[0])``, ``chapters[0]``."""
        self.people_paths: list[str] = []
        """The path of each person that was read: ``people[0]``."""

    def title(self, fallback: str) -> Text:
        """The title; without one the folder's name is used."""
        title = self.table.words("title")
        if not title:
            self.context.report.error(
                f"The exhibit has no title; it is called “{fallback}” until it has one.",
                'Write: title = "…"',
                field="title",
            )
        return title or Text.of(fallback, self.languages[0])

    def subtitle(self) -> Text:
        """The line below the title."""
        return self.table.words("subtitle")

    def summary(self) -> Text:
        """The words on the atlas card."""
        return self.table.words("summary")

    def period(self) -> Span | None:
        """What the exhibit is about."""
        return self.table.need(
            "period",
            span,
            "The exhibit has no period.",
            'Write the date or interval that it is about, such as period = "1960-05-01"',
        )

    def limits(self) -> Bounds | None:
        """The box that the kiosk's map does not leave."""
        return self.table.take("limits", box, None)

    def authors(self) -> tuple[Author, ...]:
        """Who made it."""
        return authorship.read_authors(self.table)

    def licence(self) -> Licence | None:
        """What may be done with it."""
        return self.table.take("licence", authorship.licence, None)

    def doi(self) -> str:
        """Its DOI, or nothing."""
        return self.table.take("doi", doi, "")

    def contact(self) -> str:
        """Where readers report mistakes, or nothing."""
        return self.table.take("contact", authorship.contact, "")

    def updated(self) -> date | None:
        """The day of its last change, or None."""
        return self.table.take("updated", day, None)

    def max_zoom(self) -> float:
        """The closest zoom for which the content has detail."""
        return self.table.take("max_zoom", ranged(1, 19, "a zoom level from 1 to 19"), DEFAULT_MAX_ZOOM)

    def projection(self) -> ProjectionName:
        """The projection of printed maps."""
        return self.table.take("projection", choice(ProjectionName), ProjectionName.AUTO)

    def opening(self) -> Table:
        """The table of the first view."""
        opening = Table(self.table.take("opening", _opening, {}), self.context, "opening")
        opening.check_keys(OPENING_KEYS)
        return opening

    def check_keys(self) -> None:
        """Warn of unknown keys."""
        self.table.check_keys(KEYS)

    def _languages(self) -> tuple[str, ...]:
        listed = self.table.take("languages", _list, ["en"])
        tags = []
        for index, tag in enumerate(listed):
            try:
                tags.append(language_tag(tag))
            except Rejected as rejected:
                self.table.reject(f"languages[{index}]", rejected)
                continue
            if tags[-1].partition("-")[0] not in interface_languages():
                self.context.report.note(
                    f"The buttons and labels of pages have no words in {describe(tag)}; they are in English.",
                    "docs/how-to/add-a-language.md says how to translate them.",
                    field=f"languages[{index}]",
                )
        return tuple(dict.fromkeys(tags)) or ("en",)

    def clocks(self) -> tuple[Clock, ...]:
        """The clocks; one with an unknown zone is reported and left out."""
        return tuple(clock for table in self._tables("clocks", "a clock", CLOCK_KEYS) if (clock := _clock(table)))

    def ceilings(self) -> tuple[Ceiling, ...]:
        """The lines and bands of the altitude profile."""
        return tuple(
            ceiling for table in self._tables("ceilings", "a ceiling", CEILING_KEYS) if (ceiling := _ceiling(table))
        )

    def threads(self) -> tuple[Thread, ...]:
        """The links to other exhibits."""
        return tuple(thread for table in self._tables("threads", "a thread", THREAD_KEYS) if (thread := _thread(table)))

    def people(self) -> tuple[Person, ...]:
        """The people of the index."""
        found = {
            path: person
            for table in self._tables("people", "a person", people.KEYS)
            if (person := people.read_person(table))
            for path in [self.context.report.location().path]
        }
        self.people_paths = list(found)
        return tuple(found.values())

    def borders(self) -> tuple[Borders, ...]:
        """The curator's own borders, their files not read yet."""
        return tuple(
            borders for table in self._tables("borders", "borders", BORDERS_KEYS) if (borders := read_borders(table))
        )

    def basemaps(self, taken: frozenset[str]) -> tuple[Basemap, ...]:
        """The curator's basemaps, their files not read yet; `taken` are the ids of layers."""
        entries: dict[str, Basemap] = {}
        for table in self._tables("basemaps", "a basemap", BASEMAP_KEYS):
            entry = read_basemap(table)
            if entry and entry.id in taken | entries.keys():
                problem = f"The id “{entry.id}” is used twice; this basemap is left out."
                table.reject("id", Rejected(problem, "Write an id that no other basemap or layer has."))
            elif entry:
                entries[entry.id] = entry
        return tuple(entries.values())

    def basemap_files(self) -> frozenset[str]:
        """The files that are named as basemaps, whether or not they can be shown."""
        listed = self.table.values.get("basemaps")
        tables = listed if isinstance(listed, list) else []
        return frozenset(str(table.get("file")) for table in tables if isinstance(table, dict))

    def layers(self) -> tuple[LayerEntry, ...]:
        """The layers, each id once; each file once, or once for each of its folders."""
        entries: dict[str, LayerEntry] = {}
        folders: dict[str, list[str | None]] = {}
        for table in self._tables("layers", "a layer", LAYER_KEYS):
            file = table.need("file", string, "The layer has no file.", 'Write for example: file = "flight.geojson"')
            if file is None:
                continue
            layer_id, settings = _layer_id(table, file), import_settings.read_settings(table)
            others = folders.setdefault(file, [])
            if layer_id in entries:
                problem = f"The id “{layer_id}” is used twice; the second layer is left out."
                table.reject("id", Rejected(problem, "Write an id that no other layer has."))
            elif others and (None in others or settings.folder in (None, *others)):
                problem = f"The file {describe(file)} is used twice; the second layer is left out."
                table.reject("file", Rejected(problem, "Remove one of the two layers, or write another file."))
            else:
                others.append(settings.folder)
                entries[layer_id] = LayerEntry(
                    layer_id,
                    file,
                    _layer_name(table, layer_id),
                    table.take("visible", flag, True),
                    settings,
                )
        return tuple(entries.values())

    def chapters(self, layers: frozenset[str], max_zoom: float, projection: ProjectionName) -> tuple[Chapter, ...]:
        """The chapters without their words; `focus` is not checked yet."""
        chapters: dict[str, Chapter] = {}
        for table in self._tables("chapters", "a chapter", CHAPTER_KEYS):
            chapter_id = table.need("id", slug, "The chapter has no id.", 'Write for example: id = "take-off"')
            if chapter_id is None:
                continue
            if chapter_id in chapters:
                problem = f"The id “{chapter_id}” is used twice; the second chapter is left out."
                table.reject("id", Rejected(problem, "Write an id that no other chapter has."))
                continue
            chapters[chapter_id] = Chapter(
                id=chapter_id,
                title=Text(),
                view=_chapter_view(table, "view", max_zoom, projection),
                inset=_chapter_view(table, "inset", max_zoom, projection),
                date=table.take("date", instant, None),
                focus=table.take("focus", string, None),
                layers=_chapter_layers(table, layers),
                speed=table.take("speed", _speed, None),
            )
        return tuple(chapters.values())

    def _tables(self, key: str, one: str, known: tuple[str, ...]) -> Iterator[Table]:
        """Each table of a list, its faults reported under its own name."""
        for table in self._listed(key, one):
            name = next((value for value in map(table.values.get, ("id", "zone")) if isinstance(value, str)), "")
            path, table.path = table.path, ""
            label = f"{shorten(name)} ({path})" if name else path
            if key == "chapters":
                self.labels.setdefault(name, (label, path))
            with self.context.report.at(feature=label, path=path):
                table.check_keys(known)
                yield table

    def _listed(self, key: str, one: str) -> Iterator[Table]:
        """The tables of a list; a single table that was written as ``[layers]`` is read as one of it."""
        value = self.table.values.get(key)
        if not isinstance(value, dict):
            yield from self.table.tables(key, one)
            return
        self.table.warn(key, f"“[{key}]” is a single table, but there can be several.", f"Write: [[{key}]]")
        yield Table(value, self.context, key)

    def views(self, opening: View, chapters: tuple[Chapter, ...]) -> list[NamedView]:
        """The views with their places in the file."""
        return [
            NamedView(opening, "", "", _view_field("opening", opening)),
            *(
                NamedView(view, *self.labels[chapter.id], _view_field(key, view))
                for chapter in chapters
                for key, view in (("view", chapter.view), ("inset", chapter.inset))
                if view
            ),
        ]


def _view_field(table: str, view: View) -> str:
    return f"{table}.{'center' if view.center else 'bounds'}"


def read_view(table: Table, max_zoom: float, projection: ProjectionName) -> View | None:
    """A center with a zoom level, or bounds, in a projection that is the exhibit's where the view names none; None
    where neither is given or can be used.
    """
    view = _place(table, max_zoom)
    named = table.take("projection", _screen_projection, projection)
    about = table.take("about", read_lonlat, None)
    if about and named is not ProjectionName.STEREOGRAPHIC:
        problem = "“about” is the centre of a stereographic map, which this one is not; it is ignored."
        table.warn("about", problem, 'Write also: projection = "stereographic"')
    if view is None or named is not ProjectionName.STEREOGRAPHIC:
        return view
    return replace(view, about=about or stereographic_centre(*_middle(view)))


def _screen_projection(value: object) -> ProjectionName:
    if value not in _SCREEN_PROJECTIONS:
        raise not_one_of(value, _SCREEN_PROJECTIONS)
    return ProjectionName(value)


def _middle(view: View) -> LonLat:
    if view.bounds is None:
        return view.center or (0.0, 0.0)
    west, south, east, north = view.bounds
    return (west + east) / 2, (south + north) / 2


def _place(table: Table, max_zoom: float) -> View | None:
    center, bounds = table.take("center", read_lonlat, None), table.take("bounds", box, None)
    zoom = table.take("zoom", ranged(0, 19, "a zoom level from 0 to 19"), None)
    if bounds and center:
        table.warn("bounds", "There are bounds and a center; the center is ignored.", "Remove one of the two.")
    if bounds:
        return View(bounds=bounds)
    if center and zoom is None and table.values.get("zoom") is None:
        table.reject("zoom", Rejected("There is a center without a zoom level.", "Write for example: zoom = 6"))
    if zoom is not None and table.values.get("center") is None:
        table.reject("center", Rejected("There is a zoom level without a center.", "Write: center = [lon, lat]"))
    if zoom is not None and zoom > max_zoom:
        problem = f"The zoom level {zoom:g} is above max_zoom ({max_zoom:g}); the map stops there."
        table.warn("zoom", problem, f"Write: zoom = {max_zoom:g}, or set max_zoom = {zoom:g} at the top of the file.")
    return View(center=center, zoom=zoom) if center and zoom is not None else None


_HASH = re.compile(
    r"(?:.*#|#)?(?:.*&)?map=(?P<zoom>[\d.]+)/(?P<lat>-?[\d.]+)/(?P<lon>-?[\d.]+)"
    r"(?:/(?P<about_lat>-?[\d.]+)/(?P<about_lon>-?[\d.]+))?(?:&.*)?"
)


def _chapter_view(table: Table, key: str, max_zoom: float, projection: ProjectionName) -> View | None:
    values = table.take(key, partial(_view_values, key), None)
    if values is None:
        return None
    if not {"bounds", "center", "zoom"} & values.keys():
        problem = "There are neither bounds nor a center."
        table.reject(key, Rejected(problem, f"Write: {key} = {{ center = [lon, lat], zoom = 6 }}"))
        return None
    view = Table(values, table.context, key)
    view.check_keys(VIEW_KEYS)
    return read_view(view, max_zoom, projection)


def _view_values(key: str, value: object) -> dict[str, object]:
    """The table of a view, or the address of a map: ``#map=8/52.5/13.4``; in that of a stereographic map its centre
    follows.
    """
    if isinstance(value, str) and (match := _HASH.fullmatch(value)):
        try:
            zoom, lat, lon = (float(match[key]) for key in ("zoom", "lat", "lon"))
            about = [float(match[key]) for key in ("about_lon", "about_lat") if match[key]]
        except ValueError:
            raise _no_address(value) from None
        if abs(lat) > 90:
            raise _no_address(value)
        projection = {"projection": "stereographic", "about": about} if about else {"projection": "mercator"}
        return {"center": [lon, lat], "zoom": zoom, **projection}
    if isinstance(value, dict):
        return value
    raise Rejected(f"{sentence(describe(value))} is not a view.", f"Write: {key} = {{ center = [lon, lat], zoom = 6 }}")


def _no_address(value: str) -> Rejected:
    return Rejected(f"{sentence(describe(value))} is not the address of a map.", "Copy the address again.")


def _chapter_layers(table: Table, known: frozenset[str]) -> tuple[str, ...] | None:
    names = table.take("layers", _list, None)
    if names is None:
        return None
    kept = []
    for index, name in enumerate(names):
        if isinstance(name, str) and name in known:
            kept.append(name)
        else:
            fix = did_you_mean(name, known) if isinstance(name, str) else ""
            problem = f"No layer or basemap has the id {describe(name)}."
            table.reject(f"layers[{index}]", Rejected(problem, fix or "Write the id of a layer of this file."))
    return tuple(kept)


def _speed(value: object) -> int:
    if value not in SPEEDS or isinstance(value, bool):
        listed = ", ".join(map(str, SPEEDS))
        raise Rejected(
            f"{sentence(describe(value))} is not a speed of playback.",
            f"Write how many seconds pass in one, as one of these: {listed}.",
        )
    return int(str(value))


def _layer_id(table: Table, file: str) -> str:
    """The layer's id, or one made from the file's name."""
    if table.values.get("id") is not None and (given := table.take("id", slug, None)):
        return given
    made = as_slug(file.rpartition("/")[2].partition(".")[0]) or "layer"
    table.warn("id", f"The layer has no valid id; it is called “{made}” until it has one.", f'Write: id = "{made}"')
    return made


def _layer_name(table: Table, layer_id: str) -> Text:
    name = table.words("name")
    if not name:
        table.warn("name", f"The layer has no name; it is called “{layer_id}” until it has one.", 'Write: name = "…"')
    return name or Text.of(layer_id, table.context.languages[0])


def _clock(table: Table) -> Clock | None:
    tz = table.need("zone", zone, "The clock has no zone.", 'Write for example: zone = "Europe/Moscow"')
    name, citations, when = table.words("name"), table.citations(), table.take("when", span, None)
    return Clock(tz, name or Text.of(_city(tz), table.context.languages[0]), citations, when) if tz else None


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _ceiling(table: Table) -> Ceiling | None:
    name = table.words("name")
    altitude_m = table.need(
        "altitude_m", altitude, "The ceiling has no altitude.", "Write it in metres, for example: altitude_m = 20700"
    )
    if not name:
        table.reject("name", Rejected("The ceiling has no name.", 'Write: name = "…"'))
    if not name or altitude_m is None:
        return None
    wanted = f"an altitude above {altitude_m:g} m, where the band begins"
    top = table.take("top_m", ranged(altitude_m, inf, wanted, Unit.METRES), None)
    basis, when = table.take("basis", choice(Basis), Basis.DOCUMENTED), table.take("when", span, None)
    return Ceiling(name, altitude_m, top, basis, table.citations(), when)


def _thread(table: Table) -> Thread | None:
    to = table.need(
        "to",
        slug,
        "The thread does not say where it leads.",
        'Write the folder of the other exhibit, such as to = "glienicke-bridge"',
    )
    says = table.words("says")
    if not says:
        problem = "The thread does not say how one exhibit leads to the other."
        table.reject("says", Rejected(problem, 'Write: says = "…"'))
    return Thread(to, says) if to and says else None


def _opening(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        raise Rejected("“[[opening]]” is a list, but there is one opening.", "Write one pair of brackets: [opening]")
    raise Rejected(f"{sentence(describe(value))} is not a table.", "Write: [opening], and below it center and zoom")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Rejected(f"{sentence(describe(value))} is not a list.", f"Write: {listed([value])}")
    return value


_NOT_A_LANGUAGE = {
    "jp": "ja", "cn": "zh", "kr": "ko", "cz": "cs", "gr": "el", "dk": "da", "ua": "uk", "us": "en", "gb": "en",
    "english": "en", "german": "de", "deutsch": "de", "russian": "ru", "japanese": "ja", "french": "fr", "polish": "pl",
}  # fmt: skip
"""Countries and names that are written in place of a language tag."""


def language_tag(value: object) -> str:
    """The tag of a language, such as ``de`` or ``de-x-easy``. Raises `Rejected` for anything else."""
    tag = string(value)
    if right := _NOT_A_LANGUAGE.get(tag.lower()):
        raise Rejected(f"{describe(tag)} is not the tag of a language.", f'Write: "{right}"')
    parts = tag.split("-")
    if not 2 <= len(parts[0]) <= 3 or not parts[0].isalpha() or not tag.isascii() or not all(map(str.isalnum, parts)):
        raise Rejected(f"{describe(tag)} is not a language tag.", 'Write a tag such as "en", "de", "ja" or "ru".')
    return tag
