"""Edits of a story, ``story.<lang>.md``: the other chapters keep every byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.content import Section, story_sections


@dataclass(frozen=True)
class StoryText:
    """The text of a story."""

    text: str

    def section(self, chapter: str) -> Section | None:
        """The title and the words of a chapter."""
        return next((section for section in story_sections(self.text) if section.id == chapter), None)

    def having(self, chapter: str, title: str, words: str, order: Sequence[str] = ()) -> StoryText:
        """With another title and other words for a chapter. A new one follows the last that precedes it in `order`."""
        section = self.section(chapter)
        title, words = re.sub(r"[\r\n\t]+", " ", title).strip(" "), words.replace("\r\n", "\n").strip("\n")
        if section is None:
            return self._with_section(chapter, f"## {title} {{#{chapter}}}\n\n{words}".rstrip(), order)
        lines = self.text.split("\n")
        if title != section.title:
            lines[section.line - 1] = f"## {title} {{#{chapter}}}"
        if words != section.written:
            start, end = section.line, section.line + len(section.lines)
            lines[start:end] = ["", *words.split("\n"), ""] if words else [""]
        return StoryText("\n".join(lines).rstrip("\n") + "\n")

    def without(self, chapter: str) -> StoryText:
        """Without a chapter's heading and words."""
        section = self.section(chapter)
        if section is None:
            return self
        lines = self.text.split("\n")
        del lines[section.line - 1 : section.line + len(section.lines)]
        return StoryText("\n".join(lines).rstrip("\n") + "\n")

    def _with_section(self, chapter: str, written: str, order: Sequence[str]) -> StoryText:
        before = list(order[: order.index(chapter)]) if chapter in order else list(order)
        sections = [section for section in story_sections(self.text) if section.line]
        after = next((section for name in reversed(before) for section in sections if section.id == name), None)
        if after is None and sections and chapter in order:
            line = sections[0].line - 1
        else:
            last = after or (sections[-1] if sections else None)
            line = last.line + len(last.lines) if last else self.text.count("\n") + 1
        lines = self.text.split("\n")
        head, tail = "\n".join(lines[:line]).rstrip("\n"), "\n".join(lines[line:]).strip("\n")
        return StoryText("\n\n".join(part for part in (head, written, tail) if part) + "\n")
