"""A folder to an exhibit, and every fault in it, in one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from app.content import exhibit_file, sources, story
from app.content.desk import Desk
from app.content.exhibit_file import ExhibitFile, LayerEntry, read_view
from app.content.folder import Folder, printable
from app.content.layer_file import read_features
from app.content.limits import Limits
from app.content.values import SLUG, clipped, describe, instant, listed, meant
from app.content.whereabouts import tell_strays
from app.domain import Area, Chapter, Event, Exhibit, Feature, Flight, Layer, Reach, Site, Source, Text, View
from app.errors import Fault, Place, Rejected, Report, Severity

T = TypeVar("T")

TAKEN = frozenset(("healthz", "kiosk", "readyz", "static", "world"))
"""Addresses of the house, which no exhibit can have."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything."""

    layers: int = 0
    flights: int = 0
    fixes: int = 0
    sites: int = 0
    events: int = 0
    areas: int = 0
    reaches: int = 0
    claims: int = 0
    chapters: int = 0
    sources: int = 0
    pictures: int = 0

    @classmethod
    def of(cls, exhibit: Exhibit) -> Counts:
        """The counts of one exhibit."""
        kinds = Counter(type(feature) for feature in exhibit.features)
        return cls(
            layers=len(exhibit.layers), flights=kinds[Flight], fixes=sum(len(flight.fixes) for flight in exhibit.flights),
            sites=kinds[Site], events=kinds[Event], areas=kinds[Area], reaches=kinds[Reach],
            claims=sum(len(feature.claims) for feature in exhibit.features),
            chapters=len(exhibit.chapters), sources=len(exhibit.sources), pictures=len(exhibit.media),
        )

    def __str__(self) -> str:
        """``5 layers, 3 flights, 1 claim``: everything of which there is any."""
        counted = ((name, getattr(self, name)) for name in self.__slots__)
        return ", ".join(f"{count:,} {name if count != 1 else _one(name)}" for name, count in counted if count) or "nothing"


def _one(name: str) -> str:
    return name.removesuffix("es" if name in ("fixes", "reaches") else "s")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a folder gave. `exhibit` is None where nothing can be shown.

    `broken` names the files that are missing or could not be used as a whole.
    """

    slug: str
    exhibit: Exhibit | None = None
    faults: tuple[Fault, ...] = ()
    counts: Counts = Counts()
    broken: frozenset[str] = frozenset()


def read_exhibit(folder: Path, limits: Limits | None = None) -> Reading:
    """The exhibit in `folder` and every fault in it. Never raises for what the folder holds.

    What is wrong is left out and told; the rest is in the exhibit.
    """
    slug = printable(Path(folder).name)
    reader = _Reader(Desk(Report(), limits or Limits()))
    exhibit = None
    with reader.report.at(file=slug):
        exhibit = reader.read(Path(folder), slug)
    counts = Counts.of(exhibit) if exhibit else Counts()
    return Reading(slug, exhibit, tuple(reader.report.faults), counts, frozenset(reader.broken))


class _Reader:
    """One reading of one folder: its desk, the files that turned out broken, the hash of all bytes."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.report, self.limits = desk, desk.report, desk.limits
        self.broken: set[str] = set()
        self.hash = sha256()

    def read(self, path: Path, slug: str) -> Exhibit | None:
        _check_slug(slug, self.report)
        self.folder = Folder.scan(path, self.report)
        self.desk.media = frozenset(self.folder.pictures)
        toml = self._file(exhibit_file.FILE, lambda data: ExhibitFile(data, self.desk), self.limits.table_bytes)
        return self._exhibit(toml, slug) if toml else None

    def _exhibit(self, toml: ExhibitFile, slug: str) -> Exhibit:
        bibliography = self._sources()
        with self.report.at(file=exhibit_file.FILE):
            toml.check_keys()
            entries = toml.layers()
            chapters = toml.chapters(frozenset(entry.id for entry in entries))
            opening = toml.opening()
            exhibit = Exhibit(
                slug=slug, title=toml.title(slug), subtitle=toml.subtitle(), summary=toml.summary(), period=toml.period(),
                languages=toml.languages, opening=read_view(opening) or View(), opening_date=opening.take("date", instant, None),
                limits=toml.limits(), max_zoom=toml.max_zoom(), clocks=toml.clocks(), ceilings=toml.ceilings(),
                sources=bibliography or (), media=self._media(), folder=str(self.folder.path),
            )
        layers = self._layers(entries)
        chapters = self._with_words(chapters, toml.languages)
        self._tell_unused(entries, toml.languages)
        self._tell_missing_sources()
        layers = _told_apart(layers, self.report)
        tell_strays(layers, [exhibit.opening, *(chapter.view for chapter in chapters if chapter.view)], self.report)
        with self.report.at(file=exhibit_file.FILE):
            chapters = _focused(chapters, layers, self.report)
        return replace(exhibit, layers=layers, chapters=chapters, version=self.hash.hexdigest()[:16])

    def _file(self, name: str, parse: Callable[[bytes], T], most: int | None = None) -> T | None:
        """What `parse` makes of a file's bytes; None, and told, where the file as a whole cannot be used."""
        parsed = None
        self.broken.add(name)
        with self.report.at(file=printable(name), feature="", field=""):
            data = self.folder.read(name, most or self.limits.file_bytes)
            self.hash.update(f"{len(name)} {len(data)} ".encode() + name.encode("utf-8", "surrogateescape") + data)
            parsed = parse(data)
            self.broken.discard(name)
        return parsed

    def _sources(self) -> tuple[Source, ...] | None:
        if sources.FILE not in self.folder.files:
            return None
        found = self._file(sources.FILE, lambda data: sources.read_sources(data, self.desk))
        if found is not None:
            self.desk.sources = frozenset(source.id for source in found)
        return found

    def _media(self) -> tuple[str, ...]:
        """The pictures whose bytes can be read."""
        return tuple(name for name in self.folder.pictures if self._file(f"media/{name}", bool) is not None)

    def _layers(self, entries: Iterable[LayerEntry]) -> tuple[Layer, ...]:
        """Every layer whose file can be used; the others are told."""
        layers = []
        for entry in entries:
            features = self._file(entry.file, lambda data, entry=entry: read_features(data, self.desk, entry.id))  # type: ignore[misc]
            if features is not None:
                layers.append(Layer(entry.id, entry.name, entry.file, features, entry.visible))
        return tuple(layers)

    def _with_words(self, chapters: tuple[Chapter, ...], languages: tuple[str, ...]) -> tuple[Chapter, ...]:
        """The chapters with their titles and words in each language."""
        ids = [chapter.id for chapter in chapters]
        told: dict[str, Mapping[str, story.Section]] = {}
        for language in languages:
            name = f"story.{language}.md"
            if not ids and name not in self.folder.files:
                continue
            found = self._file(name, lambda data: story.read_story(data, ids, self.desk))
            if found is not None:
                told[language] = found
                with self.report.at(file=name):
                    story.tell_missing_words(found, ids, self.report)
        return tuple(_worded(chapter, told) for chapter in chapters)

    def _tell_unused(self, entries: Iterable[LayerEntry], languages: tuple[str, ...]) -> None:
        """Notes on files that look as if they should be part of the exhibit."""
        named = {entry.file for entry in entries}
        for name in self.folder.names(lambda name: name.lower().endswith((".geojson", ".json"))):
            if name not in named and name != sources.FILE:
                with self.report.at(file=printable(name)):
                    self.report.note("a file that is no layer of exhibit.toml", "each layer under [[layers]]", f"Add it with file = {describe(printable(name))}, or remove it.")
        for name in self.folder.names(story.NAME.fullmatch):
            match = story.NAME.fullmatch(name)
            if match and match["language"] not in languages:
                with self.report.at(file=name):
                    self.report.note(
                        f"a story in “{match['language']}”", f"one in a language of the exhibit ({listed(languages)})",
                        "Add the language to exhibit.toml, or remove the file.",
                    )

    def _tell_missing_sources(self) -> None:
        if self.desk.cited and sources.FILE not in self.folder.files:
            self.broken.add(sources.FILE)
            with self.report.at(file=sources.FILE):
                self.report.error(
                    "no such file", f"the bibliography, for {listed(sorted(self.desk.cited), 3)} are cited", "Export it from Zotero as CSL JSON.",
                )


def _check_slug(slug: str, report: Report) -> None:
    if not SLUG.fullmatch(slug):
        report.error(f"the folder name {describe(slug)}", "small letters, digits and hyphens", "Rename the folder: its name is the exhibit's address.")
    elif slug in TAKEN:
        report.error(f"the folder name {describe(slug)}", "an address of its own", "Rename the folder: the house itself answers there.")


def _worded(chapter: Chapter, told: Mapping[str, Mapping[str, story.Section]]) -> Chapter:
    sections = [(language, found[chapter.id]) for language, found in told.items() if chapter.id in found]
    title = Text(tuple((language, section.title) for language, section in sections if section.title.strip()))
    body = Text(tuple((language, section.body) for language, section in sections if section.body.strip()))
    return replace(chapter, title=title, body=body)


def _told_apart(layers: Sequence[Layer], report: Report) -> tuple[Layer, ...]:
    """The layers with each feature's id given once in the exhibit: a second ``x`` is called ``x-2``."""
    taken = {feature.id for layer in layers for feature in layer.features}
    owner: dict[str, str] = {}
    latest = Counter[str]()

    def apart(feature: Feature, file: str) -> Feature:
        if feature.id not in owner:
            owner[feature.id] = file
            return feature
        latest[feature.id] += 1
        while (fresh := f"{feature.id}-{latest[feature.id] + 1}") in taken:
            latest[feature.id] += 1
        taken.add(fresh)
        with report.at(file=file, feature=clipped(feature.id)):
            report.warn(
                f"the id “{clipped(feature.id)}” a second time (it stands in {owner[feature.id]})", "an id of its own for each feature of the exhibit",
                f"Rename one; this one is called “{clipped(fresh)}” for now.", field="id",
            )
        return replace(feature, id=fresh)

    return tuple(replace(layer, features=tuple(apart(feature, layer.file) for feature in layer.features)) for layer in layers)


def _focused(chapters: Sequence[Chapter], layers: Iterable[Layer], report: Report) -> tuple[Chapter, ...]:
    """The chapters, less the focus where it leads to no feature and no fix."""
    features = {feature.id: feature for layer in layers for feature in layer.features}

    def focused(chapter: Chapter) -> Chapter:
        focus = None
        with report.at(feature=chapter.id):
            if chapter.focus is not None:
                _check_focus(chapter.focus, features)
                focus = chapter.focus
        return replace(chapter, focus=focus)

    return tuple(map(focused, chapters))


def _check_focus(focus: str, features: Mapping[str, Feature]) -> None:
    """Raises `Rejected` unless `focus` is a feature's id, or a flight's with the number of a fix."""
    if focus in features:
        return
    flight_id, slash, fix = focus.rpartition("/")
    flight = features.get(flight_id)
    if isinstance(flight, Flight):
        if fix.isascii() and fix.isdigit() and 1 <= int(fix[:9]) <= len(flight.fixes):
            return
        raise Rejected(describe(focus), f"a fix of “{flight_id}”, 1 to {len(flight.fixes)}", "Count the positions from 1.", field="focus")
    wanted = "the id of a feature, or of a flight with the number of a fix"
    raise Rejected(describe(focus), wanted, meant(flight_id if slash else focus, features) or "Correct the id.", field="focus")


def unusable(slug: str, found: str, wanted: str, mend: str) -> Fault:
    """A fault of the place where exhibits lie, outside any reading."""
    return Fault(Severity.ERROR, Place(file=slug), found, wanted, mend)
