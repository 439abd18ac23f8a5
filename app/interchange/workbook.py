"""XLSX (ECMA-376) of one sheet. Words are inline strings, which no spreadsheet calculates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from app.interchange.archive import archive
from app.interchange.words import number
from app.interchange.xml import allowed

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE, _CORE_PART = f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""An underscore that begins what the format reads as a character's number."""
_LETTERS = 26

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_PART}.worksheet+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def workbook(
    title: str, rows: Iterable[Sequence[str | float | None]], properties: Mapping[str, str] | None = None
) -> bytes:
    """A workbook with `rows` in its only sheet, the headings first.

    `properties` are its title, creator, description and others by the names of Dublin Core.
    """
    sheet = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<sheetData>{''.join(_row(number, row) for number, row in enumerate(rows, 1))}</sheetData></worksheet>"
    )
    book = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return archive(
        (name, text.encode())
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _relationships((f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (_CORE, _CORE_PART))),
            (_CORE_PART, _properties(properties or {})),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", _relationships((f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"))),
            ("xl/worksheets/sheet1.xml", sheet),
        )
    )


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _properties(properties: Mapping[str, str]) -> str:
    """Who made the workbook, and what it is, as spreadsheets show it with the properties of a file."""
    entries = "".join(f"<dc:{name}>{escape(allowed(text))}</dc:{name}>" for name, text in properties.items() if text)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{entries}</cp:coreProperties>'
    )


def _row(number: int, cells: Sequence[str | float | None]) -> str:
    return f'<row r="{number}">{"".join(_cells(number, cells))}</row>'


def _cells(row: int, cells: Sequence[str | float | None]) -> Iterator[str]:
    for index, value in enumerate(cells):
        reference = f"{_letters(index)}{row}"
        if isinstance(value, str) and value:
            words = escape(_ESCAPE.sub("_x005F_", allowed(value)))
            yield f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
        elif isinstance(value, (int, float)):
            yield f'<c r="{reference}"><v>{number(value)}</v></c>'


def _letters(index: int) -> str:
    """The letters of a column, from 0: A to Z, AA and so on."""
    before, letter = divmod(index, _LETTERS)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)
