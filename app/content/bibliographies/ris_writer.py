"""Sources as RIS, which EndNote, Zotero and libraries' catalogues read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.content.bibliographies.csl_writer import Item, item_of, name_parts
from app.content.bibliographies.ris import TYPES
from app.domain import Source
from app.references import date_text, plain

_PREFERRED = {"article-journal": "JOUR", "report": "RPRT", "book": "BOOK", "chapter": "CHAP", "webpage": "ELEC",
              "document": "GEN", "manuscript": "MANSCPT", "motion_picture": "VIDEO", "paper-conference": "CPAPER",
              "legislation": "STAT", "entry-encyclopedia": "ENCYC", "dataset": "DATA",
              "post": "ELEC"}  # fmt: skip
_KINDS = {kind: code for code, kind in reversed(list(TYPES.items()))} | _PREFERRED
_NAMES = {"author": "AU", "editor": "ED", "collection-editor": "A3", "translator": "A4"}
_TEXTS = {
    "title": "TI", "container-title": "T2", "collection-title": "T3", "volume": "VL", "issue": "IS",
    "publisher-place": "CY", "publisher": "PB", "edition": "ET", "number": "M1", "genre": "M3", "ISBN": "SN",
    "ISSN": "SN", "call-number": "CN", "archive": "DB", "archive_location": "AN", "number-of-volumes": "NV",
    "section": "SE", "language": "LA", "note": "N1", "abstract": "AB", "keyword": "KW", "DOI": "DO", "URL": "UR",
}  # fmt: skip


def write_ris(sources: Iterable[Source]) -> str:
    """The sources as RIS, one after the other."""
    return "\n".join(_record(item_of(source)) for source in sources)


def _record(item: Item) -> str:
    lines = [("TY", _KINDS.get(item["type"], "GEN")), ("ID", item["id"]), *_lines(item), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in lines if value or tag == "ER")


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    for key, tag in _NAMES.items():
        yield from ((tag, _name(person)) for person in item.get(key, ()))
    for key, tag in _TEXTS.items():
        if key in item:
            yield tag, plain(str(item[key]))
    yield from zip(("SP", "EP"), re.split("–|--?", str(item.get("page", "")), maxsplit=1), strict=False)
    yield from _dates(item)


def _name(person: Mapping[str, Any]) -> str:
    """``Family, Given, Suffix``; a name without a comma is that of an institution."""
    if person.get("literal"):
        return str(person["literal"])
    return ", ".join(filter(None, name_parts(person)))


def _dates(item: Item) -> Iterator[tuple[str, str]]:
    """The year, and the whole date; one in words follows the slashes."""
    for key, tag in (("issued", "DA"), ("accessed", "Y2")):
        text = date_text(item[key]) if item.get(key) else ""
        year = re.match(r"\d{4}(?=$|[-/])", text)
        if key == "issued" and year:
            yield "PY", year[0]
        if not year:
            yield tag, text
        elif len(text) > 4:
            yield tag, f"{text.partition('/')[0].replace('-', '/')}/"
