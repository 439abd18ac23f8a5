"""Safe HTML, of Markdown or of a bibliography, as the data that `base.typ` sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

Node = str | dict[str, object]
"""Text, or an element with its tag ``t``, its content ``c``, and of a link its address ``to``, of a picture its name
``src`` and its description ``alt``, of a list its ``start``.
"""
NoteOf = Callable[[int], Node]
"""The note of a number."""

NOTE = "note"
"""The class of a ``sup`` whose text is the number of a note."""
_EMPTY = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset({"blockquote", "ol", "ul"})
"""Elements whose content are elements, and blanks that mean nothing."""
_TAGS = {"i": "em", "cite": "em", "b": "strong"}
_NAMES = {"href": "to", "src": "src", "alt": "alt", "start": "start"}


def nodes_of(html: str, note_of: NoteOf | None = None) -> list[Node]:
    """The nodes of an HTML fragment; without `note_of` its notes are left out."""
    parser = _Parser(note_of)
    parser.feed(html)
    parser.close()
    has_blocks = any(isinstance(node, dict) and node["t"] == "p" for node in parser.root)
    return [node for node in parser.root if not (has_blocks and isinstance(node, str) and node.isspace())]


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose end has not been read."""

    tag: str
    kind: str
    content: list[Node] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self, note_of: NoteOf | None) -> None:
        super().__init__()
        self.root: list[Node] = []
        self._note_of = note_of
        self._open = [_Open("", "", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        opened = _Open(tag, _kind(tag, dict(attrs)))
        if opened.kind != NOTE:
            given = {_NAMES[name]: value or "" for name, value in attrs if name in _NAMES}
            self._open[-1].content.append({"t": opened.kind, "c": opened.content, **given})
        if tag not in _EMPTY:
            self._open.append(opened)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].tag != tag:
            return
        closed = self._open.pop()
        if closed.kind == NOTE and self._note_of:
            self._open[-1].content.append(self._note_of(int(str(closed.content[0]))))

    def handle_data(self, data: str) -> None:
        if data.strip() or self._open[-1].tag not in _BLOCKS:
            self._open[-1].content.append(data)


def _kind(tag: str, given: dict[str, str | None]) -> str:
    """What an element is set as; the title of a part of a work is upright, between its quotation marks."""
    if given.get("class") == NOTE:
        return NOTE
    return "span" if given.get("class") == "part" else _TAGS.get(tag, tag)
