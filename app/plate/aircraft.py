"""The flights that are under way at the moment of a plate: a silhouette with the nose ahead, and a name beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.dates import seconds
from app.domain import MODES, Flight
from app.geodesy.arrays import FloatArray
from app.geodesy.track import Track, track
from app.plate.frame import MapFrame
from app.plate.labels import Label
from app.plate.moment import Scene, is_planned
from app.plate.styles import Styles
from app.plate.svg import Words, element, joined, path_of
from app.plate.typeface import Face

OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "airframe": (
        (0, -1), (0.13, -0.62), (0.13, -0.2), (0.95, 0.22), (0.95, 0.4),
        (0.13, 0.24), (0.1, 0.66), (0.4, 0.9), (0.4, 1.02), (0, 0.92),
    ),
    "hull": ((0, -1), (0.42, -0.4), (0.42, 0.9)),
}  # fmt: skip
"""The right halves of silhouettes, nose to the top, in units of their half length."""
SIZES = {"airframe": 14.0, "hull": 9.0, "dot": 6.0}
"""Half their lengths in pixels."""
_HALO, _PLANNED_WIDTH = 4.4, 1.6
_NEAR = 40.0
"""Of two aircraft nearer than so many pixels only one is named."""
_FIRST = 0.0
"""The rank of their names."""
_SHORT = re.compile(r"[,:] |[、：]")
"""What ends the short form of a name, as in ``Mission 4154, the U-2 of Francis Gary Powers``."""


@dataclass(frozen=True, slots=True)
class Craft:
    """A flight under way: its point in pixels, and where its nose points, in degrees from the top."""

    flight: Flight
    point: tuple[float, float]
    heading: float


class Aircraft:
    """The flights of a scene that are under way, in a frame; plans first, so that what was flown is drawn over them."""

    def __init__(self, scene: Scene, frame: MapFrame, styles: Styles, language: str) -> None:
        self.styles, self.language = styles, language
        under_way = [(flight, scene.position(flight)) for flight in scene.flights]
        found = [
            Craft(flight, point, _heading(track(flight), seconds(scene.moment), frame))
            for flight, position in under_way
            if position
            for point in frame.points(position)
        ]
        self.crafts = sorted(found, key=lambda craft: not is_planned(craft.flight))

    @property
    def points(self) -> list[tuple[float, float]]:
        """Where they are in pixels."""
        return [craft.point for craft in self.crafts]

    def draw(self) -> str:
        """The silhouettes: filled, or open for a plan."""
        return joined(self._drawn(craft) for craft in self.crafts)

    def _drawn(self, craft: Craft) -> str:
        travel = MODES[craft.flight.mode]
        color = self.styles.color("flight" if travel.airborne else "ink")
        paper = self.styles.color("paper")
        filled = {"fill": color, "stroke": paper, "stroke_width": _HALO, "paint_order": "stroke"}
        is_open = is_planned(craft.flight)
        look = {"fill": paper, "stroke": color, "stroke_width": _PLANNED_WIDTH} if is_open else filled
        x, y = craft.point
        at = f"translate({x:.1f} {y:.1f}) rotate({craft.heading:.0f})"
        return element(
            "path", d=_outline(travel.shape), transform=at, **look, stroke_linejoin="round", data_flight=craft.flight.id
        )

    def labels(self) -> Iterator[Label]:
        """Their names, each in a box; those of plans last."""
        named: list[tuple[float, float]] = []
        ink, paper = self.styles.color("ink"), self.styles.color("paper")
        for craft in reversed(self.crafts):
            if all(math.dist(craft.point, other) >= _NEAR for other in named):
                named.append(craft.point)
                name = _SHORT.split(craft.flight.name.in_language(self.language))[0]
                words = Words(name, Face("sans", 13, weight=700), ink)
                yield Label((craft.point,), (words,), _FIRST, paper, shares=True, box=ink)


def _outline(shape: str) -> str:
    """The path data of a silhouette about the origin."""
    size = SIZES[shape]
    if shape == "dot":
        return f"M-{size:g} 0a{size:g} {size:g} 0 1 1 {2 * size:g} 0a{size:g} {size:g} 0 1 1-{2 * size:g} 0Z"
    half = np.array(OUTLINES[shape]) * size
    return path_of(np.vstack((half, half[::-1] * (-1, 1))), closed=True)


def _heading(line: Track, now: float, frame: MapFrame) -> float:
    """Where the nose points at a moment, in degrees from the top: along the leg of the track that is then flown, or the
    nearest one on which the flight moves.
    """
    after = int(np.searchsorted(np.where(np.isnan(line.seconds), -np.inf, line.seconds), now, side="right"))
    legs = sorted(range(1, line.lon.size), key=lambda index: (abs(index - after), index < after))
    for index in legs:
        for xy in frame.copies(line.lon[index - 1 : index + 1], line.lat[index - 1 : index + 1]):
            if index not in line.breaks and (heading := _direction(xy)) is not None:
                return heading
    return 0.0


def _direction(xy: FloatArray) -> float | None:
    across, down = (xy[-1] - xy[0]).tolist()
    return math.degrees(math.atan2(across, -down)) if abs(across) + abs(down) > 1e-6 else None
