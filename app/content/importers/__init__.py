"""Layers in other formats, read in place.

An importer turns the bytes of a file into features in the form of the project's own GeoJSON. Everything after that is
shared: checking, messages, languages, limits. It converts only what the file's headings, the settings in exhibit.toml
or the format itself say; what it converts, and what it cannot keep, it reports as a note, one for each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

from app.content.fields.context import FindPlace, ReadContext
from app.content.fields.limits import Limits
from app.content.formats.recognition import Format
from app.content.importers.import_settings import ImportSettings
from app.errors import Report


@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer makes of a file.

    `features` are GeoJSON features with the properties that geodata/README.md describes; `line` finds the line (of a
    sheet: the cell) that a path such as ``features[0].coordinateProperties.times[3]`` comes from. Of a table, `columns`
    has what each heading was taken for, and `unread` the headings of what is not shown.
    """

    features: list[object]
    line: FindPlace = lambda _: None
    columns: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


Importer = Callable[[bytes, ImportSettings, ReadContext], Imported]
"""Reads a file. Raises `Rejected` where the file as a whole cannot be used."""

_MODULES: Mapping[Format, str] = {
    Format.GPX: "gpx",
    Format.KML: "kml",
    Format.KMZ: "kmz",
    Format.IGC: "igc",
    Format.CSV: "tables",
    Format.XLSX: "tables",
    Format.ODS: "tables",
}
"""The module in this package, with a function `read`, for each format."""


def folders_of(data: bytes, found: Format | None, limits: Limits) -> tuple[str, ...]:
    """The names of the folders into which the content of a KML file is divided; empty for all others."""
    if found not in (Format.KML, Format.KMZ):
        return ()
    from app.content.importers.kml_folders import folders

    return folders(data, ReadContext(Report(), limits), is_archive=found is Format.KMZ)


def importer_for(found: Format | None) -> Importer | None:
    """The importer of a format, loaded when it is first used; None for GeoJSON and for what cannot be imported."""
    module = _MODULES.get(found) if found else None
    return cast("Importer", import_module(f"{__name__}.{module}").read) if module else None
