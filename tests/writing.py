"""A process that writes one file over and over, for a test to kill."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from app import export

FILLINGS = (b"a" * 3_000_000, b"b" * 3_000_000)


def write_for_ever(folder: Path, ready: Connection) -> None:
    """Write ``page.html`` into `folder` with one filling after the other; says once that it begins."""
    ready.send(True)
    while True:
        for filling in FILLINGS:
            export.write(folder, "page.html", filling)
