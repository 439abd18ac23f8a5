"""The strip below a plate's map: altitudes over time, with ceilings, ground and the moment."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from app.dates import EPOCH, seconds
from app.domain import MODES, Ceiling, Flight
from app.geodesy.arrays import FloatArray
from app.geodesy.track import track
from app.locales import number_in
from app.plate.flights import day_in, runs
from app.plate.moment import Scene, is_planned, span_of, value_at
from app.plate.styles import Line, Styles
from app.plate.svg import Box, Words, element, joined, path_of, stroke
from app.plate.typeface import Face
from app.text import interface
from app.world import World

_LEFT, _AXIS, _TOP = 46.0, 17.0, 8.0
"""The widths of the axes of altitude and time, and the room above, in pixels."""
_FINER = 0.8
"""Lines of the profile are so much finer than those of the map."""
_HEADROOM, _REACH = 1.06, 1.5
"""How much of the plot is free above everything; ceilings up to so many times the greatest altitude are shown."""
_VAGUE_KM = 100.0
"""The uncertainty of a position beyond which nothing is said of the ground below it."""
_LOWEST_M = 3000.0
"""A plot that ends lower than this has no ground: the grid is too coarse for it."""
_STEPS = [60 * minutes for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400)]
_DAY = 86_400


class Profile:
    """The altitudes of a scene's flights in a box."""

    def __init__(self, scene: Scene, box: Box, styles: Styles, language: str) -> None:
        self.scene, self.styles, self.language = scene, styles, language
        self.flights = [flight for flight in scene.profiled if has_altitudes(flight)]
        self.left, self.top, self.right, self.bottom = box[0] + _LEFT, box[1] + _TOP, box[2], box[3] - _AXIS
        if self.flights:
            self.start = min(seconds(span_of(flight)[0]) for flight in self.flights)
            self.end = max(seconds(span_of(flight)[1]) for flight in self.flights)
            highest = max(float(np.nanmax(track(flight).altitude_m)) for flight in self.flights)
            self.ceilings = [
                each for each in scene.exhibit.ceilings if self._holds(each) and each.altitude_m < highest * _REACH
            ]
            self.highest = _HEADROOM * max([highest, 1.0, *(each.top_m or each.altitude_m for each in self.ceilings)])

    def __bool__(self) -> bool:
        return (
            bool(self.flights)
            and self.end > self.start
            and any(True for each in self.flights for _ in self._pieces(each))
        )

    def _holds(self, ceiling: Ceiling) -> bool:
        if ceiling.when is None:
            return True
        return seconds(ceiling.when.start) <= self.end and seconds(ceiling.when.end) >= self.start

    def x(self, since: FloatArray | float) -> FloatArray:
        """Where moments are."""
        share = (np.asarray(since, float) - self.start) / (self.end - self.start)
        return np.asarray(self.left + share * (self.right - self.left))

    def y(self, metres: FloatArray | float) -> FloatArray:
        """Where altitudes are."""
        return np.asarray(self.bottom - np.maximum(0, metres) / self.highest * (self.bottom - self.top))

    def draw(self) -> str:
        """The strip."""
        parts = [self._paper(), *self._altitudes(), *self._ceilings(), *self._ground(), *self._curves()]
        return joined([*parts, *self._ceiling_names(), *self._times(), *self._moment()])

    def _paper(self) -> str:
        size = {"width": self.right - self.left, "height": self.bottom - self.top}
        return element("rect", x=self.left, y=self.top, **size, fill=self.styles.color("paper"))

    def _across(self, y: float, color: str, line: Line) -> str:
        return element("path", d=f"M{self.left:g} {y:.1f}H{self.right:g}", **stroke(self.styles.color(color), line))

    def _altitudes(self) -> Iterator[str]:
        step = next(
            step
            for power in range(1, 7)
            for step in (10**power, 2 * 10**power, 5 * 10**power)
            if self.highest / step <= 3
        )
        for metres in np.arange(step, self.highest, step):
            y = float(self.y(metres))
            yield self._across(y, "hairline", Line(0.8))
            yield self._words(altitude_text(float(metres), self.language)).at(self.left - 7, y, anchor="end")

    def _words(self, text: str, size: float = 11) -> Words:
        return Words(text, Face("sans", size), self.styles.color("quiet"))

    def _ceilings(self) -> Iterator[str]:
        for ceiling in self.ceilings:
            low, high = float(self.y(ceiling.altitude_m)), float(self.y(ceiling.top_m or ceiling.altitude_m))
            if ceiling.top_m:
                band = {"width": self.right - self.left, "height": low - high, "fill_opacity": 0.06}
                yield element("rect", x=self.left, y=high, **band, fill=self.styles.color("ink"))
                yield self._across(high, "faint", Line(0.8, (3, 3)))
            yield self._across(low, "faint", Line(0.8, (3, 3)))

    def _ceiling_names(self) -> Iterator[str]:
        """The names of ceilings, where they cross no curve and no other name."""
        taken: list[Box] = []
        curves = np.concatenate([xy for flight in self.flights for _, xy in self._pieces(flight)] or [np.empty((0, 2))])
        for ceiling in self.ceilings:
            name = ceiling.name.in_language(self.language).split(":")[0].split("：")[0]
            words = self._words(f"{name} {altitude_text(ceiling.altitude_m, self.language)}", 10)
            if box := self._free(words.width, ceiling, curves, taken):
                taken.append(box)
                paper = {"width": box[2] - box[0], "height": box[3] - box[1], "fill": self.styles.color("paper")}
                yield element("rect", x=box[0], y=box[1], **paper) + words.at(box[0] + 4, (box[1] + box[3]) / 2)

    def _free(self, width: float, ceiling: Ceiling, curves: FloatArray, taken: list[Box]) -> Box | None:
        low, high = float(self.y(ceiling.altitude_m)), float(self.y(ceiling.top_m or ceiling.altitude_m))
        for middle in ((low + high) / 2, high - 7, low + 7):
            for left in np.arange(self.right - width - 16, self.left + 4, -10):
                box = (float(left), middle - 6.5, float(left) + width + 8, middle + 6.5)
                inside = (curves[:, 0] > box[0] - 2) & (curves[:, 0] < box[2] + 2)
                inside &= (curves[:, 1] > box[1]) & (curves[:, 1] < box[3])
                free = box[1] >= self.top - 3 and box[3] <= self.bottom and not inside.any()
                if free and not any(
                    box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                    for other in taken
                ):
                    return box
        return None

    def _pieces(self, flight: Flight) -> Iterator[tuple[str, FloatArray]]:
        """The curve of a flight in pixels, in pieces of one evidence."""
        line = track(flight)
        for evidence, first, last in runs(flight, line):
            since, metres = line.seconds[first : last + 1], line.altitude_m[first : last + 1]
            known = ~np.isnan(since + metres)
            for piece in _stretches(known):
                at = np.column_stack((self.x(since[piece]), self.y(metres[piece])))
                yield evidence, _dense(at)

    def _ground(self) -> Iterator[str]:
        flight = next((flight for flight in self.flights if not is_planned(flight)), None)
        if flight is None or self.highest < _LOWEST_M or self.scene.exhibit.has_own_land(self.scene.moment.date()):
            return
        line = track(flight)
        height = np.where(line.uncertainty_km > _VAGUE_KM, np.nan, World.default().heights.at(line.lon, line.lat))
        for piece in _stretches(~np.isnan(line.seconds + height)):
            xy = np.column_stack((self.x(line.seconds[piece]), self.y(np.minimum(height[piece], self.highest))))
            down = np.array([[xy[-1, 0], self.bottom], [xy[0, 0], self.bottom]])
            look = {"fill": self.styles.color("border"), "fill_opacity": 0.4}
            yield element("path", d=path_of(np.vstack((xy, down)), closed=True), **look)

    def _curves(self) -> Iterator[str]:
        for flight in sorted(self.flights, key=lambda flight: not is_planned(flight)):
            for evidence, xy in self._pieces(flight):
                style = self.styles.line(evidence)
                line = Line(style.width * _FINER, tuple(length * _FINER for length in style.dash))
                if not is_planned(flight):
                    down = np.array([[xy[-1, 0], self.bottom], [xy[0, 0], self.bottom]])
                    under = {"fill": self.styles.color("flight"), "fill_opacity": 0.1}
                    yield element("path", d=path_of(np.vstack((xy, down)), closed=True), **under)
                round_ = {"stroke_linecap": "round", "stroke_linejoin": "round"}
                yield element("path", d=path_of(xy), **stroke(self.styles.color("flight"), line, **round_))

    def _times(self) -> Iterator[str]:
        yield self._across(self.bottom, "ink", Line(1))
        count = max(2.0, (self.right - self.left) / 78)
        step = next(
            (step for step in _STEPS if (self.end - self.start) / step <= count),
            math.ceil((self.end - self.start) / count / _DAY) * _DAY,
        )
        for tick in np.arange(math.ceil(self.start / step) * step, self.end + 1, step):
            x = float(self.x(tick))
            yield element("path", d=f"M{x:.1f} {self.bottom:g}v4", **stroke(self.styles.color("quiet"), Line(1)))
            words = self._words(tick_text(float(tick), step, self.language))
            half = words.width / 2
            yield words.at(min(max(x, self.left - 20 + half), self.right - half), self.bottom + 11, anchor="middle")

    def _moment(self) -> Iterator[str]:
        """The moment, and the flights that are under way."""
        now = seconds(self.scene.moment)
        if not self.start <= now <= self.end:
            return
        x = float(self.x(now))
        yield element("path", d=f"M{x:.1f} {self.top:g}V{self.bottom:g}", **stroke(self.styles.color("ink"), Line(1.2)))
        for flight in self.flights:
            line = track(flight)
            metres = value_at(line, line.altitude_m, now)
            if is_planned(flight) or metres is None:
                continue
            y = float(self.y(metres))
            edge = {"stroke": self.styles.color("ink"), "stroke_width": 1.4}
            yield element("circle", cx=x, cy=y, r=5.0, fill=self.styles.color("flight"), **edge)


def has_altitudes(flight: Flight) -> bool:
    """Whether it was in the air and an altitude is known between its ends."""
    known = any(fix.altitude_m is not None for fix in flight.fixes[1:-1])
    return flight.is_timed and MODES[flight.mode].airborne and known


def altitude_text(metres: float, language: str) -> str:
    """An altitude as the profile writes it: ``20 km`` or ``500 m``."""
    key, value = ("km_of", metres / 1000) if metres >= 1000 and metres % 1000 == 0 else ("metres_of", metres)
    return interface()[key].in_language(language).format(n=number_in(value, language))


def tick_text(since: float, step: float, language: str) -> str:
    """A moment as the axis of time writes it."""
    moment = _moment_at(since)
    return f"{moment:%H:%M}" if step < _DAY and since % _DAY else day_in(moment, "day", language)


def _moment_at(since: float) -> datetime:
    return EPOCH.replace(tzinfo=None) + timedelta(seconds=since)


def _stretches(known: np.ndarray) -> list[slice]:
    """The stretches of two or more neighbouring values that are known."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(int)))
    return [slice(first, end) for first, end in edges.reshape(-1, 2).tolist() if end - first > 1]


def _dense(xy: FloatArray) -> FloatArray:
    """The line without vertices that are not seen, for a page has a thousand pixels and a track any number of them."""
    kept = np.concatenate(([True], np.abs(np.diff(xy, axis=0)).sum(axis=1) > 0.2))
    kept[-1] = True
    return xy[kept]
