"""The tables of `geodata/world/`: tab-separated, one heading, remarks behind ``#``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.text import Text

LANGUAGES = ("en", "de", "ru", "ja")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by column."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


def day(text: str) -> date | None:
    """A day, or None for the beginning (``-``) or an open end."""
    return None if text in {"", "-"} else date.fromisoformat(text)


def words(row: dict[str, str]) -> Text:
    """The columns named for languages."""
    return Text(tuple((language, row[language]) for language in LANGUAGES if row.get(language)))
