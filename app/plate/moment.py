"""What an exhibit shows at a moment: its view, its visible layers, and the flights that are of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from app import geodesy
from app.dates import Span, seconds
from app.domain import AnyFeature, Area, Bounds, Chapter, Exhibit, Flight, LonLat, Reach, Site, Status, View
from app.errors import NotFound
from app.geodesy.arrays import FloatArray
from app.geodesy.track import Track, track

_SCREEN = (960.0, 620.0)
"""The pixels of the map on a common screen, for a view that is given as a centre and a zoom level."""
_PADDING = 2.0
"""Degrees about what is shown where no view is given."""
_QUIET = timedelta(hours=12)
"""Flights further apart than this are not on one profile."""


@dataclass(frozen=True)
class Scene:
    """An exhibit at a moment, in a chapter of its story or in none."""

    exhibit: Exhibit
    moment: datetime
    chapter: Chapter | None = None

    @cached_property
    def layers(self) -> frozenset[str]:
        """The ids of the visible layers: those that the chapter, or the last one before it that says so, names."""
        shown = frozenset(layer.id for layer in self.exhibit.layers if layer.visible)
        for chapter in self.exhibit.chapters if self.chapter else ():
            if chapter.layers is not None:
                shown = frozenset(chapter.layers)
            if chapter == self.chapter:
                break
        return shown

    @cached_property
    def features(self) -> tuple[AnyFeature, ...]:
        """The features of the visible layers."""
        return tuple(feature for layer in self.exhibit.layers if layer.id in self.layers for feature in layer.features)

    @cached_property
    def flights(self) -> tuple[Flight, ...]:
        """The visible flights."""
        return tuple(feature for feature in self.features if isinstance(feature, Flight) and len(feature.fixes) > 1)

    @cached_property
    def bounds(self) -> Bounds:
        """The bounds of the view, else of the visible features."""
        view = self.chapter.view if self.chapter and self.chapter.view else self.exhibit.opening
        return _bounds_of(view) or _around([position for feature in self.features for position in _positions(feature)])

    @cached_property
    def way(self) -> tuple[FloatArray, FloatArray]:
        """The longitudes and latitudes of the lines of the day's visible flights within the bounds."""
        lines = [track(flight) for flight in self.flights if self.is_of_day(flight)]
        none = np.empty(0)
        return self._within(
            np.concatenate([none, *(line.lon for line in lines)]), np.concatenate([none, *(line.lat for line in lines)])
        )

    @cached_property
    def shown(self) -> tuple[FloatArray, FloatArray]:
        """The longitudes and latitudes of everything that is visible within the bounds."""
        others = [position for feature in self.features for position in _positions(feature)]
        lines = [track(flight) for flight in self.flights]
        lon, lat = np.array(others, float).reshape(-1, 2).T
        return self._within(
            np.concatenate([lon, *(line.lon for line in lines)]), np.concatenate([lat, *(line.lat for line in lines)])
        )

    def _within(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
        west, south, east, north = self.bounds
        is_within = ((lon - west) % 360 <= east - west) & (lat >= south) & (lat <= north)
        return lon[is_within], lat[is_within]

    @property
    def span(self) -> Span | None:
        """The date or period at whose beginning the exhibit opens, while the moment is that beginning."""
        span = self.exhibit.opening_span
        return span if span and span.start == self.moment else None

    def is_of_day(self, flight: Flight) -> bool:
        """Whether a flight is drawn in full: it is of the moment's day, or no timed flight is, visible or not."""
        return not self._of_day or flight in self._of_day or not flight.is_timed

    @cached_property
    def _of_day(self) -> tuple[Flight, ...]:
        return tuple(flight for flight in self.exhibit.flights if flight.is_timed and self._is_today(flight))

    def _is_today(self, flight: Flight) -> bool:
        start, end = span_of(flight)
        return start.date() <= self.moment.date() <= end.date()

    @cached_property
    def profiled(self) -> tuple[Flight, ...]:
        """The flights of the profile: those under way about the moment, and about those again."""
        timed = sorted((flight for flight in self.flights if flight.is_timed), key=lambda flight: span_of(flight)[0])
        groups: list[list[Flight]] = []
        for flight in timed:
            if groups and span_of(flight)[0] - max(span_of(other)[1] for other in groups[-1]) <= _QUIET:
                groups[-1].append(flight)
            else:
                groups.append([flight])
        return tuple(min(groups, key=self._distance, default=[]))

    def _distance(self, group: Iterable[Flight]) -> timedelta:
        spans = [span_of(each) for each in group]
        start, end = min(start for start, _ in spans), max(end for _, end in spans)
        return max(start - self.moment, self.moment - end, timedelta())

    def position(self, flight: Flight) -> LonLat | None:
        """Where a flight is at the moment; None before it starts and after it ends."""
        line, now = track(flight), seconds(self.moment)
        lon, lat = value_at(line, line.lon, now), value_at(line, line.lat, now)
        return None if lon is None or lat is None else (lon, lat)


def value_at(line: Track, values: FloatArray, now: float) -> float | None:
    """The value at a moment between two vertices of one part that have it; None elsewhere."""
    after = int(np.searchsorted(np.where(np.isnan(line.seconds), -np.inf, line.seconds), now))
    if after < line.seconds.size and line.seconds[after] == now and not np.isnan(values[after]):
        return float(values[after])
    if after in (0, line.seconds.size) or after in line.breaks:
        return None
    (start, end), (first, last) = line.seconds[after - 1 : after + 1], values[after - 1 : after + 1]
    found = first + (last - first) * (now - start) / (end - start)
    return None if np.isnan(found) else float(found)


def scene(exhibit: Exhibit, moment: datetime | None = None, chapter: str | None = None) -> Scene:
    """The exhibit at a moment, else at that of the chapter, else at that at which it opens.

    Raises `NotFound` for a chapter that there is not, and for a moment outside the exhibit.
    """
    found = next((each for each in exhibit.chapters if each.id == chapter), None)
    if chapter is not None and found is None:
        known = ", ".join(each.id for each in exhibit.chapters) or "none"
        raise NotFound(f"The exhibit {exhibit.slug!r} has no chapter {chapter!r}. Its chapters: {known}.")
    if moment is not None:
        _check(exhibit, moment)
    return Scene(exhibit, moment or (found.date if found else None) or exhibit.opening_moment, found)


def _check(exhibit: Exhibit, moment: datetime) -> None:
    days = exhibit.days
    if days and not days[0] <= moment.date() <= days[1]:
        raise NotFound(
            f"{moment:%Y-%m-%d} is outside the exhibit {exhibit.slug!r}, which is of {days[0]} to {days[1]}."
        )


def span_of(flight: Flight) -> tuple[datetime, datetime]:
    """The first and last moment of a timed flight."""
    times = [fix.time for fix in flight.fixes if fix.time]
    return min(times), max(times)


def _bounds_of(view: View) -> Bounds | None:
    if view.bounds:
        return view.bounds
    if view.center is None:
        return None
    lon, lat = view.center
    degree = 256 * 2 ** (view.zoom if view.zoom is not None else 6) / 360
    across, up = _SCREEN[0] / degree / 2, _SCREEN[1] / degree / 2 * np.cos(np.radians(lat))
    return lon - across, max(-84.0, lat - up), lon + across, min(84.0, lat + up)


def _around(positions: list[LonLat]) -> Bounds:
    if not positions:
        return -170.0, -56.0, 190.0, 76.0
    west, south, east, north = geodesy.bounds(positions)
    return west - _PADDING, max(-84.0, south - _PADDING), east + _PADDING, min(84.0, north + _PADDING)


def _positions(feature: AnyFeature) -> list[LonLat]:
    match feature:
        case Flight():
            return [(fix.lon, fix.lat) for fix in feature.fixes]
        case Site() | Reach():
            return [feature.position] if feature.position else []
        case Area():
            rings = [ring for polygon in feature.polygons for ring in polygon]
            return [position for ring in (*rings, *feature.lines) for position in ring]


def is_planned(flight: Flight) -> bool:
    """Whether a flight was planned, but not flown."""
    return flight.status is Status.PLANNED
