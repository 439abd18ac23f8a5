"""The panel beside the map: story, places and sources as leaves, the languages, the list in step with the map."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Panel(ExhibitElement):
    """Turns the leaves and keeps the list in step; all its words stand in the page."""
