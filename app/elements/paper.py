"""The map and the profile for the browser's own printing."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Paper(ExhibitElement):
    """Puts pictures of map, legend and profile, as they are on the screen, at the head of the printed page."""
