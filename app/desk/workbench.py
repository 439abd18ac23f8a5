"""One exhibit on the desk: what it contains, as forms show it, and its edits."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.authoring import EXHIBIT, Candidate, Draft, Unlocated, converted, unlocated, with_positions
from app.authoring.basemap_edits import basemap_files
from app.authoring.edits import edited
from app.authoring.exhibit_edits import ROW_KEYS, ExhibitText
from app.authoring.history import ChangedMeanwhile, History, State, changed
from app.authoring.layer_edits import FeatureText, LayerText, written_citations
from app.authoring.measures import in_zone
from app.authoring.source_edits import FILE as SOURCES
from app.authoring.source_edits import SourcesText, source_fields
from app.authoring.story_edits import StoryText
from app.content import (
    Limits,
    Numbering,
    ReadResult,
    catalogs,
    cited_in_chapter,
    feature_citations,
    importer_for,
    read_exhibit,
    recognize,
)
from app.desk.answers import where
from app.domain import Citation, Exhibit, Flight
from app.elements.payloads import (
    DeskBasemapPayload,
    DeskChapterPayload,
    DeskClaimPayload,
    DeskFaultPayload,
    DeskFeaturePayload,
    DeskLayerPayload,
    DeskMediaPayload,
    DeskMentionPayload,
    DeskPayload,
    DeskSectionPayload,
    DeskSourcePayload,
    DeskStatePayload,
    DeskTranslationsPayload,
)
from app.errors import Fault, NotFound, OverflightError, Rejected, Severity, Topic
from app.media import TILES, insertable

OUTSIDE = "outside"
"""The change of a state that another program made."""
_SHOWN_STATES = 100
_SHOWN_LINES = 400
_CORNERS = 4
_LONGEST_LINE = 200
_CATALOG = re.compile(r"words\.([\w-]+)\.po")
"""The catalog that a missing translation belongs into, as its fault names it."""


class Conflict(OverflightError):
    """Another program has changed the files since the page was loaded: their names, and the lines that differ."""

    def __init__(self, files: list[str], difference: str) -> None:
        super().__init__(f"Changed outside the desk: {', '.join(files)}.")
        self.files, self.difference = files, difference


class Refused(OverflightError):
    """An edit that would leave something out of the exhibit, with the errors that it would cause."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Workbench:
    """An exhibit's folder and its history."""

    folder: Path
    limits: Limits
    history: History

    @classmethod
    def open(cls, folder: Path, limits: Limits) -> Workbench:
        """Open a folder; a save that was interrupted is completed."""
        return cls(folder, limits, History(folder))

    @property
    def version(self) -> str:
        """Differs whenever the files do. A change by another program becomes a state of the history here."""
        self.history.take(OUTSIDE)
        return _version(self.history.current)

    def document(self, zone: str = "") -> DeskPayload:
        """All that the forms show; the times of fixes and accounts in a zone, or as written."""
        version = self.version
        draft = Draft(self.folder)
        result = read_exhibit(self.folder, self.limits)
        exhibit = self._exhibit(draft)
        values = exhibit.values if exhibit else {}
        languages = values.get("languages", ["en"])
        current = self.history.current
        return {
            "version": version,
            "languages": languages,
            "exhibit": {
                "title": values.get("title"),
                "subtitle": values.get("subtitle"),
                "summary": values.get("summary"),
                "period": values.get("period"),
            },
            "lists": {name: [_row(row, keys) for row in values.get(name, [])] for name, keys in ROW_KEYS.items()},
            "chapters": [_chapter(chapter, draft, languages) for chapter in values.get("chapters", [])],
            "layers": [_layer(layer, draft, zone) for layer in values.get("layers", [])],
            "basemaps": [_basemap(each) for each in values.get("basemaps", [])],
            "sources": _sources(result.exhibit, draft) if result.exhibit else [],
            "media": _media(result.exhibit.media) if result.exhibit else [],
            "scans": basemap_files(self.folder, values.get("basemaps", [])),
            "faults": [_fault(fault, draft) for fault in sorted(result.faults, key=lambda fault: -fault.severity)],
            "undo": self.history.can_undo,
            "redo": self.history.can_redo,
            "states": [_state(state, current) for state in self.history.latest(_SHOWN_STATES)],
            "current": current.number if current else 0,
        }

    def edit(self, values: Mapping[str, Any], version: str) -> None:
        """Make an edit of the files that are there.

        Raises `Conflict` where they are not those of `version`, `Rejected` where the edit cannot be made, and
        `Refused` where a reading of the result would find errors that there are not yet.
        """
        with self._writing(version):
            before = Draft(self.folder)
            after = edited(before, values)
            if after.files:
                self._check_errors(before, after)
                self.history.save(after.files, _change(values))

    def convert(self, layer: str, version: str) -> None:
        """Write a layer of another format as GeoJSON, which is used from then on; the earlier file stays.

        Raises `Conflict`, `Rejected` and `NotFound`.
        """
        with self._writing(version):
            exhibit = read_exhibit(self.folder, self.limits).exhibit
            if exhibit is None:
                raise NotFound("The exhibit cannot be read. Correct its problems first.")
            before = Draft(self.folder)
            after = converted(before, exhibit, layer)
            if after.files:
                self._check_errors(before, after)
                self.history.save(after.files, f"convert {layer}")

    def locate(self, chosen: Mapping[Unlocated, Candidate], version: str) -> None:
        """Give places that have an address and no position the chosen ones.

        Raises `Conflict`, `Refused`, and `Rejected` where a place is not as it was when its position was chosen.
        """
        with self._writing(version):
            exhibit = read_exhibit(self.folder, self.limits).exhibit
            before, depth = Draft(self.folder), self.limits.json_depth
            if not exhibit or not chosen.keys() <= {*unlocated(before, exhibit, depth)}:
                raise Rejected("A place has another address now, or a position.", "Choose the positions again.")
            after = with_positions(before, chosen, depth)
            self._check_errors(before, after)
            self.history.save(after.files, f"locate {', '.join(place.name for place in chosen)}"[:200])

    def translations(self, language: str) -> DeskTranslationsPayload:
        """What is translated into one of the exhibit's further languages. Raises `NotFound`."""
        result = read_exhibit(self.folder, self.limits)
        if result.exhibit is None or language not in result.exhibit.languages[1:]:
            raise NotFound("The exhibit is not translated into this language.")
        problem, found = "", []
        try:
            found = catalogs.entries(self._catalog(language), language, result.translatable)
        except Rejected as rejected:
            problem = str(rejected)
        chapters = [each.id for each in result.exhibit.chapters if language in each.body.missing((language,))]
        found.sort(key=lambda entry: (bool(entry.translation), not entry.is_changed))
        return {
            "entries": [
                {"words": each.words, "place": each.place, "translation": each.translation, "changed": each.is_changed}
                for each in found
            ],
            "chapters": chapters,
            "problem": problem,
        }

    def translate(self, language: str, words: str, translation: str, version: str) -> None:
        """Write the translation of some words to the language's catalog. Raises `Conflict`, `Rejected`, `NotFound`."""
        with self._writing(version):
            result = read_exhibit(self.folder, self.limits)
            if result.exhibit is None or language not in result.exhibit.languages[1:]:
                raise NotFound("The exhibit is not translated into this language.")
            written = catalogs.with_translation(
                self._catalog(language), language, result.translatable, words, translation
            )
            self.history.save({catalogs.file_name(language): written}, f"translate {language} {words}"[:200])

    def _catalog(self, language: str) -> bytes | None:
        path = self.folder / catalogs.file_name(language)
        return path.read_bytes() if path.exists() else None

    def undo(self, version: str) -> None:
        """Take the last change back. Raises `Conflict` and `NotFound`."""
        with self._writing(version):
            self.history.undo()

    def redo(self, version: str) -> None:
        """Make the change again that was taken back. Raises `Conflict` and `NotFound`."""
        with self._writing(version):
            self.history.redo()

    def restore(self, number: int, name: str | None, version: str) -> None:
        """Bring back a state of the history, or one file of it. Raises `Conflict` and `NotFound`."""
        with self._writing(version):
            self.history.restore(number, f"restore {name or number}", name)

    @contextmanager
    def _writing(self, version: str) -> Iterator[None]:
        """While nobody else at a desk writes. Raises `Conflict` where the files are not those of `version`, also where
        another program changes them while the edit is made.
        """
        with self.history.lock:
            self._check(version)
            try:
                yield
            except ChangedMeanwhile:
                self._check(version)
                raise

    def _check(self, version: str) -> None:
        if self.version == version:
            return
        known = next((state for state in self.history.states if _version(state) == version), None)
        current = self.history.current
        if known is None or current is None:
            raise Conflict([], "")
        names = changed(known.hashes, current.hashes)
        raise Conflict(names, self._difference(names, known, current))

    def _difference(self, names: list[str], before: State, after: State) -> str:
        lines: list[str] = []
        for name in names:
            old, new = (_lines(self.history.content(state, name)) for state in (before, after))
            lines += difflib.unified_diff(old, new, name, name, n=1, lineterm="")
        return "\n".join(lines[:_SHOWN_LINES])

    def _check_errors(self, before: Draft, after: Draft) -> None:
        errors = _errors(after.read(self.limits))
        if not errors:
            return
        found = {_identity(fault) for fault in _errors(read_exhibit(before.folder, self.limits))}
        new = [fault for fault in errors if _identity(fault) not in found]
        if new:
            raise Refused(new)

    def _exhibit(self, draft: Draft) -> ExhibitText | None:
        """The text of exhibit.toml; None where it cannot be parsed, which is one of the faults."""
        try:
            exhibit = ExhibitText(draft.text(EXHIBIT))
            _ = exhibit.values
        except (OSError, UnicodeDecodeError, Rejected):
            return None
        return exhibit


def _chapter(chapter: Mapping[str, Any], draft: Draft, languages: list[str]) -> DeskChapterPayload:
    name = str(chapter.get("id", ""))
    return {
        "id": name,
        "view": _view(chapter.get("view", "")),
        "inset": _view(chapter.get("inset", "")),
        "date": str(chapter.get("date", "")),
        "focus": str(chapter.get("focus", "")),
        "layers": chapter.get("layers"),
        "stories": {language: _section(draft, language, name) for language in languages},
    }


def _view(view: str | Mapping[str, Any]) -> str:
    return view if isinstance(view, str) else ", ".join(f"{key} {value}" for key, value in view.items())


def _section(draft: Draft, language: str, chapter: str) -> DeskSectionPayload:
    try:
        section = StoryText(draft.text(f"story.{language}.md")).section(chapter)
    except (OSError, UnicodeDecodeError):
        section = None
    return {"title": section.title, "words": section.written} if section else {"title": "", "words": ""}


def _layer(layer: Mapping[str, Any], draft: Draft, zone: str) -> DeskLayerPayload:
    """A layer and its features; of a file that is not GeoJSON, why it cannot be edited."""
    name, file = str(layer.get("id", "")), str(layer.get("file", ""))
    features: list[DeskFeaturePayload] = []
    problem, is_convertible = "", False
    try:
        is_convertible = importer_for(recognize(draft.bytes(file))) is not None
        if is_convertible:
            raise _not_geojson(draft.folder.name)
        text = LayerText.of(draft.text(file))
        features = [_feature(feature, zone) for feature in text.features]
    except Rejected as rejected:
        problem = f"{rejected.problem} {rejected.fix}"
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        problem = "The file cannot be read; see the problems."
    return {
        "id": name,
        "name": layer.get("name", name),
        "file": file,
        "features": features,
        "problem": problem,
        "convertible": is_convertible,
    }


def _not_geojson(slug: str) -> Rejected:
    return Rejected(
        "This file is not GeoJSON.",
        f"Change it in the program that made it, or convert it: flask exhibit convert {slug} --to geojson",
    )


def _feature(feature: FeatureText, zone: str) -> DeskFeaturePayload:
    properties = feature.value("properties") or {}
    point = feature.value("geometry", "coordinates") if feature.geometry_type == "Point" else None
    return {
        "id": str(feature.value("id") or ""),
        "geometry": feature.geometry_type,
        "position": (point[0], point[1]) if point else None,
        "fixes": [{**fix, "time": in_zone(fix["time"], zone)} for fix in feature.fixes],
        "rings": feature.rings,
        "parts": feature.parts,
        "name": properties.get("name"),
        "kind": properties.get("kind"),
        "aircraft": properties.get("aircraft"),
        "when": properties.get("when"),
        "basis": properties.get("basis"),
        "position_uncertainty_km": properties.get("position_uncertainty_km"),
        "radius_km": properties.get("radius_km"),
        "description": properties.get("description"),
        "citations": written_citations(properties.get("citations")),
        "claims": [_claim(each, zone) for each in properties.get("claims") or () if isinstance(each, dict)],
    }


def _claim(claim: Mapping[str, Any], zone: str) -> DeskClaimPayload:
    return {
        "topic": claim.get("topic", ""),
        "fix": claim.get("fix"),
        "assessment": claim.get("assessment"),
        "accounts": [
            {
                "says": account.get("says", ""),
                "citations": written_citations(account.get("citations")),
                "preferred": account.get("preferred") is True,
                "time": in_zone(account.get("time"), zone),
                "position": account.get("position"),
                "altitude_m": account.get("altitude_m"),
            }
            for account in claim.get("accounts") or ()
            if isinstance(account, dict)
        ],
    }


def _row(row: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: written_citations(row.get(key)) if key == "citations" else row.get(key) for key in keys}


def _basemap(basemap: Mapping[str, Any]) -> DeskBasemapPayload:
    name, corners, file = str(basemap.get("id", "")), basemap.get("corners", []), str(basemap.get("file", ""))
    is_in_file = file.lower().endswith(TILES) or "georeference" in basemap
    return {
        "id": name,
        "name": basemap.get("name", name),
        "corners": corners if len(corners) == _CORNERS else [],
        "placed_by": file if is_in_file else "",
    }


def _media(names: tuple[str, ...]) -> list[DeskMediaPayload]:
    return [{"name": name, "captions": captions} for name, captions in insertable(names).items()]


def _sources(exhibit: Exhibit, draft: Draft) -> list[DeskSourcePayload]:
    """The sources, and what cites each."""
    try:
        own = SourcesText.of(draft.text(SOURCES)).ids
    except (Rejected, OSError, ValueError):
        own = []
    ids = Numbering(exhibit).ids
    cited: dict[str, list[DeskMentionPayload]] = {}
    for mention, citations in _mentions(exhibit):
        for source in dict.fromkeys(ids.get(each.source, "") for each in citations):
            cited.setdefault(source, []).append(mention)
    return [
        {
            "id": source.id,
            "fields": source_fields(json.loads(source.csl)),
            "cited": cited.get(source.id, []),
            "editable": source.id in own,
        }
        for source in exhibit.sources
    ]


def _mentions(exhibit: Exhibit) -> Iterator[tuple[DeskMentionPayload, Iterable[Citation]]]:
    for chapter in exhibit.chapters:
        yield {"id": chapter.id, "name": str(chapter.title) or chapter.id, "chapter": True}, cited_in_chapter(chapter)
    for feature in exhibit.features:
        fixes = feature.fixes if isinstance(feature, Flight) else ()
        citations = [*feature_citations(feature), *(each for fix in fixes for each in fix.citations)]
        yield {"id": feature.id, "name": str(feature.name) or feature.id, "chapter": False}, citations


def _fault(fault: Fault, draft: Draft) -> DeskFaultPayload:
    place = fault.location
    line = ""
    if place.line is not None and not place.feature and fault.severity is Severity.ERROR:
        lines = _lines(draft.bytes(place.file))
        line = lines[place.line - 1].strip()[:_LONGEST_LINE] if place.line <= len(lines) else ""
    return {
        "severity": fault.severity.word,
        "where": where(place),
        "line": line,
        "problem": fault.problem,
        "fix": fault.fix,
        "translation": _language(fault),
    }


def _language(fault: Fault) -> str:
    """The language in which words are missing; empty for any other problem."""
    found = _CATALOG.search(fault.fix) if fault.topic is Topic.TRANSLATION else None
    return found[1] if found else ""


def _state(state: State, current: State | None) -> DeskStatePayload:
    return {
        "number": state.number,
        "saved": state.saved.isoformat(timespec="seconds"),
        "change": state.change,
        "files": changed(state.hashes, current.hashes if current else {}),
    }


def _change(values: Mapping[str, Any]) -> str:
    """What an edit changed, in one line: its name and its target."""
    target = (
        values.get("feature")
        or values.get("chapter")
        or values.get("source")
        or values.get("title")
        or values.get("name")
        or values.get("list")
        or values.get("key")
        or ""
    )
    fix = f"/{values['fix']}" if "fix" in values else ""
    return f"{values.get('edit')} {target}{fix}".strip()[:200]


def _version(state: State | None) -> str:
    return sha256(json.dumps([state.number, dict(state.hashes)]).encode()).hexdigest()[:16] if state else ""


def _errors(result: ReadResult) -> list[Fault]:
    return [fault for fault in result.faults if fault.severity is Severity.ERROR]


def _identity(fault: Fault) -> tuple[str, str, str]:
    """What stays the same of a fault while lines and indices move."""
    return fault.location.file, fault.location.field.partition("[")[0], fault.problem


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines()
