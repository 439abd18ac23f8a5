"""KML that the project itself has written: its placemarks say what they are, and the fixes are the flights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from app.content.importers.feature_list import FeatureList, Vertices, degrees_of
from app.content.importers.own_elements import known_of, number_of
from app.content.importers.xml_document import child_text

ROLE = "overflight"
"""The name of the data that says what a placemark is."""
_TEXTS = ("description", "when", "status", "mode", "aircraft", "surface", "kind")
_NUMBERS = ("min_speed_kmh", "max_speed_kmh", "max_altitude_m", "radius_km")


@dataclass(frozen=True, slots=True)
class OwnPlacemark:
    """A placemark, the values of its data, its first position, its moment and its polygons or lines."""

    element: Element
    values: Mapping[str, str]
    position: list[float] | None
    time: str | None
    geometry: Callable[[], dict[str, object] | None]

    @property
    def role(self) -> str:
        """What it is."""
        return self.values.get(ROLE, "")


def add_own(placemarks: Iterable[OwnPlacemark], features: FeatureList) -> None:
    """Add the features of our own placemarks.

    Lines and circles, which are drawn from the fixes, are left out, as are accounts and chapters.
    """
    own = list(placemarks)
    fixes: dict[str, list[OwnPlacemark]] = {}
    for placemark in own:
        if placemark.role == "fix" and placemark.position:
            fixes.setdefault(placemark.values.get("flight", ""), []).append(placemark)
    for placemark in own:
        role, properties = placemark.role, _properties(placemark)
        if role == "flight":
            parts = _parts(fixes.get(placemark.values.get("id", ""), ()))
            features.add_line(parts, role, properties, placemark.element)
        elif role == "place":
            features.add(_point(placemark.position), role, properties, placemark.element)
        elif role == "area":
            features.add(placemark.geometry(), role, properties | {"kind": role}, placemark.element)
        elif role == "reach":
            lon, _, lat = placemark.values.get("center", "").partition(",")
            features.add(_point(degrees_of(lon, lat)), role, properties | {"kind": role}, placemark.element)


def _point(position: list[float] | None) -> dict[str, object] | None:
    return {"type": "Point", "coordinates": position} if position else None


def _properties(placemark: OwnPlacemark) -> dict[str, object]:
    """The properties of a feature; a number that is none stays text, and is reported where the feature is read."""
    values = placemark.values
    known = {key: value for key, value in known_of(values).items() if key != "zones"}
    numbers: dict[str, object] = {key: number_of(values[key]) for key in _NUMBERS if key in values}
    texts: dict[str, object] = {key: values[key] for key in _TEXTS if key in values}
    return {"id": values.get("id", ""), "name": child_text(placemark.element, "name")} | texts | numbers | known


def _parts(fixes: Sequence[OwnPlacemark]) -> list[Vertices]:
    """The fixes as a line, in parts where the number of the part changes."""
    line = Vertices()
    for fix in fixes:
        line.positions.append(fix.position or [])
        line.times.append(fix.time)
        line.places.append(fix.values.get("place"))
        line.origins.append(fix.element)
        line.known.append(known_of(fix.values) | {"notes": fix.values.get("note")})
    numbers = [fix.values.get("part") for fix in fixes]
    return line.parts([index for index, (before, part) in enumerate(pairwise(numbers), 1) if before != part])
