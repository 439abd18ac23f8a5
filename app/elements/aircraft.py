"""The aircraft: the position of each timed flight at the current time, and its uncertainty."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class Aircraft(ExhibitElement):
    """A silhouette headed along the track, with a label, a trail, and a disc of the uncertainty radius."""
