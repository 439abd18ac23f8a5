"""How each language writes what all of them have: numbers, and its own name."""

from __future__ import annotations

from functools import cache


@cache
def locale_of(language: str) -> str:
    """Babel's locale: English as a British museum writes it, and English too where Babel knows no better."""
    from babel import Locale, UnknownLocaleError

    name = {"en": "en_GB"}.get(language, language.replace("-", "_"))
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def number_in(value: float, language: str) -> str:
    """A figure with a thin space between thousands, as an atlas prints it, and the decimal mark of a language."""
    written = f"{value:,.10g}".replace(",", "\u202f")
    return written.replace(".", _decimal_mark(language)) if "." in written else written


def name_of(language: str) -> str:
    """A language by its own name; its tag where nobody knows it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    return str(locale.get_display_name(locale)).capitalize()


@cache
def _decimal_mark(language: str) -> str:
    from babel import Locale

    return str(Locale.parse(locale_of(language)).number_symbols["latn"]["decimal"])
