"""``words.<lang>.po``: the translation of all words outside the story, as a gettext catalog.

Translators and their programs (Poedit, Weblate, Lokalise) know this format. A text is found by its words in the
exhibit's first language, so a translation stays with them when features move, and is missing again as soon as they
change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from app.content.fields.context import ReadContext
from app.content.fields.values import did_you_mean, shorten
from app.content.formats.encoding import decode
from app.errors import Location, Rejected

NAME = re.compile(r"words\.(?P<language>[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)\.po")

_WIDTH = 120
_HEAD = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def file_name(language: str) -> str:
    """The name of a language's catalog."""
    return f"words.{language}.po"


def read_catalog(data: bytes, context: ReadContext) -> dict[str, str]:
    """The translations by the words that they translate; those marked as fuzzy are not used.

    Raises `Rejected`, with the line, where it is not a catalog.
    """
    found: dict[str, str] = {}
    for message in _parse(data):
        words, translation = message.id, message.string
        if (
            words
            and isinstance(words, str)
            and isinstance(translation, str)
            and translation.strip()
            and not message.fuzzy
        ):
            with context.report.at(line=message.lineno):
                context.check_length(translation)
                found[words] = translation
    return found


def report_unused(catalog: Mapping[str, str], context: ReadContext) -> None:
    """Note translations of words that the exhibit does not have: they were changed or removed."""
    for words in (words for words in catalog if words not in context.translatable):
        context.report.note(
            f"“{shorten(words)}” is translated, but is nowhere in the exhibit.",
            did_you_mean(words, context.translatable, cutoff=0.8) or "Run “flask exhibit words” to update the catalog.",
        )


def updated(data: bytes | None, language: str, translatable: Mapping[str, Location]) -> bytes:
    """The catalog of `language` with an entry for each of the `translatable` words, in their order, and its
    translations so far.

    Near matches are kept and marked as fuzzy, for the translator to check; translations of removed words move to the
    end. The same words give the same bytes. Raises `Rejected` where `data` is not a catalog.
    """
    catalog = _parse(data) if data else Catalog()
    catalog.charset = "utf-8"  # whatever its head says: that is replaced, and the file was read as UTF-8
    template = Catalog()
    for words, place in translatable.items():
        template.add(words, auto_comments=[str(place)])
    catalog.update(template, no_fuzzy_matching=not data)
    return _written(catalog, language)


def _written(catalog: Catalog, language: str) -> bytes:
    written = BytesIO()
    write_po(written, catalog, width=_WIDTH, omit_header=True)
    return _HEAD.format(language=language).encode() + written.getvalue()


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of the exhibit with their translation, empty where there is none; and where the words are first.

    `is_changed` where the translation is of other words, and is to be checked.
    """

    words: str
    place: str
    translation: str
    is_changed: bool


def entries(data: bytes | None, language: str, translatable: Mapping[str, Location]) -> list[Entry]:
    """The `translatable` words in their order, as an updated catalog of `language` has them.

    Raises `Rejected` where `data` is not a catalog.
    """
    catalog = _parse(updated(data, language, translatable))
    found = []
    for words, place in translatable.items():
        message = catalog.get(words)
        translation = message.string if message and isinstance(message.string, str) else ""
        found.append(Entry(words, str(place), translation, bool(message and translation and message.fuzzy)))
    return found


def with_translation(
    data: bytes | None, language: str, translatable: Mapping[str, Location], words: str, translation: str
) -> bytes:
    """The catalog of `language`, updated, with this translation, which counts as checked.

    Raises `Rejected` where the exhibit has no such words, or where `data` is not a catalog.
    """
    if words not in translatable:
        raise Rejected(f"“{shorten(words)}” is nowhere in the exhibit.", "Reload: it may have been changed.")
    catalog = _parse(updated(data, language, translatable))
    message = catalog.get(words)
    if message:
        message.string = translation
        message.flags.discard("fuzzy")
        message.previous_id = []
    return _written(catalog, language)


def _parse(data: bytes) -> Catalog:
    try:
        return read_po(StringIO(decode(data)), abort_invalid=True)
    except PoFileError as error:
        raise Rejected(
            f"“{shorten(error.line.strip())}” cannot be here in a gettext catalog.",
            'Write msgid "…" and below it msgstr "…", or edit the file with a program such as Poedit.',
            line=error.lineno + 1,
        ) from None
    except (ValueError, UnknownLocaleError) as error:
        problem = f"The file is not a gettext catalog: {shorten(str(error))}."
        raise Rejected(problem, "Edit it with a program such as Poedit.") from None
