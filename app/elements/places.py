"""Sites and events: a mark and a name each."""

from __future__ import annotations

from app.domain import Event, Exhibit, Site
from app.elements.element import ExhibitElement
from app.elements.styles import simplestyle
from app.geodesy.packing import pack_degrees


class Places(ExhibitElement):
    """The marks of sites (round) and events (square), with their names.

    They cross as columns, not as a list of objects, with positions delta-coded: ten thousand weigh little.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{id, name, layer, kind, basis, style, lon, lat}`: columns of equal length, `layer` as an index into `layers`."""
        layers = [layer.id for layer in self.exhibit.layers]
        sites = [
            (feature, index)
            for index, layer in enumerate(self.exhibit.layers)
            for feature in layer.features
            if isinstance(feature, Site) and feature.position
        ]
        positions = [site.position for site, _ in sites if site.position]
        return {
            "layers": layers,
            "id": [site.id for site, _ in sites],
            "name": [site.name.as_dict() for site, _ in sites],
            "layer": [index for _, index in sites],
            "event": [int(isinstance(site, Event)) for site, _ in sites],
            "basis": [site.basis for site, _ in sites],
            "style": {site.id: style for site, _ in sites if (style := simplestyle(site.style))},
            "lon": pack_degrees([lon for lon, _ in positions]),
            "lat": pack_degrees([lat for _, lat in positions]),
        }
