"""Large reservoirs and the years in which they filled, so that none is shown before it was there.

Years are those of the filling's end, from general reference works. What is not listed is taken for a lake, or for older than 1945.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

NEAR = 0.25
"""Degrees within which a point means a lake."""

FILLED: dict[str, tuple[float, float, int]] = {
    "Kuybyshev": (49.2, 54.7, 1957), "Volgograd": (46.2, 50.5, 1961), "Saratov": (48.8, 52.9, 1968), "Tsimlyansk": (42.6, 47.9, 1953),
    "Gorky": (43.1, 57.1, 1957), "Kama": (56.3, 58.6, 1956), "Votkinsk": (55.2, 57.2, 1964), "Kremenchug": (32.7, 49.2, 1961),
    "Kakhovka": (34.2, 47.5, 1958), "Kiev": (30.5, 50.9, 1966), "Kanev": (31.0, 50.0, 1976), "Dneprodzerzhinsk": (34.0, 48.8, 1964),
    "Bratsk": (102.1, 55.2, 1967), "Ust-Ilimsk": (102.5, 57.2, 1977), "Krasnoyarsk": (91.6, 55.0, 1970), "Sayan": (92.0, 52.3, 1990),
    "Novosibirsk": (82.2, 54.4, 1959), "Kapchagay": (77.7, 43.8, 1970), "Chardara": (67.9, 41.2, 1967), "Toktogul": (72.9, 41.8, 1974),
    "Kayrakkum": (70.1, 40.3, 1956), "Vilyuy": (111.3, 62.8, 1972), "Zeya": (127.8, 54.2, 1980), "Khantayka": (87.9, 67.9, 1975),
    "Aydarkul": (66.9, 40.9, 1969), "Volta": (-0.1, 7.3, 1965), "Nasser": (32.3, 23.2, 1970), "Kariba": (28.0, -17.1, 1963),
    "Cahora Bassa": (31.8, -15.7, 1974), "Kainji": (4.6, 10.4, 1968), "Kossou": (-5.6, 7.3, 1973), "Lagdo": (13.9, 8.8, 1982),
    "Mtera": (35.8, -7.1, 1980), "Roseires": (34.4, 11.6, 1966), "Assad": (38.2, 36.0, 1974), "Keban": (39.0, 38.8, 1975),
    "Atatürk": (38.5, 37.5, 1992), "Tharthar": (43.2, 34.0, 1956), "Mosul": (42.8, 36.7, 1986), "Haditha": (42.0, 34.3, 1987),
    "Razazza": (43.7, 32.7, 1970), "Hirfanlı": (33.6, 39.1, 1959), "Danjiangkou": (111.4, 32.7, 1968), "Xinanjiang": (119.0, 29.5, 1959),
    "Longyangxia": (100.8, 36.1, 1986), "Hirakud": (83.8, 21.6, 1957), "Gandhi Sagar": (75.5, 24.5, 1960), "Pong": (76.0, 32.0, 1974),
    "Bhakra": (76.5, 31.4, 1963), "Nagarjuna Sagar": (79.2, 16.5, 1967), "Rihand": (82.9, 24.1, 1962), "Srisailam": (78.4, 16.0, 1984),
    "Tarbela": (72.8, 34.2, 1976), "Mangla": (73.7, 33.2, 1967), "Bhumibol": (98.8, 17.5, 1964), "Sirikit": (100.5, 17.9, 1974),
    "Ubol Ratana": (102.5, 16.7, 1966), "Nam Ngum": (102.6, 18.6, 1971), "Thac Ba": (104.9, 21.9, 1972), "Hoa Binh": (105.2, 20.9, 1990),
    "Kaptai": (92.2, 22.7, 1962), "Williston": (-124.0, 56.0, 1973), "Smallwood": (-64.3, 54.0, 1974), "Caniapiscau": (-69.8, 54.3, 1984),
    "Robert-Bourassa": (-77.0, 53.7, 1981), "La Grande 3": (-75.0, 53.7, 1984), "Manicouagan": (-68.7, 51.4, 1970),
    "Diefenbaker": (-106.7, 51.1, 1968), "Powell": (-110.9, 37.3, 1980), "Oahe": (-100.4, 45.0, 1962), "Sakakawea": (-102.2, 47.8, 1956),
    "Tucuruí": (-49.4, -4.3, 1985), "Balbina": (-59.7, -1.6, 1988), "Sobradinho": (-41.5, -9.7, 1979), "Itaipu": (-54.3, -25.0, 1983),
    "Três Marias": (-45.3, -18.5, 1962), "Furnas": (-45.8, -20.8, 1963), "Guri": (-62.9, 7.3, 1986), "Brokopondo": (-55.1, 4.9, 1965),
    "Chocón": (-68.9, -39.4, 1973),
}
"""Name -> longitude, latitude, year."""


def years(lakes: Sequence[BaseGeometry]) -> Iterator[str]:
    """For each lake the first day on which it is there, or "" from the beginning."""
    tree = shapely.STRtree(lakes)
    found: dict[int, int] = {}
    for lon, lat, year in FILLED.values():
        for index in tree.query_nearest(shapely.Point(lon, lat), max_distance=NEAR):
            found[int(index)] = year
    yield from (f"{found[index]}-01-01" if index in found else "" for index in range(len(lakes)))
