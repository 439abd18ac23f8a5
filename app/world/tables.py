"""The tables of `geodata/world/`: tab-separated, one heading, remarks behind ``#``."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.text import Text

FOLDER = Path(__file__).resolve().parents[2] / "geodata" / "world"
"""The project's own tables and shapes."""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by column."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(
            (line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )


def day(text: str) -> date | None:
    """A day, or None for the beginning (``-``) or an open end."""
    return None if text in {"", "-"} else date.fromisoformat(text)


def span(folder: Path) -> tuple[date, date]:
    """The first and last day that the tables of `folder` cover."""
    document = tomllib.loads((folder / "span.toml").read_text(encoding="utf-8"))
    return document["first"], document["last"]


def words(row: dict[str, str]) -> Text:
    """The columns named for languages: ``en``, and those to the right of it."""
    columns = list(row)
    return Text(tuple((language, row[language]) for language in columns[columns.index("en") :] if row[language]))
