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
from app.media import CAPTIONS, CARRIED, FILMS, MOMENT, SOUNDS, Film, Screen, film_html, is_film, source_html

CITATION = re.compile(r"\[\^(?P<source>[^\],\s]+)(?:,[ \t]*(?P<locator>[^\]\n]*?)[ \t]*)?\]")
"""``[^source-id]`` or ``[^source-id, p. 12]``."""
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False})
PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]*[^\s\\`*_\[\]<>#!&~\x00-\x1f\x7f-\xa0]")
"""One paragraph without Markdown or HTML."""
_CONTROLS = ("controls", "controlslist", "disablepictureinpicture")
_TAGS = {
    "p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "img", "br", "code", "pre", "h3", "h4", "hr", "sup",
    "figure", "figcaption", "audio", "video", "track", "button",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "img": {"src", "alt", "title", "data-media"},
    "audio": {"src", "preload", "data-media", *_CONTROLS},
    "video": {"src", "preload", "poster", "playsinline", "data-media", *_CONTROLS},
    "track": {"kind", "src", "srclang", "label", "default"},
    "button": {"type", "class", "aria-label", "data-film", "data-moment"},
    "p": {"class"},
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
    words: str,
    *,
    pictures: Mapping[str, str] | None = None,
    screen: Screen | None = None,
    cite: Cite | None = None,
    links: bool = True,
) -> str:
    """`words` as sanitised HTML.

    `pictures` maps the names of the files that can be shown (``media/bridge.svg``) to their addresses; any other
    picture is replaced by its description. A picture that is a paragraph of its own and has a title becomes a figure
    with the title as its caption; so does a sound with its player, and on a `screen` a film. `cite` turns
    ``[^source-id, p. 12]`` into a note. Without `links` (the kiosk) a link is plain text.
    """
    if PLAIN.fullmatch(words):
        return f"<p>{words}</p>\n"
    shown = {name: address for name, address in (pictures or {}).items() if screen or not is_film(name)}
    tokens = _MARKDOWN.parse(words)
    for token in tokens:
        if token.children:
            token.children = [piece for child in token.children for piece in _pieces(_pictured(child, shown), cite)]
    return nh3.clean(
        _MARKDOWN.renderer.render(list(_figures(tokens, shown, screen)), _MARKDOWN.options, {}),
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
    if name not in shown or name.endswith(CAPTIONS):
        description = escape(token.content)
        return Token("html_inline", "", 0, content=f"<em>{description}</em>" if description else "")
    token.meta["name"] = name
    token.attrSet("src", shown[name])
    if shown[name].startswith(CARRIED):
        token.attrSet("data-media", name)
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


def _figures(tokens: list[Token], shown: Mapping[str, str], screen: Screen | None) -> Iterator[Token]:
    """The tokens; a paragraph that is only a sound, a film, or a picture with a title or on a screen, is a figure."""
    at = 0
    while at < len(tokens):
        alone = tokens[at].type == "paragraph_open" and tokens[at + 1].children
        image = alone[0] if alone and len(alone) == 1 and alone[0].type == "image" else None
        if image and (screen or _caption(image)):
            yield from _figure(image, shown, screen)
            at += 3
        else:
            yield tokens[at]
            at += 1


def _figure(image: Token, shown: Mapping[str, str], screen: Screen | None) -> Iterator[Token]:
    caption = f"{escape(_caption(image))}{_moment(image, screen)}"
    image.attrs.pop("title", None)
    yield Token("figure_open", "figure", 1, block=True)
    if _is_played(image):
        yield _html(_player(image, shown, screen))
    else:
        yield Token("inline", "", 0, children=[image])
        yield _html(_enlarge(image, screen) if screen else "")
    yield _html(f"<figcaption>{caption}</figcaption>" if caption else "")
    yield Token("figure_close", "figure", -1, block=True)


def _enlarge(image: Token, screen: Screen) -> str:
    """A button over the picture."""
    label = f"{screen.enlarge}: {image.content}" if image.content else screen.enlarge
    return f'<button type="button" class="enlarge" aria-label="{escape(label)}"></button>'


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _player(image: Token, shown: Mapping[str, str], screen: Screen | None) -> str:
    name = str(image.meta["name"])
    if screen and is_film(name):
        return film_html(Film.find(name, shown, screen.language), shown, screen)
    return (
        f'<audio {screen.controls if screen else "controls"} preload="none" {source_html(name, shown[name])}></audio>'
    )


def _is_played(image: Token) -> bool:
    return str(image.meta["name"]).lower().endswith((*SOUNDS, *FILMS))


def _caption(image: Token) -> str:
    """A picture's title; of a sound or a film its description, for people who cannot hear or see it, and its title."""
    title = MOMENT.sub("", str(image.attrGet("title") or ""))
    return " · ".join(part for part in (image.content, title) if part) if _is_played(image) else title


def _moment(image: Token, screen: Screen | None) -> str:
    """A button that leads to the moment of a picture, sound or film."""
    found = MOMENT.search(str(image.attrGet("title") or ""))
    moment = screen.moment(found["moment"]) if found and screen else None
    if moment is None:
        return ""
    instant, words = map(escape, moment)
    return f' <button type="button" class="moment" data-moment="{instant}">{words}</button>'


def _picture_name(address: str) -> str:
    """The name of a picture of the exhibit, whether or not it is written with its folder."""
    return f"media/{unquote(address).removeprefix('media/')}"


def _keep(addresses: set[str], *, links: bool) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute in {"src", "poster", "data-film"}:
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
