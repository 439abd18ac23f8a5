"""The way of an aircraft that holds one magnetic heading, in still air. For authors; the program does not use it.

It needs ``ppigrf`` (the International Geomagnetic Reference Field), installed beside the test requirements by hand:

    python tools/constant_heading.py 60.9847 -161.8243 46.567 141.283 1983-08-31

prints the heading that leads from the first position to the second on that day, the length of the way, and a position
every 50 km. The heading of Korean Air Lines flight 007 in the exhibit `across-the-line` was found like this.
"""

from __future__ import annotations

import sys
from datetime import datetime
from math import atan2, degrees, radians, sin

import numpy as np
import ppigrf  # type: ignore[import-not-found]  # authors only: not among the requirements
from geographiclib.geodesic import Geodesic

ALTITUDE_KM = 10
STEP_KM = 10

Position = tuple[float, float]
"""Latitude, longitude."""


def declination(position: Position, day: datetime) -> float:
    """Degrees by which magnetic north lies east of true north."""
    east, north, _ = (float(np.ravel(part)[0]) for part in ppigrf.igrf(position[1], position[0], ALTITUDE_KM, day))
    return degrees(atan2(east, north))


def step(position: Position, heading: float, day: datetime) -> Position:
    """The position `STEP_KM` further on, along the geodesic that has the heading in its middle."""
    bearing = heading + declination(position, day)
    middle = Geodesic.WGS84.Direct(*position, bearing, STEP_KM * 500)
    turn = (middle["azi2"] - bearing + 180) % 360 - 180
    bearing = heading + declination((middle["lat2"], middle["lon2"]), day) - turn
    found = Geodesic.WGS84.Direct(*position, bearing, STEP_KM * 1000)
    return found["lat2"], found["lon2"]


def way(start: Position, heading: float, km: float, day: datetime) -> list[Position]:
    """Positions every `STEP_KM` along a constant magnetic heading."""
    positions = [start]
    for _ in range(round(km / STEP_KM)):
        positions.append(step(positions[-1], heading, day))
    return positions


def heading_between(start: Position, end: Position, day: datetime) -> tuple[float, list[Position]]:
    """The magnetic heading that leads from one position to the other, in degrees, and the way."""
    direct = Geodesic.WGS84.Inverse(*start, *end)
    heading = direct["azi1"] % 360 - declination(start, day)
    for _ in range(20):
        positions = way(start, heading, direct["s12"] / 1000 * 1.1, day)
        gaps = [Geodesic.WGS84.Inverse(*position, *end) for position in positions]
        nearest = min(range(len(gaps)), key=lambda index: gaps[index]["s12"])
        course = Geodesic.WGS84.Inverse(*positions[nearest - 1], *positions[nearest])["azi2"]
        off = gaps[nearest]["s12"] * sin(radians(gaps[nearest]["azi1"] - course))
        heading += degrees(off / direct["s12"])
    return heading, positions[: nearest + 1]


def main(start_lat: str, start_lon: str, end_lat: str, end_lon: str, day: str) -> None:
    """Print the heading, the length and the way."""
    start, end = (float(start_lat), float(start_lon)), (float(end_lat), float(end_lon))
    heading, positions = heading_between(start, end, datetime.fromisoformat(day))
    print(f"magnetic heading {heading:.2f}°, {(len(positions) - 1) * STEP_KM} km")
    for index, (lat, lon) in enumerate(positions):
        if index * STEP_KM % 50 == 0:
            print(f"{index * STEP_KM:5d} km  {lat:8.4f} {lon:9.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
