"""RIS to entries of CSL-JSON, as Zotero writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.content.bibliographies import Entry
from app.content.bibliographies.csl_dates import csl_date
from app.content.fields.values import shorten
from app.errors import Report

TYPES: Mapping[str, str] = {
    "ABST": "article", "ADVS": "motion_picture", "ART": "graphic", "BILL": "bill", "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure", "CLSWK": "classic", "COMP": "software",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset", "DBASE": "dataset",
    "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal",
    "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report",
    "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal", "JOUR": "article-journal",
    "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "MPCT": "motion_picture", "MULTI": "document", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "PRESS": "document", "RPRT": "report",
    "SER": "periodical", "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation",
    "THES": "thesis", "UNPB": "manuscript", "VIDEO": "motion_picture",
}  # fmt: skip
_PARTS = frozenset({"article", "chapter", "entry-dictionary", "entry-encyclopedia", "paper-conference", "post-weblog",
                    "webpage"})  # fmt: skip
_NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor",
          "A4": "translator", "TA": "translator"}  # fmt: skip
_DATES = {"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed"}
_TEXTS = {
    "TI": "title", "T1": "title", "T2": "container-title", "JF": "container-title", "JO": "container-title",
    "BT": "container-title", "JA": "container-title-short", "J2": "container-title-short", "T3": "collection-title",
    "VL": "volume", "IS": "issue", "CY": "publisher-place", "PP": "publisher-place", "PB": "publisher", "DO": "DOI",
    "N1": "note", "AB": "abstract", "N2": "abstract", "KW": "keyword", "LA": "language", "ET": "edition",
    "M3": "genre", "M1": "number", "CN": "call-number", "AN": "archive_location", "DB": "archive", "DP": "source",
    "ST": "title-short", "NV": "number-of-volumes", "SE": "section", "RN": "annote", "ID": "id", "UR": "URL",
}  # fmt: skip
_READ_APART = frozenset({"TY", "SP", "EP"})
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?: (?P<value>.*))?")
_SLASHES = re.compile(r"(?P<year>\d{4})(?:[/-](?P<month>\d{1,2}))?(?:[/-](?P<day>\d{1,2}))?(?:[/-](?P<other>[^/]*))?/*")

Record = dict[str, list[str]]
"""The values of each tag, in order."""


def read_ris(text: str, report: Report) -> Iterator[Entry]:
    """The entries of a file."""
    for number, (line, record) in enumerate(_records(text, report)):
        with report.at(feature=f"[{number}]", line=line):
            yield Entry(_item(record, report), line)


def _records(text: str, report: Report) -> Iterator[tuple[int, Record]]:
    """Each record with its first line. A line without a tag continues the one before it."""
    record: Record = {}
    start, values = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.fullmatch(line.rstrip())
        tag, value = (match["tag"], (match["value"] or "").strip()) if match else ("", line.strip())
        if tag == "TY":
            if record:
                report.warn("The entry has no end.", "Write a last line: ER  -", line=start)
                yield start, record
            record, start, values = {"TY": [value]}, number, []
        elif tag == "ER":
            if record:
                yield start, record
            record = {}
        elif tag and record:
            values = record.setdefault(tag, [])
            values.append(value)
        elif value and record and values:
            values[-1] = f"{values[-1]} {value}".strip()
    if record:
        report.warn("The entry has no end.", "Write a last line: ER  -", line=start)
        yield start, record


def _item(record: Record, report: Report) -> dict[str, object]:
    kind = TYPES.get(record["TY"][0].upper())
    if kind is None:
        report.note(f"The type “{shorten(record['TY'][0])}” is not known; the source is shown like a document.")
    item: dict[str, object] = {"type": kind or "document"}
    people: dict[str, list[dict[str, str]]] = {}
    custom: dict[str, str] = {}
    for tag, values in record.items():
        found = [value for value in values if value]
        if found and tag in _NAMES:
            people.setdefault(_NAMES[tag], []).extend(map(_name, found))
        elif found and tag not in _READ_APART:
            _set(item, custom, tag, found)
    if pages := "–".join(record.get(tag, [""])[0] for tag in ("SP", "EP") if record.get(tag, [""])[0]):
        item["page"] = pages
    if "container-title" in item and kind is not None and not kind.startswith("article") and kind not in _PARTS:
        item.setdefault("collection-title", item.pop("container-title"))
    return item | people | ({"custom": custom} if custom else {})


def _set(item: dict[str, object], custom: dict[str, str], tag: str, values: list[str]) -> None:
    """Set the variable for a tag, or what CSL has none for in `custom`."""
    if tag in _DATES:
        _set_date(item, _DATES[tag], values[0])
        return
    first, *others = values if tag == "UR" else ["; ".join(values)]
    key = ("ISSN" if _ISSN.fullmatch(first) else "ISBN") if tag == "SN" else _TEXTS.get(tag)
    if key is None or item.setdefault(key, first) != first:
        custom[tag] = first
    elif others:
        custom[tag] = "; ".join(others)


def _set_date(item: dict[str, object], key: str, value: str) -> None:
    """Set a date from ``1960/05/01/``; ``DA`` is usually more exact than ``PY``, wherever it is."""
    match = _SLASHES.fullmatch(value.strip())
    parts = [match[name] for name in ("year", "month", "day") if match[name]] if match else []
    date = csl_date("-".join(part.zfill(2) for part in parts)) if parts else {"literal": value}
    if match and match["other"] and len(parts) == 1:
        date = {"literal": f"{match['other']} {parts[0]}"}
    earlier = item.get(key)
    if not isinstance(earlier, dict) or len(str(date)) > len(str(earlier)):
        item[key] = date


def _name(name: str) -> dict[str, str]:
    """``Family, Given, Suffix``; a name without a comma is that of an institution."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        return {"literal": parts[0]}
    keys = ("family", "given", "suffix")
    return {key: part for key, part in zip(keys, (*parts[:2], ", ".join(parts[2:])), strict=True) if part}
