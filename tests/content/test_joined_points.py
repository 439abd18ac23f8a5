"""Separate GeoJSON points with times are the fixes of a flight, where they are no places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.content import ReadResult
from app.domain import Flight, Site
from tests.content.folders import TOML, collection, feature, read, sentences

STAMPS = ("2024-05-01T05:00:00Z", "2024-05-01T05:10:00Z", "2024-05-01T05:20:00Z", "2024-05-01T05:30:00Z")


def layer(*more: dict[str, Any], key: str = "time", times: tuple[object, ...] = STAMPS) -> str:
    """Points to the east, one in each line; `more` are further properties of each."""
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [13.0 + 0.5 * index, 52.0]},
            "properties": {key: time, **properties},
        }
        for index, (time, properties) in enumerate(zip(times, more or ({},) * len(times), strict=True))
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(map(json.dumps, points)) + "\n]}"


def flights(result: ReadResult) -> list[Flight]:
    assert result.exhibit
    return [feature for feature in result.exhibit.features if isinstance(feature, Flight)]


def settings(line: str) -> str:
    return TOML.replace('name = "Main"\n', f'name = "Main"\n{line}\n')


def clock(flight: Flight) -> list[str]:
    return [fix.time.strftime("%H:%M") if fix.time else "" for fix in flight.fixes]


ALL = ["05:00", "05:10", "05:20", "05:30"]


@pytest.mark.parametrize("key", ["time", "timestamp", "datetime", "when"])
def test_points_with_times_and_without_names_are_a_flight(key: str, tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=layer(key=key))
    (flight,) = flights(result)
    assert clock(flight) == ALL
    assert [fix.lon for fix in flight.fixes] == [13.0, 13.5, 14.0, 14.5]
    assert f"4 points with “{key}” are joined into one flight." in sentences(result)


def test_moments_as_older_versions_of_gdal_write_them(tmp_path: Path) -> None:
    times = tuple(f"2024/05/01 05:{minute}:00" for minute in ("00", "10", "20", "30"))
    for zone, setting in (("+00", ""), ("", 'zone = "UTC"')):
        whole = layer(times=tuple(time + zone for time in times))
        result = read(tmp_path / f"urals{zone[1:]}", exhibit_toml=settings(setting), main_geojson=whole)
        (flight,) = flights(result)
        assert clock(flight) == ALL
    assert "Evidence: “interpolated”, the weakest" in sentences(result)


def test_moments_are_quoted_as_they_are_written(tmp_path: Path) -> None:
    result = read(tmp_path / "points", main_geojson=layer(times=("2024/05/01 05:00:00",) * 4))
    assert '"2024/05/01 05:00:00" has no zone, and the others neither.' in sentences(result)
    assert "(2024-05-01T05:00:00Z)" in sentences(result)
    times = ["2024/05/01 05:00:00Z", "2024/05/01 05:10:00Z", "2024/05/32 05:20:00Z"]
    line = collection(
        feature("x", {"type": "LineString", "coordinates": [[13, 52], [13.1, 52], [13.2, 52]]}, coordTimes=times)
    )
    result = read(tmp_path / "line", main_geojson=line)
    (found,) = flights(result)
    assert clock(found) == ["05:00", "05:10", ""]
    assert '"2024/05/32 05:20:00Z" is not a time' in sentences(result)


def test_milliseconds_and_altitudes_of_gpx_points(tmp_path: Path) -> None:
    times = tuple(1_714_539_600_000 + 600_000 * index for index in range(4))
    result = read(tmp_path / "urals", main_geojson=layer(*({"ele": 100 * n} for n in range(4)), times=times))
    (flight,) = flights(result)
    assert clock(flight) == ALL
    assert [fix.altitude_m for fix in flight.fixes] == [0, 100, 200, 300]


def test_flights_are_separated_by_their_key(tmp_path: Path) -> None:
    more = ({"callsign": "A1"}, {"callsign": "B2"}, {"callsign": "A1"}, {"callsign": "B2"})
    result = read(tmp_path / "urals", main_geojson=layer(*more))
    assert {flight.id: clock(flight) for flight in flights(result)} == {
        "A1": ["05:00", "05:20"],
        "B2": ["05:10", "05:30"],
    }


def test_named_points_stay_places_unless_the_setting_says_flight(tmp_path: Path) -> None:
    named = layer(*({"name": f"Stop {n}", "speed": n} for n in range(4)))
    assert flights(read(tmp_path / "a", main_geojson=named)) == []
    result = read(tmp_path / "b", exhibit_toml=settings('as = "flight"'), main_geojson=named)
    (flight,) = flights(result)
    assert [str(fix.place) for fix in flight.fixes] == [f"Stop {n}" for n in range(4)]
    assert dict(flight.properties)["coordinateProperties"] == {"speed": [0, 1, 2, 3]}


def test_setting_places_keeps_the_points(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", exhibit_toml=settings('as = "places"'), main_geojson=layer())
    assert flights(result) == []
    assert result.exhibit
    assert sum(isinstance(feature, Site) for feature in result.exhibit.features) == 4


@pytest.mark.parametrize(
    "times",
    [
        (STAMPS[1], STAMPS[0], STAMPS[2], STAMPS[3]),
        ("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04"),
        (STAMPS[0], None, STAMPS[2], STAMPS[3]),
        ("1901", "1902", "1903", "1904"),
    ],
)
def test_points_without_times_in_order_stay_places(times: tuple[object, ...], tmp_path: Path) -> None:
    assert flights(read(tmp_path / "urals", main_geojson=layer(times=times))) == []


def test_times_without_zone_are_one_message_and_follow_the_setting(tmp_path: Path) -> None:
    local = layer(times=tuple(time.removesuffix("Z") for time in STAMPS))
    result = read(tmp_path / "a", main_geojson=local)
    assert sentences(result).count("4 times are left out") == 1
    result = read(tmp_path / "b", exhibit_toml=settings('zone = "Europe/Berlin"'), main_geojson=local)
    assert clock(flights(result)[0]) == ["03:00", "03:10", "03:20", "03:30"]


def test_fault_in_a_joined_point_names_its_line(tmp_path: Path) -> None:
    more: tuple[dict[str, Any], ...] = ({}, {}, {"basis": "certain"}, {})
    result = read(tmp_path / "urals", main_geojson=layer(*more))
    assert "error: Line 4 of main.geojson" in sentences(result)
