"""What the project's own downloads say in XML beside what their format has elements for."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from app.content.importers.citation_lists import parse_citations
from app.content.importers.xml_document import children

NAMESPACE = "urn:overflight:1"
"""The namespace of these elements."""
CREATOR = "Overflight"
"""What a GPX file of our own gives as its program."""

_BOOLEANS: Mapping[str, object] = {"true": True, "false": False}


def own_element(parent: Element, name: str) -> Element | None:
    """The element of that name in the extensions of a GPX element; None where it has none."""
    return next(
        (
            child
            for holder in children(parent, "extensions")
            for child in holder
            if child.tag == f"{{{NAMESPACE}}}{name}"
        ),
        None,
    )


def known_of(values: Mapping[str, str]) -> dict[str, object]:
    """What is known of a fix or a place, by key of a feature's `properties`, or of `coordinateProperties`."""
    known: dict[str, object] = {}
    for key, value in values.items():
        match key:
            case "position_uncertainty_km" | "time_uncertainty_min" | "altitude_uncertainty_m":
                known[key] = number_of(value)
            case "altitude_hold":
                known[key] = _BOOLEANS.get(value, value)
            case "zone":
                known["zones"] = value
            case "citations":
                known[key] = parse_citations(value)
            case "basis" | "position_basis" | "time_basis" | "altitude_basis":
                known[key] = value
    return known


def number_of(text: str) -> object:
    """The number; text that is none stays as it is, and is reported where the feature is read."""
    try:
        return float(text)
    except ValueError:
        return text
