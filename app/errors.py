"""Everything that can go wrong, and how it is told.

The tree::

    OverflightError          anything we can explain to the person it concerns
    ├── Rejected             one value cannot be used: what was found, what is wanted, the mend
    ├── NotFound             no exhibit, layer, file or day of that name
    ├── ContentUnusable      an exhibit has nothing left to show; carries its faults
    ├── ExportFailed         a page could not be written, or would need something from elsewhere
    └── SettingInvalid       a setting in the environment cannot be used

A `Fault` is not an exception: it is one sentence about one place in a curator's folder.
Inner code raises `Rejected` and knows no place; `Report.at` attaches the place once, at the edge,
and lets the reading go on, so that every fault is found in one reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import IntEnum


class OverflightError(Exception):
    """The common base: its text is fit to be read by the person it concerns."""


class Rejected(OverflightError):
    """A value that cannot be used.

    `found` and `wanted` complete the sentence "found …, wanted …"; `mend` says what to do, in the imperative.
    `field` narrows the place, such as ``coordinates[4][0]``.
    """

    def __init__(self, found: str, wanted: str, mend: str = "", *, field: str = "") -> None:
        super().__init__(f"found {found}; wanted {wanted}")
        self.found, self.wanted, self.mend, self.field = found, wanted, mend, field


class NotFound(OverflightError):
    """Nothing of that name is on show."""


class ContentUnusable(OverflightError):
    """A folder from which no page can be made; `faults` says why."""

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class ExportFailed(OverflightError):
    """A file could not be written whole; the earlier one, if any, is untouched."""


class SettingInvalid(OverflightError):
    """A setting in the environment that cannot be used."""


class Severity(IntEnum):
    """How much a fault costs the visitor."""

    NOTE = 0
    """Accepted and put right; the curator is told."""
    WARNING = 1
    """Accepted as it stands; probably not what was meant."""
    ERROR = 2
    """Left out of the exhibit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a curator's folder: the file (relative to the exhibit), the feature, the field."""

    file: str = ""
    feature: str = ""
    field: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.feature, self.field) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with everything a curator needs to mend it."""

    severity: Severity
    place: Place
    found: str
    wanted: str
    mend: str = ""

    def __str__(self) -> str:
        sentence = f"{self.place}: {self.severity.name.lower()}: found {self.found}; wanted {self.wanted}."
        return f"{sentence} {self.mend}" if self.mend else sentence


@dataclass(slots=True)
class Report:
    """Collects the faults of one reading."""

    faults: list[Fault] = field(default_factory=list)
    _place: Place = field(default_factory=Place)

    @contextmanager
    def at(self, *, file: str | None = None, feature: str | None = None, field: str | None = None) -> Iterator[None]:
        """Everything told inside is told of this place; a `Rejected` raised inside ends the block, not the reading."""
        outer = self._place
        named = {"file": file, "feature": feature, "field": field}
        self._place = replace(outer, **{name: value for name, value in named.items() if value is not None})
        try:
            yield
        except Rejected as rejected:
            self._add(Severity.ERROR, rejected.found, rejected.wanted, rejected.mend, rejected.field)
        finally:
            self._place = outer

    def error(self, found: str, wanted: str, mend: str = "", *, field: str = "") -> None:
        """Tell of something that is left out."""
        self._add(Severity.ERROR, found, wanted, mend, field)

    def warn(self, found: str, wanted: str, mend: str = "", *, field: str = "") -> None:
        """Tell of something that is kept but is probably not meant."""
        self._add(Severity.WARNING, found, wanted, mend, field)

    def note(self, found: str, wanted: str, mend: str = "", *, field: str = "") -> None:
        """Tell of something that was put right in the reading."""
        self._add(Severity.NOTE, found, wanted, mend, field)

    def place(self, field: str = "") -> Place:
        """Where the reading stands; `field` narrows it."""
        return replace(self._place, field=".".join(part for part in (self._place.field, field) if part))

    def _add(self, severity: Severity, found: str, wanted: str, mend: str, field: str) -> None:
        self.faults.append(Fault(severity, self.place(field), found, wanted, mend))
