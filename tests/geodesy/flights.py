"""Small flights to make tracks from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.dates import parse_instant
from app.domain import Basis, Fix, Flight
from app.text import Text


def at(clock: str) -> datetime:
    """A moment of 1 May 1960, from ``05:53``."""
    return parse_instant(f"1960-05-01T{clock}Z")


def fix(lon: float, lat: float, clock: str | None = None, altitude_m: float | None = None, **more: Any) -> Fix:
    """A fix, documented by default."""
    return Fix(lon, lat, altitude_m, at(clock) if clock else None, **{"basis": Basis.DOCUMENTED, **more})


def flight(*fixes: Fix, breaks: tuple[int, ...] = ()) -> Flight:
    """A flight through these fixes."""
    return Flight("flight", Text(), fixes=fixes, breaks=breaks)


DISABLED_FEATURES = flight(
    fix(71.5146, 33.9939, "01:26", 353, position_uncertainty_km=2),
    fix(69.3, 37.3, "02:36", 20_100, basis=Basis.INFERRED, position_uncertainty_km=10),
    fix(66.0, 45.0, basis=Basis.INTERPOLATED),
    fix(61.08, 56.66, "05:53", 20_700, position_uncertainty_km=15),
    fix(14.3653, 67.2692, basis=Basis.INFERRED),
)
"""Like the flight of 1 May 1960: a fix without a time in its middle, an end that was never reached."""

ACROSS = flight(
    fix(-149.996, 61.174, "13:00", 20),
    fix(-170, 60, "15:00", 10_000),
    fix(170, 55, "16:00"),
    fix(141.23, 46.25, "18:26", 0),
)
IN_PARTS = flight(
    fix(170, 50, "01:00"),
    fix(175, 50, "02:00"),
    fix(-175, 50, "03:00"),
    fix(-170, 50),
    fix(-165, 50, "04:00"),
    breaks=(2,),
)
POLAR = flight(fix(25, 82, "06:00", 9000), fix(-155, 78, "09:00", 9000))
STANDING = flight(fix(13.1, 52.4, "08:00"), fix(13.1, 52.4, "08:44"), fix(13.2, 52.5, "09:00"))
UNTIMED = flight(fix(10, 50, None, 100), fix(11, 50), fix(12, 50, None, 300))
EVERY = {
    "powers": DISABLED_FEATURES,
    "across": ACROSS,
    "in parts": IN_PARTS,
    "polar": POLAR,
    "standing": STANDING,
    "untimed": UNTIMED,
    "empty": flight(),
}
