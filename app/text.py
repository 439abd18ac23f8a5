"""Text by language, with a fallback."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "words"


def lookup(language: str) -> Iterator[str]:
    """A language tag and each wider one: ``de-x-easy``, ``de-x``, ``de`` (RFC 4647, section 3.4)."""
    while language:
        yield language
        language = language.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in one or more languages; the first is the fallback.

    `words` pairs BCP 47 language tags with text: ``(("en", "Peshawar"), ("ru", "Пешавар"))``.
    """

    words: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: str | Mapping[str, str], language: str = "en") -> Text:
        """Text from a plain string in `language`, or from a mapping of language tags to text."""
        return cls(((language, value),) if isinstance(value, str) else tuple(value.items()))

    def find(self, language: str) -> tuple[str, str]:
        """The text in `language`, else in a wider one (``de`` for ``de-x-easy``), else in the first, else empty; with
        the language that it is in.
        """
        for found in self.words:
            if found[0] == language:
                return found
        if "-" in language:
            return self.find(language.rpartition("-")[0])
        return self.words[0] if self.words else (language, "")

    def in_language(self, language: str) -> str:
        """The text in `language`, or else in the first language."""
        return self.find(language)[1]

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `languages` that have no text; without those that have a wider one beside them."""
        given = {tag for tag, words in self.words if words.strip()}
        return tuple(
            language
            for language in languages
            if language not in given and not any(wider in languages for wider in list(lookup(language))[1:])
        )

    def as_dict(self) -> dict[str, str]:
        """Text by language tag."""
        return dict(self.words)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.words)

    def __bool__(self) -> bool:
        return any(words.strip() for _, words in self.words)

    def __str__(self) -> str:
        return self.words[0][1] if self.words else ""


@cache
def languages() -> tuple[str, ...]:
    """The interface's languages, English first."""
    return tuple(
        sorted((path.stem for path in _WORDS.glob("*.toml")), key=lambda language: (language != "en", language))
    )


@cache
def interface() -> dict[str, Text]:
    """The interface's messages by key, in every language of ``app/words``; English is first, as the fallback."""
    tables = {
        language: tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8")) for language in languages()
    }
    return {
        key: Text(tuple((language, words[key]) for language, words in tables.items() if key in words))
        for key in tables["en"]
    }


def ranges(numbers: Iterable[int], most: int = 12) -> str:
    """``3–9, 12 and 40 more``: numbers in order, three or more in a row as one range, at most so many parts."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    parts = [piece for part in parts for piece in ([part] if len(part) > 2 else [[number] for number in part])]
    shown = ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts[:most])
    left = sum(map(len, parts[most:]))
    return f"{shown} and {left:,} more" if left else shown
