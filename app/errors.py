"""Everything that can go wrong, and the report of what is wrong with an exhibit.

The tree::

    OverflightError          anything that can be explained to the person it concerns
    ├── Rejected             one value cannot be used: what is wrong, and what to write instead
    ├── NotFound             no exhibit, layer, file or day of that name
    ├── WriteFailed          a file could not be written
    ├── ExportFailed         a page cannot be a single file
    └── SettingInvalid       a setting in the environment cannot be used

A `Fault` is not an exception: it is one message about one place in a curator's folder.
Inner code raises `Rejected` and knows no place; `Report.at` attaches the place once, in the code that does,
and reading continues, so that one reading finds every fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum

from app.text import Text, ranges


class OverflightError(Exception):
    """The common base: its text can be shown to the person it concerns."""


class Rejected(OverflightError):
    """A value that cannot be used.

    `problem` is a sentence that says what is wrong and why; `fix` is one that says what to do, and begins with
    ``Write:`` where it gives the exact text. `field` narrows the place, such as ``coordinates[4][0]``; `line` and
    `column` are given where the text of the file is known, `row` in a table.
    """

    def __init__(
        self,
        problem: str,
        fix: str = "",
        *,
        field: str = "",
        line: int | None = None,
        column: int | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(f"{problem} {fix}".rstrip())
        self.problem, self.fix, self.field = problem, fix, field
        self.line, self.column, self.row = line, column, row


class NotFound(OverflightError):
    """There is nothing of that name.

    `explanation` says so to a visitor, in every language of the interface; None where a visitor has no use for it.
    """

    def __init__(self, message: str, explanation: Text | None = None) -> None:
        super().__init__(message)
        self.explanation = explanation


class WriteFailed(OverflightError):
    """A file could not be written; an earlier file of that name is unchanged."""


class ExportFailed(OverflightError):
    """A page cannot be a single file: a part of it is missing, or it would load something from elsewhere."""


class SettingInvalid(OverflightError):
    """A setting in the environment that cannot be used."""


class Severity(IntEnum):
    """What a fault costs the visitor."""

    NOTE = 0
    """Accepted, or corrected while reading."""
    WARNING = 1
    """Accepted as it is, but probably not what was meant."""
    ERROR = 2
    """Left out of the exhibit."""

    @property
    def word(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return self.name.lower()


class Topic(Enum):
    """What a fault is about, for a summary that counts them."""

    MISTAKE = "mistake"
    TRANSLATION = "translation"
    """Words that are missing in one of the exhibit's languages."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a curator's folder: the file (relative to the exhibit), the feature, the field, and the line if known.

    `path` leads to the feature within the file, such as ``features[3]``; with `field` it finds the line. A table has a
    `row` in place of a line, counted from 1 as spreadsheets do, and the heading of the column as the field; `rows` are
    all rows that have the same problem, where there are several.
    """

    file: str = ""
    feature: str = ""
    field: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None
    row: int | None = None
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        """``main.geojson: x (features[0]): geometry``, the form that translators' catalogs quote."""
        return ": ".join(part for part in (self.file, self.feature, self.field) if part)

    @property
    def place(self) -> str:
        """``Line 12 of main.geojson, x (features[0]), geometry``."""
        column = f", column {self.column}" if self.column is not None else ""
        file = f"Line {self.line}{column} of {self.file}" if self.line is not None else self.file
        file = f"Row {self.row} of {self.file}" if self.row is not None else file
        file = f"Rows {ranges(self.rows)} of {self.file}" if len(self.rows) > 1 else file
        return ", ".join(part for part in (file, self.feature, self.field) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with all that a curator needs to correct it."""

    severity: Severity
    location: Location
    problem: str
    fix: str = ""
    topic: Topic = Topic.MISTAKE
    count: int = 1
    """How many faults it stands for."""

    def __str__(self) -> str:
        """``Line 4 of exhibit.toml, period: "1962/1960" ends before it starts. Write: "1960/1962"``."""
        message = f"{self.problem} {self.fix}".rstrip()
        return f"{self.location.place}: {message}" if self.location.place else message


@dataclass(slots=True)
class Report:
    """Collects the faults of one reading."""

    faults: list[Fault] = field(default_factory=list)
    _location: Location = field(default_factory=Location)

    @contextmanager
    def at(
        self,
        *,
        file: str | None = None,
        feature: str | None = None,
        field: str | None = None,
        path: str | None = None,
        line: int | None = None,
        row: int | None = None,
    ) -> Iterator[None]:
        """Everything reported inside is reported for this place; a `Rejected` raised inside ends the block only."""
        outer = self._location
        self._location = Location(
            outer.file if file is None else file,
            outer.feature if feature is None else feature,
            outer.field if field is None else field,
            outer.path if path is None else path,
            outer.line if line is None else line,
            row=outer.row if row is None else row,
        )
        try:
            yield
        except Rejected as rejected:
            self.reject(rejected)
        finally:
            self._location = outer

    def reject(self, rejected: Rejected, *, field: str = "") -> None:
        """Report a value as left out; `field` takes the place of `Rejected.field`."""
        location = self.location(field or rejected.field, rejected.line)
        if rejected.column is not None:
            location = replace(location, column=rejected.column)
        if rejected.row is not None:
            location = replace(location, row=rejected.row)
        self.faults.append(Fault(Severity.ERROR, location, rejected.problem, rejected.fix))

    def error(self, problem: str, fix: str = "", *, field: str = "", line: int | None = None) -> None:
        """Report something that is left out."""
        self.faults.append(Fault(Severity.ERROR, self.location(field, line), problem, fix))

    def warn(
        self,
        problem: str,
        fix: str = "",
        *,
        field: str = "",
        line: int | None = None,
        topic: Topic = Topic.MISTAKE,
    ) -> None:
        """Report something that is kept but probably not meant."""
        self.faults.append(Fault(Severity.WARNING, self.location(field, line), problem, fix, topic))

    def note(self, problem: str, fix: str = "", *, field: str = "", line: int | None = None) -> None:
        """Report something that was corrected while reading."""
        self.faults.append(Fault(Severity.NOTE, self.location(field, line), problem, fix))

    def location(self, field: str = "", line: int | None = None) -> Location:
        """The place that is being read; `field` and `line` narrow it."""
        joined = ".".join(part for part in (self._location.field, field) if part)
        return replace(self._location, field=joined, line=self._location.line if line is None else line)


def reason(error: OSError) -> str:
    """What the operating system says, without the path."""
    return (error.strerror or type(error).__name__).lower()
