"""What a translation must keep of the story that it translates: its chapters, its notes, its pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXHIBITS = Path(__file__).parents[2] / "geodata" / "exhibits"
TRANSLATIONS = sorted(path for path in EXHIBITS.glob("*/story.*.md") if path.name != "story.en.md")


def kept(story: Path) -> list[str]:
    """The ids of the chapters and the notes, and the pictures by their place, in the order of the story."""
    text = re.sub(r"\]\(media/[^)]+\)", "](picture)", story.read_text(encoding="utf-8"))
    return re.findall(r"\{#[^}]+\}|\[\^[^\],]+|\]\([^)]+\)", text)


@pytest.mark.parametrize("story", TRANSLATIONS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_translation_keeps_chapters_sources_and_pictures(story: Path) -> None:
    assert kept(story) == kept(story.with_name("story.en.md"))
