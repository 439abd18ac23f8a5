"""The curator's own maps, on the world and under everything else."""

from __future__ import annotations

from app.domain import Basemap, Exhibit
from app.elements.element import ExhibitElement, Presentation


class Basemaps(ExhibitElement):
    """Those of `exhibit`'s basemaps for which the page has an address."""

    def __init__(self, exhibit: Exhibit, presentation: Presentation) -> None:
        super().__init__()
        self.exhibit, self.presentation = exhibit, presentation

    def payload(self) -> object:
        """`{basemaps: [{id, address, attribution, zooms, corners | tiles: {zooms, bounds}}]}`."""
        addresses = self.presentation.basemaps
        return {"basemaps": [_basemap(each, addresses[each.id]) for each in self.exhibit.basemaps if each.id in addresses]}


def _basemap(basemap: Basemap, address: str) -> dict[str, object]:
    tiles = basemap.tiles
    return {
        "id": basemap.id,
        "address": address,
        "attribution": basemap.attribution.as_dict(),
        "zooms": [basemap.min_zoom, basemap.max_zoom],
        **({"tiles": {"zooms": [tiles.least_zoom, tiles.most_zoom], "bounds": tiles.bounds}} if tiles else {"corners": basemap.corners}),
    }
