"""Pictures and films of the story: enlarged, and in their other versions."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Media(ExhibitElement):
    """The window of an enlarged picture, and the buttons of a film."""
