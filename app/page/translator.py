"""A page's messages: rendered in one language, with the other languages in a numbered table beside the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Self

from markupsafe import Markup, escape

from app.domain import Exhibit
from app.elements.payloads import EntryPayload
from app.locales import direction_of, number_in
from app.text import Text, interface

Write = Callable[[str], tuple[str, Markup]]
"""A function from the requested language to the language found, and the HTML in it."""
Entry = str | EntryPayload
"""An entry of the message table: text, or ``{text}`` or ``{html}`` with a ``lang`` where it is in another language."""


def languages_of(exhibits: Iterable[Exhibit]) -> tuple[str, ...]:
    """All languages of `exhibits`, each once, in the order of their first use; English where there is none."""
    return tuple(dict.fromkeys(language for exhibit in exhibits for language in exhibit.languages)) or ("en",)


class MessageTable:
    """Every message of a page that differs between its languages, numbered from 1 in the order of first use.

    The numbers do not depend on the language in which the page is rendered.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._numbers: dict[Hashable, int] = {}
        self._entries: list[Callable[[str], Entry]] = []
        self._in_scripts: set[int] = set()

    def number(self, key: Hashable, entry: Callable[[str], Entry], *, in_script: bool = False) -> int:
        """The number of the message that `key` identifies; `in_script` where a script uses it, which cannot read it off
        the page.
        """
        if key not in self._numbers:
            self._entries.append(entry)
            self._numbers[key] = len(self._entries)
        if in_script:
            self._in_scripts.add(self._numbers[key])
        return self._numbers[key]

    def used_by_scripts(self, language: str) -> dict[int, Entry]:
        """The messages that the page's scripts use, by number."""
        return {number: self._entries[number - 1](language) for number in sorted(self._in_scripts)}

    def in_every_language(self, *, but: str = "") -> dict[str, list[Entry]]:
        """All entries in the order of their numbers, by language; without the language `but`."""
        return {
            language: [entry(language) for entry in self._entries] for language in self.languages if language != but
        }


class Translator:
    """Renders text in one of a page's languages, and numbers the messages that differ in the others."""

    def __init__(self, languages: tuple[str, ...], language: str) -> None:
        self.languages, self.language = languages, language
        self.messages = MessageTable(languages)
        self._words: dict[str, Markup] = {}

    @classmethod
    def choose(cls, languages: tuple[str, ...], requested: str | None) -> Self:
        """A translator into the requested language if it is one of `languages`, else into the first of them."""
        return cls(languages, requested if requested in languages else languages[0])

    def say(self, text: Text, *, tag: str = "span") -> Markup:
        """`text` as HTML, escaped."""

        def write(language: str) -> tuple[str, Markup]:
            real, words = text.find(language)
            return real, escape(words)

        number = self.messages.number(text, lambda language: _verbatim(text, language)) if self._varies(text) else 0
        return self._set(write, number, tag)

    def word(self, key: str, **values: object) -> Markup:
        """The interface's message `key` as HTML."""
        if values:
            return self.say(self.text(key, **values))
        if key not in self._words:
            self._words[key] = self.say(self.text(key))
        return self._words[key]

    def text(self, key: str, **values: object) -> Text:
        """The interface's message `key`, with ``{names}`` filled in: numbers in the format of each language, text in
        that language.
        """
        return Text(
            tuple((language, words.format_map(_Values(values, language))) for language, words in interface()[key])
        )

    def plain(self, key: str, **values: object) -> str:
        """The interface's message `key` in the current language, for an attribute."""
        return self.text(key, **values).in_language(self.language)

    def label(self, key: str, **values: object) -> Markup:
        """The attribute ``aria-label`` with the interface's message `key`."""
        text = self.text(key, **values)
        label = Markup('aria-label="{}"').format(text.in_language(self.language))
        if not self._varies(text):
            return label
        return label + Markup(' data-label="{}"').format(
            self.messages.number(text, lambda language: _verbatim(text, language))
        )

    def render(self, write: Write, key: Hashable, *, tag: str = "span", varies: bool = True) -> Markup:
        """The HTML that `write` gives for the current language; `key` identifies it in the message table."""

        def entry(language: str) -> Entry:
            real, html = write(language)
            return {"html": html} if real == language else {"html": html, "lang": real}

        return self._set(write, self.messages.number(key, entry) if varies and len(self.languages) > 1 else 0, tag)

    def send(self, text: Text) -> str | int:
        """`text` as a script receives it: its number, or the words themselves where all languages have the same."""
        if not self._varies(text):
            return text.in_language(self.language)
        return self.messages.number(text, lambda language: _verbatim(text, language), in_script=True)

    def number(self, value: float) -> Markup:
        """A number in the format of each language."""
        return self.say(Text(tuple((language, number_in(value, language)) for language in self.languages)))

    def _varies(self, text: Text) -> bool:
        if len(self.languages) < 2 or len(text.words) < 2:
            return False
        first, *others = self.languages
        return any(text.find(other) != text.find(first) for other in others)

    def _set(self, write: Write, number: int, tag: str) -> Markup:
        real, html = write(self.language)
        lang = f' lang="{escape(real)}"' if real != self.language or (not number and len(self.languages) > 1) else ""
        lang += f' dir="{direction_of(real)}"' if lang and direction_of(real) != direction_of(self.language) else ""
        marked = f' data-w="{number}"' if number else ""
        if not marked and not lang and tag == "span":
            return html
        return Markup(f"<{tag}{lang}{marked}>{html}</{tag}>")  # noqa: S704 (our tag, a number, HTML that is safe; format() takes ten times as long)


def _verbatim(text: Text, language: str) -> Entry:
    real, words = text.find(language)
    return words if real == language else {"text": words, "lang": real}


class _Values(dict[str, object]):
    """Values for ``{names}`` in one language; unknown names stay as they are, for the browser to fill in."""

    def __init__(self, values: dict[str, object], language: str) -> None:
        super().__init__((name, _in_language(value, language)) for name, value in values.items())

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _in_language(value: object, language: str) -> object:
    match value:
        case Text():
            real, words = value.find(language)
            return words if direction_of(real) == direction_of(language) else _isolated(words)
        case float():
            return number_in(value, language)
    return value


def _isolated(words: str) -> str:
    """Words that do not change the order of those around them, although they are written in the other direction."""
    return f"\u2068{words}\u2069"
