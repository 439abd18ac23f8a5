"""Downloads of layers: RFC 7946, complete, and equal to the original when they are read again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import geodesy
from app.content import write_layer
from app.domain import Area, Basis, Citation, Fix, Flight, Layer, Reach, Site, Text
from tests.content.folders import TOML, area, collection, feature, flight, read, sentences, site

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def layer_of(folder: Path, text: str, *repaired: str) -> Layer:
    """The layer that a file becomes, without any fault; no view is there that a random track could be the mirror of."""
    exhibit = "\n".join(line for line in TOML.splitlines() if not line.startswith(("focus", "center", "zoom", "view")))
    result = read(folder / "urals", exhibit_toml=exhibit, main_geojson=text)
    assert not result.faults, sentences(result)
    assert result.exhibit
    return result.exhibit.layers[0]


def again(folder: Path, layer: Layer) -> Layer:
    """The layer that its download becomes."""
    return layer_of(folder, json.dumps(write_layer(layer), allow_nan=False, ensure_ascii=False))


EVERYTHING: list[dict[str, Any]] = [
    site(
        at=[61.1, 56.7, 250],
        description="**Words**",
        when="1960-05-01~",
        citations=["trial"],
        position_uncertainty_km=3,
        stroke="#abc",
        owner={"a": [1, None]},
    ),
    site("interval", kind="event", when="1960-05-01T04:20Z/1960-05-01T04:35Z"),
    site("event", kind="event", when="1960-05-01T05:53Z", basis="inferred", name={"en": "Hit", "ru": "Попадание"}),
    site("nowhere", None),
    feature("unplaced", None),
    feature("unplaced-reach", None, kind="reach", radius_km=30),
    site("reach", kind="reach", radius_km=28.5, target_height_m=20700),
    site("polar", [10, 85], kind="reach", radius_km=1000),
    area(
        "lake",
        [[60, 56], [61, 56], [61, 57], [60, 56]],
        [[60.5, 56.2], [60.9, 56.6], [60.9, 56.2], [60.5, 56.2]],
        surface="water",
    ),
    feature(
        "border",
        {"type": "MultiLineString", "coordinates": [[[60, 56], [61, 56]], [[62, 56], [63, 57]]]},
        kind="area",
        surface="border",
    ),
    flight("bare"),
    flight(
        "road",
        mode="road",
        status="planned",
        min_speed_kmh=5,
        max_speed_kmh=60,
        max_altitude_m=2000,
        aircraft="Bus",
        claims=[
            {
                "topic": "When?",
                "fix": 2,
                "assessment": "Open",
                "accounts": [
                    {
                        "says": {"en": "Early"},
                        "citations": ["trial"],
                        "preferred": True,
                        "time": "1960-05-01T05:01Z",
                        "position": [60, 50],
                        "altitude_m": 20,
                        "quote": {"ru": "Рано"},
                    },
                    {"says": "Late"},
                ],
            },
        ],
    ),
    flight(
        "known",
        line=[[60, 50, 20000], [60.5, 53], [61, 56, 21000]],
        coordinateProperties={
            "times": ["1960-05-01T05:00Z", None, "1960-05-01T06:00:30Z"],
            "basis": ["documented", "inferred", "interpolated"],
            "position_uncertainty_km": [1, None, 2.5],
            "time_uncertainty_min": [None, 5, 0],
            "altitude_uncertainty_m": [150, None, 0],
            "position_basis": ["inferred", None, "documented"],
            "time_basis": [None, "documented", "inferred"],
            "altitude_basis": ["inferred", None, None],
            "altitude_hold": [True, None, False],
            "zones": ["Asia/Tashkent", None, "Asia/Yekaterinburg"],
            "places": ["Border", None, {"en": "Lake", "de": "See"}],
            "notes": [None, "by radar", None],
            "citations": [["trial"], None, [{"id": "memoir", "locator": "p. 12"}]],
            "heart_rate": [70, None, 90],
        },
    ),
    feature(
        "parts",
        {"type": "MultiLineString", "coordinates": [[[60, 50], [61, 51]], [[62, 52], [63, 53]]]},
        coordinateProperties={"places": [["a", None], ["b", "c"]]},
    ),
    flight(
        "across",
        line=[[170, 50, 1000], [-170, 52, 3000], [-160, 52]],
        coordinateProperties={"places": ["a", "b", "c"], "heart_rate": [1, 2, 3]},
    ),
    flight(
        "to and fro",
        line=[[179, 50], [-179, 50], [179, 51], [-179, 51]],
        coordinateProperties={"basis": ["documented"] * 4},
    ),
]


@pytest.mark.parametrize("whole", EVERYTHING, ids=lambda whole: whole["id"])
def test_download_reads_the_same(whole: dict[str, Any], tmp_path: Path) -> None:
    layer = layer_of(tmp_path, collection(whole))
    assert again(tmp_path, layer) == layer


def test_download_of_every_kind_is_valid(tmp_path: Path) -> None:
    layer = layer_of(tmp_path, collection(*EVERYTHING))
    assert again(tmp_path, layer) == layer
    out = write_layer(layer)
    assert out["type"] == "FeatureCollection"
    for written in out["features"]:
        assert set(written) == {"type", "id", "geometry", "properties"}
        if written["geometry"]:
            shape = shapely.from_geojson(json.dumps(written["geometry"]))
            west, south, east, north = shape.bounds
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90
            assert shape.is_valid
        for polygon in polygons(written["geometry"]):
            assert shapely.LinearRing(polygon[0]).is_ccw
            assert not any(shapely.LinearRing(hole).is_ccw for hole in polygon[1:])


def polygons(geometry: Any) -> list[Any]:
    """The polygons of a geometry, if it has any."""
    if not geometry or not geometry["type"].endswith("Polygon"):
        return []
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def test_track_across_the_antimeridian_is_cut_with_its_columns(tmp_path: Path) -> None:
    layer = layer_of(tmp_path, collection(flight("x", line=[[170, 50, 1000], [-170, 52, 3000]], coordinateProperties={
        "times": ["1960-05-01T15:00Z", "1960-05-01T16:30Z"], "places": ["a", "b"],
    })))  # fmt: skip
    written = write_layer(layer)["features"][0]
    assert written["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[[170, 50, 1000], [180, 51, 2000]], [[-180, 51, 2000], [-170, 52, 3000]]],
    }
    assert written["properties"]["coordinateProperties"] == {
        "times": [["1960-05-01T15:00Z", None], [None, "1960-05-01T16:30Z"]],
        "basis": [["interpolated", None], [None, "interpolated"]],
        "places": [["a", None], [None, "b"]],
    }


def test_area_across_the_antimeridian_is_cut(tmp_path: Path) -> None:
    layer = layer_of(tmp_path, collection(area("x", [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]])))
    written = write_layer(layer)["features"][0]["geometry"]
    assert written["type"] == "MultiPolygon"
    assert shapely.from_geojson(json.dumps(written)).area == pytest.approx(2)
    twice = again(tmp_path, layer).features[0]
    assert isinstance(twice, Area)
    assert twice.polygons == ((((179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 1.0), (179.0, 0.0)),),)


def test_reach_is_written_as_a_circle(tmp_path: Path) -> None:
    layer = layer_of(tmp_path, collection(site("x", [61.0, 56.5], kind="reach", radius_km=28.5)))
    written = write_layer(layer)["features"][0]
    assert (written["properties"]["radius_km"], written["properties"]["center"]) == (28.5, [61.0, 56.5])
    assert written["geometry"]["type"] == "Polygon"
    for lon, lat in written["geometry"]["coordinates"][0]:
        assert geodesy.distance_km((61.0, 56.5), (lon, lat)) == pytest.approx(28.5, abs=0.001)


def test_words_are_written_in_their_language() -> None:
    layer = Layer("a", Text.of("A"), "a.geojson", (Site("x", Text.of("Берлин", "ru")), Site("y", Text.of("Berlin"))))
    assert [written["properties"]["name"] for written in write_layer(layer)["features"]] == [{"ru": "Берлин"}, "Berlin"]
    assert [written["properties"]["name"] for written in write_layer(layer, "ru")["features"]] == [
        "Берлин",
        {"en": "Berlin"},
    ]


CITED = ((Citation("trial"),), (Citation("trial", "p. 12"), Citation("memoir")))
lons = st.floats(-179.9, 179.9).map(lambda lon: round(lon, 6))
lats = st.floats(-85, 85).map(lambda lat: round(lat, 6))
heights = st.none() | st.integers(0, 30000).map(float)
known = st.fixed_dictionaries({}, optional={
    "time_uncertainty_min": st.integers(0, 90).map(float), "place": st.text("abcЖ{<\\`",
    min_size=1, max_size=5).map(Text.of),
    "altitude_uncertainty_m": st.integers(0, 900).map(float), "position_basis": st.sampled_from(Basis),
    "time_basis": st.sampled_from(Basis), "altitude_basis": st.sampled_from(Basis),
    "note": st.text("xyz", min_size=1, max_size=5).map(Text.of), "citations": st.sampled_from(CITED),
})  # fmt: skip


@LAW
@given(
    points=st.lists(st.tuples(lons, lats, heights, known), min_size=2, max_size=8, unique_by=lambda point: point[:2]),
    data=st.data(),
)
def test_any_track_reads_the_same(points: list[Any], data: st.DataObject, tmp_path: Path) -> None:
    start = datetime(1960, 5, 1, tzinfo=UTC)
    fixes = tuple(
        Fix(lon, lat, altitude, start + timedelta(days=day), **more)
        for day, (lon, lat, altitude, more) in enumerate(points)
    )
    breaks = (
        tuple(sorted(data.draw(st.sets(st.integers(2, max(2, len(fixes) - 2)), max_size=1)))) if len(fixes) > 3 else ()
    )
    layer = Layer(
        "main",
        Text.of("Main"),
        "main.geojson",
        (Flight("x", Text.of("X"), fixes=fixes, breaks=breaks, max_speed_kmh=99999),),
    )
    assert again(tmp_path, layer) == layer


@LAW
@given(lon=lons, lat=lats, radius=st.floats(0.1, 19000))
def test_any_reach_reads_the_same(lon: float, lat: float, radius: float, tmp_path: Path) -> None:
    layer = Layer(
        "main", Text.of("Main"), "main.geojson", (Reach("x", Text.of("X"), position=(lon, lat), radius_km=radius),)
    )
    assert again(tmp_path, layer) == layer


def test_interval_between_times_is_two_moments_and_any_other_date_one_text(tmp_path: Path) -> None:
    text = collection(site(when="1960-05-01T04:20Z/1960-05-01T04:35Z"), site("y", when="1960-05-01/1960-05-02"))
    interval, days, _ = (each["properties"] for each in write_layer(layer_of(tmp_path, text))["features"])
    assert (interval["start"], interval["end"]) == ("1960-05-01T04:20Z", "1960-05-01T04:35Z")
    assert "when" not in interval
    assert days["when"] == "1960-05-01/1960-05-02"
