"""Markdown line by line: the text of each line as it is shown, its links and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Found = Iterator[tuple[int, str, str]]
"""The line of each problem, counted from 0, the problem, and what to write instead."""

LINE_END = re.compile(r"\r\n?|\n")
"""What the parser takes for the end of a line."""
_OPEN_NOTE = re.compile(r"\[\^[^\]\s,]+,[^\]]*$")


@dataclass(slots=True)
class Link:
    """A link: its address and its words, which are empty where it shows nothing."""

    address: str
    words: str = ""


@dataclass(slots=True)
class Line:
    """One line that is shown as text, counted from 0: its text without code, and that outside of links.

    `is_figure` says that it is a paragraph of one picture, sound or film.
    """

    offset: int
    text: str = ""
    unlinked: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[Token] = field(default_factory=list)
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """Markdown with its tokens, its lines as they are written, and as they are shown."""

    tokens: list[Token]
    raw: list[str]
    definitions: list[dict[str, Any]]
    """The reference definitions, `[id]: https://…`: ``href`` and ``map`` of each, those that are repeated last."""

    @classmethod
    def of(cls, words: str) -> Parsed:
        """The tokens and lines of `words`."""
        references: dict[str, Any] = {}
        tokens = parser().parse(words, references)
        definitions = [*references.get("references", {}).values(), *references.get("duplicate_refs", ())]
        return cls(tokens, LINE_END.split(words), definitions)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines that are shown as text."""
        for before, token in zip([None, *self.tokens], self.tokens, strict=False):
            if token.type == "inline" and token.map is not None:
                children = token.children or []
                is_figure = bool(before and before.type == "paragraph_open") and len(children) == 1
                yield from _lines(children, token.map[0], is_figure=is_figure)


def _lines(children: Iterable[Token], first: int, *, is_figure: bool) -> Iterator[Line]:
    line, breaks = Line(first, is_figure=is_figure), 0
    link: Link | None = None
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            breaks += 1
            if _OPEN_NOTE.search(line.text):  # a note whose locator is wrapped
                line.text += " "
                line.unlinked += " "
                continue
            yield line
            line = Line(first + breaks)
        elif child.type == "link_open":
            link = Link(str(child.attrs["href"]))
            line.links.append(link)
        elif child.type == "link_close":
            link = None
        elif child.type == "image":
            line.images.append(child)
        elif child.type == "text":
            line.text += child.content
            line.unlinked += "" if link else child.content
        if link:
            link.words += child.content or ("picture" if child.type == "image" else "")
    yield line


def plain(title: str) -> str:
    """One line without its marks."""
    (inline,) = parser().parseInline(title)
    return "".join(child.content for child in inline.children or [])


@cache
def parser() -> MarkdownIt:
    """The Markdown of stories and descriptions: CommonMark without HTML."""
    return MarkdownIt("commonmark", {"html": False})
