"""Who held what on which day: the rows of `timeline.tsv` and `alliances.tsv`."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.world.tables import FOLDER, day, rows, span

FIRST_DAY, LAST_DAY = span(FOLDER)
"""The first and last day that the tables cover; on any other, no borders are known."""


def has_borders(day: date) -> bool:
    """Whether the tables cover `day`."""
    return FIRST_DAY <= day <= LAST_DAY


def unknown_borders(day: date) -> str:
    """What is said of a day that the tables do not cover: by its year where they cover no day of that year."""
    is_whole_year = not FIRST_DAY.year <= day.year <= LAST_DAY.year
    return f"No borders are known for {day.year if is_whole_year else day.isoformat()}"


def unknown_borders_key(day: date) -> str:
    """The interface's word for the same: of a day after the last it also says to which day borders are known."""
    return "borders_not_yet" if day > LAST_DAY else "borders_unknown"


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """What an atom was from `start` on: its name on the map, the state behind it ("" where it is itself), a status
    letter.

    The letters: S sovereign, D dependency, T trust territory, O military occupation or administration,
    A self-governing inside a larger whole, X disputed or unrecognised, U no border known.
    """

    start: date
    name: str
    sovereign: str
    status: str
    note: str

    @property
    def is_schematic(self) -> bool:
        """Whether the note says that some of its lines follow no survey."""
        return "schematic" in self.note


@dataclass(frozen=True, slots=True)
class Membership:
    """An atom's time in an alliance: from `start` to the day before `until` (None: beyond the last day)."""

    alliance: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class BorderHistory:
    """Holdings by atom in order of time, and memberships by atom."""

    holdings: dict[str, tuple[Holding, ...]]
    memberships: dict[str, tuple[Membership, ...]]

    @classmethod
    def read(cls, folder: Path) -> BorderHistory:
        """Read both tables of `folder`."""
        holdings: dict[str, list[Holding]] = defaultdict(list)
        for row in rows(folder / "timeline.tsv"):
            holding = Holding(day(row["from"]) or FIRST_DAY, row["name"], row["sovereign"], row["status"], row["note"])
            for atom in row["atoms"].split(","):
                holdings[atom].append(holding)
        memberships: dict[str, list[Membership]] = defaultdict(list)
        for row in rows(folder / "alliances.tsv"):
            membership = Membership(row["alliance"], day(row["from"]) or FIRST_DAY, day(row["until"]))
            for atom in row["atoms"].split(","):
                memberships[atom].append(membership)
        return cls(
            {atom: tuple(sorted(found)) for atom, found in holdings.items()},
            {atom: tuple(found) for atom, found in memberships.items()},
        )

    @property
    def changes(self) -> tuple[date, ...]:
        """Every day after the first on which a name, a holder, a status or an alliance changes, in order."""
        days = {holding.start for found in self.holdings.values() for holding in found}
        for membership in (each for found in self.memberships.values() for each in found):
            days |= {membership.start, membership.until or membership.start}
        return tuple(sorted(edge for edge in days if FIRST_DAY < edge <= LAST_DAY))

    def holding(self, atom: str, when: date) -> Holding:
        """What `atom` was on the day `when`."""
        found = self.holdings[atom]
        return found[bisect_right(found, when, key=lambda holding: holding.start) - 1]

    def alliances(self, atom: str, when: date) -> tuple[str, ...]:
        """The alliances that covered `atom` on the day `when`, in the order of the table."""
        return tuple(
            membership.alliance
            for membership in self.memberships.get(atom, ())
            if membership.start <= when and (membership.until is None or when < membership.until)
        )
