"""Layers of other formats as GeoJSON files, for curators who want one form of everything."""

from __future__ import annotations

import json

from app.authoring.draft import Draft
from app.authoring.layers import with_other_files
from app.content import importer_for, recognize, write_layer
from app.domain import Exhibit, Layer


def converted(draft: Draft, exhibit: Exhibit, only: str = "") -> Draft:
    """The draft with a GeoJSON file for each layer that has another format, or for that with the id `only`; the earlier
    files stay.

    Raises `Rejected` where exhibit.toml cannot be changed.
    """
    layers = [
        layer
        for layer in exhibit.layers
        if only in ("", layer.id) and importer_for(recognize((draft.folder / layer.file).read_bytes()))
    ]
    names = {layer.id: f"{layer.id}.geojson" for layer in layers}
    contents = {names[layer.id]: _written(layer, exhibit.languages[0]) for layer in layers}
    return with_other_files(draft.having(contents), names) if layers else draft


def _written(layer: Layer, language: str) -> bytes:
    return (json.dumps(write_layer(layer, language), ensure_ascii=False, indent=2) + "\n").encode()
