"""What to write instead, in the format of the layer at hand."""

from __future__ import annotations

from app.content.fields.numbers import METRES_PER_FOOT
from app.content.fields.origins import Origin

_CONVERT = "If it was as {adjective}, convert the layer with flask exhibit convert, and set {key} of the flight."


def on_altitude(origin: Origin, highest_m: float, limit_m: float) -> str:
    """What to do about an altitude above the limit, which may be in feet."""
    otherwise = (
        "Correct the altitude, or set max_altitude_m if it was as high."
        if origin is Origin.GEOJSON
        else f"Correct the altitude. {_CONVERT.format(adjective='high', key='max_altitude_m')}"
    )
    return f"{on_feet(origin, highest_m)} {otherwise}" if highest_m * METRES_PER_FOOT <= limit_m else otherwise


def on_feet(origin: Origin, highest_m: float) -> str:
    """What to do if a number taken for metres is one of feet."""
    example = f"({highest_m:,.0f} ft is {highest_m * METRES_PER_FOOT:.0f} m)"
    if origin is Origin.TABLE:
        return f"If these are feet, write “(ft)” after the heading of the column {example}."
    if origin is Origin.KML:
        return f'If these are feet, write altitude_unit = "ft" at this layer in exhibit.toml {example}.'
    return f"If these are feet, convert all altitudes to metres {example}."


def on_speed(origin: Origin) -> str:
    """What to do about a leg that is too fast."""
    if origin is Origin.GEOJSON:
        return "Correct the times or the positions, or set max_speed_kmh if it was as fast."
    return f"Correct the times or the positions. {_CONVERT.format(adjective='fast', key='max_speed_kmh')}"


def on_id(origin: Origin, feature_id: str) -> str:
    """How to write another id."""
    if origin is Origin.GEOJSON:
        return f'Write: "id": "{feature_id}"'
    return f"Write: {feature_id}" if origin is Origin.TABLE else "Give the two different names."


def on_swapped(origin: Origin) -> str:
    """What to do about longitude and latitude in each other's place."""
    if origin is Origin.TABLE:
        return "Exchange the two numbers or, if all rows are wrong, the headings of the two columns."
    if origin is Origin.GPX:
        return "Exchange “lat” and “lon”."
    return "Longitude comes first, then latitude. Swap the two numbers."
