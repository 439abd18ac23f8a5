"""The layers, each to be shown or hidden."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class LayerControl(ExhibitElement):
    """The layers, each to be shown or hidden."""
