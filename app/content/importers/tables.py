"""Tables as layers: one row is one fix of a flight, or one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from pathlib import PurePath

from app.content.fields.context import ReadContext
from app.content.fields.limits import Limits
from app.content.fields.values import did_you_mean, join_names
from app.content.formats.recognition import Format, recognize
from app.content.importers import Imported
from app.content.importers.columns import Column, Fields, as_text, numbers, rows_of
from app.content.importers.headings import FLIGHT_IDS, TRANSLATED, WORDS, Heading, Meaning, normal, recognize_heading
from app.content.importers.import_settings import Decimal, ImportSettings
from app.content.importers.layouts import Layout, find_layout
from app.content.importers.sheets import Row, read_rows, sheet_names
from app.content.importers.table_features import to_features
from app.errors import Rejected, Report

_HEADINGS_WITHIN = 20
"""The headings are in one of the first rows."""
_POSITIONS = (Meaning.LATITUDE, Meaning.LONGITUDE, Meaning.LAT_LON, Meaning.LON_LAT, Meaning.POSITION)


@dataclass(frozen=True, slots=True)
class Outline:
    """A table as it is seen before it is read: its headings, each with the meaning that it is taken for (as a key of
    ``[layers.columns]``; empty for none), and the first rows below them, as text and by number; how many rows there
    are; and the sheets of a workbook.
    """

    headings: tuple[tuple[str, str], ...] = ()
    rows: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    count: int = 0
    sheets: tuple[str, ...] = ()


def outline(data: bytes, columns: Mapping[str, str], sheet: str | None, limits: Limits, most: int) -> Outline:
    """The outline of a table with at most `most` rows. Never raises for its content: what is wrong with it, `read`
    reports.
    """
    found = recognize(data) or Format.CSV
    sheets: tuple[str, ...] = ()
    try:
        sheets = sheet_names(data, limits) if found is not Format.CSV else ()
        rows = read_rows(data, found, sheet, limits)
    except Rejected:
        return Outline(sheets=sheets)
    try:
        asked = _asked(columns)
        head, texts = _headings(rows, asked)
    except Rejected:
        asked = {}
        head = next((index for index, row in enumerate(rows) if any(row)), 0)
        texts = [as_text(cell) for cell in rows[head]] if rows else []
    layout = find_layout(texts) if not asked else None
    named = [index for index, text in enumerate(texts) if text]
    filled = _filled(rows, head)
    shown = {
        number: tuple(str(as_text(row[index]) or row[index]) if index < len(row) else "" for index in named)
        for number, row in filled[:most]
    }
    headings = tuple((texts[index], _key(_heading(texts[index], asked, layout))) for index in named)
    return Outline(headings, shown, len(filled), sheets)


def _key(heading: Heading) -> str:
    return ":".join(filter(None, (heading.meaning or "", heading.language)))


def read(data: bytes, settings: ImportSettings, context: ReadContext) -> Imported:
    """The flights or places of a table. Raises `Rejected` where it has no positions that can be read."""
    rows = read_rows(data, recognize(data) or Format.CSV, settings.sheet, context.limits)
    asked = _asked(settings.columns)
    head, headings = _headings(rows, asked)
    layout = find_layout(headings) if not asked else None
    columns = _columns(rows, head, headings, asked, layout)
    report = context.report
    if layout:
        report.note(f"The table is read as one of {layout.name}, by its headings.")
        settings = replace(settings, decimal=settings.decimal or Decimal.POINT)
    if above := [number for number, row in enumerate(rows[:head], 1) if any(cell != "" for cell in row)]:
        report.note(f"{rows_of(len(above)).capitalize()} above the headings ({numbers(above)}): not shown.")
    fields = Fields(_assigned(columns, report), context.languages[0], layout.purpose if layout else None)
    imported = to_features(fields, settings, report, PurePath(report.location().file).stem)
    unread = [column.name for column in columns if column not in fields.used and _has_content(column)]
    if unread:
        names = join_names([f"“{name}”" for name in unread], 12)
        report.note(f"{'Column' if len(unread) == 1 else 'Columns'} {names}: not shown.")
    meanings = {column.name: column.heading.meaning.value for column in fields.used if column.heading.meaning}
    return replace(imported, columns=meanings, unread=tuple(unread))


def _asked(columns: Mapping[str, str]) -> Mapping[str, tuple[Meaning, str]]:
    """The meaning and the language of headings, as ``[layers.columns]`` gives them."""
    known = [meaning.value for meaning in Meaning]
    asked: dict[str, tuple[Meaning, str]] = {}
    for key, heading in columns.items():
        word, _, language = key.partition(":")
        if word not in known or (language and word not in TRANSLATED):
            raise Rejected(
                f"“{key}” in [layers.columns] of exhibit.toml is not the meaning of a column.",
                did_you_mean(word, known) or f"Write one of these: {join_names(known, len(known), last='or')}.",
            )
        asked[heading.strip()] = Meaning(word), language
    return asked


def _headings(rows: Sequence[Row], asked: Mapping[str, object]) -> tuple[int, list[str]]:
    """The index and the cells of the row with the headings: the first that names positions, or what is asked for; else
    the first that names addresses.
    """
    heads = [[as_text(cell) for cell in row] for row in islice(rows, _HEADINGS_WITHIN)]
    tests: tuple[Callable[[list[str]], bool], ...] = (_has_positions, _has_addresses)
    if asked:
        tests = (lambda texts: asked.keys() <= set(texts),)
    for test in tests:
        for index, texts in enumerate(heads):
            if test(texts):
                return index, texts
    first = next((row for row in rows if any(row)), [])
    names = [text for text in map(as_text, first) if text]
    listed = f"The first row has {join_names([f'“{name}”' for name in names], 10)}." if names else "It is empty."
    if missing := next((heading for heading in asked if heading not in names), None):
        raise Rejected(
            f"The table has no column “{missing}”, which [layers.columns] of exhibit.toml names. {listed}",
            did_you_mean(missing, names) or "Correct the heading there.",
        )
    raise Rejected(
        f"The table has no columns that are known as latitude and longitude. {listed}",
        "Name the columns “Latitude” and “Longitude”, or say in exhibit.toml, below the [[layers]] of this file, which "
        'they are: [layers.columns], latitude = "…", longitude = "…"',
    )


def _has_positions(texts: Sequence[str]) -> bool:
    layout = find_layout(texts)
    found = {(layout.heading(text) if layout else recognize_heading(text)).meaning for text in texts}
    return {Meaning.LATITUDE, Meaning.LONGITUDE} <= found or not found.isdisjoint(_POSITIONS[2:])


def _has_addresses(texts: Sequence[str]) -> bool:
    return {Meaning.ADDRESS, Meaning.PLACE} <= {recognize_heading(text).meaning for text in texts}


def _columns(
    rows: Sequence[Row],
    head: int,
    headings: Sequence[str],
    asked: Mapping[str, tuple[Meaning, str]],
    layout: Layout | None,
) -> list[Column]:
    """The columns with the rows that are not empty, below the headings."""
    filled = _filled(rows, head)
    numbers = [number for number, _ in filled]
    values = [*zip_longest(*(row for _, row in filled), fillvalue="")]
    values += [("",) * len(filled)] * (len(headings) - len(values))
    by = f"layout of {layout.name}" if layout else ""
    return [
        Column(_heading(text, asked, layout), [*values[index]], numbers, by)
        for index, text in enumerate(headings)
        if text
    ]


def _filled(rows: Sequence[Row], head: int) -> list[tuple[int, Row]]:
    """The rows below the headings that are not empty, with their numbers."""
    return [(number, row) for number, row in enumerate(rows[head + 1 :], head + 2) if row.count("") < len(row)]


def _heading(text: str, asked: Mapping[str, tuple[Meaning, str]], layout: Layout | None) -> Heading:
    if layout:
        return layout.heading(text)
    said = recognize_heading(text)
    if text in asked:
        meaning, language = asked[text]
        bare = said if said.meaning is meaning else recognize_heading(f"{meaning.value} ({_in_brackets(text)})")
        return Heading(text, meaning, bare.unit, bare.zone, language, bare.unknown)
    if any(meaning is said.meaning and language == said.language for meaning, language in asked.values()):
        return Heading(text)  # another column is asked for
    return said


def _in_brackets(text: str) -> str:
    return text.partition("(")[2].partition(")")[0] or text.partition("[")[2].partition("]")[0]


def _assigned(columns: Sequence[Column], report: Report) -> dict[tuple[Meaning, str], Column]:
    """The column of each meaning and language. Raises `Rejected` where several may be meant."""
    found: dict[tuple[Meaning, str], list[Column]] = {}
    for column in columns:
        if column.heading.meaning:
            found.setdefault((column.heading.meaning, column.heading.language), []).append(column)
    flights = found.get((Meaning.FLIGHT, ""), [])
    ids = [column for column in flights if normal(column.name) in FLIGHT_IDS]
    if len(flights) == 2 and len(ids) == 1:
        flights.remove(ids[0])
        found[Meaning.FLIGHT_ID, ""] = ids
    assigned: dict[tuple[Meaning, str], Column] = {}
    contested: list[Rejected] = []
    for (meaning, language), several in found.items():
        if len(several) == 1 or meaning in WORDS:
            assigned[meaning, language] = several[0]
            continue
        names = join_names([f"“{column.name}”" for column in several], last="or")
        contested.append(
            Rejected(
                f"The {meaning.value.replace('_', ' ')} may be in {names}.",
                f"Say which in exhibit.toml, below the [[layers]] of this file: "
                f'[layers.columns], {meaning.value} = "{several[0].name}"',
            )
        )
    if contested:
        for rejected in contested[:-1]:
            report.reject(rejected)
        raise contested[-1]
    return assigned


def _has_content(column: Column) -> bool:
    return any(value != "" for value in column.values)
