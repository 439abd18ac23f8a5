"""The borders of a day, asked at places whose history is known."""

import json
import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.errors import NotFound
from app.world import FIRST_DAY, LAST_DAY, Territory, World

WORLD = World.default()
ELLIPSOID = Geod(ellps="WGS84")
DAYS = st.dates(FIRST_DAY, LAST_DAY)
FEATURE = re.compile(r'\{"type":"Feature","properties":(\{[^{}]*\}),"geometry":(\{[^{}]*\})\}')


class Area(NamedTuple):
    """A feature of ``/world/<day>.geojson``, its geometry not read yet."""

    properties: dict[str, str]
    geometry: str

    @property
    def outline(self) -> BaseGeometry:
        return shapely.from_geojson(self.geometry)


@lru_cache(maxsize=2)
def areas(day: date) -> list[Area]:
    """What ``/world/<day>.geojson`` hands out."""
    document = WORLD.borders_geojson(day)
    found = list(FEATURE.finditer(document))
    assert document == f'{{"type":"FeatureCollection","features":[{",".join(each[0] for each in found)}]}}'
    return [Area(json.loads(each[1]), each[2]) for each in found]


@cache
def atoms() -> tuple[list[str], shapely.STRtree]:
    """Every atom, and where they are."""
    shapes = WORLD.topology.shapes
    return list(shapes), shapely.STRtree(list(shapes.values()))


def at(lon: float, lat: float, day: str) -> Territory:
    """The one territory there."""
    names, outlines = atoms()
    [found] = outlines.query(shapely.Point(lon, lat), predicate="within")
    return WORLD.territory(names[found], date.fromisoformat(day))


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
    ("Zanzibar", 39.3, -6.1, "1964-04-26", "Tanganyika and Zanzibar", "Tanganyika and Zanzibar"),
    ("Zanzibar", 39.3, -6.1, "1964-10-29", "Tanzania", "Tanzania"),
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
    ("Gwadar", 62.33, 25.12, "1958-09-07", "Gwadar", "Muscat and Oman"),
    ("Gwadar", 62.33, 25.12, "1958-09-08", "West Pakistan", "Pakistan"),
    ("Ras al-Khaimah", 55.95, 25.78, "1971-12-02", "Ras al-Khaimah", "Ras al-Khaimah"),
    ("Ras al-Khaimah", 55.95, 25.78, "1972-02-11", "United Arab Emirates", "United Arab Emirates"),
    ("Lahore", 74.35, 31.55, "1971-01-01", "Pakistan", "Pakistan"),
    ("Dhaka", 90.4, 23.75, "1971-01-01", "East Pakistan", "Pakistan"),
    ("Salisbury", 31.05, -17.83, "1979-06-02", "Zimbabwe Rhodesia", "United Kingdom"),
    ("Phnom Penh", 104.92, 11.55, "1971-01-01", "Khmer Republic", "Khmer Republic"),
    ("Phnom Penh", 104.92, 11.55, "1975-04-17", "Cambodia", "Cambodia"),
    ("Quneitra", 35.8239, 33.1256, "1970-01-01", "Golan Heights (Israeli occupation)", "Israel"),
    ("Quneitra", 35.8239, 33.1256, "1974-06-25", "Syria", "Syria"),
    ("Knesset", 35.2053, 31.7767, "1960-05-01", "Israel", "Israel"),
    ("Talpiot", 35.223, 31.750, "1960-05-01", "Israel", "Israel"),
    ("Old City of Jerusalem", 35.234, 31.7767, "1960-05-01", "West Bank (Jordanian administration)", "Jordan"),
    ("Belz", 24.0, 50.38, "1951-06-04", "Poland", "Poland"),
    ("Belz", 24.0, 50.38, "1951-06-05", "Soviet Union", "Soviet Union"),
    ("Ustrzyki Dolne", 22.60, 49.43, "1951-06-04", "Soviet Union", "Soviet Union"),
    ("Ustrzyki Dolne", 22.60, 49.43, "1951-06-05", "Poland", "Poland"),
    ("Lindau", 9.75, 47.60, "1948-07-01", "Germany – French zone", "Allied occupation"),
    ("Vienna", 16.37, 48.2, "1950-01-01", "Vienna", "Allied occupation"),
    ("Freistadt", 14.5, 48.51, "1950-01-01", "Austria – Soviet zone", "Allied occupation"),
    ("Salzburg", 13.04, 47.8, "1950-01-01", "Austria – American zone", "Allied occupation"),
    ("Lienz", 12.77, 46.83, "1950-01-01", "Austria – British zone", "Allied occupation"),
    ("Innsbruck", 11.4, 47.27, "1950-01-01", "Austria – French zone", "Allied occupation"),
    ("Innsbruck", 11.4, 47.27, "1955-07-27", "Austria", "Austria"),
    ("Prague", 14.42, 50.09, "1992-12-31", "Czechoslovakia", "Czechoslovakia"),
    ("Prague", 14.42, 50.09, "2001-09-11", "Czech Republic", "Czech Republic"),
    ("Bratislava", 17.11, 48.15, "1993-01-01", "Slovakia", "Slovakia"),
    ("Kyiv", 30.52, 50.45, "2001-09-11", "Ukraine", "Ukraine"),
    ("Simferopol", 34.1, 44.95, "2014-03-17", "Ukraine", "Ukraine"),
    ("Simferopol", 34.1, 44.95, "2014-03-18", "Crimea (Russian occupation)", "Russia"),
    ("Donetsk", 37.8, 48.0, "2020-05-01", "Donetsk and Luhansk (separatist-held)", "Ukraine"),
    ("Mariupol", 37.55, 47.1, "2022-02-23", "Ukraine", "Ukraine"),
    ("Mariupol", 37.55, 47.1, "2023-05-01", "Eastern and southern Ukraine (Russian occupation)", "Russia"),
    ("Kharkiv", 36.25, 50.0, "2023-05-01", "Ukraine", "Ukraine"),
    ("Asmara", 38.93, 15.33, "1993-05-24", "Eritrea", "Eritrea"),
    ("Juba", 31.58, 4.85, "2011-07-08", "Sudan", "Sudan"),
    ("Juba", 31.58, 4.85, "2011-07-09", "South Sudan", "South Sudan"),
    ("Pristina", 21.17, 42.67, "1998-01-01", "Yugoslavia", "Yugoslavia"),
    ("Pristina", 21.17, 42.67, "2001-09-11", "Kosovo (UN administration)", "United Nations"),
    ("Pristina", 21.17, 42.67, "2008-02-17", "Kosovo", "Serbia"),
    ("Cetinje", 18.92, 42.39, "2006-06-03", "Montenegro", "Montenegro"),
    ("Sarajevo", 18.41, 43.86, "1992-04-07", "Bosnia and Herzegovina", "Bosnia and Herzegovina"),
    ("Knin", 16.2, 44.04, "1994-01-01", "Serbian Krajina", "Croatia"),
    ("Vukovar", 19.0, 45.35, "1997-01-01", "Eastern Slavonia (UN administration)", "United Nations"),
    ("Zadar", 15.35, 44.13, "1994-01-01", "Croatia", "Croatia"),
    ("Sukhumi", 41.05, 43.03, "2001-09-11", "Abkhazia", "Georgia"),
    ("Tskhinvali", 43.97, 42.225, "2001-09-11", "South Ossetia", "Georgia"),
    ("Tiraspol", 29.64, 46.84, "2001-09-11", "Transnistria", "Moldova"),
    ("Shusha", 46.75, 39.758, "2020-11-30", "Nagorno-Karabakh", "Azerbaijan"),
    ("Shusha", 46.75, 39.758, "2020-12-01", "Azerbaijan", "Azerbaijan"),
    ("Stepanakert", 46.75, 39.82, "2023-09-19", "Nagorno-Karabakh", "Azerbaijan"),
    ("Hong Kong", 114.15, 22.4, "1997-07-01", "Hong Kong", "People’s Republic of China"),
    ("Dili", 125.6, -8.6, "2002-05-20", "Timor-Leste", "Timor-Leste"),
    ("Walvis Bay", 14.55, -22.95, "1994-03-01", "Namibia", "Namibia"),
    ("Skopje", 21.43, 42.0, "2019-02-12", "North Macedonia", "North Macedonia"),
    ("Dublin", -6.5, 53.35, "1927-05-20", "Irish Free State", "Irish Free State"),
    ("Dublin", -6.5, 53.35, "1937-12-29", "Ireland", "Ireland"),
    ("Belfast", -6.1, 54.55, "1927-05-20", "United Kingdom", "United Kingdom"),
    ("Frankfurt", 8.68, 50.11, "1927-05-20", "Germany", "Germany"),
    ("Saarbrücken", 7.0, 49.24, "1927-05-20", "Saar Basin", "League of Nations"),
    ("Saarbrücken", 7.0, 49.24, "1935-03-01", "Germany", "Germany"),
    ("Danzig", 18.65, 54.35, "1927-05-20", "Danzig", "League of Nations"),
    ("Memel", 21.14, 55.71, "1927-05-20", "Memel Territory", "Lithuania"),
    (
        "Belgrade",
        20.47,
        44.8,
        "1927-05-20",
        "Kingdom of Serbs, Croats and Slovenes",
        "Kingdom of Serbs, Croats and Slovenes",
    ),
    ("Zagreb", 15.98, 45.81, "1929-10-03", "Yugoslavia", "Yugoslavia"),
    ("Vienna", 16.37, 48.2, "1927-05-20", "Austria", "Austria"),
    ("Tehran", 51.4, 35.7, "1927-05-20", "Persia", "Persia"),
    ("Baghdad", 44.4, 33.3, "1932-10-02", "Iraq (British mandate)", "United Kingdom"),
    ("Baghdad", 44.4, 33.3, "1932-10-03", "Iraq", "Iraq"),
    ("Riyadh", 46.7, 24.7, "1927-05-20", "Hejaz and Nejd", "Hejaz and Nejd"),
    ("Rangoon", 96.2, 17.0, "1937-03-31", "British India", "United Kingdom"),
    ("Addis Ababa", 38.75, 9.03, "1935-10-03", "Ethiopia", "Ethiopia"),
    ("Mukden", 123.43, 41.8, "1932-02-29", "China", "China"),
    ("Mukden", 123.43, 41.8, "1932-03-01", "Manchukuo", "Japan"),
    ("Vienna", 16.37, 48.2, "1938-03-12", "Austria", "Austria"),
    ("Vienna", 16.37, 48.2, "1938-03-13", "Germany", "Germany"),
    ("Karlsbad", 12.87, 50.23, "1938-09-30", "Czechoslovakia", "Czechoslovakia"),
    ("Karlsbad", 12.87, 50.23, "1938-10-10", "Germany", "Germany"),
    ("Prague", 14.42, 50.09, "1939-09-01", "Protectorate of Bohemia and Moravia", "Germany"),
    ("Pressburg", 17.11, 48.15, "1939-09-01", "Slovakia", "Slovakia"),
    ("Kaschau", 21.26, 48.72, "1939-09-01", "Hungary", "Hungary"),
    ("Chust", 23.29, 48.18, "1939-09-01", "Hungary", "Hungary"),
    ("Danzig", 18.65, 54.35, "1939-08-31", "Danzig", "League of Nations"),
    ("Danzig", 18.65, 54.35, "1939-09-01", "Germany", "Germany"),
    ("Gdynia", 18.50, 54.52, "1939-09-01", "Poland", "Poland"),
    ("Breslau", 17.03, 51.10, "1939-09-01", "Germany", "Germany"),
    ("Breslau", 17.03, 51.10, "1945-05-08", "Poland", "Poland"),
    ("Memel", 21.14, 55.71, "1939-03-22", "Memel Territory", "Lithuania"),
    ("Wilno", 25.28, 54.69, "1939-09-01", "Poland", "Poland"),
    ("Vilnius", 25.28, 54.69, "1939-10-28", "Lithuania", "Lithuania"),
    ("Lwów", 24.03, 49.84, "1940-01-01", "Soviet Union", "Soviet Union"),
    ("Lemberg", 24.03, 49.84, "1942-01-01", "General Government", "Germany"),
    ("Warsaw", 21.0, 52.23, "1942-01-01", "General Government", "Germany"),
    ("Poznań", 16.93, 52.4, "1942-01-01", "Germany", "Germany"),
    ("Rovno", 26.25, 50.62, "1942-01-01", "Reichskommissariat Ukraine", "Germany"),
    ("Riga", 24.1, 56.95, "1940-08-04", "Latvia", "Latvia"),
    ("Riga", 24.1, 56.95, "1942-01-01", "Reichskommissariat Ostland", "Germany"),
    ("Riga", 24.1, 56.95, "1945-01-01", "Soviet Union", "Soviet Union"),
    ("Viipuri", 28.75, 60.71, "1939-11-30", "Finland", "Finland"),
    ("Vyborg", 28.75, 60.71, "1940-03-13", "Soviet Union", "Soviet Union"),
    ("Petsamo", 31.2, 69.55, "1941-01-01", "Finland", "Finland"),
    ("Chișinău", 28.85, 47.0, "1940-06-27", "Romania", "Romania"),
    ("Odessa", 30.73, 46.48, "1942-01-01", "Transnistria (Romanian administration)", "Romania"),
    ("Klausenburg", 23.6, 46.77, "1942-01-01", "Hungary", "Hungary"),
    ("Strasbourg", 7.75, 48.58, "1942-01-01", "Germany", "Germany"),
    ("Vichy", 3.43, 46.13, "1942-01-01", "French State (Vichy)", "French State (Vichy)"),
    ("Paris", 2.35, 48.86, "1942-01-01", "France (German occupation)", "Germany"),
    ("Zagreb", 15.98, 45.81, "1942-01-01", "Independent State of Croatia", "Independent State of Croatia"),
    ("Fiume", 14.42, 45.34, "1940-01-01", "Italy", "Italy"),
    ("Königsberg", 20.51, 54.71, "1944-01-01", "Germany", "Germany"),
    ("Mukden", 123.43, 41.8, "1939-09-01", "Manchukuo", "Japan"),
    ("Dairen", 121.6, 38.92, "1939-09-01", "Kwantung Leased Territory", "Japan"),
    ("Nanking", 118.8, 32.06, "1942-01-01", "China (Japanese occupation)", "Japan"),
    ("Chungking", 106.55, 29.56, "1942-01-01", "China", "China"),
    ("Manila", 121.0, 14.7, "1943-01-01", "Philippines (Japanese occupation)", "Japan"),
    ("Battambang", 103.2, 13.1, "1942-01-01", "Thailand", "Thailand"),
    ("Alor Setar", 100.37, 6.12, "1944-01-01", "Thailand", "Thailand"),
    ("Kyzyl", 94.45, 51.7, "1940-01-01", "Tuva", "China"),
    ("Addis Ababa", 38.75, 9.03, "1940-01-01", "Italian East Africa", "Italy"),
    ("Antioch", 36.16, 36.2, "1939-07-22", "Hatay", "France"),
    ("Antioch", 36.16, 36.2, "1939-07-23", "Turkey", "Turkey"),
    ("Tripoli", 13.2, 32.8, "1942-01-01", "Libya", "Italy"),
    ("Pretoria", 28.19, -25.75, "1900-08-31", "South African Republic", "South African Republic"),
    ("Pretoria", 28.19, -25.75, "1900-09-01", "Transvaal", "United Kingdom"),
    ("Sydney", 150.9, -33.8, "1900-12-31", "New South Wales", "United Kingdom"),
    ("Sydney", 150.9, -33.8, "1901-01-01", "Australia", "Australia"),
    ("Panama City", -79.4, 9.1, "1903-11-02", "Colombia", "Colombia"),
    ("Panama City", -79.4, 9.1, "1903-11-03", "Panama", "Panama"),
    ("Rio Branco", -67.8, -9.97, "1903-11-16", "Bolivia", "Bolivia"),
    ("Rio Branco", -67.8, -9.97, "1903-11-17", "Brazil", "Brazil"),
    ("Port Arthur", 121.3, 38.85, "1904-02-08", "Kwantung (Russian lease)", "Russia"),
    ("Port Arthur", 121.3, 38.85, "1905-09-05", "Kwantung Leased Territory", "Japan"),
    ("Korsakov", 142.75, 46.7, "1905-09-04", "Russia", "Russia"),
    ("Paramushir", 155.8, 50.4, "1904-02-08", "Japan", "Japan"),
    ("Seoul", 126.98, 37.57, "1904-02-08", "Korea", "Korea"),
    ("Christiania", 10.75, 59.95, "1905-06-07", "Norway", "Sweden and Norway"),
    ("Sofia", 23.32, 42.7, "1908-10-04", "Bulgaria", "Ottoman Empire"),
    ("Sarajevo", 18.41, 43.86, "1908-10-04", "Bosnia and Herzegovina (Austro-Hungarian occupation)", "Austria-Hungary"),
    ("Boma", 13.06, -5.85, "1908-11-14", "Congo Free State", "Congo Free State"),
    ("Havana", -82.36, 23.1, "1907-01-01", "Cuba (US occupation)", "United States"),
    ("Kisumu", 34.8, -0.1, "1902-03-31", "Uganda", "United Kingdom"),
    ("Atar", -13.05, 20.5, "1900-06-01", "Borders not known", ""),
    ("Calais", 1.85, 50.95, "1909-07-25", "France", "France"),
    ("Skopje", 21.43, 42.0, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Scutari", 19.51, 42.07, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Salonika", 22.94, 40.68, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Novi Pazar", 20.5, 43.12, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Nish", 21.9, 43.32, "1909-07-25", "Serbia", "Serbia"),
    ("Larissa", 22.42, 39.64, "1909-07-25", "Greece", "Greece"),
    ("Philippopolis", 24.75, 42.15, "1909-07-25", "Bulgaria", "Bulgaria"),
    ("Dobrich", 27.83, 43.57, "1909-07-25", "Bulgaria", "Bulgaria"),
    ("Dobrich", 27.83, 43.57, "1913-08-10", "Romania", "Romania"),
    ("Canea", 24.0, 35.45, "1909-07-25", "Crete", "Ottoman Empire"),
    ("Canea", 24.0, 35.45, "1913-12-01", "Greece", "Greece"),
    ("Mytilene", 26.4, 39.2, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Tripoli", 13.2, 32.8, "1909-07-25", "Ottoman Empire", "Ottoman Empire"),
    ("Tripoli", 13.2, 32.8, "1912-10-18", "Tripolitania and Cyrenaica", "Italy"),
    ("Fez", -5.0, 34.03, "1909-07-25", "Morocco", "Morocco"),
    ("Fez", -5.0, 34.03, "1912-03-30", "Morocco (French protectorate)", "France"),
    ("Pretoria", 28.19, -25.75, "1909-07-25", "Transvaal", "United Kingdom"),
    ("Durban", 30.9, -29.8, "1909-07-25", "Natal", "United Kingdom"),
    ("Pretoria", 28.19, -25.75, "1910-05-31", "South Africa", "South Africa"),
    ("Bouar", 15.6, 5.95, "1909-07-25", "Ubangi-Shari-Chad (French Congo)", "France"),
    ("Alor Star", 100.4, 6.12, "1909-07-08", "Siam", "Siam"),
    ("Alor Star", 100.4, 6.12, "1909-07-09", "Malaya", "United Kingdom"),
    ("Urga", 106.91, 47.91, "1909-07-25", "China", "China"),
    ("Monastir", 21.34, 41.03, "1913-01-01", "Borders not known", ""),
    ("Adrianople", 26.56, 41.67, "1913-01-01", "Borders not known", ""),
    ("Constantinople", 28.9, 41.04, "1913-01-01", "Ottoman Empire", "Ottoman Empire"),
    ("Adrianople", 26.56, 41.67, "1913-09-29", "Ottoman Empire", "Ottoman Empire"),
    ("Sarajevo", 18.41, 43.86, "1914-06-28", "Austria-Hungary", "Austria-Hungary"),
    ("Cracow", 19.94, 50.06, "1914-06-28", "Austria-Hungary", "Austria-Hungary"),
    ("Lemberg", 24.03, 49.84, "1914-06-28", "Austria-Hungary", "Austria-Hungary"),
    ("Kronstadt", 25.59, 45.65, "1914-06-28", "Austria-Hungary", "Austria-Hungary"),
    ("Trent", 11.12, 46.07, "1914-06-28", "Austria-Hungary", "Austria-Hungary"),
    ("Warsaw", 21.0, 52.23, "1914-06-28", "Russia", "Russia"),
    ("Kalisz", 18.08, 51.76, "1914-06-28", "Russia", "Russia"),
    ("Kremenets", 25.72, 50.10, "1914-06-28", "Russia", "Russia"),
    ("Kars", 43.1, 40.6, "1914-06-28", "Russia", "Russia"),
    ("Helsingfors", 24.9, 60.25, "1914-06-28", "Finland", "Russia"),
    ("Posen", 16.93, 52.41, "1914-06-28", "Germany", "Germany"),
    ("Kattowitz", 19.0, 50.24, "1914-06-28", "Germany", "Germany"),
    ("Hadersleben", 9.3, 55.25, "1914-06-28", "Germany", "Germany"),
    ("Kolding", 9.4, 55.52, "1914-06-28", "Denmark", "Denmark"),
    ("Strassburg", 7.75, 48.58, "1914-06-28", "Germany", "Germany"),
    ("Skopje", 21.43, 42.0, "1914-06-28", "Serbia", "Serbia"),
    ("Peć", 20.29, 42.66, "1914-06-28", "Montenegro", "Montenegro"),
    ("Strumica", 22.64, 41.44, "1914-06-28", "Bulgaria", "Bulgaria"),
    ("Dedeagach", 25.9, 40.9, "1914-06-28", "Bulgaria", "Bulgaria"),
    ("Kavala", 24.35, 41.0, "1914-06-28", "Greece", "Greece"),
    ("Jerusalem", 35.22, 31.78, "1914-06-28", "Ottoman Empire", "Ottoman Empire"),
    ("Mecca", 39.83, 21.42, "1914-06-28", "Ottoman Empire", "Ottoman Empire"),
    ("Riyadh", 46.7, 24.7, "1914-06-28", "Nejd", "Ottoman Empire"),
    ("Cairo", 31.2, 30.0, "1914-06-28", "Egypt (British occupation)", "United Kingdom"),
    ("Bouar", 15.6, 5.95, "1914-06-28", "Kamerun", "Germany"),
    ("Kigali", 30.06, -1.94, "1914-06-28", "German East Africa", "Germany"),
    ("Tsingtau", 120.4, 36.1, "1914-06-28", "Kiautschou", "Germany"),
    ("Urga", 106.91, 47.91, "1914-06-28", "Mongolia", "China"),
    ("Charlotte Amalie", -64.93, 18.345, "1914-06-28", "Danish West Indies", "Denmark"),
    ("Kismayu", 42.3, 0.2, "1914-06-28", "East Africa Protectorate", "United Kingdom"),
    ("Brussels", 4.35, 50.85, "1916-01-01", "Belgium (German occupation)", "Germany"),
    ("Belgrade", 20.47, 44.75, "1917-01-01", "Serbia (Austro-Hungarian occupation)", "Austria-Hungary"),
    (
        "Warsaw",
        21.0,
        52.23,
        "1917-01-01",
        "Poland (occupation by Germany and Austria-Hungary)",
        "Germany and Austria-Hungary",
    ),
    ("Vilna", 25.28, 54.69, "1917-01-01", "Ober Ost (German occupation)", "Germany"),
    ("Helsinki", 24.9, 60.25, "1917-12-06", "Finland", "Finland"),
    ("Kiev", 30.52, 50.45, "1919-06-28", "Borders not known", ""),
    ("Pressburg", 17.11, 48.15, "1919-06-28", "Borders not known", ""),
    ("Lemberg", 24.03, 49.84, "1919-06-28", "Borders not known", ""),
    ("Tiflis", 44.8, 41.72, "1919-06-28", "Borders not known", ""),
    ("Moscow", 37.62, 55.75, "1919-06-28", "Russia", "Russia"),
    ("Warsaw", 21.0, 52.23, "1919-06-28", "Poland", "Poland"),
    ("Poznań", 16.93, 52.41, "1919-06-28", "Poland", "Poland"),
    ("Bromberg", 18.0, 53.12, "1919-06-28", "Germany", "Germany"),
    ("Lissa", 16.57, 51.84, "1919-06-28", "Germany", "Germany"),
    ("Strasbourg", 7.75, 48.58, "1919-06-28", "France", "France"),
    ("Vienna", 16.37, 48.2, "1919-06-28", "German-Austria", "German-Austria"),
    ("Prague", 14.42, 50.09, "1919-06-28", "Czechoslovakia", "Czechoslovakia"),
    ("Trieste", 13.8, 45.66, "1919-06-28", "Venezia Giulia (Italian occupation)", "Italy"),
    ("Bozen", 11.35, 46.5, "1919-06-28", "Trentino and South Tyrol (Italian occupation)", "Italy"),
    ("Baghdad", 44.4, 33.3, "1919-06-28", "Mesopotamia (British occupation)", "United Kingdom"),
    ("Eisenstadt", 16.52, 47.84, "1921-12-04", "Hungary", "Hungary"),
    ("Eisenstadt", 16.52, 47.84, "1921-12-05", "Austria", "Austria"),
    ("Vilna", 25.28, 54.69, "1921-06-01", "Central Lithuania", "Central Lithuania"),
    ("Chita", 113.5, 52.03, "1921-06-01", "Far Eastern Republic", "Far Eastern Republic"),
    ("Okha", 142.9, 53.5, "1925-05-14", "Northern Sakhalin (Japanese occupation)", "Japan"),
    ("Okha", 142.9, 53.5, "1925-05-15", "Soviet Union", "Soviet Union"),
    ("Adrianople", 26.56, 41.6, "1921-06-01", "Eastern Thrace (Greek occupation)", "Greece"),
    ("Angora", 32.86, 39.93, "1922-10-31", "Ottoman Empire", "Ottoman Empire"),
    ("Angora", 32.86, 39.93, "1923-07-24", "Turkey", "Turkey"),
    ("Kiev", 30.52, 50.45, "1923-07-24", "Soviet Union", "Soviet Union"),
    ("Bukhara", 64.42, 39.77, "1923-07-24", "Bukhara", "Soviet Union"),
    ("Rhodes", 28.1, 36.3, "1923-07-24", "Dodecanese (Italian occupation)", "Italy"),
    ("Memel", 21.14, 55.71, "1923-01-01", "Memel Territory", "Allied Powers"),
    ("Memel", 21.14, 55.71, "1923-07-24", "Memel Territory", "Lithuania"),
    ("Jeddah", 39.3, 21.5, "1923-07-24", "Hejaz", "Hejaz"),
    ("Ma'an", 35.73, 30.2, "1923-07-24", "Hejaz", "Hejaz"),
    ("Ma'an", 35.73, 30.2, "1926-01-01", "Transjordan", "United Kingdom"),
    ("Jeddah", 39.3, 21.5, "1926-01-08", "Hejaz and Nejd", "Hejaz and Nejd"),
    ("Kismayu", 42.3, 0.2, "1925-06-28", "Kenya", "United Kingdom"),
    ("Kismayu", 42.3, 0.2, "1926-01-01", "Italian Somaliland", "Italy"),
    ("Lodwar", 35.3, 3.5, "1926-01-31", "Uganda", "United Kingdom"),
    ("Lodwar", 35.3, 3.5, "1926-02-01", "Kenya", "United Kingdom"),
    ("Fiume", 14.43, 45.35, "1923-07-24", "Free State of Fiume", "Free State of Fiume"),
    ("Fiume", 14.43, 45.35, "1926-01-01", "Italy", "Italy"),
    ("Longyearbyen", 15.7, 78.2, "1925-08-13", "Spitsbergen", "Spitsbergen"),
    ("Longyearbyen", 15.7, 78.2, "1925-08-14", "Norway", "Norway"),
    ("Tacna", -70.2, -17.9, "1926-01-01", "Tacna and Arica (Chilean administration)", "Chile"),
    ("Tacna", -70.2, -17.9, "1929-08-28", "Peru", "Peru"),
    ("Arica", -70.2, -18.6, "1929-08-27", "Tacna and Arica (Chilean administration)", "Chile"),
    ("Arica", -70.2, -18.6, "1929-08-28", "Chile", "Chile"),
    ("Leticia", -69.95, -4.1, "1930-08-16", "Peru", "Peru"),
    ("Leticia", -69.95, -4.1, "1930-08-17", "Colombia", "Colombia"),
    ("Leticia", -69.95, -4.1, "1932-09-01", "Leticia (Peruvian occupation)", "Peru"),
    ("Leticia", -69.95, -4.1, "1933-06-25", "Leticia (League of Nations administration)", "League of Nations"),
    ("Leticia", -69.95, -4.1, "1934-06-19", "Colombia", "Colombia"),
    ("Fort Boquerón", -60.6, -22.5, "1932-09-29", "Chaco", "Chaco"),
    ("Fort Boquerón", -60.6, -22.5, "1938-10-10", "Paraguay", "Paraguay"),
    ("Skagway", -135.25, 59.5, "1903-10-19", "United States", "United States"),
    ("Jan Mayen", -8.2, 71.05, "1929-05-07", "Jan Mayen", "Jan Mayen"),
    ("Jan Mayen", -8.2, 71.05, "1942-06-01", "Norway", "Norway"),
    ("Zara", 15.24, 44.13, "1923-07-24", "Italy", "Italy"),
    ("Zara", 15.24, 44.13, "1944-06-01", "Zara (German occupation)", "Germany"),
    ("Zara", 15.24, 44.13, "1947-09-15", "Yugoslavia", "Yugoslavia"),
    ("Sabha", 14.43, 27.04, "1943-01-11", "Libya", "Italy"),
    ("Sabha", 14.43, 27.04, "1949-01-01", "Fezzan (French administration)", "France"),
    ("Tripoli", 13.19, 32.6, "1949-01-01", "Tripolitania and Cyrenaica (British administration)", "United Kingdom"),
    ("Sabha", 14.43, 27.04, "1951-12-24", "Libya", "Libya"),
    ("Weihaiwei", 122.1, 37.45, "1926-01-01", "Weihaiwei", "United Kingdom"),
    ("Weihaiwei", 122.1, 37.45, "1930-10-01", "China", "China"),
    ("Rabaul", 152.1, -4.35, "1926-01-01", "New Guinea", "Australia"),
    ("Port Moresby", 147.2, -9.4, "1926-01-01", "Papua", "Australia"),
    ("Hakodate", 140.78, 41.83, "1976-09-06", "Japan", "Japan"),
]
PROBES.sort(key=lambda probe: probe[3])  # so that a day is read once


@pytest.mark.parametrize(
    ("place", "lon", "lat", "day", "name", "sovereign"), PROBES, ids=[f"{probe[0]} {probe[3]}" for probe in PROBES]
)
def test_places_belong_to_the_right_territory(
    place: str, lon: float, lat: float, day: str, name: str, sovereign: str
) -> None:
    """Asked in what ``/world/<day>.geojson`` hands out; that nothing lies over it, the coverage tests say."""
    called = [area for area in areas(date.fromisoformat(day)) if area.properties["name"] == name]
    inside = [area.properties["sovereign"] for area in called if shapely.contains_xy(area.outline, lon, lat)]
    assert inside == [sovereign], (place, at(lon, lat, day))


@pytest.mark.parametrize("day", ["1960-05-01", "1976-09-06"])
def test_geojson_agrees_with_territories(day: str) -> None:
    shown = areas(date.fromisoformat(day))
    outlines = [area.outline for area in shown]
    for _, lon, lat, _, _, _ in PROBES:
        inside = [shown[number].properties for number in np.flatnonzero(shapely.contains_xy(outlines, lon, lat))]
        found = at(lon, lat, day)
        assert inside == [
            {
                "name": found.name,
                "sovereign": found.sovereign or found.name,
                "status": found.status,
                "alliance": "; ".join(found.alliances),
            }
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
        (10.0, 51.0, "1914-06-28", "Triple Alliance"),
        (12.5, 42.5, "1915-05-04", ""),
        (37.6, 55.7, "1916-07-01", "Pact of London"),
        (37.6, 55.7, "1917-11-07", ""),
        (21.0, 52.23, "1915-09-01", ""),
        (10.0, 51.0, "1940-09-26", "Anti-Comintern Pact"),
        (10.0, 51.0, "1940-09-27", "Anti-Comintern Pact; Tripartite Pact"),
        (25.0, 45.0, "1944-08-22", "Tripartite Pact"),
        (25.0, 45.0, "1944-08-23", ""),
        (-1.5, 53.0, "1942-01-01", "United Nations (wartime alliance); Commonwealth realm"),
        (19.5, 52.0, "1999-03-11", ""),
        (19.5, 52.0, "1999-03-12", "NATO"),
        (25.0, 59.0, "2004-03-29", "NATO"),
        (25.0, 59.0, "2004-05-01", "NATO; European Union"),
        (26.0, 63.0, "2023-04-04", "NATO; European Union"),
        (15.0, 60.0, "2024-03-07", "NATO; European Union"),
        (-1.5, 53.0, "2020-01-31", "NATO; Commonwealth realm; European Union"),
        (-1.5, 53.0, "2020-02-01", "NATO; Commonwealth realm"),
        (10.0, 51.0, "1916-07-01", "Central Powers"),
        (16.4, 48.2, "1914-08-05", "Triple Alliance; Central Powers"),
        (16.4, 48.2, "1918-11-03", ""),
        (32.8, 39.9, "1918-10-29", "Central Powers"),
        (32.8, 39.9, "1918-10-30", ""),
        (25.0, 42.5, "1915-09-05", ""),
        (25.0, 42.5, "1915-09-06", "Central Powers"),
        (21.0, 44.0, "1916-07-01", ""),
        (-106.0, 52.0, "1931-12-11", "Commonwealth realm"),
        (-8.0, 53.0, "1949-04-18", ""),
        (36.0, 32.0, "1930-01-01", "League of Nations mandate"),
        (35.0, -6.0, "1946-04-19", ""),
        (37.6, 55.7, "2001-09-11", "CSTO"),
        (64.0, 41.0, "2001-09-11", ""),
    ],
)
def test_an_alliance_begins_and_ends_on_its_day(lon: float, lat: float, day: str, alliance: str) -> None:
    assert "; ".join(at(lon, lat, day).alliances) == alliance


def test_alliances_since_1991_have_each_their_own_tint() -> None:
    members = [each for of_atom in WORLD.timeline.memberships.values() for each in of_atom]
    later = {each.alliance for each in members if each.until is None or each.until > date(1992, 1, 1)}
    drawn = {name: WORLD.blocs[name].tint for name in later if WORLD.blocs[name].is_drawn}
    assert set(drawn) == {"NATO", "CSTO", "ANZUS"}
    assert len(set(drawn.values())) == 3


@pytest.mark.parametrize("state", ["Soviet Union", "Czechoslovakia", "Yugoslavia"])
def test_no_piece_of_a_state_that_is_gone_is_left(state: str) -> None:
    assert not [
        atom
        for atom in WORLD.topology.atoms
        if state in (WORLD.territory(atom, LAST_DAY).name, WORLD.territory(atom, LAST_DAY).sovereign)
    ]


@pytest.mark.parametrize("day", [date(1783, 11, 21), FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)])
def test_no_borders_outside_the_covered_days(day: date) -> None:
    with pytest.raises(NotFound, match=f"^No borders are known for {day.year}"):
        WORLD.borders_geojson(day)


def test_the_atoms_cover_the_land_once_and_without_gaps() -> None:
    outlines = list(WORLD.topology.shapes.values())
    assert shapely.coverage_is_valid(outlines)
    assert all(shapely.is_valid(outlines))
    assert sum(shapely.area(outlines)) == pytest.approx(land(), rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(DAYS)
def test_land_is_covered_exactly_once_on_any_day(day: date) -> None:
    """Every atom is in one territory: their areas add up to the land, so that nothing lies twice and nothing is
    missing.
    """
    outlines = list(WORLD.territories(day).values())
    assert all(map(is_valid, outlines))
    assert sum(map(area, outlines)) == pytest.approx(land(), rel=1e-9)


@pytest.mark.parametrize("day", ["1949-06-01", "1960-05-01"])
def test_the_territories_of_a_day_are_a_coverage(day: str) -> None:
    assert shapely.coverage_is_valid(list(WORLD.territories(date.fromisoformat(day)).values()))


is_valid = cache(shapely.is_valid)
area = cache(shapely.area)


@cache
def land() -> float:
    return float(shapely.coverage_union_all(list(WORLD.topology.shapes.values())).area)


def test_geojson_conforms_to_rfc_7946() -> None:
    for each in json.loads(WORLD.borders_geojson(date(1960, 5, 1)))["features"]:
        geometry = shape(each["geometry"])
        assert geometry.is_valid
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert all(
            part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
            for part in shapely.get_parts(geometry)
        )
        assert set(each["properties"]) == {"name", "sovereign", "status", "alliance"}


AREAS = {
    # Total areas in km² as published in The World Factbook 1990 (Central Intelligence Agency); the two Vietnams, which
    # it has no more, as in the Area Handbooks of the US Army.
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
    # Before the wars in round figures, as commonly given.
    ("Serbia", "1909-07-25"): 48_300,
    ("Bulgaria", "1909-07-25"): 96_300,
    ("Romania", "1909-07-25"): 131_400,
    ("Austria-Hungary", "1914-06-28"): 676_600,
    ("Germany", "1914-06-28"): 540_900,
    ("Romania", "1914-06-28"): 137_900,
    ("Serbia", "1914-06-28"): 87_300,
    ("Hungary", "1923-07-24"): 93_000,
    ("Irish Free State", "1923-07-24"): 70_300,
    ("Germany", "1937-06-01"): 470_700,
    ("Poland", "1937-06-01"): 388_600,
    ("Czechoslovakia", "1937-06-01"): 140_500,
    ("Hungary", "1937-06-01"): 93_000,
    ("Romania", "1937-06-01"): 295_000,
    ("Yugoslavia", "1937-06-01"): 247_500,
    ("Latvia", "1937-06-01"): 65_800,
    ("Manchukuo", "1937-06-01"): 1_303_000,
}


@pytest.mark.parametrize(("name", "day"), AREAS)
def test_areas_are_near_the_published_ones(name: str, day: str) -> None:
    held = [
        outline
        for atom, outline in WORLD.topology.shapes.items()
        if WORLD.territory(atom, date.fromisoformat(day)).name == name
    ]
    km2 = sum(abs(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(outline))[0]) for outline in held) / 1e6
    assert km2 == pytest.approx(AREAS[name, day], rel=0.02)


def test_where_no_border_is_known_the_world_names_no_state() -> None:
    """On a day within the tables: a region of its own, which is neither its neighbours' nor anybody's."""
    [unknown] = [area.properties for area in areas(date(1919, 6, 28)) if area.properties["status"] == "U"]
    assert unknown["name"] == "Borders not known"
    assert unknown["sovereign"] == unknown["alliance"] == ""
    assert not [area for area in areas(date(1927, 1, 1)) if area.properties["status"] == "U"]


def test_changes_are_the_days_on_which_something_changes() -> None:
    def map_of(when: date) -> list[object]:
        return [WORLD.territory(atom, when) for atom in WORLD.topology.atoms]

    before, shown = FIRST_DAY, map_of(FIRST_DAY)
    for change in WORLD.changes:
        assert map_of(change - timedelta(days=1)) == shown, f"something changes between {before} and {change}"
        before, shown = change, map_of(change)
    assert map_of(LAST_DAY) == shown
