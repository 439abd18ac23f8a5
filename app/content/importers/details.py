"""What else a table says of its rows: altitudes, evidence, words, sources, uncertainties, speeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.content.importers.amounts import decimal_mark, read_amounts
from app.content.importers.citation_lists import parse_citations
from app.content.importers.columns import Column, Fields, Rows, as_text, blank, numbers, quoted, rows_of
from app.content.importers.headings import (
    ALTITUDE_WORDS,
    KILOMETRES,
    LENGTHS,
    MINUTES,
    NAMES,
    SPEED_WORDS,
    Meaning,
)
from app.content.importers.import_settings import KMH, METRES, WEAKEST, AltitudeUnit, ImportSettings
from app.domain import Basis
from app.errors import Rejected, Report

_BASIS_WORDS: Mapping[Basis, str] = {
    Basis.DOCUMENTED: "documented|belegt|dokumentiert|документировано|документально|史料|記録",
    Basis.INFERRED: "inferred|erschlossen|abgeleitet|предположительно|推定",
    Basis.INTERPOLATED: "interpolated|interpoliert|интерполировано|интерполяция|補間",
}
_BASES = {word: basis for basis, words in _BASIS_WORDS.items() for word in words.split("|")}


_EXAMPLES = {
    Meaning.POSITION_UNCERTAINTY: "km",
    Meaning.TIME_UNCERTAINTY: "min",
    Meaning.ALTITUDE_UNCERTAINTY: "m",
}
"""The unit of an uncertainty in an example."""


def read_altitudes(fields: Fields, settings: ImportSettings, report: Report) -> list[float | None]:
    """Altitudes in metres."""
    nothing: list[float | None] = [None] * len(fields.rows)
    column = fields.take(Meaning.ALTITUDE)
    if column is None or not any(not blank(value) for value in column.values):
        return nothing
    grounded = [row for row, value in zip(column.rows, column.values, strict=True) if value == "ground"]
    if grounded:
        report.note(f"Altitude: “ground” in {rows_of(len(grounded))} ({numbers(grounded)}) is no altitude.")
        column = Column(
            column.heading, ["" if value == "ground" else value for value in column.values], column.rows, column.by
        )
    try:
        reading = decimal_mark((column,), settings.decimal)
    except Rejected as rejected:
        report.reject(rejected)
        return nothing
    amounts, units = read_amounts(column, reading, ALTITUDE_WORDS, report)
    unit, by = _altitude_unit(column, units, settings.altitude_unit, report)
    if not by:
        return nothing
    factors = [METRES[own or unit or AltitudeUnit.METRES] for own in units]
    named = " and ".join(sorted({NAMES[own or unit or AltitudeUnit.METRES] for own in units if own or unit}))
    if named != "metres":
        report.note(f"Altitude: {named} to metres, by the {by}.")
    return [
        None if amount is None else round(amount * factor, 2) for amount, factor in zip(amounts, factors, strict=True)
    ]


def _altitude_unit(
    column: Column, own: Sequence[AltitudeUnit | None], setting: AltitudeUnit | None, report: Report
) -> tuple[AltitudeUnit | None, str]:
    """The unit of a column and what says so: None where each cell has its own. Nothing says so where that is
    reported.
    """
    said = ALTITUDE_WORDS.get(column.heading.unit)
    if said and setting and said is not setting:
        report.error(
            f"The heading “{column.name}” says {NAMES[said]}, the setting says {NAMES[setting]}.",
            "Correct one of the two: the heading, or “altitude_unit” in [[layers]] of exhibit.toml.",
            field=column.name,
        )
        return None, ""
    unit = said or setting
    if unit:
        return unit, (column.by or "heading") if said else "setting “altitude_unit”"
    known = [index for index, value in enumerate(column.values) if not blank(value)]
    with_unit = [index for index in known if own[index]]
    if known and len(with_unit) == len(known):
        return None, "whole column"
    if with_unit:
        bare = next(index for index in known if not own[index])
        with report.at(row=column.rows[bare], field=column.name):
            report.error(
                f"{quoted(column.values[bare])} has no unit, but {quoted(column.values[with_unit[0]])} in row "
                f"{column.rows[with_unit[0]]} has one.",
                "Write the unit in all cells or in the heading.",
            )
        return None, ""
    if known:
        report.error(
            f"“{column.name}” does not say in which unit it is.",
            'In [[layers]] of exhibit.toml, write altitude_unit = "ft" for feet, or altitude_unit = "m" for metres.',
            field=column.name,
        )
    return None, ""


def read_details(fields: Fields, settings: ImportSettings, report: Report) -> dict[str, list[object]]:
    """What else is known of each row, by key of `coordinateProperties`."""
    found: dict[str, list[object]] = {
        "basis": _bases(fields, settings, report),
        "places": read_words(fields, Meaning.PLACE),
        "notes": read_words(fields, Meaning.NOTE),
        "citations": _citations(fields),
        "position_uncertainty_km": _uncertainty(fields, Meaning.POSITION_UNCERTAINTY, KILOMETRES, settings, report),
        "time_uncertainty_min": _uncertainty(fields, Meaning.TIME_UNCERTAINTY, MINUTES, settings, report),
        "altitude_uncertainty_m": _uncertainty(fields, Meaning.ALTITUDE_UNCERTAINTY, LENGTHS, settings, report),
        "position_basis": _own_bases(fields, Meaning.POSITION_BASIS, report),
        "time_basis": _own_bases(fields, Meaning.TIME_BASIS, report),
        "altitude_basis": _own_bases(fields, Meaning.ALTITUDE_BASIS, report),
        "groundspeed_kmh": _speeds(fields, settings, report),
        "altitude_hold": _flags(fields, Meaning.ALTITUDE_HOLD, report),
        "zones": read_words(fields, Meaning.ZONE),
    }
    if column := fields.take(Meaning.UNCERTAINTY):
        report.error(
            f"“{column.name}” does not say what it measures.",
            f"Write the unit in the heading: “{column.name} (km)” of positions, “{column.name} (min)” of times.",
            field=column.name,
        )
    return {key: values for key, values in found.items() if values.count(None) < len(values)}


def texts_of(column: Column | None, count: int) -> list[str]:
    """A column as text, empty where it has nothing or there is no column."""
    return [as_text(value) for value in column.values] if column else [""] * count


_FLAGS: Mapping[str, bool | None] = {"yes": True, "true": True, "no": False, "false": False, "": None}


def _flags(fields: Fields, meaning: Meaning, report: Report) -> list[object]:
    """A column of yes and no."""
    column = fields.take(meaning)
    if column is None:
        return [None] * len(fields.rows)
    wrong = Rows()
    for value, row in zip(column.values, column.rows, strict=True):
        if as_text(value).casefold() not in _FLAGS:
            wrong.add("flag", row, f"{quoted(value)} is neither yes nor no.", "Write yes, no, or nothing.")
    wrong.report(report, column.name)
    return [_FLAGS.get(as_text(value).casefold()) for value in column.values]


def read_words(fields: Fields, meaning: Meaning) -> list[object]:
    """Words, in several languages where the table has columns for them."""
    count = len(fields.rows)
    column = fields.take(meaning)
    others = {language: texts_of(fields.take(meaning, language), count) for language in fields.languages(meaning)}
    if column is None and not others:
        return [None] * count
    main = texts_of(column, count)
    if not others:
        return [text or None for text in main]
    by_language = {fields.language: main} | others
    known = (
        {language: texts[index] for language, texts in by_language.items() if texts[index]} for index in range(count)
    )
    return [words or None for words in known]


def _bases(fields: Fields, settings: ImportSettings, report: Report) -> list[object]:
    """The evidence of each row; never `documented` unless the table or the setting says so."""
    column = fields.take(Meaning.BASIS)
    if column is None:
        if settings.basis is None:
            report.note(*WEAKEST)
        return [settings.basis or Basis.INTERPOLATED] * len(fields.rows)
    default = settings.basis or Basis.INTERPOLATED
    return [basis or default for basis in _parsed_bases(column, report)]


def _own_bases(fields: Fields, meaning: Meaning, report: Report) -> list[object]:
    """The evidence of positions, times or altitudes, where a column gives it."""
    column = fields.take(meaning)
    return [*_parsed_bases(column, report)] if column else [None] * len(fields.rows)


def _parsed_bases(column: Column, report: Report) -> list[Basis | None]:
    """The evidence in each cell; None where it is empty, or where a word is not known, which is reported."""
    wrong = Rows()
    found = [_BASES.get(as_text(value).casefold()) for value in column.values]
    for value, row, basis in zip(column.values, column.rows, found, strict=True):
        if basis is None and not blank(value):
            wrong.add(
                "basis",
                row,
                f"{quoted(value)} is not known.",
                "Write one of these: documented, inferred or interpolated.",
            )
    wrong.report(report, column.name)
    return found


def _citations(fields: Fields) -> list[object]:
    """The sources of each row: ids, separated by semicolons, with the place in the source after a comma or in a column
    of its own.
    """
    count = len(fields.rows)
    sources = fields.columns.get((Meaning.SOURCE, ""))
    if sources is None:
        return [None] * count
    fields.take(Meaning.SOURCE)
    pages = texts_of(fields.take(Meaning.PAGE), count)
    known: dict[tuple[str, str], object] = {}
    found = []
    for source, page in zip(texts_of(sources, count), pages, strict=True):
        if (source, page) not in known:
            known[source, page] = parse_citations(source, page) or None
        found.append(known[source, page])
    return found


def _uncertainty(
    fields: Fields, meaning: Meaning, units: Mapping[str, float], settings: ImportSettings, report: Report
) -> list[object]:
    column = fields.take(meaning)
    nothing: list[object] = [None] * len(fields.rows)
    if column is None:
        return nothing
    if not column.heading.unit:
        example = _EXAMPLES[meaning]
        report.error(
            f"“{column.name}” does not say in which unit it is.",
            f"Write the unit into the heading: “{column.name} ({example})”.",
            field=column.name,
        )
        return nothing
    try:
        reading = decimal_mark((column,), settings.decimal)
    except Rejected as rejected:
        report.reject(rejected)
        return nothing
    amounts, own = read_amounts(column, reading, units, report)
    factor = units[column.heading.unit]
    return [
        None if amount is None else round(amount * (each or factor), 6)
        for amount, each in zip(amounts, own, strict=True)
    ]


def _speeds(fields: Fields, settings: ImportSettings, report: Report) -> list[object]:
    """Speeds in km/h, which are kept for the download; a column without a unit is left out."""
    nothing: list[object] = [None] * len(fields.rows)
    column = fields.columns.get((Meaning.SPEED, ""))
    unit = (SPEED_WORDS.get(column.heading.unit) or settings.speed_unit) if column else None
    if column is None or unit is None:
        return nothing
    scratch = Report()
    try:
        reading = decimal_mark((column,), settings.decimal)
    except Rejected:
        return nothing
    fields.take(Meaning.SPEED)
    amounts, own = read_amounts(column, reading, SPEED_WORDS, scratch)
    by = (column.by or "heading") if column.heading.unit else "setting “speed_unit”"
    converted = "km/h" if NAMES[unit] == "km/h" else f"{NAMES[unit]} to km/h"
    report.note(f"Speed: {converted}, by the {by}; kept for the download, not shown.")
    return [
        None if amount is None else round(amount * KMH[each or unit], 2)
        for amount, each in zip(amounts, own, strict=True)
    ]
