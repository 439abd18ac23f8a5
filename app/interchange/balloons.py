"""The words of a feature as HTML, for the balloons of viewers: description, evidence, sources."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.domain import Citation, Exhibit
from app.interchange.words import cited, sources_by_id, word
from app.markdown import to_html


class Balloons:
    """Writes the balloons of an exhibit in one language; `pictures` are the addresses of those that can be shown."""

    def __init__(self, exhibit: Exhibit, language: str, pictures: Mapping[str, str]) -> None:
        self.language, self.pictures = language, pictures
        self.sources = sources_by_id(exhibit)

    def balloon(self, words: str, grounds: str, citations: tuple[Citation, ...]) -> str:
        """Markdown, what it rests on, and its sources."""
        sources = cited(citations, self.sources)
        return self.html(words) + "".join(
            f"<p>{escape(word(key, self.language))}: {escape(text)}</p>"
            for key, text in (("basis", grounds), ("cites", sources))
            if text
        )

    def html(self, words: str) -> str:
        """Markdown as safe HTML, its notes as names of the sources."""
        return to_html(words, pictures=self.pictures, cite=self._cite).strip() if words else ""

    def _cite(self, citation: Citation) -> str:
        return f" <em>({escape(cited((citation,), self.sources))})</em>"


def paragraphs(text: str) -> str:
    """Plain lines as paragraphs of HTML."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
