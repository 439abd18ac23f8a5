"""Numbers and language names in the format of each language. A language to which a curator has added a subtag of her
own, as in ``de-x-easy``, has those of the language itself.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from app.text import interface

if TYPE_CHECKING:
    from babel import Locale

EASY = "easy"
"""The subtag of a text that is easy to read: ``de-x-easy``."""


@cache
def locale_of(language: str) -> str:
    """Babel's locale for a language tag: British English for ``en`` and for tags that Babel does not know."""
    found = None if language == "en" else _locale(language)
    return str(found) if found else "en_GB"


@cache
def _locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.partition("-x-")[0], sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def number_in(value: float, language: str) -> str:
    """A number with narrow no-break spaces between thousands, as an atlas prints it, and the decimal mark of the
    language.
    """
    written = f"{value:,.10g}".replace(",", "\u202f")
    return written.replace(".", _decimal_mark(language)) if "." in written else written


def name_of(language: str) -> str:
    """The name of a language in that language, its tag where Babel does not know it; ``Leichte Sprache`` for
    ``de-x-easy``.
    """
    locale = _locale(language)
    if locale is None:
        return language
    name = str(locale.get_display_name(locale)).capitalize()
    base, _, own = language.partition("-x-")
    if own == EASY:
        return interface()["easy_language"].in_language(base)
    return f"{name} ({own})" if own else name


@cache
def direction_of(language: str) -> str:
    """``rtl`` for a language that is written from right to left, such as Arabic and Hebrew; ``ltr`` for others."""
    locale = _locale(language)
    return str(locale.text_direction) if locale else "ltr"


@cache
def script_of(language: str) -> str:
    """The script of a language by its code of ISO 15924, such as ``Latn``; empty where Babel knows none."""
    from babel.core import get_global

    locale = _locale(language)
    if locale is None:
        return ""
    likely = get_global("likely_subtags").get(locale.language, "")
    return locale.script or next((part for part in likely.split("_") if len(part) == 4), "")


@cache
def is_language(tag: str) -> bool:
    """Whether `tag` is the tag of a language that Babel knows."""
    return bool(_locale(tag))


def first_direction(text: str) -> str:
    """``rtl`` or ``ltr``, the direction of the first letter; empty where there is none."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in ("L", "R", "AL")), "")


@cache
def _decimal_mark(language: str) -> str:
    from babel import Locale

    return str(Locale.parse(locale_of(language)).number_symbols["latn"]["decimal"])
