"""Geodesics on WGS84, distances, and the antimeridian. Positions are plain (longitude, latitude) tuples in degrees.

A flight's dense track is made in `app.geodesy.track`, and packed for the browser in `app.geodesy.packing`.
"""

from app.geodesy.antimeridian import cut_line, cut_polygon, join_polygons, unwrap, unwrap_polygon
from app.geodesy.boxes import bounds, union
from app.geodesy.measure import distance_km, ground_speed_kmh, initial_bearing, leg_lengths_km, leg_speeds_kmh
from app.geodesy.shapes import DenseLine, circle, densify

__all__ = [
    "DenseLine",
    "bounds",
    "circle",
    "cut_line",
    "cut_polygon",
    "densify",
    "distance_km",
    "ground_speed_kmh",
    "initial_bearing",
    "join_polygons",
    "leg_lengths_km",
    "leg_speeds_kmh",
    "union",
    "unwrap",
    "unwrap_polygon",
]
