"""Buttons for what is otherwise done by gesture, and the scale."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class MapButtons(ExhibitElement):
    """Buttons for what is otherwise done by gesture, and the scale."""
