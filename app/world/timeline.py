"""Who held what on which day: the rows of `timeline.tsv` and `alliances.tsv`."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(1991, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """What an atom was from `start` on: its name on the map, the state behind it ("" where it is itself), a status letter.

    The letters: S sovereign, D dependency, T trust territory, O military occupation or administration,
    A self-governing inside a larger whole, X disputed or unrecognised.
    """

    start: date
    name: str
    sovereign: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An atom's time in an alliance: from `start` to the day before `until` (None: beyond the last day)."""

    alliance: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Holdings by atom in order of time, and memberships by atom."""

    holdings: dict[str, tuple[Holding, ...]]
    memberships: dict[str, tuple[Membership, ...]]

    @classmethod
    def read(cls, folder: Path) -> Timeline:
        """Read both tables of `folder`."""
        holdings: dict[str, list[Holding]] = defaultdict(list)
        for row in rows(folder / "timeline.tsv"):
            holding = Holding(_day(row["from"]) or FIRST_DAY, row["name"], row["sovereign"], row["status"], row["note"])
            for atom in row["atoms"].split(","):
                holdings[atom].append(holding)
        memberships: dict[str, list[Membership]] = defaultdict(list)
        for row in rows(folder / "alliances.tsv"):
            membership = Membership(row["alliance"], _day(row["from"]) or FIRST_DAY, _day(row["until"]))
            for atom in row["atoms"].split(","):
                memberships[atom].append(membership)
        return cls({atom: tuple(sorted(found)) for atom, found in holdings.items()},
                   {atom: tuple(found) for atom, found in memberships.items()})

    @property
    def changes(self) -> tuple[date, ...]:
        """Every day after the first on which a name, a holder, a status or an alliance changes, in order."""
        days = {holding.start for found in self.holdings.values() for holding in found}
        days |= {day for found in self.memberships.values() for membership in found for day in (membership.start, membership.until) if day}
        return tuple(sorted(day for day in days if FIRST_DAY < day <= LAST_DAY))

    def holding(self, atom: str, day: date) -> Holding:
        """What `atom` was on `day`."""
        found = self.holdings[atom]
        return found[bisect_right(found, day, key=lambda holding: holding.start) - 1]

    def alliances(self, atom: str, day: date) -> tuple[str, ...]:
        """The alliances that covered `atom` on `day`, in the order of the table."""
        return tuple(membership.alliance for membership in self.memberships.get(atom, ())
                     if membership.start <= day and (membership.until is None or day < membership.until))


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated table with a heading; lines that begin with ``#`` are remarks."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


def _day(text: str) -> date | None:
    return None if text in {"", "-"} else date.fromisoformat(text)
