"""Flat GeoJSON and GeoPackage: what GIS programs find in them, and that both say the same."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import struct
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
import shapely

from app.dates import parse_span
from app.domain import Exhibit, Flight
from app.interchange import find_formats
from app.interchange.contents import places_of
from tests.interchange.reference import project_exhibit, reference_exhibit

GEOJSON, GEOPACKAGE, PROJECT = find_formats(["geojson", "gpkg", "qgis"])


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The exhibit with everything in it."""
    return reference_exhibit(tmp_path_factory.mktemp("gis"))


@pytest.fixture(scope="module")
def features(exhibit: Exhibit) -> list[dict[str, Any]]:
    """Its features in flat GeoJSON."""
    found: list[dict[str, Any]] = json.loads(GEOJSON.write(exhibit))["features"]
    return found


@pytest.fixture(scope="module")
def database(exhibit: Exhibit, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """Its GeoPackage, opened as a file."""
    path = tmp_path_factory.mktemp("gpkg") / "fixes.gpkg"
    path.write_bytes(GEOPACKAGE.write(exhibit))
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def table(features: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The properties of the features of a table."""
    return [each["properties"] for each in features if each["properties"]["table"] == name]


def test_a_property_is_never_nested(features: list[dict[str, Any]]) -> None:
    assert not [value for each in features for value in each["properties"].values() if isinstance(value, (list, dict))]


def test_every_fix_has_its_time_and_evidence_or_none(features: list[dict[str, Any]]) -> None:
    fixes = table(features, "fix")
    assert [(each["time"], each["basis"], each["uncertainty_km"]) for each in fixes[:4]] == [
        ("1960-05-01T05:00:00Z", "documented", 1.5),
        ("1960-05-01T05:20:30Z", "inferred", None),
        (None, "interpolated", 12),
        ("1960-05-01T07:00:00Z", "documented", None),
    ]
    assert fixes[1]["sources"] == "memoir, p. 1;; p. 2; trial"


def test_a_leg_lasts_from_fix_to_fix_and_says_where_its_times_are_interpolated(features: list[dict[str, Any]]) -> None:
    legs = table(features, "leg")
    assert [(each["flight_id"], each["number"], each["times"], each["basis"]) for each in legs] == [
        ("mission", 1, "known", "inferred"),
        ("mission", 2, None, "interpolated"),
        ("mission", 4, "known", "documented"),
        ("plan", 1, None, "interpolated"),
        ("plan", 2, None, "interpolated"),
    ]
    assert (legs[0]["time"], legs[0]["end_time"]) == ("1960-05-01T05:00:00Z", "1960-05-01T05:20:30Z")


def test_geometries_are_valid_and_cut_at_the_antimeridian(features: list[dict[str, Any]]) -> None:
    for each in features:
        shape = shapely.from_geojson(json.dumps(each["geometry"]))
        assert shape.is_valid
        for part in shapely.get_parts(shape):
            assert part.bounds[2] - part.bounds[0] < 180


def test_dates_of_places_are_as_wide_as_they_are_known(features: list[dict[str, Any]]) -> None:
    camp = next(each for each in table(features, "place") if each["id"] == "camp")
    assert (camp["date"], camp["time"], camp["end_time"]) == (
        "1960/1961",
        "1960-01-01T00:00:00Z",
        "1961-12-31T23:59:59Z",
    )


def test_a_date_that_is_open_has_no_time_there(exhibit: Exhibit) -> None:
    (camp,) = (each for each in places_of(exhibit) if each.id == "camp")
    opened = [replace(camp, id=edtf, when=parse_span(edtf)) for edtf in ("1960/..", "../1961~")]
    layer = replace(exhibit.layers[0], features=tuple(opened))
    found = json.loads(GEOJSON.write(replace(exhibit, layers=(layer,))))["features"]
    assert [(each["time"], each["end_time"]) for each in table(found, "place")] == [
        ("1960-01-01T00:00:00Z", None),
        (None, "1961-12-31T23:59:59Z"),
    ]


@pytest.mark.parametrize(("name", "singular"), [("legs", "leg"), ("fixes", "fix"), ("places", "place")])
def test_a_geopackage_has_the_rows_of_the_flat_geojson(
    name: str, singular: str, features: list[dict[str, Any]], database: sqlite3.Connection
) -> None:
    rows = [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY fid")]
    wanted = [each for each in features if each["properties"]["table"] == singular]
    assert len(rows) == len(wanted)
    for row, feature in zip(rows, wanted, strict=True):
        magic, flags, system = struct.unpack_from("<2sxBi", row["geom"])
        assert (magic, flags, system) == (b"GP", 1, 4326)
        ours = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.equals(shapely.from_wkb(row["geom"][8:]), ours)
        for key, value in feature["properties"].items():
            if key != "table":
                known = row[key].replace(".000Z", "Z") if isinstance(row[key], str) else row[key]
                assert known == value


def test_a_geopackage_has_what_the_standard_asks_for(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"GPKG")
    assert database.execute("PRAGMA user_version").fetchone()[0] == 10300
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    assert {row[0] for row in database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}
    contents = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
    assert contents == ["fixes", "legs", "places"]


def test_layers_open_in_qgis_with_their_style_and_their_times(database: sqlite3.Connection) -> None:
    for name, style in database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"):
        root = ET.fromstring(style.partition("\n")[2])
        temporal, renderer = root.find("temporal"), root.find("renderer-v2")
        assert temporal is not None
        assert renderer is not None
        columns = {row["name"] for row in database.execute(f"PRAGMA table_info({name})")}
        assert {temporal.get("startField"), temporal.get("endField"), "basis"} <= columns
        values = [category.get("value") for category in renderer.iterfind("categories/category")]
        assert values == ["documented", "inferred", "interpolated", *(["planned"] if name == "legs" else [])]


def project(exhibit: Exhibit) -> ET.Element:
    """The project of QGIS in an exhibit's archive, beside the GeoPackage."""
    with ZipFile(BytesIO(PROJECT.write(exhibit))) as archive:
        assert archive.namelist() == [f"{exhibit.slug}.qgs", "fixes.gpkg"]
        assert archive.read("fixes.gpkg") == GEOPACKAGE.write(exhibit)
        text = archive.read(f"{exhibit.slug}.qgs").decode()
    assert text.startswith("<!DOCTYPE qgis ")
    return ET.fromstring(text.partition("\n")[2])


def test_a_project_shows_the_tables_beside_it_with_styles_names_and_times(exhibit: Exhibit) -> None:
    root = project(exhibit)
    tree = [layer.get("id") for layer in root.iterfind("layer-tree-group/layer-tree-layer")]
    layers = list(root.iterfind("projectlayers/maplayer"))
    assert [layer.findtext("id") for layer in layers] == tree
    assert [layer.findtext("datasource") for layer in layers] == [
        f"./fixes.gpkg|layername={table}" for table in ("places", "fixes", "legs")
    ]
    for layer in layers:
        assert len(layer.findtext("id") or "") > 10  # QGIS reads no shorter one
        temporal = layer.find("temporal")
        assert temporal is not None
        assert (temporal.get("enabled"), temporal.get("startField")) == ("1", "time")
        assert layer.find("renderer-v2/symbols/symbol") is not None


def test_a_project_opens_at_the_whole_time_with_the_controller_on(exhibit: Exhibit) -> None:
    root = project(exhibit)
    span = root.find("ProjectTimeSettings/TemporalRange")
    assert span is not None
    assert [limit.text for limit in span] == ["1960-05-01T05:00:00Z", "1960-05-01T08:00:00.500Z"]
    assert root.findtext("properties/TemporalControllerWidget/NavigationMode") == "1"


def test_a_project_without_times_does_not_play(exhibit: Exhibit) -> None:
    (layer,) = exhibit.layers
    sites = tuple(each for each in layer.features if not isinstance(each, Flight))
    root = project(replace(exhibit, layers=(replace(layer, features=sites),)))
    assert root.find("ProjectTimeSettings") is None
    assert root.find("properties/TemporalControllerWidget") is None


@pytest.mark.parametrize(
    ("slug", "step"),
    [("grand-slam", ("10", "min")), ("lindbergh-to-paris", ("1", "h")), ("across-the-line", ("1", "mon"))],
)
def test_a_project_plays_any_length_in_some_hundred_steps(slug: str, step: tuple[str, str]) -> None:
    settings = project(project_exhibit(slug)).find("ProjectTimeSettings")
    assert settings is not None
    assert (settings.get("timeStep"), settings.get("timeStepUnit")) == step


def test_the_bytes_are_those_of_the_content_alone(exhibit: Exhibit) -> None:
    assert GEOPACKAGE.write(exhibit) == GEOPACKAGE.write(exhibit)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs GDAL")
def test_gdal_reads_times_and_altitudes(exhibit: Exhibit, tmp_path: Path) -> None:
    path = tmp_path / "fixes.gpkg"
    path.write_bytes(GEOPACKAGE.write(exhibit))
    read = subprocess.run(["ogrinfo", "-ro", "-al", str(path)], capture_output=True, text=True, check=True)
    assert not read.stderr
    assert "time (DateTime) = 1960/05/01 05:20:30+00" in read.stdout
    points = re.findall(r"POINT (Z )?\(([-\d. ]+)\)", read.stdout)
    assert [(bool(is_high), [float(value) for value in numbers.split()]) for is_high, numbers in points[:2]] == [
        (True, [179.5, 50, 20000]),
        (False, [-179.2, 51.25]),
    ]
