"""Sources as BibLaTeX, which Zotero, JabRef and LaTeX read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.content.bibliographies.csl_writer import Item, item_of, name_parts
from app.domain import Source
from app.references import date_text

_TYPES: Mapping[str, str] = {
    "article": "article", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "dataset": "misc", "entry-encyclopedia": "inreference",
    "graphic": "artwork", "legal_case": "jurisdiction", "legislation": "legislation", "manuscript": "unpublished",
    "map": "misc", "motion_picture": "movie", "pamphlet": "booklet", "paper-conference": "inproceedings",
    "patent": "patent", "periodical": "misc", "personal_communication": "letter", "post": "online",
    "post-weblog": "online", "report": "report", "software": "software", "song": "audio", "thesis": "thesis",
    "webpage": "online",
}  # fmt: skip
_NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor",
    "director": "director", "illustrator": "illustrator",
}  # fmt: skip
_TEXTS = {
    "title": "title", "publisher": "publisher", "publisher-place": "location", "volume": "volume",
    "number-of-volumes": "volumes", "edition": "edition", "page": "pages", "number-of-pages": "pagetotal",
    "collection-title": "series", "collection-number": "number", "issue": "number", "number": "number",
    "chapter-number": "chapter", "event-title": "eventtitle", "event-place": "venue", "genre": "type",
    "archive": "archive", "archive_location": "archivelocation", "call-number": "shelfmark", "ISBN": "isbn",
    "ISSN": "issn", "version": "version", "original-title": "origtitle", "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation", "status": "pubstate", "medium": "howpublished", "DOI": "doi",
    "URL": "url", "language": "langid", "note": "note", "abstract": "abstract", "keyword": "keywords",
}  # fmt: skip
_DATES = {"issued": "date", "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine",
             "dataset": "dataset", "map": "map", "periodical": "periodical"}  # fmt: skip
"""What an entry is more exactly. Zotero leaves out an entry whose type it does not know, such as ``@dataset``."""
_VERBATIM = frozenset({"doi", "url", "isbn", "issn"})
_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
        "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    }
)  # fmt: skip
_MARKUP = {"i": "textit", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
_TAG = re.compile(r"<(?P<tag>i|b|sup|sub)>(?P<words>[^<]*)</(?P=tag)>")
_ISO = re.compile(r"-?\d{4}(-\d\d){0,2}(/(\d{4}(-\d\d){0,2})?)?")


def write_bibtex(sources: Iterable[Source]) -> str:
    """The sources as BibLaTeX, one after the other."""
    return "\n".join(_entry(item_of(source)) for source in sources)


def _entry(item: Item) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item) if value)
    return f"@{_TYPES.get(item['type'], 'misc')}{{{item['id']},\n{fields}}}\n"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    if subtype := _SUBTYPES.get(item["type"]):
        yield "entrysubtype", subtype
    for key, name in _NAMES.items():
        yield name, " and ".join(map(_name, item.get(key, ())))
    container = "journaltitle" if item["type"].startswith("article") else "booktitle"
    yield container, _latex(str(item.get("container-title", "")))
    for key, name in _TEXTS.items():
        if key in item and name not in taken:
            taken.add(name)
            yield name, str(item[key]) if name in _VERBATIM else _latex(str(item[key]))
    for key, name in _DATES.items():
        yield name, _date(item.get(key, {}), name)


def _name(person: Mapping[str, Any]) -> str:
    """``von Last, Jr, First``; in braces an institution, and a family name with a word in small letters."""
    if person.get("literal") or not person.get("given"):
        return f"{{{_latex(str(person.get('literal') or person.get('family', '')))}}}"
    family, given, suffix = name_parts(person)
    is_whole = not person.get("non-dropping-particle") and re.search(r"\b[a-zß-ÿ]", family)
    last = f"{{{_latex(family)}}}" if is_whole else _latex(family)
    return ", ".join([last, *(_latex(part) for part in (suffix, given) if part)])


def _date(value: Mapping[str, Any], name: str) -> str:
    """A date in EDTF; one in words is kept in words."""
    text = date_text(value) if value else ""
    if name != "date" and not _ISO.fullmatch(text):
        return ""
    return f"{text}~" if value.get("circa") and _ISO.fullmatch(text) else _latex(text)


def _latex(text: str) -> str:
    """Text with the signs of LaTeX escaped, and with its commands for Zotero's markup."""
    parts, end = [], 0
    for match in _TAG.finditer(text):
        parts += [_escaped(text[end : match.start()]), f"\\{_MARKUP[match['tag']]}{{{_escaped(match['words'])}}}"]
        end = match.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
