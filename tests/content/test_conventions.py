"""GeoJSON as other programs write it: it becomes the same features as our own, and what was read as what is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.content import ReadResult, read_exhibit
from app.domain import AnyFeature, Basis, Flight, Site
from app.errors import Severity
from app.settings import PROJECT
from tests.content.folders import TOML, collection, feature, flight, read, sentences, site
from tests.content.following import leaves

TIMES = ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"]
STAMPS = [-305146800000, -305145000000, -305143200000]
LINE = [[60.0, 50.0], [60.5, 53.0], [61.0, 56.0]]


def first(result: ReadResult) -> AnyFeature:
    assert result.exhibit, sentences(result)
    return result.exhibit.features[0]


def places(result: ReadResult) -> list[Site]:
    return [found for found in (result.exhibit.features if result.exhibit else ()) if isinstance(found, Site)]


def clock(result: ReadResult) -> list[str | None]:
    """The time of day of each fix of the first feature."""
    flown = first(result)
    assert isinstance(flown, Flight), sentences(result)
    return [f"{fix.time:%H:%M}" if fix.time else None for fix in flown.fixes]


def settings(lines: str) -> str:
    return TOML.replace('file = "main.geojson"', f'file = "main.geojson"\n{lines}')


MOVING = {"type": "MovingPoint", "datetimes": TIMES, "coordinates": LINE, "interpolation": "Linear"}
POINTS = {"type": "MultiPoint", "coordinates": LINE}
ALL = ["05:00", "05:30", "06:00"]
ENDS = ["05:00", None, "06:00"]


@pytest.mark.parametrize(
    ("track", "times", "note"),
    [
        (flight(datetimes=TIMES), ALL, ""),
        (flight(time=STAMPS), ALL, "“time” of 1 feature: read as the times of the positions."),
        (flight(timestamps=TIMES), ALL, "“timestamps” of 1 feature: read as the times of the positions."),
        (
            flight(start=TIMES[0], end=TIMES[2]),
            ENDS,
            "“start” and “end” of 1 feature: read as the times of the first and the last position.",
        ),
        (
            flight(timespan={"begin": TIMES[0], "end": TIMES[2]}),
            ENDS,
            "“timespan.begin” and “timespan.end” of 1 feature: read as the times of the first and the last position.",
        ),
        (
            feature("x", POINTS, time=STAMPS),
            ALL,
            "The points with “time” of 1 feature: read as the track of a flight.",
        ),
        (
            feature("x", None) | {"temporalGeometry": MOVING},
            ALL,
            "“temporalGeometry” of 1 feature: read as a line with times.",
        ),
        (
            flight(coordinateProperties=json.dumps({"times": TIMES})),
            ALL,
            "“coordinateProperties” of 1 feature: text that is JSON, read as such.",
        ),
    ],
)
def test_times_of_other_programs(track: dict[str, Any], times: list[str | None], note: str, tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(track))
    assert clock(result) == times
    assert note in sentences(result)


@pytest.mark.parametrize(
    ("properties", "when"),
    [
        ({"date": "1901"}, "1901"),
        ({"date": 1901}, "1901"),
        ({"time": "1960-05-01T05:00Z"}, "1960-05-01T05:00Z"),
        ({"timestamp": STAMPS[0]}, "1960-05-01T05:00Z"),
        ({"start": "1960-05-01", "end": "1960-05-03"}, "1960-05-01/1960-05-03"),
        ({"when": "1950", "date": "1901"}, "1950"),
        ({"date": "9/6/1976"}, None),
        ({"time": 5}, None),
    ],
)
def test_dates_of_other_programs(properties: dict[str, Any], when: str | None, tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(site(**properties)))
    found = first(result).when
    assert (found and found.edtf) == when
    key = next(iter(properties))
    assert when is None or key == "when" or "read as the date, “when”." in sentences(result)
    assert when is not None or f"“{key}” is not read as a time." in sentences(result)


@pytest.mark.parametrize("moment", ["1960-05-01T08:00", "1960/05/01 08:00:00"])
def test_moment_of_a_place_without_zone_asks_for_it(moment: str, tmp_path: Path) -> None:
    layer = collection(site("a", time=moment), site("b", time=moment))
    result = read(tmp_path / "before", main_geojson=layer)
    assert "2 times are left out" in sentences(result)
    assert len(result.faults) == 1
    result = read(tmp_path / "after", exhibit_toml=settings('zone = "Europe/Moscow"'), main_geojson=layer)
    assert [found.when and found.when.edtf for found in places(result)[:2]] == ["1960-05-01T05:00Z"] * 2


@pytest.mark.parametrize(
    ("properties", "name", "description"),
    [
        ({"name": None, "Name": "Degtyarsk"}, "Degtyarsk", ""),
        ({"name": None, "NAME": "Degtyarsk", "Description": "A town"}, "Degtyarsk", "A town"),
        ({"Name": "Other"}, "X", ""),
        (
            {"description": {"@type": "html", "value": "<b>A town</b><br>on <a href='https://a.example/'>a lake</a>"}},
            "X",
            "A town\n\non a lake (<https://a.example/>)",
        ),
    ],
)
def test_words_of_other_programs(properties: dict[str, Any], name: str, description: str, tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(site(**properties)))
    assert (first(result).name.in_language("en"), first(result).description.in_language("en")) == (name, description)
    assert {fault.severity for fault in result.faults} <= {Severity.NOTE}, sentences(result)


def test_times_without_zone_are_one_message_and_follow_the_setting(tmp_path: Path) -> None:
    layer = collection(flight(coordTimes=["1960-05-01 08:00:00", "1960-05-01 08:30:00", None]))
    result = read(tmp_path / "before", main_geojson=layer)
    assert clock(result) == [None, None, None]
    assert sentences(result).count("error: Line 2 of main.geojson: 2 times are left out") == 1
    assert [fault.severity for fault in result.faults] == [Severity.NOTE, Severity.ERROR]
    assert "Evidence: “interpolated”, the weakest" in sentences(result)
    with_settings = settings('zone = "Europe/Moscow"\nbasis = "documented"')
    result = read(tmp_path / "after", exhibit_toml=with_settings, main_geojson=layer)
    assert clock(result) == ["05:00", "05:30", None]
    assert "Evidence" not in sentences(result)


def test_basis_setting_is_for_what_has_none(tmp_path: Path) -> None:
    layer = collection(flight("a"), flight("b", coordinateProperties={"basis": ["inferred"] * 3}), site("c"))
    result = read(tmp_path / "urals", exhibit_toml=settings('basis = "documented"'), main_geojson=layer)
    assert result.exhibit
    tracks = [feature for feature in result.exhibit.features if isinstance(feature, Flight)]
    assert [{fix.basis for fix in track.fixes} for track in tracks] == [{Basis.DOCUMENTED}, {Basis.INFERRED}]


def linked(geometry: object, **members: object) -> dict[str, Any]:
    return {"type": "Feature", "@id": "http://gaz.example/places/p_123", "geometry": geometry} | members


POINT = {"type": "Point", "coordinates": [61.0, 56.6]}
WHEN = {"timespans": [{"start": {"in": "1600"}, "end": {"in": "1699"}}]}


def test_linked_places(tmp_path: Path) -> None:
    place = linked(
        {"type": "GeometryCollection", "geometries": [POINT | {"when": WHEN, "certainty": "less-certain"}]},
        properties={},
        names=[{"toponym": "Abingdon", "lang": "en"}, {"toponym": "Abbandun"}],
        descriptions=[{"value": "A *town*"}],
        types=[{"identifier": "aat:1"}],
    )
    result = read(tmp_path / "urals", main_geojson=collection(place))
    found = first(result)
    assert isinstance(found, Site)
    assert (found.id, str(found.name), str(found.description)) == ("p_123", "Abingdon", r"A \*town\*")
    assert (found.position, found.basis) == ((61.0, 56.6), Basis.INFERRED)
    assert found.when
    assert found.when.edtf == "1600/1699"
    assert [str(fault).partition(": ")[2] for fault in result.faults if "No borders" not in str(fault)] == [
        "“@id” of 1 feature: its last part is the id.",
        "“names” of 1 feature: the first is the name.",
        "“certainty” of 1 feature: certain is documented, less-certain and uncertain are inferred.",
        "“types” of 1 feature: not shown.",
    ]


def test_linked_places_of_different_dates_keep_none(tmp_path: Path) -> None:
    parts = [POINT | {"when": WHEN}, {"type": "Point", "coordinates": [61.1, 56.6], "certainty": "uncertain"}]
    place = linked({"type": "GeometryCollection", "geometries": parts}, properties={"title": "Abingdon"})
    result = read(tmp_path / "urals", main_geojson=collection(place))
    assert result.exhibit
    assert [(each.id, each.when) for each in result.exhibit.features[:2]] == [("p_123", None), ("p_123-2", None)]
    assert "“when” of the geometries of 1 feature: not shown, since they differ." in sentences(result)


def test_single_moving_feature_is_a_flight(tmp_path: Path) -> None:
    moving = {"type": "MovingFeature", "properties": {"id": "9569", "name": "X"}, "temporalGeometry": MOVING}
    result = read(tmp_path / "urals", main_geojson=json.dumps(moving))
    assert first(result).id == "9569"
    assert clock(result) == ALL


def test_other_moving_geometries_are_named(tmp_path: Path) -> None:
    moving = feature("x", None) | {"temporalGeometry": {"type": "MovingPolygon", "coordinates": []}}
    result = read(tmp_path / "urals", main_geojson=collection(moving))
    assert "“temporalGeometry” (MovingPolygon) of 1 feature: not shown, since only a MovingPoint can be." in sentences(
        result
    )


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:EPSG::4979",
        "urn:ogc:def:crs:OGC::CRS84h",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "EPSG:4326",
        "http://www.opengis.net/def/crs/EPSG/0/4979",
    ],
)
def test_longitude_and_latitude_under_every_name(name: str, tmp_path: Path) -> None:
    result = read(
        tmp_path / "urals", main_geojson=collection(site(), crs={"type": "name", "properties": {"name": name}})
    )
    assert not result.faults, sentences(result)


def test_zeros_that_gdal_writes_for_unknown_altitudes_are_warned_of(tmp_path: Path) -> None:
    line = [[60.0, 50.0, 300.0], [60.5, 53.0, 0.0], [61.0, 56.0, 0.0]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4979"}}
    result = read(tmp_path / "urals", main_geojson=collection(flight(line=line), crs=crs))
    assert "warning: main.geojson: In 1 line 2 fixes are at exactly 0 m." in sentences(result)
    assert not read(tmp_path / "own", main_geojson=collection(flight(line=line))).faults


def test_zeros_are_unknown_where_the_layer_says_so(tmp_path: Path) -> None:
    line = [[60.0, 50.0, 300.0], [60.5, 53.0, 0.0], [61.0, 56.0, 0]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4979"}}
    toml = TOML.replace('file = "main.geojson"', 'file = "main.geojson"\nzero_altitude = "unknown"')
    result = read(tmp_path / "urals", exhibit_toml=toml, main_geojson=collection(flight(line=line), crs=crs))
    assert sentences(result) == (
        "note: main.geojson: Altitudes of 2 positions: 0, taken as not known, by the setting “zero_altitude”."
    )
    assert result.exhibit
    (flown,) = (each for each in result.exhibit.features if isinstance(each, Flight))
    assert [fix.altitude_m for fix in flown.fixes] == [300, None, None]


def test_dates_without_a_zone_are_one_message_that_helps(tmp_path: Path) -> None:
    layer = collection(site("a", when="1960-05-01T05:20:00"), site("b", [61, 56.9], when="1960-05-01T05:25:00"))
    result = read(tmp_path / "urals", main_geojson=layer)
    assert sentences(result) == (
        'error: Line 2 of main.geojson: 2 times are left out: "1960-05-01T05:20:00" has no zone, and the others '
        'neither. In exhibit.toml, at this layer, write zone = "UTC" if this is UTC (1960-05-01T05:20:00Z), or the '
        'zone of the local time, such as zone = "Europe/Moscow".'
    )
    toml = TOML.replace('file = "main.geojson"', 'file = "main.geojson"\nzone = "UTC"')
    exhibit = read(tmp_path / "urals", exhibit_toml=toml, main_geojson=layer).exhibit
    assert exhibit
    assert [each.when.edtf if each.when else "" for each in exhibit.features[:2]] == [
        "1960-05-01T05:20Z",
        "1960-05-01T05:25Z",
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [("(2:trial,memoir)", ["trial", "memoir"]), ("(1:trial)", ["trial"]), ("(3:trial,memoir)", []), ("(trial)", [])],
)
def test_ids_of_sources_that_gdal_has_written_as_text(text: str, ids: list[str], tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(site(citations=text)))
    assert result.exhibit
    assert [citation.source for citation in result.exhibit.features[0].citations] == ids
    assert ("a list that GDAL has written as text" in sentences(result)) == bool(ids)


OURS = PROJECT / "geodata" / "exhibits" / "foxbat-to-hakodate"


def as_qgis_writes(layer: dict[str, Any]) -> dict[str, Any]:
    """A layer saved by QGIS with its defaults: GDAL's name for the coordinates, each feature with every key of the
    layer, and objects and lists of objects as text.
    """
    keys = dict.fromkeys(key for each in layer["features"] for key in each["properties"])

    def written(value: Any) -> Any:
        nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))
        return json.dumps(value, ensure_ascii=False) if nested else value

    return {
        "type": "FeatureCollection",
        "name": "layer",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4979"}},
        "features": [
            {
                "type": "Feature",
                "id": each["id"],
                "properties": {key: written(each["properties"].get(key)) for key in keys},
                "geometry": each["geometry"],
            }
            for each in layer["features"]
        ],
    }


def test_exhibit_comes_back_equal_from_qgis(tmp_path: Path) -> None:
    folder = shutil.copytree(OURS, tmp_path / OURS.name)
    for path in folder.glob("*.geojson"):
        path.write_text(json.dumps(as_qgis_writes(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    before, after = read_exhibit(OURS).exhibit, read_exhibit(folder).exhibit
    assert before
    assert after
    assert [layer.features for layer in after.layers] == [layer.features for layer in before.layers]


def through_gdal(folder: Path, form: str, *options: str) -> ReadResult:
    """Our exhibit after `ogr2ogr` has written all its layers, with what `flask exhibit check` then says to set."""
    copied = folder / OURS.name
    shutil.copytree(OURS, copied)
    for layer in OURS.glob("*.geojson"):
        between = folder / f"{layer.stem}{form}"
        copied.joinpath(layer.name).unlink()
        for source, target in ((layer, between), (between, copied / layer.name)):
            more = () if source.suffix == ".gpkg" else options
            subprocess.run(["ogr2ogr", str(target), str(source), *more], check=True, capture_output=True)
    toml = (copied / "exhibit.toml").read_text(encoding="utf-8")
    zeros = 'zero_altitude = "unknown"'
    for file, setting in (("flight", zeros), ("the-way-home", zeros), ("radar-and-alert", 'zone = "UTC"')):
        toml = toml.replace(f'file = "{file}.geojson"', f'file = "{file}.geojson"\n{setting}')
    (copied / "exhibit.toml").write_text(toml, encoding="utf-8")
    return read_exhibit(copied)


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="needs GDAL")
@pytest.mark.parametrize("form", [".json", ".gpkg"])
@pytest.mark.parametrize("options", [(), ("-oo", "DATE_AS_STRING=YES")], ids=["by default", "dates as text"])
def test_our_exhibit_comes_back_equal_from_gdal(form: str, options: tuple[str, ...], tmp_path: Path) -> None:
    before, after = read_exhibit(OURS), through_gdal(tmp_path, form, *options)
    assert before.exhibit
    assert dict(leaves(after.exhibit)) == dict(leaves(before.exhibit))
    assert not [fault for fault in after.faults if fault.severity]
