"""Thirty kinds of fault in one folder: thirty messages in one reading, and everything valid is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.content import read_exhibit
from app.content.fault_digest import summarize
from app.errors import Fault
from tests.content.folders import SOURCES, area, collection, feature, flight, make, sentences, site

TOML = """
title = "Over the Urals"
period = "1960-05-01"
sumary = "What it is about"

[opening]
center = [61.0, 56.6]
zoom = 50

[[clocks]]
zone = "Europe/Moskau"

[[layers]]
id = "main"
file = "main.geojson"
name = "Main"

[[layers]]
id = "cut"
file = "cut.geojson"
name = "Cut off"

[[layers]]
id = "lost"
file = "lost.geojson"
name = "Lost"

[[chapters]]
id = "start"
layers = ["mein"]

[[chapters]]
id = "silent"
"""
STORY = """## The start {#start}

Where it was seen.[^trail] ![wreck](wreck.png)

## The end {#end}
"""
LINE = ((60.0, 50.0), (60.5, 53.0), (61.0, 56.0))
SQUARE = [[60.0, 56.0], [61.0, 56.0], [61.0, 57.0], [60.0, 57.0]]
TIMES = ["1960-05-01T05:00Z", "1960-05-01T06:00Z", "1960-05-01T05:30Z"]

EXPECTED = [
    ("exhibit.toml", "sumary", "not known"),
    ("exhibit.toml", "opening.zoom", "50"),
    ("exhibit.toml", "zone", "Europe/Moskau"),
    ("exhibit.toml", "layers[0]", '"mein"'),
    ("sources.json", "id", "used twice"),
    ("main.geojson", "geometry.coordinates[0]", '"61"'),
    ("main.geojson", "geometry.coordinates", "latitude 161"),
    ("main.geojson", "geometry.coordinates", "only one position"),
    ("main.geojson", "geometry.coordinates[0]", "only 3 positions"),
    ("main.geojson", "geometry.coordinates[1]", "NaN"),
    ("main.geojson", "geometry", "no coordinates"),
    ("main.geojson", "type", '"Featur"'),
    ("main.geojson", "properties.kind", '"sit"'),
    ("main.geojson", "properties.radius_km", "-5"),
    ("main.geojson", "properties.basis", '"guessed"'),
    ("main.geojson", "properties.status", '"flew"'),
    ("main.geojson", "properties.stroke", '"signal red"'),
    ("main.geojson", "properties.when", "1960-13"),
    ("main.geojson", "properties.citations[0]", '"nobody"'),
    ("main.geojson", "properties.description", "map.png"),
    ("main.geojson", "properties.coordinateProperties.basis", "2 values"),
    ("main.geojson", "properties.coordinateProperties.times[2]", "earlier than"),
    ("main.geojson", "properties.coordinateProperties.times[1]", "km/h"),
    ("main.geojson", "properties.claims[0].accounts", "2 accounts are preferred"),
    ("main.geojson", "id", "no id"),
    ("main.geojson", "id", "used twice"),
    ("main.geojson", "", "left open"),
    ("cut.geojson", "", "ends too early"),
    ("lost.geojson", "", "no such file"),
    ("story.en.md", "", '"trail"'),
    ("story.en.md", "", '"wreck.png"'),
    ("story.en.md", "", '"end"'),
    ("story.en.md", "", "no heading"),
    ("spare.geojson", "", "not shown"),
    ("", "", "1 hidden or backup file"),
]


def broken(folder: Path) -> Path:
    """A folder with all of these faults."""
    claim = {"topic": "When?", "accounts": [{"says": "A", "preferred": True}, {"says": "B", "preferred": True}]}
    layer = collection(
        site("text", ["61", 56]),
        site("swapped", [56, 161]),
        flight("point", LINE[:1]),
        area("small", SQUARE[:3]),
        site("nan", [61, "NaN"]),
        feature("empty", {"type": "Point"}),
        {"type": "Featur", "id": "odd"},
        site("kind", kind="sit"),
        site("reach", kind="reach", radius_km=-5),
        site("guess", basis="guessed"),
        flight("status", status="flew"),
        site("color", stroke="signal red"),
        site("date", when="1960-13"),
        site("source", citations=["nobody"]),
        site("picture", description="![map](map.png)"),
        flight("columns", coordinateProperties={"basis": [None, None]}),
        flight("back", coordinateProperties={"times": TIMES}),
        flight("fast", coordinateProperties={"times": [TIMES[0], "1960-05-01T05:01Z", None]}),
        flight("rivals", claims=[claim]),
        site(None),
        site("twin"),
        site("twin"),
        area("open", SQUARE),
    ).replace('"NaN"', "NaN")
    make(
        folder,
        exhibit_toml=TOML,
        story_en_md=STORY,
        sources_json=json.dumps([*SOURCES, SOURCES[0]]),
        main_geojson=layer,
        cut_geojson=collection()[:33],
        spare_geojson=collection(),
    )
    (folder / "main.geojson~").write_text("{")
    return folder


def test_thirty_kinds_of_fault_are_reported_in_one_reading(tmp_path: Path) -> None:
    result = read_exhibit(broken(tmp_path / "urals"))
    messages = sentences(result)
    assert len(EXPECTED) >= 30
    for file, field, words in EXPECTED:
        assert any(fits(fault, file or "urals", field, words) for fault in result.faults), (
            f"{file}: {field}: {words}\n{messages}"
        )
    assert len(result.faults) == len(EXPECTED), messages
    assert len(set(map(str, result.faults))) == len(EXPECTED)


def test_everything_valid_is_shown(tmp_path: Path) -> None:
    exhibit = read_exhibit(broken(tmp_path / "urals")).exhibit
    assert exhibit
    shown = " ".join(feature.id for feature in exhibit.features)
    assert shown == "guess status color date source picture columns back fast rivals main-20 twin twin-2 open healthy"
    assert [chapter.id for chapter in exhibit.chapters] == ["start", "silent"]


def fits(fault: Fault, file: str, field: str, words: str) -> bool:
    """Whether a fault is of this place and has these words."""
    return (fault.location.file, fault.location.field) == (file, field) and words in fault.problem


def test_repeated_faults_are_collapsed(tmp_path: Path) -> None:
    sites = (site(f"s{index}", kind=f"kind {index}") for index in range(1000))
    found = faults_of_kinds(tmp_path, *sites)
    assert len(found) == 11
    assert str(found[-1]) == (
        "Line 1001 of main.geojson, s999 (features[999]), properties.kind: "
        '990 more like these; the last: The kind "kind 999" is not known. '
        "Write one of these: site, event, flight, area or reach."
    )


def test_same_fault_of_many_features_is_one(tmp_path: Path) -> None:
    (found,) = faults_of_kinds(tmp_path, *(site(f"s{index}", kind="sit") for index in range(1000)))
    assert str(found) == (
        'Line 2 of main.geojson, s0 (features[0]), properties.kind: The kind "sit" is not known. '
        "The same is true of 999 more. Did you mean “site”?"
    )
    assert summarize([found]) == "1,000 mistakes"
    assert len(faults_of_kinds(tmp_path / "few", *(site(f"s{index}", kind="sit") for index in range(10)))) == 10


def faults_of_kinds(path: Path, *sites: dict[str, Any]) -> list[Fault]:
    folder = make(path / "urals", main_geojson=collection(*sites))
    return [fault for fault in read_exhibit(folder).faults if fault.location.field == "properties.kind"]
