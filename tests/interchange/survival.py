"""What of an exhibit is in each format, and what comes back when the file is read again.

Run ``python -m tests.interchange.survival`` to write the table into docs/reference/formats.md.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

from app.content import read_exhibit
from app.domain import Exhibit
from app.interchange import FORMATS, Content, Format
from app.interchange.contents import found_in
from app.settings import PROJECT
from tests.content.folders import make
from tests.interchange.reference import reference_exhibit

PAGE = PROJECT / "docs" / "reference" / "formats.md"
HEADING = "| content |"
READ_AGAIN = frozenset(("gpx", "kml", "kmz", "csv", "xlsx", "places-csv", "places-xlsx", "lpf"))
"""The formats that Overflight reads."""

ONE_WAY = frozenset((Content.ACCOUNTS, Content.STORY))
"""What some of them have, for people to read, and Overflight does not read."""

LAYER = """
title = "Again"
period = "1900/2000"
languages = ["en", "de"]
[[layers]]
id = "main"
file = "{file}"
name = "Main"
"""


def read_again(exhibit: Exhibit, each: Format, folder: Path) -> Exhibit:
    """The exhibit whose only layer is the file of a format."""
    make(folder, exhibit_toml=LAYER.format(file=each.file), story_en_md=None, main_geojson=None)
    (folder / each.file).write_bytes(each.write(exhibit))
    result = read_exhibit(folder)
    assert result.exhibit
    assert result.exhibit.layers, [str(fault) for fault in result.faults]
    return result.exhibit


def is_equal(before: Exhibit, after: Exhibit, content: Content) -> bool:
    """Whether two exhibits have the same of a kind of content."""
    first, second = (Counter(map(repr, found_in(exhibit, content))) for exhibit in (before, after))
    return first == second


@cache
def survivors() -> dict[str, frozenset[Content]]:
    """By format, what came back."""
    with tempfile.TemporaryDirectory() as name:
        exhibit = reference_exhibit(Path(name))
        read = [each for each in FORMATS if each.key in READ_AGAIN]
        again = {each.key: read_again(exhibit, each, Path(name) / each.key) for each in read}
        return {
            key: frozenset(content for content in Content if is_equal(exhibit, after, content))
            for key, after in again.items()
        }


def table() -> str:
    """The table of the documentation."""
    head = [f"{HEADING} {' | '.join(f'`{each.key}`' for each in FORMATS)} |", f"|---|{':-:|' * len(FORMATS)}"]
    rows = [f"| {content.value} | {' | '.join(_mark(each, content) for each in FORMATS)} |" for content in Content]
    return "\n".join([*head, *rows]) + "\n"


def _mark(each: Format, content: Content) -> str:
    if content not in each.keeps:
        return ""
    return "✓" if content in survivors().get(each.key, frozenset()) else "•"


def main() -> None:
    """Write the table."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text.partition(HEADING)[0] + table(), encoding="utf-8")


if __name__ == "__main__":
    main()
