"""Geodesics on WGS84, distances, tracks, and the antimeridian. Positions are plain (longitude, latitude) tuples in degrees."""

from app.geodesy.antimeridian import cut_line, cut_polygon, unwrap
from app.geodesy.boxes import bounds, union
from app.geodesy.measure import distance_km, ground_speed_kmh, initial_bearing, leg_lengths_km, leg_speeds_kmh
from app.geodesy.shapes import DenseLine, circle, densify
from app.geodesy.tracks import Leg, Track, track

__all__ = [
    "DenseLine", "Leg", "Track", "bounds", "circle", "cut_line", "cut_polygon", "densify", "distance_km",
    "ground_speed_kmh", "initial_bearing", "leg_lengths_km", "leg_speeds_kmh", "track", "union", "unwrap",
]
