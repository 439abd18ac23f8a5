"""Views for programs with a camera above the ground: its distance for a zoom level of the map."""

from __future__ import annotations

from math import cos, log2, radians

from app.domain import Bounds, LonLat, View

_EQUATOR_M = 40_075_017.0
_TILE_PX = 256
_SCREEN_PX = 900
"""The height of the map on a usual screen."""
_SEES = 1.15
"""How many metres a camera sees from top to bottom for each metre above the ground, at 60° of view."""


def center_of(view: View | None) -> LonLat | None:
    """The centre of a view within ±180°; None where there is none."""
    if view is None:
        return None
    if view.bounds:
        west, south, east, north = view.bounds
        return ((west + east) / 2 + 180) % 360 - 180, (south + north) / 2
    return view.center


def range_m(view: View) -> float:
    """The distance in metres from which a camera sees about as much as the map shows."""
    center = center_of(view) or (0.0, 0.0)
    return round(_height_m(_zoom(view), center[1]) / _SEES, -3)


def _zoom(view: View) -> float:
    return _zoom_of(view.bounds) if view.bounds else (view.zoom or 4)


def _zoom_of(bounds: Bounds) -> float:
    """The zoom level at which some bounds fill a screen."""
    west, south, east, north = bounds
    degrees = max(east - west, 2 * (north - south), 1e-3)
    return log2(360 * _SCREEN_PX / (_TILE_PX * degrees))


def _height_m(zoom: float, lat: float) -> float:
    return _SCREEN_PX * _EQUATOR_M * cos(radians(min(abs(lat), 85))) / (_TILE_PX * 2**zoom)
