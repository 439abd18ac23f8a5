"""A column of a table, and reports on its rows: one sentence for each cause, with the rows that have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite

from app.content.fields.values import describe
from app.content.importers.headings import Heading, Meaning
from app.content.importers.import_settings import Purpose
from app.content.importers.sheets import Value
from app.errors import Report
from app.text import ranges

NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "na", "null", "none", "nan", "#n/a", "k. a.", "н/д"))
"""What people and programs write where they know nothing, in small letters."""


@dataclass(eq=False)
class Column:
    """One column: its heading, and the content and number of each row below it."""

    heading: Heading
    values: list[Value]
    rows: Sequence[int]
    by: str = ""
    """What says what the column has, where that is not the heading: the name of a program's layout."""

    @property
    def name(self) -> str:
        """The heading, as it is named in a message."""
        return self.heading.text

    @cached_property
    def has_text(self) -> bool:
        """Whether any value is text, and not a number that the program itself had as a number."""
        return str in {*map(type, self.values)}

    @cached_property
    def plain(self) -> list[float] | None:
        """All values where each is a plain number with a decimal point, which is found fast; else None."""
        try:
            numbers = [*map(float, self.values)]
        except ValueError:
            return None
        is_odd = self.has_text and any("_" in value for value in self.values if isinstance(value, str))
        return None if is_odd or not all(map(isfinite, numbers)) else numbers


def blank(value: Value) -> bool:
    """Whether a cell says that nothing is known."""
    return isinstance(value, str) and value.casefold() in NOTHING


def as_text(value: Value) -> str:
    """The content of a cell as text, a whole number without decimals; empty where nothing is known."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "" if value.casefold() in NOTHING else value


def quoted(value: Value) -> str:
    """The content of a cell as messages quote it."""
    return describe(as_text(value) or str(value))


@dataclass(slots=True)
class Fields:
    """The columns of a table by meaning and language, and what its layout says that it is."""

    columns: Mapping[tuple[Meaning, str], Column]
    language: str
    """The exhibit's first language, that of words without another."""
    purpose: Purpose | None = None
    used: list[Column] = field(default_factory=list)
    """The columns that have been read."""

    @property
    def rows(self) -> Sequence[int]:
        """The numbers of the rows."""
        return next((column.rows for column in self.columns.values()), ())

    def take(self, meaning: Meaning, language: str = "") -> Column | None:
        """A column, if there is one; it counts as read."""
        column = self.columns.get((meaning, language))
        if column is not None and column not in self.used:
            self.used.append(column)
        return column

    def languages(self, meaning: Meaning) -> list[str]:
        """The languages in which the words of a meaning are given."""
        return [language for found, language in self.columns if found is meaning and language]


@dataclass(slots=True)
class Rows:
    """The rows that have the same problem, by the problem."""

    first: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)

    def add(self, cause: str, row: int, problem: str, fix: str) -> None:
        """Count a row; the words of the first are reported."""
        self.first.setdefault(cause, (problem, fix, row))
        self.rows.setdefault(cause, []).append(row)

    def report(self, report: Report, column: str) -> None:
        """One error for each cause."""
        for cause, (problem, fix, row) in self.first.items():
            with report.at(row=row, field=column):
                report.error(f"{problem}{also(self.rows[cause])}", fix)


def also(rows: Sequence[int]) -> str:
    """`` The same in 12 more rows (15–17, 20, 22 and 7 more).`` after the first; empty where there is only one."""
    rest = rows[1:]
    if not rest:
        return ""
    return f" The same in {len(rest):,} more {'row' if len(rest) == 1 else 'rows'} ({numbers(rest)})."


def numbers(rows: Sequence[int], most: int = 3) -> str:
    """``15–17, 20 and 9 more``."""
    return ranges(rows, most)


def rows_of(count: int) -> str:
    """``1 row``, ``12 rows``."""
    return f"{count:,} {'row' if count == 1 else 'rows'}"
