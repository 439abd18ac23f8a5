"""The bibliography: CSL-JSON, BibTeX or RIS to sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from app.content.bibliographies import Entry
from app.content.bibliographies.bibtex import read_bibtex
from app.content.bibliographies.csl_dates import csl_date
from app.content.bibliographies.ris import read_ris
from app.content.fields.context import ReadContext
from app.content.fields.limits import Limits
from app.content.fields.table import Table
from app.content.fields.values import as_slug, describe, did_you_mean, doi, flag, join_names, sentence, shorten, string
from app.content.formats.encoding import decode
from app.content.formats.recognition import Format, check_bibliography, recognize
from app.content.formats.strict_json import read_json
from app.content.source_review import review_sources
from app.domain import Source
from app.errors import Location, Rejected, Report
from app.references import DATES, NAMES, TEXTS, date_text, plain

FILES = ("sources.json", "sources.bib", "sources.ris")
"""The names of the bibliography's files; what is in them is recognized by its content."""
TYPES = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
})  # fmt: skip
"""The types of CSL 1.0.2."""
KEYS = (*TEXTS, *NAMES, *DATES, "id", "citation-key", "type", "language", "URL", "DOI", "note", "checked")
_NEEDS_NO_MENTION = frozenset(
    {*KEYS, "categories", "citation-label", "container-title-short", "custom", "event", "journalAbbreviation",
     "shortTitle", "system_id", "title-short"}
)  # fmt: skip
_STRICT = frozenset({"title", "container-title", "publisher"})
"""Texts that are never numbers."""
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DATE = 'Write year, month and day as numbers, such as {"date-parts": [[1960, 5, 1]]}.'
_NAME_PARTS = ("literal", "family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_LEADING = ("author", "composer", "interviewer")
_LEADING_ALONE = ("editor", "director", "translator")
"""Who is named first where there is no author, of a work that is not part of another."""


class Bibliography:
    """The sources of an exhibit, read from one file or several."""

    def __init__(self, context: ReadContext) -> None:
        self.context, self.report = context, context.report
        self.sources: dict[str, Source] = {}
        self._places: dict[str, Location] = {}

    def read(self, data: bytes) -> None:
        """Add the sources of a file. One without id, or with the id of an earlier one, is reported and left out.

        Raises `Rejected` where the file as a whole cannot be used.
        """
        not_shown = Counter[str]()
        without_id: list[str] = []
        for index, entry in enumerate(self._entries(data)):
            label = f"[{index}]"
            with self.report.at(feature=label, path=label if entry.line is None else "", line=entry.line):
                if not isinstance(entry.item, dict):
                    problem = f"{sentence(describe(entry.item))} is not a source."
                    raise Rejected(problem, 'Write: {"id": "…", "title": "…"}')
                if entry.line is not None and "id" not in entry.item:
                    entry.item["id"] = self._new_id(entry.item)
                    without_id.append(str(entry.item["id"]))
                self._add(entry.item, label if entry.line is None else "", not_shown)
        if without_id:
            self.report.note(
                f"{_counted(len(without_id))} no id (tag ID). By author and year: {join_names(without_id, 12)}.",
                "Cite them by these ids, or write ids of your own.",
            )
        if not_shown:
            fields = join_names((f"{key} ({_counted(count, '')})" for key, count in sorted(not_shown.items())), 12)
            self.report.note(f"These fields are kept, but not shown: {fields}.")

    def review(self) -> None:
        """Report what a bibliography should not have, and settle by which further ids its sources can be cited."""
        review_sources(self.sources, self._places, self.context)
        owners: dict[str, str] = {}
        for source in self.sources.values():
            for alias in source.aliases:
                if alias in self.sources:
                    continue
                if owners.setdefault(alias, source.id) != source.id:
                    with self._at(source.id):
                        self.report.warn(
                            f"The short id “{shorten(alias)}” belongs to “{shorten(owners[alias])}”, too, "
                            "so only that one is cited by it.",
                            "Cite this source by its whole id, or give it another citation key.",
                        )
        self.context.sources = owners | {source: source for source in self.sources}

    def _entries(self, data: bytes) -> Iterable[Entry]:
        limit = self.context.limits.sources
        entries = list(self._read(data))
        if len(entries) > limit:
            raise Rejected(
                f"The file has {len(entries):,} sources; at most {limit:,} are allowed.",
                "Export only the collection that belongs to this exhibit.",
            )
        return entries

    def _read(self, data: bytes) -> Iterator[Entry]:
        found = recognize(data)
        if found in _READERS:
            yield from _READERS[found](decode(data), self.report)
            return
        check_bibliography(data)
        value = read_json(decode(data), self.context.limits.json_depth, self.report)
        if not isinstance(value, list):
            problem = f"{sentence(describe(value))} is not a list of sources."
            raise Rejected(problem, "Write square brackets around the sources, or export them from Zotero as CSL JSON.")
        yield from map(Entry, value)

    def _add(self, item: dict[str, object], label: str, not_shown: Counter[str]) -> None:
        source_id = _id(item.get("id"))
        with self.report.at(feature=f"{shorten(source_id)} ({label})" if label else shorten(source_id)):
            if source_id in self.sources:
                raise Rejected(
                    f"The id “{shorten(source_id)}” is used twice; the second source is left out.",
                    "Remove one of the two, or write another id.",
                    field="id",
                )
            self.sources[source_id] = _source(source_id, Table(item, self.context))
            self._places[source_id] = self.report.location()
            custom = item.get("custom")
            not_shown.update(item.keys() - _NEEDS_NO_MENTION)
            not_shown.update(custom.keys() if isinstance(custom, dict) else ())

    def _new_id(self, item: Mapping[str, object]) -> str:
        """An id from the first author and the year, such as ``powers-1970``; ``powers-1970-2`` for the second one."""
        names = item.get("author") or item.get("editor")
        first = names[0] if isinstance(names, list) and names else {}
        issued = item.get("issued")
        year = date_text(issued)[:4] if isinstance(issued, dict) else ""
        stem = as_slug(f"{first.get('family') or first.get('literal') or item.get('title', '')} {year}") or "source"
        number = 1
        while (found := stem if number == 1 else f"{stem}-{number}") in self.sources:
            number += 1
        return found

    def _at(self, source: str) -> AbstractContextManager[None]:
        place = self._places[source]
        return self.report.at(file=place.file, feature=place.feature, path=place.path, line=place.line)


def entries_of(data: bytes, limits: Limits) -> tuple[Source, ...]:
    """The sources of a file of its own. Raises `Rejected` where it cannot be used."""
    bibliography = Bibliography(ReadContext(Report(), limits))
    bibliography.read(data)
    return tuple(bibliography.sources.values())


_READERS = {Format.BIBTEX: read_bibtex, Format.RIS: read_ris}


def _counted(count: int, verb: str = "have") -> str:
    words = f"{count:,} source{'' if count == 1 else 's'}"
    return f"{words} {'has' if count == 1 else verb}" if verb else words


def _id(value: object) -> str:
    if type(value) is int:
        return str(value)
    if isinstance(value, str) and value.strip() and value.isprintable():
        return value
    problem = "The source has no id." if value is None else f"{sentence(describe(value))} is not an id."
    raise Rejected(problem, 'Write the id by which it is cited, such as "id": "powers-1970"', field="id")


def _source(source_id: str, table: Table) -> Source:
    if table.values.get("title") is None:
        table.warn("title", "The source has no title; its id is shown instead.", 'Write: "title": "…"')
    item = _item(table)
    kind = str(item.get("type", "document"))
    if kind not in TYPES:
        fix = did_you_mean(kind, TYPES) or "Use a type of CSL, such as book, chapter, report or webpage."
        table.context.report.note(
            f"The type {describe(kind)} is not one of CSL; the source is shown like a document.",
            fix,
            field=table.field("type"),
        )
    found_doi, url = _link(table, "DOI", doi), _link(table, "URL", _url)
    item |= {"id": source_id, "DOI": found_doi, "URL": url}
    issued = item.get("issued")
    return Source(
        id=source_id,
        title=plain(str(item.get("title", source_id))),
        kind=kind,
        authors=tuple(map(_written, _leading(item))),
        issued=date_text(issued) if isinstance(issued, dict) else "",
        container=plain(str(item.get("container-title", ""))),
        publisher=plain(str(item.get("publisher", ""))),
        url=url,
        doi=found_doi,
        note=table.take("note", string, ""),
        checked=table.take("checked", flag, False),
        aliases=tuple(_aliases(source_id, table)),
        csl=json.dumps({key: value for key, value in item.items() if value not in ("", [], {})}, ensure_ascii=False),
    )


def _item(table: Table) -> dict[str, object]:
    """The entry with its texts, names and dates checked."""
    item = dict(table.values)
    item["type"] = table.take("type", string, "document")
    if "event" in item:
        item.setdefault("event-title", item.pop("event"))
    for key in TEXTS:
        if key in item:
            item[key] = table.take(key, string if key in _STRICT else _text, "")
    for key in NAMES:
        if key in item:
            item[key] = [name for person in table.tables(key, _one(key)) if (name := _name(person, key))]
    for key in DATES:
        if key in item:
            item[key] = table.take(key, _csl_date, {})
    return item


def _text(value: object) -> str:
    """Text or a number; blank text is as if it were not there."""
    if type(value) in (int, float):
        return str(value)
    return value.strip() if isinstance(value, str) and not value.strip() else string(value)


def _one(key: str) -> str:
    role = key.replace("-", " ")
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _name(person: Table, key: str) -> dict[str, object]:
    """The parts of a name that are text, and whether its order is fixed."""
    name: dict[str, object] = {
        part: words for part in _NAME_PARTS if part in person.values and (words := person.take(part, _text, ""))
    }
    if not any(part in name for part in ("literal", "family", "given")):
        fix = 'Write it like this: {"family": "Powers", "given": "Francis Gary"}, or {"literal": "CIA"}.'
        person.reject("", Rejected(f"The {key.replace('-', ' ')} has no name.", fix))
        return {}
    return name | {key: True for key in ("static-ordering",) if person.values.get(key)}


def _leading(item: Mapping[str, object]) -> list[dict[str, str]]:
    """The people who are named first."""
    roles = _LEADING if item.get("container-title") else (*_LEADING, *_LEADING_ALONE)
    return next((people for role in roles if isinstance(people := item.get(role), list) and people), [])


def _written(name: Mapping[str, str]) -> str:
    """``Powers, Francis Gary``, ``Gogh, Vincent van``, or the name of an institution as written."""
    given = " ".join(filter(None, map(name.get, ("given", "dropping-particle", "non-dropping-particle"))))
    parts = (name.get("family", ""), given, name.get("suffix", ""))
    return plain(name.get("literal") or ", ".join(filter(None, parts)))


def _aliases(source_id: str, table: Table) -> Iterator[str]:
    """The last part of an id that is an address, as Zotero has it, and the citation key of Better BibTeX."""
    last = re.fullmatch(r"https?://\S+/(?P<last>[^/?#\s]+)", source_id)
    if last:
        yield last["last"]
    key = table.take("citation-key", _text, "")
    if key and key != source_id:
        yield key


def _csl_date(value: object) -> dict[str, object]:
    """A date of CSL, its parts as numbers."""
    if not isinstance(value, dict):
        meant = csl_date(value) if isinstance(value, str) else {}
        fix = f"Write: {json.dumps(meant)}" if "date-parts" in meant else _DATE
        raise Rejected(f"{sentence(describe(value))} is not a date of CSL-JSON.", fix)
    date: dict[str, object] = {"circa": True} if value.get("circa") not in (None, False, 0, "", "0", "false") else {}
    parts, season = value.get("date-parts"), value.get("season")
    if isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts):
        date["date-parts"] = [_date_parts(part) for part in parts[:2]]
        if type(season) is int or (isinstance(season, str) and season.isdecimal()):
            date["season"] = int(season)
        elif isinstance(season, str) and (name := season.strip()):
            if name.casefold() not in _SEASONS:
                return {"literal": f"{name} {date_text(date)}"}
            date["season"] = _SEASONS[name.casefold()]
        return date
    worded = value.get("literal") or value.get("raw")
    if isinstance(worded, str) and worded.strip():
        return date | {"literal": worded.strip()}
    raise Rejected(f"{sentence(describe(value))} is not a date of CSL-JSON.", _DATE)


def _date_parts(parts: Iterable[object]) -> list[int]:
    """``[1960, 5, 1]``; Zotero writes the numbers as text."""
    numbers = [int(part) if isinstance(part, str) and part.isdecimal() and len(part) < 5 else part for part in parts]
    checked: list[int] = []
    for number, highest in zip(numbers, (9999, 12, 31), strict=False):
        if type(number) is not int or not (-9999 <= number <= highest and (number > 0 or highest == 9999)):
            raise Rejected(f"{sentence(describe(number))} is not a year, month or day.", _DATE, field="date-parts")
        checked.append(number)
    return checked


def _link(table: Table, key: str, parse: Callable[[object], str]) -> str:
    """An address or a DOI; the source is shown without one that cannot be used, which is a warning."""
    value = table.values.get(key)
    try:
        return "" if value in (None, "") else parse(value)
    except Rejected as rejected:
        table.warn(key, f"{rejected.problem.removesuffix('.')}, so it is left out.", rejected.fix)
        return ""


def _url(value: object) -> str:
    address = string(value).strip()
    if not address.lower().startswith(("https://", "http://")) or not _has_host(address):
        fix = f'Write: "https://{address}"' if re.match(r"www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$)", address) else ""
        raise Rejected(
            f"{describe(value)} is not a web address.",
            fix or "Write an address that begins with https://, or use “note”.",
        )
    return address


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:  # such as "https://[a": brackets that hold no IPv6 address
        return False
