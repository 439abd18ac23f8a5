"""A folder of GeoJSON, TOML and Markdown to the nouns of the domain, and every fault in it."""

from app.content.archives import read_tile
from app.content.counts import Counts
from app.content.folder import basemap_path, read_picture
from app.content.library import Library, Snapshot
from app.content.limits import Limits
from app.content.reading import Reading, read_exhibit
from app.content.rfc7946 import layer_geojson

__all__ = [
    "Counts",
    "Library",
    "Limits",
    "Reading",
    "Snapshot",
    "basemap_path",
    "layer_geojson",
    "read_exhibit",
    "read_picture",
    "read_tile",
]
