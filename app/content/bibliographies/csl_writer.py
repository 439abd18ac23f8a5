"""Sources as CSL-JSON, as Zotero and Pandoc read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain import Source
from app.references import DATES, NAMES, TEXTS

Item = dict[str, Any]
_KEPT = frozenset({*TEXTS, *NAMES, *DATES, "id", "type", "language", "URL", "DOI", "note", "abstract", "keyword"})


def item_of(source: Source) -> Item:
    """A source as an object of CSL-JSON, without what CSL has no variable for. Its id can be a citation key."""
    item = json.loads(source.csl) if source.csl else {"type": source.kind}
    kept = {key: value for key, value in item.items() if key in _KEPT}
    key = citation_key(source)
    return {"id": key, "type": source.kind} | kept | {"title": item.get("title", source.title), "id": key}


def citation_key(source: Source) -> str:
    """The id, or of an id that is an address its last part, without signs that BibTeX does not allow."""
    return re.sub(r"[^\w:./+-]", "-", next(iter(source.aliases), source.id), flags=re.ASCII)


def name_parts(person: Mapping[str, Any]) -> tuple[str, str, str]:
    """Family name, given names and suffix, which may be written after the given names: “Francis Gary, Jr.”."""
    family = " ".join(filter(None, (person.get("non-dropping-particle"), person.get("family"))))
    given = " ".join(filter(None, (person.get("given"), person.get("dropping-particle"))))
    given, _, suffix = given.partition(", ") if not person.get("suffix") else (given, "", str(person["suffix"]))
    return family, given, suffix


def write_csl(sources: Iterable[Source]) -> str:
    """The sources as CSL-JSON."""
    return json.dumps([item_of(source) for source in sources], ensure_ascii=False, indent=1) + "\n"
