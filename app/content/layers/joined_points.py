"""A file of points with times, such as the track points that QGIS and trackers write, as the tracks of flights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.content.formats.strict_json import path_keys
from app.content.importers.import_settings import WEAKEST, ImportSettings, Purpose
from app.content.importers.instants import is_moment
from app.errors import Report

Json = dict[str, Any]

_FEWEST = 3
_TIMES = ("time", "timestamp", "datetime", "date", "when")
_GROUPS = ("flight", "callsign", "icao24", "track_id", "track_fid")
"""Keys whose values say to which flight a point belongs."""
_NAMES = ("name", "title")
_OWN = {
    "name": "places",
    "title": "places",
    "description": "notes",
    "basis": "basis",
    "citations": "citations",
    "position_uncertainty_km": "position_uncertainty_km",
    "time_uncertainty_min": "time_uncertainty_min",
    "altitude_uncertainty_m": "altitude_uncertainty_m",
    "position_basis": "position_basis",
    "time_basis": "time_basis",
    "altitude_basis": "altitude_basis",
}
"""The keys of a point as those of ``coordinateProperties``."""
_STAMP = 1e10
"""Numbers nearer to zero are no milliseconds since 1970."""


class JoinedPoints:
    """The flights made of the points of one file, and where in the file each of their values is."""

    def __init__(self, features: list[object], members: list[list[int]]) -> None:
        self.features, self._members = features, members

    def origin(self, path: str) -> str:
        """The path in the file of a value of a joined flight."""
        numbers = [key for key in path_keys(path) if isinstance(key, int)]
        members = self._members[numbers[0]] if numbers and numbers[0] < len(self._members) else [0]
        index = numbers[1] if len(numbers) > 1 and numbers[1] < len(members) else 0
        return f"features[{members[index]}]"


def joined_points(
    collection: Sequence[object], settings: ImportSettings, stem: str, report: Report
) -> JoinedPoints | None:
    """The flights that the points of a file are; None where they are places.

    They are flights if the layer has ``as = "flight"``, or if all of them are points with times of day, in order, that
    have no names.
    """
    if settings.purpose is Purpose.PLACES or len(collection) < _FEWEST or not all(map(_is_point, collection)):
        return None
    points = [feature for feature in collection if isinstance(feature, dict)]
    key = next((key for key in _TIMES if all(_is_time(point["properties"].get(key)) for point in points)), None)
    is_asked = settings.purpose is Purpose.FLIGHT
    if key is None or (not is_asked and any(point["properties"].get(name) for point in points for name in _NAMES)):
        return None
    group = next((group for group in _GROUPS if any(_text(point["properties"].get(group)) for point in points)), "")
    members: dict[str, list[int]] = {}
    for index, point in enumerate(points):
        members.setdefault(_text(point["properties"].get(group)), []).append(index)
    if any(len(indexes) < 2 for indexes in members.values()):
        return None
    if not is_asked and not all(_is_in_order(points, indexes, key) for indexes in members.values()):
        return None
    flights: list[object] = [
        _flight(name or stem, [points[index] for index in indexes], key, group) for name, indexes in members.items()
    ]
    report.note(
        f"{len(points):,} points with “{key}” are joined into "
        f"{'one flight' if len(flights) == 1 else f'{len(flights):,} flights by “{group}”'}.",
        'If they are separate places, write as = "places" at this layer in exhibit.toml.',
    )
    if settings.basis is None and not any(point["properties"].get("basis") for point in points):
        report.note(*WEAKEST)
    return JoinedPoints(flights, list(members.values()))


def _is_point(feature: object) -> bool:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return False
    geometry = feature.get("geometry")
    return (
        isinstance(geometry, dict)
        and geometry.get("type") == "Point"
        and isinstance(geometry.get("coordinates"), list)
        and feature["properties"].get("kind") is None
    )


def _is_time(value: object) -> bool:
    if isinstance(value, str):
        return is_moment(value)
    return isinstance(value, int | float) and abs(value) >= _STAMP


def _text(value: object) -> str:
    return re.sub(r"[/:\s]+", " ", str(value)).strip() if isinstance(value, str | int) else ""


def _is_in_order(points: Sequence[Json], indexes: Sequence[int], key: str) -> bool:
    times = [points[index]["properties"][key] for index in indexes]
    return len({type(time) for time in times}) == 1 and all(before <= after for before, after in pairwise(times))


def _flight(name: str, points: Sequence[Json], time: str, group: str) -> Json:
    keys = dict.fromkeys(key for point in points for key in point["properties"])
    columns: Json = {"times": [point["properties"][time] for point in points]}
    for key in keys:
        if key not in (time, group, "ele"):
            columns.setdefault(_OWN.get(key, key), [point["properties"].get(key) for point in points])
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "LineString", "coordinates": list(map(_position, points))},
        "properties": {"kind": "flight", "name": name, "coordinateProperties": columns},
    }


def _position(point: Json) -> object:
    """The position; of the points of a GPX track the altitude is in “ele”, in metres."""
    coordinates, altitude = point["geometry"]["coordinates"], point["properties"].get("ele")
    has_altitude = type(altitude) in (int, float)
    return [*coordinates, altitude] if has_altitude and len(coordinates) == 2 else coordinates
