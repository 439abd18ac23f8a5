"""Geodesy's points per second beside the plain way with geopy, in one run: ``python tools/bench_geodesy.py``.

Machines differ and are noisy; the ratios count.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic
from shapely import affinity

from app.geodesy import circle, cut_line, densify, leg_lengths_km

Line = list[tuple[float, float]]


def long_line(legs: int, south: float, north: float) -> Line:
    """Positions strewn over a band of latitudes, in order of travel."""
    random = np.random.default_rng(1960)
    return list(zip(random.uniform(-180, 180, legs).tolist(), random.uniform(south, north, legs).tolist(), strict=True))


def rate(work: Callable[[], int], seconds: float = 0.5) -> float:
    """The best of several runs, in points per second of this process's time."""
    best, until = 0.0, time.process_time() + seconds
    while not best or time.process_time() < until:
        began = time.process_time()
        points = work()
        best = max(best, points / (time.process_time() - began))
    return best


def geopy_distances(line: Line) -> int:
    """The plain way: one pair at a time."""
    for (lon1, lat1), (lon2, lat2) in pairwise(line):
        geodesic((lat1, lon1), (lat2, lon2)).km  # noqa: B018
    return len(line) - 1


def geopy_densify(line: Line, step_km: float = 20.0) -> int:
    """The plain way: from each position, destination by destination."""
    points = 0
    for (lon1, lat1), (lon2, lat2) in pairwise(line):
        leg = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)
        for km in np.arange(0, leg["s12"] / 1000, step_km):
            geodesic(kilometers=km).destination((lat1, lon1), leg["azi1"])
            points += 1
    return points


def geopy_circle(center: tuple[float, float], radius_km: float) -> int:
    """The plain way: a destination for every bearing."""
    for bearing in range(0, 360, 2):
        geodesic(kilometers=radius_km).destination(center[::-1], bearing)
    return 180


def shapely_cut(line: Line) -> int:
    """The plain way: unwrapped by numpy, cut by shapely at every meridian of 180°, and moved back."""
    lon, lat = np.array(line).T
    whole = shapely.LineString(np.column_stack((np.unwrap(lon, period=360), lat)))
    west, _, east, _ = whole.bounds
    for world in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        part = shapely.clip_by_rect(whole, 360 * world - 180, -90, 360 * world + 180, 90)
        shapely.get_coordinates(affinity.translate(part, xoff=-360 * world)).tolist()
    return len(line)


def main() -> None:
    """Print one line for each kind of work."""
    short, middle, polar = long_line(40, -60, 60), long_line(1500, -60, 60), long_line(1500, 60, 90)
    dense = densify(middle).positions
    home = [((lon + 180) % 360 - 180, lat) for lon, lat in dense]
    track = [(71 + number * 1e-3, 34 + number * 1e-4) for number in range(500_000)]
    work = [
        ("distances of legs, world-wide", lambda: len(leg_lengths_km(home)), lambda: geopy_distances(short)),
        ("distances of legs, short", lambda: len(leg_lengths_km(track)), lambda: geopy_distances(track[:400])),
        ("densify long legs", lambda: len(densify(middle).lon), lambda: geopy_densify(short[:3])),
        ("densify polar legs", lambda: len(densify(polar).lon), lambda: geopy_densify(short[:3])),
        ("densify short legs", lambda: len(densify(track).lon), lambda: geopy_densify(track[:400])),
        ("cut at 180°", lambda: (cut_line(home), len(home))[1], lambda: shapely_cut(home)),
        ("circles, points on them", lambda: len(circle((61.0, 56.7), 300)), lambda: geopy_circle((61.0, 56.7), 300)),
    ]
    print(f"{'':32}{'here, points/s':>16}{'plain way':>14}{'ratio':>9}")
    for name, ours, plain in work:
        here = rate(ours)
        there = rate(plain)
        print(f"{name:32}{here:16,.0f}{there:14,.0f}{here / there:9,.1f}")


if __name__ == "__main__":
    main()
