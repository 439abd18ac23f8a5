"""The formats of layers, as far as advice differs between them."""

from __future__ import annotations

from enum import Enum, auto


class Origin(Enum):
    """What a layer's features come from."""

    GEOJSON = auto()
    TABLE = auto()
    GPX = auto()
    KML = auto()
    IGC = auto()
