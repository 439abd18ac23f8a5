"""Spans of time in words, in the languages of an exhibit."""

from __future__ import annotations

from app.dates import Span, spell
from app.domain import Borders, Exhibit
from app.text import Text, interface


def spelled(span: Span, languages: tuple[str, ...]) -> Text:
    """The span as precisely as it is given: “1962”, “October 1962”."""

    def words(language: str) -> str:
        return spell(span, language, lambda key: interface()[key].in_language(language))

    return Text(tuple((language, words(language)) for language in languages))


def opening_text(exhibit: Exhibit) -> Text | None:
    """The span at whose beginning the exhibit opens, where no moment is given."""
    span = exhibit.opening_span
    return spelled(span, exhibit.languages) if span else None


def own_date(borders: Borders, languages: tuple[str, ...]) -> Text | None:
    """The time of a curator's own borders as precisely as it is given, where they are the same throughout."""
    return spelled(borders.when, languages) if borders.when and borders.is_constant else None
