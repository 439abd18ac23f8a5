"""The legend of a plate: samples of everything that it shows, each drawn as it is on the map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from app.plate.ground import KINDS, Ground
from app.plate.places import diamond
from app.plate.styles import Styles
from app.plate.svg import Box, Words, element, joined, number, stroke, wrapped
from app.plate.typeface import Face
from app.text import interface

ROW = 19.5
"""The least height of a row in pixels."""
_ROOMY_ROW = 24.0
"""The height of a row in pixels where there is room."""
COLUMN = 172.0
"""The least width of a column in pixels, where there is room for it."""
LEAST_TEXT = 8.7
"""The size in pixels of the smallest text on a sheet of A4: 6.5 pt."""
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, LEAST_TEXT)
"""The sizes of its words in pixels, of which it has one."""
_LEADING = 1.1
"""From line to line, as a share of the size."""
_APART = 2.5
"""Pixels between the words of two rows."""
_EVIDENCE = ("documented", "inferred", "interpolated", "planned")
_SAMPLE, _GAP = 34.0, 8.0
_MARKS = ("fix", "site", "event", "hollow", "approximate", "corridor", "reach")
MOST_ENTRIES = len(_EVIDENCE) + len(_MARKS) + len(KINDS)


class Legend:
    """Samples of `marks` and of the kinds of land of a ground."""

    def __init__(self, marks: Iterable[str], ground: Ground, styles: Styles, language: str) -> None:
        self.marks, self.ground, self.styles, self.language = frozenset(marks), ground, styles, language

    def _word(self, key: str) -> str:
        return interface()[key].in_language(self.language)

    def _entries(self) -> Iterator[tuple[str, str]]:
        """The kind of each sample, and its words."""
        for evidence in _EVIDENCE:
            if evidence in self.marks:
                yield evidence, self._word(evidence)
        for mark in _MARKS:
            if mark in self.marks:
                yield mark, self._word(mark)
        for kind in KINDS:
            if self.ground.has(kind):
                names = ", ".join(name.in_language(self.language) for name in self.ground.alliances(kind))
                yield kind, names or self._word(f"territory_{kind}")

    def draw(self, box: Box) -> str:
        """The samples in as many columns as they need."""
        entries = list(self._entries())
        left, top, right, bottom = box
        rows = max(1, int((bottom - top) / ROW))
        columns = max(1, math.ceil(len(entries) / rows))
        width = (right - left) / max(columns, int((right - left) / COLUMN))
        row = min(_ROOMY_ROW, (bottom - top) / rows)
        room = width - _SAMPLE - _GAP - 8
        size = self._size([text for _, text in entries], room, row)
        parts = []
        for place, (kind, text) in enumerate(entries):
            x, middle = left + place // rows * width, top + (place % rows + 0.5) * row
            parts.append(self._sample(kind, x, middle))
            parts += self._words(text, size, x + _SAMPLE + _GAP, middle, room)
        return joined(parts)

    def _size(self, texts: Sequence[str], room: float, row: float) -> float:
        """The largest size in which every text fits, on one line or on two."""

        def fits(text: str, size: float) -> bool:
            lines = wrapped(text, Face("sans", size), room)
            is_wide = any(Face("sans", size).width(line) > room for line in lines)
            return not is_wide and (len(lines) == 1 or (len(lines) == 2 and 2 * _LEADING * size <= row - _APART))

        return next((size for size in _SIZES if all(fits(text, size) for text in texts)), LEAST_TEXT)

    def _words(self, text: str, size: float, x: float, middle: float, room: float) -> Iterator[str]:
        """The words on one line or two."""
        color, face = self.styles.color("ink"), Face("sans", size)
        lines = wrapped(text, face, room)[:2]
        for index, line in enumerate(lines):
            down = (index - (len(lines) - 1) / 2) * size * _LEADING
            yield Words(line, face, color).fitted(room, LEAST_TEXT).at(x, middle + down)

    def _sample(self, kind: str, x: float, middle: float) -> str:
        color, centre = self.styles.color, x + _SAMPLE / 2
        if kind in _EVIDENCE:
            return joined(self._line(kind, x, middle))
        area = {"x": x, "y": middle - 5.5, "width": _SAMPLE, "height": 11.0}
        radius, edge = self.styles.numbers("mark-site")
        match kind:
            case "fix":
                size, width = self.styles.numbers("mark-fix")
                ink = "flight" if "fix flight" in self.marks else "ink"
                look = {"fill": color("paper"), "stroke": color(ink), "stroke_width": width}
                return element("circle", cx=centre, cy=middle, r=size, **look)
            case "site":
                return element("circle", cx=centre, cy=middle, r=radius, fill=color("ink"))
            case "event":
                return element("path", d=diamond(centre, middle, radius), fill=color("ink"))
            case "hollow":
                look = {"fill": color("paper"), "stroke": color("ink"), "stroke_width": edge}
                circle = element("circle", cx=centre - 9, cy=middle, r=radius, **look)
                return circle + element("path", d=diamond(centre + 9, middle, radius), **look)
            case "approximate":
                return Words("≈", Face("sans", 13), color("flight-text")).at(centre, middle, anchor="middle")
            case "corridor":
                edge_of = stroke(color("uncertainty"), self.styles.line("corridor")) | {"fill": "url(#hatch)"}
                return element("rect", **area, **edge_of)
            case "reach":
                edge_of = stroke(color("reach"), self.styles.line("edge-reach")) | {"fill": color("reach")}
                return element(
                    "circle", cx=centre, cy=middle, r=6.0, **edge_of, fill_opacity=self.styles.alpha("reach")
                )
        land = element("rect", **area, fill=color("land"))
        border = {"stroke": color("border"), "stroke_width": 0.8}
        return land + element("rect", **area, fill=self.ground.fill(kind), **border)

    def _line(self, evidence: str, x: float, middle: float) -> Iterator[str]:
        inks = [ink for ink in ("flight", "ink") if f"{evidence} {ink}" in self.marks]
        width = _SAMPLE / len(inks)
        for index, ink in enumerate(inks):
            start = x + index * width
            line = self.styles.line(evidence)
            look = stroke(self.styles.color(ink), line, stroke_linecap="round")
            yield element("path", d=f"M{number(start + 1.5)} {number(middle)}h{number(width - 3)}", **look)
