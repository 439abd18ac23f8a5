"""The flights' lines, styled by evidence, with a mark and a name at each fix that has one."""

from __future__ import annotations

from app.dates import iso
from app.domain import Exhibit, Flight
from app.elements.element import ExhibitElement
from app.elements.styles import simplestyle


class FlightPaths(ExhibitElement):
    """Documented legs solid, inferred dashed, interpolated dotted, planned legs thin; the tracks stand on the stage."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{flights: [{id, name, layer, status, mode, style, fixes: [{number, place, time, basis, contested}]}]}`, in drawing order."""
        placed = ((feature, layer.id) for layer in self.exhibit.layers for feature in layer.features)
        return {"flights": [_flight(feature, layer) for feature, layer in placed if isinstance(feature, Flight)]}


def _flight(flight: Flight, layer: str) -> dict[str, object]:
    return {
        "id": flight.id,
        "name": flight.name,
        "layer": layer,
        "status": flight.status,
        "mode": flight.mode,
        "style": simplestyle(flight.style),
        "fixes": [
            {
                "number": number,
                "place": fix.place,
                "time": iso(fix.time) if fix.time else None,
                "basis": fix.basis,
                "contested": any(claim.fix == number for claim in flight.claims),
            }
            for number, fix in enumerate(flight.fixes, 1)
            if fix.place
        ],
    }
