"""The atlas: its cards and its map in step."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class AtlasCards(ExhibitElement):
    """A card lights its flights, a flight leads to its card."""
