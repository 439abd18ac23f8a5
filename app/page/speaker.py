"""What a page says: in one language at a time, with the others by number in a lexicon beside it."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from markupsafe import Markup, escape

from app.locales import number_in
from app.text import Text, interface

Write = Callable[[str], tuple[str, Markup]]
"""From the language asked for to the language that there is, and the HTML in it."""
Entry = str | dict[str, str]
"""Words of a lexicon: text, or ``{words}`` or ``{html}`` with the ``lang`` that they are in where it is another."""


class Lexicon:
    """Everything that a page says and that differs between its languages, numbered from 1 as it is first said.

    The numbers do not depend on the language in which the page is rendered.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._numbers: dict[Hashable, int] = {}
        self._entries: list[Callable[[str], Entry]] = []
        self._in_scripts: set[int] = set()

    def number(self, key: Hashable, entry: Callable[[str], Entry], *, in_script: bool = False) -> int:
        """The number of what `key` stands for; `in_script` where a script says it, which cannot read it off the page."""
        if key not in self._numbers:
            self._entries.append(entry)
            self._numbers[key] = len(self._entries)
        if in_script:
            self._in_scripts.add(self._numbers[key])
        return self._numbers[key]

    def spoken_by_scripts(self, language: str) -> dict[int, Entry]:
        """By number, what the page's scripts say."""
        return {number: self._entries[number - 1](language) for number in sorted(self._in_scripts)}

    def in_every_language(self, *, but: str = "") -> dict[str, list[Entry]]:
        """By language, all entries in the order of their numbers; not in the language `but`."""
        return {language: [entry(language) for entry in self._entries] for language in self.languages if language != but}


class Speaker:
    """Speaks one of an exhibit's languages, and numbers what is to be said in the others."""

    def __init__(self, languages: tuple[str, ...], language: str) -> None:
        self.languages, self.language = languages, language
        self.lexicon = Lexicon(languages)
        self._words: dict[str, Markup] = {}

    def say(self, text: Text, *, tag: str = "span") -> Markup:
        """`text` verbatim."""

        def write(language: str) -> tuple[str, Markup]:
            real, words = text.find(language)
            return real, escape(words)

        number = self.lexicon.number(text, lambda language: _verbatim(text, language)) if self._varies(text) else 0
        return self._set(write, number, tag)

    def word(self, key: str, **values: object) -> Markup:
        """The interface's words for `key`."""
        if values:
            return self.say(self.text(key, **values))
        if key not in self._words:
            self._words[key] = self.say(self.text(key))
        return self._words[key]

    def text(self, key: str, **values: object) -> Text:
        """The interface's words for `key`, with ``{names}`` filled in: numbers as each language writes them, text in that language."""
        return Text(tuple((language, words.format_map(_Kept(values, language))) for language, words in interface()[key]))

    def plain(self, key: str, **values: object) -> str:
        """The interface's words in the language on show, for an attribute."""
        return self.text(key, **values).in_language(self.language)

    def label(self, key: str, **values: object) -> Markup:
        """The attribute ``aria-label`` with the interface's words."""
        text = self.text(key, **values)
        label = Markup('aria-label="{}"').format(text.in_language(self.language))
        if not self._varies(text):
            return label
        return label + Markup(' data-label="{}"').format(self.lexicon.number(text, lambda language: _verbatim(text, language)))

    def render(self, write: Write, key: Hashable, *, tag: str = "span", varies: bool = True) -> Markup:
        """The HTML that `write` gives for the language on show; `key` tells it from all else that the page says."""

        def entry(language: str) -> Entry:
            real, html = write(language)
            return {"html": html} if real == language else {"html": html, "lang": real}

        return self._set(write, self.lexicon.number(key, entry) if varies and len(self.languages) > 1 else 0, tag)

    def send(self, text: Text) -> str | int:
        """`text` as a script receives it: its number, or the words themselves where they are the same in all languages."""
        if not self._varies(text):
            return text.in_language(self.language)
        return self.lexicon.number(text, lambda language: _verbatim(text, language), in_script=True)

    def figure(self, value: float) -> Markup:
        """A number as each language writes it."""
        return self.say(Text(tuple((language, number_in(value, language)) for language in self.languages)))

    def _varies(self, text: Text) -> bool:
        if len(self.languages) < 2 or len(text.words) < 2:
            return False
        first, *others = self.languages
        return any(text.find(other) != text.find(first) for other in others)

    def _set(self, write: Write, number: int, tag: str) -> Markup:
        real, html = write(self.language)
        lang = f' lang="{escape(real)}"' if real != self.language or (not number and len(self.languages) > 1) else ""
        marked = f' data-w="{number}"' if number else ""
        if not marked and not lang and tag == "span":
            return html
        return Markup(f"<{tag}{lang}{marked}>{html}</{tag}>")  # noqa: S704 (our tag, a number, HTML that is safe; format() takes ten times as long)


def _verbatim(text: Text, language: str) -> Entry:
    real, words = text.find(language)
    return words if real == language else {"words": words, "lang": real}


class _Kept(dict[str, object]):
    """The values of ``{names}`` in one language; names that are not filled in stay as they are, for the browser to fill in."""

    def __init__(self, values: dict[str, object], language: str) -> None:
        super().__init__((name, _in_language(value, language)) for name, value in values.items())

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _in_language(value: object, language: str) -> object:
    match value:
        case Text():
            return value.in_language(language)
        case float():
            return number_in(value, language)
    return value
