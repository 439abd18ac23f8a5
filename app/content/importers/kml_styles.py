"""The styles of a KML file as simplestyle: colours, widths and opacities; icons and balloons are not among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.content.importers.xml_document import child_text, children, local_name

Look = dict[str, object]
"""Properties by simplestyle 1.1.0."""

_STYLES = ("Style", "StyleMap")
_COLOR = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_MOST_REFERENCES = 8


@dataclass(slots=True)
class KmlStyle:
    """What a placemark's style says: its look, and which of its parts simplestyle has no word for."""

    look: Look = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)


class KmlStyles:
    """The styles of a document: those that are shared, and those of single placemarks."""

    def __init__(self, root: Element) -> None:
        self._shared = {
            name: element
            for element in root.iter()
            if local_name(element.tag) in _STYLES and (name := element.get("id"))
        }

    def of(self, placemark: Element) -> KmlStyle:
        """The style of a placemark; what it says itself goes before what it refers to (OGC 07-147r2, 6.4)."""
        style = KmlStyle()
        for element in self._elements(placemark, _MOST_REFERENCES):
            _add(style, element)
        return style

    def _elements(self, holder: Element, references: int) -> Iterator[Element]:
        """The elements `Style` that apply to a placemark or to the normal state of a `StyleMap`, the weaker first."""
        if references:
            for url in children(holder, "styleUrl"):
                shared = self._shared.get((url.text or "").strip().rpartition("#")[2])
                if shared is not None:
                    yield from self._resolved(shared, references - 1)
        for child in holder:
            if local_name(child.tag) in _STYLES:
                yield from self._resolved(child, references)

    def _resolved(self, element: Element, references: int) -> Iterator[Element]:
        if local_name(element.tag) == "Style":
            yield element
            return
        for pair in children(element, "Pair"):
            if child_text(pair, "key") == "normal":
                yield from self._elements(pair, references)


def _add(style: KmlStyle, element: Element) -> None:
    for part in element:
        name = local_name(part.tag)
        if name == "LineStyle":
            style.look |= _colored(part, "stroke", "stroke-opacity", style.lost) | _width(part)
        elif name == "PolyStyle":
            style.look |= _colored(part, "fill", "fill-opacity", style.lost) | _switched_off(part)
        elif name == "IconStyle":
            style.look |= _colored(part, "marker-color", "", style.lost)
            style.lost |= {"Icon"} if any(children(part, "Icon")) else set()


def _colored(part: Element, color: str, opacity: str, lost: set[str]) -> Look:
    """A colour, which KML writes as opacity, blue, green and red; white, KML's default, is no colour of a marker."""
    match = _COLOR.fullmatch(child_text(part, "color"))
    if child_text(part, "colorMode") == "random":
        lost.add("Random colour")
        return {}
    if match is None:
        return {}
    alpha, blue, green, red = (each.lower() for each in match.groups())
    if not opacity:
        return {} if (red, green, blue) == ("ff", "ff", "ff") else {color: f"#{red}{green}{blue}"}
    return {color: f"#{red}{green}{blue}", opacity: round(int(alpha, 16) / 255, 2)}


def _width(part: Element) -> Look:
    try:
        width = float(child_text(part, "width"))
    except ValueError:
        return {}
    return {"stroke-width": width} if 0 <= width <= 50 else {}


def _switched_off(part: Element) -> Look:
    """A polygon without its fill or its outline."""
    names = {"fill": "fill-opacity", "outline": "stroke-opacity"}
    return {opacity: 0 for name, opacity in names.items() if child_text(part, name) == "0"}
