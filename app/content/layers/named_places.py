"""Fixes and sites named after a city that is elsewhere: swapped numbers, a missing minus sign, a wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import cos, radians

from app import geodesy
from app.content.fields.origins import Origin
from app.content.layers.misplaced import SLIPS, FeaturePaths, Slip
from app.domain import AnyFeature, Flight, Layer, LonLat, Site, Text
from app.errors import Report
from app.world import World

_FAR_KM = 500.0
"""Beyond this distance a place is not the city that it is named after."""
_CLOSE_KM = 100.0
"""Within this distance a slip of the numbers explains the place."""
_AT_CITY_KM, _NEAR_CITY_KM = 50.0, 100.0
"""Within the first a flight begins or ends at a city, beyond the second there is none near it."""
_MOST_FLIGHTS = 100
"""Of an exhibit with more flights no ends are looked up: it has enough to be compared with."""
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


def report_lone_slips(
    layers: Sequence[Layer], paths: FeaturePaths, origins: Mapping[str, Origin], report: Report
) -> None:
    """Warn of flights from nowhere to nowhere that a slip of the numbers would bring from one city to another, unless
    something else is said of their positions.
    """
    if sum(isinstance(feature, Flight) for layer in layers for feature in layer.features) > _MOST_FLIGHTS:
        return
    said = {(f.location.file, f.location.path) for f in report.faults if f.location.field.startswith("geometry")}
    for layer in layers:
        for feature, path in zip(layer.features, paths[layer.id], strict=True):
            if not isinstance(feature, Flight) or len(feature.fixes) < 2 or (layer.file, path) in said:
                continue
            ends = [(fix.lon, fix.lat) for fix in (feature.fixes[0], feature.fixes[-1])]
            if any(_city_near(end, _NEAR_CITY_KM) for end in ends):
                continue
            slip = next((slip for slip in SLIPS if _joins_cities(ends, slip)), None)
            if slip is None:
                continue
            cities = " and ".join(f"“{_city_near(slip.undo(end), _AT_CITY_KM)}”" for end in ends)
            with report.at(file=layer.file, feature=feature.id, path=path):
                report.warn(
                    f"Neither end of the flight is near a city, but {slip.wrong} they are near {cities}.",
                    f"If the flight is between them: {slip.advice(origins.get(layer.file, Origin.GEOJSON))}",
                    field="geometry.coordinates",
                )


def _joins_cities(ends: Sequence[LonLat], slip: Slip) -> bool:
    """Whether without a slip each end would be near a city, and each near another one."""
    others = [slip.undo(end) for end in ends]
    if any(abs(lat) > 90 for _, lat in others):
        return False
    names = {_city_near(other, _AT_CITY_KM) for other in others}
    return len(names) == len(ends) and "" not in names


def _city_near(position: LonLat, km: float) -> str:
    """The name of a city within so many kilometres; empty where there is none."""
    lon, lat = position
    degrees = km / 111.0
    width = degrees / max(0.05, cos(radians(lat)))
    for city in World.default().cities:
        west_east = abs((city.position[0] - lon + 180) % 360 - 180)
        if (
            abs(city.position[1] - lat) <= degrees
            and west_east <= width
            and (geodesy.distance_km(position, city.position) <= km)
        ):
            return str(city.names[-1][1])
    return ""


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
