"""The curator's own basemaps: above the world, below everything else."""

from __future__ import annotations

from app.domain import Basemap, Exhibit
from app.elements.element import ExhibitElement
from app.elements.payloads import BasemapPayload, BasemapsPayload
from app.presentation import Presentation


class Basemaps(ExhibitElement):
    """The basemaps of `exhibit` for which the page has an address."""

    def __init__(self, exhibit: Exhibit, presentation: Presentation) -> None:
        super().__init__()
        self.exhibit, self.presentation = exhibit, presentation

    def payload(self) -> BasemapsPayload:
        """The basemaps with their addresses."""
        addresses = self.presentation.basemaps
        return {
            "basemaps": [_basemap(each, addresses[each.id]) for each in self.exhibit.basemaps if each.id in addresses]
        }


def _basemap(basemap: Basemap, address: str) -> BasemapPayload:
    payload: BasemapPayload = {
        "id": basemap.id,
        "address": address,
        "attribution": basemap.attribution.as_dict(),
        "zooms": (basemap.min_zoom, basemap.max_zoom),
    }
    if tiles := basemap.tiles:
        payload["tiles"] = {"zooms": (tiles.least_zoom, tiles.most_zoom), "bounds": tiles.bounds}
    else:
        payload["corners"] = list(basemap.corners)
    return payload
