"""Curators' Markdown as safe HTML: a short list of allowed tags, no raw HTML, pictures of the exhibit only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.domain import Citation

CITATION = re.compile(r"\[\^(?P<source>[^\],\s]+)(?:,[ \t]*(?P<locator>[^\]\n]*?)[ \t]*)?\]")
"""``[^source-id]`` or ``[^source-id, p. 12]``."""
SOUNDS = (".mp3", ".m4a", ".ogg", ".opus")
"""The endings of sound files."""
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False})
PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]*[^\s\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]")
"""One paragraph without Markdown or HTML."""
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

Cite = Callable[[Citation], str]
"""Returns the HTML of a citation's note, or an empty string where there is no such source."""


def citations_of(words: str) -> Iterator[Citation]:
    """The citations in `words`, in order."""
    return map(_citation, CITATION.finditer(words))


def _citation(match: re.Match[str]) -> Citation:
    return Citation(match["source"], match["locator"] or "")


def to_html(
    words: str, *, pictures: Mapping[str, str] | None = None, cite: Cite | None = None, links: bool = True
) -> str:
    """`words` as sanitised HTML.

    `pictures` maps the names of the pictures that can be shown (``media/bridge.svg``) to their addresses; any other
    picture is replaced by its description. A picture that is a paragraph of its own and has a title becomes a figure
    with the title as its caption; a sound becomes a figure with a player. `cite` turns ``[^source-id, p. 12]`` into a
    note. Without `links` (the kiosk) a link is plain text.
    """
    if PLAIN.fullmatch(words):
        return f"<p>{words}</p>\n"
    shown = pictures or {}
    tokens = _MARKDOWN.parse(words)
    for token in tokens:
        if token.children:
            token.children = [piece for child in token.children for piece in _pieces(_pictured(child, shown), cite)]
    return nh3.clean(
        _MARKDOWN.renderer.render(list(_figures(tokens)), _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep(set(shown.values()), links=links),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )


def _pictured(token: Token, shown: Mapping[str, str]) -> Token:
    """A token as it is; a picture with its address, or with its description in its place where it cannot be shown."""
    if token.type != "image":
        return token
    name = _picture_name(str(token.attrGet("src")))
    if name not in shown:
        description = escape(token.content)
        return Token("html_inline", "", 0, content=f"<em>{description}</em>" if description else "")
    token.meta["name"] = name
    token.attrSet("src", shown[name])
    return token


def _pieces(token: Token, cite: Cite | None) -> Iterator[Token]:
    """A token as it is; a text split at its notes, which become the HTML that `cite` returns."""
    if cite is None or token.type != "text":
        yield token
        return
    end = 0
    for match in CITATION.finditer(token.content):
        yield Token("text", "", 0, content=token.content[end : match.start()])
        yield Token("html_inline", "", 0, content=cite(_citation(match)))
        end = match.end()
    yield Token("text", "", 0, content=token.content[end:])


def _figures(tokens: list[Token]) -> Iterator[Token]:
    """The tokens; each paragraph that is only a sound, or a picture with a title, becomes a figure."""
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
    """A picture's title; for a sound its description (for people who cannot hear it) and its title."""
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
    """The name of a picture of the exhibit, whether or not it is written with its folder."""
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
    """`words` without markup and notes, for a label or the description in the page's head."""
    pieces = (
        child.content or " " for token in _MARKDOWN.parse(CITATION.sub("", words)) for child in token.children or []
    )
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
