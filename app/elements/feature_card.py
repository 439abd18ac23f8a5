"""The card of a feature: its row of the list, shown at its position on the map."""

from __future__ import annotations

from app import geodesy
from app.domain import Area, Exhibit, Feature, Flight, LonLat, Reach, Site
from app.elements.element import ExhibitElement
from app.elements.payloads import FeatureCardPayload
from app.keys import fix_key


class FeatureCard(ExhibitElement):
    """Opens for the selected feature. Its content is copied from the page's list, so it is sent only once."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> FeatureCardPayload:
        """The position and layer of each card.

        Sites are not included: their positions are in the payload of `Places`.
        """
        placed = [
            (key, position, layer.id)
            for layer in self.exhibit.layers
            for feature in layer.features
            if not isinstance(feature, Site)
            for key, position in _card_positions(feature).items()
        ]
        return {
            "anchors": {key: (lat, lon) for key, (lon, lat), _ in placed},
            "layers": {key: layer for key, _, layer in placed},
        }


def _card_positions(feature: Feature) -> dict[str, LonLat]:
    """The positions of cards; a fix without a name has none."""
    if not isinstance(feature, Flight):
        return anchors_of(feature)
    named = {fix_key(feature.id, number) for number, fix in enumerate(feature.fixes, 1) if fix.place}
    return {key: position for key, position in anchors_of(feature).items() if key == feature.id or key in named}


def anchors_of(feature: Feature) -> dict[str, LonLat]:
    """The positions of the cards of a feature and of a flight's fixes, by key; none of a feature without location."""
    if isinstance(feature, Flight) and feature.fixes:
        fixes = {fix_key(feature.id, number): (fix.lon, fix.lat) for number, fix in enumerate(feature.fixes, 1)}
        middle = feature.fixes[len(feature.fixes) // 2]
        return {feature.id: (middle.lon, middle.lat), **fixes}
    if isinstance(feature, Site | Reach):
        return {feature.id: feature.position} if feature.position else {}
    if isinstance(feature, Area) and (feature.polygons or feature.lines):
        outlines = (*(rings[0] for rings in feature.polygons), *feature.lines)
        west, south, east, north = geodesy.bounds([position for outline in outlines for position in outline])
        return {feature.id: ((west + east) / 2, (south + north) / 2)}
    return {}
