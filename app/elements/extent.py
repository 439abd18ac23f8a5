"""The box of everything that an exhibit shows."""

from __future__ import annotations

from app import geodesy
from app.domain import AnyFeature, Area, Bounds, Exhibit, Flight, LonLat, Reach, Site


def extent_of(exhibit: Exhibit) -> Bounds | None:
    """The smallest box around all features, east beyond 180 where it spans the antimeridian; None where none of them
    has a location.
    """
    positions = [position for feature in exhibit.features for position in _outline(feature)]
    return geodesy.bounds(positions) if positions else None


def _outline(feature: AnyFeature) -> list[LonLat]:
    match feature:
        case Flight():
            return [(fix.lon, fix.lat) for fix in feature.fixes]
        case Reach():
            return list(geodesy.circle(feature.position, feature.radius_km)) if feature.position else []
        case Site():
            return [feature.position] if feature.position else []
        case Area():
            outlines = (*(rings[0] for rings in feature.polygons), *feature.lines)
            return [position for outline in outlines for position in outline]
