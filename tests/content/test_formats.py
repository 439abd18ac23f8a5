"""File formats: what is recognized by content, and the lines of values in JSON and TOML."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.formats.recognition import recognize
from app.content.formats.strict_json import JsonPositions, lines_as_collection, parse_json
from app.content.formats.strict_toml import toml_lines
from app.domain import Area, Flight, Site
from app.errors import Rejected
from tests.content.folders import HEALTHY, TOML, collection, feature, flight, read, sentences, site


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook (XLSX)"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (DOCX)"),
        (zipped("doc.kml"), "a KMZ file of Google Earth"),
        (zipped("files/icon.png", "Tour.KML"), "a KMZ file of Google Earth"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file (ODT)"),
        (zipped("a.txt"), "a ZIP archive"),
        (b"PK\x03\x04damaged", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "a Word or Excel file of the older format (DOC, XLS)"),
        (b"\0\0\0\x18ftypheic" + bytes(8), "a HEIC or AVIF picture"),
        (b"\xef\xbb\xbfTime,Lat\n07:52,40.7\n", "a table (CSV)"),
        (b"a\tb\n1\t2\n", "a table (CSV)"),
        (b'"name","lat"\n"Berlin, West",52.5\n', "a table (CSV)"),
        (b"\n<gpx>", "a GPX track"),
    ],
)
def test_format_is_recognized(data: bytes, name: str) -> None:
    found = recognize(data)
    assert found
    assert found.label == name


@pytest.mark.parametrize(
    "text",
    [
        collection(),
        '{"a": [1, 2],\n"b": 3}',
        "[]",
        "",
        "[1,\n2]",
        "<<<<<<< HEAD\n{}",
        "// a, b\n{}",
        '"a", "b"',
        "{'a': 1,\n'b'}",
    ],
)
def test_json_is_no_other_format(text: str) -> None:
    assert recognize(text.encode()) is None


@pytest.mark.parametrize(
    ("file", "data", "message"),
    [
        (
            "story.en.md",
            zipped("word/document.xml"),
            "This is a Word document (DOCX), not plain text. Open it and save it as plain text",
        ),
        ("exhibit.toml", zipped("word/document.xml"), "This is a Word document (DOCX), not plain text."),
        (
            "sources.json",
            zipped("word/document.xml"),
            "This is a Word document (DOCX), not a bibliography. Export the sources from Zotero",
        ),
    ],
)
def test_office_documents_are_named(file: str, data: bytes, message: str, tmp_path: Path) -> None:
    assert f"error: {file}: {message}" in sentences(read(tmp_path / "urals", None, **{file.replace(".", "_"): data}))


def test_newline_delimited_geojson_is_read_with_its_lines(tmp_path: Path) -> None:
    lines = [json.dumps(site("a")), "", "\x1e" + json.dumps(site("b", at=[1, 95])), json.dumps(HEALTHY), ""]
    result = read(tmp_path / "urals", main_geojson="\n".join(lines))
    assert result.exhibit
    assert [found.id for found in result.exhibit.features] == ["a", "healthy"]
    assert [fault.location.line for fault in result.faults] == [3]


def test_other_lines_are_no_collection() -> None:
    for text in ("{}", "{}\n[]", '{"a":\n{"b": 1}}', "[\n{},\n{}]", ""):
        assert lines_as_collection(text) is None


GEOMETRIES: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "MultiPoint", "coordinates": [[61, 56]]}, ["x"]),
    ({"type": "MultiPoint", "coordinates": [[61, 56], [62, 57], [63, 58]]}, ["x", "x-2", "x-3"]),
    ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [61, 56]}]}, ["x"]),
    ({"type": "GeometryCollection", "geometries": [{"type": "MultiPoint", "coordinates": [[61, 56], [61, 57]]}]},
    ["x", "x-2"]),
    (
        {"type": "GeometryCollection", "geometries": [{"type": "LineString",
        "coordinates": [[60, at], [61, at]]} for at in (50, 51)]},
        ["x"],
    ),
    (
        {"type": "GeometryCollection", "geometries": [{"type": "Polygon",
        "coordinates": [[[60, 50], [61, 50], [61, 51], [60, 50]]]}] * 2},
        ["x"],
    ),
    ({"type": "GeometryCollection", "geometries": []}, ["x"]),
]  # fmt: skip


@pytest.mark.parametrize(("geometry", "ids"), GEOMETRIES)
def test_collections_are_read_as_features(geometry: dict[str, Any], ids: list[str], tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(feature("x", geometry)))
    assert result.exhibit
    assert [found.id for found in result.exhibit.features] == [*ids, "healthy"]
    assert len(result.faults) == (1 if len(ids) > 1 else 0)
    first = result.exhibit.features[0]
    match first:
        case Flight():
            assert (len(first.fixes), first.breaks) == (4, (2,))
        case Area():
            assert len(first.polygons) == 2
        case Site():
            assert first.position == ((61, 56) if geometry.get("coordinates") or geometry["geometries"] else None)


def test_points_of_a_flight_are_its_track(tmp_path: Path) -> None:
    whole = feature("x", {"type": "MultiPoint", "coordinates": [[60, 50], [61, 51], [62, 52]]}, kind="flight")
    result = read(tmp_path / "urals", main_geojson=collection(whole))
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert len(result.exhibit.flights[0].fixes) == 3


def test_css_colors_and_numeric_symbols_are_read(tmp_path: Path) -> None:
    style: dict[str, Any] = {"stroke": "Red", "fill": "rebeccapurple", "marker-symbol": 7}
    result = read(tmp_path / "urals", main_geojson=collection(site("x", **style)))
    assert not result.faults, sentences(result)
    assert result.exhibit
    found = result.exhibit.features[0].style
    assert (found.stroke, found.fill, found.marker_symbol) == ("#ff0000", "#663399", "7")


@pytest.mark.parametrize(
    "address", ["#map=6/56.6/61", "http://127.0.0.1/urals/#map=6/56.6/61.0&date=1960-05-01", "map=6/56.6/61"]
)
def test_address_of_a_map_is_a_view(address: str, tmp_path: Path) -> None:
    toml = TOML.replace("{ center = [61.0, 56.6], zoom = 6 }", f'"{address}"')
    result = read(tmp_path / "urals", exhibit_toml=toml)
    assert not result.faults, sentences(result)
    assert result.exhibit
    view = result.exhibit.chapters[0].view
    assert view
    assert (view.center, view.zoom) == ((61.0, 56.6), 6)


def test_fractions_of_a_second_are_kept(tmp_path: Path) -> None:
    times = ["1960-05-01T05:00:01.000Z", "1960-05-01T05:00:01.600Z", "1960-05-01T05:00:01.900Z", "1960-05-01T05:00:03Z"]
    line = [[60, 50 + step / 1000] for step in range(4)]
    result = read(tmp_path / "urals", main_geojson=collection(flight(line=line, coordinateProperties={"times": times})))
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert [fix.time and fix.time.microsecond for fix in result.exhibit.flights[0].fixes] == [0, 600_000, 900_000, 0]


INDENTED = """{
  "type": "FeatureCollection",
  "features": [
    {
      "id": "a", "properties": {"name": "A [1]"},
      "geometry": {
        "coordinates": [
          [1, 2],
          [3, "x"]
        ]
      }
    },
    {"id": "b",
     "name": NaN}
  ]
}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("", 1), ("type", 2), ("features", 3), ("features[0]", 4), ("features[0].id", 5),
        ("features[0].properties.name", 5),
        ("features[0].geometry.coordinates[1][1]", 9), ("features[0].geometry.nothing", 6), ("features[1].name", 14),
        ("features[7]", 3),
    ],
)  # fmt: skip
def test_lines_of_json(path: str, line: int) -> None:
    assert JsonPositions(INDENTED).line(path) == line


INDENTED_TOML = '''# "title" = 1
title = """
[layers]
"""
languages = [
  "en",  # [
  "de",
]

[opening]
center = [1, 2]

[[layers]]
id = "a"

[[chapters]]
id = "one"
view = { center = [1, 2], zoom = 3 }

[[chapters]]
"id" = "two"
[chapters.view]
zoom = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 2), ("languages", 5), ("languages[0]", 6), ("languages[1]", 7), ("opening", 10),
        ("opening.center[1]", 11),
        ("layers[0].id", 14), ("chapters[0].view", 18), ("chapters[1].id", 21), ("chapters[1].view.zoom", 23),
    ],
)  # fmt: skip
def test_lines_of_toml(path: str, line: int) -> None:
    assert toml_lines(INDENTED_TOML)[path] == line
    assert tomllib.loads(INDENTED_TOML)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(value=json_values, indent=st.sampled_from([None, 0, 2]), data=st.data())
def test_line_of_any_value_is_that_of_its_text(value: Any, indent: int | None, data: st.DataObject) -> None:
    text, path, at = json.dumps(value, indent=indent), "", value
    while isinstance(at, (dict, list)) and at:
        key = data.draw(st.sampled_from(sorted(at))) if isinstance(at, dict) else data.draw(st.integers(0, len(at) - 1))
        path, at = (f"{path}[{key}]" if isinstance(at, list) else f"{path}.{key}".removeprefix(".")), at[key]
    line = text.split("\n")[JsonPositions(text).line(path) - 1]
    assert json.dumps(at, indent=indent).split("\n")[0] in line


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 50_000, b"NaN,", b"\xff", b"", b"1" * 10_000 + b"x"])
def test_hostile_json_is_rejected(data: bytes) -> None:
    with pytest.raises(Rejected):
        parse_json(data, 8)
