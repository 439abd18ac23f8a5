"""The gallery floor: the page goes back to its beginning when nobody touches it, and nothing leads out."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Kiosk(ExhibitElement):
    """Idle reset with a countdown, and no way out by touch."""

    def __init__(self, idle_seconds: int) -> None:
        super().__init__()
        self.idle_seconds = idle_seconds

    def payload(self) -> object:
        """`{idleSeconds, warningSeconds}`: how long nothing happens, and how long it then asks (WCAG 2.2.1: at least 20 s)."""
        return {"idleSeconds": self.idle_seconds, "warningSeconds": 20}
