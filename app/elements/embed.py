"""The embed view, in a frame on another site: the host page scrolls over the map, and a link opens the exhibit."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Embed(ExhibitElement):
    """The gestures of an embedded map, and the link to the exhibit's own page."""
