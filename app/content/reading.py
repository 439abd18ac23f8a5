"""A folder to an exhibit, and every fault in it, in one reading."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from app.content import archives, basemaps, catalogue, exhibit_file, sources, story
from app.content.counts import Counts
from app.content.desk import Desk
from app.content.exhibit_file import ExhibitFile, LayerEntry, read_view
from app.content.folder import Folder, printable
from app.content.gathering import gathered
from app.content.ids import check_focus, told_apart
from app.content.layer_file import read_features
from app.content.limits import Limits
from app.content.values import SLUG, describe, instant, listed
from app.content.whereabouts import tell_strays
from app.domain import Basemap, Chapter, Exhibit, Layer, Source, Text, View
from app.errors import Fault, Place, Report

T = TypeVar("T")

TAKEN = frozenset(("healthz", "kiosk", "notes", "readyz", "static", "world"))
"""Addresses of the house, which no exhibit can have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a folder gave. `exhibit` is None where nothing can be shown.

    `broken` names the files that are missing or could not be used as a whole; `spoken` is what a translator's catalogue is to have,
    and which feature says it first.
    """

    slug: str
    exhibit: Exhibit | None = None
    faults: tuple[Fault, ...] = ()
    broken: frozenset[str] = frozenset()
    spoken: Mapping[str, Place] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """How much there is of everything."""
        return Counts.of(self.exhibit) if self.exhibit else Counts()


def read_exhibit(folder: Path, limits: Limits | None = None) -> Reading:
    """The exhibit in `folder` and every fault in it. Never raises for what the folder holds.

    What is wrong is left out and told; the rest is in the exhibit.
    """
    slug = printable(Path(folder).name)
    reader = _Reader(Desk(Report(), limits or Limits()))
    exhibit = None
    with _uncollected(), reader.report.at(file=slug):
        exhibit = reader.read(Path(folder), slug)
    return Reading(slug, exhibit, gathered(reader.report.faults), frozenset(reader.broken), reader.desk.spoken)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the collector the millions of young values of a large layer, none of which is in a cycle: it halves the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Reader:
    """One reading of one folder: its desk, the files that turned out broken, the hash of all bytes."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.report, self.limits = desk, desk.report, desk.limits
        self.broken: set[str] = set()
        self.hash = sha256()
        self.has_lost_layers = False

    def read(self, path: Path, slug: str) -> Exhibit | None:
        _check_slug(slug, self.report)
        self.folder = Folder.scan(path, self.report)
        self.desk.media = frozenset(self.folder.pictures)
        toml = self._file(exhibit_file.FILE, lambda data: ExhibitFile(data, self.desk), self.limits.table_bytes)
        return self._exhibit(toml, slug) if toml else None

    def _exhibit(self, toml: ExhibitFile, slug: str) -> Exhibit:
        sources = self._sources() or ()
        self._catalogues(toml.languages[1:])
        with self.report.at(file=exhibit_file.FILE):
            toml.check_keys()
            entries = toml.layers()
            layer_ids = frozenset(entry.id for entry in entries)
            own_maps = toml.basemaps(layer_ids)
            chapters = toml.chapters(layer_ids | {entry.id for entry in own_maps})
            exhibit = self._front(toml, slug)
        layers = told_apart(self._layers(entries), self.report)
        laid = self._basemaps(own_maps)
        self._tell_unused(entries, toml.languages)
        self._tell_unused_translations()
        chapters = self._with_words(chapters, toml.languages)
        self._tell_missing_sources()
        tell_strays(layers, [exhibit.opening, *(chapter.view for chapter in chapters if chapter.view)], self.report)
        self.has_lost_layers = len(layers) < len(entries)
        chapters = self._focused(chapters, layers, toml)
        media, version = self._media(), self.hash.hexdigest()[:16]
        return replace(exhibit, basemaps=laid, layers=layers, chapters=chapters, sources=sources, media=media, version=version)

    def _front(self, toml: ExhibitFile, slug: str) -> Exhibit:
        """What exhibit.toml says by itself."""
        opening = toml.opening()
        return Exhibit(
            slug=slug,
            title=toml.title(slug),
            subtitle=toml.subtitle(),
            summary=toml.summary(),
            period=toml.period(),
            languages=toml.languages,
            opening=read_view(opening) or View(),
            opening_date=opening.take("date", instant, None),
            limits=toml.limits(),
            max_zoom=toml.max_zoom(),
            clocks=toml.clocks(),
            ceilings=toml.ceilings(),
            threads=toml.threads(),
            folder=str(self.folder.path),
        )

    def _file(self, name: str, parse: Callable[[bytes], T], most: int | None = None) -> T | None:
        """What `parse` makes of a file's bytes; None, and told, where the file as a whole cannot be used."""

        def parsed() -> T:
            data = self.folder.read(name, most or self.limits.file_bytes)
            self._count(name, data)
            return parse(data)

        return self._used(name, parsed)

    def _used(self, name: str, use: Callable[[], T]) -> T | None:
        """What `use` makes of a file; None, and told, where the file as a whole cannot be used."""
        made = None
        self.broken.add(name)
        with self.report.at(file=printable(name), feature="", field=""):
            made = use()
            self.broken.discard(name)
        return made

    def _count(self, name: str, data: bytes) -> None:
        """Let the exhibit's version depend on `data`, which stands for a file."""
        self.hash.update(f"{len(name)} {len(data)} ".encode() + name.encode("utf-8", "surrogateescape") + data)

    def _sources(self) -> tuple[Source, ...] | None:
        if sources.FILE not in self.folder.files:
            return None
        found = self._file(sources.FILE, lambda data: sources.read_sources(data, self.desk))
        if found is not None:
            self.desk.sources = frozenset(source.id for source in found)
        return found

    def _catalogues(self, languages: tuple[str, ...]) -> None:
        """The translations of what the first language says, where there are any."""
        for name, language in {catalogue.file_name(language): language for language in languages}.items():
            if name in self.folder.files:
                self.desk.catalogues[language] = self._file(name, lambda data: catalogue.read_catalogue(data, self.desk)) or {}

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

    def _basemaps(self, entries: Iterable[Basemap]) -> tuple[Basemap, ...]:
        """Every basemap whose file can be used; the others are told."""
        return tuple(filter(None, (self._scan(entry) if entry.corners else self._archive(entry) for entry in entries)))

    def _scan(self, entry: Basemap) -> Basemap | None:
        return self._file(entry.file, lambda data: basemaps.with_scan(entry, data))

    def _archive(self, entry: Basemap) -> Basemap | None:
        def opened() -> Basemap:
            path = self.folder.path_of(entry.file)
            self._count(entry.file, archives.digest(path))
            return archives.with_tiles(entry, path)

        return self._used(entry.file, opened)

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

    def _focused(self, chapters: tuple[Chapter, ...], layers: tuple[Layer, ...], toml: ExhibitFile) -> tuple[Chapter, ...]:
        """The chapters, less a focus that leads to no feature and no fix. It is not told while it may lead into a layer that is lost."""
        features = {feature.id: feature for layer in layers for feature in layer.features}
        report = Report() if self.has_lost_layers else self.report

        def focused(chapter: Chapter) -> Chapter:
            focus = None
            with report.at(file=exhibit_file.FILE, feature=toml.labels["chapters", chapter.id]):
                if chapter.focus is not None:
                    check_focus(chapter.focus, features)
                focus = chapter.focus
            return replace(chapter, focus=focus)

        return tuple(map(focused, chapters))

    def _tell_unused(self, entries: Iterable[LayerEntry], languages: tuple[str, ...]) -> None:
        """Notes on files that look as if they should be part of the exhibit."""
        named = {entry.file for entry in entries}
        for name in self.folder.names(lambda name: name.lower().endswith((".geojson", ".json"))):
            if name not in named and name != sources.FILE:
                with self.report.at(file=printable(name)):
                    self.report.note(
                        "a file that is no layer of exhibit.toml",
                        "each layer under [[layers]]",
                        f"Add it with file = {describe(printable(name))}, or remove it.",
                    )
        for form, what in ((story.NAME, "a story"), (catalogue.NAME, "a catalogue")):
            for match in filter(None, map(form.fullmatch, self.folder.files)):
                if match["language"] not in languages:
                    with self.report.at(file=match[0]):
                        self.report.note(
                            f"{what} in “{match['language']}”",
                            f"one in a language of the exhibit ({listed(languages)})",
                            "Add the language to exhibit.toml, or remove the file.",
                        )

    def _tell_unused_translations(self) -> None:
        for language, translations in self.desk.catalogues.items():
            with self.report.at(file=catalogue.file_name(language)):
                catalogue.tell_unused(translations, self.desk)

    def _tell_missing_sources(self) -> None:
        if self.desk.cited and sources.FILE not in self.folder.files:
            self.broken.add(sources.FILE)
            with self.report.at(file=sources.FILE):
                self.report.error(
                    "no such file",
                    f"the bibliography, for {listed(sorted(self.desk.cited), 3)} are cited",
                    "Export it from Zotero as CSL JSON.",
                )


def _check_slug(slug: str, report: Report) -> None:
    if not SLUG.fullmatch(slug):
        report.error(
            f"the folder name {describe(slug)}",
            "small letters, digits and hyphens",
            "Rename the folder: its name is the exhibit's address.",
        )
    elif slug in TAKEN:
        report.error(f"the folder name {describe(slug)}", "an address of its own", "Rename the folder: the house itself answers there.")


def _worded(chapter: Chapter, told: Mapping[str, Mapping[str, story.Section]]) -> Chapter:
    sections = [(language, found[chapter.id]) for language, found in told.items() if chapter.id in found]
    title = Text(tuple((language, section.title) for language, section in sections if section.title.strip()))
    body = Text(tuple((language, section.body) for language, section in sections if section.body.strip()))
    return replace(chapter, title=title, body=body)
