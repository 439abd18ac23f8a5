"""Curators' Markdown as HTML that may be shown: a small allow-list, no raw HTML, pictures from the exhibit only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

CITATION = re.compile(r"\[\^([^\]\s]+)\]")
SOUNDS = (".mp3", ".m4a", ".ogg", ".opus")
"""How a file is called that is to be heard."""
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False})
PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]*[^\s\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]")
"""One paragraph in which nothing is Markdown or HTML."""
_TAGS = {
    "p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "img", "br", "code", "pre", "h3", "h4", "hr", "sup",
    "figure", "figcaption", "audio",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "img": {"src", "alt", "title"},
    "audio": {"src", "controls", "preload"},
    "ol": {"start"},
    "sup": {"class"},
}

Cite = Callable[[str], str]
"""From a source id to the HTML of its note, or to nothing where there is no such source."""


def to_html(words: str, *, pictures: Mapping[str, str] | None = None, cite: Cite | None = None, links: bool = True) -> str:
    """`words` as sanitised HTML.

    `pictures` maps the names that may be shown (``media/bridge.svg``) to their addresses; any other picture is left out. One that
    stands alone and has a title becomes a figure with the title as its caption; a sound becomes a figure with a player.
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
                child.meta["name"] = _picture_name(str(child.attrGet("src")))
                child.attrSet("src", shown.get(child.meta["name"], ""))
    return nh3.clean(
        _MARKDOWN.renderer.render(list(_figures(tokens)), _MARKDOWN.options, {}),
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


def _figures(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, with a figure in the place of each paragraph that is nothing but a sound, or a picture with a title."""
    at = 0
    while at < len(tokens):
        alone = tokens[at].type == "paragraph_open" and tokens[at + 1].children
        image = alone[0] if alone and len(alone) == 1 and alone[0].type == "image" else None
        caption = _caption(image) if image else ""
        if image and caption:
            yield from _figure(image, caption)
            at += 3
        else:
            yield tokens[at]
            at += 1


def _is_sound(image: Token) -> bool:
    return str(image.meta.get("name", "")).lower().endswith(SOUNDS)


def _caption(image: Token) -> str:
    """A picture's title; of a sound, what it says (for those who cannot hear it) and its title."""
    title = str(image.attrGet("title") or "")
    return " ".join(part for part in (image.content, title) if part) if _is_sound(image) else title


def _figure(image: Token, caption: str) -> Iterator[Token]:
    sound = f'<audio controls preload="none" src="{escape(str(image.attrGet("src")))}"></audio>'
    yield Token("figure_open", "figure", 1, block=True)
    if _is_sound(image):
        yield Token("html_block", "", 0, content=sound)
    else:
        image.attrs.pop("title")
        yield Token("inline", "", 0, children=[image])
    yield Token("html_block", "", 0, content=f"<figcaption>{escape(caption)}</figcaption>")
    yield Token("figure_close", "figure", -1, block=True)


def _picture_name(address: str) -> str:
    """The name of a picture in the exhibit, whether it is written with its folder or without."""
    return f"media/{unquote(address).removeprefix('media/')}"


def _keep(addresses: set[str], *, links: bool) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag in {"img", "audio"} and attribute == "src":
            return value if value in addresses else None
        if tag == "a" and attribute == "href" and not value.startswith("#"):
            return value if links and not value.startswith("data:") else None
        return value

    return keep


def to_plain(words: str) -> str:
    """`words` without markup or notes, for a description in the page's head or a label."""
    pieces = (child.content or " " for token in _MARKDOWN.parse(CITATION.sub("", words)) for child in token.children or [])
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
