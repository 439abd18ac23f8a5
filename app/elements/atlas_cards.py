"""The atlas: cards and map in sync."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class AtlasCards(ExhibitElement):
    """Highlights the flights of a card, and the card of a flight."""
