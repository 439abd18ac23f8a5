"""Times and altitudes as forms give them: in the zone and the unit that the curator has chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app import zones
from app.content import METRES_PER_FOOT, moment_of
from app.dates import iso, parse_instant
from app.errors import Rejected

_ALTITUDES = ("altitude_m", "top_m", "altitude_uncertainty_m")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_DECIMALS = 4
"""Of metres: whole feet have no more."""


def as_in_files(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an edit as files have them: times in UTC, altitudes in metres.

    `time_zone` is that of times without one, `altitude_unit` is ``ft`` for altitudes in feet. Raises `Rejected` for a
    local time that the zone's clocks never showed, or showed twice.
    """
    zone, is_feet = values.get("time_zone"), values.get("altitude_unit") == "ft"

    def converted(key: object, value: object) -> object:
        if key == "time" and isinstance(zone, str) and zone and isinstance(value, str):
            return in_utc(value, zone)
        if key in _ALTITUDES and is_feet and isinstance(value, int | float):
            return round(value * METRES_PER_FOOT, _DECIMALS)
        return value

    changed = dict(values)
    if "key" in values:
        changed["value"] = converted(values["key"], values.get("value"))
    if isinstance(values.get("values"), dict):
        changed["values"] = {key: converted(key, value) for key, value in values["values"].items()}
    return changed


def in_utc(written: str, zone: str) -> str:
    """A local time of a zone such as ``1960-05-01T06:26`` as an instant in UTC; one with its own zone stays."""
    if zone not in zones.names():
        raise Rejected(f"There is no zone {zone!r}.", "Choose another.")
    if _LOCAL.fullmatch(written.strip()):
        local = parse_instant(f"{written.strip()}Z").replace(tzinfo=None)
        return iso(moment_of(local, zone))
    parse_instant(written)
    return written


def in_zone(written: Any, zone: str) -> Any:
    """An instant as the local time of a zone; anything else as it is."""
    try:
        moment = parse_instant(written) if isinstance(written, str) else None
    except Rejected:
        moment = None
    if moment is None or zone not in zones.names():
        return written
    local = iso(zones.local(zone, moment).replace(tzinfo=moment.tzinfo))
    return local.removesuffix("Z")
