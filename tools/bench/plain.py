"""The plain way: Folium as its own documentation shows it, for the same content.

As a WSGI application (`app`) it renders its map for each request, the way most maps of Flask and Folium are served.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
from flask import Flask

from bench.content import Position, flights, points, track

LOCAL = {"default_js": [("leaflet", "leaflet.js")], "default_css": [("leaflet_css", "leaflet.css")]}
"""Folium's page asks four hosts for ten files; here it gets Leaflet from beside it and does without the rest."""


def new_map(*, canvas: bool = False) -> folium.Map:
    """A map without tiles."""
    plain = folium.Map(location=(52, 15), zoom_start=4, tiles=None, prefer_canvas=canvas)
    plain.default_js, plain.default_css = LOCAL["default_js"], LOCAL["default_css"]
    return plain


def markers(places: list[Position]) -> str:
    """A Marker with a popup for each place."""
    plain = new_map()
    for number, (lon, lat) in enumerate(places, 1):
        folium.Marker((lat, lon), popup=f"Place {number}").add_to(plain)
    return _html(plain)


def geojson_markers(places: list[Position]) -> str:
    """One GeoJson layer, drawn with Leaflet's own marks."""
    plain = new_map()
    folium.GeoJson(_collection(places), popup=folium.GeoJsonPopup(["name"])).add_to(plain)
    return _html(plain)


def geojson_circles(places: list[Position]) -> str:
    """One GeoJson layer of circles on a canvas: the fastest that Folium offers."""
    plain = new_map(canvas=True)
    folium.GeoJson(
        _collection(places), marker=folium.CircleMarker(radius=4), popup=folium.GeoJsonPopup(["name"])
    ).add_to(plain)
    return _html(plain)


def geojson_line(way: list[Position]) -> str:
    """A track as one GeoJson line."""
    plain = new_map(canvas=True)
    line = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": way},
        "properties": {"name": "A long flight"},
    }
    folium.GeoJson({"type": "FeatureCollection", "features": [line]}, popup=folium.GeoJsonPopup(["name"])).add_to(plain)
    return _html(plain)


def exhibit() -> str:
    """A small exhibit: three flights of 200 points, 25 places with popups."""
    plain = new_map()
    for way in flights():
        folium.PolyLine([(lat, lon) for lon, lat in way]).add_to(plain)  # type: ignore[no-untyped-call]
    for number, (lon, lat) in enumerate(points(25), 1):
        folium.Marker((lat, lon), popup=f"Place {number}").add_to(plain)
    return _html(plain)


WAYS: dict[str, Callable[[int], str]] = {
    "Marker and popup": lambda count: markers(points(count)),
    "GeoJson": lambda count: geojson_markers(points(count)),
    "GeoJson, circles on canvas": lambda count: geojson_circles(points(count)),
    "GeoJson line": lambda count: geojson_line(track(count)),
}
"""How Folium draws `count` of something, by name."""

app = Flask(__name__)


@app.get("/")
def page() -> str:
    """The small exhibit, made anew."""
    return exhibit()


def _collection(places: list[Position]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": position},
            "properties": {"name": f"Place {number}"},
        }
        for number, position in enumerate(places, 1)
    ]
    return {"type": "FeatureCollection", "features": features}


def _html(plain: folium.Map) -> str:
    html: str = plain.get_root().render()
    return html
