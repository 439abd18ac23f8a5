"""The switches that show and hide layers."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class LayerControl(ExhibitElement):
    """The switches that show and hide layers."""
