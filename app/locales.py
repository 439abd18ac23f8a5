"""Numbers and language names in the format of each language."""

from __future__ import annotations

import unicodedata
from functools import cache


@cache
def locale_of(language: str) -> str:
    """Babel's locale for a language tag: British English for ``en`` and for tags that Babel does not know."""
    from babel import Locale, UnknownLocaleError

    name = {"en": "en_GB"}.get(language, language.replace("-", "_"))
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def number_in(value: float, language: str) -> str:
    """A number with narrow no-break spaces between thousands, as an atlas prints it, and the decimal mark of the
    language.
    """
    written = f"{value:,.10g}".replace(",", "\u202f")
    return written.replace(".", _decimal_mark(language)) if "." in written else written


def name_of(language: str) -> str:
    """The name of a language in that language; its tag where Babel does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    return str(locale.get_display_name(locale)).capitalize()


@cache
def direction_of(language: str) -> str:
    """``rtl`` for a language that is written from right to left, such as Arabic and Hebrew; ``ltr`` for others."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def is_language(tag: str) -> bool:
    """Whether `tag` is the tag of a language that Babel knows."""
    from babel import Locale, UnknownLocaleError

    try:
        return bool(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def first_direction(text: str) -> str:
    """``rtl`` or ``ltr``, the direction of the first letter; empty where there is none."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in ("L", "R", "AL")), "")


@cache
def _decimal_mark(language: str) -> str:
    from babel import Locale

    return str(Locale.parse(locale_of(language)).number_symbols["latn"]["decimal"])
