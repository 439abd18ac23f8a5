"""XML without surprises: no entities, nothing from elsewhere, bounded; and the line of each element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from app.content.fields.limits import Limits
from app.content.fields.values import sentence
from app.errors import Rejected

_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]*):")
_DECLARED = re.compile(rb"xmlns:([A-Za-z_][\w.-]*)")
_ROOT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_UNBOUND_PREFIX = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]
_AGAIN = "Export the file again; saving may have been interrupted."


class XmlDocument:
    """A parsed file. Lines are found only when they are asked for, in a second reading."""

    def __init__(self, data: bytes, root: Element) -> None:
        self.root, self._data = root, data

    def line(self, element: object) -> int | None:
        """The line on which an element of the document begins."""
        number = self._numbers.get(id(element))
        return None if number is None else self._lines[number]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(element): number for number, element in enumerate(self.root.iter())}

    @cached_property
    def _lines(self) -> list[int]:
        """The line of each element, in the order in which they begin."""
        lines: list[int] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda _, __: lines.append(parser.CurrentLineNumber)
        blank = len(self._data) - len(self._data.lstrip())
        parser.Parse(self._data[blank:], True)
        skipped = self._data[:blank].count(b"\n")
        return [line + skipped for line in lines]


def parse_xml(data: bytes, limits: Limits) -> XmlDocument:
    """The document in `data`. Raises `Rejected` where it is not well formed, declares entities, or is too large."""
    if data.count(b"<") > limits.xml_tags:
        raise Rejected(f"The file has more than {limits.xml_tags:,} tags.", "Split the file.")
    try:
        root = _parsed(data)
    except _UnboundPrefix:
        data = _with_namespaces(data)
        root = _parsed(data)
    _check_depth(root, limits.xml_depth)
    return XmlDocument(data, root)


class _UnboundPrefix(Rejected):
    """A prefix of a namespace is used, and nowhere declared."""


def _parsed(data: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    parser = DefusedXMLParser(target=TreeBuilder(), forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data.lstrip())
        root: Element = parser.close()
    except DefusedXmlException:
        raise Rejected(
            "The file defines entities of its own (<!ENTITY …>), which can be used to attack a server; such files are "
            "not read.",
            "Remove the part between <!DOCTYPE and ]>.",
        ) from None
    except ParseError as error:
        line, column = error.position
        kind = _UnboundPrefix if error.code == _UNBOUND_PREFIX else Rejected
        reason = str(error).partition(":")[0]
        raise kind(f"The file is not valid XML: {reason}.", _AGAIN, line=line, column=column + 1) from None
    except (ValueError, LookupError) as error:
        raise Rejected(f"The file is not valid XML: {sentence(str(error))}.", _AGAIN) from None
    return root


def _with_namespaces(data: bytes) -> bytes:
    """The data with those prefixes declared that a program has used without declaring them."""
    used = set(_PREFIX.findall(data))
    missing = used - set(_DECLARED.findall(data)) - {b"xml", b"xmlns"}
    root = _ROOT.search(data)
    if not missing or not root:
        return data
    names = b"".join(b' xmlns:%b="urn:undeclared:%b"' % (prefix, prefix) for prefix in sorted(missing))
    return data[: root.end()] + names + data[root.end() :]


def _check_depth(root: Element, most: int) -> None:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return
    raise Rejected(f"Elements are nested more than {most} deep.", "Flatten the file.")


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


class Names(dict[str, str]):
    """Local names by tag, each computed once."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = local_name(tag)
        return name


def children(element: Element, name: str) -> Iterable[Element]:
    """The children with a local name, of any namespace."""
    return (child for child in element if local_name(child.tag) == name)


def child_text(element: Element, name: str) -> str:
    """The text of the first child with a local name, without the space around it; empty where there is none."""
    return next((text_of(child) for child in children(element, name)), "")


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext()).strip()
