"""How stories and translations write numbers: no line ends within one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

EXHIBITS = Path(__file__).parents[2] / "geodata" / "exhibits"
TEXTS = sorted([*EXHIBITS.glob("*/story.*.md"), *EXHIBITS.glob("*/words.*.po")])
GROUPING = [path for path in TEXTS if re.search(r"\.(de|ru)\.", path.name)]
BROKEN = re.compile(r"(?<![\d.,:])\d{1,3}[ \n\u00a0]\d{3}(?!\d)")
"""A group of digits after a space at which a line may end, or one that is not the narrow one of the glossary."""
UNGROUPED = re.compile(r"(?<![\d.,\u202f-])\d{5,}(?!\d)")


def said(path: Path) -> str:
    """The words of a story or of a catalog's translations, without notes and addresses."""
    if path.suffix == ".po":
        with path.open(encoding="utf-8") as file:
            return "\n\n".join(str(message.string) for message in read_po(file) if message.id)
    return re.sub(r"\[\^[^\]]+\]|\]\([^)]*\)", "", path.read_text("utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_number_is_broken(path: Path) -> None:
    assert BROKEN.findall(said(path)) == []


@pytest.mark.parametrize("path", GROUPING, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_german_and_russian_part_thousands(path: Path) -> None:
    assert UNGROUPED.findall(said(path)) == []
