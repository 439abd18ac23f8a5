"""The panel beside the map: tabs for story, list and sources, and the language switch."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Panel(ExhibitElement):
    """Switches tabs, and keeps the list in sync with the map; its text is in the page."""
