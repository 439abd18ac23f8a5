"""One layer: a file in any format that can be shown, to features."""

from __future__ import annotations

import re

from app.content.fields.context import Cell, FindPlace, ReadContext
from app.content.fields.origins import Origin
from app.content.formats.recognition import Format, recognize
from app.content.importers import importer_for
from app.content.importers.import_settings import ImportSettings
from app.content.layers.geojson_reader import read_collection, read_features
from app.domain import AnyFeature

_FEATURE = re.compile(r"features\[(\d+)\]")
_ORIGINS = {Format.GPX: Origin.GPX, Format.KML: Origin.KML, Format.KMZ: Origin.KML, Format.IGC: Origin.IGC}
"""What a layer comes from, where it is no table."""


def read_layer(data: bytes, settings: ImportSettings, context: ReadContext, stem: str) -> tuple[AnyFeature, ...]:
    """The valid features of a layer's file, whose format is recognized by its content.

    Everything else is reported to `context`. `stem` names the features without an id. Raises `Rejected` where the file
    as a whole cannot be used.
    """
    file = context.report.location().file
    found = recognize(data) or _by_name(file, data)
    importer = importer_for(found)
    if found is None or importer is None:
        return read_features(data, context, stem, settings)
    earlier, first = context.lines.get(file), context.imported.get(file, 0)
    context.origins[file] = _ORIGINS.get(found, Origin.TABLE)
    context.lines[file] = lambda _: None
    imported = importer(data, settings, context)
    context.imported[file] = first + len(imported.features)
    context.lines[file] = _in_turn(earlier, imported.line, first) if earlier else imported.line
    return read_collection(imported.features, context, stem, first)


def _in_turn(earlier: FindPlace, later: FindPlace, first: int) -> FindPlace:
    """What finds the places of a file of which several layers show a part each; those of the later one are counted from
    `first`.
    """

    def find(path: str) -> int | Cell | None:
        match = _FEATURE.match(path)
        if match is None or int(match[1]) < first:
            return earlier(path)
        return later(f"features[{int(match[1]) - first}]{path[match.end() :]}")

    return find


def _by_name(file: str, data: bytes) -> Format | None:
    """CSV, where only the name says so: a table of one column, or of headings alone."""
    is_table = file.lower().endswith((".csv", ".tsv")) and not data.lstrip().startswith((b"{", b"["))
    return Format.CSV if is_table else None
