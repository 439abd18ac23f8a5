"""Areas, the lines of site plans, and circles of reach."""

from __future__ import annotations

from collections.abc import Iterable

from app import geodesy
from app.domain import Area, Exhibit, LonLat, Reach, Ring
from app.elements.element import ExhibitElement
from app.elements.payloads import AreaPayload, AreasPayload
from app.elements.styles import simplestyle
from app.geodesy.packing import Column, pack_degrees


class Areas(ExhibitElement):
    """Polygons and lines in the default style of their surface, and geodesic circles."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> AreasPayload:
        """Areas and circles of reach with their outlines; those without location are not on the map."""
        return {
            "areas": [
                area
                for layer in self.exhibit.layers
                for feature in layer.features
                if (area := _area(feature, layer.id) if isinstance(feature, Area) else _reach(feature, layer.id))
            ]
        }


def _area(area: Area, layer: str) -> AreaPayload | None:
    if not area.polygons and not area.lines:
        return None
    return {
        "id": area.id,
        "name": area.name,
        "layer": layer,
        "surface": area.surface,
        "style": simplestyle(area.style),
        "polygons": [[_columns(ring) for ring in geodesy.unwrap_polygon(rings)] for rings in area.polygons],
        "lines": [_columns(_unwrapped(line)) for line in area.lines],
    }


def _reach(feature: object, layer: str) -> AreaPayload | None:
    if not isinstance(feature, Reach) or feature.position is None:
        return None
    return {
        "id": feature.id,
        "name": feature.name,
        "layer": layer,
        "surface": "reach",
        "style": simplestyle(feature.style),
        "polygons": [[_columns(geodesy.circle(feature.position, feature.radius_km))]],
        "lines": [],
    }


def _unwrapped(line: Ring) -> Iterable[LonLat]:
    return zip(geodesy.unwrap([lon for lon, _ in line]), (lat for _, lat in line), strict=True)


def _columns(positions: Iterable[LonLat]) -> tuple[Column, Column]:
    lons, lats = zip(*positions, strict=True)
    return pack_degrees(lons), pack_degrees(lats)
