"""The folders of a KML file, each of which can be a layer."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from app.content.fields.context import ReadContext
from app.content.importers.kml import CONTAINERS
from app.content.importers.kmz import unpacked
from app.content.importers.xml_document import child_text, local_name, parse_xml
from app.errors import Rejected


def folders(data: bytes, context: ReadContext, *, is_archive: bool) -> tuple[str, ...]:
    """The names of the folders that the placemarks of a file are divided into.

    Empty where there is only one, where some placemarks are in none, where a name is missing or there twice, and where
    the file cannot be read.
    """
    try:
        inner = _division(parse_xml(unpacked(data, context) if is_archive else data, context.limits).root)
    except Rejected:
        return ()
    names = [child_text(child, "name") for child in inner]
    every = [child_text(folder, "name") for child in inner for folder in child.iter() if _kind(folder) == "Folder"]
    is_clear = all(_kind(child) == "Folder" for child in inner) and all(every.count(name) == 1 for name in names)
    return tuple(names) if is_clear and all(names) else ()


def _division(element: Element) -> list[Element]:
    """The first containers beside one another; none where there are placemarks outside of them."""
    while not any(_kind(child) == "Placemark" for child in element):
        inner = [child for child in element if _kind(child) in CONTAINERS and _has_placemarks(child)]
        if len(inner) != 1:
            return inner
        (element,) = inner
    return []


def _has_placemarks(element: Element) -> bool:
    return any(_kind(child) == "Placemark" for child in element.iter())


def _kind(element: Element) -> str:
    return local_name(element.tag)
