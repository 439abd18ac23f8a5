"""The key of a plate: names that have no place on the map, in lines below it, each with the number that is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.plate.drawing import KEY_FACE
from app.plate.labels import Label
from app.plate.legend import LEAST_TEXT
from app.plate.styles import Styles
from app.plate.svg import Box, Words, joined

_MOST_LINES = 2
_BELOW = 6.0
"""Pixels below the last line."""
_LINE, _GAP, _SPACE = 12.0, 12.0, 3.5
"""Pixels from line to line, between two entries, and between the parts of one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the key: what it is the name of, its number, its line, and where it begins, in pixels."""

    key: str
    number: str
    words: tuple[Words, ...]
    line: int
    left: float


@dataclass(frozen=True, slots=True)
class Key:
    """The names of a key in their lines, and the pixels that it takes below the map."""

    entries: tuple[Entry, ...] = ()
    height: float = 0.0

    @classmethod
    def of(cls, labels: Sequence[Label], room: float, least: float, *, letters: bool) -> Key:
        """The key of some labels, from west to east, in lines of that width: as many as there is room for, the most
        important ones. It takes at least `least` pixels. With `letters` their numbers are letters.
        """
        chosen = sorted(labels, key=lambda label: label.rank)
        while chosen:
            entries = _flowed(sorted(chosen, key=lambda label: label.points[0]), room, letters=letters)
            if entries[-1].line < _MOST_LINES:
                return cls(entries, max(least, (entries[-1].line + 1) * _LINE + _BELOW))
            chosen = chosen[:-1]
        return cls((), least)

    @property
    def marks(self) -> Mapping[str, str]:
        """The numbers by what they are numbers of."""
        return {entry.key: entry.number for entry in self.entries}

    def draw(self, box: Box, styles: Styles) -> str:
        """The lines in a box."""
        parts = []
        for entry in self.entries:
            x, middle = box[0] + entry.left, box[1] + (entry.line + 0.5) * _LINE
            for words in (Words(entry.number, KEY_FACE, styles.color("ink")), *entry.words):
                parts.append(words.at(x, middle))
                x += words.width + _SPACE
        return joined(parts)


def _flowed(labels: Sequence[Label], room: float, *, letters: bool) -> tuple[Entry, ...]:
    entries, line, left = [], 0, 0.0
    for index, label in enumerate(labels):
        number = _letter(index) if letters else str(index + 1)
        words = _fitted(label, room - KEY_FACE.width(number) - _SPACE)
        width = KEY_FACE.width(number) + sum(each.width + _SPACE for each in words)
        if left and left + width > room:
            line, left = line + 1, 0.0
        entries.append(Entry(label.key, number, words, line, left))
        left += width + _GAP
    return tuple(entries)


def _fitted(label: Label, room: float) -> tuple[Words, ...]:
    """A name and what follows it, of which the name is cut short where both are wider than a line."""
    name, suffix = _small(label.lines[0]), _small(label.suffix) if label.suffix else None
    name = name.fitted(room - (suffix.width + _SPACE if suffix else 0), LEAST_TEXT)
    return (name, suffix) if suffix else (name,)


def _small(words: Words) -> Words:
    return replace(words, face=replace(words.face, size=LEAST_TEXT, weight=400))


def _letter(index: int) -> str:
    """a, b, …, z, aa, bb, …"""
    return chr(ord("a") + index % 26) * (index // 26 + 1)
