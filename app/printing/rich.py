"""Safe HTML, of Markdown or of a bibliography, as the data that `base.typ` sets."""

from __future__ import annotations

import re
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
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
_JOINTS = (
    (re.compile(rf"(?:^|(?<=[{_WIDE}]))\s*\n\s*(?=[{_WIDE}])"), ""),
    (re.compile(r"\s*\n\s*"), " "),
    (re.compile(rf"[^\s{_WIDE}]{{20}}(?=[^\s{_WIDE}]{{20}})"), "\\g<0>\N{ZERO WIDTH SPACE}"),
)
"""What of a text is not left to Typst, and what stands there instead: ends of lines, which it would keep, and words
longer than the narrowest column.
"""
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


def running(text: str) -> str:
    """A text without the lines in which it was written, and with breaks in words of more than 40 letters."""
    for pattern, joint in _JOINTS:
        text = pattern.sub(joint, text)
    return text


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
            is_verbatim = any(each.tag == "pre" for each in self._open)
            self._open[-1].content.append(data if is_verbatim else running(data))


def _kind(tag: str, given: dict[str, str | None]) -> str:
    """What an element is set as; the title of a part of a work is upright, between its quotation marks."""
    if given.get("class") == NOTE:
        return NOTE
    return "span" if given.get("class") == "part" else _TAGS.get(tag, tag)
