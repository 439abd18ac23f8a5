"""A position that is given to two kilometres or better cites a source that states positions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.citing import source_of

FOLDERS = sorted((Path(__file__).parents[2] / "geodata" / "exhibits").iterdir())
CLOSE_KM = 2
OUR_OWN = {"own-calculation", "own-drawing", "general-knowledge"}
COORDINATES = re.compile(r"\d\s*°|\d\.\d+\s*[NS]\b|[Pp]osition|\d′")
ENCYCLOPEDIA = "entry-encyclopedia"


def states_positions(source: dict[str, Any]) -> bool:
    """Whether a source is a table of places, an article on one, or has its coordinates in the note."""
    return (
        source["id"] in OUR_OWN
        or source["type"] in {"dataset", ENCYCLOPEDIA}
        or COORDINATES.search(source.get("note", "")) is not None
    )


def close_positions(folder: Path) -> Iterator[tuple[str, list[Any]]]:
    """Every point and fix of an exhibit that is known to `CLOSE_KM` or better, with its citations."""
    for layer in sorted(folder.glob("*.geojson")):
        for feature in json.loads(layer.read_text("utf-8"))["features"]:
            geometry, properties = feature["geometry"] or {"type": ""}, feature["properties"]
            fixes = properties.get("coordinateProperties")
            if geometry["type"] == "Point" and properties.get("position_uncertainty_km", CLOSE_KM + 1) <= CLOSE_KM:
                yield feature["id"], properties.get("citations", [])
            elif geometry["type"] == "LineString" and fixes:
                for number, (km, citations) in enumerate(
                    zip(fixes["position_uncertainty_km"], fixes["citations"], strict=True), start=1
                ):
                    if km <= CLOSE_KM:
                        yield f"{feature['id']}/{number}", citations


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_close_position_has_a_source(folder: Path) -> None:
    sources = {source["id"]: source for source in json.loads((folder / "sources.json").read_text("utf-8"))}
    positions = dict(close_positions(folder))
    assert positions
    assert not [
        name
        for name, citations in positions.items()
        if not any(states_positions(sources[source_of(citation)]) for citation in citations)
    ]
