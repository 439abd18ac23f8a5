"""Descriptions of other formats, plain or HTML, as Markdown that shows the same words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SPECIAL = re.compile(r"([\\`*_\[\]<>#~|])")
_LISTED = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
_UNDERLINE = re.compile(r"^([ \t]*)(?=(=+|-+)[ \t]*$)", re.MULTILINE)
"""A line that makes the one above it a heading."""
_BLOCKS = frozenset(
    ("p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr")
)
_UNSEEN = frozenset(("script", "style", "head", "title"))


def escape_markdown(text: str) -> str:
    """Plain text as Markdown that shows exactly these words."""
    escaped = _UNDERLINE.sub(r"\1\\", _SPECIAL.sub(r"\\\1", text))
    return _LISTED.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", escaped)


def html_as_markdown(html: str) -> tuple[str, int]:
    """The words of HTML in paragraphs, with its links, and the number of pictures and other objects left out."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # a declaration that HTML does not have
        return escape_markdown(html), 0
    paragraphs = (" ".join(paragraph.split()) for paragraph in "".join(reader.pieces).split("\n\n"))
    return "\n\n".join(filter(None, paragraphs)), reader.lost


class _Reader(HTMLParser):
    """Collects words, with two line ends between blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.lost = 0
        self._unseen = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in ("img", "iframe", "video", "audio", "embed", "object"):
            self.lost += 1
        elif tag in _BLOCKS or tag == "br":
            self.pieces.append("\n\n")
        elif tag == "td":
            self.pieces.append(" ")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            if address.startswith(("https://", "http://")) and not re.search(r"[\s<>()]", address):
                self.pieces.append(f" (<{address}>)")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(escape_markdown(data))
