"""Views for Leaflet, which has latitude first."""

from __future__ import annotations

from app.domain import Bounds, LonLat, View
from app.elements.payloads import Corners, LatLon, ViewPayload


def browser_view(view: View | None) -> ViewPayload | None:
    """`{bounds: [[south, west], [north, east]]}` or `{center: [lat, lon], zoom}`, each with its projection, or None for
    no view.
    """
    if view is None:
        return None
    projection = _as_in_addresses(view.about) if view.about else None
    if view.bounds:
        return {"bounds": corners(view.bounds), "projection": projection}
    if view.center:
        zoom = view.zoom if view.zoom is not None else 6
        return {"center": latitude_first(view.center), "zoom": zoom, "projection": projection}
    return None


def _as_in_addresses(centre: LonLat) -> LatLon:
    """The centre of a projection, no finer than in the address of a moment, so that a link has the same projection."""
    lat, lon = latitude_first(centre)
    return round(lat, 2), round(lon, 2)


def latitude_first(position: LonLat) -> LatLon:
    """A position as Leaflet takes it."""
    lon, lat = position
    return lat, lon


def corners(bounds: Bounds) -> Corners:
    """South-west and north-east, latitude first."""
    west, south, east, north = bounds
    return (south, west), (north, east)
