"""The map itself: the world of the day, with everything that an exhibit shows on it, and its names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import escape

from app import fonts
from app.domain import LonLat
from app.geodesy.arrays import FloatArray
from app.plate.aircraft import Aircraft
from app.plate.flights import Flights
from app.plate.frame import MapFrame
from app.plate.ground import Ground
from app.plate.labels import Label, Placement
from app.plate.moment import Scene
from app.plate.own_ground import own_borders
from app.plate.places import Places
from app.plate.styles import Line, Styles
from app.plate.svg import Box, Words, element, joined, stroke
from app.plate.typeface import Face

KEY_FACE = Face("sans", 9.5, weight=700)
"""The face of the numbers that are explained beside the map."""
_TWO_DIGITS = "00"
_FIRST = -100.0
"""The rank of numbers: they are placed before all names."""
_SAME = 14.0
"""Points nearer than so many pixels have their numbers together."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a picture: its title, its description, and their language."""

    title: str
    description: str
    language: str


@dataclass(frozen=True)
class Drawing:
    """A scene in a frame; `numbers` are written at positions."""

    scene: Scene
    frame: MapFrame
    styles: Styles
    language: str
    numbers: tuple[tuple[str, LonLat], ...] = ()
    is_shaded: bool = True
    """Whether the land has its relief."""

    @cached_property
    def ground(self) -> Ground:
        """The world of the day."""
        day = self.scene.moment.date()
        borders = own_borders(self.scene.exhibit, day)
        return Ground(self.frame, day, self.language, self.styles, borders, self.is_shaded, self.places.cover)

    @cached_property
    def flights(self) -> Flights:
        """The flights."""
        return Flights(self.scene, self.frame, self.styles, self.language)

    @cached_property
    def aircraft(self) -> Aircraft:
        """The flights that are under way."""
        return Aircraft(self.scene, self.frame, self.styles, self.language)

    @cached_property
    def places(self) -> Places:
        """The areas and places."""
        return Places(self.scene, self.frame, self.styles, self.language)

    @cached_property
    def picture(self) -> str:
        """The map without its names, clipped to its frame."""
        ground, flights, places = self.ground, self.flights, self.places
        parts = [ground.draw(), places.areas(), flights.draw(), places.draw(), self.aircraft.draw()]
        return element("g", joined(parts), clip_path="url(#map)") + self._limit()

    def draw(self, reserved: Iterable[Box] = (), keyed: Mapping[str, str] | None = None) -> str:
        """The map with its names, none of them in a box of `reserved`; `keyed` is what is written in place of names, by
        their keys.
        """
        own, marks = self._own_labels, keyed or {}
        named = frozenset(label.lines[0].text for label in own)
        placement = self._placement(reserved)
        first = [label for label in own if label.key not in marks]
        numbered = [self._numbered(label, marks[label.key]) for label in own if label.key in marks]
        labels = ([*self._number_labels(), *first], numbered, self.ground.labels(named))
        return joined([self.picture, *map(placement.place, labels)])

    def left_out(self, reserved: Iterable[Box] = ()) -> list[Label]:
        """The names of places and fixes that find no place, each thing once, where there is one for a number."""
        placement = self._placement(reserved)
        placement.place([*self._number_labels(), *self._own_labels])
        placed = {label.key for label in placement.boxes.values()}
        found = {label.key: label for label in placement.left_out if label.key not in placed}
        return [label for label in found.values() if placement.place([self._numbered(label, _TWO_DIGITS)])]

    def _placement(self, reserved: Iterable[Box]) -> Placement:
        marks = [self.places.marks_in_sight(), self.flights.marks_in_sight()]
        return Placement(self.frame.box, reserved, self.flights.obstacles, marks, self.aircraft.points)

    @cached_property
    def _own_labels(self) -> list[Label]:
        return [*self.aircraft.labels(), *self.flights.labels(), *self.places.labels()]

    def _numbered(self, label: Label, number: str) -> Label:
        """A number in place of a name, all of one width, so that each finds a place that was free for two digits."""
        words = Words(number, KEY_FACE, self.styles.color("ink"))
        return replace(
            label, lines=(words,), suffix=None, gap=5, shares=True, box="", least_width=KEY_FACE.width(_TWO_DIGITS)
        )

    def _number_labels(self) -> Iterator[Label]:
        face, color, disc = Face("sans", 13, weight=700), self.styles.color("paper"), self.styles.color("ink")
        for point, numbers in self._numbered_points().items():
            yield Label(
                (point,), (Words(" · ".join(numbers), face, color),), _FIRST, "", gap=13, disc=disc, shares=True
            )

    def _numbered_points(self) -> dict[tuple[float, float], list[str]]:
        """The numbers by their points in sight, those of points that are nearly one together."""
        found: dict[tuple[float, float], list[str]] = {}
        for text, position in self.numbers:
            for x, y in self.frame.points(position):
                near = (point for point in found if math.hypot(point[0] - x, point[1] - y) < _SAME)
                found.setdefault(next(near, (x, y)), []).append(text)
        return found

    @property
    def shown(self) -> list[FloatArray]:
        """The points of lines and marks in pixels."""
        return [*self.flights.obstacles, self.flights.marks_in_sight(), self.places.marks_in_sight()]

    @property
    def marks(self) -> set[str]:
        """What of the legend explains what was drawn."""
        return self.flights.marks | self.places.marks

    def definitions(self) -> str:
        """The patterns and the clip that the drawing refers to."""
        color = self.styles.color
        dots = [(2.0, 2.0), (6.0, 6.0)]

        def dotted(name: str, ink: str, ground: str | None) -> str:
            under = element("rect", width=8.0, height=8.0, fill=ground) if ground else ""
            circles = "".join(element("circle", cx=x, cy=y, r=0.6, fill=ink) for x, y in dots)
            return element("pattern", under + circles, id=name, width=8.0, height=8.0, patternUnits="userSpaceOnUse")

        def lined(name: str) -> str:
            ruled = stroke(color("hatch"), Line(0.5))
            ground = element("rect", width=5.0, height=5.0, fill=color(name))
            line = element("path", d="M0 2.5h5" if name == "treaty" else "M2.5 0v5", **ruled)
            return element("pattern", ground + line, id=name, width=5.0, height=5.0, patternUnits="userSpaceOnUse")

        lines = element("path", d="M-1 7 7-1M-1 1 1-1M5 7 7 5", **stroke(color("hatch"), Line(0.7)))
        hatch = element(
            "path", d="M-1-1 9 9M-1 7 1 9M7-1 9 1", **stroke(color("uncertainty"), Line(0.7)), stroke_opacity=0.5
        )
        return element(
            "defs",
            joined(
                [
                    *(dotted(name, color(f"{name}-mark"), color(name)) for name in ("pact", "csto")),
                    dotted("unknown", color("hatch"), None),
                    *map(lined, self.styles.lined),
                    element("pattern", lines, id="doubtful", width=6.0, height=6.0, patternUnits="userSpaceOnUse"),
                    element("pattern", hatch, id="hatch", width=8.0, height=8.0, patternUnits="userSpaceOnUse"),
                    *self._clips(),
                ]
            ),
        )

    def _clips(self) -> Iterator[str]:
        """The clip of the map: its box, and within that the circle in which it may end."""
        left, top, right, bottom = self.frame.box
        box = element("rect", x=left, y=top, width=right - left, height=bottom - top)
        if self.frame.limit is None:
            yield element("clipPath", box, id="map")
            return
        x, y, radius = self.frame.limit
        yield element("clipPath", box, id="box")
        yield element("clipPath", element("circle", cx=x, cy=y, r=radius), id="map", clip_path="url(#box)")

    def _limit(self) -> str:
        """The line in which the map ends, where it does."""
        if self.frame.limit is None:
            return ""
        x, y, radius = self.frame.limit
        circle = element("circle", cx=x, cy=y, r=radius, **stroke(self.styles.color("ink"), Line(0.7)))
        return element("g", circle, clip_path="url(#box)")


def document(
    size: tuple[str, str],
    box: tuple[float, float],
    content: str,
    said: Said,
    styles: Styles,
    *,
    with_fonts: bool,
) -> str:
    """A whole SVG document of a `size` in CSS lengths, in which `box` is the size in pixels."""
    head = element("title", str(escape(said.title)), id="title")
    head += element("desc", str(escape(said.description)), id="desc")
    sheet = fonts.inlined(frozenset(content)) if with_fonts else ""
    families = "".join(f".{name}{{font-family:{styles.properties[name]}}}" for name in ("sans", "serif"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {box[0]:g} {box[1]:g}" lang="{escape(said.language)}" role="img" '
        f'aria-labelledby="title desc">{head}\n<style>{sheet}\n{families}</style>\n{content}\n</svg>\n'
    )
