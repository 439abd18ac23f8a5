"""The bibliography: CSL-JSON to sources."""

from __future__ import annotations

from collections.abc import Iterable

from app.content.desk import Desk
from app.content.encoding import decode
from app.content.strict_json import read_json
from app.content.table import Table
from app.content.values import clipped, describe, flag, string
from app.domain import Source
from app.errors import Rejected

FILE = "sources.json"
KEYS = ("id", "type", "title", "author", "issued", "container-title", "publisher", "URL", "note", "checked")


def read_sources(data: bytes, desk: Desk) -> tuple[Source, ...]:
    """The entries of a CSL-JSON list. One without id, or with that of an earlier one, is told and left out.

    Raises `Rejected` where the file as a whole cannot be used.
    """
    value = read_json(decode(data), desk.limits.json_depth, desk.report)
    if not isinstance(value, list):
        raise Rejected(
            describe(value),
            "a CSL-JSON list of sources",
            "Put the sources between square brackets, or export them from Zotero as CSL JSON.",
        )
    sources: dict[str, Source] = {}
    for index, entry in enumerate(value):
        label = f"[{index}]"
        with desk.report.at(feature=label):
            if not isinstance(entry, dict):
                raise Rejected(describe(entry), "a source", 'Write {"id": "…", "title": "…"}.')
            source_id = _id(entry.get("id"))
            with desk.report.at(feature=f"{clipped(source_id)} ({label})"):
                if source_id in sources:
                    raise Rejected(
                        f"the id “{clipped(source_id)}” a second time",
                        "each source once",
                        "Remove one of the two, or rename it; the first counts.",
                        field="id",
                    )
                sources[source_id] = _source(source_id, Table(entry, desk))
    return tuple(sources.values())


def _id(value: object) -> str:
    if type(value) is int:
        return str(value)
    if isinstance(value, str) and value.strip():
        return value
    found = "no id" if value is None else describe(value)
    raise Rejected(found, "the id by which the source is cited", 'Add "id".', field="id")


def _source(source_id: str, table: Table) -> Source:
    if table.values.get("title") is None:
        table.warn("title", "no title", "the title of the source", "Add it; the id stands in its place for now.")
    return Source(
        id=source_id,
        title=table.take("title", string, source_id),
        kind=table.take("type", string, "document"),
        authors=tuple(name for author in table.tables("author", "authors") if (name := _name(author))),
        issued=table.take("issued", _issued, ""),
        container=table.take("container-title", string, ""),
        publisher=table.take("publisher", string, ""),
        url=table.take("URL", _url, ""),
        note=table.take("note", string, ""),
        checked=table.take("checked", flag, False),
    )


def _name(author: Table) -> str:
    """``Powers, Francis Gary``, or the name of an office as it stands."""
    literal = author.take("literal", string, "")
    parts = [author.take(key, string, "") for key in ("family", "given")]
    name = literal or ", ".join(part for part in parts if part)
    if not name:
        author.reject("", Rejected("an author without a name", "family and given, or literal", "Add the name, or remove the author."))
    return name


def _issued(value: object) -> str:
    """CSL's date as ISO 8601, or as it is worded."""
    if isinstance(value, dict):
        worded = value.get("literal") or value.get("raw")
        if isinstance(worded, str):
            return worded
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts):
            return "/".join(_date(part) for part in parts)
    raise Rejected(describe(value), "the date of publication", 'Write {"date-parts": [[1960, 5, 1]]}.')


def _date(parts: Iterable[object]) -> str:
    """``[1960, 5, 1]`` as ``1960-05-01``; Zotero writes the numbers as text."""
    numbers = [int(part) if isinstance(part, str) and part.isdecimal() and len(part) < 5 else part for part in parts]
    for number, highest in zip(numbers, (9999, 12, 31), strict=False):
        if type(number) is not int or not (-9999 <= number <= highest and (number > 0 or highest == 9999)):
            raise Rejected(describe(number), "year, month and day as numbers", 'Write {"date-parts": [[1960, 5, 1]]}.', field="date-parts")
    return "-".join(f"{number:0{width}d}" for number, width in zip(numbers, (4, 2, 2), strict=False))


def _url(value: object) -> str:
    address = string(value).strip()
    if not address.lower().startswith(("https://", "http://")):
        raise Rejected(describe(value), "an address that begins with https:// or http://", "Correct it, or put it into the note.")
    return address
