"""The aircraft itself: where each timed flight is at the moment of the clock, and how sure that is."""

from __future__ import annotations

from app.domain import Exhibit, Flight
from app.elements.accounts import rival_payload
from app.elements.element import ExhibitElement


class Aircraft(ExhibitElement):
    """Heading along the track, a name, height and speed, a trail behind, and a soft shape as wide as the uncertainty."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{flights: [{id, name, layer, status, mode, fixes: [{basis, hasHeight}]}], accounts}`.

        The timed flights in drawing order, rival accounts by id.
        """
        return {
            "flights": [
                {
                    "id": flight.id,
                    "name": flight.name,
                    "layer": layer.id,
                    "status": flight.status,
                    "mode": flight.mode,
                    "fixes": [{"basis": fix.basis, "hasHeight": fix.altitude_m is not None} for fix in flight.fixes],
                }
                for layer in self.exhibit.layers
                for flight in layer.features
                if isinstance(flight, Flight) and flight.is_timed
            ],
            "accounts": rival_payload(self.exhibit),
        }
