"""Layers of other formats as GeoJSON files, for curators who want one form of everything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

from app.authoring.draft import Draft
from app.authoring.layers import with_other_files
from app.content import free_id, importer_for, recognize, write_layer
from app.domain import Exhibit, Layer

_LONG = 100
"""Characters of a line, from which on a list or an object is written over several."""


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
    names = _names(draft.folder, exhibit, layers)
    contents = {names[layer.id]: _written(layer, exhibit.languages[0]) for layer in layers}
    return with_other_files(draft.having(contents), names) if layers else draft


def _names(folder: Path, exhibit: Exhibit, layers: Sequence[Layer]) -> dict[str, str]:
    """The new file of each layer by its id: called like the layer, of one of several from a file also like that, and as
    no other file of the folder.
    """
    shared = Counter(layer.file for layer in exhibit.layers)
    taken = [path.stem for path in folder.glob("*.geojson")]
    names: dict[str, str] = {}
    for layer in layers:
        wanted = f"{PurePath(layer.file).stem}-{layer.id}" if shared[layer.file] > 1 else layer.id
        taken.append(free_id(wanted, taken))
        names[layer.id] = f"{taken[-1]}.geojson"
    return names


def _written(layer: Layer, language: str) -> bytes:
    return (_laid_out(write_layer(layer, language)) + "\n").encode()


def _laid_out(value: object, indent: str = "") -> str:
    """JSON that is good to read, and to compare line by line: what fits is on one line, as each position does."""
    inner = f"{indent}  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {_laid_out(each, inner)}" for key, each in value.items()]
        return _joined("{", items, "}", indent)
    if isinstance(value, list | tuple):
        return _joined("[", [_laid_out(each, inner) for each in value], "]", indent)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def _joined(start: str, items: list[str], end: str, indent: str) -> str:
    line = f"{start}{', '.join(items)}{end}"
    if len(indent) + len(line) <= _LONG and "\n" not in line:
        return line
    return f"{start}\n{indent}  " + f",\n{indent}  ".join(items) + f"\n{indent}{end}"
