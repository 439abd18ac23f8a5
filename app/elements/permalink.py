"""The page's state in the hash of its address: read at the start, updated on every change."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Permalink(ExhibitElement):
    """The page's state in the hash of its address: read at the start, updated on every change."""
