"""Names that never collide: each is written at the first of its sides where it covers no other and little else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.geodesy.arrays import FloatArray
from app.plate.svg import Box, Words, element

_SIDES: dict[str, tuple[float, float]] = {
    "right": (1, 0),
    "left": (-1, 0),
    "top-right": (0.8, -0.9),
    "bottom-right": (0.8, 0.9),
    "top-left": (-0.8, -0.9),
    "bottom-left": (-0.8, 0.9),
    "top": (0, -1),
    "bottom": (0, 1),
    "upper-right": (1, -0.5),
    "lower-right": (1, 0.5),
    "upper-left": (-1, -0.5),
    "lower-left": (-1, 0.5),
    "center": (0, 0),
}
AROUND = tuple(side for side in _SIDES if side != "center")
WITHIN = ("center", "top", "bottom")
LINE_HEIGHT = 1.15
MARK_ROOM = 3.0
"""Pixels kept free between a name and the middle of a mark that is not its own."""
PADDING = 3.0
"""Pixels kept free between two names."""
POINT_CELL = 7.0
"""Of two points nearer than so many pixels only one has a name."""
FARTHER = (1.8, 2.6, 3.4)
"""How many times farther from its point a name is written where it would cross a line at every side of it, and a name
in a box where no side is free.
"""
FARTHEST = 32.0
"""Pixels from its point beyond which no name is written."""
CROSSING_COST = 3
"""So many sides is it worth to cover one point of a line less."""
SPACE = 4.0
"""Pixels between a name and its suffix."""
DISC = 7.0
"""Pixels by which the ground of a number is larger than the number."""
BOXED = 4.0
"""Pixels between a name and the edge of the box that it is in."""
AIRCRAFT = 11.0
"""Half the side of the square that an aircraft takes."""
EDGE = 3.0
"""Pixels between a name and the edge of the map."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name at one of `points`, of which it takes that where it covers least; the lower `rank` goes first.

    `suffix` follows the first line. Of labels with one `name` only the first is written. `shares`: it may be at a point
    that has a name. `disc` is the colour of a round ground behind it, `box` that of the edge of a box about it, filled
    with that of the halo; `dot` the mark that is drawn at its point with it and not without it. `key` says
    what it is the name of, where a number may stand for it that is explained below the map.
    """

    points: tuple[tuple[float, float], ...]
    lines: tuple[Words, ...]
    rank: float
    halo: str
    suffix: Words | None = None
    gap: float = 8.0
    sides: tuple[str, ...] = AROUND
    name: str = ""
    shares: bool = False
    disc: str = ""
    box: str = ""
    dot: str = ""
    key: str = ""
    least_width: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        if self.disc:
            height = self.lines[0].face.size + DISC
            return max(height, self.lines[0].width + DISC), height
        first = self.lines[0].width + (SPACE + self.suffix.width if self.suffix else 0)
        width = max(self.least_width, first, *(line.width for line in self.lines))
        room = 2 * BOXED if self.box else 0
        return width + room, sum(line.face.size * LINE_HEIGHT for line in self.lines) + room / 2

    def at(self, box: Box) -> str:
        """The label in a box."""
        left, top, right, bottom = box
        if self.disc:
            size = {"x": left, "y": top, "width": right - left, "height": bottom - top, "rx": (bottom - top) / 2}
            ground = element("rect", **size, fill=self.disc)
            return ground + self.lines[0].at((left + right) / 2, (top + bottom) / 2, anchor="middle")
        parts = [self.dot, self._box_in(box)]
        top += BOXED / 2 if self.box else 0
        for index, line in enumerate(self.lines):
            suffix = self.suffix if index == 0 else None
            width = line.width + (SPACE + suffix.width if suffix else 0)
            middle = top + line.face.size * LINE_HEIGHT / 2
            x = (left + right - width) / 2
            parts.append(line.at(x, middle, halo=self.halo))
            if suffix:
                parts.append(suffix.at(x + line.width + SPACE, middle, halo=self.halo))
            top += line.face.size * LINE_HEIGHT
        return "".join(parts)

    def _box_in(self, box: Box) -> str:
        """The box about the name, if there is one."""
        left, top, right, bottom = box
        look = {"fill": self.halo, "stroke": self.box, "stroke_width": 0.8}
        return element("rect", x=left, y=top, width=right - left, height=bottom - top, **look) if self.box else ""


class Placement:
    """Places labels on a map: within `frame`, off the boxes of `reserved`, off `aircraft`, which are larger than other
    marks, and off the points of `marks`, and rather not over those of `lines`.
    """

    def __init__(
        self,
        frame: Box,
        reserved: Iterable[Box] = (),
        lines: Sequence[FloatArray] = (),
        marks: Sequence[FloatArray] = (),
        aircraft: Sequence[tuple[float, float]] = (),
    ) -> None:
        left, top, right, bottom = frame
        self.frame = (left + EDGE, top + EDGE, right - EDGE, bottom - EDGE)
        self.aircraft = [(x - AIRCRAFT, y - AIRCRAFT, x + AIRCRAFT, y + AIRCRAFT) for x, y in aircraft]
        self.taken = [*reserved, *self.aircraft]
        self.lines = np.concatenate([*lines, np.empty((0, 2))])
        self.marks = np.concatenate([*marks, np.empty((0, 2))])
        self.named: set[tuple[int, int]] = set()
        self.boxes: dict[Box, Label] = {}
        self.left_out: list[Label] = []
        """The labels with a `key` that found no place."""

    def place(self, labels: Iterable[Label]) -> str:
        """The labels that find a place."""
        seen: set[str] = set()
        written = []
        for label in sorted(labels, key=lambda label: label.rank):
            if label.name and label.name in seen:
                continue
            box = self._box(label)
            if box is None:
                self.left_out += [label] if label.key else []
                continue
            seen.add(label.name)
            self.boxes[box] = label
            written.append(label.at(box))
        return "\n".join(written)

    def _box(self, label: Label) -> Box | None:
        """The box at that of the points at which it covers least; of several the first."""
        least: tuple[float, Box, tuple[int, int]] | None = None
        for index, (x, y) in enumerate(label.points):
            column, row = int(x // POINT_CELL), int(y // POINT_CELL)
            near = {(column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1)}
            if not label.shares and near & self.named:
                continue
            cost, box = self._best(x, y, label)
            if box and (least is None or cost + index < least[0]):
                least = (cost + index, box, (column, row))
            if least and least[0] <= index:
                break
        if least is None:
            return None
        self.taken.append(least[1])
        self.named |= set() if label.shares else {least[2]}
        return least[1]

    def _best(self, x: float, y: float, label: Label) -> tuple[float, Box | None]:
        """The box beside a point in which it covers least, and what that costs."""
        best, least, gap = None, float("inf"), self._gap(x, y, label)
        for index, box in enumerate(_boxes(x, y, label, gap)):
            if self._is_free(box):
                cost = count(self.lines, box) * CROSSING_COST + index
                best, least = (box, cost) if cost < least else (best, least)
            if least == 0:
                break
        if (best is None and label.box) or (best and count(self.lines, best)):
            least = least if best else float(len(AROUND))
            best = next(self._farther(x, y, label, gap), best)
        return least, best

    def _farther(self, x: float, y: float, label: Label, gap: float) -> Iterator[Box]:
        """The free boxes that cross no line farther from a point, the nearest first."""
        for factor in FARTHER:
            if gap * factor <= FARTHEST:
                free = filter(self._is_free, _boxes(x, y, label, gap * factor))
                yield from (box for box in free if not count(self.lines, box))

    def _gap(self, x: float, y: float, label: Label) -> float:
        """The gap beside a point, which is larger where an aircraft is."""
        is_under = any(left < x < right and top < y < bottom for left, top, right, bottom in self.aircraft)
        return max(label.gap, AIRCRAFT + PADDING + 1) if is_under else label.gap

    def _is_free(self, box: Box) -> bool:
        return _within(box, self.frame) and not self._is_taken(box) and not count(self.marks, _larger(box, MARK_ROOM))

    def _is_taken(self, box: Box) -> bool:
        left, top, right, bottom = _larger(box, PADDING)
        return any(x0 < right and left < x1 and y0 < bottom and top < y1 for x0, y0, x1, y1 in self.taken)


def _boxes(x: float, y: float, label: Label, gap: float) -> Iterator[Box]:
    """The boxes at a label's sides of a point, in order."""
    width, height = label.size
    for across, down in map(_SIDES.__getitem__, label.sides):
        left = x + across * (gap + width / 2) - width / 2
        top = y + down * (gap / 2 + height / 2) - height / 2 + (down if abs(down) == 1 else 0) * gap / 2
        yield left, top, left + width, top + height


def _larger(box: Box, room: float) -> Box:
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def count(points: FloatArray, box: Box) -> int:
    """How many points are in a box."""
    left, top, right, bottom = box
    x, y = points.T
    return int(np.count_nonzero((x > left) & (x < right) & (y > top) & (y < bottom)))


def _within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
