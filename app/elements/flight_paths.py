"""The flights' lines, styled by evidence, with a marker and a label at each named fix."""

from __future__ import annotations

from app.elements.element import ExhibitElement


class FlightPaths(ExhibitElement):
    """Documented legs solid, inferred dashed, interpolated dotted, planned legs thin."""
