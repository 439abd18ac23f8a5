"""The card of a feature: what the reading says of it, shown at its place on the map."""

from __future__ import annotations

from app import geodesy
from app.domain import Area, Exhibit, Feature, Flight, LonLat, Reach, Site
from app.elements.element import ExhibitElement


class FeatureCard(ExhibitElement):
    """Opens for the selected feature. Its words are those of the reading in the page, so they cross only once."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{anchors: {feature id: [lat, lon]}, layers: {feature id: layer id}}`; fixes are ``flight-id/3``.

        Places are not among them: of those the map's marks know where they are.
        """
        placed = [
            (key, position, layer.id)
            for layer in self.exhibit.layers
            for feature in layer.features
            if not isinstance(feature, Site)
            for key, position in _carded(feature).items()
        ]
        return {"anchors": {key: [lat, lon] for key, (lon, lat), _ in placed}, "layers": {key: layer for key, _, layer in placed}}


def _carded(feature: Feature) -> dict[str, LonLat]:
    """Where cards point that there are: a fix without a name has none."""
    if not isinstance(feature, Flight):
        return anchors_of(feature)
    named = {f"{feature.id}/{number}" for number, fix in enumerate(feature.fixes, 1) if fix.place}
    return {key: position for key, position in anchors_of(feature).items() if key == feature.id or key in named}


def anchors_of(feature: Feature) -> dict[str, LonLat]:
    """Where the card of a feature, and of each of a flight's fixes, points."""
    if isinstance(feature, Flight):
        fixes = {f"{feature.id}/{number}": (fix.lon, fix.lat) for number, fix in enumerate(feature.fixes, 1)}
        middle = feature.fixes[len(feature.fixes) // 2]
        return {feature.id: (middle.lon, middle.lat), **fixes}
    if isinstance(feature, Site | Reach):
        return {feature.id: feature.position} if feature.position else {}
    if isinstance(feature, Area):
        outlines = (*(rings[0] for rings in feature.polygons), *feature.lines)
        west, south, east, north = geodesy.bounds([position for outline in outlines for position in outline])
        return {feature.id: ((west + east) / 2, (south + north) / 2)}
    return {}
