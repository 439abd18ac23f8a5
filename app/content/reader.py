"""A folder to an exhibit and all of its faults, in one reading."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from app.addresses import RESERVED_SLUGS
from app.content import basemaps, catalogs, exhibit_file, glyphs, people, scans, sources, story
from app.content.borders import note_unknown_borders, read_territories, report_borders
from app.content.counts import Counts
from app.content.exhibit_file import ExhibitFile, LayerEntry, read_view
from app.content.fault_digest import digest_faults
from app.content.fields.context import ReadContext
from app.content.fields.limits import Limits
from app.content.fields.markdown_links import written_address
from app.content.fields.values import SLUG, as_slug, describe, free_id, instant, join_names, sentence
from app.content.folder import GEOCODER, Folder, printable
from app.content.formats import tile_archives
from app.content.formats.recognition import LAYER_FIXES, Family
from app.content.layers.ids import check_focus, with_unique_ids
from app.content.layers.layer_reader import read_layer
from app.content.layers.misplaced import report_misplaced
from app.content.layers.named_places import report_lone_slips, report_named_elsewhere
from app.content.lines import with_lines, with_rows
from app.content.media import check_media
from app.content.period import report_outside_period
from app.content.sources import Bibliography
from app.domain import Basemap, Borders, Chapter, Exhibit, Layer, Source, Text, View
from app.errors import Fault, Location, Report
from app.media import CAPTIONS, RASTERS, TILES

T = TypeVar("T")

_LAYERS = (
    ".geojson", ".json", ".geojsonl", ".ndjson", ".gpx", ".kml", ".kmz", ".igc",
    ".csv", ".tsv", ".xlsx", ".xlsm", ".ods",
)  # fmt: skip
"""The endings of files that can be layers."""
_CONVERTIBLE = (".shp", ".gpkg")
_BIBLIOGRAPHIES = (".bib", ".ris")
_UNUSED = (*_LAYERS, *_CONVERTIBLE, *_BIBLIOGRAPHIES)
"""The endings of files that look as if they should be a layer or the bibliography."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The result of one reading of a folder. `exhibit` is None where nothing can be shown.

    `broken` names the files that are missing or could not be used as a whole; `translatable` has the words for a
    translator's catalog, with the place where each is first.
    """

    slug: str
    exhibit: Exhibit | None = None
    faults: tuple[Fault, ...] = ()
    broken: frozenset[str] = frozenset()
    translatable: Mapping[str, Location] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """The counts of features, sources and chapters."""
        return Counts.of(self.exhibit) if self.exhibit else Counts()


def read_exhibit(folder: Path, limits: Limits | None = None) -> ReadResult:
    """The exhibit in `folder` and all of its faults. Never raises for the content of the folder.

    Anything wrong is reported and left out; the rest is in the exhibit.
    """
    slug = printable(Path(folder).name)
    context = ReadContext(Report(), limits or Limits())
    reader = _Reader(context, Path(folder))
    exhibit = None
    with _without_gc(), context.report.at(file=slug):
        _check_slug(slug, context.report)
        exhibit = reader.read(slug)
    faults = digest_faults(with_rows(context.report.faults, context.lines))
    faults = with_lines(faults, reader.folder, context.limits.file_bytes, context.lines)
    return ReadResult(slug, exhibit, faults, frozenset(reader.broken), context.translatable)


@contextmanager
def _without_gc() -> Iterator[None]:
    """Without the garbage collector: a large layer creates millions of values, none of them in a cycle, and takes half
    the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Reader:
    """One reading of one folder: its context, the broken files, the hash of all bytes."""

    def __init__(self, context: ReadContext, path: Path) -> None:
        self.context, self.report, self.limits = context, context.report, context.limits
        self.folder = Folder(path, {})
        self.broken: set[str] = set()
        self.characters: dict[str, frozenset[str]] = {}
        self.hash = sha256()
        self.has_lost_layers = False
        self.companions: set[str] = set()
        """The files that say where scans are."""

    def read(self, slug: str) -> Exhibit | None:
        self.folder = Folder.scan(self.folder.path, self.report)
        self.context.media = frozenset(self.folder.pictures)
        toml = self._file(exhibit_file.FILE, lambda data: ExhibitFile(data, self.context), self.limits.table_bytes)
        return self._exhibit(toml, slug) if toml else None

    def _exhibit(self, toml: ExhibitFile, slug: str) -> Exhibit:
        sources = self._sources()
        self._catalogs(toml.languages[1:])
        with self.report.at(file=exhibit_file.FILE):
            toml.check_keys()
            entries = toml.layers()
            layer_ids = frozenset(entry.id for entry in entries)
            own_borders = toml.borders()
            own_maps = toml.basemaps(layer_ids)
            if not toml.table.values.get("layers") and not own_maps:
                self.report.note(
                    "The exhibit has no layers: its map has nothing of its own.",
                    f"Add files with flask exhibit import {slug} FILE, or write [[layers]] with id, file and name.",
                )
            exhibit = self._front(toml, slug)
            ids = layer_ids | {entry.id for entry in own_maps}
            chapters = toml.chapters(ids, exhibit.max_zoom, exhibit.projection)
        paths, origins = self.context.feature_paths, self.context.origins
        layers = with_unique_ids(self._layers(entries), paths, origins, self.report)
        borders = self._borders(own_borders)
        laid = self._basemaps(own_maps)
        self._report_unused({entry.id: entry.file for entry in entries}, own_borders, toml.languages)
        self._report_unused_translations()
        chapters = self._with_words(chapters, toml.languages)
        self._report_missing_sources()
        with self.report.at(file=exhibit_file.FILE):
            report_misplaced(layers, toml.views(exhibit.opening, chapters), paths, origins, self.report)
        report_named_elsewhere(layers, paths, origins, self.report)
        report_lone_slips(layers, paths, origins, self.report)
        self.has_lost_layers = len(layers) < len(entries)
        chapters = self._focused(chapters, layers, toml)
        media, version = self._media(), self.hash.hexdigest()[:16]
        self._report_unused_pictures(media, toml.basemap_files())
        whole = replace(
            exhibit,
            borders=borders,
            basemaps=laid,
            layers=layers,
            chapters=chapters,
            sources=sources,
            media=media,
            version=version,
        )
        report_outside_period(whole, paths, self.report)
        with self.report.at(file=exhibit_file.FILE):
            note_unknown_borders(whole, self.report)
            if not self.broken:
                people.report_unfound(whole, toml.people_paths, self.report)
        report_borders(whole, exhibit_file.FILE, paths, self.report)
        glyphs.note_without_glyph(self.characters, self.report)
        return whole

    def _front(self, toml: ExhibitFile, slug: str) -> Exhibit:
        """What exhibit.toml says without the other files."""
        opening, max_zoom, projection = toml.opening(), toml.max_zoom(), toml.projection()
        return Exhibit(
            slug=slug,
            title=toml.title(slug),
            subtitle=toml.subtitle(),
            summary=toml.summary(),
            period=toml.period(),
            languages=toml.languages,
            opening=read_view(opening, max_zoom, projection) or View(),
            opening_date=opening.take("date", instant, None),
            limits=toml.limits(),
            max_zoom=max_zoom,
            projection=projection,
            clocks=toml.clocks(),
            ceilings=toml.ceilings(),
            threads=toml.threads(),
            people=toml.people(),
            authors=toml.authors(),
            licence=toml.licence(),
            doi=toml.doi(),
            contact=toml.contact(),
            updated=toml.updated(),
            folder=str(self.folder.path),
        )

    def _file(self, name: str, parse: Callable[[bytes], T], most: int | None = None) -> T | None:
        """The result of `parse` for a file's bytes; None, and reported, where the file as a whole cannot be used."""

        def parsed() -> T:
            data = self.folder.read(name, most or self.limits.file_bytes)
            self._count(name, data)
            if "/" not in name:
                self.characters[printable(name)] = glyphs.characters(data)
            return parse(data)

        return self._used(name, parsed)

    def _used(self, name: str, use: Callable[[], T]) -> T | None:
        """The result of `use` for a file; None, and reported, where the file as a whole cannot be used."""
        made = None
        was_broken = name in self.broken
        self.broken.add(name)
        with self.report.at(file=printable(name), feature="", field=""):
            made = use()
            if not was_broken:
                self.broken.discard(name)
        return made

    def _count(self, name: str, data: bytes) -> None:
        """Make the exhibit's version depend on a file, represented by `data`."""
        self.hash.update(f"{len(name)} {len(data)} ".encode() + name.encode("utf-8", "surrogateescape") + data)

    def _sources(self) -> tuple[Source, ...]:
        names = [name for name in sources.FILES if name in self.folder.files]
        if not names:
            return ()
        self.context.bibliography = " or ".join(names)
        bibliography = Bibliography(self.context)
        for name in names:
            self._file(name, bibliography.read)
        bibliography.review()
        if not self.broken.isdisjoint(names):
            self.context.sources = None
        return tuple(bibliography.sources.values())

    def _catalogs(self, languages: tuple[str, ...]) -> None:
        """The translations of the words in the first language, where there are any."""
        for name, language in {catalogs.file_name(language): language for language in languages}.items():
            if name in self.folder.files:
                self.context.catalogs[language] = (
                    self._file(name, lambda data: catalogs.read_catalog(data, self.context)) or {}
                )

    def _media(self) -> tuple[str, ...]:
        """The pictures and sounds that can be read and are what their names say."""
        return tuple(filter(None, map(self._medium, self.folder.pictures)))

    def _medium(self, name: str) -> str | None:
        return self._file(f"media/{name}", lambda data: check_media(name, data, self.report))

    def _layers(self, entries: Iterable[LayerEntry]) -> tuple[Layer, ...]:
        """Every layer whose file can be used; the others are reported."""
        return tuple(filter(None, map(self._layer, entries)))

    def _layer(self, entry: LayerEntry) -> Layer | None:
        features = self._file(entry.file, lambda data: read_layer(data, entry.settings, self.context, entry.id))
        return None if features is None else Layer(entry.id, entry.name, entry.file, features, entry.visible)

    def _borders(self, entries: Iterable[Borders]) -> tuple[Borders, ...]:
        """All borders whose files can be used; the others are reported."""
        return tuple(filter(None, map(self._own_borders, entries)))

    def _own_borders(self, entry: Borders) -> Borders | None:
        territories = self._file(entry.file, lambda data: read_territories(data, self.context))
        return replace(entry, territories=territories) if territories else None

    def _basemaps(self, entries: Iterable[Basemap]) -> tuple[Basemap, ...]:
        """Every basemap whose file can be used; the others are reported."""
        return tuple(filter(None, map(self._basemap, entries)))

    def _basemap(self, entry: Basemap) -> Basemap | None:
        if not basemaps.is_scan_file(entry.file):
            return self._archive(entry)
        return self._file(entry.file, lambda data: scans.shown(self._placed(entry, data), data))

    def _placed(self, scan: Basemap, data: bytes) -> Basemap:
        """A scan with its corners, which are looked up where exhibit.toml does not give them."""
        if scan.corners:
            return scan
        placed, doubts = scans.place(scan, data, self._text_beside)
        for problem, fix in doubts:
            self.report.warn(sentence(f"{problem}."), sentence(f"{fix}."))
        return placed

    def _text_beside(self, name: str) -> str:
        """The text of a file that may say where a scan is; empty where there is none of that name."""
        if name not in self.folder.files:
            return ""
        data = self.folder.read(name, self.limits.table_bytes)
        self._count(name, data)
        self.companions.add(name)
        return data.decode("utf-8", "replace")

    def _archive(self, entry: Basemap) -> Basemap | None:
        def opened() -> Basemap:
            path = self.folder.path_of(entry.file)
            self._count(entry.file, tile_archives.digest(path))
            return tile_archives.with_tiles(entry, path)

        return self._used(entry.file, opened)

    def _with_words(self, chapters: tuple[Chapter, ...], languages: tuple[str, ...]) -> tuple[Chapter, ...]:
        """The chapters with their titles and words in each language."""
        ids = [chapter.id for chapter in chapters]
        stories: dict[str, Mapping[str, story.Section]] = {}
        for language in languages:
            name = f"story.{language}.md"
            if not ids and name not in self.folder.files:
                continue
            found = self._file(name, lambda data: story.read_story(data, ids, self.context))
            if found is not None:
                stories[language] = found
                with self.report.at(file=name):
                    story.report_missing_words(found, ids, self.report)
                    if language == languages[0] and self._has_bibliography():
                        story.note_uncited(found, self.report)
        return tuple(_with_sections(chapter, stories) for chapter in chapters)

    def _focused(
        self, chapters: tuple[Chapter, ...], layers: tuple[Layer, ...], toml: ExhibitFile
    ) -> tuple[Chapter, ...]:
        """The chapters, without a focus that is no feature or fix. It is not reported where a layer is missing that may
        have it.
        """
        features = {feature.id: feature for layer in layers for feature in layer.features}
        report = Report() if self.has_lost_layers else self.report

        def focused(chapter: Chapter) -> Chapter:
            focus = None
            label, path = toml.labels[chapter.id]
            with report.at(file=exhibit_file.FILE, feature=label, path=path):
                if chapter.focus is not None:
                    check_focus(chapter.focus, features)
                focus = chapter.focus
            return replace(chapter, focus=focus)

        return tuple(map(focused, chapters))

    def _report_unused(self, layers: Mapping[str, str], borders: Iterable[Borders], languages: tuple[str, ...]) -> None:
        """Notes on files that look as if they should be part of the exhibit; `layers` are the files of layers by id."""
        used = {*layers.values(), *(each.file for each in borders), *self.companions}
        meant = {re.split(r"[\\/]", name)[-1].lower() for name in used}
        for name in self.folder.names(lambda name: name.lower().endswith(_UNUSED)):
            if name.lower() not in meant and name not in (*sources.FILES, GEOCODER):
                with self.report.at(file=printable(name)):
                    self.report.note(*_unused(printable(name), layers))
        for form, what in ((story.NAME, "story"), (catalogs.NAME, "catalog")):
            for match in filter(None, map(form.fullmatch, self.folder.files)):
                if match["language"] not in languages:
                    with self.report.at(file=match[0]):
                        self.report.note(
                            f"The {what} is in “{match['language']}”, which is not a language of the exhibit "
                            f"({join_names(languages)}).",
                            "Add the language to “languages” in exhibit.toml, or remove the file.",
                        )

    def _report_unused_pictures(self, media: Iterable[str], basemaps: Collection[str]) -> None:
        """Notes on files of media/ that no text shows, and on pictures beside exhibit.toml that are not among
        `basemaps`. Versions of one file, in other languages or of a film, have the same stem.
        """
        stems = {name.partition(".")[0] for name in self.context.pictured}
        for name in media:
            if name.partition(".")[0] not in stems and not name.endswith(CAPTIONS):
                with self.report.at(file=f"media/{printable(name)}"):
                    entry = f"![what it shows]({written_address(f'media/{name}')})"
                    self.report.note("No story and no description shows the file.", f"Write where it belongs: {entry}")
        for name in self.folder.names(lambda name: name.lower().endswith((*RASTERS, *TILES))):
            if name not in basemaps:
                with self.report.at(file=printable(name)):
                    self.report.note(
                        "The picture is not shown.",
                        "A picture for the story belongs into media/, where flask exhibit import puts it; a map needs "
                        f"[[basemaps]] with file = {describe(name)}.",
                    )

    def _report_unused_translations(self) -> None:
        for language, translations in self.context.catalogs.items():
            with self.report.at(file=catalogs.file_name(language)):
                catalogs.report_unused(translations, self.context)

    def _has_bibliography(self) -> bool:
        return not self.folder.files.keys().isdisjoint(sources.FILES)

    def _report_missing_sources(self) -> None:
        if self.context.cited and not self._has_bibliography():
            self.broken.add(sources.FILES[0])
            with self.report.at(file=sources.FILES[0]):
                self.report.error(
                    f"There is no such file, but sources are cited: {join_names(sorted(self.context.cited), 3)}.",
                    'Export it from Zotero as CSL JSON, or write: [{"id": "…", "title": "…"}]',
                )


def _unused(name: str, layers: Mapping[str, str]) -> tuple[str, str]:
    """What to say of a file that is not read; `layers` are the files of the layers by id."""
    if name.lower().endswith(_BIBLIOGRAPHIES):
        names = join_names(sources.FILES, last="or")
        return f"The file is not read: the bibliography is called {names}.", f"Rename it: sources{name[-4:].lower()}"
    if name.lower().endswith(_LAYERS):
        stem = name.rpartition(".")[0]
        other = next(
            (
                file
                for layer, file in layers.items()
                if as_slug(file.rpartition(".")[0]) in (as_slug(stem), as_slug(f"{stem}-{layer}"))
            ),
            None,
        )
        if other:
            return (
                f"The file is not shown; a layer shows “{other}”, which is named like it.",
                "Remove the file, or move it out of the exhibit's folder.",
            )
        free = free_id(as_slug(stem) or "layer", layers)
        return (
            "The file is not shown, since no layer of exhibit.toml has it.",
            f'Add [[layers]] with id = "{free}", file = {describe(name)} and name = '
            f"{describe(stem)}, or remove the file.",
        )
    return "The file is not shown, since its format is not read.", LAYER_FIXES[Family.GEODATA]


def _check_slug(slug: str, report: Report) -> None:
    if not SLUG.fullmatch(slug):
        report.error(
            f"The folder name {describe(slug)} cannot be an address: only small letters, digits and hyphens can.",
            f"Rename the folder: {as_slug(slug) or 'my-exhibit'}",
        )
    elif slug in RESERVED_SLUGS:
        report.error(f"The server itself uses the address /{slug}/.", "Rename the folder.")


def _with_sections(chapter: Chapter, stories: Mapping[str, Mapping[str, story.Section]]) -> Chapter:
    sections = [(language, found[chapter.id]) for language, found in stories.items() if chapter.id in found]
    title = Text(tuple((language, section.title) for language, section in sections if section.title.strip()))
    body = Text(tuple((language, section.body) for language, section in sections if section.body.strip()))
    return replace(chapter, title=title, body=body)
