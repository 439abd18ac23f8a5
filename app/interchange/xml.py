"""XML: elements with text that the format allows, written the same way each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

Element = ET.Element

_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """Text without the control characters that XML 1.0 does not have."""
    return _NOT_ALLOWED.sub("", text)


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new child with text and attributes."""
    child = ET.SubElement(parent, tag, {name: allowed(value) for name, value in attributes.items() if value})
    child.text = allowed(text) or None
    return child


def add_given(parent: Element, tag: str, text: str) -> None:
    """A new child, where there is text for it."""
    if text:
        add(parent, tag, text)


def doctyped(root: Element) -> bytes:
    """A file of QGIS, which knows its files by their document type."""
    text: str = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}\n".encode()


def document(root: Element) -> bytes:
    """The file, indented."""
    ET.indent(root, " ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
