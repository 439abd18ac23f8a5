"""Words by language, with a fallback."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in one or more languages, in the order of preference for falling back.

    `words` pairs BCP 47 language tags with verbatim words: ``(("en", "Peshawar"), ("ru", "Пешавар"))``.
    """

    words: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: str | Mapping[str, str], language: str = "en") -> Text:
        """Words from what a curator writes: a plain string is in `language`, a mapping names its languages."""
        return cls(((language, value),) if isinstance(value, str) else tuple(value.items()))

    def find(self, language: str) -> tuple[str, str]:
        """The language really given and the words: those asked for, else the first there are, else nothing."""
        for found in self.words:
            if found[0] == language:
                return found
        return self.words[0] if self.words else (language, "")

    def in_language(self, language: str) -> str:
        """The words in `language`, or in the language that stands first."""
        return self.find(language)[1]

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `languages` in which nothing is said."""
        given = {tag for tag, words in self.words if words.strip()}
        return tuple(language for language in languages if language not in given)

    def as_dict(self) -> dict[str, str]:
        """Language to words, as the browser receives them."""
        return dict(self.words)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.words)

    def __bool__(self) -> bool:
        return any(words.strip() for _, words in self.words)

    def __str__(self) -> str:
        return self.words[0][1] if self.words else ""


@cache
def languages() -> tuple[str, ...]:
    """The languages that the interface speaks, English first."""
    return tuple(sorted((path.stem for path in _WORDS.glob("*.toml")), key=lambda language: (language != "en", language)))


@cache
def interface() -> dict[str, Text]:
    """The interface's own words by key, in every language of ``app/words``; English stands first, as the fallback."""
    spoken = {language: tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8")) for language in languages()}
    return {key: Text(tuple((language, words[key]) for language, words in spoken.items() if key in words)) for key in spoken["en"]}
