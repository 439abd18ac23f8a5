"""Files that are being added to an exhibit, or make a new one: what they are taken for, before anything is written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from app.addresses import RESERVED_SLUGS
from app.authoring import (
    Attached,
    Draft,
    LayerPlan,
    NewExhibit,
    described,
    ids_on_map,
    in_folders,
    is_companion,
    layer_plans,
    period_of,
    question,
    readings,
    setting_named,
    with_entry,
    with_layer,
    with_scan,
    with_sources,
)
from app.content import SETTING_KEYS, SLUG, Family, Limits, ReadResult, as_slug, outline, read_exhibit, recognize
from app.desk.answers import where
from app.elements.payloads import (
    DeskImportFaultPayload,
    DeskImportFilePayload,
    DeskImportPayload,
    DeskTablePayload,
    DeskWantedPayload,
)
from app.errors import Fault, Location, NotFound, Rejected, Severity, Topic
from app.loose_dates import possible_days
from app.media import is_part_of_film
from app.text import interface

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MOST_ROWS = 200
"""How many rows of a table are shown."""
_PAGES = 3
"""How many previews are kept: a browser may still be loading the one before."""
_NAME = re.compile(r"[^\x00-\x1f/\\\x7f.][^\x00-\x1f/\\\x7f]{0,149}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")

Preview = Callable[[Path], "WSGIApplication"]
"""Makes the visitors' pages of a folder with exhibits."""
Save = Callable[[Mapping[str, bytes], str], object]
"""Writes files to an exhibit's folder; the text says what changed."""


@dataclass(slots=True)
class Said:
    """What the curator says of the whole, and by the name of each file: the settings of its layer, what a picture shows
    by language, who made it, and whether it replaces the exhibit's own file of that name.
    """

    title: str = ""
    slug: str = ""
    languages: tuple[str, ...] = ("en",)
    period: str = ""
    settings: dict[str, dict[str, object]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    credits: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Files:
    """The files: the name that each will have in the exhibit, their content, and why others cannot be added. The new
    sources of `bibliographies` are added to the exhibit's own; `counts` says how many there are.
    """

    names: dict[str, str] = field(default_factory=dict)
    attached: Attached = field(default_factory=Attached)
    problems: dict[str, Rejected] = field(default_factory=dict)
    bibliographies: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """One reading of everything: the files, the draft, its layers by file, and what is found in it."""

    files: _Files
    draft: Draft
    layers: Mapping[str, LayerPlan]
    result: ReadResult
    period: str


class Intake:
    """Files for the exhibit in `target`, or for a new one in the folder `exhibits`. `number` counts what was said."""

    def __init__(self, exhibits: Path, target: Path | None, limits: Limits, preview: Preview) -> None:
        self.exhibits, self.target, self.limits = exhibits, target, limits
        self.said = Said(slug=target.name if target else "")
        self.number = 0
        self._order: list[str] = []
        self._make_preview = preview
        self._home = tempfile.TemporaryDirectory(prefix="overflight-desk-")
        self._uploads = Path(self._home.name) / "files"
        self._uploads.mkdir()
        self._lock = RLock()
        self._read: _Read | None = None
        self._pages: dict[int, WSGIApplication] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a file, or replace the one of that name. Raises `Rejected` for a name that no file should have."""
        if not _NAME.fullmatch(name):
            raise Rejected("This is not the name of a file.", "Rename it, and add it again.")
        with self._lock:
            (self._uploads / name).write_bytes(data)
            self._order = [*dict.fromkeys((*self._order, name))]
            self._changed()

    def remove(self, name: str) -> None:
        """Leave a file out."""
        with self._lock:
            if name in self._order:
                self._order.remove(name)
                (self._uploads / name).unlink()
                self._changed()

    def say(self, values: Mapping[str, Any]) -> None:
        """Take what the curator says: keys of `Said`, or of one file. Raises `Rejected` for what cannot be meant."""
        with self._lock:
            match values:
                case {"file": str(name), "settings": dict(settings)} if settings.keys() <= set(SETTING_KEYS):
                    whole = self.said.settings.get(name, {}) | settings
                    self.said.settings[name] = {key: each for key, each in whole.items() if each not in ("", {})}
                case {"file": str(name), "language": str(language), "words": str(words)}:
                    self.said.words.setdefault(name, {})[language] = words.strip()
                case {"file": str(name), "credit": str(credit)}:
                    self.said.credits[name] = credit.strip()
                case {"file": str(name), "replaces": bool(replaces)}:
                    (self.said.replaced.add if replaces else self.said.replaced.discard)(name)
                case {"languages": list(languages)} if languages and all(map(_is_language, languages)):
                    self.said.languages = tuple(dict.fromkeys(languages))
                case {"title": str(title)}:
                    self.said.title = title.strip()
                case {"slug": str(slug)}:
                    self.said.slug = slug.strip()
                case {"period": str(period)}:
                    self.said.period = period.strip()
                case _:
                    raise Rejected("This cannot be said of a file or an exhibit.", "Reload the page.")
            self._changed()

    def document(self, address: str) -> DeskImportPayload:
        """All that the import screen shows; `address` is where the preview is."""
        with self._lock:
            read = self._whole()
            exhibit = read.result.exhibit
            files = [self._file(name, read) for name in self._order]
            shown = {file["file"] for file in files} | {file["name"] for file in files}
            others = [fault for fault in _mistakes(read) if fault.location.file not in shown and fault.severity]
            return {
                "slug": self.slug,
                "title": self.said.title if self.target is None or not exhibit else str(exhibit.title),
                "languages": list(self._languages(read)),
                "period": self.said.period or read.period,
                "new": self.target is None,
                "files": files,
                "faults": [_fault(fault) for fault in others],
                "preview": f"{address}{self.number}/{self._folder.name}/" if exhibit else "",
                "wanted": self._wanted(read),
            }

    def page(self, number: int) -> WSGIApplication:
        """The visitors' pages of the draft as it was when that number was current. Raises `NotFound` for one that is
        long out of date.
        """
        with self._lock:
            self._whole()
            home = self._copy_of(number)
            if not home.exists():
                raise NotFound("The preview is out of date.")
            if number not in self._pages:
                self._pages[number] = self._make_preview(home)
            return self._pages[number]

    def keep(self, save: Save | None = None) -> str:
        """Write everything, and return the exhibit's slug; `save` writes to one that exists. Raises `Rejected` where
        something is missing.
        """
        with self._lock:
            self._read = None  # the exhibit may have changed meanwhile
            read = self._whole()
            wanted = self._wanted(read)
            if wanted["key"]:
                raise Rejected(interface()[wanted["key"]].in_language("en").format(**wanted["values"]))
            if save is None:
                read.draft.write()
            else:
                save(read.draft.files, f"import {', '.join(self._order)}"[:200])
            return self.slug

    def close(self) -> None:
        """Remove the files."""
        self._home.cleanup()

    @property
    def slug(self) -> str:
        """The name of the exhibit's folder."""
        return self.said.slug or as_slug(self.said.title) or "exhibit"

    @property
    def _folder(self) -> Path:
        return self.target or self.exhibits / (self.slug if SLUG.fullmatch(self.slug) else "exhibit")

    def _copy_of(self, number: int) -> Path:
        return Path(self._home.name) / str(number)

    def _changed(self) -> None:
        self.number += 1
        self._read = None
        self._pages.pop(self.number - _PAGES, None)
        shutil.rmtree(self._copy_of(self.number - _PAGES), ignore_errors=True)

    def _languages(self, read: _Read) -> tuple[str, ...]:
        exhibit = read.result.exhibit
        return exhibit.languages if self.target and exhibit else self.said.languages

    def _whole(self) -> _Read:
        """Everything as it would be written, read from a copy."""
        if self._read is None:
            files = self._files()
            layers = self._layers(files.attached)
            period = self.said.period
            draft = self._draft(files, layers, period)
            result = self._result(draft)
            if self.target is None and not period and result.exhibit and (period := period_of(result.exhibit)):
                draft = self._draft(files, layers, period)
                result = self._result(draft)
            self._read = _Read(files, draft, {each.file: each for each in layers}, result, period)
        return self._read

    def _result(self, draft: Draft) -> ReadResult:
        """A reading of the draft, which is copied to where the preview has it."""
        copy = self._copy_of(self.number)
        shutil.rmtree(copy, ignore_errors=True)
        (copy / "exhibits").mkdir(parents=True)
        source = draft if self.target else replace(draft, folder=self._uploads.parent / "nothing" / self._folder.name)
        return read_exhibit(source.copied(copy / "exhibits"), self.limits)

    def _files(self) -> _Files:
        files = _Files()
        for name in self._order:
            path = self._uploads / name
            if is_companion(path):
                continue
            try:
                files.names[name] = files.attached.add(path)
            except Rejected as rejected:
                files.problems[name] = Rejected(rejected.problem.replace(str(path), name), rejected.fix)
        for name, file in files.names.items():
            if not self._exists(file):
                continue
            if file.startswith("sources."):
                files.bibliographies[name] = files.attached.files[file]
                files.attached.leave_out(file)
            elif name not in self.said.replaced:
                files.attached.leave_out(file)
                files.problems[name] = Rejected(
                    f"The exhibit has a file {file} already.", "Replace it, or rename the new one and add it again."
                )
        return files

    def _exists(self, file: str) -> bool:
        return self.target is not None and (self.target / file).exists()

    def _layers(self, attached: Attached) -> list[LayerPlan]:
        """The new layers, of a KML file one for each of its folders; a file that replaces that of a layer is none."""
        new = [file for file in attached.files if not self._exists(file)]
        taken = ids_on_map(Draft(self.target)) if self.target else set()
        plans = (plan.having(self.said.settings.get(plan.file, {})) for plan in layer_plans(new, {}, taken))
        return [*in_folders(plans, attached.files, self.limits, taken)]

    def _draft(self, files: _Files, layers: list[LayerPlan], period: str) -> Draft:
        attached = files.attached
        if self.target is None:
            title = self.said.title or self.slug
            new = NewExhibit(self._folder, title, self.said.languages, tuple(layers), attached.files, period)
            draft = new.draft()
        else:
            draft = Draft(self.target).having(attached.files)
            for layer in layers:
                draft = with_layer(draft, layer)
            draft = self._with_sources(draft, files)
        for scan in attached.scans:
            draft = with_scan(draft, replace(scan, attribution=self.said.credits.get(scan.original, "")))
        for picture in attached.pictures:
            words = {key: text for key, text in self.said.words.get(picture.original, {}).items() if text}
            draft = with_entry(draft, picture, words, self.said.credits.get(picture.original, picture.credit))
        return draft

    def _with_sources(self, draft: Draft, files: _Files) -> Draft:
        """The draft with the new sources of bibliographies that are named like the exhibit's own."""
        if not files.bibliographies:
            return draft
        exhibit = read_exhibit(draft.folder, self.limits).exhibit
        known = {name for source in (exhibit.sources if exhibit else ()) for name in (source.id, *source.aliases)}
        for name, data in files.bibliographies.items():
            try:
                draft, count, new = with_sources(draft, data, known, self.limits)
            except Rejected as rejected:
                files.problems[name] = rejected
            else:
                files.counts[name] = f"{count:,} {'source' if count == 1 else 'sources'}, {new:,} new"
        return draft

    def _wanted(self, read: _Read) -> DeskWantedPayload:
        """What is missing before anything can be written."""
        if read.files.problems:
            name, rejected = next(iter(read.files.problems.items()))
            return {"key": "desk_wanted_file", "values": {"name": name, "problem": str(rejected)}}
        return {"key": self._missing(read), "values": {"slug": self.slug}}

    def _missing(self, read: _Read) -> str:
        if self.target:
            return "" if self._order else "desk_wanted_files"
        if not self.said.title:
            return "desk_wanted_title"
        if not SLUG.fullmatch(self.slug):
            return "desk_wanted_address"
        if self.slug in RESERVED_SLUGS or (self.exhibits / self.slug).exists():
            return "desk_wanted_other_address"
        return "" if self.said.period or read.period else "desk_wanted_period"

    def _file(self, name: str, read: _Read) -> DeskImportFilePayload:
        file = read.files.names.get(name, "")
        faults = [fault for fault in _mistakes(read) if file and fault.location.file == file]
        own = [_rejected(read.files.problems[name])] if name in read.files.problems else []
        settings = dict(self.said.settings.get(file, {}))
        asked = question(faults, file)
        table = self._table(file, settings, faults, read) if file in read.files.attached.files else None
        return {
            "name": name,
            "file": file,
            "kind": self._kind(name, file, read),
            "summary": _summary(name, file, read),
            "settings": settings,  # type: ignore[typeddict-item]
            "asked": asked[0] if asked else "",
            "table": table,
            "faults": [*own, *(_fault(fault) for fault in sorted(faults, key=lambda fault: -fault.severity))],
            "words": dict(self.said.words.get(name, {})),
            "credit": self.said.credits.get(name, _credit(name, read)),
            "exists": bool(file) and self._exists(file) and not file.startswith("sources."),
            "replaces": name in self.said.replaced,
        }

    def _kind(self, name: str, file: str, read: _Read) -> str:
        if is_companion(Path(name)):
            return "companion"
        if file.startswith("media/"):
            return "film_part" if is_part_of_film(file) else "picture"
        if any(scan.name == file for scan in read.files.attached.scans):
            return "scan"
        if file.startswith("sources."):
            return "sources"
        return "layer" if file in read.layers else "story" if file.startswith(("story.", "words.")) else "other"

    def _table(
        self, file: str, settings: Mapping[str, object], faults: list[Fault], read: _Read
    ) -> DeskTablePayload | None:
        data = read.files.attached.files[file]
        found = recognize(data)
        if found is None or found.family is not Family.TABLE:
            return None
        columns, sheet = settings.get("columns"), settings.get("sheet")
        seen = outline(
            data,
            columns if isinstance(columns, dict) else {},
            sheet if isinstance(sheet, str) else None,
            self.limits,
            MOST_ROWS,
        )
        return {
            "headings": [*seen.headings],
            "rows": [*seen.rows.values()],
            "numbers": [*seen.rows],
            "count": seen.count,
            "sheets": [*seen.sheets],
            "doubts": {
                f"{number} {heading}": " / ".join(both)
                for heading in {fault.location.field for fault in faults if readings(fault)}
                for number, row in seen.rows.items()
                for (name, _), cell in zip(seen.headings, row, strict=True)
                if name == heading and len(both := possible_days(cell)) > 1
            },
        }


def _mistakes(read: _Read) -> list[Fault]:
    """What is found, but for words without a translation: they come later, at the desk."""
    return [fault for fault in read.result.faults if fault.topic is not Topic.TRANSLATION]


def _summary(name: str, file: str, read: _Read) -> str:
    if name in read.files.counts:
        return read.files.counts[name]
    exhibit = read.result.exhibit
    layers = [each for each in exhibit.layers if each.file == file] if exhibit else []
    if layers:
        is_one = len(layers) == 1
        return "\n".join(described(each) if is_one else f"“{each.name}”: {described(each)}" for each in layers)
    scan = next((each for each in read.files.attached.scans if each.original == name), None)
    if scan:
        return scan.summary
    picture = next((each for each in read.files.attached.pictures if each.original == name), None)
    return ", ".join(picture.changes) if picture else ""


def _credit(name: str, read: _Read) -> str:
    return next((each.credit for each in read.files.attached.pictures if each.original == name), "")


def _fault(fault: Fault) -> DeskImportFaultPayload:
    place = fault.location
    return {
        "severity": fault.severity.word,
        "where": where(place),
        "problem": fault.problem,
        "fix": fault.fix,
        "rows": [*(place.rows or ([place.row] if place.row is not None else []))],
        "column": place.field,
        "setting": setting_named(fault),
        "readings": [
            {"setting": setting, "value": value if isinstance(value, bool) else str(value), "meaning": meaning}
            for setting, value, meaning in readings(fault)
        ],
    }


def _rejected(rejected: Rejected) -> DeskImportFaultPayload:
    return {
        "severity": Severity.ERROR.word,
        "where": where(Location()),
        "problem": rejected.problem,
        "fix": rejected.fix,
        "rows": [],
        "column": "",
        "setting": "",
        "readings": [],
    }


def _is_language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None
