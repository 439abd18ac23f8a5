"""A view on its way to Leaflet: here longitude and latitude change places."""

from __future__ import annotations

from app.domain import Bounds, View


def browser_view(view: View | None) -> dict[str, object] | None:
    """`{bounds: [[south, west], [north, east]]}` or `{center: [lat, lon], zoom}`, or None for no view."""
    if view is None:
        return None
    if view.bounds:
        return {"bounds": corners(view.bounds)}
    if view.center:
        lon, lat = view.center
        return {"center": [lat, lon], "zoom": view.zoom if view.zoom is not None else 6}
    return None


def corners(bounds: Bounds) -> list[list[float]]:
    """South-west and north-east, latitude first."""
    west, south, east, north = bounds
    return [[south, west], [north, east]]
