"""Small valid exhibits, for tests to break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.content import Limits, ReadResult, read_exhibit
from app.errors import Fault

TOML = """
title = "Over the Urals"
period = "1960-05-01"

[opening]
center = [61.0, 56.6]
zoom = 5
date = "1960-05-01T05:53Z"

[[clocks]]
zone = "Europe/Moscow"
name = "Moscow"

[[layers]]
id = "main"
file = "main.geojson"
name = "Main"

[[chapters]]
id = "start"
focus = "healthy"
view = { center = [61.0, 56.6], zoom = 6 }
layers = ["main"]
"""
STORY = "## The start {#start}\n\nWhere it was seen.[^trial]\n"
SOURCES = [
    {"id": "trial", "type": "book", "title": "The Trial", "publisher": "A"},
    {"id": "memoir", "title": "A Memoir", "publisher": "B"},
]


def site(feature_id: str | None = "x", at: Any = (61.1, 56.7), **properties: Any) -> dict[str, Any]:
    """A point feature."""
    return feature(feature_id, {"type": "Point", "coordinates": at}, **properties)


def flight(
    feature_id: str = "x", line: Any = ((60.0, 50.0), (60.5, 53.0), (61.0, 56.0)), **properties: Any
) -> dict[str, Any]:
    """A line feature."""
    return feature(feature_id, {"type": "LineString", "coordinates": line}, **properties)


def area(feature_id: str = "x", *rings: Any, **properties: Any) -> dict[str, Any]:
    """A polygon feature."""
    return feature(feature_id, {"type": "Polygon", "coordinates": rings}, **properties)


def feature(feature_id: str | None, geometry: Any, **properties: Any) -> dict[str, Any]:
    """Any feature; named “X” unless `properties` say otherwise."""
    whole = {"type": "Feature", "id": feature_id, "geometry": geometry, "properties": {"name": "X"} | properties}
    return {key: value for key, value in whole.items() if value is not None or key != "id"}


HEALTHY = site("healthy", (61.0, 56.6), name="Degtyarsk")


def collection(*features: Any, **members: Any) -> str:
    """A layer file with a feature on each line, the valid one last."""
    head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False).removesuffix("}")
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in (*features, HEALTHY))
    return f'{head}, "features": [\n{lines}\n]}}'


def make(folder: Path, **files: str | bytes | None) -> Path:
    """An exhibit that is valid but for `files`: ``main_geojson="…"`` writes main.geojson, None leaves it out."""
    folder.mkdir(parents=True, exist_ok=True)
    whole: dict[str, str | bytes | None] = {
        "exhibit.toml": TOML,
        "story.en.md": STORY,
        "sources.json": json.dumps(SOURCES),
        "main.geojson": collection(),
    }
    for name, content in (whole | named(files)).items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def named(files: dict[str, str | bytes | None]) -> dict[str, str | bytes | None]:
    """Keyword names as file names."""
    return {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}


def read(folder: Path, limits: Limits | None = None, **files: str | bytes | None) -> ReadResult:
    """The result for an exhibit that is valid but for `files`."""
    return read_exhibit(make(folder, **files), limits)


def sentences(result: ReadResult) -> str:
    """All faults, one a line: ``error: Line 2 of main.geojson, …``."""
    return "\n".join(f"{fault.severity.word}: {fault}" for fault in result.faults) or "no fault"


def the_only(result: ReadResult) -> Fault:
    """The only fault."""
    assert len(result.faults) == 1, sentences(result)
    return result.faults[0]
