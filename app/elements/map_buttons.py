"""Zoom, reset and full-screen buttons, and the scale bar."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class MapButtons(ExhibitElement):
    """Zoom, reset and full-screen buttons, and the scale bar."""
