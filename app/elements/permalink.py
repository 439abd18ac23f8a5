"""The page's state in the hash of its address, read at the start and kept as it changes."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Permalink(ExhibitElement):
    """The page's state in the hash of its address, read at the start and kept as it changes."""
