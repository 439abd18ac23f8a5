"""folium's map without external resources, and the same in every rendering."""

from __future__ import annotations

from collections.abc import Callable

import folium
from folium.template import Template

from app.domain import Exhibit
from app.elements.views import corners
from app.text import Text


class ExhibitMap(folium.Map):
    """A `folium.Map` with fixed names and without tiles, scripts or styles: the page includes Leaflet.

    Elements are added with `element.add_to(exhibit_map)` and mounted in that order; `send` converts text in payloads.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, exhibit: Exhibit, *, kiosk: bool = False, send: Callable[[Text], object] = Text.as_dict) -> None:
        super().__init__(location=(0, 0), zoom_start=2, tiles=None)
        self._id = "exhibit"
        self.send = send
        self.settings: dict[str, object] = {
            "attributionControl": False,
            "zoomControl": False,
            "minZoom": 2,
            "maxZoom": exhibit.max_zoom,
            "zoomSnap": 0.25,
            "zoomDelta": 1,
            "wheelPxPerZoomLevel": 120,
            "maxBoundsViscosity": 1,
            "bounceAtZoomLimits": False,
        }
        if kiosk and exhibit.limits:
            self.settings["maxBounds"] = corners(exhibit.limits)
