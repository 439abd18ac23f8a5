"""BibTeX and BibLaTeX to entries of CSL-JSON."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from app.content.bibliographies import Entry
from app.content.bibliographies.csl_dates import csl_date, month_number
from app.content.fields.values import shorten
from app.errors import Rejected, Report

if TYPE_CHECKING:
    from bibtexparser.model import Block
    from bibtexparser.model import Entry as BibEntry
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.macrospec import LatexContextDb

TYPES: Mapping[str, str] = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "book": "book", "booklet": "pamphlet",
    "collection": "book", "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage",
    "image": "graphic", "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia", "jurisdiction": "legal_case", "legislation": "legislation",
    "letter": "personal_communication", "manual": "book", "map": "map", "mastersthesis": "thesis",
    "misc": "document", "movie": "motion_picture", "mvbook": "book", "mvcollection": "book", "online": "webpage",
    "patent": "patent", "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book",
    "reference": "book", "report": "report", "software": "software", "suppbook": "chapter", "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture", "www": "webpage",
}  # fmt: skip
_SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine", "dataset": "dataset",
             "map": "map", "periodical": "periodical"}  # fmt: skip
_NAMES = {
    "author": "author", "bookauthor": "container-author", "director": "director", "editor": "editor",
    "illustrator": "illustrator", "translator": "translator",
}  # fmt: skip
_DATES = {"date": "issued", "eventdate": "event-date", "origdate": "original-date", "urldate": "accessed"}
_TEXTS = {
    "abstract": "abstract", "address": "publisher-place", "annotation": "annote", "annote": "annote",
    "archive": "archive", "archivelocation": "archive_location", "archive_location": "archive_location",
    "booktitle": "container-title", "callnumber": "call-number", "chapter": "chapter-number", "doi": "DOI",
    "edition": "edition", "eventtitle": "event-title", "howpublished": "medium", "institution": "publisher",
    "isbn": "ISBN", "issn": "ISSN", "issue": "issue", "journal": "container-title", "journaltitle": "container-title",
    "keywords": "keyword", "langid": "language", "language": "language", "lccn": "call-number", "library": "archive",
    "location": "publisher-place", "maintitle": "container-title", "note": "note", "number": "number",
    "organization": "publisher", "origlocation": "original-publisher-place", "origpublisher": "original-publisher",
    "origtitle": "original-title", "pages": "page", "pagetotal": "number-of-pages", "pmid": "PMID",
    "publisher": "publisher", "pubstate": "status", "school": "publisher", "series": "collection-title",
    "shelfmark": "call-number", "shorttitle": "title-short", "title": "title", "type": "genre", "url": "URL",
    "venue": "event-place", "version": "version", "volume": "volume", "volumes": "number-of-volumes",
}  # fmt: skip
_JOINED = {"subtitle": ("title", ": "), "titleaddon": ("title", ". "), "booksubtitle": ("container-title", ": "),
           "journalsubtitle": ("container-title", ": "), "addendum": ("note", " ")}  # fmt: skip
_READ_APART = frozenset({"crossref", "entrysubtype", "month", "year", "day"})
_VERBATIM = frozenset({"doi", "url", "isbn", "issn"})
_PARENTS = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
"""Fields of the entry in ``crossref`` that are another field in the one that refers to it."""

_MACROS = {
    "emph": "<i>%s</i>", "textit": "<i>%s</i>", "mkbibemph": "<i>%s</i>", "textbf": "<b>%s</b>",
    "mkbibbold": "<b>%s</b>", "textsuperscript": "<sup>%s</sup>", "textsubscript": "<sub>%s</sub>",
    "enquote": "“%s”", "mkbibquote": "“%s”",
}  # fmt: skip
_LATEX = re.compile(r"[\\$~`]|--|''")
_ADDRESS = re.compile(r"(?:\\url\s*\{)?(?P<address>https?://[^\s{}]+)\}?")
_UNESCAPED = re.compile(r"(?<!\\)([%&])")
"""Signs that people forget to escape; LaTeX would drop the rest of the line."""


def read_bibtex(text: str, report: Report) -> Iterator[Entry]:
    """The entries of a file. Those that are damaged are reported and left out."""
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string

    blocks = [_without_repetition(block, report) for block in parse_string(text).blocks]
    entries = [block for block in blocks if isinstance(block, model.Entry)]
    by_key = {entry.key: entry for entry in entries}
    for entry in entries:
        with report.at(feature=shorten(entry.key), line=_line(entry)):
            if not entry.key:
                raise Rejected("The entry has no key.", "Write one after the brace: @book{powers-1970, …")
            parent = by_key.get(_plain(entry, "crossref"))
            yield Entry(_item(entry, parent if parent is not entry else None, report), _line(entry))


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _without_repetition(block: Block, report: Report) -> Block:
    """The entry in a block that the parser refuses; what cannot be read at all is reported."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock

    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(f"“{name}”" for name in sorted(block.duplicate_keys))
        problem = f"The entry has more than one {names}; the first counts."
        report.warn(problem, "Remove the others.", line=_line(block))
        return block.ignore_error_block or block
    if isinstance(block, DuplicateBlockKeyBlock):
        return block.ignore_error_block or block
    if isinstance(block, ParsingFailedBlock):
        report.error(
            "The entry that begins here is damaged, so it is left out.",
            "Write it like this, each value between braces: @book{powers-1970, title = {…}, year = {1970}}",
            line=_line(block),
        )
    return block


def _item(entry: BibEntry, parent: BibEntry | None, report: Report) -> dict[str, object]:
    fields = _fields(entry, parent)
    kind = TYPES.get(entry.entry_type.lower())
    if kind is None:
        report.note(f"The type “@{shorten(entry.entry_type)}” is not known; the source is shown like a document.")
    subtype = _SUBTYPES.get(fields.get("entrysubtype", ""))
    item: dict[str, object] = {"id": entry.key, "type": subtype or kind or "document"}
    custom: dict[str, str] = {}
    for name, value in fields.items():
        if name not in _JOINED and name not in _READ_APART:
            _set(item, custom, name, value, report)
    for name, (key, delimiter) in _JOINED.items():
        if more := _decoded(fields.get(name, ""), report, name):
            item[key] = delimiter.join(filter(None, (str(item.get(key, "")), more)))
    if "issued" not in item and (date := _year_and_month(fields)):
        item["issued"] = date
    _name_number(item)
    return item | {"custom": custom} if custom else item


def _set(item: dict[str, object], custom: dict[str, str], name: str, value: str, report: Report) -> None:
    """Set the variable for a field, or what CSL has none for in `custom`."""
    if name in _NAMES:
        item[_NAMES[name]] = list(_names(value, report, name))
    elif name in _DATES:
        item[_DATES[name]] = csl_date(value)
    elif name == "howpublished" and (address := _ADDRESS.fullmatch(value)):
        item["URL"] = address["address"]
    else:
        words = value if name in _VERBATIM else _decoded(value, report, name)
        if name not in _TEXTS or item.setdefault(_TEXTS[name], words) != words:
            custom[name] = words


def _fields(entry: BibEntry, parent: BibEntry | None) -> dict[str, str]:
    """The values of an entry by field, then what it takes from its parent."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        if value := " ".join(str(field.value).split()):
            fields.setdefault(field.key.lower(), value)
    if parent:
        for name, inherited in _fields(parent, None).items():
            fields.setdefault(_PARENTS.get(name, name), inherited)
    return fields


def _plain(entry: BibEntry, name: str) -> str:
    return next((str(field.value).strip() for field in entry.fields if field.key.lower() == name), "")


def _name_number(item: dict[str, object]) -> None:
    """Call ``number`` what it is: an issue of a periodical, a number in a series, or a number of its own."""
    if "number" not in item:
        return
    if str(item["type"]).startswith("article"):
        item.setdefault("issue", item.pop("number"))
    elif "collection-title" in item:
        item["collection-number"] = item.pop("number")


def _year_and_month(fields: Mapping[str, str]) -> dict[str, object] | None:
    year = fields.get("year", "").strip("{}")
    if not year:
        return None
    month = month_number(fields.get("month", "").strip("{}"))
    if not year.isdecimal() or len(year) > 4:
        return {"literal": year}
    return {"date-parts": [[int(year), month] if month else [int(year)]]}


def _names(value: str, report: Report, field: str) -> Iterator[dict[str, str]]:
    """The people in a field. A name in braces is that of an institution; ``others`` is left out."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    for name in split_multiple_persons_names(value):
        if name.startswith("{") and name.endswith("}") and name.find("}") == len(name) - 1:
            yield {"literal": _decoded(name, report, field)}
        elif name.strip().lower() != "others":
            parts = parse_single_name_into_parts(name, strict=False)
            by_key = {
                "family": parts.last, "given": parts.first, "non-dropping-particle": parts.von, "suffix": parts.jr,
            }  # fmt: skip
            yield {key: _decoded(" ".join(words), report, field) for key, words in by_key.items() if words}


def _decoded(value: str, report: Report, name: str) -> str:
    try:
        return _text(value)
    except RecursionError:
        report.warn(
            "Braces or commands are nested too deep, so they are shown as written.", "Use fewer of them.", field=name
        )
        return value


def _text(value: str) -> str:
    """The text of LaTeX, with ``<i>``, ``<b>``, ``<sup>`` and ``<sub>`` for its commands."""
    if not _LATEX.search(value):
        return value.replace("{", "").replace("}", "")
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    commands, decoder = _latex()
    try:
        walker = LatexWalker(_UNESCAPED.sub(r"\\\1", value), latex_context=commands, tolerant_parsing=True)
        return " ".join(str(decoder.nodelist_to_text(walker.get_latex_nodes()[0])).split(" ")).strip()
    except LatexWalkerError:
        return value


@cache
def _latex() -> tuple[LatexContextDb, LatexNodes2Text]:
    """The commands that take an argument, and what turns them into text."""
    from pylatexenc import latex2text, latexwalker, macrospec

    commands = latexwalker.get_default_latex_context_db()
    commands.add_context_category(
        "bibliography", prepend=True, macros=[macrospec.std_macro(name, False, 1) for name in _MACROS]
    )
    texts = latex2text.get_default_latex_context_db()
    texts.add_context_category(
        "bibliography", prepend=True, macros=[latex2text.MacroTextSpec(*macro) for macro in _MACROS.items()]
    )
    return commands, latex2text.LatexNodes2Text(latex_context=texts, math_mode="text")


for _name in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what they find is reported here, with its line
