"""Edits of the bibliography in CSL-JSON, ``sources.json``: the other sources keep every byte."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.authoring.draft import Draft
from app.content import JsonText, Limits, as_slug, entries_of
from app.errors import Rejected
from app.references import date_text

FILE = "sources.json"
TEXTS = (
    "type", "title", "container-title", "publisher", "publisher-place", "volume", "issue", "page", "archive",
    "archive_location", "URL", "DOI", "note",
)  # fmt: skip
KEYS = ("author", "editor", "issued", *TEXTS)
"""What can be edited of a source beside its id."""
_DATE = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class SourcesText:
    """The text of ``sources.json``; an empty one is that of no sources yet."""

    json: JsonText

    @classmethod
    def of(cls, text: str) -> SourcesText:
        """Raises `Rejected` for a file that is no list."""
        text = text if text.strip() else "[]\n"
        try:
            is_list = isinstance(json.loads(text), list)
        except (ValueError, RecursionError):
            is_list = False
        if not is_list:
            raise Rejected(f"{FILE} is not a list of sources.", "Correct it first; see the problems.")
        return cls(JsonText(text))

    @property
    def text(self) -> str:
        """The whole text."""
        return self.json.text

    @property
    def ids(self) -> list[str]:
        """The ids of the sources in order."""
        return [str(item.get("id", "")) if isinstance(item, dict) else "" for item in self.json.value([])]

    def having(self, source: str, key: str, value: str) -> SourcesText:
        """With another value for one of `KEYS`; an empty one removes it."""
        if key not in KEYS:
            raise Rejected(f"A source has no {key!r}.", f"Use one of {', '.join(KEYS)}.")
        path: list[str | int] = [self._index(source), key]
        if value.strip() == source_fields(self.json.value(path[:1])).get(key, ""):
            return self
        if value.strip():
            return SourcesText(self.json.having(path, _item_value(key, value.strip())))
        return SourcesText(self.json.without(path)) if self.json.value(path) is not None else self

    def with_entries(self, items: Iterable[Mapping[str, Any]]) -> SourcesText:
        """With further sources, after the last; those whose id is there already are left out."""
        json, known = self.json, set(self.ids)
        for item in items:
            if str(item.get("id")) not in known:
                json = json.inserted([len(json.value([]))], dict(item))
                known.add(str(item.get("id")))
        return SourcesText(json)

    def without(self, source: str) -> SourcesText:
        """Without a source."""
        return SourcesText(self.json.without([self._index(source)]))

    def _index(self, source: str) -> int:
        if source not in self.ids:
            raise Rejected(f"The source {source!r} is not in {FILE}.", "Change it in the program that made its file.")
        return self.ids.index(source)


def with_sources(draft: Draft, data: bytes, known: Collection[str], limits: Limits) -> tuple[Draft, int, int]:
    """The draft with those sources of a bibliography, in any of its formats, that are not `known` yet; how many it has,
    and how many of them are new. Raises `Rejected` where the file cannot be used.
    """
    sources = entries_of(data, limits)
    new = [json.loads(source.csl) for source in sources if source.id not in known]
    if new:
        text = draft.text(FILE) if FILE in draft.files or (draft.folder / FILE).exists() else ""
        draft = draft.having({FILE: SourcesText.of(text).with_entries(new).text.encode()})
    return draft, len(sources), len(new)


def new_id(title: str) -> str:
    """The id of a source that is called so."""
    return as_slug(" ".join(title.split()[:6])) or "source"


def source_fields(item: Mapping[str, Any]) -> dict[str, str]:
    """What a source says, as it is written in a form: names as ``Family, Given; Family, Given``."""
    fields = {key: str(item[key]) for key in TEXTS if item.get(key)}
    names = {key: "; ".join(map(_written_name, item[key])) for key in ("author", "editor") if item.get(key)}
    issued = item.get("issued")
    return {**names, **fields, **({"issued": date_text(issued)} if isinstance(issued, dict) else {})}


def _item_value(key: str, text: str) -> object:
    if key in ("author", "editor"):
        return [_name(name.strip()) for name in re.split(r";|\n", text) if name.strip()]
    if key == "issued":
        return {"date-parts": [[*map(int, text.split("-"))]]} if _DATE.fullmatch(text) else {"literal": text}
    return text


def _name(text: str) -> dict[str, str]:
    family, comma, given = text.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": text}


def _written_name(name: Mapping[str, str]) -> str:
    given = " ".join(filter(None, map(name.get, ("given", "dropping-particle", "non-dropping-particle"))))
    return name.get("literal") or ", ".join(filter(None, (name.get("family"), given)))
