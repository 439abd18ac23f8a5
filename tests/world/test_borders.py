"""The borders of a day, asked at places whose history is known."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import shape

from app.errors import NotFound
from app.world import FIRST_DAY, LAST_DAY, Territory, World

WORLD = World.default()
ELLIPSOID = Geod(ellps="WGS84")
DAYS = st.dates(FIRST_DAY, LAST_DAY)


@cache
def features(day: date) -> list[dict[str, Any]]:
    return WORLD.borders_geojson(day)["features"]  # type: ignore[return-value]


def at(lon: float, lat: float, day: str) -> Territory:
    """The one territory there."""
    atoms = [atom for atom, outline in WORLD.topology.shapes.items() if shapely.contains_xy(outline, lon, lat)]
    assert len(atoms) == 1, atoms
    return WORLD.territory(atoms[0], date.fromisoformat(day))


PROBES = [
    ("Sverdlovsk", 60.6, 56.84, "1960-05-01", "Soviet Union", "Soviet Union"),
    ("Sverdlovsk", 60.6, 56.84, "1991-12-26", "Russia", "Russia"),
    ("Potsdam", 13.04, 52.40, "1962-02-10", "German Democratic Republic", "German Democratic Republic"),
    ("Wannsee", 13.16, 52.42, "1962-02-10", "West Berlin", "Four-power Berlin"),
    ("Alexanderplatz", 13.42, 52.52, "1962-02-10", "East Berlin", "German Democratic Republic"),
    ("Dhaka", 90.4, 23.75, "1960-05-01", "East Pakistan", "Pakistan"),
    ("Dhaka", 90.4, 23.75, "1976-09-06", "Bangladesh", "Bangladesh"),
    ("Peshawar", 71.53, 34.01, "1960-05-01", "West Pakistan", "Pakistan"),
    ("Saigon", 106.67, 10.8, "1970-01-01", "South Vietnam", "South Vietnam"),
    ("Saigon", 106.67, 10.8, "1976-09-06", "Vietnam", "Vietnam"),
    ("Hanoi", 105.84, 21.03, "1954-07-20", "French Indochina (Vietnam)", "France"),
    ("Hanoi", 105.84, 21.03, "1954-07-21", "North Vietnam", "North Vietnam"),
    ("Aden", 45.03, 12.79, "1967-11-29", "Aden (colony and protectorates)", "United Kingdom"),
    ("Aden", 45.03, 12.79, "1970-01-01", "South Yemen", "South Yemen"),
    ("Damascus", 36.3, 33.5, "1960-05-01", "United Arab Republic", "United Arab Republic"),
    ("Damascus", 36.3, 33.5, "1962-02-10", "Syria", "Syria"),
    ("Cairo", 31.2, 30.0, "1962-02-10", "United Arab Republic", "United Arab Republic"),
    ("Léopoldville", 15.35, -4.4, "1960-05-01", "Belgian Congo", "Belgium"),
    ("Léopoldville", 15.35, -4.4, "1960-06-30", "Congo (Léopoldville)", "Congo (Léopoldville)"),
    ("Elisabethville", 27.48, -11.6, "1961-09-18", "Katanga", "Congo (Léopoldville)"),
    ("Naha", 127.72, 26.22, "1970-01-01", "Ryukyu Islands (US administration)", "United States"),
    ("Naha", 127.72, 26.22, "1973-01-01", "Japan", "Japan"),
    ("Trieste", 13.8, 45.66, "1950-01-01", "Free Territory of Trieste", "Allied administration (zone A)"),
    ("Trieste", 13.8, 45.66, "1954-10-26", "Italy", "Italy"),
    ("Saarbrücken", 7.0, 49.24, "1947-12-16", "Germany – French zone", "Allied occupation"),
    ("Saarbrücken", 7.0, 49.24, "1950-01-01", "Saar Protectorate", "France"),
    ("Saarbrücken", 7.0, 49.24, "1957-01-01", "Federal Republic of Germany", "Federal Republic of Germany"),
    ("Goa", 74.0, 15.4, "1961-12-18", "Portuguese India", "Portugal"),
    ("Goa", 74.0, 15.4, "1961-12-19", "India", "India"),
    ("Naze", 129.5, 28.38, "1946-01-28", "Japan", "Allied occupation"),
    ("Naze", 129.5, 28.38, "1946-01-29", "Ryukyu Islands (US administration)", "United States"),
    ("Hong Kong", 114.15, 22.4, "1991-12-31", "Hong Kong", "United Kingdom"),
    ("Zanzibar", 39.3, -6.1, "1963-12-09", "Zanzibar", "United Kingdom"),
    ("Zanzibar", 39.3, -6.1, "1964-01-01", "Zanzibar", "Zanzibar"),
    ("Zanzibar", 39.3, -6.1, "1964-04-26", "Tanzania", "Tanzania"),
    ("Walvis Bay", 14.55, -22.95, "1960-05-01", "Walvis Bay", "South Africa"),
    ("Walvis Bay", 14.55, -22.95, "1990-03-21", "Walvis Bay", "South Africa"),
    ("Windhoek", 17.08, -22.56, "1990-03-21", "Namibia", "Namibia"),
    ("Gatun", -79.92, 9.27, "1960-05-01", "Panama Canal Zone", "United States"),
    ("Gatun", -79.92, 9.27, "1979-10-01", "Panama", "Panama"),
    ("El Arish", 33.7, 30.9, "1970-01-01", "Sinai (Israeli occupation)", "Israel"),
    ("El Arish", 33.7, 30.9, "1981-01-01", "Egypt", "Egypt"),
    ("Yuzhno-Sakhalinsk", 142.7, 46.9, "1945-08-01", "Japan", "Japan"),
    ("Yuzhno-Sakhalinsk", 142.7, 46.9, "1945-09-02", "Soviet Union", "Soviet Union"),
    ("Porkkala", 24.4, 60.06, "1955-01-01", "Porkkala (Soviet lease)", "Soviet Union"),
    ("Tyuratam", 63.3, 45.65, "1960-05-01", "Soviet Union", "Soviet Union"),
    ("Hakodate", 140.78, 41.83, "1976-09-06", "Japan", "Japan"),
]


@pytest.mark.parametrize(("place", "lon", "lat", "day", "name", "sovereign"), PROBES, ids=[f"{probe[0]} {probe[3]}" for probe in PROBES])
def test_a_place_stands_where_history_has_it(place: str, lon: float, lat: float, day: str, name: str, sovereign: str) -> None:
    """Asked in what ``/world/<day>.geojson`` hands out; that nothing lies over it, the coverage tests say."""
    called = [each for each in features(date.fromisoformat(day)) if each["properties"]["name"] == name]
    inside = [each["properties"]["sovereign"] for each in called if shapely.contains_xy(shape(each["geometry"]), lon, lat)]
    assert inside == [sovereign], (place, at(lon, lat, day))


@pytest.mark.parametrize("day", ["1960-05-01", "1976-09-06"])
def test_the_geojson_says_the_same(day: str) -> None:
    for _, lon, lat, _, _, _ in PROBES[::4]:
        all_day = features(date.fromisoformat(day))
        inside = [each["properties"] for each in all_day if shapely.contains_xy(shape(each["geometry"]), lon, lat)]
        found = at(lon, lat, day)
        assert inside == [
            {"name": found.name, "sovereign": found.sovereign or found.name, "status": found.status, "alliance": "; ".join(found.alliances)}
        ]


@pytest.mark.parametrize(
    ("lon", "lat", "day", "alliance"),
    [
        (10.0, 61.0, "1949-08-23", ""),
        (10.0, 61.0, "1949-08-24", "NATO"),
        (9.0, 50.5, "1955-05-05", ""),
        (9.0, 50.5, "1955-05-06", "NATO"),
        (32.8, 39.9, "1960-05-01", "NATO; CENTO"),
        (20.0, 41.0, "1968-09-12", "Warsaw Pact"),
        (20.0, 41.0, "1968-09-13", ""),
        (12.6, 51.9, "1990-09-24", ""),
        (12.6, 51.9, "1990-10-03", "NATO"),
        (71.53, 34.01, "1960-05-01", "CENTO; SEATO"),
        (37.6, 55.7, "1991-06-30", "Warsaw Pact"),
        (37.6, 55.7, "1991-07-01", ""),
        (5.0, 32.0, "1960-05-01", ""),
    ],
)
def test_an_alliance_begins_and_ends_on_its_day(lon: float, lat: float, day: str, alliance: str) -> None:
    assert "; ".join(at(lon, lat, day).alliances) == alliance


def test_there_are_no_borders_outside_the_years() -> None:
    for day in (date(1944, 12, 31), date(1992, 1, 1)):
        with pytest.raises(NotFound, match=str(day)):
            WORLD.borders_geojson(day)


def test_the_atoms_cover_the_land_once_and_without_gaps() -> None:
    atoms = list(WORLD.topology.shapes.values())
    assert shapely.coverage_is_valid(atoms)
    assert all(shapely.is_valid(atoms))
    assert sum(map(area, atoms)) == pytest.approx(land(), rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(DAYS)
def test_on_any_day_the_land_is_covered_once_and_whole(day: date) -> None:
    """Every atom is in one territory: their areas add up to the land, so that nothing lies twice and nothing is missing."""
    territories = list(WORLD.territories(day).values())
    assert all(map(is_valid, territories))
    assert sum(map(area, territories)) == pytest.approx(land(), rel=1e-9)


@pytest.mark.parametrize("day", ["1949-06-01", "1960-05-01"])
def test_the_territories_of_a_day_are_a_coverage(day: str) -> None:
    assert shapely.coverage_is_valid(list(WORLD.territories(date.fromisoformat(day)).values()))


is_valid = cache(shapely.is_valid)
area = cache(shapely.area)


@cache
def land() -> float:
    return float(shapely.coverage_union_all(list(WORLD.topology.shapes.values())).area)


def test_geojson_is_as_rfc_7946_wants_it() -> None:
    for each in features(date(1960, 5, 1)):
        geometry = shape(each["geometry"])
        assert geometry.is_valid
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in shapely.get_parts(geometry))
        assert set(each["properties"]) == {"name", "sovereign", "status", "alliance"}


AREAS = {
    # Total areas in km² as published in The World Factbook 1990 (Central Intelligence Agency); the two Vietnams, which it has
    # no more, as in the Area Handbooks of the US Army.
    ("France", "1960-05-01"): 547_030,
    ("Spain", "1960-05-01"): 504_750,
    ("Poland", "1960-05-01"): 312_680,
    ("Italy", "1960-05-01"): 301_230,
    ("Federal Republic of Germany", "1960-05-01"): 248_580,
    ("German Democratic Republic", "1960-05-01"): 108_330,
    ("Czechoslovakia", "1960-05-01"): 127_870,
    ("Hungary", "1960-05-01"): 93_030,
    ("Austria", "1960-05-01"): 83_850,
    ("Romania", "1960-05-01"): 237_500,
    ("Bulgaria", "1960-05-01"): 110_910,
    ("Yugoslavia", "1960-05-01"): 255_800,
    ("Soviet Union", "1960-05-01"): 22_402_200,
    ("Turkey", "1960-05-01"): 780_580,
    ("Iran", "1960-05-01"): 1_648_000,
    ("Afghanistan", "1960-05-01"): 647_500,
    ("Mongolia", "1960-05-01"): 1_565_000,
    ("Thailand", "1976-09-06"): 514_000,
    ("Nigeria", "1976-09-06"): 923_770,
    ("Angola", "1960-05-01"): 1_246_700,
    ("South Vietnam", "1970-01-01"): 173_809,
    ("North Vietnam", "1970-01-01"): 158_750,
    ("Zaire", "1976-09-06"): 2_345_410,
    ("Mexico", "1976-09-06"): 1_972_550,
    ("Finland", "1976-09-06"): 337_030,
}


@pytest.mark.parametrize(("name", "day"), AREAS)
def test_areas_are_near_the_published_ones(name: str, day: str) -> None:
    held = [outline for atom, outline in WORLD.topology.shapes.items() if WORLD.territory(atom, date.fromisoformat(day)).name == name]
    km2 = sum(abs(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(outline))[0]) for outline in held) / 1e6
    assert km2 == pytest.approx(AREAS[name, day], rel=0.02)


def test_changes_are_the_days_on_which_something_changes() -> None:
    def map_of(when: date) -> list[object]:
        return [WORLD.territory(atom, when) for atom in WORLD.topology.atoms]

    before, shown = FIRST_DAY, map_of(FIRST_DAY)
    for change in WORLD.changes:
        assert map_of(change - timedelta(days=1)) == shown, f"something changes between {before} and {change}"
        before, shown = change, map_of(change)
    assert map_of(LAST_DAY) == shown
