"""Views for Leaflet, which has latitude first."""

from __future__ import annotations

from app.domain import Bounds, View
from app.elements.payloads import Corners, ViewPayload


def browser_view(view: View | None) -> ViewPayload | None:
    """`{bounds: [[south, west], [north, east]]}` or `{center: [lat, lon], zoom}`, or None for no view."""
    if view is None:
        return None
    if view.bounds:
        return {"bounds": corners(view.bounds)}
    if view.center:
        lon, lat = view.center
        return {"center": (lat, lon), "zoom": view.zoom if view.zoom is not None else 6}
    return None


def corners(bounds: Bounds) -> Corners:
    """South-west and north-east, latitude first."""
    west, south, east, north = bounds
    return (south, west), (north, east)
