"""Markdown that does not do what its author expects: unknown sources and pictures, tags and links shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter
from urllib.parse import unquote

from app.content.fields.context import ReadContext
from app.content.fields.markdown_changes import changes
from app.content.fields.markdown_lines import Line, Parsed
from app.content.fields.values import describe, join_names, nearest, shorten, unknown_source
from app.dates import parse_moment
from app.domain import Text
from app.errors import Rejected, Severity
from app.markdown import citations_of
from app.media import CAPTIONS, FILMS, MOMENT, SOUNDS, Film, is_film

_DEFINITION = re.compile(r"\[\^[^\]]+\]:")
_LEFT_LINK = re.compile(r"(?P<bang>!?)\[(?P<words>[^\]]*)\]\((?P<address>[^()<>\"]*?)(?P<title>\s+\"[^\"]*\")?\)")
_TAG = re.compile(
    r"</?(?P<name>a|b|i|u|s|em|strong|br|p|div|span|img|font|table|t[rdh]|[uo]l|li|h[1-6]|iframe|video|audio|su[bp]|"
    r"center|hr|small|blockquote|figure|script|style|cite|q|mark|kbd|code|pre|del|ins|abbr|details|summary|d[ltd]|"
    r"section|article|header|footer|picture|source|object|embed|caption|figcaption|thead|tbody)\b[^<>]*>|<!--.*?(?:-->|$)",
    re.IGNORECASE,
)
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
    """Report notes of unknown sources, pictures that cannot be shown, and markup that is shown otherwise or as text.

    `first_line` is the line of the file on which `words` begin, where they are a part of its lines: those of a story.
    """
    is_story = first_line is not None
    if not is_story and not _MARKUP.search(words):
        return
    parsed = Parsed.of(words)
    changed = ((offset, Severity.WARNING, problem, fix) for offset, problem, fix in changes(parsed, is_story=is_story))
    seen: set[str] = set()
    for offset, severity, problem, fix in sorted(chain(_in_lines(parsed, context), changed), key=itemgetter(0)):
        if problem not in seen:
            seen.add(problem)
            report = context.report.error if severity is Severity.ERROR else context.report.warn
            report(problem, fix, field=field, line=None if first_line is None else first_line + offset)


_MARKUP = re.compile(r"[\[<|~#^]|==|\{[#.]|^: |^[ \t]*[=-]+[ \t]*$|^(?: {4}|\t)", re.MULTILINE)
"""Whether there may be markup in a description; most are plain words."""
_Found = Iterator[tuple[Severity, str, str]]


def _in_lines(parsed: Parsed, context: ReadContext) -> Iterator[tuple[int, Severity, str, str]]:
    for definition in parsed.definitions:
        offset = definition["map"][0]
        if mark := _DEFINITION.match(parsed.raw[offset].lstrip()):
            yield offset, *_footnote(mark[0], context)
    for line in parsed.lines:
        for found in chain(
            _citations(line.text, context), _pictures(line, context), _shown_as_text(line.text, parsed.raw[line.offset])
        ):
            yield line.offset, *found


def _citations(text: str, context: ReadContext) -> _Found:
    if match := _DEFINITION.match(text):
        yield _footnote(match[0], context)
        text = text[match.end() :]
    for citation in citations_of(text):
        context.cited.add(citation.source)
        if context.sources is not None and citation.source not in context.sources:
            rejected = unknown_source(citation.source, context.sources, context.bibliography)
            yield Severity.ERROR, rejected.problem, rejected.fix


def _footnote(mark: str, context: ReadContext) -> tuple[Severity, str, str]:
    where = context.bibliography
    fix = f"Describe the source in {where}, with an id; cite it in the text as [^id], and remove this line."
    return Severity.WARNING, f"“{mark}” begins a footnote, but footnotes are not written in the story.", fix


def _pictures(line: Line, context: ReadContext) -> _Found:
    for image in line.images:
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
        title = str(image.attrs.get("title", ""))
        if not line.is_figure:
            yield from _within_a_line(address, title)
        yield from _moment(title)
        if is_film(name):
            yield from _captions(name, context)


def _within_a_line(address: str, title: str) -> _Found:
    """What a picture, sound or film lacks that is no paragraph of its own."""
    fix = "Write it as a paragraph of its own, with an empty line above and below it."
    if address.lower().endswith((*SOUNDS, *FILMS)):
        yield Severity.WARNING, f"{describe(address)} cannot be played, since it is within a paragraph.", fix
    elif title:
        problem = f"“{shorten(title)}” is not shown below {describe(address)}, since the picture is within a paragraph."
        yield Severity.WARNING, problem, fix


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
            name = (tag["name"] or "").lower()
            source = _SOURCE.search(tag[0]) if name == "img" else None
            fix = f"Write: ![what it shows]({source['address']})" if source else _FIXES.get(name, "Remove the tag.")
            kind = "tag" if name else "comment"
            yield (
                Severity.WARNING,
                f"The HTML {kind} “{shorten(tag[0])}” is shown as text.",
                fix if name else "Remove it.",
            )
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
