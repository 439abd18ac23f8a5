"""Markdown that does not do what its author expects: unknown sources and pictures, tags and links shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.content.fields.context import ReadContext
from app.content.fields.values import describe, join_names, nearest, shorten, unknown_source
from app.dates import parse_moment
from app.domain import Text
from app.errors import Rejected, Severity
from app.markdown import citations_of
from app.media import CAPTIONS, MOMENT, Film, is_film

_DEFINITION = re.compile(r"\[\^[^\]]+\]:")
_LEFT_LINK = re.compile(r"(?P<bang>!?)\[(?P<words>[^\]]*)\]\((?P<address>[^()<>\"]*?)(?P<title>\s+\"[^\"]*\")?\)")
_TAG = re.compile(
    r"</?(?P<name>a|b|i|u|s|em|strong|br|p|div|span|img|font|table|t[rdh]|[uo]l|li|h[1-6]|iframe|video|audio|su[bp]|"
    r"center|hr|small|blockquote|figure|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
_OPEN_NOTE = re.compile(r"\[\^[^\]\s,]+,[^\]]*$")
_TABLE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*|\s*\|\s*:?-{2,}:?\s*\|\s*")
_STRUCK = re.compile(r"~~[^~]+~~")
_TERM = re.compile(r": +\S")
_SOURCE = re.compile(r"""src=["']?(?P<address>[^"'\s>]+)""", re.IGNORECASE)
_FIXES = {
    "b": "Write bold words as **words**.",
    "strong": "Write bold words as **words**.",
    "i": "Write italic words as *words*.",
    "em": "Write italic words as *words*.",
    "br": "Leave a line empty for a new paragraph.",
    "p": "Leave a line empty for a new paragraph.",
    "a": "Write a link as [words](https://…).",
    "img": "Write a picture as ![what it shows](media/name.jpg).",
    "li": "Write each entry of a list on a line that begins with “- ”.",
}


def check_markdown(words: str, context: ReadContext, field: str = "", first_line: int | None = None) -> None:
    """Report notes of unknown sources, pictures that cannot be shown, and markup that is shown as text.

    `first_line` is the line of the file on which `words` begin, where they are a part of its lines.
    """
    if not _MARKUP.search(words):
        return
    raw = _LINE_END.split(words)
    seen: set[str] = set()
    for offset, text, images in _lines(words):
        line = None if first_line is None else first_line + offset
        faults = [*_citations(text, context), *_pictures(images, context), *_shown_as_text(text, raw[offset])]
        for severity, problem, fix in faults:
            if problem not in seen:
                seen.add(problem)
                report = context.report.error if severity is Severity.ERROR else context.report.warn
                report(problem, fix, field=field, line=line)


_LINE_END = re.compile(r"\r\n?|\n")
"""What the parser takes for the end of a line."""
_MARKUP = re.compile(r"[\[<|~]|^: ", re.MULTILINE)
_Found = Iterator[tuple[Severity, str, str]]


def _lines(words: str) -> Iterator[tuple[int, str, list[Token]]]:
    """Each line that is shown as text: its number from 0, its text without code, its pictures."""
    for token in _parser().parse(words):
        if token.type != "inline" or token.map is None:
            continue
        number, text, images = token.map[0], "", list[Token]()
        breaks = 0
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                breaks += 1
                if _OPEN_NOTE.search(text):  # a note whose locator is wrapped
                    text += " "
                    continue
                yield number, text, images
                number, text, images = token.map[0] + breaks, "", []
            elif child.type == "text":
                text += child.content
            elif child.type == "image":
                images.append(child)
        yield number, text, images


def _citations(text: str, context: ReadContext) -> _Found:
    if match := _DEFINITION.match(text):
        where = context.bibliography
        fix = f"Describe the source in {where}, with an id; cite it in the text as [^id], and remove this line."
        yield Severity.WARNING, f"“{match[0]}” begins a footnote, but footnotes are not written in the story.", fix
        text = text[match.end() :]
    for citation in citations_of(text):
        context.cited.add(citation.source)
        if context.sources is not None and citation.source not in context.sources:
            rejected = unknown_source(citation.source, context.sources, context.bibliography)
            yield Severity.ERROR, rejected.problem, rejected.fix


def _pictures(images: list[Token], context: ReadContext) -> _Found:
    for image in images:
        address = unquote(str(image.attrs["src"]))
        folder, _, name = address.rpartition("/")
        shown = tuple(sorted(each for each in context.media if not each.endswith(CAPTIONS)))
        if folder != "media" or name not in shown:
            known = f" There are {join_names(shown)}." if shown else ""
            guess = nearest(name, shown) or "name.jpg"
            fix = f"Put it into media/, and write: ![what it shows]({written_address(f'media/{guess}')}){known}"
            yield Severity.ERROR, f"There is no picture {describe(address)} that can be shown.", fix
            continue
        context.pictured.add(name)
        if not image.content.strip():
            problem = f"The picture {describe(address)} has no description for people who cannot see it."
            yield Severity.WARNING, problem, f"Write: ![what it shows]({written_address(address)})"
        yield from _moment(str(image.attrs.get("title", "")))
        if is_film(name):
            yield from _captions(name, context)


def _moment(title: str) -> _Found:
    """A moment at the end of a title that is none, so that nothing leads to it."""
    if found := MOMENT.search(title):
        try:
            parse_moment(found["moment"])
        except Rejected as rejected:
            yield Severity.WARNING, rejected.problem, rejected.fix


def _captions(film: str, context: ReadContext) -> _Found:
    """Languages of the exhibit without captions."""
    captions = Film.find(film, context.media, context.languages[0]).captions
    missing = Text(tuple(captions.items())).missing(context.languages)
    if missing:
        stem = film.rpartition(".")[0]
        files = join_names([f"media/{stem}.{language}{CAPTIONS}" for language in missing], len(missing), last="and")
        problem = f"The film {describe(f'media/{film}')} has no captions in {join_names(missing, len(missing))}."
        yield Severity.WARNING, problem, f"Add {files}; of a film without sound they say that it is silent."


def _shown_as_text(text: str, raw: str) -> _Found:
    """Markup that a reader sees as it is typed."""
    for link in _LEFT_LINK.finditer(text):
        if re.search(r"\s", link["address"].strip()) and link[0] in raw:
            fixed = f"{link['bang']}[{link['words']}](<{link['address'].strip()}>{link['title'] or ''})"
            yield (
                Severity.WARNING,
                f"“{shorten(link[0])}” is shown as text, since its address has spaces.",
                f"Write: {fixed}",
            )
    for tag in _TAG.finditer(text):
        if tag[0] in raw:
            name = tag["name"].lower()
            source = _SOURCE.search(tag[0]) if name == "img" else None
            fix = f"Write: ![what it shows]({source['address']})" if source else _FIXES.get(name, "Remove the tag.")
            yield Severity.WARNING, f"The HTML tag “{shorten(tag[0])}” is shown as text.", fix
            break
    if _TABLE.fullmatch(text):
        yield Severity.WARNING, "Tables are not supported; the table is shown as text.", "Write a list instead."
    if struck := _STRUCK.search(text):
        problem = f"“{shorten(struck[0])}” is shown with its tildes; crossed-out text is not supported."
        yield Severity.WARNING, problem, "Remove the tildes."
    if _TERM.match(text):
        yield Severity.WARNING, "A line that begins with a colon is shown as it is.", "Write a list, or a paragraph."


def written_address(path: str) -> str:
    """An address as Markdown writes it."""
    return f"<{path}>" if re.search(r"[\s()]", path) else path


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
