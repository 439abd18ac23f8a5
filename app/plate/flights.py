"""Flights on a plate: their lines by evidence, the corridors in which they may have run, and their named fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

import numpy as np
import shapely

from app import zones
from app.domain import MODES, Basis, Fix, Flight
from app.geodesy.arrays import FloatArray
from app.geodesy.track import Track, track
from app.keys import fix_key
from app.locales import locale_of
from app.plate.frame import MapFrame
from app.plate.labels import Label
from app.plate.moment import Scene, is_planned
from app.plate.styles import Styles
from app.plate.svg import Words, clipped, element, joined, path_data, stroke
from app.plate.typeface import Face
from app.text import interface

CORRIDOR_LEAST = 1.0
"""The half width in pixels below which a corridor is not drawn."""
_RANKS = {"flown": 10.0, "planned": 30.0, "other_day": 12.0, "contested": -6.0, "end": -3.0, "now": -20.0}
_BASIS_RANKS = {Basis.DOCUMENTED: 0.0, Basis.INFERRED: 4.0, Basis.INTERPOLATED: 7.0}
_PALE, _PALEST = 140.0, 0.4
"""The hatching pales from this half width in pixels, to this share of its strength."""
_CIRCLE = 24
"""The corners of a circle of uncertainty."""


class Flights:
    """The visible flights of a scene in a frame."""

    def __init__(self, scene: Scene, frame: MapFrame, styles: Styles, language: str) -> None:
        self.scene, self.frame, self.styles, self.language = scene, frame, styles, language
        self.marks: set[str] = set()
        """What of the legend explains what was drawn."""

    def draw(self) -> str:
        """Corridors, then lines, then marks."""
        flights = self.scene.flights
        corridors = self._corridors(flight for flight in flights if self.scene.is_of_day(flight))
        return joined(
            [corridors, *(self._lines(flight) for flight in flights), *(self._fixes(flight) for flight in flights)]
        )

    def color(self, flight: Flight) -> str:
        """The colour of a flight's line."""
        return self.styles.own(flight.style.stroke) or self.styles.color(_ink(flight))

    def _strength(self, flight: Flight) -> float | None:
        return None if self.scene.is_of_day(flight) else self.styles.alpha("other-day")

    def _lines(self, flight: Flight) -> str:
        line = track(flight)
        parts: list[str] = []
        for evidence, first, last in runs(flight, line):
            copies = list(self.frame.copies(line.lon[first : last + 1], line.lat[first : last + 1]))
            data = (
                path_data(clipped([shapely.linestrings(xy) for xy in copies], self.frame.outer), closed=False)
                if copies
                else ""
            )
            if data:
                self.marks |= {evidence, f"{evidence} {_ink(flight)}"}
                parts += self._run(data, evidence, flight)
        return element("g", joined(parts), opacity=self._strength(flight)) if parts else ""

    def _run(self, data: str, evidence: str, flight: Flight) -> Iterator[str]:
        style = self.styles.line(evidence)
        halo = {"fill": "none", "stroke": self.styles.color("halo"), "stroke_opacity": self.styles.alpha("halo")}
        round_ = {"stroke_linecap": "round", "stroke_linejoin": "round"}
        yield element("path", d=data, **halo, stroke_width=style.width + self.styles.line("halo").width, **round_)
        width = flight.style.stroke_width or style.width
        own = stroke(self.color(flight), style, **round_) | {"stroke_width": float(width)}
        yield element("path", d=data, **own, stroke_opacity=flight.style.stroke_opacity, data_evidence=evidence)

    def _fixes(self, flight: Flight) -> str:
        radius, width = self.styles.numbers("mark-planned" if is_planned(flight) else "mark-fix")
        named = [point for fix in flight.fixes if fix.place for point in self.frame.points((fix.lon, fix.lat))]
        if not named:
            return ""
        self.marks |= {"fix", f"fix {_ink(flight)}"}
        look = {"fill": self.styles.color("paper"), "stroke": self.color(flight), "stroke_width": width}
        circles = "".join(element("circle", cx=x, cy=y, r=radius) for x, y in named)
        return element("g", circles, **look, opacity=self._strength(flight))

    def _corridors(self, flights: Iterable[Flight]) -> str:
        """The corridors of all flights as one, hatched."""
        areas = [area for flight in flights if not is_planned(flight) for area in self._corridor(track(flight))]
        whole = [shapely.union_all(areas)] if areas else []
        data = path_data(clipped(whole, self.frame.outer), closed=True) if whole else ""
        if not data:
            return ""
        self.marks.add("corridor")
        edge = stroke(self.styles.color("uncertainty"), self.styles.line("corridor")) | {"fill": "url(#hatch)"}
        strength = max(_PALEST, min(1.0, _PALE / max(area.length / 6 for area in areas)))
        return element("path", d=data, fill_rule="evenodd", fill_opacity=strength, **edge)

    def _corridor(self, line: Track) -> list[shapely.Geometry]:
        """The hulls of neighbouring circles within which the aircraft was."""
        radius = np.nan_to_num(line.uncertainty_km) * self.frame.pixels_per_km(line.lon, line.lat)
        if radius.max(initial=0) < CORRIDOR_LEAST:
            return []
        found = []
        for xy in self.frame.copies(line.lon, line.lat):
            kept = _thinned(xy, radius)
            circles = shapely.buffer(shapely.points(xy[kept]), np.maximum(radius[kept], 0.01), quad_segs=_CIRCLE // 4)
            joints = [
                index
                for index in range(1, len(kept))
                if not any(kept[index - 1] < cut <= kept[index] for cut in line.breaks)
            ]
            pairs = [shapely.union(circles[index - 1], circles[index]) for index in joints]
            found += list(shapely.convex_hull(pairs)) if pairs else []
        return found

    def labels(self) -> Iterator[Label]:
        """The names of fixes, with their times."""
        for flight in self.scene.flights:
            named = [(number, fix) for number, fix in enumerate(flight.fixes, 1) if fix.place]
            for number, fix in named:
                is_end = number in (named[0][0], named[-1][0])
                for point in self.frame.points((fix.lon, fix.lat)):
                    yield self._label(flight, number, fix, point, is_end=is_end)

    def _label(self, flight: Flight, number: int, fix: Fix, point: tuple[float, float], *, is_end: bool) -> Label:
        is_of_day, planned = self.scene.is_of_day(flight), is_planned(flight)
        face = Face("sans", 12.5) if planned else Face("sans", 13.5, weight=700)
        color = self.styles.color("ink" if is_of_day else "quiet")
        rank = (_RANKS["planned"] if planned else _RANKS["flown"]) + _BASIS_RANKS[fix.basis]
        rank += _RANKS["end"] if is_end else 0
        rank += _RANKS["contested"] if any(claim.fix == number for claim in flight.claims) else 0
        rank += 0 if is_of_day else _RANKS["other_day"]
        rank += _RANKS["now"] if fix.time == self.scene.moment and not planned else 0
        words = Words(fix.place.in_language(self.language), face, color)
        suffix = None
        if fix.time and not planned:
            about = "" if fix.basis is Basis.DOCUMENTED else "≈ "
            if about:
                self.marks.add("approximate")
            text = f"{about}{fix_time(fix, fix.time, self.scene.moment, self.language)}"
            suffix = Words(text, Face("sans", 13), self.styles.color("flight-text"))
        key = fix_key(flight.id, number)
        return Label((point,), (words,), rank, self.styles.color("halo"), suffix, gap=9, key=key)

    def marks_in_sight(self) -> FloatArray:
        """The middles of the marks of named fixes."""
        fixes = (fix for flight in self.scene.flights for fix in flight.fixes if fix.place)
        return np.array([point for fix in fixes for point in self.frame.points((fix.lon, fix.lat))]).reshape(-1, 2)

    @cached_property
    def obstacles(self) -> list[FloatArray]:
        """The points of the lines in pixels, which names should rather not cover."""
        return [
            _spread(xy)
            for flight in self.scene.flights
            for xy in self.frame.copies(track(flight).lon, track(flight).lat)
        ]


def _ink(flight: Flight) -> str:
    """The colour of a way through the air, or of another."""
    return "flight" if MODES[flight.mode].airborne else "ink"


def runs(flight: Flight, line: Track) -> list[tuple[str, int, int]]:
    """Neighbouring legs of one evidence as one: the evidence (``planned`` for a plan), first and last vertex."""
    found: list[tuple[str, int, int]] = []
    for first, last, basis, _ in line.legs:
        evidence = "planned" if is_planned(flight) else str(basis)
        if found and found[-1][0] == evidence and found[-1][2] == first:
            found[-1] = (evidence, found[-1][1], last)
        else:
            found.append((evidence, first, last))
    return found


def fix_time(fix: Fix, time: datetime, moment: datetime, language: str) -> str:
    """The time of a fix on the plate of a moment: ``06:26 · 01:26 UTC`` on its day, the clocks of the place first; the
    day alone on another, or where the time may be off by hours.
    """
    utc = time.replace(tzinfo=None)
    local = zones.local(fix.zone, time) if fix.zone else utc
    if utc.date() != moment.date() or fix.has_only_day:
        return day_in(local, "day" if local.year == moment.year else "year", language)
    first = f"{local:%H:%M}" if local.date() == utc.date() else f"{day_in(local, 'day', language)}, {local:%H:%M}"
    mark = interface()["utc"].in_language(language)
    return f"{first} · {utc:%H:%M} {mark}" if local != utc else f"{first} {mark}"


def day_in(moment: datetime, style: str, language: str) -> str:
    """A day in a language, with its year or without."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMd" if style == "year" else "MMMd", moment, locale=locale_of(language)))


def _thinned(xy: FloatArray, radius: FloatArray) -> list[int]:
    """The vertices whose circles are seen beside that of the one kept before."""
    kept = [0]
    for index in range(1, len(xy)):
        before = kept[-1]
        near = abs(xy[index] - xy[before]).sum() < max(1.5, radius[index] / 6)
        if not near or abs(radius[index] - radius[before]) >= 0.7 or index == len(xy) - 1:
            kept.append(index)
    return kept


def _spread(xy: FloatArray) -> FloatArray:
    """Points along a line at most five pixels apart."""
    lengths = np.hypot(*np.diff(xy, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    if not along[-1]:
        return xy[:1]
    at = np.linspace(0, along[-1], min(4000, int(along[-1] / 5) + 2))
    return np.column_stack((np.interp(at, along, xy[:, 0]), np.interp(at, along, xy[:, 1])))
