"""Fixes and sites named after a city that is elsewhere: swapped numbers, a missing minus sign, a wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from app import geodesy
from app.content.fields.origins import Origin
from app.content.layers.misplaced import SLIPS, FeaturePaths
from app.domain import AnyFeature, Flight, Layer, LonLat, Site, Text
from app.errors import Report
from app.world import World

_FAR_KM = 500.0
"""Beyond this distance a place is not the city that it is named after."""
_CLOSE_KM = 100.0
"""Within this distance a slip of the numbers explains the place."""
_MOST = 3
"""Of one layer so many are reported."""


def report_named_elsewhere(
    layers: Sequence[Layer], paths: FeaturePaths, origins: Mapping[str, Origin], report: Report
) -> None:
    """Warn of fixes and sites that have exactly the name of a city and are far from every city of that name."""
    for layer in layers:
        found = 0
        for index, feature in enumerate(layer.features):
            for name, position, field in _named(feature):
                problem = _problem(name, position, origins.get(layer.file, Origin.GEOJSON))
                if problem and found < _MOST:
                    found += 1
                    with report.at(file=layer.file, feature=feature.id, path=paths[layer.id][index]):
                        report.warn(*problem, field=field)


def _named(feature: AnyFeature) -> Iterator[tuple[Text, LonLat, str]]:
    if isinstance(feature, Flight):
        for index, fix in enumerate(feature.fixes):
            if fix.place.words:
                yield fix.place, (fix.lon, fix.lat), f"geometry.coordinates[{index}]"
    elif isinstance(feature, Site) and feature.position:
        yield feature.name, feature.position, "geometry.coordinates"


def _problem(name: Text, position: LonLat, origin: Origin) -> tuple[str, str] | None:
    """What is wrong with a place of that name there, and what to do."""
    cities = next((found for _, word in name if (found := _cities().get(_key(word)))), ())
    if not cities:
        return None
    city, distance = min(((city, geodesy.distance_km(position, city)) for city in cities), key=lambda pair: pair[1])
    if distance <= _FAR_KM:
        return None
    problem = f"“{name}” is {distance:,.0f} km from the city of that name (near [{city[0]:g}, {city[1]:g}])."
    for slip in SLIPS:
        other = slip.undo(position)
        if abs(other[1]) <= 90 and geodesy.distance_km(other, city) <= _CLOSE_KM:
            return f"{problem} It is near it {slip.wrong}.", slip.advice(origin)
    return problem, "Correct the position, or say in the name which place is meant: “Moscow, Idaho”."


def _key(word: str) -> str:
    """The name as it is looked up: what is before a colon, as in “Peshawar: take-off”."""
    return word.partition(":")[0].strip().casefold()


@cache
def _cities() -> dict[str, tuple[LonLat, ...]]:
    """The positions of the world map's cities by every name that they had, in every language."""
    found: dict[str, tuple[LonLat, ...]] = {}
    for city in World.default().cities:
        for _, text in city.names:
            for _, word in text:
                key = _key(word)
                if city.position not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), city.position)
    return found
