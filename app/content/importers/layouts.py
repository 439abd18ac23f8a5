"""The tables of well-known programs, by their headings: what each column has, where its heading does not say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.content.importers.headings import Heading, Meaning, Zone, normal, recognize_heading
from app.content.importers.import_settings import Purpose


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the headings that it is known by, and what its columns have.

    `columns` gives by heading the meaning and the unit; other columns are not read. `zone` is that of its times.
    """

    name: str
    known_by: frozenset[str]
    columns: Mapping[str, tuple[Meaning, str]]
    zone: Zone | None = "UTC"
    purpose: Purpose = Purpose.FLIGHT

    def heading(self, text: str) -> Heading:
        """What a heading means in this layout."""
        name = _bare(text)
        meaning, unit = self.columns.get(name, (None, ""))
        if meaning is None:
            return Heading(text)
        zone = self.zone or _abbreviated(text) if meaning is Meaning.TIME else None
        unknown = recognize_heading(text).unknown if meaning is Meaning.TIME and zone is None else ""
        return Heading(text, meaning, unit, zone, unknown=unknown)


_FLIGHTRADAR24 = Layout(
    "Flightradar24",
    frozenset(("timestamp", "utc", "callsign", "position", "altitude", "speed", "direction")),
    {
        "utc": (Meaning.TIME, ""),
        "callsign": (Meaning.FLIGHT, ""),
        "position": (Meaning.LAT_LON, ""),
        "altitude": (Meaning.ALTITUDE, "ft"),
        "speed": (Meaning.SPEED, "kt"),
    },
)
_FLIGHTAWARE = Layout(
    "FlightAware",
    frozenset(("time", "latitude", "longitude", "course", "kts", "feet")),
    {
        "time": (Meaning.TIME, ""),
        "latitude": (Meaning.LATITUDE, ""),
        "longitude": (Meaning.LONGITUDE, ""),
        "feet": (Meaning.ALTITUDE, "ft"),
        "kts": (Meaning.SPEED, "kt"),
    },
    zone=None,
)
_OPENSKY = Layout(
    "the OpenSky Network",
    frozenset(("time", "icao24", "lat", "lon", "velocity", "baroaltitude")),
    {
        "time": (Meaning.TIME, ""),
        "icao24": (Meaning.FLIGHT, ""),
        "lat": (Meaning.LATITUDE, ""),
        "lon": (Meaning.LONGITUDE, ""),
        "baroaltitude": (Meaning.ALTITUDE, "m"),
        "velocity": (Meaning.SPEED, "m/s"),
    },
)
_ADSB_EXCHANGE = Layout(
    "ADS-B Exchange",
    frozenset(("hex", "lat", "lon", "alt baro")),
    {
        "timestamp": (Meaning.TIME, ""),
        "time": (Meaning.TIME, ""),
        "now": (Meaning.TIME, ""),
        "hex": (Meaning.FLIGHT, ""),
        "lat": (Meaning.LATITUDE, ""),
        "lon": (Meaning.LONGITUDE, ""),
        "alt baro": (Meaning.ALTITUDE, "ft"),
        "gs": (Meaning.SPEED, "kt"),
    },
)
_NTSB = Layout(
    "the NTSB",
    frozenset(("ntsbno", "eventdate", "latitude", "longitude")),
    {
        "ntsbno": (Meaning.ID, ""),
        "eventdate": (Meaning.DATE, ""),
        "city": (Meaning.PLACE, ""),
        "latitude": (Meaning.LATITUDE, ""),
        "longitude": (Meaning.LONGITUDE, ""),
        "probablecause": (Meaning.NOTE, ""),
    },
    purpose=Purpose.PLACES,
)
_LAYOUTS = (_FLIGHTRADAR24, _FLIGHTAWARE, _OPENSKY, _ADSB_EXCHANGE, _NTSB)

_OFFSETS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "CET": 1, "CEST": 2, "JST": 9,
}  # fmt: skip
"""The zones that FlightAware abbreviates in its headings."""


def find_layout(headings: Iterable[str]) -> Layout | None:
    """The layout that some headings are known by."""
    names = frozenset(map(_bare, headings))
    return next((layout for layout in _LAYOUTS if layout.known_by <= names), None)


def _bare(text: str) -> str:
    return normal(text.partition("(")[0])


def _abbreviated(text: str) -> Zone | None:
    """The offset of a heading such as ``Time (EDT)``."""
    word = text.partition("(")[2].strip(" )").upper()
    if word in _OFFSETS:
        return timedelta(hours=_OFFSETS[word])
    return recognize_heading(text).zone
