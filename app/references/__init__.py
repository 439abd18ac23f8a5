"""Sources as references of a bibliography, in the language of the page.

citeproc-py orders and punctuates an entry after ``style.csl``, with the terms of the language. It gets placeholders for
what the entry says, which is put in afterwards, escaped: citeproc-py escapes nothing, and takes milliseconds, but most
entries have one of a few layouts. Dates are in the words of the pages.

A reference depends on its entry, the language and the style alone, and is rendered once. `use_style` sets another style
of CSL: plain dates and given names are then left to it, since it may show the year and initials alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from app.dates import parse_span, spell
from app.domain import Source
from app.errors import Rejected, SettingInvalid
from app.locales import direction_of, first_direction, is_language
from app.text import interface

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

STYLE = Path(__file__).with_name("style.csl")
NAMES = (
    "author", "collection-editor", "composer", "container-author", "director", "editor", "editorial-director",
    "illustrator", "interviewer", "original-author", "recipient", "reviewed-author", "translator",
)  # fmt: skip
DATES = ("accessed", "event-date", "issued", "original-date")
TEXTS = (
    "archive", "archive-place", "archive_collection", "archive_location", "authority", "call-number",
    "chapter-number", "collection-number", "collection-title", "container-title", "dimensions", "edition",
    "event-place", "event-title", "genre", "ISBN", "ISSN", "issue", "medium", "number", "number-of-pages",
    "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page", "PMCID", "PMID",
    "publisher", "publisher-place", "references", "reviewed-title", "scale", "section", "status", "title", "version",
    "volume",
)  # fmt: skip
"""The variables of CSL that a reference shows."""

_CSL = "{http://purl.org/net/xbiblio/csl}"
_LOCK = Lock()
"""citeproc-py keeps the state of a rendering in the style."""
_PLACES = 0xF0000
"""The first of the placeholders, in a plane for private use. It is that of the title."""
_TITLE = chr(_PLACES)
_ITALIC, _ITALIC_END = "\uf8e0", "\uf8e1"
_PLACE = re.compile(
    "(?:(?P<place>[\U000f0000-\U000ffffd])|90000(?P<number>\\d\\d)9)(?P<after>(?:\uf8e1|[”“’‘»«」』])*)(?P<stop>\\.?)"
)
_MARKUP = re.compile(
    r"&lt;(?:(?P<tag>i|b|sup|sub)|span(?: (?:(?!&[lg]t;).)*)?)&gt;"
    r"(?P<words>(?:(?!&lt;/?(?:i|b|sup|sub|span)\b).)*)&lt;/(?(tag)(?P=tag)|span)&gt;",
    re.DOTALL,
)
_UNSAFE = re.compile("90000|[\uf8e0\uf8e1\U000f0000-\U0010ffff]")
"""What could be taken for a placeholder in a given name; others are left to a style, which may show initials."""
_NUMERIC = re.compile(r"[A-Z]*\d+[A-Z]*", re.IGNORECASE)
"""What citeproc-py takes for a number."""
_NUMBERED = frozenset({"edition", "issue", "volume"})
"""The variables that the style shows in another way where they are numbers."""
_TITLED = re.compile(r"[“„«「]?<cite[^>]*>.*?</cite>[”“»」]?")
_SUBTITLE = re.compile(r"(?<=[^\s<>]{2}): [^<>]*(</cite>)")
_MOST_NAMES = 3
"""A shortened note names all authors of up to so many, else the first."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_UNDATED = re.compile(r"n\.? ?d\.?|no date|[os]\. ?[jad]\.|ohne jahr|б\. ?[дг]\.", re.IGNORECASE)
_SEASON_OF = {"ja": "{year}年{season}"}


Names = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """An entry with placeholders for all that it says: what its layout depends on."""

    kind: str
    texts: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, Names], ...]
    dates: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Setting:
    """The file of the style that references are shown in."""

    style: Path = STYLE


_SETTING = _Setting()


def use_style(path: Path | None) -> None:
    """Show references in the style of a CSL file from now on, or in the project's own.

    Raises `SettingInvalid` for a file that is none, has no bibliography of its own, or numbers its entries.
    """
    if (path or STYLE) == _SETTING.style:
        return
    if path:
        _check_style(path)
    _SETTING.style = path or STYLE
    for cached in (reference, _layout, _style):
        cached.cache_clear()


def _check_style(path: Path) -> None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path).getroot()
    except (OSError, ParseError, DefusedXmlException, ValueError) as error:
        raise SettingInvalid(f"The citation style {path} cannot be read: {error}.") from error
    if root.tag != f"{_CSL}style":
        raise SettingInvalid(f"{path} is not a style of CSL. Download one from https://www.zotero.org/styles.")
    bibliography = root.find(f"{_CSL}bibliography")
    if bibliography is None:
        raise SettingInvalid(f"The citation style {path} has no bibliography. Use the style on which it depends.")
    if any(each.get("variable") == "citation-number" for each in bibliography.iter()):
        raise SettingInvalid(f"The citation style {path} numbers its entries. Use one that lists them by author.")


@lru_cache(maxsize=8192)
def reference(source: Source, language: str) -> Markup:
    """A source as HTML, without its addresses and its note."""
    item = {"title": source.title} | (json.loads(source.csl) if source.csl else _as_item(source))
    values: list[Markup] = []
    layout = _layout(_shape(item, language, values), language)
    if any(mark in item["title"] for mark in layout.quotes):
        layout = layout.with_title_in_italics()
    values[0] = _cite(item, values[0], language, is_part=layout.quotes_title)
    return _filled(layout.text, values)


def short_reference(source: Source, language: str) -> Markup:
    """A source as a shortened note: the names of its authors and its title without subtitle, as HTML."""
    item = json.loads(source.csl) if source.csl else _as_item(source)
    names = [str(name.get("family") or name.get("literal") or "") for name in item.get("author") or ()]
    title = _TITLED.search(str(reference(source, language)))
    cited = _SUBTITLE.sub(r"\1", title[0]) if title else str(escape(source.title))
    shown = [str(escape(name)) for name in names if name]
    if len(shown) > _MOST_NAMES:
        shown = [f"{shown[0]} {_term(_style(language), 'et-al')}"]
    elif len(shown) > 1:
        shown = [*shown[:-2], f"{shown[-2]} {_term(_style(language), 'and')} {shown[-1]}"]
    return Markup(", ".join([*shown, cited]))  # noqa: S704 (escaped; the title is from a reference)


def plain(text: str) -> str:
    """`text` without the markup that Zotero has in titles: ``<i>``, ``<b>``, ``<sup>``, ``<sub>``, ``<span …>``."""
    return unescape(re.sub("<[^<>]*>", "", _html(text)))


def _html(text: str) -> Markup:
    """`text` escaped, but for Zotero's markup."""
    html, found = str(escape(text)), 1
    while found:
        html, found = _MARKUP.subn(
            lambda match: "<{0}>{1}</{0}>".format(match["tag"], match["words"]) if match["tag"] else match["words"],
            html,
        )
    return Markup(html)  # noqa: S704 (escaped but for these tags)


def _shape(item: Mapping[str, Any], language: str, values: list[Markup]) -> _Shape:
    """The shape of an entry; the values of its placeholders are added to `values`, the title first."""

    def place(words: str) -> str:
        values.append(_html(words))
        return chr(_PLACES + len(values) - 1)

    def text(key: str, words: str) -> str:
        if key == "edition" and re.fullmatch("[1-9][0-9]?", words):
            return words
        held = place(words)
        return f"90000{len(values) - 1:02}9" if key in _NUMBERED and _NUMERIC.fullmatch(words) else held

    def named(part: str, words: str) -> str:
        is_shortened = part == "given" and _SETTING.style != STYLE and not _UNSAFE.search(words)
        return words if is_shortened else place(words)

    return _Shape(
        str(item.get("type", "document")),
        tuple((key, text(key, words)) for key, words in _texts(item)),
        tuple(
            (key, tuple(tuple((part, named(part, words)) for part, words in _parts(name)) for name in item[key]))
            for key in NAMES
            if item.get(key)
        ),
        tuple((key, _plain_date(item[key]) or place(_spelled(item[key], language))) for key in DATES if item.get(key)),
    )


def _texts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that are shown, but for repetitions: of a newspaper's name as its publisher; of the place, which
    Zotero gives as that of an event, too.
    """
    yield "title", str(item["title"])
    for key in TEXTS:
        if key != "title" and (value := item.get(key)):
            words = str(value)
            if key == "page":
                words = re.sub(r"(?<=\d)--?(?=\d)", "–", words)
            if key not in _SAME_AS or words != item.get(_SAME_AS[key]):
                yield key, words


_SAME_AS = {"event-place": "publisher-place", "publisher": "container-title"}


def _parts(name: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The parts of a name; one that is written without a comma, like 山田太郎, is a whole."""
    family, given = str(name.get("family", "")), str(name.get("given", ""))
    if _CJK.fullmatch(family) and _CJK.fullmatch(given):
        yield "literal", family + given
    elif family and name.get("static-ordering"):
        yield "literal", f"{family} {given}".strip()
    elif name.get("literal"):
        yield "literal", str(name["literal"])
    else:
        yield from ((part, str(name[part])) for part in _NAME_PARTS if name.get(part))


_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")


@dataclass(frozen=True, slots=True)
class _Layout:
    """An entry as citeproc-py writes it: terms, punctuation and placeholders."""

    text: str
    quotes: tuple[str, str]
    """The quotation marks of the language."""

    @property
    def quotes_title(self) -> bool:
        """Whether the title is between quotation marks, as a part of another work is, and not in italics."""
        return f"{_ITALIC}{_TITLE}" not in self.text

    def with_title_in_italics(self) -> _Layout:
        """The layout for a title that has quotation marks of the language within."""
        first, last = self.quotes
        return replace(self, text=self.text.replace(f"{first}{_TITLE}{last}", f"{_ITALIC}{_TITLE}{_ITALIC_END}"))


@lru_cache(maxsize=4096)
def _layout(shape: _Shape, language: str) -> _Layout:
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source import LiteralDate, Name, Reference

    entry = Reference("entry", shape.kind)
    variables = (
        *shape.texts,
        *((key, [Name(**dict(parts)) for parts in names]) for key, names in shape.names),
        *((key, _date(words) or LiteralDate(words)) for key, words in shape.dates),
    )
    for key, value in variables:
        entry[key] = entry[key.replace("-", "_")] = value
    with _LOCK:
        style = _style(language)
        bibliography = CitationStylesBibliography(style, {"entry": entry}, _Marks)
        bibliography.register(Citation([CitationItem("entry")]))
        text = str(bibliography.bibliography()[0])
        quotes = (_term(style, "open-quote"), _term(style, "close-quote"))
    return _Layout(re.sub("  +", " ", text), quotes)


def _plain_date(value: Mapping[str, Any]) -> str:
    """One date as ISO 8601 for a style that is not ours; empty for ranges, seasons and approximate dates, which
    citeproc-py writes wrongly, and for our own style, whose dates are in the words of the page.
    """
    is_plain = len(value.get("date-parts") or ()) == 1 and not value.get("season") and not value.get("circa")
    return date_text(value) if is_plain and _SETTING.style != STYLE else ""


def _date(iso: str) -> object:
    """A date of `_plain_date`; None for a placeholder."""
    from citeproc.source import Date

    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", iso):
        return None
    return Date(**dict(zip(("year", "month", "day"), map(int, iso.split("-")), strict=False)))


def _term(style: CitationStylesStyle, name: str, form: str | None = None) -> str:
    return str(style.root.get_single_term(name=name, form=form))


@cache
def _style(language: str) -> CitationStylesStyle:
    from citeproc import CitationStylesStyle

    style = CitationStylesStyle(str(_SETTING.style), locale=language, validate=False)
    style.root.formatter = _Marks
    return style


def _filled(layout: str, values: Sequence[Markup]) -> Markup:
    """A layout with its values, without a full stop after one that has its own, and with tags for italics."""

    def value(match: re.Match[str]) -> str:
        words = str(values[int(match["number"]) if match["number"] else ord(match["place"]) - _PLACES])
        ends = re.sub("<[^<>]*>", "", words)[-1:] in _STOPS
        return f"{words}{match['after'].replace(_ITALIC_END, '</i>')}{'' if ends else match['stop']}"

    html = str(escape(layout)).replace(f"{_ITALIC}{_TITLE}{_ITALIC_END}", _TITLE).replace(_ITALIC, "<i>")
    return Markup(_PLACE.sub(value, html))  # noqa: S704 (escaped; the tags are ours)


_STOPS = frozenset(".?!…")


def _cite(item: Mapping[str, Any], title: Markup, language: str, *, is_part: bool) -> Markup:
    """The title as a `cite` element, with its language and direction where they are not those of the page."""
    tag, words = str(item.get("language", "")), str(item["title"])
    attributes = Markup(' class="part"') if is_part else Markup()
    if tag.partition("-")[0] != language.partition("-")[0] and is_language(tag):
        attributes += Markup(' lang="{}"').format(tag)
    direction = first_direction(words)
    if direction and direction != direction_of(language):
        attributes += Markup(' dir="{}"').format(direction)
    return Markup("<cite{}>{}</cite>").format(attributes, title)


def _spelled(value: Mapping[str, Any], language: str) -> str:
    """A date of CSL in words."""

    def words(key: str) -> str:
        return interface()[key].in_language(language)

    edtf = date_text(value)
    if season := _season(value):
        text = _SEASON_OF.get(language, "{season} {year}").format(
            season=_term(_style(language), f"season-0{season}"), year=edtf[:4]
        )
        return words("about").format(date=text) if value.get("circa") else text
    if _UNDATED.fullmatch(edtf):
        return _term(_style(language), "no date", "short")
    try:
        return spell(parse_span(f"{edtf}~" if value.get("circa") else edtf), language, words)
    except Rejected:
        return edtf


def date_text(value: Mapping[str, Any]) -> str:
    """A date of CSL as ISO 8601 or EDTF without its doubts, or its literal text."""
    dates = (
        "-".join(f"{part:0{width}d}" for part, width in zip(map(int, parts), (4, 2, 2), strict=False))
        for parts in value.get("date-parts") or ()
    )
    return "/".join(dates) or str(value.get("literal") or value.get("raw") or "")


def _season(value: Mapping[str, Any]) -> int:
    """1 to 4, from spring, or 0; CSL has the numbers from 21, too."""
    season = str(value.get("season", ""))
    number = int(season) % 20 if season.isdecimal() else 0
    return number if number <= 4 else 0


def _as_item(source: Source) -> dict[str, Any]:
    """A source that is not from a file."""
    return {
        "type": source.kind,
        "author": [{"literal": name} for name in source.authors],
        "container-title": source.container,
        "publisher": source.publisher,
        "issued": {"literal": source.issued} if source.issued else None,
    }


class _Marks:
    """citeproc-py's formatter: plain text with marks for italics."""

    @staticmethod
    def preformat(text: object) -> str:
        """Text of the style or of a locale."""
        return str(text)

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802 (the name that citeproc-py calls)
        """Text in italics."""
        return f"{_ITALIC}{text}{_ITALIC_END}"
