"""Geodesics on WGS84, distances, and the antimeridian. Positions are plain (longitude, latitude) tuples in degrees."""

from app.geodesy.antimeridian import cut_line, cut_polygon, unwrap
from app.geodesy.measure import distance_km, ground_speed_kmh, initial_bearing, leg_lengths_km, leg_speeds_kmh
from app.geodesy.shapes import circle

__all__ = [
    "circle", "cut_line", "cut_polygon", "distance_km", "ground_speed_kmh", "initial_bearing", "leg_lengths_km",
    "leg_speeds_kmh", "unwrap",
]
