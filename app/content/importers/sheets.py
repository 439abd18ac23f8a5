"""Rows of a table: from CSV in its dialects, from one sheet of an Excel or OpenDocument workbook.

No formula is calculated and no macro run: what counts is the value that was saved with the cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import islice, zip_longest
from string import ascii_uppercase, digits
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from app.content.fields.limits import Limits
from app.content.fields.values import did_you_mean, join_names
from app.content.formats.encoding import decode
from app.content.formats.recognition import Format
from app.content.formats.zip_errors import ZIP_ERRORS
from app.content.importers.headings import count_recognized
from app.errors import Rejected

Value = str | float
"""The content of a cell: text without blanks around it, or a number that the program itself had as a number."""
Row = list[Value]

_DELIMITERS = ",;\t|"
_UNPACKED = 4
"""A workbook unpacked may have so many times the bytes of the largest file."""
_CELLS = 5_000_000
"""The most cells between the first cell of a sheet and the last."""
_CHUNK = 1 << 20

_REFERENCE = re.compile(rb"""r=["'][A-Z]{0,3}\d{1,7}""")
"""A row or a cell of an Excel sheet: ``r="12``, ``r="AB12``."""
_MARKS, _LETTERS, _DIGITS = b"r=\"'", ascii_uppercase.encode(), digits.encode()


def read_rows(data: bytes, found: Format, sheet: str | None, limits: Limits) -> list[Row]:
    """The rows of a table, the first first; a row of a spreadsheet has the same number as there, less one.

    `sheet` names one of several sheets. Raises `Rejected` for a file that cannot be read.
    """
    return _csv_rows(_decoded(data)) if found is Format.CSV else _sheet_rows(data, sheet, limits)


def sheet_names(data: bytes, limits: Limits) -> tuple[str, ...]:
    """The names of a workbook's sheets. Raises `Rejected` for a file that cannot be read."""
    _check_archive(data, _UNPACKED * limits.file_bytes)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return tuple(_names(CalamineWorkbook.from_filelike(BytesIO(data))))
    except (CalamineError, PasswordError, OSError, ValueError) as error:
        raise _damaged(str(error)) from None


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except Rejected as rejected:
        if "UTF-8" in rejected.problem:
            fix = "Save it again as “CSV UTF-8” (in Excel: File, Save as) or as a workbook (XLSX, ODS)."
            raise Rejected(rejected.problem, fix, line=rejected.line) from None
        raise


def _csv_rows(text: str) -> list[Row]:
    first, _, rest = text.partition("\n")
    if said := re.fullmatch(r"\"?sep=(.)\"?", first.strip(" \r"), re.IGNORECASE):  # for Excel, which shows no such row
        return list(_parsed(rest, said[1]))
    beginning = "".join(islice(StringIO(text), 20))
    return list(_parsed(text, max(_DELIMITERS, key=lambda delimiter: _fitness(beginning, delimiter))))


def _fitness(beginning: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits: the most headings recognized in a row, then the most cells."""
    try:
        rows = list(csv.reader(StringIO(beginning), delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return max(map(count_recognized, rows), default=0), max(map(len, rows), default=0)


def _parsed(text: str, delimiter: str) -> Iterator[Row]:
    rows = csv.reader(StringIO(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    try:
        for row in rows:
            number += 1
            yield [*map(str.strip, row)]
    except csv.Error as error:
        what = "is too long" if "limit" in str(error) else "has a quotation mark that is not closed, or not doubled"
        raise Rejected(
            f"A cell {what}.",
            'Write a quotation mark inside a cell twice ("" for "), or save the table again as CSV.',
            row=number + 1,
        ) from None


def _sheet_rows(data: bytes, sheet: str | None, limits: Limits) -> list[Row]:
    _check_archive(data, _UNPACKED * limits.file_bytes)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in _names(workbook)}
    except PasswordError:
        raise Rejected("The workbook has a password.", "Save it without the password.") from None
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(str(error)) from None
    columns = map(_values, zip_longest(*_chosen(sheets, sheet), fillvalue=""))
    return [*map(list, zip(*columns, strict=True))]


def _names(workbook: object) -> list[str]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    if not isinstance(workbook, CalamineWorkbook):
        return []
    return [sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]


def _chosen(sheets: Mapping[str, Sequence[Sequence[object]]], name: str | None) -> Sequence[Sequence[object]]:
    """The sheet of that name, or the only one with content."""
    filled = [each for each, rows in sheets.items() if any(cell != "" for row in rows for cell in row)]
    if name is not None:
        if name not in sheets:
            listed = f"The workbook has {join_names([f'“{each}”' for each in sheets], 10)}."
            raise Rejected(f"There is no sheet “{name}”.", did_you_mean(name, sheets) or listed, field="sheet")
        return sheets[name]
    if len(filled) > 1:
        likely = max(filled, key=lambda each: _headings_in(sheets[each]))
        raise Rejected(
            f"The workbook has {len(filled)} sheets with content: {join_names([f'“{each}”' for each in filled], 10)}.",
            f'Say in [[layers]] of exhibit.toml which one is the layer. Write: sheet = "{likely}"',
        )
    if not filled:
        raise Rejected("The workbook is empty.", "Save it again, with the table in it.")
    return sheets[filled[0]]


def _headings_in(rows: Sequence[Sequence[object]]) -> int:
    """How many headings are recognized in a row at the beginning of a sheet."""
    return max(map(count_recognized, rows[:20]), default=0)


def _values(column: Sequence[object]) -> Sequence[Value]:
    """The cells of a column; beside moments a bare date is midnight."""
    is_moment = datetime in {*map(type, column)}
    return [cell if type(cell) is float else _value(cell, is_moment=is_moment) for cell in column]


def _value(cell: object, *, is_moment: bool) -> Value:
    """A cell as text, dates and times as ISO 8601 has them."""
    match cell:
        case str():
            return cell.strip()
        case datetime():
            if cell.year <= 1900 and cell.date() in (date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)):
                return _clock(cell.time())  # a time of day without date, which starts the calendars of programs
            return cell.isoformat(" ", "milliseconds" if cell.microsecond else "seconds")
        case bool():
            return str(cell).lower()
        case int() | float():
            return float(cell)
        case date():
            return f"{cell} 00:00:00" if is_moment else str(cell)
        case time():
            return _clock(cell)
        case timedelta():
            return str(cell) if cell.days else f"{cell!s:0>8}"
    return str(cell)


def _clock(at: time) -> str:
    return at.isoformat("milliseconds" if at.microsecond else "seconds")


def _check_archive(data: bytes, most: int) -> None:
    """Refuse what would be too large unpacked: first by what the archive says, then by what is in it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > most:
                raise Rejected(
                    f"The workbook unpacked has {size:,} bytes; at most {most:,} are allowed.",
                    "Save only the table, without pictures and other sheets, or as CSV.",
                )
            for name in archive.namelist():
                if name.endswith(".xml"):
                    _check_extent(name, archive)
    except (*ZIP_ERRORS, ExpatError) as error:
        raise _damaged(str(error)) from None


def _check_extent(name: str, archive: ZipFile) -> None:
    """Refuse a sheet with a cell so far away that the empty ones between would fill the memory."""
    extent = _OdsExtent() if name == "content.xml" else _XlsxExtent() if name.startswith("xl/worksheets/") else None
    with archive.open(name) as file:  # read to its end, since an archive may understate its size
        while chunk := file.read(_CHUNK):
            if extent:
                extent.feed(chunk)
    if extent and extent.rows * extent.columns > _CELLS:
        raise Rejected(
            f"The sheet reaches to row {extent.rows:,} and column {extent.columns:,}.",
            "Delete what is far from the table, or save the table as CSV.",
        )


class _XlsxExtent:
    """The last row and column that an Excel sheet refers to."""

    def __init__(self) -> None:
        self.rows, self.columns = 0, 1
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        found = b" ".join(_REFERENCE.findall(self._rest + chunk))
        rows = {*found.translate(None, _MARKS + _LETTERS).split()}
        letters = {*found.translate(None, _MARKS + _DIGITS).split()}
        self.rows, self.columns = max([self.rows, *map(int, rows)]), max([self.columns, *map(_column, letters)])
        self._rest = chunk[-50:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _OdsExtent:
    """The last row and column with content in an OpenDocument file, repeated ones counted."""

    def __init__(self) -> None:
        self.rows = self.columns = self._row = self._column = 0
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        self._parser.Parse(chunk, False)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._row = 0
        elif name == "table:table-row":
            self._row += int(attributes.get("table:number-rows-repeated", 1))
            self._column = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self._reach()
        elif name == "text:p":
            self._reach()

    def _reach(self) -> None:
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)


def _refuse_doctype(*_: object) -> None:
    raise Rejected("The workbook defines entities of its own.", "Save it again in a spreadsheet program.")


def _damaged(why: str) -> Rejected:
    return Rejected(f"The workbook is damaged ({why}).", "Open it in the program that made it, and save it again.")
