"""CZML for Cesium: aircraft that fly on the clock, legs in the style of their evidence, fixes, places, areas.

Cesium interpolates on a straight line through space, which would run through the Earth between two fixes. The
positions are therefore those of the dense track: between two vertices at most 20 km apart the line is at most 8 m low.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.dates import iso
from app.domain import AnyFeature, Area, Basis, Exhibit, Fix, Flight, Reach, Ring, Site, Status
from app.interchange.balloons import Balloons, paragraphs
from app.interchange.runs import Run, legs, timed_runs
from app.interchange.words import about, evidence, stamp_of, word
from app.keys import fix_key

Json = dict[str, Any]

_RED, _GREY, _INK = (200, 50, 31), (85, 95, 107), (30, 30, 30)
_WIDTHS = {"documented": 3.5, "inferred": 2.6, "interpolated": 2.0, "planned": 1.2}
_DASHES = {"inferred": 16.0, "interpolated": 6.0}
"""The length in pixels of a dash and its gap; documented and planned lines are solid."""
_MULTIPLIER = 300
"""Five minutes in a second."""
_LEAST_RADIUS_M = 1.0


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit as CZML."""
    packets = [_document(exhibit, language, notes), *_Writer(exhibit, language).packets()]
    return json.dumps(packets, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Writer:
    """Writes an exhibit in one language."""

    def __init__(self, exhibit: Exhibit, language: str) -> None:
        self.exhibit, self.language = exhibit, language
        self.balloons = Balloons(exhibit, language, {})

    def packets(self) -> Iterator[Json]:
        """The packets of every feature."""
        for feature in self.exhibit.features:
            yield from self._feature(feature)

    def _feature(self, feature: AnyFeature) -> Iterator[Json]:
        match feature:
            case Flight():
                yield from self._flight(feature)
            case Site():
                yield from self._site(feature)
            case Area():
                yield from self._area(feature)
            case Reach():
                yield from self._reach(feature)

    def _words(self, feature: AnyFeature) -> Json:
        grounds = evidence(feature, self.language) if isinstance(feature, Site) else ""
        description = feature.description.in_language(self.language)
        return {
            "name": feature.name.in_language(self.language),
            "description": self.balloons.balloon(description, grounds, feature.citations),
        }

    def _flight(self, flight: Flight) -> Iterator[Json]:
        is_planned = flight.status is Status.PLANNED
        runs = timed_runs(flight)
        aircraft: Json = {"id": flight.id, **self._words(flight)}
        if runs:
            aircraft |= _flying(runs, _GREY if is_planned else _RED)
            aircraft["label"] = _label(flight.name.in_language(self.language))
        yield aircraft
        for number, leg in enumerate(legs(flight), 1):
            style = "planned" if is_planned else str(leg.basis)
            yield {"name": word(style, self.language), **_leg(flight, number, leg, style)}
        for number, fix in enumerate(flight.fixes, 1):
            yield self._fix(flight, number, fix)

    def _fix(self, flight: Flight, number: int, fix: Fix) -> Json:
        grounds = evidence(fix, self.language)
        if fix.time:
            grounds = f"{iso(fix.time)}; {grounds}"
        return {
            "id": fix_key(flight.id, number),
            "parent": flight.id,
            "name": fix.place.in_language(self.language) or str(number),
            "description": self.balloons.balloon(fix.note.in_language(self.language), grounds, fix.citations),
            "position": {"cartographicDegrees": [fix.lon, fix.lat, fix.altitude_m or 0]},
            "point": _point(_GREY, 5, is_on_ground=fix.altitude_m is None, is_hollow=fix.basis is not Basis.DOCUMENTED),
        }

    def _site(self, site: Site) -> Iterator[Json]:
        if site.position:
            yield {
                "id": site.id,
                **self._words(site),
                "position": {"cartographicDegrees": [*site.position, site.altitude_m or 0]},
                "point": _point(_INK, 7, is_on_ground=site.altitude_m is None),
                "label": _label(site.name.in_language(self.language)),
            }

    def _area(self, area: Area) -> Iterator[Json]:
        """A packet for each polygon or line, since one has one shape."""
        words = self._words(area)
        for number, polygon in enumerate(area.polygons, 1):
            yield {"id": f"{area.id}/{number}" if number > 1 else area.id, **words, "polygon": _polygon(polygon)}
        for number, line in enumerate(area.lines, 1):
            shape = {"positions": {"cartographicDegrees": _flat(line)}, "clampToGround": True, "width": 2}
            key = f"{area.id}/{number}" if number > 1 else area.id
            yield {"id": key, **words, "polyline": shape | {"material": _solid(_GREY, 200)}}

    def _reach(self, reach: Reach) -> Iterator[Json]:
        if reach.position:
            circle = {"semiMajorAxis": reach.radius_km * 1000, "semiMinorAxis": reach.radius_km * 1000}
            yield {
                "id": reach.id,
                **self._words(reach),
                "position": {"cartographicDegrees": [*reach.position, 0]},
                "ellipse": circle | {"height": 0, "material": _solid(_GREY, 50)},
            }


def _document(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> Json:
    packet: Json = {
        "id": "document",
        "version": "1.0",
        "name": exhibit.title.in_language(language),
        "description": paragraphs(about(exhibit, language, notes)),
    }
    times = [vertex.seconds for flight in exhibit.flights for run in timed_runs(flight) for vertex in run.vertices]
    known = [time for time in times if time is not None]
    if known:
        first, last = stamp_of(min(known)), stamp_of(max(known))
        packet["clock"] = {
            "interval": f"{first}/{last}",
            "currentTime": first,
            "multiplier": _MULTIPLIER,
            "range": "CLAMPED",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        }
    return packet


def _flying(runs: Sequence[Run], color: tuple[int, int, int]) -> Json:
    """A point on the clock, the line behind it, and the circle within which the aircraft was.

    Where no altitude is known it is on the ground.
    """
    runs = sorted(runs, key=lambda run: run.has_altitudes)  # of two that share a moment, the last one counts
    intervals = [f"{stamp_of(_seconds(run)[0])}/{stamp_of(_seconds(run)[-1])}" for run in runs]
    heights = [
        {"interval": interval, "heightReference": "NONE" if run.has_altitudes else "CLAMP_TO_GROUND"}
        for interval, run in zip(intervals, runs, strict=True)
    ]
    packet: Json = {
        "availability": sorted(intervals),
        "position": [{"interval": each, **_positions(run)} for each, run in zip(intervals, runs, strict=True)],
        "point": _point(color, 11) | {"heightReference": heights},
        "path": {"material": _solid(color, 120), "width": 1.5, "leadTime": 0, "resolution": 60},
    }
    radii = [{"interval": each, **found} for each, run in zip(intervals, runs, strict=True) if (found := _radii(run))]
    if radii:
        packet["ellipse"] = {
            "semiMajorAxis": radii,
            "semiMinorAxis": radii,
            "height": 0,
            "material": _solid(color, 40),
        }
    return packet


def _positions(run: Run) -> Json:
    """The sampled position of a run, in seconds since its beginning."""
    seconds = _seconds(run)
    samples = [
        value
        for vertex, time in zip(run.vertices, seconds, strict=True)
        for value in (
            round(time - seconds[0], 3),
            round(vertex.lon, 6),
            round(vertex.lat, 6),
            round(vertex.altitude_m or 0, 1) if run.has_altitudes else 0,
        )
    ]
    return {
        "epoch": stamp_of(seconds[0]),
        "cartographicDegrees": samples,
        "interpolationAlgorithm": "LINEAR",
        "interpolationDegree": 1,
    }


def _radii(run: Run) -> Json:
    """The sampled radius of the uncertainty in metres; nothing where it is unknown."""
    seconds = _seconds(run)
    radii = [vertex.uncertainty_km for vertex in run.vertices]
    if any(radius is None for radius in radii):
        return {}
    samples = [
        value
        for radius, time in zip(radii, seconds, strict=True)
        for value in (round(time - seconds[0], 3), round(max(_LEAST_RADIUS_M, (radius or 0) * 1000)))
    ]
    return {"epoch": stamp_of(seconds[0]), "number": samples}


def _leg(flight: Flight, number: int, leg: Run, style: str) -> Json:
    """A leg in the style of its evidence, shown while it is flown and afterwards."""
    color = _GREY if style == "planned" else _RED
    positions = [
        value
        for vertex in leg.vertices
        for value in (
            round(vertex.lon, 6),
            round(vertex.lat, 6),
            round(vertex.altitude_m or 0, 1) if leg.has_altitudes else 0,
        )
    ]
    dash = _DASHES.get(style)
    material = {"polylineDash": {"color": {"rgba": [*color, 255]}, "dashLength": dash}} if dash else _solid(color, 255)
    line: Json = {"positions": {"cartographicDegrees": positions}, "width": _WIDTHS[style], "material": material}
    if not leg.has_altitudes:
        line["clampToGround"] = True
    return {"id": f"{flight.id}/leg/{number}", "parent": flight.id, "polyline": line}


def _polygon(polygon: Sequence[Ring]) -> Json:
    outer, *holes = polygon
    shape: Json = {"positions": {"cartographicDegrees": _flat(outer)}, "height": 0, "material": _solid(_GREY, 50)}
    if holes:
        shape["holes"] = {"cartographicDegrees": [_flat(hole) for hole in holes]}
    return shape


def _flat(ring: Iterable[tuple[float, float]]) -> list[float]:
    return [value for lon, lat in ring for value in (round(lon, 6), round(lat, 6), 0)]


def _point(color: tuple[int, int, int], size: int, *, is_on_ground: bool = False, is_hollow: bool = False) -> Json:
    point: Json = {
        "pixelSize": size,
        "color": {"rgba": [255, 255, 255, 255] if is_hollow else [*color, 255]},
        "outlineColor": {"rgba": [*color, 255] if is_hollow else [255, 255, 255, 255]},
        "outlineWidth": 1.5,
    }
    return point | ({"heightReference": "CLAMP_TO_GROUND"} if is_on_ground else {})


def _label(text: str) -> Json:
    return {
        "text": text,
        "font": "14px serif",
        "style": "FILL_AND_OUTLINE",
        "fillColor": {"rgba": [*_INK, 255]},
        "outlineColor": {"rgba": [255, 255, 255, 255]},
        "outlineWidth": 3,
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [10, 0]},
    }


def _solid(color: tuple[int, int, int], opacity: int) -> Json:
    return {"solidColor": {"color": {"rgba": [*color, opacity]}}}


def _seconds(run: Run) -> list[float]:
    return [vertex.seconds or 0.0 for vertex in run.vertices]
