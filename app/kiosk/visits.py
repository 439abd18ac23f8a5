"""Visit counts by day, language and exhibit, without anything about the visitor.

They are kept in one CSV file of bounded length, which is written atomically: a power cut loses one visit at most.
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
MAX_ROWS = 20_000
"""Beyond it the oldest days are dropped. Six exhibits in four languages take more than two years to fill it."""
MAX_SECONDS = 4 * 3600
WHOLE_VISIT = "-"
"""The exhibit of a row that counts whole visits."""

_lock = threading.Lock()

Counts = dict[tuple[str, str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, from the first touch to the reset of the screen."""

    seconds: int
    exhibits: tuple[str, ...]
    language: str

    @classmethod
    def read(cls, value: object) -> Visit:
        """A visit as the kiosk sends it: `{seconds, exhibits, language}`; raises `Rejected`."""
        match value:
            case {"seconds": int(seconds), "exhibits": [*exhibits], "language": str(language)} if (
                seconds >= 0 and len(exhibits) < 100
            ):
                if all(isinstance(exhibit, str) and len(exhibit) < 100 for exhibit in exhibits) and len(language) < 20:
                    return cls(min(seconds, MAX_SECONDS), tuple(dict.fromkeys(map(str, exhibits))), language)
        raise Rejected(f"{repr(value)[:100]} is not a visit.", "Send {seconds, exhibits, language}, as the kiosk does.")


def file_in(state: Path) -> Path:
    """The file in which the counts are kept."""
    return state / "visits.csv"


def add(state: Path, visits: list[Visit], day: date) -> None:
    """Add the visits of one day; raises `WriteFailed` if the file cannot be written."""
    with _lock:
        counts = read(state)
        for visit in visits:
            for exhibit in (WHOLE_VISIT, *visit.exhibits):
                key = (day.isoformat(), exhibit, visit.language)
                number, seconds = counts.get(key, (0, 0))
                counts[key] = (number + 1, seconds + (visit.seconds if exhibit == WHOLE_VISIT else 0))
        write(state, file_in(state).name, as_csv(counts).encode())


def read(state: Path) -> Counts:
    """By day, exhibit and language, the number of visits and their total length in seconds. Unreadable rows are
    skipped.
    """
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
    """The counts as the content of the file, oldest day first."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(FIELDS)
    table.writerows((*key, *counts[key]) for key in sorted(counts)[-MAX_ROWS:])
    return written.getvalue()


def recent(state: Path, days: int = 14) -> list[tuple[str, int, int]]:
    """The last days with visits, newest first: day, number of visits, and their mean length in seconds."""
    by_day: dict[str, tuple[int, int]] = {}
    for (day, exhibit, _), (number, seconds) in read(state).items():
        if exhibit == WHOLE_VISIT:
            before = by_day.get(day, (0, 0))
            by_day[day] = (before[0] + number, before[1] + seconds)
    return [
        (day, number, round(seconds / number))
        for day, (number, seconds) in sorted(by_day.items(), reverse=True)[:days]
        if number
    ]
