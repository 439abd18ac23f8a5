"""``words.<lang>.po``: the translation of all words that stand outside the story, as a gettext catalogue.

Translators know the form, and so do their programs (Poedit, Weblate, Lokalise). A word is found by what it says in the exhibit's
first language, so a translation stays with its words when features move, and is missing again as soon as they change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO, StringIO

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from app.content.desk import Desk
from app.content.encoding import decode
from app.content.values import clipped, meant
from app.errors import Place, Rejected

NAME = re.compile(r"words\.(?P<language>[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)\.po")

_WIDTH = 120
_HEAD = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def file_name(language: str) -> str:
    """The name of a language's catalogue."""
    return f"words.{language}.po"


def read_catalogue(data: bytes, desk: Desk) -> dict[str, str]:
    """The translations by the words that they translate. A translation that is marked as fuzzy is not used.

    Raises `Rejected`, its field the line, where it is no catalogue.
    """
    found: dict[str, str] = {}
    for message in _parse(data):
        words, translation = message.id, message.string
        if words and isinstance(words, str) and isinstance(translation, str) and translation.strip() and not message.fuzzy:
            with desk.report.at(field=f"line {message.lineno}"):
                desk.check_length(translation)
                found[words] = translation
    return found


def tell_unused(catalogue: Mapping[str, str], desk: Desk) -> None:
    """Note translations of words that stand nowhere in the exhibit: they were changed, or are gone."""
    for words in (words for words in catalogue if words not in desk.spoken):
        desk.report.note(
            f"a translation of “{clipped(words)}”, which the exhibit does not say",
            "translations of its own words",
            meant(words, desk.spoken, cutoff=0.8) or "Run “flask exhibit words” to have the catalogue brought up to date.",
        )


def brought_up_to_date(data: bytes | None, language: str, spoken: Mapping[str, Place]) -> bytes:
    """The catalogue of `language` with an entry for each of the `spoken` words, in their order, and what it already translates.

    Near matches are kept and marked as fuzzy, for the translator to look at; what is said no longer stands at the end. The same
    words give the same bytes. Raises `Rejected` where `data` is no catalogue.
    """
    catalogue = _parse(data) if data else Catalog()
    asked = Catalog()
    for words, place in spoken.items():
        asked.add(words, auto_comments=[str(place)])
    catalogue.update(asked, no_fuzzy_matching=not data)
    written = BytesIO()
    write_po(written, catalogue, width=_WIDTH, omit_header=True)
    return _HEAD.format(language=language).encode() + written.getvalue()


def _parse(data: bytes) -> Catalog:
    try:
        return read_po(StringIO(decode(data)), abort_invalid=True)
    except PoFileError as error:
        raise Rejected(
            f"“{clipped(error.line.strip())}”",
            f"a gettext catalogue ({error.args[0].rpartition(' on ')[0] or error.args[0]})",
            'Write msgid "…" and msgstr "…" in turn, or let a program such as Poedit write the file.',
            field=f"line {error.lineno + 1}",
        ) from None
    except (ValueError, UnknownLocaleError) as error:
        raise Rejected(clipped(str(error)), "a gettext catalogue", "Let a program such as Poedit write the file.") from None
