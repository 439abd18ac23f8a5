"""Curators' Markdown as HTML that may be shown: a small allow-list, no raw HTML, pictures from the exhibit only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

CITATION = re.compile(r"\[\^([^\]\s]+)\]")
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False})
PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]*[^\s\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]")
"""One paragraph in which nothing is Markdown or HTML."""
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "img", "br", "code", "pre", "h3", "h4", "hr", "sup"}
_ATTRIBUTES = {"a": {"href", "title", "id", "class"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "sup": {"class"}}

Cite = Callable[[str], str]
"""From a source id to the HTML of its note, or to nothing where there is no such source."""


def to_html(words: str, *, pictures: Mapping[str, str] | None = None, cite: Cite | None = None, links: bool = True) -> str:
    """`words` as sanitised HTML.

    `pictures` maps the names that may be shown (``media/bridge.svg``) to their addresses; any other picture is left out.
    `cite` turns ``[^source-id]`` into a note. Without `links` (the kiosk) a link is its bare words.
    """
    if PLAIN.fullmatch(words):
        return f"<p>{words}</p>\n"
    shown = pictures or {}
    tokens = _MARKDOWN.parse(words)
    for token in tokens:
        if token.children:
            token.children = [piece for child in token.children for piece in _pieces(child, cite)]
        for child in token.children or []:
            if child.type == "image":
                child.attrSet("src", shown.get(_picture_name(str(child.attrGet("src"))), ""))
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep(set(shown.values()), links=links),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )


def _pieces(token: Token, cite: Cite | None) -> Iterator[Token]:
    """A token as it is, or a text in pieces: between its words the notes, as the HTML that `cite` makes of them."""
    if cite is None or token.type != "text":
        yield token
        return
    for index, piece in enumerate(CITATION.split(token.content)):
        yield Token("html_inline", "", 0, content=cite(piece)) if index % 2 else Token("text", "", 0, content=piece)


def _picture_name(address: str) -> str:
    """The name of a picture in the exhibit, whether it is written with its folder or without."""
    return f"media/{unquote(address).removeprefix('media/')}"


def _keep(addresses: set[str], *, links: bool) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return value if value in addresses else None
        if tag == "a" and attribute == "href" and not value.startswith("#"):
            return value if links and not value.startswith("data:") else None
        return value

    return keep


def to_plain(words: str) -> str:
    """`words` without markup or notes, for a description in the page's head or a label."""
    pieces = (child.content or " " for token in _MARKDOWN.parse(CITATION.sub("", words)) for child in token.children or [])
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
