"""How many came: counts by day, language and exhibit, of no one in particular.

One CSV of bounded length, written whole or not at all, so that a power cut costs one visit at most.
"""

from __future__ import annotations

import csv
import io
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import Rejected
from app.files import write

FIELDS = ("day", "exhibit", "language", "visits", "seconds")
LARGEST = 20_000
"""Rows kept; beyond it the oldest days go. Six exhibits in four languages fill more than two years."""
LONGEST_VISIT = 4 * 3600
FOYER = "-"
"""Stands for the exhibit in the row that counts whole visits."""

_lock = threading.Lock()

Counts = dict[tuple[str, str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor, from the touch that woke the screen to the screen's going back to its beginning."""

    seconds: int
    exhibits: tuple[str, ...]
    language: str

    @classmethod
    def read(cls, value: object) -> Visit:
        """A visit as the kiosk sends it: `{seconds, exhibits, language}`; raises `Rejected`."""
        match value:
            case {"seconds": int(seconds), "exhibits": [*exhibits], "language": str(language)} if seconds >= 0 and len(exhibits) < 100:
                if all(isinstance(exhibit, str) and len(exhibit) < 100 for exhibit in exhibits) and len(language) < 20:
                    return cls(min(seconds, LONGEST_VISIT), tuple(dict.fromkeys(map(str, exhibits))), language)
        raise Rejected(repr(value)[:100], "a visit: {seconds, exhibits, language}", "Send what the kiosk sends.")


def file_in(state: Path) -> Path:
    """Where the counts are kept."""
    return state / "visits.csv"


def add(state: Path, visits: list[Visit], day: date) -> None:
    """Count `visits` of `day`; raises `ExportFailed` if the file cannot be written."""
    with _lock:
        counts = read(state)
        for visit in visits:
            for exhibit in (FOYER, *visit.exhibits):
                key = (day.isoformat(), exhibit, visit.language)
                number, seconds = counts.get(key, (0, 0))
                counts[key] = (number + 1, seconds + (visit.seconds if exhibit == FOYER else 0))
        write(state, file_in(state).name, as_csv(counts).encode())


def read(state: Path) -> Counts:
    """The counts by day, exhibit and language: visits, and seconds in all. A row that cannot be read is passed over."""
    counts: Counts = {}
    try:
        rows = list(csv.DictReader(io.StringIO(file_in(state).read_text(encoding="utf-8", errors="replace"))))
    except FileNotFoundError:
        return {}
    for row in rows:
        numbers = (row.get("visits") or "", row.get("seconds") or "")
        if all(number.isdecimal() for number in numbers):
            counts[row["day"], row["exhibit"], row["language"]] = (int(numbers[0]), int(numbers[1]))
    return counts


def as_csv(counts: Counts) -> str:
    """The file's own form, oldest day first."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(FIELDS)
    table.writerows((*key, *counts[key]) for key in sorted(counts)[-LARGEST:])
    return written.getvalue()


def recent(state: Path, days: int = 14) -> list[tuple[str, int, int]]:
    """The last days on which anybody came, newest first: day, visits, and their mean length in seconds."""
    by_day: dict[str, tuple[int, int]] = {}
    for (day, exhibit, _), (number, seconds) in read(state).items():
        if exhibit == FOYER:
            before = by_day.get(day, (0, 0))
            by_day[day] = (before[0] + number, before[1] + seconds)
    return [(day, number, round(seconds / number)) for day, (number, seconds) in sorted(by_day.items(), reverse=True)[:days] if number]
